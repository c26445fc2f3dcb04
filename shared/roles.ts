/** Operators' roles in the order screens list them; apart from the schemas, so that a screen can name them without these. */
export const roleNames = ['chief', 'checkin', 'lots', 'judge', 'psych', 'waiting', 'interview', 'supervisor', 'auditor'] as const
