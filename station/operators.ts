import { createHash } from 'node:crypto'
import { refuse } from '../shared/api/answer.ts'
import type { Role } from '../shared/facts.ts'
import { pinWeakness } from './pin-strength.ts'
import { pinCost, type PinCost } from './pins.ts'
import type { RunningVenue } from './running-venue.ts'
import { accountOf, signIn, unlock } from './sign-in.ts'
import { alike, plainName } from './repeat.ts'
import { signedInCall, type StationMethods } from './station-methods.ts'

/** Stands for "until the chief sets a new PIN" where a time is asked for: 9999-12-31. */
const untilTheChief = 253_402_214_400_000

const costOf = (venue: RunningVenue): PinCost => (venue.mode === 'rehearsal' ? pinCost.practice : pinCost.live)

/** Whether somebody else would still be an active chief. */
function chiefRemains(venue: RunningVenue, without: string): boolean {
  return venue.operators().some((each) => each.operator !== without && each.active && each.roles.includes('chief') && venue.pins.has(each.operator))
}

/** Two names nobody can tell apart on a screen, such as one with a blank or a wide letter in it: they would make one person look like two. */
const readsAlike = (one: string, other: string): boolean => plainName(one) === plainName(other)

const distinct = (roles: readonly Role[]): Role[] => [...new Set(roles)]

/** Named accounts with a PIN; what each may do stands in `shared/permissions.ts`. */
export const operatorMethods: StationMethods<'operators'> = {
  names: ({ venue }) => {
    if (venue === null) return []
    return venue
      .operators()
      .filter((each) => each.active)
      .map(({ operator, name, roles }) => {
        const wait = venue.pins.waiting(operator)
        const lockedUntil = wait === 0 ? null : wait === null ? untilTheChief : Math.round(venue.clock.now() + wait)
        return { operator, name, roles, lockedUntil }
      })
  },
  signIn: ({ venue }, { operator, pin }) => (venue === null ? refuse('venue_missing') : signIn(venue, operator, pin)),
  unlock: (call, { pin }) => {
    const { venue, signedIn } = signedInCall(call)
    return unlock(venue, signedIn, pin)
  },
  lock: (call) => {
    const { venue, signedIn } = signedInCall(call)
    venue.tokens.lock(signedIn)
    return { ok: true }
  },
  signOut: (call) => {
    const { venue, signedIn } = signedInCall(call)
    venue.tokens.end(signedIn, 'left')
    return { ok: true }
  },
  me: (call) => {
    const { venue, caller } = signedInCall(call)
    return accountOf(venue.operator(caller.operator)!)
  },
  list: (call) => {
    const { venue } = signedInCall(call)
    return venue.operators().map((each) => ({ ...accountOf(each), armed: venue.pins.has(each.operator) }))
  },
  add: async (call, { cmd, name, roles, pin }) => {
    const { venue, caller } = signedInCall(call)
    const held = venue.ledger.heldByCommand(cmd)[0]
    if (held !== undefined)
      return held.type === 'operator.added' && held.body.name === name && alike(distinct(roles), held.body.roles)
        ? { ok: true, operator: held.body.operator }
        : refuse('command_reused')
    const weak = pinWeakness(pin)
    if (weak !== null) return refuse('pin_weak', { why: weak })
    // from the command, so that a double click names one account and not two
    const operator = `op-${createHash('sha256').update(cmd).digest('hex').slice(0, 12)}`
    const entry = await venue.pins.make(pin, costOf(venue))
    if (venue.operators().some((each) => readsAlike(each.name, name) && each.operator !== operator))
      return refuse('operator_exists', { name })
    const done = venue.recordWithPin(caller, 'operator.added', { operator, name, roles: distinct(roles) }, cmd, entry)
    return done.ok ? { ok: true, operator } : done
  },
  change: (call, { cmd, operator, name, roles, active }) => {
    const { venue, caller } = signedInCall(call)
    if (venue.operator(operator) === null) return refuse('operator_unknown')
    if (venue.operators().some((each) => readsAlike(each.name, name) && each.operator !== operator))
      return refuse('operator_exists', { name })
    const staysChief = active && roles.includes('chief')
    if (!staysChief && venue.operator(operator)?.roles.includes('chief') === true && !chiefRemains(venue, operator))
      return refuse('last_chief')
    const done = venue.record(caller, 'operator.changed', { operator, name, roles: distinct(roles), active }, cmd)
    if (done.ok && !active) venue.tokens.endAll(operator)
    return done
  },
  setPin: async (call, { cmd, operator, pin, oldPin }) => {
    const { venue, caller } = signedInCall(call)
    if (venue.ledger.heldByCommand(cmd).length > 0) return venue.record(caller, 'operator.pin_set', { operator }, cmd)
    if (venue.operator(operator) === null) return refuse('operator_unknown')
    if (operator === caller.operator) {
      const checked = await venue.pins.check(operator, oldPin ?? '')
      if (checked.result === 'locked')
        return refuse('pin_locked', {
          until: checked.until === null ? 'chief' : String(Math.round(venue.clock.now() + checked.until)),
        })
      if (checked.result === 'wrong') {
        venue.noteWrongPin(operator, 'wrong_pin')
        return refuse('wrong_pin', { left: String(checked.left) })
      }
    } else if (!caller.roles.includes('chief')) {
      return refuse('second_person_role')
    }
    const weak = pinWeakness(pin)
    if (weak !== null) return refuse('pin_weak', { why: weak })
    const entry = await venue.pins.make(pin, costOf(venue))
    const done = venue.recordWithPin(caller, 'operator.pin_set', { operator }, cmd, entry)
    if (!done.ok) return done
    // whoever signed in with the old PIN signs in again with the new one
    if (operator !== caller.operator) venue.tokens.endAll(operator)
    return done
  },
  checkSecond: (call) => {
    const { venue, caller } = signedInCall(call)
    // the gate has checked the PIN; what arrives here is right
    return { ok: true, name: venue.operator(caller.second?.operator ?? '')?.name ?? '' }
  },
}
