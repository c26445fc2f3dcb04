import type { Stage } from '../pack-schema.ts'
import { isScored } from '../stage-progress.ts'

// Dividing candidates over half days by post (规则 §8: same post, same panel). Pure and deterministic: the same people,
// posts and half days give the same proposal, whoever asks and however often.

/** A half day that people are divided over. */
export interface SessionToFill {
  id: string
  venue: string
  date: string
  half: 'am' | 'pm'
  stages: readonly Stage[]
  capacity: number
  /** Who comes is told by a shortlist at the venue: posts are placed, with the places of their list, and no people. */
  shortlist: boolean
}

/** One post and who of it comes to which stage. */
export interface PostToDivide {
  code: string
  /** In the post's order (规则 §2). */
  stages: readonly Stage[]
  /** Who comes to a stage, in the order ranges go by; null: a list has to be adopted before anybody can be placed. */
  people: (stage: Stage) => readonly string[] | null
  /** Places of its interview list: what a shortlist's half day has to hold. */
  expected: number
  /** Half days that hold people of it before this proposal; those who come later go to them first. */
  already?: readonly string[]
}

/** People of a post in a half day; of a shortlist's half day none are named, and `count` is the places of the list. */
export interface Placed {
  post: string
  session: string
  stages: readonly Stage[]
  people: readonly string[]
  count: number
}

/** Who found no place. `no_session`: nobody holds the stage; `too_early`: only before the stage that comes first; `no_room`. */
export interface Unplaced {
  post: string
  stages: readonly Stage[]
  count: number
  why: 'no_session' | 'too_early' | 'no_room' | 'not_listed'
}

/** A post in several half days; `panel`: by stages that examiners mark, so that its panels have to be made comparable. */
export interface SplitPost {
  post: string
  stages: readonly Stage[]
  sessions: readonly string[]
  panel: boolean
}

export interface Division {
  placed: readonly Placed[]
  unplaced: readonly Unplaced[]
  splits: readonly SplitPost[]
}

/** One round of a post: stages held together, and the half days that hold exactly these of its stages. */
interface Leg {
  post: PostToDivide
  stages: readonly Stage[]
  options: readonly SessionToFill[]
}

/** Free places by half day; `aim` holds back so much that all of a kind end about equally full. */
interface Room { free: Map<string, number>; aim: Map<string, number> }

/**
 * Divides by post: largest posts first, each into the half day that stays least full, at the venue of its earlier stage
 * where that fits, never before its earlier stage. A post that fits nowhere whole is cut in ranges into as few half days
 * as there is room. Two ways are tried (spread, tight) and the one that places more and cuts fewer posts is kept.
 */
export function proposeDivision(posts: readonly PostToDivide[], sessions: readonly SessionToFill[]): Division {
  const order = [...sessions].sort((a, b) => (slotOf(a) + a.id < slotOf(b) + b.id ? -1 : 1))
  const [spread, tight] = [divided(posts, order, false), divided(posts, order, true)]
  return better(tight, spread) ? tight : spread
}

const slotOf = ({ date, half }: Pick<SessionToFill, 'date' | 'half'>): string => `${date} ${half}`

function better(one: Division, other: Division): boolean {
  const cost = ({ unplaced, splits }: Division) => [
    unplaced.reduce((sum, { count, why }) => sum + (why === 'no_room' ? count : 0), 0),
    splits.filter(({ panel }) => panel).reduce((sum, { sessions }) => sum + sessions.length, 0),
    splits.length,
  ]
  const [a, b] = [cost(one), cost(other)]
  const at = a.findIndex((each, place) => each !== b[place])
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0)
}

/** The rounds of a post in its own order: each stage once, with those held in the same half day. */
function legsOf(post: PostToDivide, sessions: readonly SessionToFill[]): Leg[] {
  const legs: Leg[] = []
  const covered = new Set<Stage>()
  for (const stage of post.stages) {
    if (covered.has(stage)) continue
    const shared = (session: SessionToFill) => post.stages.filter((each) => session.stages.includes(each))
    const holding = sessions.filter((session) => session.stages.includes(stage) && shared(session).every((each) => !covered.has(each)))
    // most of its stages at once, and no more others than needed
    const best = holding.toSorted((a, b) => shared(b).length - shared(a).length || a.stages.length - b.stages.length)[0]
    const stages = best === undefined ? [stage] : shared(best)
    legs.push({ post, stages, options: holding.filter((session) => best !== undefined && session.shortlist === best.shortlist && shared(session).join() === stages.join()) })
    for (const each of stages) covered.add(each)
  }
  return legs
}

/** How many a round is for; the people themselves where they are known. */
function wanted({ post, stages, options }: Leg): { people: readonly string[]; count: number; listed: boolean } {
  if (options[0]?.shortlist === true) return { people: [], count: post.expected, listed: true }
  const people = post.people(stages[0] ?? 'psych')
  return { people: people ?? [], count: people?.length ?? 0, listed: people !== null }
}

