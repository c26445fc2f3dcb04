/** Lists of a session in the order screens show them; apart from the schemas, so that a screen can name them without these. */
export const listNames = [
  'all', 'due', 'in', 'late', 'absent', 'refused', 'doubt', 'passed', 'failed', 'psych_failed', 'psych_waiting', 'fitness_open', 'unsigned',
  'withdrawn', 'barred',
] as const
