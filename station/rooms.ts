import { forget, kept } from '../db/kept.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { Examiner, FactId, RoomDrawKind } from '../shared/facts.ts'
import type { Session } from '../shared/pack-schema.ts'
import { factId } from '../shared/facts.ts'
import { canAssign, roomCommitment, roomPoolHash, type RoomPool } from '../shared/room-draw.ts'
import { groupsFault, seatsOf, seatToTake, type Group } from '../shared/rooms.ts'
import type { RoomDrawRecord } from '../shared/room-records.ts'
import { boardOf } from './board.ts'
import { freezeDraw, lacksWitnesses } from './draw-freezing.ts'
import { secretKey } from './draws.ts'
import { barredSeats, seatsIn } from './examiner-seats.ts'
import type { OpenVenue } from './open-venue.ts'
import { alike, heldBy } from './repeat.ts'
import { drawnRooms, roomEvidenceName, roomEvidenceText, writeRoomEvidence } from './room-evidence.ts'
import { roomDraw, roomDrawNamed, roomsOf } from './room-records.ts'
import { dueInRooms, panelOf, postLoads, roomsView } from './room-view.ts'
import { lacksSecond } from './second-person.ts'
import { sessionOf, workingSession } from './session-day.ts'
import type { Output, UseCases } from './use-cases.ts'

/** Rooms (规则 §5, §8): groups of posts, then examiners, draw their rooms by the same ladder as lots: commitment, digits, secret. */
export const roomsUseCases: UseCases<'rooms'> = {
  view: (venue, _caller, input) => {
    const session = sessionOf(venue, input.session)
    return session === null ? refuse('session_unknown', { session: input.session }) : { ok: true, view: roomsView(venue, session) }
  },

  listExaminers: (venue, caller, input) => {
    const found = resolved(venue, input.examiners)
    const held = heldBy(venue, input.cmd, ['rooms.examiners'], (body) => body.session === input.session && found.ok && alike(found.examiners, body.examiners))
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    if (boardOf(venue).state(session.id) === 'closed') return refuse('session_closed', { session: session.title.zh })
    const standing = alreadyDrawn(venue, session, 'examiners')
    if (standing !== null) return standing
    if (!found.ok) return found
    const before = roomsOf(venue, session.id).examiners
    return venue.record(caller, 'rooms.examiners', { session: session.id, examiners: found.examiners, replaces: before === null ? null : factId(before) }, input.cmd)
  },

  freeze: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['rooms.frozen'], (body) =>
      body.session === input.session && body.kind === input.kind &&
      (input.kind === 'examiners' || alike(input.groups.map(({ group, posts }) => ({ unit: group, posts })), body.units)))
    if (held !== null) {
      return held.ok ? { ok: true, fact: held.fact, repeated: true, draw: held.body.draw, commitment: held.body.commitment, poolHash: held.body.poolHash } : held
    }
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    const { session } = working
    const standing = alreadyDrawn(venue, session, input.kind)
    if (standing !== null) return standing
    const pool = input.kind === 'groups' ? groupsPool(venue, session, input.groups) : examinersPool(venue, session)
    if ('ok' in pool) return pool
    return freezeDraw(venue, caller, input.cmd, 'rooms.frozen', roomPoolHash(pool), roomCommitment, (draw, hashes) => ({
      draw, session: session.id, kind: pool.kind, units: pool.units.map(({ unit, posts }) => ({ unit, posts: [...posts] })), candidates: [...pool.candidates],
      places: [...pool.places], excluded: [...pool.excluded], ...hashes,
    }))
  },

  digits: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['rooms.digits'], (body) =>
      body.draw === input.draw && body.digits === input.digits && alike(input.witnesses, body.witnesses))
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const open = openDraw(venue, input.draw)
    if (!open.ok) return open
    if (open.record.digits !== null) return refuse('digits_given')
    const unseen = lacksWitnesses(venue, input)
    if (unseen !== null) return unseen
    return venue.record(caller, 'rooms.digits', { draw: input.draw, session: open.record.frozen.body.session, digits: input.digits, witnesses: input.witnesses }, input.cmd)
  },

  draw: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['rooms.drawn'], (body) => body.draw === input.draw)
    if (held !== null) return held.ok ? done(venue, held.fact, true, held.body.secret, input.draw) : held
    const open = openDraw(venue, input.draw)
    if (!open.ok) return open
    // a secret lies only on the station that froze; elsewhere, or after a restore without it, the draw is given up and made anew
    if (open.record.digits === null || kept(venue.db, secretKey(input.draw)) === undefined) return refuse('draw_not_ready')
    const drawn = drawnRooms(venue, open.record)
    if (drawn === null) return refuse('no_valid_assignment')
    const recorded = venue.record(caller, 'rooms.drawn', drawn.body, input.cmd)
    return recorded.ok ? done(venue, recorded.fact, recorded.repeated, drawn.body.secret, input.draw) : recorded
  },

  abort: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['rooms.aborted'], (body) => body.draw === input.draw && body.reason === input.reason)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const open = openDraw(venue, input.draw)
    if (!open.ok) return open
    const alone = lacksSecond(caller, 'lots')
    if (alone !== null) return alone
    const recorded = venue.record(caller, 'rooms.aborted', { draw: input.draw, session: open.record.frozen.body.session, reason: input.reason }, input.cmd)
    if (recorded.ok) forget(venue.db, secretKey(input.draw))
    return recorded
  },

  replaceExaminer: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['rooms.replaced'], (body) =>
      body.session === input.session && body.examiner === input.examiner && body.by === input.by && body.reason === input.reason)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    const { session } = working
    const now = seatsIn(venue, session)
    if (now === null) return refuse('seats_not_drawn')
    const listed = roomsOf(venue, session.id).examiners?.body.examiners ?? []
    const taken = seatToTake(now.seats, listed, barredSeats(venue, session, now.seats.map(({ place }) => place)), input.examiner, input.by)
    if ('fault' in taken) {
      const named = taken.fault === 'examiner_not_seated' ? input.examiner : input.by
      return refuse(taken.fault, { name: listed.find(({ examiner }) => examiner === named)?.name ?? named })
    }
    const alone = lacksSecond(caller, 'lots')
    if (alone !== null) return alone
    const { examiner, by, reason } = input
    return venue.record(caller, 'rooms.replaced', { session: session.id, draw: now.draw, examiner, by, place: taken.place, reason }, input.cmd)
  },

  evidence: (venue, _caller, { draw }) => {
    const record = roomDrawNamed(venue, draw)
    if (record === null) return refuse('draw_unknown')
    if (record.drawn === null) return refuse('draw_not_ready')
    return { ok: true, name: roomEvidenceName(record), json: roomEvidenceText(venue, record) }
  },
}

