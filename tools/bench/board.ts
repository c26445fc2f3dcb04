import { candidateRecord, sessionRecords } from '../../db/candidate-record.ts'
import { refill } from '../../db/refill.ts'
import { madeLedger, SESSION } from './made-ledger.ts'
import { rounds, timed, type BenchResult } from './rounds.ts'

const CANDIDATES = 20_000

/** What stands on the board at start: everybody's record in one go against one at a time; no target, the seconds are what counts. */
export function benchBoard(): BenchResult[] {
  const made = madeLedger({ facts: 120_000, candidates: CANDIDATES, signEvery: 5000 })
  try {
    refill(made.db)
    const all = sessionRecords(made.db, SESSION)
    const ids = [...all.keys()].slice(0, 500)
    const equal = ids.every((id) => JSON.stringify(candidateRecord(made.db, SESSION, id)) === JSON.stringify(all.get(id)))
    const measured = rounds(5, {
      all: () => timed(() => sessionRecords(made.db, SESSION)),
      each: () => timed(() => ids.forEach((id) => candidateRecord(made.db, SESSION, id))) * (all.size / ids.length),
    })
    return [{
      name: `总览 everybody's record, ${String(all.size)} candidates, 120000 facts (one by one ÷ in one go)`, ratios: measured.map((round) => round.each / round.all), target: null, equal,
      note: `in one go ${Math.min(...measured.map((round) => round.all)).toFixed(0)} ms; one candidate ${(1000 * Math.min(...measured.map((round) => round.each)) / all.size).toFixed(0)} µs`,
    }]
  } finally {
    made.remove()
  }
}
