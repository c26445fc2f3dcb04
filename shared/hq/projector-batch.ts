import { factId, type Fact, type FactId, type Told } from '../facts.ts'

/** A fact with the venue it was recorded at, without its chain and without drawn strokes: what HQ's projections hold. */
export type HeldFact = Told

export interface VenueFactRow { venue: string; fact: FactId; type: string; session: string | null; at: number; doc: string }
export interface IncidentRow { venue: string; fact: FactId; type: string; session: string | null; person: string | null; at: number; note: string }

/** What a run of facts of one stream says, before anything else is looked at. Plain data: it may travel between threads. */
export interface Batch {
  venue: string
  /** By candidate id, their facts of this run. */
  ofPeople: Record<string, HeldFact[]>
  venueFacts: VenueFactRow[]
  incidents: IncidentRow[]
  /** Who stands elsewhere by these facts besides the people named: everybody due in these half days … */
  sessions: string[]
  /** … and everybody of these posts … */
  posts: string[]
  /** … and, where a decision dropped facts of whomever, everybody of the venue. */
  wholeVenue: boolean
}

/**
 * Sorts a run of facts: about one candidate, about the venue, or about neither (heats and printed sheets, which stay in
 * the pages: nothing at HQ is computed from them). Facts of one stream, in any order, any number of times.
 */
export function readBatch(venue: string, facts: readonly Fact[]): Batch {
  // no prototype: a candidate may be called `constructor`
  const ofPeople = Object.create(null) as Batch['ofPeople']
  const batch: Batch = { venue, ofPeople, venueFacts: [], incidents: [], sessions: [], posts: [], wholeVenue: false }
  const [sessions, posts] = [new Set<string>(), new Set<string>()]
  for (const fact of facts) {
    const held = told(fact, venue)
    const { body } = fact
    const person = 'candidate' in body ? body.candidate : null
    const session = 'session' in body ? body.session : null
    const note = incidentOf(fact)
    if (note !== null) batch.incidents.push({ venue, fact: factId(fact), type: fact.type, session, person, at: fact.at, note })
    if (person !== null) (batch.ofPeople[person] ??= []).push(held)
    else if (!staysInPages(fact.type)) batch.venueFacts.push({ venue, fact: factId(fact), type: fact.type, session, at: fact.at, doc: JSON.stringify(held) })
    reach(fact, batch, sessions, posts)
  }
  batch.sessions = [...sessions]
  batch.posts = [...posts]
  return batch
}

function told(fact: Fact, venue: string): HeldFact {
  const { station, seq, at, mono, by, second, type, body } = fact
  const kept = { venue, station, seq, at, mono, by, ...(second === undefined ? {} : { second }), type }
  // a drawn signature stays in the page it came in; that one was drawn is all that counts here
  const drawn = 'acknowledgement' in body && body.acknowledgement.kind === 'signed'
  return { ...kept, body: drawn ? { ...body, acknowledgement: { kind: 'signed', strokes: [] } } : body } as unknown as HeldFact
}

function staysInPages(type: string): boolean {
  return type.startsWith('heat.') || type === 'paper.printed' || type === 'paper.folder' || type === 'operator.signed_out' || type === 'operator.pin_set'
}

/** What a fact about no single candidate changes for whom. */
function reach(fact: Fact, batch: Batch, sessions: Set<string>, posts: Set<string>): void {
  switch (fact.type) {
    case 'session.opened':
    case 'session.closed':
    case 'rooms.drawn':
    case 'rooms.frozen':
    case 'rooms.aborted':
      sessions.add(fact.body.session)
      return
    case 'shortlist.adopted':
      posts.add(fact.body.post)
      // a list may be replaced by one without somebody who was on it, and name people of any post
      for (const candidate of fact.body.candidates) batch.ofPeople[candidate] ??= []
      return
    case 'conflict.resolved':
      sessions.add(fact.body.session)
      batch.ofPeople[fact.body.conflict.split(':')[1] ?? ''] ??= []
      // which people's facts were dropped only their records say
      if (fact.body.drop.length > 0) batch.wholeVenue = true
      return
    default:
      return
  }
}

/** A short key where a fact wants somebody's eye at HQ, else null: conduct, doubts, rulings, corrections after signing, voided lots, restored ledgers. */
function incidentOf(fact: Fact): string | null {
  const { type, body } = fact
  switch (type) {
    case 'conduct.violated':
      return `${body.kind} ${body.effect}`
    case 'checkin.refused':
      return body.reason === 'doubt_refused' || body.reason === 'barred' || body.reason === 'not_on_list' ? body.reason : null
    case 'checkin.doubted':
      return body.kind
    case 'checkin.admitted':
      return body.warnings.length > 0 ? body.warnings.join(' ') : null
    case 'fitness.corrected':
      return body.afterSignOff ? body.item : null
    case 'fitness.attempted':
      return body.outcome.kind === 'official_fault' ? body.item : null
    case 'fitness.signed':
      return body.acknowledgement.kind === 'refused' ? body.item : null
    case 'interview.zeroed':
      return body.ruling
    case 'operator.refused':
      return body.why === 'locked' ? body.operator : null
    case 'venue.restored':
      return String(body.facts)
    case 'conduct.barred':
    case 'conduct.withdrawn':
    case 'conduct.revoked':
    case 'lots.voided':
    case 'lots.aborted':
    case 'rooms.aborted':
    case 'rooms.replaced':
    case 'psych.ruled':
    case 'waiting.lapsed':
    case 'waiting.no_show':
    case 'interview.ruling_lifted':
    case 'conflict.resolved':
      return ''
    default:
      return null
  }
}
