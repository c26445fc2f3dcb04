import { refuse, type Refused } from '../shared/api/answer.ts'
import { decideCheckIn, type CheckInCase, type CheckInObstacle } from '../shared/checkin-rules.ts'
import { eligibilityWarnings, type EligibilityWarning } from '../shared/eligibility.ts'
import type { CheckInRefusal, FactBody, FactId } from '../shared/facts.ts'
import type { Session } from '../shared/pack-schema.ts'
import type { Candidate } from '../shared/roster.ts'
import type { Standing } from '../shared/standing.ts'
import { venueTime } from '../shared/venue-time.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { lacksSecond } from './second-person.ts'
import { venueNow, workingSession } from './session-day.ts'
import type { Caller } from './use-cases.ts'

/** One person in front of the desk of a session that is open. */
export interface AtDesk {
  ok: true
  session: Session
  person: Candidate
  standing: Standing
}

/** Finds the person and the session for a desk's command; withdrawn people are turned away before anything else is asked. */
export function atDesk(venue: OpenVenue, sessionId: string, candidate: string): AtDesk | Refused {
  const working = workingSession(venue, sessionId)
  if (!working.ok) return working
  const person = boardOf(venue).person(candidate)
  const standing = boardOf(venue).standing(sessionId, candidate)
  if (person === null || standing === null) return refuse('candidate_unknown')
  if (standing.withdrawn !== null) return refuse('withdrawn')
  return { ok: true, session: working.session, person, standing }
}

/** A doubt that two people are settling now; `at` is when it was raised, which decides on being late. */
interface Settled {
  outcome: 'admitted'
  at: number | null
}

interface Shown {
  documents: readonly string[]
  tag?: string
  consent?: boolean
  secondPerson?: boolean
  settled?: Settled | null
  /** When the person stood at the desk, where that was written down on paper; now when absent. */
  cameAt?: number | undefined
}

/** Everything `decideCheckIn` asks for. */
export function deskCase(venue: OpenVenue, desk: { session: Session; person: Candidate; standing: Standing }, shown: Shown): CheckInCase {
  const { session, person, standing } = desk
  const settled = shown.settled ?? null
  const cameAt = settled?.at ?? shown.cameAt
  // Two people turned the person away; another refusal after it opens nothing, only a new doubt settled by two does.
  const refusedDoubt = standing.refusals.some((refusal) => refusal.reason === 'doubt_refused')
  return {
    rules: venue.pack.checkIn,
    session,
    now: cameAt === undefined ? venueNow(venue) : venueTime(cameAt, venue.pack.venue.utcOffset),
    candidate: person,
    barred: standing.barred?.reason ?? standing.barredBefore,
    alreadyIn: standing.admitted === null ? null : { station: standing.admitted.fact.slice(0, 16), at: standing.admitted.at, by: boardOf(venue).nameOf(standing.admitted.by) },
    documents: shown.documents,
    warnings: warningsOf(venue, person),
    doubt: settled !== null ? 'admitted' : standing.doubt !== null ? 'open' : refusedDoubt ? 'refused' : 'none',
    secondPerson: shown.secondPerson ?? false,
    belongingsTag: shown.tag ?? '',
    consent: shown.consent ?? false,
  }
}

export function warningsOf(venue: OpenVenue, person: Candidate): EligibilityWarning[] {
  return eligibilityWarnings(venue.pack.posts.find((post) => post.code === person.post) ?? null, person)
}

/** Why the desk has to turn a person away, whatever is still to be ticked; null when nothing stands in the way but that. */
export function obstacleRefusal(venue: OpenVenue, desk: AtDesk, shown: Shown): Refused | null {
  const decision = decideCheckIn(deskCase(venue, desk, shown))
  return decision.outcome === 'refused' ? refusalOf(venue, desk.session, decision.obstacle) : null
}

/** Whether this reason would turn the person away at this moment, without or with every document: only what is true is recorded. */
export function turnsAway(venue: OpenVenue, desk: AtDesk, reason: CheckInRefusal): boolean {
  const all = venue.pack.checkIn.documents.map((each) => each.id)
  return [[], all].some((documents) => {
    const decision = decideCheckIn(deskCase(venue, desk, { documents }))
    return decision.outcome === 'refused' && decision.obstacle.reason === reason
  })
}

