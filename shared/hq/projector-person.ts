import { emptyRecord, recordOf, type CandidateRecord, type RecordRows } from '../candidate-record.ts'
import { inOrder } from '../counting.ts'
import { rowsOfFacts } from '../fact-rows.ts'
import { factId, type FactId } from '../facts.ts'
import type { Post, RulePack, Stage } from '../pack-schema.ts'
import { conflict, conflictsOf, type ConflictRecord } from '../record-conflicts.ts'
import { currentRows, resultsOf } from '../record-rows.ts'
import type { Candidate, Sex } from '../roster.ts'
import { standing as fold, type Standing } from '../standing.ts'
import { attendedBy, evidenceOf, type Attended, type Evidence } from '../standings-evidence.ts'
import { mayComeTo, passedAtOthers } from './passed-elsewhere.ts'
import { rankKey } from './rank-key.ts'
import type { HeldFact } from './projector-batch.ts'
import type { ProjectorThere } from './projector.ts'
import { named, ownHalfDay, venuesSay } from './projector-venue.ts'
import type { StandingDoc } from './standing-doc.ts'

/** A person of the recruitment without names: what verdicts and totals are computed from. */
export interface PersonRow {
  id: string
  sex: Sex
  birth: string
  post: string
  written: string | null
  quality: string | null
  barred: string | null
  withdrawn: string | null
  /** Half days by the division. */
  sessions: readonly string[]
}

export interface StandingRow {
  person: string; post: string; venue: string | null
  /** Where they are in the half day they were last at; 'due' before any. */
  place: string
  ended: string | null; total: string | null; rank_key: string | null
  /** StandingDoc. */
  doc: string
  /** ConflictRecord[] that nobody has decided. */
  conflicts: string
  last: number | null
}
/** A half day of one person: those they are due in; 'turned_away' where they only came to the wrong door, 'stray' where more was recorded of them without their being due. */
export interface AttendanceRow { session: string; person: string; venue: string; place: string; at: string; why: string }
export interface LotRow { session: string; lot: string; person: string; fact: FactId }

export interface PersonProjected { standing: StandingRow; attendance: AttendanceRow[]; lots: LotRow[] }

/** One person as HQ sees them, for the projection and for the journey with its why. */
export interface PersonSeen {
  /** With the half days of adopted shortlists. */
  person: Candidate
  /** The pack as the venues of this person have it together; a half day is judged by its own venue's. */
  pack: RulePack
  post: Post | null
  evidence: Evidence | null
  attended: readonly Attended[]
  standing(session: string): Standing | null
  conflicts: readonly ConflictRecord[]
  records: ReadonlyMap<string, CandidateRecord>
}

/** What one venue has of a person and of the rules. */
interface AtVenue { person: Candidate; pack: RulePack }

export interface Projection {
  see(person: PersonRow, facts: readonly HeldFact[]): PersonSeen
  of(person: PersonRow, facts: readonly HeldFact[]): PersonProjected
}

