import { useTranslation } from 'react-i18next'
import type { SessionLine } from '../../../shared/hq/api/watch.ts'
import { dayAndMinute } from '../../clock.ts'
import { inTongue } from '../../i18n/start.ts'
import table from '../../parts/table.module.css'
import styles from './venue-page.module.css'

// places in a day, from still due to gone
const order = [
  'due',
  'doubt',
  'in',
  'lot_drawn',
  'psych_waiting',
  'psych_passed',
  'fitness',
  'waiting',
  'out',
  'called',
  'inside',
  'scoring',
  'passed',
  'psych_failed',
  'fitness_failed',
  'interview_failed',
  'interview_zero',
  'refused',
  'barred',
  'absent',
  'late',
  'withdrawn',
  'interview_absent',
  'lapsed',
]

/** A venue's half days: where everybody due is, and whether the signed counts agree with HQ's. */
export function Sessions({ sessions }: { sessions: readonly SessionLine[] }) {
  const { t } = useTranslation()
  return (
    <table className={`${table['table'] ?? ''} ${styles['sessions'] ?? ''}`}>
      <thead>
        <tr>
          <th>{t('watch.half_day')}</th>
          <th>{t('watch.state')}</th>
          <th data-number>{t('watch.due')}</th>
          <th>{t('watch.where_they_are')}</th>
          <th>{t('watch.signed_counts')}</th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((each) => (
          <tr key={each.session}>
            <th scope="row">
              {inTongue(each.title)}
              <small>
                {each.date} {each.from}–{each.to}
              </small>
            </th>
            <td>
              {each.state === 'open' ? '●' : each.state === 'closed' ? '✓' : '○'}{' '}
              {t(`watch.session_state.${each.state}`)}
              {each.changedAt !== null && <small>{dayAndMinute(each.changedAt)}</small>}
            </td>
            <td data-number>{each.due}</td>
            <td className={styles['places']}>
              {order
                .filter((place) => (each.counts[place] ?? 0) > 0)
                .map((place) => (
                  <span key={place}>
                    {t(`chief.where.${place}`)} <b>{each.counts[place]}</b>
                  </span>
                ))}
              {(each.counts['stray'] ?? 0) > 0 && (
                <span className={styles['warn']}>
                  ▲ {t('watch.stray')} <b>{each.counts['stray']}</b>
                </span>
              )}
            </td>
            <td>
              {each.agrees === null ? (
                '—'
              ) : each.agrees ? (
                `✓ ${t('watch.agrees')}`
              ) : (
                <b className={styles['warn']}>▲ {t('watch.differs')}</b>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
