import { factById } from '../db/ledger.ts'
import { refuse, type Recorded, type Refused } from '../shared/api/answer.ts'
import type { FactBody, ScoredStage } from '../shared/facts.ts'
import { stopped } from '../shared/standing.ts'
import { checkEntry, markEntry } from './interview-marking.ts'
import { signScore, signSlip } from './interview-signing.ts'
import { liftRuling, zeroByRuling } from './interview-ruling.ts'
import {
  allDone, entryBlocked, insideRoom, located, membersOf, ofStanding, roomView, secondsAllowed, sheetView, stageAt, timeOf, undoable, type Located,
} from './interview-view.ts'
import { findLot } from './judge-view.ts'
import type { OpenVenue } from './open-venue.ts'
import { heldBy } from './repeat.ts'
import { sessionOf, workingSession } from './session-day.ts'
import type { Caller, UseCases } from './use-cases.ts'

/** The interview room and the professional test (规则 §8): who is in, the clock, the sheets, the score and its signatures. */
export const interviewUseCases: UseCases<'interview'> = {
  rooms: (venue, _caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    return {
      ok: true,
      rooms: session.rooms.map((room) => {
        const members = membersOf(venue, session, room.id)
        return {
          room: room.id, title: room.title, due: members.length, done: members.filter(allDone).length,
          inside: insideRoom(venue, session, room.id)?.standing.lot?.lot ?? '',
        }
      }),
    }
  },

  room: (venue, caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const room = session.rooms.find((each) => each.id === input.room)
    return room === undefined ? refuse('room_unknown', { room: input.room }) : { ok: true, view: roomView(venue, caller, session, room) }
  },

  find: (venue, caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const found = findLot(venue, session, input.lot)
    if (!found.ok) return found
    const stage = input.stage ?? stageAt(found.standing)
    if (stage === null) return refuse('no_interview_in_post')
    const at = ofStanding(venue, session, found.standing, stage)
    return at.ok ? { ok: true, sheet: sheetView(venue, caller, at) } : at
  },

  enter: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['interview.entered'], sameStage(input))
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const at = working(venue, input)
    if (!at.ok) return at
    const blocked = entryBlocked(at)
    if (blocked !== null) return blocked
    const room = at.standing.room ?? ''
    const other = insideRoom(venue, at.session, room)
    if (other !== null) return refuse('room_busy', { lot: other.standing.lot?.lot ?? '' })
    return venue.record(caller, 'interview.entered', { ...about(at), room }, input.cmd)
  },

  start: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['interview.started'], sameStage(input))
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const at = workingInside(venue, input)
    if (!at.ok) return at
    const out = stopped(at.standing)
    if (out !== null) return refuse(out)
    const { scored, rules } = at
    if (scored.started !== null) return refuse(scored.finished === null ? 'clock_running' : 'interview_over')
    return venue.record(caller, 'interview.started', {
      ...about(at), room: scored.room, seconds: secondsAllowed(rules, scored), warnings: [...rules.warningSeconds],
    }, input.cmd)
  },

  finish: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['interview.finished'], sameStage(input))
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const at = workingInside(venue, input)
    if (!at.ok) return at
    const body = finishing(venue, at)
    return body === null ? refuse('clock_not_running') : venue.record(caller, 'interview.finished', body, input.cmd)
  },

  leave: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['interview.left'], sameStage(input))
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const at = workingInside(venue, input)
    if (!at.ok) return at
    const left: FactBody<'interview.left'> = { ...about(at), room: at.scored.room }
    const finished = finishing(venue, at)
    if (finished === null) return venue.record(caller, 'interview.left', left, input.cmd)
    // Whoever leaves has answered: a clock nobody stopped ends here, in the same breath.
    const recorded = venue.recordAll(caller, [{ type: 'interview.finished', body: finished }, { type: 'interview.left', body: left }], input.cmd)
    return recorded.ok ? { ok: true, fact: recorded.facts[1] ?? '', repeated: recorded.repeated } : recorded
  },

  mark: markEntry,
  check: checkEntry,
  zero: zeroByRuling,
  liftRuling,
  sign: signScore,
  slip: signSlip,
  undo,
}

interface About {
  session: string
  candidate: string
  stage: ScoredStage
}

/** Whether a fact of an earlier sending is about what this input is about. */
function sameStage(input: About): (body: About) => boolean {
  return (body) => body.session === input.session && body.candidate === input.candidate && body.stage === input.stage
}

/** A stage of somebody with a lot in a session that is open now. */
function working(venue: OpenVenue, input: About): Located | Refused {
  const open = workingSession(venue, input.session)
  return open.ok ? located(venue, input) : open
}

/** The same for somebody who is inside; also for one who was barred meanwhile and has to be able to leave. */
function workingInside(venue: OpenVenue, input: About): Located | Refused {
  const at = working(venue, input)
  return at.ok && !at.scored.inside ? refuse('not_inside') : at
}

function about({ session, standing, scored, lot }: Located): About & { lot: string } {
  return { session: session.id, candidate: standing.candidate, lot, stage: scored.stage }
}

/** The end of an answer whose clock runs; null when none does. */
function finishing(venue: OpenVenue, at: Located): FactBody<'interview.finished'> | null {
  const time = timeOf(venue, at.scored)
  return time.state === 'running' ? { ...about(at), room: at.scored.room, elapsed: Math.round(time.elapsed) } : null
}

/** Takes back the last step of the room pressed by mistake, with a reason; marks and signatures are corrected instead. */
function undo(venue: OpenVenue, caller: Caller, input: { cmd: string; replaces: string; reason: string }): Recorded {
  const held = heldBy(venue, input.cmd, ['waiting.undone'], (body) => body.replaces === input.replaces && body.reason === input.reason)
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const named = factById(venue.db, input.replaces)?.fact
  if (named === undefined || !('stage' in named.body)) return refuse('fact_unknown', { fact: input.replaces })
  if (!undoable.includes(named.type)) return refuse('undo_too_late')
  const { session, candidate, stage } = named.body
  const at = working(venue, { session, candidate, stage })
  if (!at.ok) return at
  if (!at.standing.interview.some((row) => row.fact === input.replaces)) return refuse('already_replaced', { fact: input.replaces })
  if (at.standing.waiting?.last?.fact !== input.replaces) return refuse('undo_too_late')
  const other = named.type === 'interview.left' ? insideRoom(venue, at.session, at.scored.room) : null
  if (other !== null) return refuse('room_busy', { lot: other.standing.lot?.lot ?? '' })
  return venue.record(caller, 'waiting.undone', { replaces: input.replaces, session, candidate, reason: input.reason }, input.cmd)
}
