import type { Batch } from './projector-batch.ts'

/** Whose standing is to be computed, besides the people a batch names. */
export interface Reach { people: readonly string[]; sessions: readonly string[]; posts: readonly string[]; venues: readonly string[]; everybody: boolean }

/** Whom batches reach. */
export function reachOf(...batches: readonly Batch[]): Reach {
  return {
    people: [...new Set(batches.flatMap(({ ofPeople }) => Object.keys(ofPeople)))],
    sessions: [...new Set(batches.flatMap(({ sessions }) => sessions))], posts: [...new Set(batches.flatMap(({ posts }) => posts))],
    venues: [...new Set(batches.flatMap(({ wholeVenue, venue }) => (wholeVenue ? [venue] : [])))], everybody: false,
  }
}

/** Batches of several pages and streams as one, to be projected together; whom it reaches is asked of the batches before. */
export function together(batches: readonly Batch[]): Batch {
  const [only] = batches
  if (only !== undefined && batches.length === 1) return only
  // no prototype: a candidate may be called `constructor`
  const ofPeople = Object.create(null) as Batch['ofPeople']
  for (const batch of batches) {
    for (const [person, facts] of Object.entries(batch.ofPeople)) (ofPeople[person] ??= []).push(...facts)
  }
  return {
    venue: '', ofPeople, venueFacts: batches.flatMap(({ venueFacts }) => venueFacts), incidents: batches.flatMap(({ incidents }) => incidents),
    sessions: [], posts: [], wholeVenue: false,
  }
}
