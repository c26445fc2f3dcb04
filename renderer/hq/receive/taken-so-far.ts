import type { CarriedStream, ReceivingVenue } from '../../../shared/hq/api/receive.ts'

/** How many of a file's new facts HQ holds by now, of how many: what its streams have grown by since the file was looked at. */
export function takenSoFar(
  carried: readonly CarriedStream[],
  venue: string,
  now: readonly ReceivingVenue[],
): { of: number; all: number } {
  const held = new Map(
    now.find((each) => each.venue === venue)?.streams.map(({ station, held: seq }) => [station, seq]) ?? [],
  )
  const all = carried.reduce((sum, { fresh }) => sum + fresh, 0)
  const of = carried.reduce(
    (sum, stream) => sum + Math.min(stream.fresh, Math.max(0, (held.get(stream.station) ?? 0) - stream.held)),
    0,
  )
  return { of, all }
}
