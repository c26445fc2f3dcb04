import { useTranslation } from 'react-i18next'
import type { WaitingRow } from '../../shared/api/waiting.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { belongingsDue, isLate, minutesAway, outNow } from './away.ts'
import styles from './person.module.css'

/** Beside the rooms: who is out with the minutes, and whose belongings are still here. */
export function Lists({ rows, now, alarmMinutes, chosen, onChoose }: {
  rows: readonly WaitingRow[]
  now: number
  alarmMinutes: number
  chosen: string
  onChoose: (candidate: string) => void
}) {
  const { t } = useTranslation()
  const away = outNow(rows)
  const due = rows.filter(belongingsDue)
  return (
    <>
      {away.length > 0 && (
        <section className={styles['list']} aria-label={t('waiting.out_now')}>
          <h2>
            {t('waiting.out_now')} <span>{t('interview.queue_n', { n: away.length })}</span>
          </h2>
          {away.map((row) => (
            <button key={row.candidate} type="button" aria-pressed={row.candidate === chosen} onClick={() => onChoose(row.candidate)}>
              <strong>{row.lot}</strong>
              <span>
                {t(`waiting.why.${row.out.why}`)} · {row.out.escort}
              </span>
              <VerdictMark kind={isLate(row.out.at, now, alarmMinutes) ? 'warn' : 'wait'} word={t('waiting.minutes', { n: minutesAway(row.out.at, now) })} />
            </button>
          ))}
        </section>
      )}
      {due.length > 0 && (
        <section className={styles['list']} aria-label={t('waiting.belongings_due')}>
          <h2>
            {t('waiting.belongings_due')} <span>{t('interview.queue_n', { n: due.length })}</span>
          </h2>
          {due.map((row) => (
            <button key={row.candidate} type="button" aria-pressed={row.candidate === chosen} onClick={() => onChoose(row.candidate)}>
              <strong>{row.lot}</strong>
              <span>{t('waiting.tag', { tag: row.tag })}</span>
              <VerdictMark kind="wait" word={t('waiting.held')} />
            </button>
          ))}
        </section>
      )}
    </>
  )
}