interface Asked {
  documents: { idCard: boolean; ticket: boolean }
  tag: string
  consent: boolean
  acceptWarnings: readonly string[]
  settled: Settled | null
  doubt?: FactId
  cameAt?: number | undefined
}

/** The body of an admission, or why there is none: the reasons in the order of the rules (规则 §4), then the tag, then the warnings. */
export function admission(venue: OpenVenue, caller: Caller, desk: AtDesk, asked: Asked): FactBody<'checkin.admitted'> | Refused {
  const documents = Object.entries(asked.documents).flatMap(([id, seen]) => (seen ? [id] : []))
  const grave = warningsOf(venue, desk.person).filter((warning) => warning.secondPerson).map((warning) => warning.reason)
  const accepted = grave.every((reason) => asked.acceptWarnings.includes(reason))
  const decision = decideCheckIn(deskCase(venue, desk, {
    documents, tag: asked.tag, consent: asked.consent, settled: asked.settled, cameAt: asked.cameAt, secondPerson: accepted && caller.second !== undefined,
  }))
  if (decision.outcome !== 'admitted') {
    if (decision.obstacle.reason === 'needs_second_person' && accepted) return lacksSecond(caller, 'desk') ?? refuse('second_person_needed')
    return refusalOf(venue, desk.session, decision.obstacle)
  }
  const alone = grave.length > 0 ? lacksSecond(caller, 'desk') : null
  if (alone !== null) return alone
  const holder = asked.tag === '' ? null : boardOf(venue).byTag(desk.session.id, asked.tag)
  if (holder !== null) return refuse('tag_taken', { tag: asked.tag, by: boardOf(venue).person(holder)?.rosterNumber ?? '' })
  return {
    session: desk.session.id, candidate: desk.person.id, tag: asked.tag, consent: asked.consent, warnings: [...new Set(grave)].slice(0, 10),
    ...(asked.doubt === undefined ? {} : { doubt: asked.doubt }),
  }
}

/** An obstacle as a refusal, with what its sentence needs. */
export function refusalOf(venue: OpenVenue, session: Session, obstacle: CheckInObstacle): Refused {
  switch (obstacle.reason) {
    case 'not_on_list':
    case 'doubt_open':
    case 'doubt_refused':
      return refuse(obstacle.reason)
    case 'barred':
      return refuse('barred', { why: obstacle.why })
    case 'already_in': {
      const { date, time } = venueTime(obstacle.where.at, venue.pack.venue.utcOffset)
      return refuse('already_in', { at: `${date} ${time.slice(0, 5)}`, by: obstacle.where.by, station: obstacle.where.station })
    }
    case 'wrong_session':
      return refuse('wrong_session', { due: obstacle.due.map((id) => sessionLine(venue, id)).join('；') })
    case 'too_early':
      return refuse('too_early', { opens: onItsDay(venue, session, obstacle.opens) })
    case 'late':
      return refuse('late', { closed: onItsDay(venue, session, obstacle.closed) })
    case 'missing_document':
      return refuse('missing_document', { missing: obstacle.missing.map((id) => venue.pack.checkIn.documents.find((each) => each.id === id)?.title.zh ?? id).join('、') })
    case 'missing_tag':
      return refuse('tag_missing')
    case 'needs_second_person':
      return refuse('warnings_unconfirmed', { warnings: obstacle.warnings.map((warning) => warning.reason).join(',') })
    default:
      return obstacle satisfies never
  }
}

/** A time of the session's window; on another day with its date, or nobody would see that the day is wrong. */
function onItsDay(venue: OpenVenue, session: Session, minute: string): string {
  return session.date === venueNow(venue).date ? minute : `${session.date} ${minute}`
}

function sessionLine(venue: OpenVenue, id: string): string {
  const session = venue.pack.sessions.find((each) => each.id === id)
  return session === undefined ? id : `${session.date} ${session.window.from}–${session.window.to}`
}
