import { refuse, type Refused } from '../shared/api/answer.ts'
import type { Role } from '../shared/facts.ts'
import type { SignatureRole } from '../shared/interview.ts'
import { secondRoles } from '../shared/second-roles.ts'
import { boardOf } from './board.ts'
import { forSheets } from './interview-marking.ts'
import type { Located } from './interview-view.ts'
import type { OpenVenue } from './open-venue.ts'
import { alike, heldBy } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import type { Caller, Input, Output } from './use-cases.ts'

/** One of the three signatures under a score (规则 §8), by the person signed in or by the one who typed a PIN in place. */
export function signScore(venue: OpenVenue, caller: Caller, input: Input<'interview', 'sign'>): Output<'interview', 'sign'> {
  const signer = caller.second ?? caller
  const held = heldBy(venue, input.cmd, ['interview.signed'], (body) =>
    body.session === input.session && body.candidate === input.candidate && body.stage === input.stage && body.role === input.role &&
    body.score === input.score && body.operator === signer.operator)
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const at = forSheets(venue, input)
  if (!at.ok) return at
  const changed = scoreRefused(at, input.score)
  if (changed !== null) return changed
  const { scored } = at
  const already = scored.signatures.find((signature) => signature.role === input.role)
  if (already !== undefined) return refuse('signed_already', { by: boardOf(venue).nameOf(already.operator) })
  const unfit = signerRefused(at, input.role, signer)
  if (unfit !== null) return unfit
  return venue.record(caller, 'interview.signed', {
    session: at.session.id, candidate: at.standing.candidate, lot: at.lot, stage: scored.stage, role: input.role, operator: signer.operator,
    score: input.score, sheets: [...scored.sheets],
  }, input.cmd)
}

/** Why nothing can be put under this score: no marks, two that differ, not checked, or a score that is another by now. */
function scoreRefused({ scored }: Located, score: string): Refused | null {
  if (scored.score === null) {
    if (scored.mismatches.length > 0) return refuse('marks_differ', { count: String(scored.mismatches.length) })
    return refuse(scored.entries.length === 0 ? 'marks_missing' : 'not_agreed')
  }
  return scored.score === score ? null : refuse('score_changed', { score: scored.score })
}

/**
 * Recorder and verifier are the two who read the sheets (or read and checked them), the supervisor somebody else. Under
 * a ruling there may be no sheets: then anybody of the room may be either.
 */
function signerRefused({ scored }: Located, role: SignatureRole, signer: { operator: string; roles: readonly Role[] }): Refused | null {
  if (scored.signatures.some((signature) => signature.operator === signer.operator)) return refuse('not_three_people', { role })
  const readers = [...scored.entries.map((entry) => entry.operator), ...(scored.checked === null ? [] : [scored.checked.operator])]
  const allowed: readonly Role[] = role === 'supervisor' ? secondRoles.witness : secondRoles.marking
  if (!signer.roles.some((each) => allowed.includes(each))) return refuse('second_person_role', { roles: allowed.join(',') })
  if (scored.ruling !== null) return null
  return readers.includes(signer.operator) === (role === 'supervisor') ? refuse('not_three_people', { role }) : null
}

/** The candidate signs for the score; with that the stage is over. A refusal is witnessed (规则 §7, §8). */
export function signSlip(venue: OpenVenue, caller: Caller, input: Input<'interview', 'slip'>): Output<'interview', 'slip'> {
  const held = heldBy(venue, input.cmd, ['interview.slip'], (body) =>
    body.session === input.session && body.candidate === input.candidate && body.stage === input.stage && body.score === input.score &&
    alike(body.acknowledgement, input.acknowledgement))
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const at = forSheets(venue, input)
  if (!at.ok) return at
  const { scored } = at
  if (scored.inside) return refuse('still_inside')
  const changed = scoreRefused(at, input.score)
  if (changed !== null) return changed
  if (scored.slip !== null) return refuse('signed_already', { by: boardOf(venue).nameOf(scored.slip.by) })
  if (scored.verdict === 'open') return refuse('not_signed')
  const alone = input.acknowledgement.kind === 'refused' ? lacksSecond(caller, 'witness') : null
  if (alone !== null) return alone
  return venue.record(caller, 'interview.slip', {
    session: at.session.id, candidate: at.standing.candidate, lot: at.lot, stage: scored.stage, score: input.score, acknowledgement: input.acknowledgement,
  }, input.cmd)
}
