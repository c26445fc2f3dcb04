import type { Stage } from '../pack-schema.ts'
import type { EndWithoutRank, PostEntry } from '../post-standing.ts'
import type { Sex } from '../roster.ts'

/**
 * `standing.doc`: what the facts of one candidate say, from whichever venues, as ranking needs it (JSON). Written by the
 * projection, which holds no name in it; what the roster knows (written scores, bars, withdrawals at HQ) is read from the
 * person's row and wins.
 */
export interface StandingDoc {
  interview?: string | undefined
  professional?: string | undefined
  fitnessPoints?: string | undefined
  /** Raw seconds of the long run. */
  run?: string | undefined
  /** `session.room` of the panel that gave the interview score; null before. */
  panel: string | null
  ruled: boolean
  end: EndWithoutRank | null
  open: Stage | null
  /** Stages of the post that are passed, in whichever session and venue. */
  passed: readonly Stage[]
  /** The lot of the scored stages, or the newest; empty before a draw. */
  lot: string
}

/** What of a person's row ranking needs. */
export interface RosterPart {
  id: string
  sex: Sex
  written: string | null
  quality: string | null
  barred: string | null
  withdrawn: string | null
}

/** One candidate of a post as HQ ranks: the entry, and what lists ask besides. */
export interface HqEntry extends PostEntry {
  lot: string
  passed: readonly Stage[]
  /** Barred or withdrawn by HQ itself: never came to the exam. What a venue recorded on the day is in `end` alone. */
  out: boolean
  /** The adopted qualification list does not name this person, and no stage was passed. */
  unqualified?: true
}

/** A candidate's entry from the roster and what the facts say; `doc` null: no fact has come yet, so the first stage is open. */
export function hqEntry(person: RosterPart, doc: StandingDoc | null, stages: readonly Stage[]): HqEntry {
  const end = person.barred !== null ? 'barred' : person.withdrawn !== null ? 'withdrawn' : (doc?.end ?? null)
  return {
    id: person.id, sex: person.sex, written: person.written ?? undefined, quality: person.quality ?? undefined,
    interview: doc?.interview, professional: doc?.professional, fitnessPoints: doc?.fitnessPoints, run: doc?.run,
    panel: doc?.panel ?? null, ruled: doc?.ruled ?? false, end, open: end === null ? (doc === null ? (stages[0] ?? null) : doc.open) : null,
    lot: doc?.lot ?? '', passed: doc?.passed ?? [], out: person.barred !== null || person.withdrawn !== null,
  }
}
