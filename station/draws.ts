import { kept } from '../db/kept.ts'
import { drawsOf, type DrawRecord } from '../db/lots.ts'
import { deskTurns, drawLots } from '../shared/draw.ts'
import { factId, type Fact } from '../shared/facts.ts'
import { admits } from '../shared/pack-checks.ts'
import type { Pool } from '../shared/pack-schema.ts'
import type { Standing } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { roomOf, roomOfPool } from './room-records.ts'
import { sessionOf } from './session-day.ts'

/** Draws held in memory beside the board, so that the thousandth lot comes as fast as the first. */
interface Draws {
  of(session: string): DrawRecord[]
  lots(record: DrawRecord): readonly string[] | null
}

const held = new WeakMap<OpenVenue['ledger'], Draws>()

function drawsHeld(venue: OpenVenue): Draws {
  let draws = held.get(venue.ledger)
  if (draws === undefined) {
    draws = openDraws(venue)
    held.set(venue.ledger, draws)
  }
  return draws
}

/** Where a draw's secret lies until it is revealed: the encrypted database, outside the ledger. */
export const secretKey = (draw: string): string => `draw-secret/${draw}`

function openDraws(venue: OpenVenue): Draws {
  const sessions = new Map<string, DrawRecord[]>()
  const permutations = new Map<string, readonly string[]>()
  venue.ledger.onAppended((facts) => facts.forEach((fact) => learn(sessions, fact)))
  return {
    of: (session) => {
      let found = sessions.get(session)
      if (found === undefined) {
        found = drawsOf(venue.db, session)
        sessions.set(session, found)
      }
      return found
    },
    lots: (record) => {
      const known = permutations.get(record.draw)
      if (known !== undefined) return known
      const secret = record.closed?.body.secret ?? kept(venue.db, secretKey(record.draw))?.toString('utf8')
      if (secret === undefined || record.digits === null) return null
      const { body } = record.frozen
      const { lots } = drawLots({ drawId: record.draw, pool: body.candidates, secret, digits: record.digits.body.digits, letters: body.letters.join('') })
      permutations.set(record.draw, lots)
      return lots
    },
  }
}

function learn(sessions: Map<string, DrawRecord[]>, fact: Fact): void {
  if (fact.type === 'lots.drawn') {
    const { candidate, lot, turn, draw, session } = fact.body
    sessions.get(session)?.find((each) => each.draw === draw)?.drawn.push({ fact: factId(fact), at: fact.at, by: fact.by, candidate, lot, turn, voided: null })
  } else if ((fact.type.startsWith('lots.') && fact.type !== 'lots.printed') || fact.type === 'conflict.resolved') sessions.clear()
}

/** Draws of a session in the order of their freezing, aborted ones included. */
export function drawsIn(venue: OpenVenue, session: string): readonly DrawRecord[] {
  return drawsHeld(venue).of(session)
}

export function drawNamed(venue: OpenVenue, draw: string): DrawRecord | null {
  for (const session of venue.pack.sessions) {
    const found = drawsIn(venue, session.id).find((record) => record.draw === draw)
    if (found !== undefined) return found
  }
  return null
}

/** What each turn of a draw gives; null while the witnesses' digits are missing. */
export function lotsOf(venue: OpenVenue, record: DrawRecord): readonly string[] | null {
  return drawsHeld(venue).lots(record)
}

/** The next turn of a desk, which takes its own in order; null when they are used up. */
export function nextTurn(record: DrawRecord, desk: number): number | null {
  const { candidates, desks } = record.frozen.body
  if (desk > desks) return null
  const taken = new Set(record.drawn.map((place) => place.turn))
  return deskTurns(candidates.length, desks, desk).find((turn) => !taken.has(turn)) ?? null
}

export function placesLeft(record: DrawRecord): number {
  return record.closed !== null || record.aborted !== null ? 0 : record.frozen.body.candidates.length - record.drawn.length
}

/** Everybody due who belongs to a pool, in the order of roster numbers; to a room's pool nobody before the rooms are drawn. */
export function membersOf(venue: OpenVenue, pool: Pool): Standing[] {
  const board = boardOf(venue)
  const [session, room] = [sessionOf(venue, pool.session), roomOfPool(venue, pool)]
  if (session !== null && room !== null) return board.standings(pool.session).filter((standing) => roomOf(venue, session, standing.candidate) === room)
  return board.standings(pool.session).filter((standing) => {
    const person = board.person(standing.candidate)
    return person !== null && admits(pool, person.sex, person.post)
  })
}

/** Checked in, without a lot, and no open draw has a place for them: they need a supplementary draw (规则 §5). */
export function withoutPlace(venue: OpenVenue, pool: Pool): Standing[] {
  const open = drawsIn(venue, pool.session).filter((record) => record.frozen.body.pool === pool.id && placesLeft(record) > 0)
  if (drawsIn(venue, pool.session).every((record) => record.frozen.body.pool !== pool.id || record.aborted !== null)) return []
  return membersOf(venue, pool).filter((standing) =>
    standing.admitted !== null && standing.lot === null && standing.barred === null && standing.withdrawn === null &&
    !open.some((record) => record.frozen.body.candidates.includes(standing.candidate)))
}
