import { refuse, type Refused } from '../shared/api/answer.ts'
import type { Role } from '../shared/facts.ts'
import type { Caller } from './use-cases.ts'

/** Who may be the second person, by what is decided; the chief and the supervisor always may. */
export const secondRoles = {
  desk: ['checkin', 'chief', 'supervisor'],
  lots: ['lots', 'chief', 'supervisor'],
  psych: ['psych', 'chief', 'supervisor'],
  judging: ['judge', 'chief', 'supervisor'],
  /** A refused signature is witnessed by the supervisor (规则 §7). */
  witness: ['supervisor', 'chief'],
  closing: ['supervisor', 'chief'],
  /** Whoever saw it happen, but never the auditor, who only reads. */
  conduct: ['chief', 'supervisor', 'checkin', 'lots', 'judge', 'psych', 'interview'],
} as const satisfies Record<string, readonly Role[]>

/** Refuses when no second person stands behind the command, or one whose role does not reach; null when all is well. */
export function lacksSecond(caller: Caller, matter: keyof typeof secondRoles): Refused | null {
  const allowed: readonly Role[] = secondRoles[matter]
  if (caller.second === undefined) return refuse('second_person_needed', { roles: allowed.join(',') })
  if (caller.second.operator === caller.operator) return refuse('second_person_same')
  return caller.second.roles.some((role) => allowed.includes(role)) ? null : refuse('second_person_role', { roles: allowed.join(',') })
}
