import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pool } from '../../shared/api/lots.ts'
import { may } from '../frame/rooms.ts'
import { useVenue, useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { ScanField, type ScanHandle } from '../parts/scan-field.tsx'
import { useDraft } from '../parts/use-draft.ts'
import { useDraw } from './use-draw.ts'
import { Hash } from './hash.tsx'
import styles from './wall.module.css'

/** For a public wall: commitment and pool on top, the digits as they are typed, then one enormous lot. Esc leaves. */
export function Wall({ pool, onLeave }: { pool: Pool; onLeave: () => void }) {
  const { t } = useTranslation()
  const venue = useVenue()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [typed, setTyped] = useDraft(`lots/digits/${pool.draw ?? ''}`)
  const field = useRef<ScanHandle>(null)
  const { turn, state, find } = useDraw(pool.session, 1)
  const lot = turn.kind === 'drawn' ? turn.lot : (pool.last?.lot ?? '')

  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onLeave()
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [onLeave])

  return (
    <div className={styles['wall']} data-mode={venue.mode}>
      <header>
        <h1>
          {inTongue(pool.title)} · {t('lots.counts', { size: pool.size, present: pool.present, drawn: pool.drawn })}
        </h1>
        {pool.commitment !== null && <Hash label={t('lots.commitment')} text={pool.commitment} large />}
        {pool.secret !== null && <Hash label={t('lots.secret')} text={pool.secret} />}
      </header>
      {pool.state === 'not_frozen' && <p className={styles['wait']}>{t('lots.state.not_frozen')}</p>}
      {pool.state === 'frozen' && (
        <label className={styles['typing']}>
          <span>{t('lots.digits')}</span>
          <input
            inputMode="numeric"
            autoFocus
            value={typed}
            maxLength={64}
            onChange={(event) => setTyped(event.currentTarget.value.normalize('NFKC').replace(/\D/g, ''))}
          />
        </label>
      )}
      {(pool.state === 'drawing' || pool.state === 'closed') && (
        <>
          {pool.digits !== null && (
            <p className={styles['digits']}>
              {t('lots.digits')} {pool.digits}
            </p>
          )}
          <strong className={styles[lot === '' ? 'wait' : 'lot']} key={lot} role="status" aria-live="assertive">
            {lot === '' ? t('lots.none_drawn') : lot}
          </strong>
        </>
      )}
      {pool.state === 'drawing' && may(roles, 'lots.draw') && (
        <div className="seen-by-readers-only">
          <ScanField
            ref={field}
            label={t('lots.scan')}
            onEnter={(query) => {
              void find(query).then(() => field.current?.clear())
            }}
          />
        </div>
      )}
      {venue.banners.map((banner) => (
        <small key={banner.zh}>{inTongue(banner)}</small>
      ))}
      <div className={styles['trouble']}>
        <Outcome of={state} />
        {turn.kind === 'nobody' && <Refusal reason="candidate_unknown" detail={{ query: turn.query }} />}
        {turn.kind === 'several' && <Refusal reason="candidate_unknown" detail={{ query: turn.query }} />}
        {turn.kind === 'failed' && <Refusal reason="no_answer" detail={{ code: turn.code }} />}
      </div>
    </div>
  )
}
