import type { Role } from './facts.ts'

/** Who may be the second person, by what is decided; the chief and the supervisor always may. */
export const secondRoles = {
  desk: ['checkin', 'chief', 'supervisor'],
  lots: ['lots', 'chief', 'supervisor'],
  psych: ['psych', 'chief', 'supervisor'],
  judging: ['judge', 'chief', 'supervisor'],
  /** A refused signature is witnessed by the supervisor (规则 §7). */
  witness: ['supervisor', 'chief'],
  /** The other of the two who read the panel's sheets (规则 §8). */
  marking: ['interview', 'chief', 'supervisor'],
  waiting: ['waiting', 'interview', 'chief', 'supervisor'],
  shortlist: ['chief', 'supervisor'],
  closing: ['supervisor', 'chief'],
  /** Whoever saw it happen, but never the auditor, who only reads. */
  conduct: ['chief', 'supervisor', 'checkin', 'lots', 'judge', 'psych', 'waiting', 'interview'],
} as const satisfies Record<string, readonly Role[]>
