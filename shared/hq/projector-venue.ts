import { windowPhase } from '../checkin-rules.ts'
import { factId, type Fact, type FactId } from '../facts.ts'
import type { RulePack } from '../pack-schema.ts'
import { roomRecordsOf } from '../room-records.ts'
import { sessionStatesOf, type SessionRecord } from '../session-states.ts'
import { adoptionsInForce, type Adoption } from '../shortlist-people.ts'
import { venueTime } from '../venue-time.ts'
import type { Day } from '../whereabouts.ts'
import type { ConflictRecord } from '../record-conflicts.ts'
import type { HeldFact, VenueFactRow } from './projector-batch.ts'

/** Facts of venues that standings are computed from; the others of `venue_fact` are only shown. */
export const decidingVenueFacts = [
  'session.opened', 'session.closed', 'shortlist.adopted', 'rooms.frozen', 'rooms.drawn', 'rooms.aborted', 'conflict.resolved',
] as const

/**
 * Whether what a venue says of a half day counts: only of its own. A station in wrong hands can write what it likes about
 * another venue's people; it is kept and shown, and decides nothing. A half day that HQ does not know decides nothing anyway.
 */
export function ownHalfDay(venueOf: Readonly<Record<string, string>>, venue: string, session: string | null): boolean {
  return session === null || !Object.hasOwn(venueOf, session) || venueOf[session] === venue
}

/** What people decided about contradictions, at venues and at HQ. */
export interface Decided {
  /** Of these facts of one or more venues, those that do not count: a venue drops its own only, HQ those of all. */
  droppedOf(facts: readonly { fact: FactId; venue: string }[]): ReadonlySet<FactId>
  /** Whether somebody has decided it: at the venue of its half day, or at HQ. */
  isResolved(conflict: Pick<ConflictRecord, 'conflict' | 'session'>): boolean
}

/** Reads decisions from rows of venues that `ownHalfDay` let through, and from HQ's own ledger. */
export function decisionsOf(rows: readonly VenueFactRow[], decided: readonly { conflict: string; drop: readonly FactId[] }[]): Decided {
  const droppers = new Map<FactId, Set<string>>()
  const drop = (fact: FactId, venue: string) => droppers.set(fact, (droppers.get(fact) ?? new Set()).add(venue))
  const resolved = new Set<string>()
  for (const { venue, doc } of rows.filter(({ type }) => type === 'conflict.resolved')) {
    const { body } = JSON.parse(doc) as Extract<Fact, { type: 'conflict.resolved' }>
    for (const fact of body.drop) drop(fact, venue)
    resolved.add(`${body.session} ${body.conflict}`)
  }
  const byHq = new Set(decided.flatMap((each) => each.drop))
  const namedByHq = new Set(decided.map(({ conflict }) => conflict))
  return {
    droppedOf: (facts) => {
      if (droppers.size === 0 && byHq.size === 0) return new Set()
      return new Set(facts.flatMap(({ fact, venue }) => (byHq.has(fact) || droppers.get(fact)?.has(venue) === true ? [fact] : [])))
    },
    isResolved: ({ conflict, session }) => namedByHq.has(conflict) || resolved.has(`${session} ${conflict}`),
  }
}

/** Facts of one person with their names, as `droppedOf` takes them. */
export function named(facts: readonly HeldFact[]): { fact: FactId; venue: string }[] {
  return facts.map((fact) => ({ fact: factId(fact), venue: fact.venue }))
}

/** What the facts about no single candidate say, of all venues looked at. */
export interface VenueSays extends Decided {
  states: ReadonlyMap<string, SessionRecord>
  days: ReadonlyMap<string, Day>
  /** By shortlist session: the adoption in force of every post. */
  adoptions: ReadonlyMap<string, ReadonlyMap<string, Adoption>>
  /** By session: where the group draw put everybody. */
  rooms(session: string): ReadonlyMap<string, string>
}

/** Reads them, with HQ's own decisions and HQ's clock (ms) for what only the time of day ends. */
export function venuesSay(
  pack: RulePack, venueOf: Readonly<Record<string, string>>, rows: readonly VenueFactRow[], decided: readonly { conflict: string; drop: readonly FactId[] }[], now: number,
): VenueSays {
  const own = once(rows).filter(({ venue, session }) => ownHalfDay(venueOf, venue, session))
  const facts = own.map(({ doc }) => JSON.parse(doc) as Fact)
  const decisions = decisionsOf(own, decided)
  const dropped = decisions.droppedOf(own)
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
    ...decisions, states, days,
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