function divided(posts: readonly PostToDivide[], sessions: readonly SessionToFill[], tight: boolean): Division {
  const legs = posts.map((post) => legsOf(post, sessions))
  const room = roomIn(legs.flat(), sessions)
  const placed: Placed[] = []
  const unplaced: Unplaced[] = []
  const splits: SplitPost[] = []
  const last = new Map<string, { slot: string; venues: ReadonlySet<string> }>()
  const rounds = Math.max(0, ...legs.map(({ length }) => length))
  for (let round = 0; round < rounds; round += 1) {
    const now = legs.flatMap((own) => own[round] ?? []).map((leg) => ({ leg, ...wanted(leg) }))
    now.sort((a, b) => b.count - a.count || (a.leg.post.code < b.leg.post.code ? -1 : 1))
    for (const { leg, people, count, listed } of now) {
      const { code } = leg.post
      const { stages } = leg
      if (!listed) unplaced.push({ post: code, stages, count: 0, why: 'not_listed' })
      if (!listed || count === 0) continue
      const before = last.get(code) ?? heldBefore(leg, sessions)
      const options = leg.options.filter((session) => before === undefined || slotOf(session) > before.slot)
      if (options.length === 0) {
        unplaced.push({ post: code, stages, count, why: leg.options.length === 0 ? 'no_session' : 'too_early' })
        continue
      }
      const parts = placesFor(options, count, room, {
        tight, venues: before?.venues ?? new Set(), whole: options[0]?.shortlist === true, already: leg.post.already ?? [],
      })
      let from = 0
      for (const { session, take } of parts) {
        placed.push({ post: code, session: session.id, stages, people: people.slice(from, from + take), count: take })
        from += take
      }
      if (from < count) unplaced.push({ post: code, stages, count: count - from, why: 'no_room' })
      if (parts.length > 1) splits.push({ post: code, stages, sessions: parts.map(({ session }) => session.id), panel: stages.some(isScored) })
      const used = parts.map(({ session }) => session)
      if (used.length > 0) last.set(code, { slot: used.map(slotOf).sort().at(-1) ?? '', venues: new Set(used.map(({ venue }) => venue)) })
    }
  }
  return { placed, unplaced, splits }
}

/** Where a post's earlier stages are held by what was divided before: its venue has their facts. */
function heldBefore({ post, stages }: Leg, sessions: readonly SessionToFill[]): { slot: string; venues: ReadonlySet<string> } | undefined {
  const earlier = post.stages.slice(0, post.stages.indexOf(stages[0] ?? 'psych'))
  const held = sessions.filter((session) => post.already?.includes(session.id) === true && earlier.some((stage) => session.stages.includes(stage)))
  if (held.length === 0) return undefined
  return { slot: held.map(slotOf).sort().at(-1) ?? '', venues: new Set(held.map(({ venue }) => venue)) }
}

/** Aims: of half days that serve the same posts, each is to be filled in proportion to what all of them have to take. */
function roomIn(legs: readonly Leg[], sessions: readonly SessionToFill[]): Room {
  const kinds = new Map<string, { sessions: readonly SessionToFill[]; count: number }>()
  for (const leg of legs) {
    const key = leg.options.map(({ id }) => id).join(' ')
    const known = kinds.get(key)
    kinds.set(key, { sessions: leg.options, count: (known?.count ?? 0) + wanted(leg).count })
  }
  const share = new Map<string, number>()
  for (const { sessions: serving, count } of kinds.values()) {
    const all = serving.reduce((sum, { capacity }) => sum + capacity, 0)
    for (const { id, capacity } of serving) share.set(id, (share.get(id) ?? 0) + (all === 0 ? 0 : Math.ceil((capacity * count) / all)))
  }
  return {
    free: new Map(sessions.map(({ id, capacity }) => [id, capacity])),
    aim: new Map(sessions.map(({ id, capacity }) => [id, Math.min(capacity, share.get(id) ?? 0)])),
  }
}

/** Where `count` people of one post go, and takes the places. Fewer than `count` when there is no more room. */
function placesFor(
  options: readonly SessionToFill[], count: number, room: Room, how: { tight: boolean; venues: ReadonlySet<string>; whole: boolean; already: readonly string[] },
): { session: SessionToFill; take: number }[] {
  const free = ({ id }: SessionToFill) => room.free.get(id) ?? 0
  const fullness = (session: SessionToFill) => (session.capacity - free(session) + count) / session.capacity
  const away = ({ id, venue }: SessionToFill) => (how.already.includes(id) ? 0 : how.venues.has(venue) ? 1 : 2)
  const fitting = options.filter((session) => free(session) >= count)
  const [best] = fitting.toSorted((a, b) => away(a) - away(b) || (how.tight ? free(a) - free(b) : fullness(a) - fullness(b)))
  const parts: { session: SessionToFill; take: number }[] = []
  const take = (session: SessionToFill, most: number) => {
    if (most <= 0) return
    const known = parts.find((part) => part.session === session)
    if (known === undefined) parts.push({ session, take: most })
    else known.take += most
    room.free.set(session.id, free(session) - most)
    room.aim.set(session.id, (room.aim.get(session.id) ?? 0) - most)
  }
  if (best !== undefined) take(best, count)
  if (best !== undefined || how.whole) return parts
  let left = count
  // first as far as everybody is to be filled, then to the brim
  const aim = ({ id }: SessionToFill) => room.aim.get(id) ?? 0
  for (const places of [(session: SessionToFill) => Math.min(aim(session), free(session)), free]) {
    for (const session of options.toSorted((a, b) => places(b) - places(a))) {
      const most = Math.min(left, places(session))
      take(session, most)
      left -= Math.max(0, most)
    }
  }
  return parts.sort((a, b) => options.indexOf(a.session) - options.indexOf(b.session))
}

/** Half days that hold more than they take. */
export function overfull(sessions: readonly Pick<SessionToFill, 'id' | 'capacity'>[], counts: ReadonlyMap<string, number>): { session: string; count: number; capacity: number }[] {
  return sessions.flatMap(({ id, capacity }) => {
    const count = counts.get(id) ?? 0
    return count > capacity ? [{ session: id, count, capacity }] : []
  })
}
