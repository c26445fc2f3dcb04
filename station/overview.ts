import { heads } from '../db/ledger.ts'
import { refuse } from '../shared/api/answer.ts'
import type { Contract } from '../shared/api.ts'
import type { SessionInfo, Whereabouts } from '../shared/api/sessions.ts'
import type { Session } from '../shared/pack-schema.ts'
import type { Candidate } from '../shared/roster.ts'
import { isScored } from '../shared/stage-progress.ts'
import { whereabouts, type Standing } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import { conflictsOf } from './conflicts.ts'
import { mayTry } from './fitness.ts'
import type { OpenVenue } from './open-venue.ts'
import { holeErrors, type ShownError } from '../shared/pack-reading.ts'
import { dayOf, sessionOf } from './session-day.ts'
import type { UseCase } from './use-cases.ts'

const holes = new WeakMap<OpenVenue['ledger'], { people: readonly Candidate[]; bySession: Map<string, ShownError[]> }>()

/** Holes of the pack into which somebody due in this session falls; found once, and again after a shortlist was adopted. */
export function holesOf(venue: OpenVenue, session: string): ShownError[] {
  const people = boardOf(venue).people()
  let found = holes.get(venue.ledger)
  if (found?.people !== people) {
    found = { people, bySession: new Map() }
    holes.set(venue.ledger, found)
  }
  let ofSession = found.bySession.get(session)
  if (ofSession === undefined) {
    const due = people.filter((person) => person.sessions.includes(session)).map((person) => ({ ...person, sessions: [session] }))
    ofSession = due.length === 0 ? [] : holeErrors(venue.pack, due)
    found.bySession.set(session, ofSession)
  }
  return ofSession
}

export function sessionInfo(venue: OpenVenue, session: Session): SessionInfo {
  const board = boardOf(venue)
  return {
    id: session.id, title: session.title, date: session.date, half: session.half, stages: session.stages, window: session.window,
    state: board.state(session.id), due: board.people().filter((person) => person.sessions.includes(session.id)).length, holes: holesOf(venue, session.id), byShortlist: session.due.kind === 'shortlist',
  }
}

/** The day at a glance: everybody due is counted exactly once. */
export const overview: UseCase<Contract['sessions']['overview']> = (venue, _caller, input) => {
  const session = sessionOf(venue, input.session)
  if (session === null) return refuse('session_unknown', { session: input.session })
  const standings = boardOf(venue).standings(session.id)
  const day = dayOf(venue, session)
  const counts: Record<string, number> = {}
  const rooms = new Map(session.rooms.map((room) => [room.id, { waiting: 0, open: 0, passed: 0, failed: 0, unsigned: 0 }]))
  let unsigned = 0
  let violations = 0
  for (const standing of standings) {
    const { where } = whereabouts(standing, day)
    countInRoom(rooms.get(standing.room ?? ''), standing, where)
    counts[where] = (counts[where] ?? 0) + 1
    unsigned += standing.unsigned.length
    if (standing.violations.length > 0) violations += 1
  }
  const items = !session.stages.includes('fitness') ? [] : (venue.pack.fitness?.items ?? []).map((item) => {
    const count = { waiting: 0, open: 0, passed: 0, failed: 0, unsigned: 0 }
    for (const standing of standings) {
      const state = standing.fitness?.items[item.id]
      if (state === undefined) continue
      if (state.status !== 'open') count[state.status] += 1
      else if (state.used > 0) count.open += 1
      else if (mayTry(venue, session.id, standing, item.id)) count.waiting += 1
      if (standing.unsigned.includes(item.id)) count.unsigned += 1
    }
    return { item: item.id, title: item.title, ...count }
  })
  const streams = heads(venue.db)
  return {
    ok: true,
    overview: {
      session: sessionInfo(venue, session), due: standings.length, counts, items, rooms: session.rooms.flatMap(({ id, title }) => {
        const count = rooms.get(id)
        return count === undefined ? [] : [{ item: id, title, ...count }]
      }),
      conflicts: conflictsOf(venue, session.id).length, unsigned, violations,
      operators: venue.present().map((present) => ({
        operator: present.operator, name: present.name, roles: [...present.roles], since: present.since, last: boardOf(venue).lastBy(present.operator),
      })),
      facts: streams.reduce((sum, head) => sum + head.seq, 0),
      head: (streams.find((head) => head.station === venue.ledger.station)?.hash ?? '').slice(0, 20),
      now: venue.clock.now(),
    },
  }
}

type RoomCount = Record<'waiting' | 'open' | 'passed' | 'failed' | 'unsigned', number>

/** Counts somebody in the room they drew; who has not come to it yet, withdrew or was barred is in none of its columns. */
function countInRoom(count: RoomCount | undefined, standing: Standing, where: Whereabouts): void {
  if (count === undefined) return
  if (standing.unsigned.some(isScored)) count.unsigned += 1
  switch (where) {
    case 'waiting':
    case 'out':
    case 'called':
      count.waiting += 1
      break
    case 'inside':
    case 'scoring':
      count.open += 1
      break
    case 'passed':
      count.passed += 1
      break
    case 'interview_failed':
    case 'interview_zero':
    case 'interview_absent':
    case 'lapsed':
      count.failed += 1
      break
    case 'due':
    case 'late':
    case 'absent':
    case 'doubt':
    case 'refused':
    case 'withdrawn':
    case 'barred':
    case 'in':
    case 'lot_drawn':
    case 'psych_waiting':
    case 'psych_passed':
    case 'psych_failed':
    case 'fitness':
    case 'fitness_failed':
      break
    default:
      where satisfies never
  }
}
