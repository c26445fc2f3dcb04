import type { z } from 'zod'
import { forget } from '../db/kept.ts'
import { refuse } from '../shared/api/answer.ts'
import type { Contract } from '../shared/api.ts'
import type { Unbalanced } from '../shared/api/sessions.ts'
import type { Session } from '../shared/pack-schema.ts'
import { isBalanced } from '../shared/balance.ts'
import { whereabouts } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import { balanceOf, problemOf } from './closing-balance.ts'
import { conflictsOf } from './conflicts.ts'
import { closeDraw, writeEvidence } from './draw-evidence.ts'
import { drawNamed, drawsIn, secretKey } from './draws.ts'
import type { FactDraft, OpenVenue } from './open-venue.ts'
import { heldBy } from './repeat.ts'
import { openRoomDraws } from './room-records.ts'
import { lacksSecond } from './second-person.ts'
import { dayOf, sessionOf, workingSession } from './session-day.ts'
import type { UseCase } from './use-cases.ts'

type Open = z.infer<typeof Unbalanced>

/** How a session would stand once it is closed: counts by end, and everybody who still has none (规则 §11). */
export const closePreview: UseCase<Contract['sessions']['closePreview']> = (venue, _caller, input) => {
  const session = sessionOf(venue, input.session)
  if (session === null) return refuse('session_unknown', { session: input.session })
  const open = boardOf(venue).state(session.id) === 'closed' ? [] : withoutEnd(venue, session)
  return { ok: true, balanced: open.length === 0, counts: countsAtClose(venue, session), open, conflicts: conflictsOf(venue, session.id) }
}

/**
 * Closes a session: what is not done has failed, who never came is absent. Draws that are still open end with it, their
 * secrets revealed, because nothing can be recorded afterwards.
 */
export const close: UseCase<Contract['sessions']['close']> = (venue, caller, input) => {
  const held = heldBy(venue, input.cmd, ['session.closed'], (body) => body.session === input.session)
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true, counts: held.body.counts } : held
  const working = workingSession(venue, input.session)
  if (!working.ok) return working
  const { session } = working
  const open = withoutEnd(venue, session)
  if (open.length > 0) return refuse('session_unbalanced', { count: String(open.length) })
  const lines = balanceOf(venue, session)
  if (!isBalanced(lines)) return refuse('counts_unbalanced', { line: lines.find((line) => !line.balanced)?.title.zh ?? '' })
  const conflicts = conflictsOf(venue, session.id)
  if (conflicts.length > 0 && !input.signForConflicts) return refuse('conflicts_open', { count: String(conflicts.length) })
  const alone = lacksSecond(caller, 'closing')
  if (alone !== null) return alone
  const counts = countsAtClose(venue, session)
  const draws = drawsIn(venue, session.id).filter((record) => record.closed === null && record.aborted === null)
  const ending = draws.map((record): FactDraft => record.drawn.length > 0
    ? closeDraw(venue, record)
    : { type: 'lots.aborted', body: { draw: record.draw, session: session.id, reason: 'session_closed' } })
  const rooms = openRoomDraws(venue, session.id)
  const recorded = venue.recordAll(caller, [
    ...ending,
    ...rooms.map(({ draw }): FactDraft => ({ type: 'rooms.aborted', body: { draw, session: session.id, reason: 'session_closed' } })),
    { type: 'session.closed', body: { session: session.id, counts, conflicts: conflicts.slice(0, 1000).map((each) => each.conflict.slice(0, 200)) } },
  ], input.cmd)
  if (!recorded.ok) return recorded
  for (const { draw } of rooms) forget(venue.db, secretKey(draw))
  for (const { draw } of draws) {
    const record = drawNamed(venue, draw)
    if (record?.aborted != null) forget(venue.db, secretKey(draw))
    if (record !== null && record.closed !== null) writeEvidence(venue, record)
  }
  return { ok: true, fact: recorded.facts.at(-1) ?? '', repeated: recorded.repeated, counts }
}

function countsAtClose(venue: OpenVenue, session: Session): Record<string, number> {
  const day = { pastCutoff: dayOf(venue, session).pastCutoff, closed: true }
  const counts: Record<string, number> = {}
  for (const standing of boardOf(venue).standings(session.id)) {
    const { where } = whereabouts(standing, day)
    counts[where] = (counts[where] ?? 0) + 1
  }
  return counts
}

function withoutEnd(venue: OpenVenue, session: Session): Open[] {
  const board = boardOf(venue)
  const day = dayOf(venue, session)
  return board.standings(session.id).flatMap((standing): Open[] => {
    const problem = problemOf(venue, session, standing)
    if (problem === null) return []
    return [{
      candidate: standing.candidate, rosterNumber: board.person(standing.candidate)?.rosterNumber ?? '', lot: standing.lot?.lot ?? '',
      where: whereabouts(standing, day).where, problem,
    }]
  })
}
