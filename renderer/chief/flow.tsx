import { useTranslation } from 'react-i18next'
import type { Overview, Whereabouts } from '../../shared/api/sessions.ts'
import { go } from '../frame/route.ts'
import { stepsOf } from './flow-steps.ts'
import styles from './flow.module.css'

/** What a tap on a figure opens in the lists: those whereabouts have a list of their own. */
const lists: Partial<Record<Whereabouts, string>> = {
  due: 'due', late: 'late', absent: 'absent', doubt: 'doubt', refused: 'refused', barred: 'barred', withdrawn: 'withdrawn',
  in: 'in', psych_waiting: 'psych_waiting', psych_failed: 'psych_failed', psych_passed: 'fitness_open', fitness: 'fitness_open',
  lot_drawn: 'in', fitness_failed: 'failed', passed: 'passed',
  waiting: 'waiting', out: 'waiting', called: 'waiting', inside: 'scoring', scoring: 'scoring',
  interview_failed: 'interview_failed', interview_zero: 'interview_failed', interview_absent: 'interview_absent', lapsed: 'interview_absent',
}

/** How many are in these places. */
export function countIn(counts: Overview['counts'], places: readonly Whereabouts[]): number {
  return places.reduce((sum, place) => sum + (counts[place] ?? 0), 0)
}

/** The day as a flow from due to done: figures in the boxes, those who went on upon the arrows, ends below. */
export function Flow({ overview, stages }: { overview: Overview; stages: readonly string[] }) {
  const { t } = useTranslation()
  const { counts } = overview
  const shown = stepsOf(stages)
  return (
    <ol className={styles['flow']} aria-label={t('chief.flow')}>
      {shown.map((step, index) => {
        const here = countIn(counts, step.here)
        const later = shown.slice(index + 1)
        const onward = later.reduce((sum, each) => sum + countIn(counts, each.here) + countIn(counts, each.ends), 0)
        const first = step.here[0]
        return (
          <li key={step.name} data-last={later.length === 0} data-step={step.name}>
            <button type="button" className={styles['box']} onClick={() => go('lists', { list: (first && lists[first]) ?? 'all' })}>
              <span>{t(`chief.steps.${step.name}`)}</span>
              <strong>{here}</strong>
              <small>{t(`chief.steps_note.${step.name}`)}</small>
            </button>
            <ul className={styles['ends']}>
              {step.ends.filter((end) => (counts[end] ?? 0) > 0 || end === 'absent' || (end.endsWith('failed') && step.name !== 'in')).map((end) => (
                <li key={end}>
                  <button type="button" onClick={() => go('lists', { list: lists[end] ?? 'all' })} data-end={end}>
                    <span>{t(`chief.where.${end}`)}</span>
                    <strong>{counts[end] ?? 0}</strong>
                  </button>
                </li>
              ))}
            </ul>
            {later.length > 0 && (
              <span className={styles['arrow']} aria-label={t('chief.went_on', { count: onward })}>
                {onward}
              </span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
