import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { go } from '../frame/route.ts'
import { useWho } from '../frame/who.ts'
import { useLedger } from '../live.ts'
import { Button } from '../parts/button.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { whyWords } from '../sync/age-words.ts'
import styles from './closing.module.css'

/** After closing: whether HQ holds everything of this half day by receipt, and the stick as the other road (规则 §11). */
export function AtHqStep({ session }: { session: string }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const hq = useLedger((ledger) => ledger.hq)
  const held = useAsk(hq === null ? null : session, () => station.sync.session({ session }), ['sync', 'sessions'])
  const answer = held.value
  if (hq === null || answer?.ok !== true) return null
  const words = answer.atHq
    ? t('sync.closing.yes')
    : answer.unsent > 0
      ? t('sync.closing.no', { count: answer.unsent, why: whyWords(t, hq) })
      : t('sync.closing.not_closed')
  return (
    <Sheet title={t('sync.closing.title')}>
      <div className={styles['write']}>
        <span className={styles['says']} data-state={answer.atHq ? 'done' : 'todo'}>
          {answer.atHq ? '✓' : '▲'} {words}
        </span>
        {!answer.atHq && may(roles, 'sync.tryNow') && (
          <>
            <Button onClick={() => go('sync')}>{t('sync.closing.to_room')}</Button>
            <span>{t('sync.closing.or_stick')}</span>
          </>
        )}
      </div>
    </Sheet>
  )
}
