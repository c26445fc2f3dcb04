/** Lists of a session in the order screens show them; apart from the schemas, so that a screen can name them without these. */
export const listNames = [
  'all', 'due', 'in', 'late', 'absent', 'refused', 'doubt', 'passed', 'failed', 'psych_failed', 'psych_waiting', 'fitness_open',
  'waiting', 'scoring', 'scored', 'interview_failed', 'interview_absent', 'unsigned', 'violations', 'withdrawn', 'barred',
] as const

/** Lists that make sense only where one of these stages is held; the others always do. */
const onlyWith: Partial<Record<(typeof listNames)[number], readonly string[]>> = {
  psych_failed: ['psych', 'fitness'], psych_waiting: ['psych', 'fitness'], fitness_open: ['fitness'],
  waiting: ['interview', 'professional'], scoring: ['interview', 'professional'], scored: ['interview', 'professional'],
  interview_failed: ['interview', 'professional'], interview_absent: ['interview', 'professional'],
}

/** The lists of a session that holds these stages. */
export function listsFor(stages: readonly string[]): (typeof listNames)[number][] {
  return listNames.filter((name) => onlyWith[name]?.some((stage) => stages.includes(stage)) ?? true)
}
