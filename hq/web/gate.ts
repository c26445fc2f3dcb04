import { ORPCError } from '@orpc/server'
import { hqRefuse, HqSecond, type HqRefused } from '../../shared/hq/answer.ts'
import type { HqMethodName } from '../../shared/hq/api.ts'
import { hqPermissions } from '../../shared/hq/permissions.ts'
import type { Inside } from '../inside.ts'
import { accountTyped, noteRefused, prove } from '../accounts/credentials.ts'
import { findLogin, stepOf } from '../accounts/logins.ts'
import type { HqCaller } from '../use-cases.ts'

/** What the gate found out about a call before its input was looked at. */
export interface Admitted {
  readonly method: HqMethodName
  readonly caller: HqCaller
}

/** Why the gate said no; `data.reason` of the error, stable for outside callers. */
export type HqGateReason = 'not_signed_in' | 'not_allowed' | 'unknown_method'

function stop(code: 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND', reason: HqGateReason, message: string): never {
  throw new ORPCError(code, { message, data: { reason } })
}

/** What may be called while a sign-in is not over, by what it still needs: first a password of one's own, then a code device. */
const whileSigningIn: Readonly<Record<Exclude<HqCaller['step'], 'in'>, ReadonlySet<HqMethodName>>> = {
  password: new Set<HqMethodName>(['accounts.me', 'accounts.signOut', 'accounts.setPassword']),
  totp: new Set<HqMethodName>(['accounts.me', 'accounts.signOut', 'accounts.newTotp', 'accounts.confirmTotp', 'accounts.setPassword']),
}

/** Whoever calls a method that anyone may call without being signed in. */
export const nobody = (from: string): HqCaller => ({ account: 'nobody', name: '', roles: [], step: 'in', login: '', from })

/**
 * The first half of the gate: token → account → table of rights, before anything of the input is read. Denies by
 * default. Throws `ORPCError` (UNAUTHORIZED, FORBIDDEN, NOT_FOUND) with `data: { reason }`.
 */
export async function admit(inside: Inside, method: string, headers: Headers, from: string): Promise<Admitted> {
  if (!isMethod(method)) return stop('NOT_FOUND', 'unknown_method', 'no such method')
  const right = hqPermissions[method]
  if (right === 'anyone') return { method, caller: nobody(from) }
  const found = await findLogin(inside, bearer(headers), headers.get('kaodian-quiet') !== '1')
  if (found === null) return stop('UNAUTHORIZED', 'not_signed_in', '请先登录 sign in first')
  const caller: HqCaller = { ...found, from }
  if (caller.step !== 'in' && !whileSigningIn[caller.step].has(method)) return stop('UNAUTHORIZED', 'not_signed_in', '登录尚未完成 the sign-in is not over')
  if (right !== 'signed_in' && !right.some((role) => caller.roles.includes(role))) {
    await noteRefused(inside, caller.account, 'not_allowed', method)
    return stop('FORBIDDEN', 'not_allowed', '您的角色不能做这一步 your role may not do this')
  }
  return { method, caller }
}

function isMethod(method: string): method is HqMethodName {
  return Object.hasOwn(hqPermissions, method)
}

/**
 * The second half, after the input was read: where the input brings a `second`, another active account whose password
 * and code are right, that person is added to the caller. Whether one is needed, and with which role, the use-case says.
 */
export async function withSecond(inside: Inside, caller: HqCaller, input: unknown): Promise<HqCaller | HqRefused> {
  const second = secondOf(input)
  if (second === undefined) return caller
  if (accountTyped(second.account) === caller.account) return hqRefuse('second_same')
  const proven = await prove(inside, second, caller.from)
  // a password that somebody else set, or no code device yet: whoever made the account could be both people
  if (!('ok' in proven) && stepOf(proven) !== 'in') return hqRefuse('second_wrong')
  if (!('ok' in proven) && proven.id === caller.account) return hqRefuse('second_same')
  if (!('ok' in proven)) return { ...caller, second: { account: proven.id, roles: proven.roles } }
  return proven.refused.reason === 'signin_wrong' || proven.refused.reason === 'totp_wrong' ? hqRefuse('second_wrong') : proven
}

function secondOf(input: unknown): HqSecond | undefined {
  if (typeof input !== 'object' || input === null || !('second' in input) || input.second === undefined || input.second === null) return undefined
  // the method's own schema has read it already
  return HqSecond.parse(input.second)
}

/** The token of an `Authorization: Bearer …` header, or empty text. */
function bearer(headers: Headers): string {
  return /^Bearer ([A-Za-z0-9_-]{20,100})$/i.exec(headers.get('authorization') ?? '')?.[1] ?? ''
}
