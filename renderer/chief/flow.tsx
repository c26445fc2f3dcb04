import { useTranslation } from 'react-i18next'
import type { Overview, Whereabouts } from '../../shared/api/sessions.ts'
import { go } from '../frame/route.ts'
import styles from './flow.module.css'

/** One step of the day: where people stand now, and the ends that branch off before the next step. */
interface FlowStep {
  name: 'outside' | 'in' | 'psych' | 'fitness' | 'waiting' | 'inside' | 'scoring' | 'passed'
  here: readonly Whereabouts[]
  ends: readonly Whereabouts[]
}

/** Which steps a session shows by the stages it holds; the others it always does. */
const onlyWith: Partial<Record<FlowStep['name'], readonly string[]>> = {
  psych: ['psych'], fitness: ['fitness'],
  waiting: ['interview', 'professional'], inside: ['interview', 'professional'], scoring: ['interview', 'professional'],
}

/** Where a lot that waits for its first stage stands depends on the stages of the session. */
function stepsOf(stages: readonly string[]): readonly FlowStep[] {
  const shown = steps.filter((step) => onlyWith[step.name]?.some((stage) => stages.includes(stage)) ?? true)
  const all = shown.flatMap((step) => [...step.here, ...step.ends])
  // What no step of this session shows stands with those who are in: the figures always add up to all who are due.
  const rest = steps.flatMap((step) => [...step.here, ...step.ends]).filter((place) => !all.includes(place))
  return shown.map((step) =>
    step.name !== 'in' ? step : { ...step, here: [...step.here, ...rest.filter((place) => !place.endsWith('failed'))], ends: rest.filter((place) => place.endsWith('failed')) })
}

const steps: readonly FlowStep[] = [
  { name: 'outside', here: ['due', 'doubt'], ends: ['late', 'absent', 'refused', 'barred', 'withdrawn'] },
  { name: 'in', here: ['in'], ends: [] },
  { name: 'psych', here: ['psych_waiting'], ends: ['psych_failed'] },
  { name: 'fitness', here: ['lot_drawn', 'psych_passed', 'fitness'], ends: ['fitness_failed'] },
  { name: 'waiting', here: ['waiting', 'out', 'called'], ends: ['interview_absent', 'lapsed'] },
  { name: 'inside', here: ['inside'], ends: [] },
  { name: 'scoring', here: ['scoring'], ends: ['interview_failed', 'interview_zero'] },
  { name: 'passed', here: ['passed'], ends: [] },
]

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
