import type { Whereabouts } from './api/sessions.ts'
import type { CheckInRefusal } from './facts.ts'
import type { FitnessStanding } from './fitness.ts'
import type { Stage } from './pack-schema.ts'
import { isScored, type StageProgress } from './stage-progress.ts'
import type { Standing } from './standing.ts'

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

/** The stages up to the last one of this session decide: a failed one ends the day, else the first open one is where somebody is. */
function afterLot(standing: Standing): Place {
  const { progress } = standing
  const stages = progress.slice(0, progress.findLastIndex((each) => each.here) + 1)
    // Psych that does not come before fitness is asked for by nobody here.
    .filter((each) => each.stage !== 'psych' || standing.psychState !== null)
  const failed = stages.find((each) => each.state === 'failed')
  if (failed !== undefined) return failedAt(standing, failed)
  const open = stages.find((each) => each.state === 'open')
  if (open !== undefined) return openAt(standing, open)
  return { where: stages.length > 0 ? 'passed' : 'lot_drawn', at: '', why: '' }
}

function failedAt(standing: Standing, { stage, here }: StageProgress): Place {
  const violation = standing.failedByViolation.stages.has(stage)
  switch (stage) {
    case 'psych':
      return { where: 'psych_failed', at: '', why: violation ? 'violation' : standing.psych?.ruled === true ? 'ruled' : 'psych' }
    case 'fitness': {
      const { fitness } = standing
      if (!here || fitness === null) return { where: 'fitness_failed', at: '', why: 'earlier_stage' }
      return { where: 'fitness_failed', at: failedItem(fitness), why: violation ? 'violation' : failedBy(fitness) }
    }
    case 'interview':
    case 'professional': {
      const scored = standing.scored.get(stage)
      if (scored?.ruling != null) return { where: 'interview_zero', at: stage, why: scored.ruling.from === 'violation' ? 'violation' : scored.ruling.ruling }
      return { where: 'interview_failed', at: stage, why: here ? 'pass_mark' : 'earlier_stage' }
    }
    default:
      return stage satisfies never
  }
}

function openAt(standing: Standing, { stage, here }: StageProgress): Place {
  if (stage === 'psych') return { where: 'psych_waiting', at: '', why: standing.needsRuling ? 'invalid' : '' }
  if (!here) return { where: 'lot_drawn', at: stage, why: 'earlier_stage' }
  if (isScored(stage)) return scoredAt(standing, stage)
  const { fitness } = standing
  if (fitness === null) {
    return standing.hole === null ? { where: 'lot_drawn', at: '', why: '' } : { where: 'fitness', at: '', why: standing.hole.reason }
  }
  if (standing.folded.length > 0) return { where: 'fitness', at: firstOpen(fitness), why: '' }
  return { where: standing.psychState === 'passed' ? 'psych_passed' : 'lot_drawn', at: '', why: '' }
}

/** Between lot and score (规则 §8): by the steps of the waiting room, and by how far the marks are. */
function scoredAt(standing: Standing, stage: Extract<Stage, 'interview' | 'professional'>): Place {
  const { waiting } = standing
  const scored = standing.scored.get(stage)
  if (waiting === null || scored === undefined) return { where: 'lot_drawn', at: '', why: '' }
  const place = (where: Whereabouts, why = ''): Place => ({ where, at: stage, why })
  if (waiting.state === 'no_show') return place('interview_absent', waiting.ending?.reason)
  if (waiting.state === 'lapsed') return place('lapsed', waiting.ending?.reason)
  if (scored.inside) return place('inside')
  if (scored.state !== 'waiting') return place('scoring')
  switch (waiting.state) {
    case 'waiting':
    case 'out':
    case 'called':
    case 'inside':
    case 'scoring':
      return place(waiting.state)
    case 'left':
      return place('scoring')
    default:
      return waiting.state satisfies never
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

/** Why somebody has no end yet. */
export type Unfinished =
  | 'window_open' | 'doubt_open' | 'no_lot' | 'needs_ruling' | 'psych_waiting' | 'stage_not_open' | 'unsigned' | 'not_interviewed' | 'still_inside' | 'score_open'
  | 'slip_open'

/** What still stands between a candidate and an end, for the closing of a session (规则 §11); null when all is done. */
export function unfinished(standing: Standing, day: Day): Unfinished | null {
  const { where } = whereabouts(standing, day)
  // also somebody who was barred or withdrew in there: the room's record ends with their leaving
  if (!day.closed && [...standing.scored.values()].some((scored) => scored.inside)) return 'still_inside'
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
    case 'waiting':
    case 'out':
    case 'called':
      return 'not_interviewed'
    case 'inside':
      return 'still_inside'
    case 'scoring':
      return 'score_open'
    case 'passed':
    case 'fitness_failed':
    case 'psych_failed':
    case 'interview_failed':
      if (standing.unsigned.length > 0) return 'unsigned'
      // The slip is handed out and signed for before somebody leaves (规则 §8).
      return [...standing.scored.values()].some((scored) => scored.state === 'signed') ? 'slip_open' : null
    case 'interview_zero':
    case 'interview_absent':
    case 'lapsed':
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
