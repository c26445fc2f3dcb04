import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import type { HqRole } from '../../shared/hq/roles.ts'
import type { HqCaller } from '../use-cases.ts'

/** What takes two people: refused without a second account (second_needed) or with one that holds none of these roles (second_role). */
export function lacksSecond(caller: HqCaller, roles: readonly HqRole[]): HqRefused | null {
  if (caller.second === undefined) return hqRefuse('second_needed')
  return caller.second.roles.some((role) => roles.includes(role)) ? null : hqRefuse('second_role')
}
