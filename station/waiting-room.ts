import { factById } from '../db/ledger.ts'
import type { WaitingRoom, WaitingRow, WaitingState } from '../shared/api/waiting.ts'
import { InterviewRules } from '../shared/pack-interview-schema.ts'
import type { InterviewRoom, Session } from '../shared/pack-schema.ts'
import { stopped, type Standing } from '../shared/standing.ts'
import type { WaitingStanding } from '../shared/waiting.ts'
import { whereabouts } from '../shared/whereabouts.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { roomOf } from './room-records.ts'
import { dayOf } from './session-day.ts'

/** Somebody with a lot on an interview day, with what the day's other facts make of the waiting room's own steps. */
export interface Waiter {
  session: string
  candidate: string
  lot: string
  room: string
  state: WaitingState
  standing: WaitingStanding
}

/** When the alarm rings and after how many calls somebody is absent ⚙; a pack without interview takes the schema's own. */
export function interviewOf(venue: OpenVenue): { alarmMinutes: number; callsBeforeAbsent: number } {
  return venue.pack.interview?.waiting ?? InterviewRules.shape.waiting.parse(undefined)
}

/** Whether the exam of this half day is over for somebody: then the belongings go back. */
export function hasEnded(state: WaitingState): boolean {
  return state === 'left' || state === 'no_show' || state === 'lapsed' || state === 'stopped'
}

/** Somebody's place in the waiting room; null without a lot, or where no scored stage is held for the post. */
export function waiterOf(venue: OpenVenue, session: Session, candidate: string): Waiter | null {
  const standing = boardOf(venue).standing(session.id, candidate)
  return standing === null ? null : asWaiter(venue, session, standing)
}

/** Everybody with a lot, in the order of rooms and lots. */
export function waitersIn(venue: OpenVenue, session: Session): Waiter[] {
  const places = new Map(session.rooms.map((room, at) => [room.id, { at, room }]))
  const key = (waiter: Waiter): [number, number] => {
    const place = places.get(waiter.room)
    return [place?.at ?? places.size, place === undefined ? 0 : placeOf(place.room, waiter.lot)]
  }
  return boardOf(venue).standings(session.id).flatMap((standing) => asWaiter(venue, session, standing) ?? [])
    .map((waiter) => ({ waiter, key: key(waiter) }))
    .sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || (a.waiter.lot < b.waiter.lot ? -1 : 1))
    .map(({ waiter }) => waiter)
}

/** Lots of a room follow its letters, not the alphabet: a room's second letter serves late-comers. */
function placeOf(room: InterviewRoom, lot: string): number {
  return room.letters.indexOf(lot.charAt(0)) * 1000 + Number(lot.slice(1))
}

function asWaiter(venue: OpenVenue, session: Session, standing: Standing): Waiter | null {
  if (standing.lot === null || standing.waiting === null) return null
  const { state } = standing.waiting
  // a withdrawal, a bar or a failed stage ends it; but whoever is inside still has to come out
  const over = stopped(standing) !== null || (state === 'waiting' && failedStage(standing, dayOf(venue, session)))
  const kept = state === 'inside' || state === 'left' || state === 'no_show' || state === 'lapsed'
  return {
    session: session.id, candidate: standing.candidate, lot: standing.lot.lot, room: standing.room ?? roomOf(venue, session, standing.candidate) ?? '',
    state: over && !kept ? 'stopped' : state, standing: standing.waiting,
  }
}

function failedStage(standing: Standing, day: ReturnType<typeof dayOf>): boolean {
  const { where } = whereabouts(standing, day)
  return where === 'interview_failed' || where === 'interview_zero'
}

/** Somebody else of the same room who was called and has not come in yet; null when nobody is on the way. */
export function calledIn(venue: OpenVenue, waiter: Waiter): Waiter | null {
  const session = venue.pack.sessions.find((each) => each.id === waiter.session)
  if (session === undefined) return null
  return waitersIn(venue, session).find((each) => each.room === waiter.room && each.state === 'called' && each.candidate !== waiter.candidate) ?? null
}

/** The rooms of a session as the waiting room sees them; `left` counts those for whom it is over. */
export function waitingRoomsOf(session: Session, waiters: readonly Waiter[]): WaitingRoom[] {
  return session.rooms.map((room) => {
    const here = waiters.filter((waiter) => waiter.room === room.id)
    const first = (state: WaitingState): string => here.find((waiter) => waiter.state === state)?.lot ?? ''
    const count = (state: WaitingState): number => here.filter((waiter) => waiter.state === state).length
    return {
      room: room.id, title: room.title, waiting: count('waiting'), out: count('out'), left: here.filter((waiter) => hasEnded(waiter.state)).length,
      inside: first('inside'), called: first('called'), next: first('waiting'), free: first('inside') === '' && first('called') === '',
    }
  })
}

export function waitingRowOf(venue: OpenVenue, waiter: Waiter): WaitingRow {
  const { calls, calledAt, belongings, tag, last, out } = waiter.standing
  return {
    candidate: waiter.candidate, lot: waiter.lot, room: waiter.room, state: waiter.state, calls, calledAt,
    out: waiter.state !== 'out' || out === null ? null : { fact: out.fact, at: out.at, ...leaveOf(venue, out.fact, out.escort) },
    tag: belongings === 'held' ? tag : '', belongings,
    last: last === null ? null : { fact: last.fact, type: last.type, at: last.at, undoable: last.undoable },
  }
}

function leaveOf(venue: OpenVenue, fact: string, escort: string): Pick<NonNullable<WaitingRow['out']>, 'escort' | 'why' | 'note'> {
  const left = factById(venue.db, fact)?.fact
  return left?.type === 'waiting.left' ? { escort: left.body.escort, why: left.body.why, note: left.body.note } : { escort, why: 'other', note: '' }
}
