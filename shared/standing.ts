import { fitnessGate, fitnessStanding, type FitnessGate, type FitnessProblem, type FitnessStanding, type ItemStanding, type ItemStatus } from './fitness.ts'
import type { CheckInRefusal, FactId, Outcome, PsychResult } from './facts.ts'
import type { RulePack, Session } from './pack-schema.ts'
import type { Candidate } from './roster.ts'
import type { InterviewRow, WaitingRow } from './interview-rows.ts'
import type { Whereabouts } from './api/sessions.ts'

/** Who made a row, when, on which station. */
export interface Mark {
  fact: FactId
  at: number
  by: string
}

export interface AdmittedRow extends Mark { tag: string; consent: boolean; warnings: string[] }
export interface DoubtRow extends Mark { kind: string; note: string }
export interface RefusalRow extends Mark { reason: CheckInRefusal; note: string }
export interface LotRow extends Mark { lot: string; draw: string; turn: number }
export interface PsychRow extends Mark { result: PsychResult; source: 'hand' | 'file' | ''; ruled: boolean }
/** `root`: the attempt in whose place this counts; differs from `fact` when it was corrected. */
export interface AttemptRow extends Mark { item: string; outcome: Outcome; root: FactId; heat: string | null }
export interface SignOffRow extends Mark { item: string; verdict: 'passed' | 'failed'; kind: string; attempts: FactId[] }
export interface ConductRow extends Mark { reason: string }
/** A violation with its effect ⚙ (规则 §10). */
export interface ViolationRow extends Mark { kind: string; effect: 'none' | 'itemFails' | 'zero' | 'barred'; item: string | null; reason: string }

/** What counts now of one candidate in one session: corrections applied, void and dropped facts left out. */
export interface CurrentRows {
  admitted: AdmittedRow | null
  /** A doubt nobody has settled. */
  doubt: DoubtRow | null
  refusals: RefusalRow[]
  lot: LotRow | null
  psych: PsychRow | null
  /** In the order they were made; a corrected attempt keeps its place. */
  attempts: AttemptRow[]
  /** Every sign-off, oldest first. */
  signOffs: SignOffRow[]
  withdrawn: ConductRow | null
  barred: ConductRow | null
  /** Violations that were not revoked, oldest first. */
  violations: ViolationRow[]
  /** Steps of the waiting room and of the interview room that were not taken back, oldest first. */
  waiting: WaitingRow[]
  interview: InterviewRow[]
  /** Where the room draw of the session put the person; null without one. */
  room: string | null
  /** Copies of the strips printed, by lot; and of the psych notice. */
  printed: Readonly<Record<string, number>>
  notices: number
  /** Time of the last fact, ms. */
  last: number | null
}

export const noRows: CurrentRows = {
  admitted: null, doubt: null, refusals: [], lot: null, psych: null, attempts: [], signOffs: [], withdrawn: null, barred: null,
  violations: [], waiting: [], interview: [], room: null,
  printed: {}, notices: 0, last: null,
}

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
  stages: readonly string[]
  psychState: PsychState
  /** An invalid result waits for a person's decision (规则 §6). */
  needsRuling: boolean
  /** Null when the session holds no fitness for this post, or the pack has a hole here (`hole`). */
  fitness: FitnessStanding | null
  hole: FitnessProblem | null
  gate: FitnessGate | null
  /** Attempts in the order `fitness` was folded: its `index` points here. */
  folded: AttemptRow[]
  /** By item: the sign-off that holds now; one whose result a correction has changed holds no more. */
  signed: ReadonlyMap<string, SignOffRow>
  /** Items decided and not signed. */
  unsigned: string[]
}

/** Where somebody is, at which item it ended, and a short key of why; both empty where they add nothing. */
export interface Place {
  where: Whereabouts
  at: string
  why: string
}

/** What of the day decides on whereabouts besides the facts of the person. */
export interface Day {
  /** Check-in has ended: who is neither in nor refused is absent (规则 §4). */
  pastCutoff: boolean
  /** The session is closed: an item not done has failed (规则 §7). */
  closed: boolean
}

/** Folds what counts now into a standing. Pure: no clock, no order beyond that of the rows. */
export function standing(rules: StandingRules, person: Candidate, rows: CurrentRows): Standing {
  const { pack, session } = rules
  const post = pack.posts.find((each) => each.code === person.post)
  const postStages = post?.stages ?? session.stages
  const stages = postStages.filter((stage) => session.stages.includes(stage))
  const needsRuling = rows.psych?.result === 'invalid' && pack.psych?.invalidNeedsRuling === true
  const psychState = psychOf(postStages, rows.psych, needsRuling)
  const folded = inItemOrder(pack, rows.attempts)
  const folding = pack.fitness !== null && stages.includes('fitness')
    ? fitnessStanding(pack.fitness, person, folded, { testDay: session.date })
    : null
  const fitness = folding?.ok === true ? folding.value : null
  const signed = new Map<string, SignOffRow>()
  for (const sign of rows.signOffs) signed.set(sign.item, sign)
  const unsigned: string[] = []
  for (const [item, state] of Object.entries(fitness?.items ?? {})) {
    const sign = signed.get(item)
    if (sign !== undefined && !holds(sign, state, folded)) signed.delete(item)
    if (state.status !== 'open' && !signed.has(item)) unsigned.push(item)
  }
  const barredBefore = person.barred ?? null
  return {
    ...rows,
    candidate: person.id,
    barredBefore,
    stages,
    psychState,
    needsRuling,
    fitness,
    hole: folding?.ok === false ? folding.problem : null,
    gate: pack.fitness === null ? null : fitnessGate(pack.fitness, {
      checkedIn: rows.admitted !== null, barred: rows.barred !== null || barredBefore !== null, psych: psychState, consent: rows.admitted?.consent ?? false,
    }),
    folded,
    signed,
    unsigned,
  }
}

