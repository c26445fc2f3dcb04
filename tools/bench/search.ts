import { openInMemory } from '../../db/open.ts'
import { buildSearchIndex } from '../../db/search.ts'
import { madeQueries, makeScanTable, scanFor } from './like-scan.ts'
import { dice, madeRoster } from './made-roster.ts'
import { rounds, type BenchResult } from './rounds.ts'

const CANDIDATES = 50_000

/** p99 of a keystroke in the index against p99 of a LIKE scan of the same rows; equal answers first. */
export function benchSearch(): BenchResult[] {
  const roster = madeRoster(CANDIDATES, 11)
  const lots = new Map(roster.slice(0, 4000).map((candidate, at) => [`${'ABCDE'[Math.floor(at / 999)] ?? 'E'}${String((at % 999) + 1).padStart(3, '0')}`, candidate.id]))
  const before = process.memoryUsage.rss()
  const started = performance.now()
  const index = buildSearchIndex(roster)
  for (const [lot, candidate] of lots) index.setLot(lot, candidate)
  const built = performance.now() - started
  const memory = (process.memoryUsage.rss() - before) / 2 ** 20
  const db = openInMemory()
  try {
    makeScanTable(db, roster, lots)
    const queries = madeQueries(roster, lots, 450, dice(5))
    let misses = 0
    for (const query of queries) {
      const [fast, slow] = [index.search(query, 20), scanFor(db, query, 20)]
      if (fast.total !== slow.total || fast.candidates.join() !== slow.candidates.join()) misses += 1
    }
    const p99 = (work: (query: string) => unknown, repeat: number): number => {
      const times: number[] = []
      for (let turn = 0; turn < repeat; turn += 1) {
        for (const query of queries) {
          const from = performance.now()
          work(query)
          times.push(performance.now() - from)
        }
      }
      return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!
    }
    p99((query) => index.search(query, 20), 5)
    const measured = rounds(3, { scan: () => p99((query) => scanFor(db, query, 20), 1), index: () => p99((query) => index.search(query, 20), 10) })
    return [{
      name: `查找 search, ${String(CANDIDATES)} candidates, p99 (scan ÷ index)`, ratios: measured.map(({ scan, index: own }) => scan / own),
      target: { atLeast: 1000 }, equal: misses === 0,
      note: `index p99 ${(1000 * Math.min(...measured.map((round) => round.index))).toFixed(1)} µs, misses ${String(misses)} of ${String(queries.length)}, built in ${built.toFixed(0)} ms, about ${memory.toFixed(0)} MB`,
    }]
  } finally {
    db.close()
  }
}
