import { refuse, type Refused } from '../shared/api/answer.ts'
import type { Session } from '../shared/pack-schema.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { sessionOf } from './session-day.ts'
import type { Output } from './use-cases.ts'
import { waitersIn, waitingRoomsOf } from './waiting-room.ts'

/** Lots that come next in each room: enough for people to get ready, few enough to be read from afar. */
const shownNext = 3
const shownCalls = 12

/**
 * The public board: lots, rooms and times, nothing that leads to a person. Anyone may ask, so a session that is not
 * open shows no lot, and without a session the open one with rooms is meant.
 */
export function publicBoard(venue: OpenVenue, asked: string | undefined): Output<'waiting', 'board'> | Refused {
  const session = asked === undefined ? openSession(venue) : sessionOf(venue, asked)
  if (session === null) return refuse('session_unknown', { session: asked ?? '' })
  return { ...shownOf(venue, session), now: venue.clock.now() }
}

type Shown = Extract<Output<'waiting', 'board'>, { ok: true }>
const held = new WeakMap<OpenVenue['ledger'], { version: number; shown: Map<string, Shown> }>()

/** What the board shows, made once for every change: anybody on the network may ask as often as they like. */
function shownOf(venue: OpenVenue, session: Session): Shown {
  const version = boardOf(venue).version()
  let cache = held.get(venue.ledger)
  if (cache?.version !== version) {
    cache = { version, shown: new Map() }
    held.set(venue.ledger, cache)
  }
  const key = `${session.id} ${boardOf(venue).state(session.id)}`
  let shown = cache.shown.get(key)
  if (shown === undefined) {
    shown = make(venue, session)
    cache.shown.set(key, shown)
  }
  return shown
}

function make(venue: OpenVenue, session: Session): Shown {
  const waiters = boardOf(venue).state(session.id) === 'open' ? waitersIn(venue, session) : []
  const titles = new Map(session.rooms.map((room) => [room.id, room.title]))
  const called = waiters.filter((waiter) => waiter.state === 'called' && waiter.standing.calledAt !== null)
  return {
    ok: true, title: session.title, now: venue.clock.now(),
    calls: called.map(({ lot, room, standing }) => ({ lot, room: titles.get(room) ?? { zh: '', en: '' }, at: standing.calledAt ?? 0, call: standing.calls }))
      .sort((a, b) => b.at - a.at || (a.lot < b.lot ? -1 : 1)).slice(0, shownCalls),
    rooms: waitingRoomsOf(session, waiters).map(({ room, title, inside, waiting }) => ({
      room: title, inside, waiting,
      next: waiters.filter((waiter) => waiter.room === room && waiter.state === 'waiting').slice(0, shownNext).map((waiter) => waiter.lot),
    })),
  }
}

/** Of the open sessions with rooms the latest; of the others the next one, for the title before it opens. */
function openSession(venue: OpenVenue): Session | null {
  const withRooms = venue.pack.sessions.filter((session) => session.rooms.length > 0)
  const board = boardOf(venue)
  return withRooms.findLast((session) => board.state(session.id) === 'open') ?? withRooms.find((session) => board.state(session.id) === 'upcoming') ?? withRooms.at(-1) ?? null
}
