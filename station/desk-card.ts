import type { z } from 'zod'
import type { Card, CheckInState, SearchHit } from '../shared/api/check-in.ts'
import type { Whereabouts } from '../shared/api/sessions.ts'
import { DoubtKind } from '../shared/facts.ts'
import type { EligibilityWarning } from '../shared/eligibility.ts'
import { folded } from '../db/search.ts'
import type { Session } from '../shared/pack-schema.ts'
import type { Candidate } from '../shared/roster.ts'
import { whereabouts, type Standing } from '../shared/standing.ts'
import { readLot } from '../shared/strip-code.ts'
import { momentOf } from '../shared/venue-time.ts'
import { boardOf } from './board.ts'
import { obstacleRefusal, warningsOf } from './desk.ts'
import { masked } from '../shared/masked-id.ts'
import type { OpenVenue } from './open-venue.ts'
import { searchRoster } from './search-roster.ts'
import { dayOf, sessionOf, workingSession } from './session-day.ts'
import type { Input, Output } from './use-cases.ts'

/** Where a person stands as the desk sees it: what comes after the door is all 'in'. */
export function deskState(where: z.infer<typeof Whereabouts>): CheckInState {
  switch (where) {
    case 'due':
    case 'late':
    case 'absent':
    case 'refused':
    case 'doubt':
    case 'barred':
    case 'withdrawn':
      return where
    case 'in':
    case 'lot_drawn':
    case 'psych_waiting':
    case 'psych_passed':
    case 'psych_failed':
    case 'fitness':
    case 'fitness_failed':
    case 'waiting':
    case 'out':
    case 'called':
    case 'inside':
    case 'scoring':
    case 'interview_failed':
    case 'interview_zero':
    case 'interview_absent':
    case 'lapsed':
    case 'passed':
      return 'in'
    default:
      return where satisfies never
  }
}

function stateOf(venue: OpenVenue, session: Session, person: Candidate, standing: Standing): CheckInState {
  const state = deskState(whereabouts(standing, dayOf(venue, session)).where)
  const outside = state === 'due' || state === 'absent' || state === 'late'
  return outside && !person.sessions.includes(session.id) ? 'not_due' : state
}

/** Everything the desk needs to know about one person; null when the roster has no such person. */
export function deskCard(venue: OpenVenue, session: Session, candidate: string): Card | null {
  const board = boardOf(venue)
  const person = board.person(candidate)
  const standing = board.standing(session.id, candidate)
  if (person === null || standing === null) return null
  const post = venue.pack.posts.find((each) => each.code === person.post) ?? null
  const due = person.sessions.includes(session.id)
  const { admitted, doubt } = standing
  return {
    candidate, rosterNumber: person.rosterNumber, ticket: person.ticket, name: person.name, sex: person.sex, birth: person.birth,
    residentMasked: masked(person.residentId), photo: person.photo ?? null,
    post: { code: person.post, unit: post?.unit ?? '', title: post?.title ?? '' },
    sessions: person.sessions.flatMap((id) => {
      const each = sessionOf(venue, id)
      return each === null ? [] : [{ id, title: each.title, date: each.date, window: `${each.window.from}–${each.window.to}` }]
    }),
    stages: [...(post?.stages ?? session.stages)],
    state: stateOf(venue, session, person, standing),
    blocked: blockedOf(venue, session, person, standing),
    warnings: warningsOf(venue, person).map(warningOf),
    admitted: admitted === null ? null : {
      fact: admitted.fact, at: admitted.at, by: board.nameOf(admitted.by), station: admitted.fact.slice(0, 16), tag: admitted.tag, consent: admitted.consent,
    },
    doubt: doubt === null ? null : { fact: doubt.fact, kind: DoubtKind.parse(doubt.kind), note: doubt.note, at: doubt.at, by: board.nameOf(doubt.by) },
    refusals: standing.refusals.map((refusal) => ({ fact: refusal.fact, reason: refusal.reason, at: refusal.at, by: board.nameOf(refusal.by), note: refusal.note })),
    lot: standing.lot?.lot ?? '',
    minutesLeft: due ? Math.ceil((momentOf(session.date, session.window.to, venue.pack.venue.utcOffset) - venue.clock.now()) / 60_000) : null,
    consentRequired: venue.pack.fitness?.consentRequired === true && standing.stages.includes('fitness'),
  }
}

