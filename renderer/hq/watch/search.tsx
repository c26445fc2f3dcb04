import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { go } from '../../frame/route.ts'
import { ScanField, type ScanHandle } from '../../parts/scan-field.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { hq } from '../contract.ts'
import styles from './search.module.css'

/** One field over everybody of the recruitment: name, ticket, roster number, last six of the id, lot, fact. */
export function Search({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const field = useRef<ScanHandle>(null)
  const list = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const asked = useAsk(text === '' ? null : `${recruitment} ${text}`, (signal) =>
    hq.watch.search({ recruitment, text, limit: 12 }, { signal }),
  )
  const answer = asked.value
  const hits = answer?.ok === true ? answer.hits : []
  const open = (candidate: string) => {
    setText('')
    field.current?.clear()
    go('watch', { candidate })
  }
  const enter = (typed: string) => {
    if (typed === text && hits[at] !== undefined) open(hits[at].candidate)
    else
      void hq.watch.search({ recruitment, text: typed, limit: 2 }).then(
        (found) => {
          const [first, second] = found.ok ? found.hits : []
          if (first !== undefined && second === undefined) open(first.candidate)
          else setText(typed)
        },
        () => setText(typed),
      )
  }
  return (
    <div className={styles['search']}>
      <ScanField
        ref={field}
        label={t('watch.search')}
        placeholder={t('watch.search_hint')}
        autoFocus={false}
        controls={list}
        active={hits[at] === undefined ? undefined : `${list}-${String(at)}`}
        onText={(typed) => {
          setText(typed.trim())
          setAt(0)
        }}
        onEnter={(typed) => enter(typed.trim())}
        onEscape={() => {
          setText('')
          field.current?.clear()
        }}
        onMove={(by) => setAt(Math.max(0, Math.min(hits.length - 1, at + by)))}
      />
      {text !== '' && asked.state !== 'first' && (
        <ul id={list} className={styles['hits']} role="listbox" aria-label={t('watch.search')}>
          {hits.length === 0 && <li className={styles['no-hit']}>{t('watch.no_hit', { text })}</li>}
          {hits.map((hit, index) => (
            <li key={hit.candidate} id={`${list}-${String(index)}`} role="option" aria-selected={index === at}>
              <button type="button" tabIndex={-1} onClick={() => open(hit.candidate)}>
                <strong>{hit.name}</strong>
                <span>
                  {hit.rosterNumber} · {hit.ticket} · {hit.post}
                </span>
                <small>
                  {hit.lot === '' ? t(`watch.by.${hit.by}`) : hit.lot} ·{' '}
                  {hit.venueName === '' ? t('watch.no_venue') : hit.venueName} · {t(`chief.where.${hit.place}`)}
                  {hit.conflicts > 0 ? ' · ▲' : ''}
                </small>
              </button>
            </li>
          ))}
          {answer?.ok === true && answer.more && <li className={styles['no-hit']}>{t('watch.more_hits')}</li>}
        </ul>
      )}
    </div>
  )
}
