import { refuse } from '../shared/api/answer.ts'
import type { RulePack } from '../shared/pack-schema.ts'
import { forSheets } from './interview-marking.ts'
import { endWithoutScore } from './interview-view.ts'
import type { OpenVenue } from './open-venue.ts'
import { heldBy } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import type { Caller, Input, Output } from './use-cases.ts'

/** Identity revealed, or a violation: zero or disqualified ⚙ by two people; the raw sheets stay (规则 §8). */
export function zeroByRuling(venue: OpenVenue, caller: Caller, input: Input<'interview', 'zero'>): Output<'interview', 'zero'> {
  const held = heldBy(venue, input.cmd, ['interview.zeroed'], (body) =>
    body.session === input.session && body.candidate === input.candidate && body.stage === input.stage && body.kind === input.kind &&
    body.reason === input.reason)
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const at = forSheets(venue, input)
  if (!at.ok) return at
  if (at.scored.ruling !== null) return refuse('ruled_already')
  // who left without return or did not come has an end already, and it is not a score
  if (endWithoutScore(at.standing) !== null) return refuse('interview_over')
  const alone = lacksSecond(caller, 'marking')
  if (alone !== null) return alone
  return venue.record(caller, 'interview.zeroed', {
    session: at.session.id, candidate: at.standing.candidate, lot: at.lot, stage: at.scored.stage, ruling: rulingFor(venue.pack, input.kind),
    kind: input.kind, reason: input.reason,
  }, input.cmd)
}

/** What the pack makes of an identity that was given away; the professional test follows the interview's rule. */
function rulingFor(pack: RulePack, kind: Input<'interview', 'zero'>['kind']): 'zero' | 'disqualified' {
  switch (kind) {
    case 'identity_revealed':
      return pack.interview?.identityRevealed ?? 'zero'
    case 'violation':
      return 'zero'
    default:
      return kind satisfies never
  }
}

/** A ruling that was wrong is lifted by two people; the marks then count as they were read. */
export function liftRuling(venue: OpenVenue, caller: Caller, input: Input<'interview', 'liftRuling'>): Output<'interview', 'liftRuling'> {
  const held = heldBy(venue, input.cmd, ['interview.ruling_lifted'], (body) =>
    body.session === input.session && body.candidate === input.candidate && body.stage === input.stage && body.replaces === input.replaces &&
    body.reason === input.reason)
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const at = forSheets(venue, input)
  if (!at.ok) return at
  const { ruling } = at.scored
  // A violation with the effect of zero is taken back as what it is, with the conduct of the candidate.
  if (ruling?.from !== 'ruling') return refuse('not_ruled')
  if (ruling.fact !== input.replaces) return refuse('already_replaced', { fact: input.replaces })
  const alone = lacksSecond(caller, 'marking')
  if (alone !== null) return alone
  return venue.record(caller, 'interview.ruling_lifted', {
    replaces: input.replaces, session: at.session.id, candidate: at.standing.candidate, lot: at.lot, stage: at.scored.stage, reason: input.reason,
  }, input.cmd)
}
