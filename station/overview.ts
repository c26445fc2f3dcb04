import { heads } from '../db/ledger.ts'
import { refuse } from '../shared/api/answer.ts'
import type { Contract } from '../shared/api.ts'
import type { SessionInfo } from '../shared/api/sessions.ts'
import type { Session } from '../shared/pack-schema.ts'
import { whereabouts } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import { conflictsOf } from './conflicts.ts'
import { mayTry } from './fitness.ts'
import type { OpenVenue } from './open-venue.ts'
import { holeErrors, type ShownError } from './pack-reading.ts'
import { dayOf, sessionOf } from './session-day.ts'
import type { UseCase } from './use-cases.ts'

const holes = new WeakMap<OpenVenue['ledger'], Map<string, ShownError[]>>()

/** Holes of the pack into which somebody due in this session falls; roster and pack never change, so they are found once. */
export function holesOf(venue: OpenVenue, session: string): ShownError[] {
  let found = holes.get(venue.ledger)
  if (found === undefined) {
    found = new Map()
    holes.set(venue.ledger, found)
  }
  let ofSession = found.get(session)
  if (ofSession === undefined) {
    const due = boardOf(venue).people().filter((person) => person.sessions.includes(session)).map((person) => ({ ...person, sessions: [session] }))
    ofSession = due.length === 0 ? [] : holeErrors(venue.pack, due)
    found.set(session, ofSession)
  }
  return ofSession
}

export function sessionInfo(venue: OpenVenue, session: Session): SessionInfo {
  const board = boardOf(venue)
  return {
    id: session.id, title: session.title, date: session.date, half: session.half, stages: session.stages, window: session.window,
    state: board.state(session.id), due: board.people().filter((person) => person.sessions.includes(session.id)).length, holes: holesOf(venue, session.id),
  }
}

/** The day at a glance: everybody due is counted exactly once. */
export const overview: UseCase<Contract['sessions']['overview']> = (venue, _caller, input) => {
  const session = sessionOf(venue, input.session)
  if (session === null) return refuse('session_unknown', { session: input.session })
  const standings = boardOf(venue).standings(session.id)
  const day = dayOf(venue, session)
  const counts: Record<string, number> = {}
  let unsigned = 0
  for (const standing of standings) {
    const { where } = whereabouts(standing, day)
    counts[where] = (counts[where] ?? 0) + 1
    unsigned += standing.unsigned.length
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
      session: sessionInfo(venue, session), due: standings.length, counts, items, conflicts: conflictsOf(venue, session.id).length, unsigned,
      operators: venue.present().map((present) => ({
        operator: present.operator, name: present.name, roles: [...present.roles], since: present.since, last: boardOf(venue).lastBy(present.operator),
      })),
      facts: streams.reduce((sum, head) => sum + head.seq, 0),
      head: (streams.find((head) => head.station === venue.ledger.station)?.hash ?? '').slice(0, 20),
      now: venue.clock.now(),
    },
  }
}
