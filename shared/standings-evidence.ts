import { compareDecimals, decimal } from './decimal.ts'
import type { FactId, ScoredStage } from './facts.ts'
import type { FitnessItem } from './pack-fitness-schema.ts'
import type { Post, RulePack, Session, Stage } from './pack-schema.ts'
import type { EndWithoutRank, PostEntry } from './post-standing.ts'
import type { Candidate } from './roster.ts'
import type { Standing } from './standing.ts'
import { whereabouts, type Day, type Place } from './whereabouts.ts'

/** Where the standings of sessions are asked for: a station's board, or HQ's projector. */
export interface StandingsSource {
  /** Null when the pack has no such session, or nobody of that id is known. */
  standing(session: string, candidate: string): Standing | null
}

/** What ranking needs of one candidate, from the roster and whatever session brought it. */
export interface Evidence extends PostEntry {
  person: Candidate
  /** The lot of the scored stages, or the newest where a post has none; empty before a draw. */
  lot: string
  /** Station time (ms) of the newest fact, or null. */
  last: number | null
}

/** One session of a candidate, with where it ended. */
export interface Attended {
  session: Session
  standing: Standing
  place: Place
}

/** The pack's long run, whose time breaks ties (规则 §9): the item called `run`, else the last one run in heats; or null. */
export function longRunOf(pack: RulePack): FitnessItem | null {
  const items = pack.fitness?.items ?? []
  return items.find(({ id }) => id === 'run') ?? items.findLast(({ heat, unit }) => heat && unit === 's') ?? null
}

/** The counted reading of the long run: raw as it was read, the best of several; null without one. */
export function runReading(standing: Standing, item: FitnessItem | null): { fact: FactId; reading: string; at: number; by: string } | null {
  const state = item === null ? undefined : standing.fitness?.items[item.id]
  let best: { fact: FactId; reading: string; at: number; by: string } | null = null
  for (const attempt of state?.attempts ?? []) {
    const row = standing.folded[attempt.index]
    if (!attempt.counted || row?.outcome.kind !== 'reading') continue
    const { reading } = row.outcome
    const less = best === null ? -1 : compareDecimals(decimal(reading), decimal(best.reading))
    if (best === null || (item?.comparison === 'atLeast' ? less > 0 : less < 0)) best = { fact: row.fact, reading, at: row.at, by: row.by }
  }
  return best
}

/** The sessions of a candidate in the order of days, with what the board knows of them. */
export function attendedBy(board: StandingsSource, pack: RulePack, person: Candidate, days: ReadonlyMap<string, Day>): Attended[] {
  const attended: Attended[] = []
  for (const session of inOrderOfDays(pack)) {
    if (!person.sessions.includes(session.id)) continue
    const standing = board.standing(session.id, person.id)
    const day = days.get(session.id)
    if (standing !== null && day !== undefined) attended.push({ session, standing, place: whereabouts(standing, day) })
  }
  return attended
}

const ordered = new WeakMap<RulePack, readonly Session[]>()

function inOrderOfDays(pack: RulePack): readonly Session[] {
  let sessions = ordered.get(pack)
  if (sessions === undefined) {
    sessions = [...pack.sessions].sort((a, b) => (`${a.date} ${a.half}` < `${b.date} ${b.half}` ? -1 : 1))
    ordered.set(pack, sessions)
  }
  return sessions
}

/** The stage of a candidate that stands under three signatures, in whichever session it was held; null while it does not. */
export function signedScore(attended: readonly Attended[], stage: ScoredStage): (Attended & { score: string }) | null {
  for (const each of attended) {
    const scored = each.standing.scored.get(stage)
    if (scored !== undefined && scored.verdict !== 'open' && scored.score !== null) return { ...each, score: scored.score }
  }
  return null
}

