import { refuse, type Refused } from '../shared/api/answer.ts'
import type { Operator } from '../shared/api/operators.ts'
import type { OperatorRecord } from '../db/operators.ts'
import type { RunningVenue } from './running-venue.ts'
import type { SignedIn } from './tokens.ts'

export type SignInAnswer = { ok: true; token: string; me: Operator } | Refused

/**
 * A named person with a PIN gets a token. Refused: 'operator_unknown', 'operator_inactive', 'wrong_pin' (detail.left),
 * 'pin_locked' (detail.until: ms on the venue's clock, or 'chief'), 'pin_not_set' (the package named the account, the chief has to arm it). Each sign-in and each refusal is a fact.
 */
export async function signIn(venue: RunningVenue, id: string, pin: string): Promise<SignInAnswer> {
  const checked = await checkPin(venue, id, pin)
  if (!checked.ok) return checked
  const written = noteSignedIn(venue, id)
  if (!written.ok) return written
  return { ok: true, token: venue.tokens.make(id), me: checked.me }
}

/** The same person's PIN opens a locked token again. */
export async function unlock(
  venue: RunningVenue,
  signedIn: SignedIn,
  pin: string,
): Promise<{ ok: true; me: Operator } | Refused> {
  const checked = await checkPin(venue, signedIn.operator, pin)
  if (!checked.ok) return checked
  if (signedIn.locked) {
    const written = noteSignedIn(venue, signedIn.operator)
    if (!written.ok) return written
  }
  venue.tokens.unlock(signedIn)
  return checked
}

/** An account as the contract shows it. */
export function accountOf({ operator, name, roles, active }: OperatorRecord): Operator {
  return { operator, name, roles: [...roles], active }
}

function noteSignedIn(venue: RunningVenue, operator: string): { ok: true } | Refused {
  return venue.record({ operator, name: '', roles: [] }, 'operator.signed_in', { operator }, venue.newCommand())
}

async function checkPin(venue: RunningVenue, id: string, pin: string): Promise<{ ok: true; me: Operator } | Refused> {
  const me = venue.operator(id)
  if (me === null) return refuse('operator_unknown')
  if (!me.active) {
    venue.noteWrongPin(id, 'inactive')
    return refuse('operator_inactive')
  }
  if (!venue.pins.has(id)) return refuse('pin_not_set')
  const checked = await venue.pins.check(id, pin)
  switch (checked.result) {
    case 'right':
      return { ok: true, me: accountOf(me) }
    case 'wrong':
      venue.noteWrongPin(id, 'wrong_pin')
      return refuse('wrong_pin', { left: String(checked.left) })
    case 'locked':
      venue.noteWrongPin(id, 'locked')
      return refuse('pin_locked', {
        until: checked.until === null ? 'chief' : String(Math.round(venue.clock.now() + checked.until)),
      })
  }
}
