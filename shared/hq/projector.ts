import { factId, type FactId } from '../facts.ts'
import type { RulePack } from '../pack-schema.ts'
import type { Batch, HeldFact, IncidentRow, VenueFactRow } from './projector-batch.ts'
import { ownHalfDay } from './projector-venue.ts'
import { openProjection, type AttendanceRow, type LotRow, type PersonRow, type StandingRow } from './projector-person.ts'

/** What one projection needs besides the batch; plain data. Whoever loads it holds the people of it locked until the rows are written. */
export interface ProjectorThere {
  /** masterPack(...) of the recruitment, and the venue of each of its sessions. */
  pack: RulePack
  venueOf: Record<string, string>
  /** Everybody whose standing is to be computed: those of `batch.ofPeople`, and by its sessions, posts and wholeVenue. */
  people: readonly PersonRow[]
  /** Their records as they are; missing where there is none yet. Also of ids that are no person of the recruitment. */
  records: readonly { person: string; doc: string }[]
  /** Rows of `decidingVenueFacts`, of every venue where one of these people is or may be due. */
  venueFacts: readonly VenueFactRow[]
  /** By post: shortlist sessions that somebody of the post is due in by the division itself. */
  divided: Record<string, string[]>
  /** `conflict.decided` of HQ's ledger. */
  decided: readonly { conflict: string; drop: readonly FactId[] }[]
  /** HQ's clock, ms. */
  now: number
}

/** Rows to write, each in the place of the one before under its key. */
export interface Projected {
  /** Key: person. Only those whose facts changed. */
  records: { person: string; doc: string }[]
  /** Key: venue and fact; never changed once written. */
  venueFacts: readonly VenueFactRow[]
  incidents: readonly IncidentRow[]
  /** Key: person. */
  standings: StandingRow[]
  /** Rows of everybody in `standings` take the place of all their rows. */
  attendance: AttendanceRow[]
  lots: LotRow[]
}

/**
 * Folds a batch into what is there. Facts are merged by their id, so any order of batches and any repetition end in the
 * same rows; a standing is computed once per call, from everything known of the person.
 */
export function projectBatch(batch: Batch, there: ProjectorThere): Projected {
  const docs = new Map(there.records.map(({ person, doc }) => [person, doc]))
  const held = new Map<string, readonly HeldFact[]>()
  const records: Projected['records'] = []
  for (const [person, facts] of Object.entries(batch.ofPeople)) {
    const before = factsOf(docs.get(person))
    const merged = merge(before, facts)
    held.set(person, merged)
    if (merged !== before) records.push({ person, doc: JSON.stringify(merged) })
  }
  const projection = openProjection({ ...there, venueFacts: [...there.venueFacts, ...batch.venueFacts] })
  const projected: Projected = { records, venueFacts: batch.venueFacts, incidents: [...batch.incidents, ...strangersWords(batch, there.venueOf)], standings: [], attendance: [], lots: [] }
  for (const person of there.people) {
    const { standing, attendance, lots } = projection.of(person, held.get(person.id) ?? factsOf(docs.get(person.id)))
    projected.standings.push(standing)
    projected.attendance.push(...attendance)
    projected.lots.push(...lots)
  }
  return projected
}

/** What this venue said of half days that are another's: it decides nothing there, and somebody should know. */
function strangersWords({ ofPeople, venueFacts }: Batch, venueOf: ProjectorThere['venueOf']): IncidentRow[] {
  const about = Object.entries(ofPeople).flatMap(([person, facts]) =>
    facts.map((fact) => ({ venue: fact.venue, fact: factId(fact), type: fact.type, session: 'session' in fact.body ? (fact.body.session ?? null) : null, person, at: fact.at })))
  const alone = venueFacts.map(({ venue, fact, type, session, at }) => ({ venue, fact, type, session, person: null, at }))
  return [...about, ...alone].filter(({ venue, session }) => !ownHalfDay(venueOf, venue, session)).map((row) => ({ ...row, note: 'other_venue' }))
}

/** The facts of a record, or none. */
export function factsOf(doc: string | undefined): readonly HeldFact[] {
  return doc === undefined ? [] : JSON.parse(doc) as HeldFact[]
}

/** The union by fact id, in the order of ids; the very same list when nothing is new. */
function merge(before: readonly HeldFact[], more: readonly HeldFact[]): readonly HeldFact[] {
  const known = new Set(before.map(factId))
  const fresh = more.filter((fact) => {
    const id = factId(fact)
    if (known.has(id)) return false
    known.add(id)
    return true
  })
  return fresh.length === 0 ? before : [...before, ...fresh].sort((a, b) => (a.station < b.station ? -1 : a.station > b.station ? 1 : a.seq - b.seq))
}
