import { forget, kept } from '../db/kept.ts'
import { factId, type FactBody } from '../shared/facts.ts'
import { drawRooms, type RoomDraw } from '../shared/room-draw.ts'
import type { RoomDrawRecord } from '../shared/room-records.ts'
import { boardOf } from './board.ts'
import { evidenceFile } from './draw-evidence.ts'
import { secretKey } from './draws.ts'
import type { OpenVenue } from './open-venue.ts'
import { roomsOf } from './room-records.ts'

/** What the secret and the digits give; null when no permutation keeps the exclusions. A secret that is gone is a bug. */
export function drawnRooms(venue: OpenVenue, record: RoomDrawRecord): { draw: RoomDraw; body: FactBody<'rooms.drawn'> } | null {
  const secret = kept(venue.db, secretKey(record.draw))?.toString('utf8')
  if (secret === undefined || record.digits === null) throw new Error(`the secret or the digits of draw ${record.draw} are missing`)
  const draw = drawRooms(record.frozen.body, { drawId: record.draw, secret, digits: record.digits.body.digits })
  if (draw === null) return null
  return { draw, body: { draw: record.draw, session: record.frozen.body.session, secret, assigned: draw.assigned, members: draw.members } }
}

/** File name of a room draw's evidence, in evidence/ of the data folder. */
export function roomEvidenceName({ draw, frozen }: RoomDrawRecord): string {
  const plain = (text: string) => text.replaceAll(/[^A-Za-z0-9-]/g, '_')
  return `rooms-${plain(frozen.body.session)}-${frozen.body.kind}-${plain(draw)}.json`
}

/** Evidence of a room draw that is done (docs/formats/draw-evidence.md), the same text however often it is made. */
export function roomEvidenceText(venue: OpenVenue, record: RoomDrawRecord): string {
  const { frozen, digits, drawn } = record
  if (digits === null || drawn === null) throw new Error(`room draw ${record.draw} is not done`)
  const { kind, units, candidates, places, excluded, poolHash, commitment, session } = frozen.body
  return `${JSON.stringify({
    format: 'kaodian-room-evidence/1',
    drawId: record.draw,
    venue: venue.name,
    session,
    kind, units, candidates, places, excluded, poolHash, commitment,
    secret: drawn.body.secret,
    digits: digits.body.digits,
    witnesses: digits.body.witnesses,
    assigned: drawn.body.assigned,
    members: drawn.body.members,
    aborted: abortedBefore(venue, record),
  }, null, 2)}\n`
}

/** Draws of the same kind that were frozen before this one and given up: whoever reads the evidence sees how often. */
function abortedBefore(venue: OpenVenue, { draw, frozen }: RoomDrawRecord) {
  const { nameOf } = boardOf(venue)
  const ofKind = roomsOf(venue, frozen.body.session).draws.filter((each) => each.frozen.body.kind === frozen.body.kind)
  return ofKind.slice(0, ofKind.findIndex((each) => each.draw === draw)).flatMap(({ draw: drawId, frozen: before, digits, aborted }) => aborted === null ? [] : [{
    drawId, commitment: before.body.commitment, digits: digits?.body.digits ?? '', fact: factId(aborted),
    reason: aborted.body.reason, by: nameOf(aborted.by), second: aborted.second === undefined ? '' : nameOf(aborted.second),
  }])
}

/** Writes the evidence file and lets the secret's keeping place go; answers the path in the data folder. */
export function writeRoomEvidence(venue: OpenVenue, record: RoomDrawRecord): string {
  const file = evidenceFile(venue, roomEvidenceName(record), roomEvidenceText(venue, record))
  forget(venue.db, secretKey(record.draw))
  return file
}
