import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import type { HqCaller } from '../use-cases.ts'

/** What must be decided by two: refused without a second account (second_needed) or with one that does not decide (second_role). */
export function lacksSecondDecider(caller: HqCaller): HqRefused | null {
  if (caller.second === undefined) return hqRefuse('second_needed')
  return caller.second.roles.includes('decider') ? null : hqRefuse('second_role')
}