function blockedOf(venue: OpenVenue, session: Session, person: Candidate, standing: Standing): Card['blocked'] {
  const working = workingSession(venue, session.id)
  const refused = !working.ok ? working
    : standing.withdrawn !== null ? { refused: { reason: 'withdrawn', detail: {} } }
    // With every document in hand: what is still missing the card lists itself.
    : obstacleRefusal(venue, { ok: true, session, person, standing }, {
      documents: venue.pack.checkIn.documents.map((each) => each.id),
      // Who stood here in time is not late for the doubt that held them up.
      settled: standing.doubt === null ? null : { outcome: 'admitted', at: standing.doubt.at },
    })
  if (refused !== null) return { reason: refused.refused.reason, detail: refused.refused.detail ?? {} }
  return standing.doubt !== null ? { reason: 'doubt_open', detail: {} } : null
}

function warningOf(warning: EligibilityWarning): Card['warnings'][number] {
  const detail = Object.entries(warning).filter(([key]) => key !== 'reason' && key !== 'secondPerson')
  return { reason: warning.reason, detail: { ...Object.fromEntries(detail.map(([key, value]) => [key, String(value)])), secondPerson: warning.secondPerson ? 'yes' : 'no' } }
}

function hitOf(venue: OpenVenue, session: Session, candidate: string): SearchHit[] {
  const board = boardOf(venue)
  const person = board.person(candidate)
  const standing = board.standing(session.id, candidate)
  if (person === null || standing === null) return []
  return [{
    candidate, rosterNumber: person.rosterNumber, ticket: person.ticket, residentTail: person.residentId.slice(-6), name: person.name, post: person.post,
    lot: standing.lot?.lot ?? '', state: stateOf(venue, session, person, standing),
  }]
}

/**
 * One field for everything: a strip's code or a lot, ticket, id or its tail, roster number, name, pinyin, initials. Who
 * is named exactly comes first, then roster numbers that begin so; `A09` for lot A009 is a guess and comes after them.
 */
export function searchHits(venue: OpenVenue, input: Input<'checkIn', 'search'>): Output<'checkIn', 'search'> {
  const session = sessionOf(venue, input.session)
  const query = input.query.trim()
  if (session === null || query === '') return { hits: [], total: 0, exact: null }
  const lot = readLot(venue.exam, session.id, query)
  const holder = lot === null ? null : boardOf(venue).byLot(session.id, lot)?.candidate ?? null
  const found = searchRoster(venue, session.id, query, mostRanked)
  // A strip in the hand is that person; a roster number may look like a lot, then both are shown.
  const scanned = holder !== null && /^KD1:/i.test(query)
  const written = folded(query)
  const wholeLot = scanned || (lot !== null && folded(lot) === written)
  const rank = (id: string): number => {
    const person = boardOf(venue).person(id)
    if (scanned && id === holder) return 0
    if (person !== null && namedBy(person, written)) return 1
    if (id === holder && wholeLot) return 2
    if (person !== null && folded(person.rosterNumber).startsWith(written)) return 3
    return id === holder ? 4 : 5
  }
  const all = new Set([...(found.exact === null ? [] : [found.exact]), ...(holder === null ? [] : [holder]), ...found.candidates])
  const ids = [...all].map((id) => ({ id, rank: rank(id) })).sort((a, b) => a.rank - b.rank).map(({ id }) => id)
  const exact = scanned ? holder : found.exact !== null && holder !== null && found.exact !== holder ? null : (found.exact ?? (ids.length === 1 ? holder : null))
  return {
    hits: ids.slice(0, input.limit).flatMap((id) => hitOf(venue, session, id)),
    total: Math.max(found.total, ids.length), exact,
  }
}

/** As many as the index shows are put in order; of more the first in the order of the roster. */
const mostRanked = 50

/** Whether the text is the whole of a number of this person, or the last six of the resident id. */
function namedBy(person: Candidate, written: string): boolean {
  const residentId = folded(person.residentId)
  return [folded(person.rosterNumber), folded(person.ticket), residentId, residentId.slice(-6)].includes(written)
}