/** One draw of a kind at a time, and none after the rooms are known. */
function alreadyDrawn(venue: OpenVenue, session: Session, kind: RoomDrawKind): Refused | null {
  const record = roomDraw(venue, session.id, kind)
  if (record === null) return null
  return refuse(record.drawn === null ? 'pool_already_frozen' : 'rooms_drawn')
}

function openDraw(venue: OpenVenue, draw: string): { ok: true; record: RoomDrawRecord } | Refused {
  const record = roomDrawNamed(venue, draw)
  if (record === null) return refuse('draw_unknown')
  const working = workingSession(venue, record.frozen.body.session)
  if (!working.ok) return working
  if (record.drawn !== null) return refuse('rooms_drawn')
  return record.aborted === null ? { ok: true, record } : refuse('draw_closed')
}

/** Candidates are named by id, roster number or ticket; a name or post nobody knows is refused. */
function resolved(venue: OpenVenue, examiners: readonly Examiner[]): { ok: true; examiners: Examiner[] } | Refused {
  // the last of the roster first, so that of two people under one number the first is found
  const byNumber = new Map(boardOf(venue).people().toReversed().flatMap((person) => [[person.ticket, person], [person.rosterNumber, person]] as const))
  const found: Examiner[] = []
  for (const examiner of examiners) {
    if (examiners.filter((each) => each.examiner === examiner.examiner).length > 1 || !/^[A-Za-z0-9-]+$/.test(examiner.examiner)) {
      return refuse('groups_wrong', { why: examiner.name })
    }
    const unknown = examiner.related.posts.find((code) => !venue.pack.posts.some((post) => post.code === code))
    if (unknown !== undefined) return refuse('post_unknown', { post: unknown })
    const candidates: string[] = []
    for (const named of examiner.related.candidates) {
      const person = boardOf(venue).person(named) ?? byNumber.get(named)
      if (person == null) return refuse('candidate_unknown', { query: named })
      candidates.push(person.id)
    }
    found.push({ ...examiner, related: { ...examiner.related, candidates } })
  }
  return { ok: true, examiners: found }
}

function groupsPool(venue: OpenVenue, session: Session, groups: readonly Group[]): RoomPool | Refused {
  if (session.rooms.length === 0) return refuse('room_unknown', { room: '' })
  const candidates = dueInRooms(venue, session)
  if (candidates.length === 0) return refuse('pool_empty')
  const fault = groupsFault(groups, postLoads(venue, session), session.rooms.length)
  if (fault !== null) return refuse('groups_wrong', { why: fault.what, fault: fault.fault })
  return {
    kind: 'groups', units: groups.map(({ group, posts }) => ({ unit: group, posts })), candidates, places: session.rooms.map((room) => room.id), excluded: [],
  }
}

/** Seats only in rooms that have posts: relations name posts and candidates, so the rooms are drawn before. */
function examinersPool(venue: OpenVenue, session: Session): RoomPool | Refused {
  const groups = roomDraw(venue, session.id, 'groups')
  if (groups?.drawn == null) return refuse('rooms_not_drawn')
  const listed = roomsOf(venue, session.id).examiners?.body.examiners ?? []
  const used = session.rooms.map((room) => room.id).filter((room) => groups.drawn?.body.assigned.some(({ place }) => place === room))
  const places = seatsOf(used, panelOf(venue, session))
  if (listed.length < places.length || places.length === 0) return refuse('examiners_too_few', { needed: String(places.length), listed: String(listed.length) })
  const pool: RoomPool = {
    kind: 'examiners', units: listed.map(({ examiner }) => ({ unit: examiner, posts: [] })), candidates: [], places,
    excluded: barredSeats(venue, session, places),
  }
  return canAssign(pool) ? pool : refuse('no_valid_assignment')
}

function done(venue: OpenVenue, fact: FactId, repeated: boolean, secret: string, draw: string): Output<'rooms', 'draw'> {
  const record = roomDrawNamed(venue, draw)
  if (record === null) throw new Error(`drawn rooms ${draw} are gone`)
  return { ok: true, fact, repeated, secret, file: writeRoomEvidence(venue, record) }
}
