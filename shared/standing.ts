import { fitnessGate, fitnessStanding, type FitnessGate, type FitnessProblem, type FitnessStanding, type ItemStanding, type ItemStatus } from './fitness.ts'
import type { AttemptRow, CurrentRows, PsychRow, SignOffRow, StageState } from './current-rows.ts'
import type { ScoredStage } from './facts.ts'
import { scoredStanding, type ScoredStanding } from './interview.ts'
import type { Post, RulePack, Session, Stage } from './pack-schema.ts'
import type { Candidate } from './roster.ts'
import { failedByViolation, holdsFor, isScored, passedElsewhere, progressOf, type FailedByViolation, type StageProgress } from './stage-progress.ts'
import { waitingStanding, type WaitingStanding } from './waiting.ts'

/** The rules a standing is made by. */
export interface StandingRules {
  pack: RulePack
  session: Session
}

/** Psych as fitness asks for it; null where the post has no psych before fitness. */
export type PsychState = 'passed' | 'failed' | 'open' | null

/** A candidate's whole whereabouts in a session, but for the clock and the session's closing (see `whereabouts`). */
export interface Standing extends CurrentRows {
  candidate: string
  /** Reason why HQ barred the person before the day, or null. */
  barredBefore: string | null
  /** Stages of the post held in this session, in the post's order. */
  stages: readonly Stage[]
  /** Every stage of the post in its order, with what it came to here or in another session. */
  progress: readonly StageProgress[]
  psychState: PsychState
  /** An invalid result waits for a person's decision (规则 §6). */
  needsRuling: boolean
  /** Null when the session holds no fitness for this post, or the pack has a hole here (`hole`). */
  fitness: FitnessStanding | null
  hole: FitnessProblem | null
  gate: FitnessGate | 'earlier_stage' | null
  /** Stages and items that a violation failed. */
  failedByViolation: FailedByViolation
  /** The stages of this session that examiners mark; one the pack has no rules for is missing. */
  scored: ReadonlyMap<ScoredStage, ScoredStanding>
  /** The waiting room of an interview day; null before the lot, and where the session holds no scored stage for this post. */
  waiting: WaitingStanding | null
  /** Attempts in the order `fitness` was folded: its `index` points here. */
  folded: AttemptRow[]
  /** By item: the sign-off that holds now; one whose result a correction has changed holds no more. */
  signed: ReadonlyMap<string, SignOffRow>
  /** Items decided and stages scored, and not signed. */
  unsigned: string[]
}

/** Folds what counts now into a standing. Pure: no clock, no order beyond that of the rows. */
export function standing(rules: StandingRules, person: Candidate, rows: CurrentRows): Standing {
  const { pack, session } = rules
  const post = pack.posts.find((each) => each.code === person.post)
  const postStages = post?.stages ?? session.stages
  const stages = postStages.filter((stage) => session.stages.includes(stage))
  const failed = failedByViolation(rows.violations, stages)
  const needsRuling = rows.psych?.result === 'invalid' && pack.psych?.invalidNeedsRuling === true
  const otherVenue = passedElsewhere(pack, person).filter((stage) => !session.stages.includes(stage) && (stage !== 'psych' || rows.psych === null))
  const psych = failed.stages.has('psych') ? 'failed' : otherVenue.includes('psych') ? 'passed' : psychResult(rows.psych, needsRuling)
  const psychState = beforeFitness(postStages, 'psych') ? psych : null
  const folded = inItemOrder(pack, rows.attempts)
  const folding = pack.fitness !== null && stages.includes('fitness')
    ? fitnessStanding(pack.fitness, person, folded, { testDay: session.date, failed: [...failed.items] })
    : null
  const fitness = folding?.ok === true ? wholly(folding.value, failed) : null
  const signed = new Map<string, SignOffRow>()
  for (const sign of rows.signOffs) signed.set(sign.item, sign)
  const unsigned: string[] = []
  for (const [item, state] of Object.entries(fitness?.items ?? {})) {
    const sign = signed.get(item)
    if (sign !== undefined && !holds(sign, state, folded)) signed.delete(item)
    // What a violation ended two people have put their names to already.
    if (state.status !== 'open' && state.endedBy !== 'violation' && !signed.has(item)) unsigned.push(item)
  }
  const scored = scoredOf(pack, post, stages, rows)
  for (const [stage, state] of scored) if (state.score !== null && state.ruling === null && state.verdict === 'open') unsigned.push(stage)
  const progress = progressOf(postStages, session, { psych, fitness, scored, failed }, { elsewhere: rows.elsewhere, otherVenue })
    .filter(({ stage, here, otherVenue: away }) =>
      here || away === true || (stage === 'psych' && stages.includes('fitness')) ||
      pack.sessions.some((other) => holdsFor(other, stage, person.post)))
  const barred = rows.barred ?? rows.violations.find((violation) => violation.effect === 'barred') ?? null
  const barredBefore = person.barred ?? null
  const gate = pack.fitness === null ? null : fitnessGate(pack.fitness, {
    checkedIn: rows.admitted !== null, barred: barred !== null || barredBefore !== null, psych: psychState, consent: rows.admitted?.consent ?? false,
  })
  return {
    ...rows,
    candidate: person.id,
    barred,
    barredBefore,
    stages,
    progress,
    psychState,
    needsRuling,
    fitness,
    hole: folding?.ok === false ? folding.problem : null,
    gate: gate ?? (shutBy({ progress }, 'fitness') === null ? null : 'earlier_stage'),
    failedByViolation: failed,
    scored,
    waiting: rows.lot === null || scored.size === 0 ? null : waitingStanding(rows.waitingRows, rows.interview, rows.admitted?.tag ?? '', [...scored.keys()]),
    folded,
    signed,
    unsigned,
  }
}

