import { oc } from '@orpc/contract'
import { z } from 'zod'
import { cmd } from '../../api/answer.ts'
import { hqAnswer, HqRecorded, HqSecond } from '../answer.ts'
import type { RightsOf } from '../rights.ts'
import { HqRole } from '../roles.ts'

/** Name of an account as it is typed: lower-case letters, digits, dot and hyphen. */
const AccountId = z.string().trim().toLowerCase().regex(/^[a-z][a-z0-9.-]{1,31}$/)
const name = z.string().trim().min(1).max(40)
const password = z.string().min(1).max(200)
const code = z.string().trim().max(8).default('')
const roles = z.array(HqRole).min(1).max(5)

/** Where somebody stands after the password was right: in, or first another password, or first a code device. */
export const SignInStep = z.enum(['in', 'password', 'totp'])
export type SignInStep = z.infer<typeof SignInStep>

/** Who sits here. `totp`: a code device is set up; `may`: names of the methods that the table of rights allows. */
export const HqMe = z.strictObject({ account: z.string(), name: z.string(), roles: z.array(HqRole), totp: z.boolean(), step: SignInStep, may: z.array(z.string()) })
export type HqMe = z.infer<typeof HqMe>

export const AccountRow = z.strictObject({
  account: z.string(), name: z.string(), roles: z.array(HqRole), active: z.boolean(), totp: z.boolean(),
  /** The password was set by somebody else and has not been changed yet. */
  fresh: z.boolean(),
  /** ms; wrong passwords or codes make it wait until then. */
  waitsUntil: z.number().nullable(),
  signedInAt: z.number().nullable(), createdAt: z.number(),
})
export type AccountRow = z.infer<typeof AccountRow>

const signedIn = { token: z.string(), me: HqMe }

export const accounts = {
  /** The first account, a 系统管理员, with the code that the program printed. Refused: setup_done, setup_code_wrong, signin_locked, password_weak. */
  setUp: oc.input(z.strictObject({ ...cmd, code: z.string().max(40), account: AccountId, name, password })).output(hqAnswer(signedIn)),
  /** Refused: signin_wrong (account or password), signin_locked, totp_needed (the password was right), totp_wrong. */
  signIn: oc.input(z.strictObject({ account: z.string().max(64), password, code })).output(hqAnswer(signedIn)),
  signOut: oc.output(z.strictObject({ ok: z.literal(true) })),
  me: oc.output(HqMe),
  /** A new secret for a code device, shown once; takes effect with its first code (`confirmTotp`). Asks for the password again once one is signed in. */
  newTotp: oc.input(z.strictObject({ password: z.string().max(200).default('') })).output(hqAnswer({ secret: z.string(), uri: z.string() })),
  /** Refused: totp_wrong. */
  confirmTotp: oc.input(z.strictObject({ ...cmd, code: z.string().trim().min(6).max(8) })).output(hqAnswer({ me: HqMe })),
  /** One's own. Refused: signin_wrong (the old one), signin_locked, password_weak. Every other window of the account is signed out. */
  setPassword: oc.input(z.strictObject({ ...cmd, old: password, password })).output(hqAnswer({ me: HqMe })),

  /** `alone`: whoever asks appoints without a second person, because nobody else could be one yet. */
  list: oc.output(z.strictObject({ accounts: z.array(AccountRow), alone: z.boolean() })),
  /** Other active accounts, for choosing a second person. */
  others: oc.output(z.strictObject({ accounts: z.array(z.strictObject({ account: z.string(), name: z.string(), roles: z.array(HqRole), totp: z.boolean() })) })),
  /** An account that decides or keeps accounts takes a second person who does. Refused: account_exists, roles_apart, password_weak, second_needed, second_role. */
  add: oc.input(z.strictObject({ ...cmd, account: AccountId, name, roles, password, second: HqSecond.optional() })).output(HqRecorded),
  /**
   * Other roles or a closed account end its windows. Giving it the power to decide or to keep accounts takes a second person
   * who has it; taking it away does not. Refused: account_unknown, roles_apart, last_admin, second_needed, second_role.
   */
  change: oc.input(z.strictObject({ ...cmd, account: AccountId, name, roles, active: z.boolean(), second: HqSecond.optional() })).output(HqRecorded),
  /**
   * A first password for somebody else, to be changed at the next sign-in; with `totp` the code device is forgotten too. Where
   * the account decides or keeps accounts, a second person who does confirms. Refused: account_unknown, password_weak,
   * second_needed, second_role, second_same (the account itself).
   */
  reset: oc.input(z.strictObject({ ...cmd, account: AccountId, password, totp: z.boolean(), second: HqSecond.optional() })).output(HqRecorded),
}

export const accountsRights: RightsOf<typeof accounts> = {
  setUp: 'anyone', signIn: 'anyone', signOut: 'signed_in', me: 'signed_in', newTotp: 'signed_in', confirmTotp: 'signed_in', setPassword: 'signed_in',
  list: ['admin', 'auditor'], others: 'signed_in', add: ['admin'], change: ['admin'], reset: ['admin'],
}
