import type { RoomDraw, RoomsView } from '../shared/api/rooms.ts'
import { factId, type RoomDrawKind } from '../shared/facts.ts'
import type { Session } from '../shared/pack-schema.ts'
import { balancedGroups, roomsOfPost, seatOf, type PostLoad } from '../shared/rooms.ts'
import { boardOf } from './board.ts'
import { barredSeats, seatsIn, type SeatReplacement } from './examiner-seats.ts'
import { free } from './lots.ts'
import type { OpenVenue } from './open-venue.ts'
import { roomDraw, roomOf, roomsOf } from './room-records.ts'

/** Everybody who takes part in a draw of rooms: due, and neither barred nor withdrawn; with the post, in roster order. */
export function dueInRooms(venue: OpenVenue, session: Session): { candidate: string; post: string }[] {
  const board = boardOf(venue)
  return board.standings(session.id).filter(free).map(({ candidate }) => ({ candidate, post: board.person(candidate)?.post ?? '' }))
}

/** The posts of a half day with how many are due and how many panels may share each; in the pack's order. */
export function postLoads(venue: OpenVenue, session: Session): (PostLoad & { title: string })[] {
  const counts = new Map<string, number>()
  for (const { post } of dueInRooms(venue, session)) counts.set(post, (counts.get(post) ?? 0) + 1)
  const held = (code: string) => (session.due.kind === 'roster' ? counts.has(code) : session.due.posts.includes(code))
  return venue.pack.posts.filter((post) => held(post.code))
    .map((post) => ({ post: post.code, title: `${post.unit} ${post.title}`, candidates: counts.get(post.code) ?? 0, panels: post.panels }))
}

/** How many examiners sit in each room of a session, by the pack. */
export function panelOf(venue: OpenVenue, session: Session): number {
  const rules = session.stages.includes('interview') ? venue.pack.interview : venue.pack.professional
  return (rules ?? venue.pack.interview ?? venue.pack.professional)?.panel ?? 0
}

/** Rooms, posts, groups and examiners of a session, with how far both draws are. */
export function roomsView(venue: OpenVenue, session: Session): RoomsView {
  const board = boardOf(venue)
  const records = roomsOf(venue, session.id)
  const groups = roomDraw(venue, session.id, 'groups')
  const seats = seatsIn(venue, session)
  const listed = records.examiners?.body.examiners ?? []
  const byId = new Map(listed.map((each) => [each.examiner, each]))
  const posts = postLoads(venue, session)
  const occupied = new Map<string, number>()
  for (const { candidate } of board.standings(session.id)) {
    const room = roomOf(venue, session, candidate)
    if (room !== null && records.members.has(candidate)) occupied.set(room, (occupied.get(room) ?? 0) + 1)
  }
  const nameOf = (examiner: string): string => byId.get(examiner)?.name ?? examiner
  const told = ({ examiner, read }: SeatReplacement) =>
    ({ fact: factId(read), examiner, name: nameOf(examiner), reason: read.body.reason, at: read.at, by: board.nameOf(read.by) })
  const barred = seats === null ? [] : barredSeats(venue, session, seats.seats.map(({ place }) => place))
  return {
    rooms: session.rooms.map((room) => ({
      room: room.id, title: room.title, letters: [...room.letters],
      posts: groups?.drawn == null ? [] : venue.pack.posts.map((post) => post.code)
        .filter((post) => roomsOfPost(groups.frozen.body.units, groups.drawn?.body.assigned ?? [], post).includes(room.id)),
      candidates: occupied.get(room.id) ?? 0,
      examiners: (seats?.seats ?? []).filter(({ place }) => seatOf(place).room === room.id).map(({ place, examiner, replaced }) => ({
        seat: seatOf(place).seat, examiner, name: nameOf(examiner), unit: byId.get(examiner)?.unit ?? '', replaced: replaced.map(told),
      })).sort((a, b) => a.seat - b.seat),
    })),
    posts,
    proposed: groups?.drawn == null ? balancedGroups(posts, session.rooms.length) : [],
    groups: drawView(venue, session.id, 'groups', (unit, of) => of.join('、') || unit),
    examiners: drawView(venue, session.id, 'examiners', nameOf),
    listed, panel: panelOf(venue, session), listedFact: records.examiners === null ? null : factId(records.examiners),
    related: Object.fromEntries(listed.flatMap((each) => each.related.candidates).map((candidate) => [candidate, board.person(candidate)?.rosterNumber ?? candidate])),
    reserves: seats === null ? [] : listed.filter(({ examiner }) => !seats.seats.some((seat) => seat.examiner === examiner)).map(({ examiner, name, unit }) => ({
      examiner, name, unit, replaced: seats.seats.some(({ replaced }) => replaced.some((each) => each.examiner === examiner)),
      barredFrom: [...new Set(barred.filter((each) => each.unit === examiner).map(({ place }) => seatOf(place).room))],
    })),
    idle: (seats?.idle ?? []).map((each) => ({ ...told(each), place: each.place, instead: nameOf(each.by) })),
  }
}

function drawView(venue: OpenVenue, session: string, kind: RoomDrawKind, title: (unit: string, posts: readonly string[]) => string): RoomDraw {
  const record = roomDraw(venue, session, kind)
  if (record === null) {
    return {
      draw: null, kind, state: 'not_frozen', poolHash: null, commitment: null, digits: null, witnesses: [], secret: null, frozenAt: null, frozenBy: null,
      assigned: [],
    }
  }
  const { frozen, digits, drawn } = record
  const placeOf = new Map(drawn?.body.assigned.map(({ unit, place }) => [unit, place]) ?? [])
  return {
    draw: record.draw, kind, state: drawn !== null ? 'drawn' : digits === null ? 'frozen' : 'digits',
    poolHash: frozen.body.poolHash, commitment: frozen.body.commitment, digits: digits?.body.digits ?? null, witnesses: digits?.body.witnesses ?? [],
    secret: drawn?.body.secret ?? null, frozenAt: frozen.at, frozenBy: boardOf(venue).nameOf(frozen.by),
    assigned: frozen.body.units.map(({ unit, posts }) => ({ unit, title: title(unit, posts), posts, place: placeOf.get(unit) ?? null })),
  }
}
