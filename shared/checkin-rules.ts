import type { EligibilityWarning } from './eligibility.ts'
import type { CheckInRules, Session } from './pack-schema.ts'
import type { VenueTime } from './venue-time.ts'

/** Where somebody already checked in, so that the desk can say it. */
export interface AlreadyIn {
  station: string
  at: number
  by: string
}

/** Everything the desk knows when it decides about one person. */
export interface CheckInCase {
  rules: CheckInRules
  session: Session
  now: VenueTime
  /** Null when the person is not on the list of this venue. */
  candidate: { sessions: readonly string[] } | null
  /** Why the person is barred, or null. */
  barred: string | null
  alreadyIn: AlreadyIn | null
  /** Ids of the documents that were seen. */
  documents: readonly string[]
  warnings: readonly EligibilityWarning[]
  /** The doubt path: none, raised and waiting for two operators, or settled by them. */
  doubt: 'none' | 'open' | 'admitted' | 'refused'
  /** Whether a second person has given their PIN. */
  secondPerson: boolean
  belongingsTag: string
  consent: boolean
}

/** Why nobody goes in here and now; refusals in the order they are looked at (规则 §4). */
export type CheckInObstacle =
  | { reason: 'not_on_list' }
  | { reason: 'barred'; why: string }
  | { reason: 'already_in'; where: AlreadyIn }
  | { reason: 'wrong_session'; due: readonly string[] }
  | { reason: 'too_early'; opens: string }
  | { reason: 'late'; closed: string }
  | { reason: 'missing_document'; missing: string[] }
  | { reason: 'doubt_refused' }
  | { reason: 'doubt_open' }
  | { reason: 'missing_tag' }
  | { reason: 'needs_second_person'; warnings: readonly EligibilityWarning[] }

/** Refusals are facts; the others only wait for something still to be done at the desk. */
export type CheckInDecision =
  | { outcome: 'admitted'; leftoverLot: boolean; notes: 'consent_missing'[] }
  | { outcome: 'refused'; obstacle: CheckInObstacle }
  | { outcome: 'waiting'; obstacle: CheckInObstacle }

/** Decides one check-in: the first obstacle in the documented order, or in. */
export function decideCheckIn(desk: CheckInCase): CheckInDecision {
  const refusal = refusalOf(desk)
  if (refusal !== null) return { outcome: 'refused', obstacle: refusal }
  const wait = openMatter(desk)
  if (wait !== null) return { outcome: 'waiting', obstacle: wait }
  const late = windowPhase(desk.session, desk.now, desk.rules.cutoff) === 'late'
  return { outcome: 'admitted', leftoverLot: late, notes: desk.consent ? [] : ['consent_missing'] }
}

function refusalOf(desk: CheckInCase): CheckInObstacle | null {
  const { rules, session, candidate } = desk
  if (candidate === null) return { reason: 'not_on_list' }
  if (desk.barred !== null) return { reason: 'barred', why: desk.barred }
  if (desk.alreadyIn !== null) return { reason: 'already_in', where: desk.alreadyIn }
  if (!candidate.sessions.includes(session.id)) return { reason: 'wrong_session', due: candidate.sessions }
  const phase = windowPhase(session, desk.now, rules.cutoff)
  if (phase === 'early' && rules.early === 'refused') return { reason: 'too_early', opens: session.window.from }
  if (phase === 'late' && rules.late === 'refused') return { reason: 'late', closed: session.window.to }
  const missing = rules.documents.map((document) => document.id).filter((id) => !desk.documents.includes(id))
  if (missing.length > 0) return { reason: 'missing_document', missing }
  return desk.doubt === 'refused' ? { reason: 'doubt_refused' } : null
}

function openMatter(desk: CheckInCase): CheckInObstacle | null {
  if (desk.doubt === 'open') return { reason: 'doubt_open' }
  if (desk.rules.belongingsTag === 'required' && desk.belongingsTag.trim() === '') return { reason: 'missing_tag' }
  const grave = desk.warnings.filter((warning) => warning.secondPerson)
  return grave.length > 0 && !desk.secondPerson ? { reason: 'needs_second_person', warnings: grave } : null
}

/**
 * Where a moment lies in a session's window. With `atMinute` the window `08:15` shuts at 08:15:00, which is late;
 * with `afterMinute` 08:15:59 is still in. Other days are early or late as a whole.
 */
export function windowPhase(
  session: Session,
  now: VenueTime,
  cutoff: CheckInRules['cutoff'],
): 'early' | 'open' | 'late' {
  if (now.date !== session.date) return now.date < session.date ? 'early' : 'late'
  if (now.time < `${session.window.from}:00`) return 'early'
  const last = cutoff === 'atMinute' ? `${session.window.to}:00` : `${session.window.to}:60`
  return now.time < last ? 'open' : 'late'
}
