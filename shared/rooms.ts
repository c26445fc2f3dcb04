import type { Examiner } from './facts.ts'
import type { RoomPool } from './room-draw.ts'
import { byText } from './text-order.ts'

/** A post of an interview half day: how many are due, and how many panels may share it (规则 §8). */
export interface PostLoad {
  post: string
  candidates: number
  panels: number
}

export interface Group {
  group: string
  posts: string[]
}

/**
 * Groups for so many rooms, balanced by number of candidates: the largest post first into the lightest group. A post
 * with one panel stands in one group; one with several panels stands in as many groups, each bearing its share.
 */
export function balancedGroups(posts: readonly PostLoad[], rooms: number): Group[] {
  const groups = Array.from({ length: rooms }, (_, at) => ({ group: `g${String(at + 1)}`, posts: [] as string[], load: 0 }))
  const share = (each: PostLoad): number => each.candidates / Math.min(each.panels, rooms)
  const ordered = [...posts].sort((a, b) => share(b) - share(a) || byText(a.post, b.post))
  for (const each of ordered) {
    const lightest = [...groups].sort((a, b) => a.load - b.load || a.posts.length - b.posts.length || groups.indexOf(a) - groups.indexOf(b))
    for (const group of lightest.slice(0, Math.min(each.panels, rooms))) {
      group.posts.push(each.post)
      group.load += share(each)
    }
  }
  return groups.filter((group) => group.posts.length > 0).map(({ group, posts: listed }) => ({ group, posts: listed.sort(byText) }))
}

/** What is wrong with the groups somebody made; null when they can be drawn. `what` is a post or a group. */
export function groupsFault(
  groups: readonly Group[], posts: readonly PostLoad[], rooms: number,
): { fault: 'too_many' | 'repeated' | 'unknown' | 'missing' | 'panels' | 'name'; what: string } | null {
  if (groups.length === 0 || groups.length > rooms) return { fault: 'too_many', what: String(groups.length) }
  const known = new Map(posts.map((each) => [each.post, each]))
  const times = new Map<string, number>()
  for (const { group, posts: listed } of groups) {
    if (!/^[A-Za-z0-9-]+$/.test(group)) return { fault: 'name', what: group }
    if (groups.filter((each) => each.group === group).length > 1) return { fault: 'repeated', what: group }
    for (const post of listed) {
      if (!known.has(post)) return { fault: 'unknown', what: post }
      if (listed.indexOf(post) !== listed.lastIndexOf(post)) return { fault: 'repeated', what: post }
      times.set(post, (times.get(post) ?? 0) + 1)
    }
  }
  for (const { post, candidates, panels } of posts) {
    const found = times.get(post) ?? 0
    if (found === 0 && candidates > 0) return { fault: 'missing', what: post }
    if (found > panels) return { fault: 'panels', what: post }
  }
  return null
}

/** Which rooms a post was drawn into: by the groups that list it. */
export function roomsOfPost(units: RoomPool['units'], assigned: readonly { unit: string; place: string | null }[], post: string): string[] {
  const listing = new Set(units.filter(({ posts }) => posts.includes(post)).map(({ unit }) => unit))
  return assigned.flatMap(({ unit, place }) => (place !== null && listing.has(unit) ? [place] : []))
}

/**
 * The room of somebody admitted after the room draw (规则 §8): the room of the post; of several the one with fewest
 * people, then the first of the session's order. Null where no room has the post.
 */
export function roomToJoin(rooms: readonly string[], ofPost: readonly string[], members: ReadonlyMap<string, string>): string | null {
  const count = (room: string): number => [...members.values()].filter((each) => each === room).length
  return rooms.filter((room) => ofPost.includes(room)).reduce<string | null>(
    (best, room) => (best === null || count(room) < count(best) ? room : best), null,
  )
}

/** Seats of every room: `room/1` is the chief examiner's. */
export function seatsOf(rooms: readonly string[], panel: number): string[] {
  return rooms.flatMap((room) => Array.from({ length: panel }, (_, at) => `${room}/${String(at + 1)}`))
}

/** Room and seat of a place such as `2/7`. */
export function seatOf(place: string): { room: string; seat: number } {
  const slash = place.lastIndexOf('/')
  return { room: place.slice(0, slash), seat: Number(place.slice(slash + 1)) }
}

/** Places barred to each examiner: every seat of a room in which a related post or candidate is heard (回避). */
export function exclusionsOf(
  examiners: readonly Examiner[], places: readonly string[], roomsByPost: ReadonlyMap<string, readonly string[]>, members: ReadonlyMap<string, string>,
): { unit: string; place: string }[] {
  return examiners.flatMap(({ examiner, related }) => {
    const barred = new Set([
      ...related.posts.flatMap((post) => roomsByPost.get(post) ?? []),
      ...related.candidates.flatMap((candidate) => members.get(candidate) ?? []),
    ])
    return places.filter((place) => barred.has(seatOf(place).room)).map((place) => ({ unit: examiner, place }))
  })
}

/** A reserve `by` in the seat of `examiner`. */
export interface Replacement {
  examiner: string
  by: string
  place: string
}

/**
 * Seats as they now are: the draw, then one replacement after the other. One counts only while its examiner still sits
 * at the place it names and the reserve sits nowhere; `idle` are those that came too late to change anything.
 */
export function seatedNow<R extends Replacement>(
  assigned: readonly { unit: string; place: string | null }[], replacements: readonly R[],
): { seats: { place: string; examiner: string; replaced: R[] }[]; idle: R[] } {
  const seats = assigned.flatMap(({ unit, place }) => (place === null ? [] : [{ place, examiner: unit, replaced: [] as R[] }]))
  const idle: R[] = []
  for (const each of replacements) {
    const seat = seats.find(({ place, examiner }) => place === each.place && examiner === each.examiner)
    if (seat === undefined || seats.some(({ examiner }) => examiner === each.by)) {
      idle.push(each)
      continue
    }
    seat.replaced.push(each)
    seat.examiner = each.by
  }
  return { seats, idle }
}

/**
 * The seat a reserve would take, or why not: the reserve has to be listed, sit nowhere and have no relation heard in that
 * room. Whoever gave up a seat comes back to that seat alone: otherwise two replacements would move an examiner to a room
 * that somebody chose.
 */
export function seatToTake(
  seats: readonly { place: string; examiner: string; replaced?: readonly { examiner: string }[] }[], listed: readonly { examiner: string }[], excluded: readonly { unit: string; place: string }[],
  examiner: string, by: string,
): { place: string } | { fault: 'examiner_not_seated' | 'examiner_unknown' | 'examiner_seated' | 'examiner_related' } {
  const seat = seats.find((each) => each.examiner === examiner)
  if (seat === undefined) return { fault: 'examiner_not_seated' }
  if (!listed.some((each) => each.examiner === by)) return { fault: 'examiner_unknown' }
  if (seats.some((each) => each.examiner === by)) return { fault: 'examiner_seated' }
  if (seats.some((each) => each.place !== seat.place && each.replaced?.some((before) => before.examiner === by) === true)) return { fault: 'examiner_seated' }
  return excluded.some(({ unit, place }) => unit === by && place === seat.place) ? { fault: 'examiner_related' } : { place: seat.place }
}
