import { forget } from '../db/kept.ts'
import { factById } from '../db/ledger.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import { drawCommitment, lettersNeeded, poolHash, sortedIds } from '../shared/draw.ts'
import type { FactId } from '../shared/facts.ts'
import type { Pool } from '../shared/pack-schema.ts'
import { stopped } from '../shared/standing.ts'
import type { DrawRecord } from '../db/lots.ts'
import { boardOf } from './board.ts'
import { freezeDraw, lacksWitnesses } from './draw-freezing.ts'
import { closeDraw, evidenceName, evidenceText, writeEvidence } from './draw-evidence.ts'
import { drawNamed, drawsIn, lotsOf, membersOf, nextTurn, placesLeft, secretKey, withoutPlace } from './draws.ts'
import type { OpenVenue } from './open-venue.ts'
import { poolsIn, roomDraw, roomOfPool, roomsOf } from './room-records.ts'
import { alike, heldBy } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { workingSession } from './session-day.ts'
import { poolView, stripOf } from './strips.ts'
import type { Output, UseCases } from './use-cases.ts'

/** Lots (规则 §5): commitment first, then the witnesses' digits, then each candidate draws a place nobody could choose. */
export const lotsUseCases: UseCases<'lots'> = {
  pools: (venue, _caller, { session }) => poolsIn(venue, session).map((pool) => poolView(venue, pool)),

  freeze: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['lots.frozen'], (body) =>
      body.session === input.session && body.pool === input.pool && body.desks === input.desks)
    if (held !== null) {
      return held.ok ? { ok: true, fact: held.fact, repeated: true, draw: held.body.draw, commitment: held.body.commitment, poolHash: held.body.poolHash } : held
    }
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    const pool = poolsIn(venue, input.session).find((each) => each.id === input.pool)
    if (pool === undefined) return refuse('pool_unknown', { pool: input.pool })
    // of two steps the first: which room, then the order in it
    if (roomOfPool(venue, pool) !== null && roomDraw(venue, input.session, 'groups')?.drawn == null) return refuse('rooms_not_drawn')
    const before = drawsIn(venue, input.session).filter((record) => record.frozen.body.pool === pool.id && record.aborted === null)
    if (before.length > 0 && !input.supplement) return refuse('pool_already_frozen')
    const drawing = input.supplement && before.length > 0 ? withoutPlace(venue, pool) : membersOf(venue, pool).filter((each) => free(each))
    if (drawing.length === 0) return refuse('pool_empty')
    const letters = freeLetters(venue, pool, drawing.length)
    if (letters === null) return refuse('no_places_left', { pool: pool.title.zh })
    const candidates = sortedIds(drawing.map((standing) => standing.candidate))
    return freezeDraw(venue, caller, input.cmd, 'lots.frozen', poolHash(candidates), drawCommitment, (draw, hashes) =>
      ({ draw, pool: pool.id, session: input.session, letters, candidates, desks: input.desks, ...hashes }))
  },

  digits: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['lots.digits'], (body) =>
      body.draw === input.draw && body.digits === input.digits && alike(input.witnesses, body.witnesses))
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const open = openDraw(venue, input.draw)
    if (!open.ok) return open
    if (open.record.digits !== null) return refuse('digits_given')
    const unseen = lacksWitnesses(venue, input)
    if (unseen !== null) return unseen
    return venue.record(caller, 'lots.digits', { draw: input.draw, digits: input.digits, witnesses: input.witnesses }, input.cmd)
  },

  draw: (venue, caller, input): Output<'lots', 'draw'> => {
    const held = heldBy(venue, input.cmd, ['lots.drawn'], (body) => body.session === input.session && body.candidate === input.candidate)
    if (held !== null) {
      return held.ok ? { ok: true, fact: held.fact, repeated: true, lot: held.body.lot, turn: held.body.turn, strip: strip(venue, input.session, input.candidate, held.body.lot) } : held
    }
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    const standing = boardOf(venue).standing(input.session, input.candidate)
    if (standing === null) return refuse('candidate_unknown')
    const out = stopped(standing)
    if (out !== null) return refuse(out)
    if (standing.lot !== null) return refuse('already_drawn', { lot: standing.lot.lot })
    const place = findPlace(venue, input.session, input.candidate, input.desk)
    if (!place.ok) return place
    const { record, turn, lot } = place
    // who came after the room draw joins the room with the lot that is drawn for it
    const room = roomOfPool(venue, { id: record.frozen.body.pool, session: input.session })
    const joins = room !== null && !roomsOf(venue, input.session).members.has(input.candidate)
    const recorded = venue.recordAll(caller, [
      ...(joins ? [{ type: 'rooms.joined' as const, body: { session: input.session, candidate: input.candidate, room } }] : []),
      { type: 'lots.drawn', body: { draw: record.draw, session: input.session, candidate: input.candidate, turn, lot } },
    ], input.cmd)
    if (!recorded.ok) return recorded
    return { ok: true, fact: recorded.facts.at(-1) ?? '', repeated: recorded.repeated, lot, turn, strip: strip(venue, input.session, input.candidate, lot) }
  },

  print: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['lots.printed'], (body) => body.session === input.session && body.candidate === input.candidate)
    if (held !== null) return held.ok ? { ok: true, strip: stripOf(venue, input.session, held.body.lot, held.body.copy) } : held
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    const standing = boardOf(venue).standing(input.session, input.candidate)
    const lot = standing?.lot?.lot
    if (standing === null || lot === undefined) return refuse('lot_unknown', { lot: '' })
    const copy = (standing.printed[lot] ?? 0) + 1
    const recorded = venue.record(caller, 'lots.printed', { session: input.session, candidate: input.candidate, lot, copy }, input.cmd)
    return recorded.ok ? { ok: true, strip: stripOf(venue, input.session, lot, copy) } : recorded
  },

  void: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['lots.voided'], (body) => body.replaces === input.replaces && body.reason === input.reason)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const named = factById(venue.db, input.replaces)?.fact
    if (named?.type !== 'lots.drawn') return refuse('fact_unknown', { fact: input.replaces })
    const { draw, session, candidate, lot } = named.body
    const working = workingSession(venue, session)
    if (!working.ok) return working
    const standing = boardOf(venue).standing(session, candidate)
    if (standing?.lot?.fact !== input.replaces) return refuse('already_voided', { lot })
    // the marks stand under the lot, and whoever is inside without one could not leave the room
    const scored = [...standing.scored.values()]
    if (scored.some((each) => each.inside)) return refuse('still_inside')
    if (scored.some((each) => each.entered !== null || each.ruling !== null)) return refuse('interview_over')
    const heat = boardOf(venue).heatOf(session, candidate)
    if (heat !== null) return refuse('in_heat', { lot })
    const alone = lacksSecond(caller, 'lots')
    if (alone !== null) return alone
    return venue.record(caller, 'lots.voided', { replaces: input.replaces, draw, session, candidate, lot, reason: input.reason }, input.cmd)
  },

  abort: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['lots.aborted'], (body) => body.draw === input.draw && body.reason === input.reason)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const open = openDraw(venue, input.draw)
    if (!open.ok) return open
    if (open.record.drawn.length > 0) return refuse('draw_started')
    const alone = lacksSecond(caller, 'lots')
    if (alone !== null) return alone
    const recorded = venue.record(caller, 'lots.aborted', { draw: input.draw, session: open.record.frozen.body.session, reason: input.reason }, input.cmd)
    if (recorded.ok) forget(venue.db, secretKey(input.draw))
    return recorded
  },

  close: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['lots.closed'], (body) => body.draw === input.draw)
    if (held !== null) return held.ok ? closed(venue, held.fact, true, held.body.secret, input.draw) : held
    const open = openDraw(venue, input.draw)
    if (!open.ok) return open
    if (open.record.digits === null) return refuse('draw_not_ready')
    const draft = closeDraw(venue, open.record)
    const recorded = venue.record(caller, 'lots.closed', draft.body, input.cmd)
    return recorded.ok ? closed(venue, recorded.fact, recorded.repeated, draft.body.secret, input.draw) : recorded
  },

  evidence: (venue, _caller, { draw }) => {
    const record = drawNamed(venue, draw)
    if (record === null) return refuse('draw_unknown')
    if (record.closed === null) return refuse('draw_not_ready')
    return { ok: true, name: evidenceName(record), json: evidenceText(venue, record) }
  },

  drawn: (venue, _caller, { session, pool }) => {
    const board = boardOf(venue)
    return drawsIn(venue, session)
      .filter((record) => record.frozen.body.pool === pool)
      .flatMap((record) => record.drawn)
      .sort((a, b) => a.at - b.at || a.turn - b.turn)
      .map((place) => ({
        fact: place.fact, lot: place.lot, turn: place.turn, candidate: place.candidate, rosterNumber: board.person(place.candidate)?.rosterNumber ?? '',
        at: place.at, voided: place.voided !== null, copies: board.standing(session, place.candidate)?.printed[place.lot] ?? 0,
      }))
  },
}