/** Opens a projection over what is known now; everything about venues is read once. */
export function openProjection(there: Omit<ProjectorThere, 'people' | 'records'>): Projection {
  const { pack: master } = there
  // no prototype: a half day may be called `constructor`
  const venueOf: Readonly<Record<string, string>> = Object.assign(Object.create(null) as Record<string, string>, there.venueOf)
  const says = venuesSay(master, venueOf, there.venueFacts, there.decided, there.now)
  const posts = new Map(master.posts.map((post) => [post.code, post]))
  const shortlists = master.sessions.filter(({ due }) => due.kind === 'shortlist')
  const added = new Map<string, string[]>()
  const adopted = new Map(Object.entries(there.divided).map(([post, sessions]) => [post, new Set(sessions)]))
  for (const { id, due } of shortlists) {
    if (due.kind !== 'shortlist') continue
    for (const [post, { body }] of says.adoptions.get(id) ?? []) {
      if (!due.posts.includes(post)) continue
      for (const candidate of body.candidates) added.set(candidate, [...(added.get(candidate) ?? []), id])
      if (body.candidates.length > 0) adopted.set(post, (adopted.get(post) ?? new Set()).add(id))
    }
  }
  const packs = new Map<string, RulePack>()
  /** A venue's verdicts are made by its own half days: what another venue holds says nothing there (规则 §2, venue packs). */
  const packFor = (person: Candidate): RulePack => {
    const venues = new Set(person.sessions.flatMap((id) => venueOf[id] ?? []))
    const holding = shortlists.filter(({ due }) => due.kind === 'shortlist' && due.posts.includes(person.post)).flatMap(({ id }) => venueOf[id] ?? [])
    if (!holding.some((venue) => venues.has(venue))) for (const venue of holding) venues.add(venue)
    const key = [...venues].sort().join('\n')
    let pack = packs.get(key)
    if (pack === undefined) packs.set(key, (pack = { ...master, sessions: master.sessions.filter(({ id }) => venues.has(venueOf[id] ?? '')) }))
    return pack
  }

  const ownPacks = new Map<string, RulePack>()
  const ownPack = (venue: string): RulePack => {
    let pack = ownPacks.get(venue)
    if (pack === undefined) ownPacks.set(venue, (pack = { ...master, sessions: master.sessions.filter(({ id }) => venueOf[id] === venue) }))
    return pack
  }
  const halfDays = master.sessions.map((session) => ({ session, venue: venueOf[session.id] ?? '' }))
  /** Pack and person as the venue of a half day has them: its own half days, and what was passed at others (decision 0112). */
  const ownPart = (person: Candidate, id: string, passed: readonly Stage[]): AtVenue => {
    const venue = venueOf[id] ?? ''
    const sessions = person.sessions.filter((each) => venueOf[each] === venue)
    const away = passed.length === 0 ? [] : passedAtOthers(passed, mayComeTo(halfDays, person.sessions, person.post), venue)
    const same = sessions.length === person.sessions.length && away.length === 0
    return { pack: ownPack(venue), person: same ? person : { ...person, sessions, ...(away.length === 0 ? {} : { passed: away }) } }
  }
  /** Stages of the post passed in half days of more than one venue; empty for everybody else, to whom it would say nothing. */
  const passedAnywhere = (person: Candidate, standing: (session: string) => Standing | null): readonly Stage[] => {
    if (new Set(person.sessions.map((id) => venueOf[id])).size < 2) return []
    const passed = new Set(person.sessions.flatMap((id) => passedHere(standing(id))))
    return posts.get(person.post)?.stages.filter((stage) => passed.has(stage)) ?? []
  }

  const see = (row: PersonRow, held: readonly HeldFact[]): PersonSeen => {
    const facts = ownFacts(venueOf, held)
    const dropped = says.droppedOf(named(facts))
    const person = candidateOf(row, added.get(row.id) ?? [])
    const pack = packFor(person)
    const rows = rowsOfFacts(row.id, facts)
    const records = new Map([...rows].map(([session, found]) => [session, recordOf(session, row.id, found, dropped)]))
    const recordIn = (session: string): CandidateRecord => records.get(session) ?? emptyRecord(session, row.id)
    const joined = joinings(facts, dropped)
    const standingAs = (id: string, own: AtVenue): Standing | null => {
      const session = own.pack.sessions.find((each) => each.id === id)
      if (session === undefined) return null
      const others = own.person.sessions.filter((other) => other !== id).map(recordIn)
      const results = resultsOf(own.pack, own.person, others, () => undefined, (other) => says.days.get(other)?.closed === true)
      const room = says.rooms(id).get(row.id) ?? joined.get(id) ?? null
      return fold({ pack: own.pack, session }, own.person, currentRows(recordIn(id), { pack: own.pack, session: id, records: others, results }, room))
    }
    const passed = once(() => passedAnywhere(person, (id) => standingAs(id, ownPart(person, id, []))))
    const standings = new Map<string, Standing | null>()
    const standing = (id: string): Standing | null => {
      const known = standings.get(id)
      if (known !== undefined) return known
      const made = standingAs(id, ownPart(person, id, passed()))
      standings.set(id, made)
      return made
    }
    const post = posts.get(row.post) ?? null
    const source = { standing }
    const attended = attendedBy(source, pack, person, says.days)
    const evidence = post === null || person.sessions.length === 0 ? null : evidenceOf(source, pack, post, person, says.days, adopted.get(post.code) ?? new Set(), attended)
    const closing = (session: string) => {
      const state = says.states.get(session)
      return state?.state === 'closed' ? state : null
    }
    const conflicts = [...rows].flatMap(([session, found]: [string, RecordRows]) => conflictsOf(recordIn(session), found, dropped, closing(session)))
    conflicts.push(...twoRooms(row.id, facts, dropped, (session) => says.rooms(session).get(row.id) ?? null))
    return {
      person, pack, post, evidence, attended, standing, records,
      conflicts: conflicts.filter((each) => !says.isResolved(each)).sort((a, b) => (a.conflict < b.conflict ? -1 : 1)),
    }
  }

  return {
    see,
    of: (row, facts) => {
      const seen = see(row, facts)
      const { evidence, attended, person, post } = seen
      const withdrawn = row.withdrawn !== null && row.barred === null
      const ended = withdrawn ? 'withdrawn' : (evidence?.end ?? (row.barred === null ? null : 'barred'))
      const passed = passedStages(attended)
      const open = ended !== null ? null : evidence === null ? (post?.stages.find((stage) => !passed.has(stage)) ?? null) : evidence.open
      const doc: StandingDoc = {
        interview: evidence?.interview, professional: evidence?.professional, fitnessPoints: evidence?.fitnessPoints, run: evidence?.run,
        panel: evidence?.panel ?? null, ruled: evidence?.ruled ?? false, end: ended, open, passed: post?.stages.filter((stage) => passed.has(stage)) ?? [], lot: evidence?.lot ?? '',
      }
      const key = ended === null && open === null && evidence !== null && post !== null ? rankKey(seen.pack, post, evidence) : null
      const now = attended.findLast(({ standing }) => standing.last !== null) ?? attended.at(-1)
      const home = now?.session.id ?? person.sessions[0]
      return {
        standing: {
          person: row.id, post: row.post, venue: home === undefined ? null : (venueOf[home] ?? null), place: now?.place.where ?? 'due', ended,
          total: key?.total ?? null, rank_key: key?.key ?? null, doc: JSON.stringify(doc), conflicts: JSON.stringify(seen.conflicts), last: evidence?.last ?? null,
        },
        attendance: [
          ...attended.map(({ session, place }) =>
            ({ session: session.id, person: row.id, venue: venueOf[session.id] ?? '', place: place.where, at: place.at, why: place.why })),
          ...[...seen.records.keys()].filter((session) => !person.sessions.includes(session)).sort().map((session): AttendanceRow =>
            ({ session, person: row.id, venue: venueOf[session] ?? '', place: isStray(seen.records.get(session)) ? 'stray' : 'turned_away', at: '', why: '' })),
        ],
        lots: lotsOf(row.id, ownFacts(venueOf, facts)),
      }
    },
  }
}

