import { ORPCError } from '@orpc/server'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { MethodName } from '../shared/api.ts'
import { permissions } from '../shared/permissions.ts'
import type { Inside } from './inside.ts'
import type { RunningVenue } from './running-venue.ts'
import type { SignedIn } from './tokens.ts'
import type { Caller } from './use-cases.ts'

/** What the gate found out about a call before its input was looked at. */
export interface Admitted {
  readonly method: MethodName
  /** Null for a method that anyone may call, when nobody is signed in. */
  readonly caller: Caller | null
  readonly signedIn: SignedIn | null
}

/** Methods a locked person may still call: what opens the lock or leaves. */
const whileLocked: ReadonlySet<MethodName> = new Set<MethodName>([
  'operators.unlock',
  'operators.lock',
  'operators.signOut',
])

/** Before a venue exists only these answer. */
const withoutVenue: ReadonlySet<MethodName> = new Set<MethodName>([
  'venue.state',
  'venue.rehearsals',
  'venue.openRehearsal',
  'venue.previewPackage',
  'venue.openPackage',
  'venue.restoreFromHq',
  'venue.packs',
  'venue.packText',
  'venue.checkPack',
  'venue.previewSheet',
  'venue.openSheet',
  'operators.names',
])

/** What an erased venue still answers: its ledger and its way to HQ, no people. */
const whenErased: ReadonlySet<MethodName> = new Set<MethodName>([
  'venue.state', 'live.changes', 'operators.names', 'operators.signIn', 'operators.unlock', 'operators.lock', 'operators.signOut', 'operators.me',
  'operators.list', 'sessions.list', 'system.verify', 'system.status', 'system.backup', 'system.backups', 'system.nameStation', 'sync.state', 'sync.tryNow', 'sync.setAddress', 'sync.enrol', 'sync.importReceipt',
  'sync.exportStick', 'sync.stickFiles', 'sync.download', 'sync.atHq',
])

/** Why the gate said no; `data.reason` of the error, stable for outside callers. */
export type GateReason = 'not_signed_in' | 'locked' | 'not_allowed' | 'unknown_method' | 'venue_missing' | 'venue_erased'

function stop(
  code: 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND' | 'PRECONDITION_FAILED',
  reason: GateReason,
  message: string,
): never {
  throw new ORPCError(code, { message, data: { reason } })
}

function isMethod(method: string): method is MethodName {
  return Object.hasOwn(permissions, method)
}

/**
 * The first half of the gate: token → operator → table of rights, before anything of the input is read. Denies by
 * default. Throws `ORPCError` (UNAUTHORIZED, FORBIDDEN, NOT_FOUND, PRECONDITION_FAILED) with `data: { reason }`.
 */
export function admit(inside: Inside, method: string, headers: Headers): Admitted {
  if (!isMethod(method)) return stop('NOT_FOUND', 'unknown_method', 'no such method')
  const venue = inside.venue
  if (venue === null) {
    if (!withoutVenue.has(method))
      stop('PRECONDITION_FAILED', 'venue_missing', '还没有开设考点 no venue has been opened yet')
    return { method, caller: null, signedIn: null }
  }
  if (venue.erased() && !whenErased.has(method))
    stop('PRECONDITION_FAILED', 'venue_erased', '个人信息已按总部指令清除 personal data were erased on the order of HQ')
  const permission = permissions[method]
  const found = venue.tokens.find(bearer(headers), headers.get('kaodian-quiet') !== '1')
  if (permission === 'anyone') return { method, caller: null, signedIn: null }
  if (found === null) return stop('UNAUTHORIZED', 'not_signed_in', '请先登录 sign in first')
  if (found.locked && !whileLocked.has(method))
    return stop('UNAUTHORIZED', 'locked', '已锁定，请输入 PIN locked: enter the PIN')
  const operator = venue.operator(found.signedIn.operator)
  if (operator?.active !== true) {
    venue.tokens.endAll(found.signedIn.operator)
    return stop('UNAUTHORIZED', 'not_signed_in', '账号已停用 the account is no longer active')
  }
  const caller: Caller = { operator: operator.operator, name: operator.name, roles: operator.roles }
  if (permission !== 'signed_in' && !permission.some((role) => operator.roles.includes(role))) {
    venue.noteRefused(caller, method)
    return stop('FORBIDDEN', 'not_allowed', '您的角色不能做这一步 your role may not do this')
  }
  return { method, caller, signedIn: found.signedIn }
}

/**
 * The second half, after the input was read: checks the second person's PIN where the input brings one (another active
 * account, never one's own; a wrong PIN counts) and adds that person to the caller.
 */
export async function withSecond(venue: RunningVenue, caller: Caller, input: unknown): Promise<Caller | Refused> {
  const second = secondOf(input)
  if (second === undefined) return caller
  if (second.operator === caller.operator) return refuse('second_person_same')
  const operator = venue.operator(second.operator)
  if (operator === null) return refuse('operator_unknown')
  if (!operator.active) return refuse('operator_inactive')
  if (!venue.pins.has(second.operator)) return refuse('pin_not_set')
  const checked = await venue.pins.check(second.operator, second.pin)
  switch (checked.result) {
    case 'right':
      return { ...caller, second: { operator: operator.operator, roles: operator.roles } }
    case 'wrong':
      venue.noteWrongPin(second.operator, 'wrong_pin')
      return refuse('second_person_wrong_pin', { left: String(checked.left) })
    case 'locked':
      venue.noteWrongPin(second.operator, 'locked')
      return refuse('second_person_locked', {
        until: checked.until === null ? 'chief' : String(venue.clock.now() + checked.until),
      })
  }
}

function secondOf(input: unknown): { operator: string; pin: string } | undefined {
  if (typeof input !== 'object' || input === null || !('second' in input)) return undefined
  // the schema has read it already; undefined is how an absent second person looks
  return input.second as { operator: string; pin: string } | undefined
}

/** The token of an `Authorization: Bearer …` header, or empty text. */
export function bearer(headers: Headers): string {
  return /^Bearer ([A-Za-z0-9_-]{20,100})$/i.exec(headers.get('authorization') ?? '')?.[1] ?? ''
}
