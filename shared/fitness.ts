import { addDecimals, compareDecimals, decimal, decimalText } from './decimal.ts'
import type { Outcome } from './facts.ts'
import {
  ageAndBand,
  judgeOutcome,
  morePoints,
  needsStandard,
  standardFor,
  type FitnessPerson,
  type JudgedAttempt,
  type Result,
} from './fitness-judge.ts'
import type { FitnessItem, FitnessRules } from './pack-fitness-schema.ts'

/** One try as recorded: which item, and what happened. */
export interface FitnessAttempt {
  item: string
  outcome: Outcome
}

/** Why an attempt cannot be recorded; of several the first in this order. */
export type AttemptRefusal = 'fitness_failed' | 'item_closed' | 'no_attempts_left' | 'wrong_order'

export type ItemStatus = 'passed' | 'failed' | 'open'

/** Where a person stands in one item. */
export interface ItemStanding {
  status: ItemStatus
  /** How the item ended; null while it is open. */
  endedBy: 'pass' | 'attempts' | 'gave_up' | 'false_start' | 'violation' | 'session_closed' | null
  used: number
  left: number
  warnings: number
  /** Why one more attempt would be refused now; null when one may be recorded. */
  locked: AttemptRefusal | null
  standard: string | null
  points: string | null
  attempts: (JudgedAttempt & { index: number; counted: boolean })[]
}

/** Where a person stands in fitness: a pure fold over the attempts in the order they happened (规则 §7). */
export interface FitnessStanding {
  age: number
  band: string
  referenceDate: string
  /** By item id, in the pack's order. */
  items: Record<string, ItemStanding>
  verdict: ItemStatus
  points: string | null
  refused: { index: number; reason: AttemptRefusal }[]
}

/**
 * Folds attempts into a standing. A refused attempt changes nothing and is listed by its index. `testDay` is the
 * session's date; `failed` are items failed by a violation, whatever was tried (规则 §10); `closed` turns what is still
 * open into failed, as an item not done by the close of the session is.
 * Returns a problem, with the path of the field, when the pack has no band or standard for this person, or when an
 * attempt cannot be read.
 */
export function fitnessStanding(
  fitness: FitnessRules,
  person: FitnessPerson,
  attempts: readonly FitnessAttempt[],
  options: { testDay: string; failed?: readonly string[]; closed?: boolean },
): Result<FitnessStanding> {
  const aged = ageAndBand(fitness, person.birth, options.testDay)
  if (!aged.ok) return aged
  const states = new Map<string, ItemStanding>()
  for (const item of fitness.items) {
    const standard = needsStandard(item) ? standardFor(fitness, item, person.sex, aged.value.band.id) : null
    if (standard !== null && !standard.ok) return standard
    states.set(item.id, {
      status: 'open',
      endedBy: null,
      used: 0,
      left: item.attempts,
      warnings: 0,
      locked: null,
      standard: standard?.value.value ?? null,
      points: null,
      attempts: [],
    })
  }
  const refused: FitnessStanding['refused'] = []
  for (const [index, attempt] of attempts.entries()) {
    const judged = judgeOutcome(fitness, person, options.testDay, attempt.item, attempt.outcome)
    const item = fitness.items.find((each) => each.id === attempt.item)
    const state = states.get(attempt.item)
    if (!judged.ok || item === undefined || state === undefined) return inAttempt(judged, index)
    const reason = refusal(fitness, states, attempt.item)
    if (reason === null) record(item, state, attempt.outcome, judged.value, index)
    else refused.push({ index, reason })
  }
  for (const [id, state] of states) if (options.failed?.includes(id) === true) end(state, 'failed', 'violation')
  if (options.closed === true) for (const state of states.values()) closeItem(state)
  for (const item of fitness.items) stateOf(states, item.id).locked = refusal(fitness, states, item.id)
  const points = totalPoints(fitness, states)
  return {
    ok: true,
    value: {
      age: aged.value.age,
      band: aged.value.band.id,
      referenceDate: aged.value.on,
      items: Object.fromEntries(states),
      verdict: verdictOf(fitness, states, points),
      points,
      refused,
    },
  }
}

/** Why one more attempt at an item would be refused, in the order the rules give the reasons. */
function refusal(
  fitness: FitnessRules,
  states: ReadonlyMap<string, ItemStanding>,
  itemId: string,
): AttemptRefusal | null {
  const place = fitness.items.findIndex((item) => item.id === itemId)
  const state = stateOf(states, itemId)
  // In free order “earlier” is earlier in time: any other item that has failed.
  const earlier = fitness.items.filter((_, index) => (fitness.order === 'fixed' ? index < place : index !== place))
  if (earlier.some((item) => stateOf(states, item.id).status === 'failed')) return 'fitness_failed'
  if (state.status === 'passed') return 'item_closed'
  if (state.status === 'failed') return 'no_attempts_left'
  if (fitness.order === 'fixed' && earlier.some((item) => stateOf(states, item.id).status !== 'passed'))
    return 'wrong_order'
  return null
}

