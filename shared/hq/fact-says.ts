const named = ['lot', 'item', 'attempt', 'result', 'outcome', 'stage', 'room', 'marks', 'score', 'verdict', 'ruling', 'kind', 'effect', 'reason', 'why', 'desk', 'tag'] as const

/** What a fact says, in one line, as far as its fields speak for themselves: readings, results, lots, rooms, marks, reasons. */
export function factSays(body: object): string {
  const fields = body as Partial<Record<(typeof named)[number], unknown>>
  return named.flatMap((name) => {
    const text = shown(fields[name])
    return text === '' ? [] : [text]
  }).join(' · ')
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(shown).filter(Boolean).join(' ')
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value).map(shown).filter(Boolean).join(' ')
}
