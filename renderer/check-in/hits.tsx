import { useTranslation } from 'react-i18next'
import type { SearchHit } from '../../shared/api/check-in.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import styles from './hits.module.css'
import { StateMark } from './state-mark.tsx'

/** What was found for the text in the field; ↑ ↓ moves, Enter or a press opens. Nobody found: one key records it. */
export function Hits({ id, query, hits, total, at, onOpen, onNotOnList, busy }: {
  id: string
  query: string
  hits: readonly SearchHit[]
  total: number
  at: number
  onOpen: (candidate: string) => void
  onNotOnList: () => void
  busy: boolean
}) {
  const { t } = useTranslation()
  if (hits.length === 0) {
    return (
      <Empty title={t('check-in.nobody', { query })} next={t('check-in.nobody_next')}>
        <Button kind="danger" hint="F8" busy={busy} onClick={onNotOnList}>
          {t('check-in.record_not_on_list')}
        </Button>
      </Empty>
    )
  }
  return (
    <div className={styles['hits']}>
      <ul id={id} role="listbox" aria-label={t('check-in.found')}>
        {hits.map((hit, index) => (
          <li
            key={hit.candidate}
            id={`${id}-${String(index)}`}
            role="option"
            aria-selected={index === at}
            onClick={() => onOpen(hit.candidate)}
          >
            <strong>{hit.name}</strong>
            <span>{hit.rosterNumber}</span>
            <span>{hit.ticket}</span>
            <span>…{hit.residentTail}</span>
            <span>{hit.post}</span>
            <StateMark state={hit.state} />
          </li>
        ))}
      </ul>
      {total > hits.length && <p>{t('check-in.more_hits', { n: total - hits.length })}</p>}
    </div>
  )
}
