import { refuse, type Refused } from '../shared/api/answer.ts'
import type { Role } from '../shared/facts.ts'
import { secondRoles } from '../shared/second-roles.ts'
import type { Caller } from './use-cases.ts'

/** Refuses when no second person stands behind the command, or one whose role does not reach; null when all is well. */
export function lacksSecond(caller: Caller, matter: keyof typeof secondRoles): Refused | null {
  const allowed: readonly Role[] = secondRoles[matter]
  if (caller.second === undefined) return refuse('second_person_needed', { roles: allowed.join(',') })
  if (caller.second.operator === caller.operator) return refuse('second_person_same')
  return caller.second.roles.some((role) => allowed.includes(role)) ? null : refuse('second_person_role', { roles: allowed.join(',') })
}
