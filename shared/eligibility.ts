import type { Post } from './pack-schema.ts'
import { readResidentId, type ResidentIdFault } from './resident-id.ts'
import type { Sex } from './roster.ts'

/** What the roster says of a person, as far as eligibility goes; `birth` is `YYYY-MM-DD`. */
export interface EligibilityPerson {
  sex: Sex
  birth: string
  residentId: string
}

/**
 * A mismatch seen at the desk (规则 §3). With `secondPerson` a second person has to accept it before the candidate
 * goes in; it never bars by itself. A residence permit is only worth saying.
 */
export type EligibilityWarning =
  | { reason: 'post_unknown'; secondPerson: true }
  | { reason: 'sex_not_for_post'; secondPerson: true; post: Sex; roster: Sex }
  | { reason: 'born_before_window' | 'born_after_window'; secondPerson: true; limit: string; birth: string }
  | { reason: 'id_fault'; secondPerson: true; fault: ResidentIdFault }
  | { reason: 'id_birth_differs'; secondPerson: true; id: string; roster: string }
  | { reason: 'id_sex_differs'; secondPerson: true; id: Sex; roster: Sex }
  | { reason: 'nationality_required'; secondPerson: true }
  | { reason: 'residence_permit'; secondPerson: false }

/** Every mismatch of a candidate, post first, then the id's own checks, then the id against the roster; empty is clean. */
export function eligibilityWarnings(post: Post | null, person: EligibilityPerson): EligibilityWarning[] {
  return [...postWarnings(post, person), ...idWarnings(person)]
}

function postWarnings(post: Post | null, person: EligibilityPerson): EligibilityWarning[] {
  if (post === null) return [{ reason: 'post_unknown', secondPerson: true }]
  const warnings: EligibilityWarning[] = []
  if (post.sex !== 'any' && post.sex !== person.sex) {
    warnings.push({ reason: 'sex_not_for_post', secondPerson: true, post: post.sex, roster: person.sex })
  }
  if (post.birth === null) return warnings
  const { from, to } = post.birth
  // Only as much of the birth date is compared as the limit states, so a month includes all of its days at both ends.
  if (person.birth.slice(0, from.length) < from) {
    warnings.push({ reason: 'born_before_window', secondPerson: true, limit: from, birth: person.birth })
  }
  if (person.birth.slice(0, to.length) > to) {
    warnings.push({ reason: 'born_after_window', secondPerson: true, limit: to, birth: person.birth })
  }
  return warnings
}

function idWarnings(person: EligibilityPerson): EligibilityWarning[] {
  const id = readResidentId(person.residentId)
  if (!id.valid) return [{ reason: 'id_fault', secondPerson: true, fault: id.reason }]
  const warnings: EligibilityWarning[] = []
  if (id.kind === 'foreigner') warnings.push({ reason: 'nationality_required', secondPerson: true })
  if (id.kind === 'residencePermit') warnings.push({ reason: 'residence_permit', secondPerson: false })
  if (id.birth !== person.birth) {
    warnings.push({ reason: 'id_birth_differs', secondPerson: true, id: id.birth, roster: person.birth })
  }
  if (id.sex !== person.sex)
    warnings.push({ reason: 'id_sex_differs', secondPerson: true, id: id.sex, roster: person.sex })
  return warnings
}
