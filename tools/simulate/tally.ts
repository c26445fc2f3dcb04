/** Counts what happened, by name; the same seed gives the same counts. */
export interface Tally {
  add: (name: string, times?: number) => void
  all: () => Record<string, number>
}

export function makeTally(): Tally {
  const counts = new Map<string, number>()
  return {
    add: (name, times = 1) => {
      counts.set(name, (counts.get(name) ?? 0) + times)
    },
    all: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}
