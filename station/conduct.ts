import { refuse, type Refused } from '../shared/api/answer.ts'
import type { Contract } from '../shared/api.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { heldBy } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { workingSession } from './session-day.ts'
import type { Caller, UseCase } from './use-cases.ts'

/** A written withdrawal ends the exam for the candidate (规则 §10); what was recorded before stays. */
export const withdraw: UseCase<Contract['sessions']['withdraw']> = (venue, caller, input) => {
  const held = heldBy(venue, input.cmd, ['conduct.withdrawn'], (body) =>
    body.session === input.session && body.candidate === input.candidate && body.reason === input.reason)
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const stop = mayNotEnd(venue, caller, input.session, input.candidate)
  return stop ?? venue.record(caller, 'conduct.withdrawn', { session: input.session, candidate: input.candidate, reason: input.reason }, input.cmd)
}

/** Barred by a named person with a second one (规则 §10); a withdrawal before does not protect from it. */
export const bar: UseCase<Contract['sessions']['bar']> = (venue, caller, input) => {
  const held = heldBy(venue, input.cmd, ['conduct.barred'], (body) =>
    body.session === input.session && body.candidate === input.candidate && body.reason === input.reason)
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const stop = mayNotEnd(venue, caller, input.session, input.candidate, true)
  return stop ?? venue.record(caller, 'conduct.barred', { session: input.session, candidate: input.candidate, reason: input.reason }, input.cmd)
}

function mayNotEnd(venue: OpenVenue, caller: Caller, session: string, candidate: string, barring = false): Refused | null {
  const working = workingSession(venue, session)
  if (!working.ok) return working
  const person = boardOf(venue).person(candidate)
  const standing = boardOf(venue).standing(session, candidate)
  if (person === null || standing === null) return refuse('candidate_unknown')
  if (!person.sessions.includes(session)) return refuse('wrong_session', { due: person.sessions.join('；') })
  const barred = standing.barred?.reason ?? standing.barredBefore
  if (barred !== null) return refuse('barred', { why: barred })
  if (!barring && standing.withdrawn !== null) return refuse('withdrawn')
  return lacksSecond(caller, 'conduct')
}
