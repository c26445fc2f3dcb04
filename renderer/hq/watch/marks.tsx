import { useTranslation } from 'react-i18next'
import type { VenueLine } from '../../../shared/hq/api/watch.ts'
import { dayAndMinute, useNow } from '../../clock.ts'
import styles from './marks.module.css'

const minute = 60_000

/** When a venue was last heard. A venue speaks in minutes, not seconds: from 10 min its number pales, from 30 min it is hatched. */
export function HeardAge({ at }: { at: number | null }) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  if (at === null)
    return (
      <span className={styles['heard']} data-age="never">
        ○ {t('watch.never_heard')}
      </span>
    )
  const old = Math.max(0, now - at)
  const age = old > 30 * minute ? 'stale' : old > 10 * minute ? 'old' : 'fresh'
  return (
    <span className={styles['heard']} data-age={age} title={dayAndMinute(at)}>
      {old < minute
        ? t('watch.just_now')
        : old < 120 * minute
          ? t('watch.minutes_ago', { n: Math.floor(old / minute) })
          : dayAndMinute(at)}
    </span>
  )
}

/** Facts held here against those the venue says it has. */
export function FactsHeld({ line }: { line: Pick<VenueLine, 'held' | 'announced' | 'oldestUnsentAt'> }) {
  const { t } = useTranslation()
  const missing = line.announced - line.held
  return (
    <span
      className={styles['facts']}
      data-missing={missing > 0}
      title={
        line.oldestUnsentAt === null ? undefined : t('watch.oldest_unsent', { at: dayAndMinute(line.oldestUnsentAt) })
      }
    >
      {line.held.toLocaleString('en-US')}
      {missing > 0 ? <small> ▲ {t('watch.missing', { n: missing })}</small> : line.held > 0 && <small> ✓</small>}
    </span>
  )
}

/** Why a venue wants somebody, worst first. */
export function Troubles({ line, most = 9 }: { line: VenueLine; most?: number }) {
  const { t } = useTranslation()
  const { troubles } = line
  if (troubles.length === 0)
    return (
      <span className={styles['fine']}>
        {t(
          line.sessions.total > 0 && line.sessions.closed === line.sessions.total
            ? 'watch.all_closed'
            : line.today || line.sessions.open > 0
              ? 'watch.at_work'
              : 'watch.waiting',
        )}
      </span>
    )
  return (
    <span className={styles['troubles']}>
      {troubles.slice(0, most).map((key) => (
        <b key={key} title={t(`watch.trouble_why.${key}`)}>
          ▲ {t(`watch.trouble.${key}`)}
        </b>
      ))}
      {troubles.length > most && <small>+{troubles.length - most}</small>}
    </span>
  )
}
