import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Role } from '../facts.ts'
import { answer, cmd, id, Recorded, Second } from './answer.ts'

export const Operator = z.strictObject({ operator: id, name: z.string(), roles: z.array(Role), active: z.boolean() })
export type Operator = z.infer<typeof Operator>

const pin = z.string().min(4).max(12)

export const operators = {
  /** Anyone: names for the sign-in screen and for the second person; no more than that. */
  names: oc.output(z.array(z.strictObject({ operator: id, name: z.string(), roles: z.array(Role), lockedUntil: z.number().nullable() }))),
  signIn: oc
    .input(z.strictObject({ operator: id, pin }))
    .output(answer({ token: z.string(), me: Operator })),
  /** Opens a token that idled into its lock again, with the same person's PIN. */
  unlock: oc.input(z.strictObject({ pin })).output(answer({ me: Operator })),
  lock: oc.output(z.strictObject({ ok: z.literal(true) })),
  signOut: oc.output(z.strictObject({ ok: z.literal(true) })),
  me: oc.output(Operator),
  /** `armed`: the account has a PIN; those an exam package names begin without. */
  list: oc.output(z.array(Operator.extend({ armed: z.boolean() }))),
  add: oc.input(z.strictObject({ ...cmd, name: z.string().trim().min(1).max(60), roles: z.array(Role).min(1), pin })).output(answer({ operator: id })),
  change: oc
    .input(z.strictObject({ ...cmd, operator: id, name: z.string().trim().min(1).max(60), roles: z.array(Role), active: z.boolean() }))
    .output(Recorded),
  /** One's own PIN needs the old one; another's needs the chief. */
  setPin: oc.input(z.strictObject({ ...cmd, operator: id, pin, oldPin: pin.optional() })).output(Recorded),
  /** Checks a second person's PIN before a long form is filled in; counts as a try. */
  checkSecond: oc.input(z.strictObject({ second: Second })).output(answer({ name: z.string() })),
}
