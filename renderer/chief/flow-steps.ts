import type { Whereabouts } from '../../shared/api/sessions.ts'

/** One step of the day: where people stand now, and the ends that branch off before the next step. */
export interface FlowStep {
  name: 'outside' | 'in' | 'psych' | 'fitness' | 'waiting' | 'inside' | 'scoring' | 'passed'
  here: readonly Whereabouts[]
  ends: readonly Whereabouts[]
}

/** Which steps a session shows by the stages it holds; the others it always does. */
const onlyWith: Partial<Record<FlowStep['name'], readonly string[]>> = {
  psych: ['psych'], fitness: ['fitness'],
  waiting: ['interview', 'professional'], inside: ['interview', 'professional'], scoring: ['interview', 'professional'],
}

/** The steps of a session with these stages; every whereabouts stands in exactly one of them, so that figures add up. */
export function stepsOf(stages: readonly string[]): readonly FlowStep[] {
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