function record(item: FitnessItem, state: ItemStanding, outcome: Outcome, judged: JudgedAttempt, index: number): void {
  const warned = outcome.kind === 'false_start' && item.falseStart === 'warning' && state.warnings === 0
  const counted = judged.verdict !== null && !warned
  state.attempts.push({ ...judged, index, counted })
  if (warned) state.warnings += 1
  if (!counted) return
  state.used += 1
  state.left = item.attempts - state.used
  state.points = morePoints(state.points, judged.points)
  if (outcome.kind === 'gave_up') end(state, 'failed', 'gave_up')
  else if (outcome.kind === 'false_start' && falseStartEnds(item)) end(state, 'failed', 'false_start')
  else if (judged.verdict === 'pass' && item.mode !== 'points') end(state, 'passed', 'pass')
  // By points the best attempt counts, so the item stays open until the attempts are used.
  else if (state.left === 0) end(state, anyPass(state) ? 'passed' : 'failed', 'attempts')
}

/** Asked of a false start that is no mere warning. */
function falseStartEnds(item: FitnessItem): boolean {
  return item.falseStart === 'endsItem' || (item.falseStart === 'warning' && item.falseStartAfterWarning === 'endsItem')
}

function closeItem(state: ItemStanding): void {
  if (state.status === 'open') end(state, anyPass(state) ? 'passed' : 'failed', 'session_closed')
}

function anyPass(state: ItemStanding): boolean {
  return state.attempts.some((attempt) => attempt.counted && attempt.verdict === 'pass')
}

function end(state: ItemStanding, status: ItemStatus, by: ItemStanding['endedBy']): void {
  state.status = status
  state.endedBy = by
  if (status === 'failed') state.left = 0
}

function totalPoints(fitness: FitnessRules, states: ReadonlyMap<string, ItemStanding>): string | null {
  const scored = fitness.items.filter((item) => item.mode === 'points' || item.mode === 'gatePoints')
  if (scored.length === 0) return null
  return decimalText(scored.map((item) => decimal(stateOf(states, item.id).points ?? '0')).reduce(addDecimals))
}

function verdictOf(
  fitness: FitnessRules,
  states: ReadonlyMap<string, ItemStanding>,
  points: string | null,
): ItemStatus {
  const all = [...states.values()]
  if (all.some((state) => state.status === 'failed')) return 'failed'
  if (all.some((state) => state.status === 'open')) return 'open'
  if (fitness.passPoints === null) return 'passed'
  return compareDecimals(decimal(points ?? '0'), decimal(fitness.passPoints)) >= 0 ? 'passed' : 'failed'
}

function stateOf(states: ReadonlyMap<string, ItemStanding>, id: string): ItemStanding {
  const state = states.get(id)
  if (state === undefined) throw new Error(`no such item: ${id}`)
  return state
}

/** Names the attempt in the path of a fault of its input; faults of the pack keep their own path. */
function inAttempt(judged: Result<JudgedAttempt>, index: number): Result<never> {
  if (judged.ok) throw new Error('an item of the pack has no state')
  const { reason, path } = judged.problem
  return {
    ok: false,
    problem: { reason, path: path.startsWith('fitness.') ? path : `attempts[${String(index)}].${path}` },
  }
}

/** Why fitness as a whole is not open to a person yet, asked before any item (规则 §4, §6, §7). */
export type FitnessGate = 'not_checked_in' | 'barred' | 'psych_open' | 'psych_failed' | 'consent_missing'

/** The first gate that is shut, or null; `psych` is null where the post has no psych stage before fitness. */
export function fitnessGate(
  fitness: FitnessRules,
  person: { checkedIn: boolean; barred: boolean; psych: 'passed' | 'failed' | 'open' | null; consent: boolean },
): FitnessGate | null {
  if (person.barred) return 'barred'
  if (!person.checkedIn) return 'not_checked_in'
  if (person.psych === 'failed') return 'psych_failed'
  if (person.psych === 'open') return 'psych_open'
  return fitness.consentRequired && !person.consent ? 'consent_missing' : null
}

export type { FitnessPerson, FitnessProblem, JudgedAttempt, Result, Why } from './fitness-judge.ts'
export { implausible, judgeOutcome, readingFault, standardFor } from './fitness-judge.ts'
