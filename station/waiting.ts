import { factById } from '../db/ledger.ts'
import { refuse, type Recorded, type Refused } from '../shared/api/answer.ts'
import type { FactBody, FactType } from '../shared/facts.ts'
import type { OpenVenue } from './open-venue.ts'
import { heldBy } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { sessionOf, workingSession } from './session-day.ts'
import type { Caller, UseCases } from './use-cases.ts'
import { publicBoard } from './waiting-board.ts'
import { calledIn, hasEnded, interviewOf, waiterOf, waitersIn, waitingRoomsOf, waitingRowOf, type Waiter } from './waiting-room.ts'

/** The waiting room (规则 §8): calls, leaves with escort, who did not come, belongings; numbers, never names. */
export const waitingUseCases: UseCases<'waiting'> = {
  list: (venue, _caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const waiters = waitersIn(venue, session)
    return {
      ok: true, rooms: waitingRoomsOf(session, waiters), rows: waiters.map((waiter) => waitingRowOf(venue, waiter)),
      ...interviewOf(venue), now: venue.clock.now(),
    }
  },

  call: (venue, caller, input) => step(venue, caller, input, 'waiting.called', (waiter) => {
    if (waiter.state === 'out') return refuse('is_out', { lot: waiter.lot })
    if (waiter.state !== 'waiting' && waiter.state !== 'called') return refuse(hasEnded(waiter.state) ? 'interview_over' : 'not_waiting', { lot: waiter.lot })
    const other = calledIn(venue, waiter)
    if (other !== null) return refuse('call_open', { lot: other.lot })
    return { body: { ...named(waiter), room: waiter.room, call: waiter.standing.calls + 1 } }
  }),

  leave: (venue, caller, input) => step(venue, caller, input, 'waiting.left', (waiter) => {
    if (waiter.state === 'out') return refuse('is_out', { lot: waiter.lot })
    if (waiter.state !== 'waiting' && waiter.state !== 'called') return refuse('not_waiting', { lot: waiter.lot })
    return { body: { ...named(waiter), escort: input.escort, why: input.why, note: input.note } }
  }, (body) => body.escort === input.escort && body.why === input.why && body.note === input.note),

  back: (venue, caller, input) => step(venue, caller, input, 'waiting.returned', (waiter) =>
    waiter.standing.out === null || waiter.state !== 'out' ? refuse('not_out', { lot: waiter.lot })
      : { body: { ...named(waiter), left: waiter.standing.out.fact } }),

  lapse: (venue, caller, input) => step(venue, caller, input, 'waiting.lapsed', (waiter) => {
    if (waiter.standing.out === null || waiter.state !== 'out') return refuse('not_out', { lot: waiter.lot })
    return lacksSecond(caller, 'waiting') ?? { body: { ...named(waiter), left: waiter.standing.out.fact, reason: input.reason } }
  }, (body) => body.reason === input.reason),

  noShow: (venue, caller, input) => step(venue, caller, input, 'waiting.no_show', (waiter) => {
    if (waiter.state !== 'called') return refuse(waiter.state === 'out' ? 'is_out' : 'not_called', { lot: waiter.lot })
    const least = interviewOf(venue).callsBeforeAbsent
    const { calls } = waiter.standing
    if (calls < least) return refuse('too_few_calls', { calls: String(calls), least: String(least) })
    return lacksSecond(caller, 'waiting') ?? { body: { ...named(waiter), calls, reason: input.reason } }
  }, (body) => body.reason === input.reason),

  belongings: (venue, caller, input) => step(venue, caller, input, 'waiting.belongings', (waiter) => {
    const { belongings, tag } = waiter.standing
    if (belongings === 'returned') return refuse('belongings_returned')
    if (belongings === 'none') return refuse('no_belongings')
    if (!hasEnded(waiter.state)) return refuse('belongings_kept', { lot: waiter.lot })
    return { body: { session: waiter.session, candidate: waiter.candidate, tag } }
  }),

  undo: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['waiting.undone'], (body) => body.replaces === input.replaces && body.reason === input.reason)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const fact = factById(venue.db, input.replaces)?.fact
    if (fact === undefined || !('candidate' in fact.body) || !fact.type.startsWith('waiting.') || fact.type === 'waiting.undone') {
      return refuse('fact_unknown', { fact: input.replaces })
    }
    const { session, candidate } = fact.body
    const working = workingSession(venue, session)
    if (!working.ok) return working
    const waiter = waiterOf(venue, working.session, candidate ?? '')
    const last = waiter?.standing.last
    if (waiter === null || last?.fact !== input.replaces || !last.undoable) return refuse('undo_too_late')
    if (last.ended) {
      const alone = lacksSecond(caller, 'waiting')
      if (alone !== null) return alone
    }
    // taking back a no-show makes it a call that stands, and of those a room has one
    const other = last.type === 'waiting.no_show' ? calledIn(venue, waiter) : null
    if (other !== null) return refuse('call_open', { lot: other.lot })
    return venue.record(caller, 'waiting.undone', { replaces: input.replaces, session: working.session.id, candidate: waiter.candidate, reason: input.reason }, input.cmd)
  },

  board: (venue, _caller, input) => publicBoard(venue, input.session),
}

type StepType = Exclude<Extract<FactType, `waiting.${string}`>, 'waiting.undone'>

/** One step of one person: a repeated command answers what it recorded, a refusal is decided from where the person is. */
function step<T extends StepType>(
  venue: OpenVenue, caller: Caller, input: { cmd: string; session: string; candidate: string }, type: T,
  decide: (waiter: Waiter) => { body: FactBody<T> } | Refused, same: (body: FactBody<T>) => boolean = () => true,
): Recorded {
  const ofThis = (body: FactBody<StepType>): boolean => body.session === input.session && body.candidate === input.candidate
  const held = heldBy(venue, input.cmd, [type], (body) => ofThis(body) && same(body))
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const working = workingSession(venue, input.session)
  if (!working.ok) return working
  const waiter = waiterOf(venue, working.session, input.candidate)
  if (waiter === null) return refuse('not_waiting', { lot: '' })
  const decided = decide(waiter)
  return 'ok' in decided ? decided : venue.record(caller, type, decided.body, input.cmd)
}

function named({ session, candidate, lot }: Waiter): { session: string; candidate: string; lot: string } {
  return { session, candidate, lot }
}