/** A person's facts but for those in which a venue speaks of another venue's half day. */
export function ownFacts(venueOf: Readonly<Record<string, string>>, facts: readonly HeldFact[]): readonly HeldFact[] {
  const own = ({ venue, body }: HeldFact) => ownHalfDay(venueOf, venue, 'session' in body ? (body.session ?? null) : null)
  return facts.every(own) ? facts : facts.filter(own)
}

function candidateOf(row: PersonRow, added: readonly string[]): Candidate {
  return {
    id: row.id, rosterNumber: '', ticket: row.id, residentId: '', name: '-', sex: row.sex, birth: row.birth, post: row.post,
    sessions: [...new Set([...row.sessions, ...added])].sort(),
    ...(row.written === null ? {} : { written: row.written }), ...(row.quality === null ? {} : { quality: row.quality }), ...(row.barred === null ? {} : { barred: row.barred }),
  }
}

/** By session, the first room a person was put into after the draw. */
function joinings(facts: readonly HeldFact[], dropped: ReadonlySet<FactId>): ReadonlyMap<string, string> {
  const rooms = new Map<string, string>()
  for (const { body } of joinsOf(facts, dropped)) if (!rooms.has(body.session)) rooms.set(body.session, body.room)
  return rooms
}

function joinsOf(facts: readonly HeldFact[], dropped: ReadonlySet<FactId>) {
  const found = facts.filter((fact) => fact.type === 'rooms.joined')
  if (found.length === 0) return []
  return inOrder(found.map((told) => ({ fact: factId(told), at: told.at, told }))).flatMap(({ fact, told }) => (dropped.has(fact) ? [] : [told]))
}

function twoRooms(person: string, facts: readonly HeldFact[], dropped: ReadonlySet<FactId>, drawn: (session: string) => string | null): ConflictRecord[] {
  return [...Map.groupBy(joinsOf(facts, dropped), ({ body }) => body.session)].flatMap(([session, joins]) => {
    const before = drawn(session)
    const places = new Set([...joins.map(({ body }) => body.room), ...(before === null ? [] : [before])])
    return places.size > 1 ? [conflict('two_rooms', session, person, joins.map(factId))] : []
  })
}

function passedStages(attended: readonly Attended[]): ReadonlySet<string> {
  return new Set(attended.flatMap(({ standing }) => passedHere(standing)))
}

function passedHere(standing: Standing | null): Stage[] {
  return standing?.progress.flatMap(({ stage, state, here }) => (here && state === 'passed' ? [stage] : [])) ?? []
}

/** What is asked for seldom, worked out the first time. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}

function isStray(record: CandidateRecord | undefined): boolean {
  return record !== undefined && [record.admissions, record.lots, record.psych, record.attempts, record.interview, record.waiting].some((rows) => rows.length > 0)
}

/** Every lot a person ever drew, void ones included. */
function lotsOf(person: string, facts: readonly HeldFact[]): LotRow[] {
  const rows = facts.flatMap((fact) => (fact.type === 'lots.drawn' ? [{ session: fact.body.session, lot: fact.body.lot, person, fact: factId(fact) }] : []))
  return rows.length < 2 ? rows : [...new Map(rows.map((row) => [`${row.session} ${row.lot}`, row])).values()]
}