/** Whether anything but an end before the draw stands against somebody's place in it. */
export function free(standing: { barred: unknown; barredBefore: unknown; withdrawn: unknown }): boolean {
  return standing.barred === null && standing.barredBefore === null && standing.withdrawn === null
}

/** The pool's next letters that no draw of the session has used; an aborted draw gave nothing out and used none. */
function freeLetters(venue: OpenVenue, pool: Pool, size: number): string[] | null {
  const used = new Set(drawsIn(venue, pool.session).filter((record) => record.aborted === null).flatMap((record) => record.frozen.body.letters))
  const letters = [...pool.letters].filter((letter) => !used.has(letter)).slice(0, lettersNeeded(size))
  return letters.length < lettersNeeded(size) ? null : letters
}

function openDraw(venue: OpenVenue, draw: string): { ok: true; record: DrawRecord } | Refused {
  const record = drawNamed(venue, draw)
  if (record === null) return refuse('draw_unknown')
  const working = workingSession(venue, record.frozen.body.session)
  if (!working.ok) return working
  return record.closed !== null || record.aborted !== null ? refuse('draw_closed') : { ok: true, record }
}

/** The next place of a desk in a draw the candidate belongs to; the reason of the nearest draw when there is none. */
function findPlace(venue: OpenVenue, session: string, candidate: string, desk: number): { ok: true; record: DrawRecord; turn: number; lot: string } | Refused {
  let answer = refuse('not_in_pool')
  for (const record of drawsIn(venue, session)) {
    if (record.aborted !== null || !record.frozen.body.candidates.includes(candidate)) continue
    if (record.closed !== null) {
      answer = refuse('draw_closed')
      continue
    }
    const lots = lotsOf(venue, record)
    if (lots === null) {
      answer = refuse('draw_not_ready')
      continue
    }
    const turn = nextTurn(record, desk)
    const lot = turn === null ? undefined : lots[turn - 1]
    if (turn !== null && lot !== undefined) return { ok: true, record, turn, lot }
    answer = refuse(placesLeft(record) > 0 ? 'desk_used_up' : 'no_places_left', { desk: String(desk) })
  }
  return answer
}

function strip(venue: OpenVenue, session: string, candidate: string, lot: string) {
  return stripOf(venue, session, lot, boardOf(venue).standing(session, candidate)?.printed[lot] ?? 0)
}

function closed(venue: OpenVenue, fact: FactId, repeated: boolean, secret: string, draw: string): Output<'lots', 'close'> {
  const record = drawNamed(venue, draw)
  if (record === null) throw new Error(`closed draw ${draw} is gone`)
  return { ok: true, fact, repeated, secret, file: writeEvidence(venue, record) }
}
