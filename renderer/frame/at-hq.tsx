import { useTranslation } from 'react-i18next'
import { useNow } from '../clock.ts'
import { useLedger } from '../live.ts'
import { ageWords, whyWords } from '../sync/age-words.ts'
import styles from './bar.module.css'
import { may } from './rooms.ts'
import { go } from './route.ts'
import { useWho } from './who.ts'

/** A few seconds on the way are no matter for the eye. */
const ON_ITS_WAY_MS = 10_000

/** In the bar: what HQ lacks, since when and why; nothing for a venue without one. The chief goes from here to the room. */
export function AtHq() {
  const { t } = useTranslation()
  const now = useNow()
  const hq = useLedger((ledger) => ledger.hq)
  const roles = useWho((who) => who.me?.roles ?? [])
  if (hq === null) return null
  const { unsent, oldestAt } = hq
  const waits = now - (oldestAt ?? now)
  const onItsWay = (hq.why === 'waiting' || hq.why === 'sending') && waits < ON_ITS_WAY_MS
  const state = unsent === 0 ? 'all' : onItsWay ? 'sending' : 'late'
  const words = unsent === 0 ? t('sync.bar.all') : t('sync.bar.unsent', { count: unsent, age: ageWords(t, waits), why: whyWords(t, hq) })
  const mark = { all: '✓', sending: '○', late: '▲' }[state]
  if (!may(roles, 'sync.tryNow')) return <span className={styles['at-hq']} data-state={state} title={words}>{`${mark} ${words}`}</span>
  return (
    <button type="button" className={styles['at-hq']} data-state={state} title={`${words} · ${t('sync.bar.title')}`} onClick={() => go('sync')}>
      {`${mark} ${words}`}
    </button>
  )
}
