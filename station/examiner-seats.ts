import type { Fact } from '../shared/facts.ts'
import type { Session } from '../shared/pack-schema.ts'
import { exclusionsOf, roomsOfPost, seatedNow, type Replacement } from '../shared/rooms.ts'
import type { OpenVenue } from './open-venue.ts'
import { roomDraw, roomsOf } from './room-records.ts'

type Replaced = Extract<Fact, { type: 'rooms.replaced' }>

/** One replacement with the fact it stands in. */
export interface SeatReplacement extends Replacement {
  read: Replaced
}

/** Seats of a session's examiners as they now are, with the draw they come from; null before the seats are drawn. */
export function seatsIn(venue: OpenVenue, session: Session): ({ draw: string } & ReturnType<typeof seatedNow<SeatReplacement>>) | null {
  const record = roomDraw(venue, session.id, 'examiners')
  if (record?.drawn == null) return null
  const replacements = roomsOf(venue, session.id).replaced.filter(({ body }) => body.draw === record.draw)
    .map((read) => ({ examiner: read.body.examiner, by: read.body.by, place: read.body.place, read }))
  return { draw: record.draw, ...seatedNow(record.drawn.body.assigned, replacements) }
}

/** Which of `places` are barred to which examiner by a declared relation, with everybody counted who has joined a room by now. */
export function barredSeats(venue: OpenVenue, session: Session, places: readonly string[]): { unit: string; place: string }[] {
  const groups = roomDraw(venue, session.id, 'groups')
  if (groups?.drawn == null) return []
  const { units } = groups.frozen.body
  const { assigned } = groups.drawn.body
  const { examiners, members } = roomsOf(venue, session.id)
  const roomsByPost = new Map(venue.pack.posts.map((post) => [post.code, roomsOfPost(units, assigned, post.code)]))
  return exclusionsOf(examiners?.body.examiners ?? [], places, roomsByPost, members)
}
