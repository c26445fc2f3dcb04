import { roomRecords } from '../db/room-draws.ts'
import type { RoomDrawRecord, RoomRecords } from '../shared/room-records.ts'
import type { RoomDrawKind } from '../shared/facts.ts'
import type { Pool, Session } from '../shared/pack-schema.ts'
import { roomsOfPost, roomToJoin } from '../shared/rooms.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { sessionOf } from './session-day.ts'

const held = new WeakMap<OpenVenue['ledger'], Map<string, RoomRecords>>()

/** Room draws, examiners and members of a session, held in memory until a fact about rooms or a conflict changes them. */
export function roomsOf(venue: OpenVenue, session: string): RoomRecords {
  let sessions = held.get(venue.ledger)
  if (sessions === undefined) {
    const fresh = new Map<string, RoomRecords>()
    venue.ledger.onAppended((facts) => {
      if (facts.some((fact) => fact.type.startsWith('rooms.') || fact.type === 'conflict.resolved')) fresh.clear()
    })
    held.set(venue.ledger, fresh)
    sessions = fresh
  }
  let found = sessions.get(session)
  if (found === undefined) {
    found = roomRecords(venue.db, session)
    sessions.set(session, found)
  }
  return found
}

/** The draw of one kind that stands: not given up; the drawn one before one that is only frozen. */
export function roomDraw(venue: OpenVenue, session: string, kind: RoomDrawKind): RoomDrawRecord | null {
  const draws = roomsOf(venue, session).draws.filter((draw) => draw.frozen.body.kind === kind && draw.aborted === null)
  return draws.find((draw) => draw.drawn !== null) ?? draws.at(-1) ?? null
}

/** Room draws of a session that are frozen and neither drawn nor given up. */
export function openRoomDraws(venue: OpenVenue, session: string): RoomDrawRecord[] {
  return roomsOf(venue, session).draws.filter((draw) => draw.drawn === null && draw.aborted === null)
}

/** A room draw by its id, in whichever session it is. */
export function roomDrawNamed(venue: OpenVenue, draw: string): RoomDrawRecord | null {
  for (const session of venue.pack.sessions) {
    const found = roomsOf(venue, session.id).draws.find((each) => each.draw === draw)
    if (found !== undefined) return found
  }
  return null
}

/**
 * The room of a candidate: as drawn or joined; for somebody the draw did not know, the room the rule gives (规则 §8,
 * late-comers). Null before the rooms are drawn, and for a post no room has.
 */
export function roomOf(venue: OpenVenue, session: Session, candidate: string): string | null {
  const { members } = roomsOf(venue, session.id)
  const known = members.get(candidate)
  if (known !== undefined) return known
  const draw = roomDraw(venue, session.id, 'groups')
  const post = boardOf(venue).person(candidate)?.post
  if (draw?.drawn == null || post === undefined) return null
  return roomToJoin(session.rooms.map((room) => room.id), roomsOfPost(draw.frozen.body.units, draw.drawn.body.assigned, post), members)
}

/** The lot pools of a session: those of the pack, or one for each interview room, whose members the room draw decides. */
export function poolsIn(venue: OpenVenue, sessionId: string): readonly Pool[] {
  const session = sessionOf(venue, sessionId)
  if (session === null || session.rooms.length === 0) return venue.pack.pools.filter((pool) => pool.session === sessionId)
  return session.rooms.map((room) => ({
    id: `${session.id}.${room.id}`, session: session.id, step: 'order', stages: session.stages, letters: room.letters, title: room.title,
    who: { sex: 'any', posts: null },
  }))
}

/** The interview room whose order a pool draws; null for a pool of the pack. */
export function roomOfPool(venue: OpenVenue, pool: Pick<Pool, 'id' | 'session'>): string | null {
  const session = sessionOf(venue, pool.session)
  return session?.rooms.find((room) => pool.id === `${session.id}.${room.id}`)?.id ?? null
}