/** Gathers one candidate. `adopted`: the shortlist sessions whose list of this post stands. */
export function evidenceOf(
  board: StandingsSource, pack: RulePack, post: Post, person: Candidate, days: ReadonlyMap<string, Day>, adopted: ReadonlySet<string>,
  attended: readonly Attended[] = attendedBy(board, pack, person, days),
): Evidence {
  const interview = post.stages.includes('interview') ? signedScore(attended, 'interview') : null
  const professional = post.stages.includes('professional') ? signedScore(attended, 'professional') : null
  const fitness = attended.find(({ standing }) => standing.fitness !== null && standing.folded.length > 0)?.standing ?? null
  const run = fitness === null ? null : runReading(fitness, longRunOf(pack))
  const room = interview?.standing.scored.get('interview')?.room ?? ''
  const ended = endOf(attended, person)
  const ahead = ended === null ? stageAhead(pack, post, person, attended, adopted) : { end: ended, open: null }
  let last: number | null = null
  let lot = ''
  // a lot of the fitness day may be somebody else's on the interview day
  const scored = post.stages.includes('interview') || post.stages.includes('professional')
  for (const { standing } of attended) {
    if (standing.last !== null && (last === null || standing.last > last)) last = standing.last
    if (standing.scored.size > 0 || !scored) lot = standing.lot?.lot ?? lot
  }
  return {
    person, id: person.id, sex: person.sex, written: person.written, quality: person.quality,
    interview: interview?.score, professional: professional?.score, fitnessPoints: fitness?.fitness?.points ?? undefined, run: run?.reading,
    panel: interview === null || room === '' ? null : `${interview.session.id}.${room}`,
    ruled: interview?.standing.scored.get('interview')?.ruling != null,
    ...ahead, lot, last,
  }
}

/** How the exam ended without a rank, or null. A score below the pass mark is no such end: it is ranked and gated. */
function endOf(attended: readonly Attended[], person: Candidate): EndWithoutRank | null {
  if (person.barred !== undefined) return 'barred'
  for (const { standing, place } of attended) {
    switch (place.where) {
      case 'late':
      case 'absent':
      case 'refused':
      case 'withdrawn':
      case 'barred':
      case 'psych_failed':
      case 'fitness_failed':
      case 'interview_absent':
      case 'lapsed':
        return place.where
      case 'interview_zero':
        if ([...standing.scored.values()].some(({ ruling }) => ruling?.ruling === 'disqualified')) return 'disqualified'
        break
      case 'due':
      case 'doubt':
      case 'in':
      case 'lot_drawn':
      case 'psych_waiting':
      case 'psych_passed':
      case 'fitness':
      case 'passed':
      case 'waiting':
      case 'out':
      case 'called':
      case 'inside':
      case 'scoring':
      case 'interview_failed':
        break
      default:
        place.where satisfies never
    }
  }
  return null
}

type Ahead = { end: EndWithoutRank | null; open: Stage | null }

/**
 * The first stage of the post that is still to be done, of those this venue holds; or that none will be, because the
 * candidate is not on the shortlist that stands or failed one scored stage before the other.
 */
function stageAhead(
  pack: RulePack, post: Post, person: Candidate, attended: readonly Attended[], adopted: ReadonlySet<string>,
): Ahead {
  let failed = false
  for (const stage of post.stages) {
    const holding = attended.filter(({ standing }) => standing.stages.includes(stage))
    if (holding.some(({ standing }) => isDone(standing, stage))) {
      failed ||= (stage === 'interview' || stage === 'professional') && holding.some(({ standing }) => standing.scored.get(stage)?.verdict === 'failed')
      continue
    }
    if (failed) return { end: 'interview_failed', open: null }
    const listed = pack.sessions.filter(({ stages, due }) => stages.includes(stage) && due.kind === 'shortlist' && due.posts.includes(post.code))
    if (holding.length === 0 && listed.some(({ id }) => adopted.has(id) && !person.sessions.includes(id))) return { end: 'not_listed', open: null }
    // Marks can come from here alone; psych and fitness that no session here holds were settled before the roster was made.
    if (holding.length > 0 || listed.length > 0 || stage === 'interview' || stage === 'professional') return { end: null, open: stage }
  }
  return { end: null, open: null }
}

/** Asked of people whose exam did not end: then what failed is a gate that the total shows. */
function isDone(standing: Standing, stage: Stage): boolean {
  switch (stage) {
    case 'psych':
      return standing.psychState !== 'open'
    case 'fitness':
      return standing.fitness !== null && standing.fitness.verdict !== 'open' && Object.keys(standing.fitness.items).every((item) => !standing.unsigned.includes(item))
    case 'interview':
    case 'professional': {
      const scored = standing.scored.get(stage)
      return scored !== undefined && scored.verdict !== 'open'
    }
    default:
      return stage satisfies never
  }
}
