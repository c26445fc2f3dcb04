import { useTranslation } from 'react-i18next'
import { useNow } from '../clock.ts'
import { may } from '../frame/rooms.ts'
import { go } from '../frame/route.ts'
import { useWho } from '../frame/who.ts'
import { useLedger } from '../live.ts'
import { Button } from '../parts/button.tsx'
import { ageWords, whyWords } from '../sync/age-words.ts'
import styles from './chief.module.css'

/** Older than this, an unsent fact is trouble: ms. A line that is up needs seconds. */
const LATE_MS = 60_000

/** On the chief's page: the oldest fact HQ does not hold, with its reason, when that has lasted. */
export function NotAtHq() {
  const { t } = useTranslation()
  const now = useNow(5000)
  const hq = useLedger((ledger) => ledger.hq)
  const roles = useWho((who) => who.me?.roles ?? [])
  const since = hq?.oldestAt ?? null
  if (hq === null || since === null || now - since < LATE_MS || !may(roles, 'sync.tryNow')) return null
  return (
    <Button kind="quiet" className={styles['violations']} onClick={() => go('sync')}>
      ▲ {t('sync.chief.unsent', { count: hq.unsent, age: ageWords(t, now - since), why: whyWords(t, hq) })}
    </Button>
  )
}
