import { windowPhase } from '../checkin-rules.ts'
import { factId, type Fact, type FactId } from '../facts.ts'
import type { RulePack } from '../pack-schema.ts'
import { roomRecordsOf } from '../room-records.ts'
import { sessionStatesOf, type SessionRecord } from '../session-states.ts'
import { adoptionsInForce, type Adoption } from '../shortlist-people.ts'
import { venueTime } from '../venue-time.ts'
import type { Day } from '../whereabouts.ts'
import type { VenueFactRow } from './projector-batch.ts'

/** Facts of venues that standings are computed from; the others of `venue_fact` are only shown. */
export const decidingVenueFacts = [
  'session.opened', 'session.closed', 'shortlist.adopted', 'rooms.frozen', 'rooms.drawn', 'rooms.aborted', 'conflict.resolved',
] as const

/** What the facts about no single candidate say, of all venues looked at. */
export interface VenueSays {
  dropped: ReadonlySet<FactId>
  /** Names of conflicts that somebody has decided, at a venue or at HQ. */
  resolved: ReadonlySet<string>
  states: ReadonlyMap<string, SessionRecord>
  days: ReadonlyMap<string, Day>
  /** By shortlist session: the adoption in force of every post. */
  adoptions: ReadonlyMap<string, ReadonlyMap<string, Adoption>>
  /** By session: where the group draw put everybody. */
  rooms(session: string): ReadonlyMap<string, string>
}

/** Reads them, with HQ's own decisions and HQ's clock (ms) for what only the time of day ends. */
export function venuesSay(
  pack: RulePack, rows: readonly VenueFactRow[], decided: readonly { conflict: string; drop: readonly FactId[] }[], now: number,
): VenueSays {
  const facts = once(rows).map(({ doc }) => JSON.parse(doc) as Fact)
  const resolutions = facts.filter((fact) => fact.type === 'conflict.resolved')
  const dropped = new Set([...resolutions.flatMap(({ body }) => body.drop), ...decided.flatMap(({ drop }) => drop)])
  const resolved = new Set([...resolutions.map(({ body }) => body.conflict), ...decided.map(({ conflict }) => conflict)])
  const states = sessionStatesOf(facts.filter((fact) => fact.type === 'session.opened' || fact.type === 'session.closed')
    .map((fact) => ({ fact: factId(fact), type: fact.type, at: fact.at, session: fact.body.session })))
  const clock = venueTime(now, pack.venue.utcOffset)
  const days = new Map(pack.sessions.map((session): [string, Day] => [session.id, {
    pastCutoff: windowPhase(session, clock, pack.checkIn.cutoff) === 'late', closed: states.get(session.id)?.state === 'closed',
  }]))
  const bySession = Map.groupBy(facts.filter((fact) => fact.type === 'shortlist.adopted'), ({ body }) => body.session)
  const drawn = Map.groupBy(facts.filter((fact) => fact.type.startsWith('rooms.')), ({ body }) => ('session' in body ? body.session : null))
  const rooms = new Map<string, ReadonlyMap<string, string>>()
  return {
    dropped, resolved, states, days,
    adoptions: new Map([...bySession].map(([session, adopted]) => [session, adoptionsInForce(adopted, dropped)])),
    rooms: (session) => {
      let found = rooms.get(session)
      if (found === undefined) rooms.set(session, (found = roomRecordsOf(drawn.get(session) ?? [], dropped).members))
      return found
    },
  }
}

function once(rows: readonly VenueFactRow[]): VenueFactRow[] {
  return [...new Map(rows.map((row) => [`${row.venue} ${row.fact}`, row])).values()]
}