/** A signature holds while the item ends as it was signed, by the attempts it was signed for; a correction that changes neither leaves it. */
function holds(sign: SignOffRow, state: ItemStanding, folded: readonly AttemptRow[]): boolean {
  const counting = state.attempts.filter((attempt) => attempt.counted).flatMap((attempt) => folded[attempt.index] ?? [])
  return sign.verdict === state.status && counting.length === sign.attempts.length &&
    counting.every((row) => sign.attempts.includes(row.fact) || sign.attempts.includes(row.root))
}

function psychOf(postStages: readonly string[], psych: PsychRow | null, needsRuling: boolean): PsychState {
  const place = postStages.indexOf('psych')
  const fitness = postStages.indexOf('fitness')
  if (place < 0 || (fitness >= 0 && fitness < place)) return null
  if (psych === null || needsRuling) return 'open'
  return psych.result === 'passed' ? 'passed' : 'failed'
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

/** Where a candidate stands now. */
export function whereabouts(standing: Standing, day: Day): Place {
  const place = (where: Whereabouts, at = '', why = ''): Place => ({ where, at, why })
  if (standing.barred !== null) return place('barred', '', standing.barred.reason)
  if (standing.barredBefore !== null) return place('barred', '', standing.barredBefore)
  if (standing.withdrawn !== null) return place('withdrawn', '', standing.withdrawn.reason)
  if (standing.admitted === null) return outside(standing, day)
  if (standing.lot === null) return place('in')
  const ended = afterLot(standing)
  if (!day.closed) return ended
  switch (ended.where) {
    case 'psych_passed':
    case 'lot_drawn':
    case 'fitness':
      return standing.fitness === null ? ended : place('fitness_failed', firstOpen(standing.fitness), 'not_done')
    default:
      return ended
  }
}

/** Reasons of a refusal that end the day at the door; the others leave the person due. */
const ends: readonly CheckInRefusal[] = ['missing_document', 'doubt_refused', 'not_on_list', 'barred']

function outside(standing: Standing, day: Day): Place {
  if (standing.doubt !== null) return { where: 'doubt', at: '', why: standing.doubt.kind }
  if (standing.refusals.some((refusal) => refusal.reason === 'late')) return { where: 'late', at: '', why: 'late' }
  const refused = standing.refusals.filter((refusal) => ends.includes(refusal.reason)).at(-1)
  if (refused !== undefined) return { where: 'refused', at: '', why: refused.reason }
  return { where: day.pastCutoff ? 'absent' : 'due', at: '', why: '' }
}

function afterLot(standing: Standing): Place {
  const place = (where: Whereabouts, at = '', why = ''): Place => ({ where, at, why })
  if (standing.psychState === 'failed') return place('psych_failed', '', standing.psych?.ruled === true ? 'ruled' : 'psych')
  if (standing.psychState === 'open' && (standing.stages.includes('psych') || standing.stages.includes('fitness'))) {
    return place('psych_waiting', '', standing.needsRuling ? 'invalid' : '')
  }
  const { fitness } = standing
  if (fitness === null) {
    if (standing.hole !== null) return place('fitness', '', standing.hole.reason)
    return standing.stages.includes('psych') && standing.psychState === 'passed' ? place('passed') : place('lot_drawn')
  }
  switch (fitness.verdict) {
    case 'passed':
      return place('passed')
    case 'failed':
      return place('fitness_failed', failedItem(fitness), failedBy(fitness))
    case 'open':
      if (standing.folded.length > 0) return place('fitness', firstOpen(fitness))
      return standing.psychState === 'passed' ? place('psych_passed') : place('lot_drawn')
    default:
      return fitness.verdict satisfies never
  }
}

/** The item at which fitness failed; empty when only the sum of points was too low. */
export function failedItem(fitness: FitnessStanding): string {
  return Object.entries(fitness.items).find(([, item]) => item.status === 'failed')?.[0] ?? ''
}

function failedBy(fitness: FitnessStanding): string {
  return Object.values(fitness.items).find((item) => item.status === 'failed')?.endedBy ?? 'points'
}

function firstOpen(fitness: FitnessStanding): string {
  return Object.entries(fitness.items).find(([, item]) => item.status === 'open')?.[0] ?? ''
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

/** What still stands between a candidate and an end, for the closing of a session (规则 §11); null when all is done. */
export function unfinished(standing: Standing, day: Day): string | null {
  const { where } = whereabouts(standing, day)
  switch (where) {
    case 'due':
      return 'window_open'
    case 'doubt':
      return 'doubt_open'
    case 'in':
      return 'no_lot'
    case 'psych_waiting':
      return standing.needsRuling ? 'needs_ruling' : 'psych_waiting'
    case 'lot_drawn':
    case 'psych_passed':
    case 'fitness':
      if (standing.fitness === null) return 'stage_not_open'
      return standing.unsigned.length > 0 ? 'unsigned' : null
    case 'passed':
    case 'fitness_failed':
    case 'psych_failed':
      return standing.unsigned.length > 0 ? 'unsigned' : null
    case 'late':
    case 'absent':
    case 'refused':
    case 'withdrawn':
    case 'barred':
      return null
    default:
      return where satisfies never
  }
}
