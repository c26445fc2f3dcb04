import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pool } from '../../shared/api/lots.ts'
import { may } from '../frame/rooms.ts'
import { useVenue, useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { DrawWall, WallDigits, WallTyping, WallWait } from '../parts/draw-wall.tsx'
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

  return (
    <DrawWall
      title={`${inTongue(pool.title)} · ${t('lots.counts', { size: pool.size, present: pool.present, drawn: pool.drawn })}`}
      onLeave={onLeave}
      head={
        <>
          {pool.commitment !== null && <Hash label={t('lots.commitment')} text={pool.commitment} large />}
          {pool.secret !== null && <Hash label={t('lots.secret')} text={pool.secret} />}
        </>
      }
      foot={venue.banners.map((banner) => (
        <small key={banner.zh}>{inTongue(banner)}</small>
      ))}
    >
      {pool.state === 'not_frozen' && <WallWait>{t('lots.state.not_frozen')}</WallWait>}
      {pool.state === 'frozen' && <WallTyping label={t('lots.digits')} value={typed} onChange={setTyped} />}
      {(pool.state === 'drawing' || pool.state === 'closed') && (
        <>
          {pool.digits !== null && (
            <WallDigits>
              {t('lots.digits')} {pool.digits}
            </WallDigits>
          )}
          {lot === '' ? (
            <WallWait>{t('lots.none_drawn')}</WallWait>
          ) : (
            <strong className={styles['lot']} key={lot} role="status" aria-live="assertive">
              {lot}
            </strong>
          )}
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
      <div className={styles['trouble']}>
        <Outcome of={state} />
        {turn.kind === 'nobody' && <Refusal reason="candidate_unknown" detail={{ query: turn.query }} />}
        {turn.kind === 'several' && <Refusal reason="candidate_unknown" detail={{ query: turn.query }} />}
        {turn.kind === 'failed' && <Refusal reason="no_answer" detail={{ code: turn.code }} />}
      </div>
    </DrawWall>
  )
}