/**
 * The first earlier stage of the post that is not passed, whichever session held it: until then a stage stays shut. A
 * psych result is asked for as `psychState` says, before fitness.
 */
export function shutBy({ progress }: Pick<Standing, 'progress'>, stage: Stage): StageProgress | null {
  const at = progress.findIndex((each) => each.stage === stage)
  return progress.slice(0, Math.max(0, at)).find((each) => each.state !== 'passed') ?? null
}

function scoredOf(pack: RulePack, post: Post | undefined, stages: readonly Stage[], rows: CurrentRows): ReadonlyMap<ScoredStage, ScoredStanding> {
  const scored = new Map<ScoredStage, ScoredStanding>()
  for (const stage of stages) {
    if (!isScored(stage)) continue
    const rules = pack[stage]
    if (rules !== null) scored.set(stage, scoredStanding(rules, stage, post?.category ?? 'undivided', rows.interview, rows.violations))
  }
  return scored
}

/** A violation that fails all of fitness fails what is still open of it. */
function wholly(fitness: FitnessStanding, failed: FailedByViolation): FitnessStanding {
  if (!failed.stages.has('fitness')) return fitness
  const items = Object.entries(fitness.items).map(([id, state]): [string, ItemStanding] =>
    [id, state.status === 'open' ? { ...state, status: 'failed', endedBy: 'violation', left: 0, locked: 'fitness_failed' } : state])
  return { ...fitness, items: Object.fromEntries(items), verdict: 'failed' }
}

/** A signature holds while the item ends as it was signed, by the attempts it was signed for; a correction that changes neither leaves it. */
function holds(sign: SignOffRow, state: ItemStanding, folded: readonly AttemptRow[]): boolean {
  const counting = state.attempts.filter((attempt) => attempt.counted).flatMap((attempt) => folded[attempt.index] ?? [])
  return sign.verdict === state.status && counting.length === sign.attempts.length &&
    counting.every((row) => sign.attempts.includes(row.fact) || sign.attempts.includes(row.root))
}

function psychResult(psych: PsychRow | null, needsRuling: boolean): StageState {
  if (psych === null || needsRuling) return 'open'
  return psych.result === 'passed' ? 'passed' : 'failed'
}

/** Whether the post has the stage, and not after fitness. */
function beforeFitness(postStages: readonly Stage[], stage: Stage): boolean {
  const place = postStages.indexOf(stage)
  const fitness = postStages.indexOf('fitness')
  return place >= 0 && !(fitness >= 0 && fitness < place)
}

/**
 * In a fixed order of items attempts are weighed item by item. Recorded in time they come so anyway; after a correction
 * of an earlier item those of later items wait, instead of being lost, until the earlier one is passed again.
 */
function inItemOrder(pack: RulePack, attempts: readonly AttemptRow[]): AttemptRow[] {
  const fitness = pack.fitness
  if (fitness === null || fitness.order === 'free') return [...attempts]
  const place = new Map(fitness.items.map((item, index) => [item.id, index]))
  return [...attempts].sort((a, b) => (place.get(a.item) ?? 0) - (place.get(b.item) ?? 0))
}

/** Why nothing more may be done with a person's stages, before any question of the stage itself; null when open. */
export function stopped(standing: Standing): 'withdrawn' | 'barred' | 'not_checked_in' | null {
  if (standing.barred !== null || standing.barredBefore !== null) return 'barred'
  if (standing.withdrawn !== null) return 'withdrawn'
  return standing.admitted === null ? 'not_checked_in' : null
}

/** Whether two standings give every signed item the same verdict: what one person alone may change. */
export function keepsSignedResults(before: Standing, after: Standing): boolean {
  return [...before.signed.keys()].every((item) => statusOf(before, item) === statusOf(after, item))
}

export function statusOf(standing: Standing, item: string): ItemStatus {
  return standing.fitness?.items[item]?.status ?? 'open'
}

export type {
  AdmittedRow, AttemptRow, ConductRow, CurrentRows, DoubtRow, LotRow, Mark, PsychRow, RefusalRow, SignOffRow, StageState, ViolationRow,
} from './current-rows.ts'
export { noRows } from './current-rows.ts'
export { failedItem, unfinished, whereabouts, type Day, type Place } from './whereabouts.ts'
