import { countFacts, insertProjection } from '../../db/ledger.ts'
import { projectionTables } from '../../db/projection-schema.ts'
import { digestProjections, refill } from '../../db/refill.ts'
import { readFact } from '../../db/envelope.ts'
import type { Db } from '../../db/open.ts'
import { madeLedger } from './made-ledger.ts'
import { rounds, timed, type BenchResult } from './rounds.ts'

/** Facts replayed row by row; the rate of more would be no better, only longer to wait for. */
const REPLAYED = 4000

/** Refill of all projections against a plain scan + JSON.parse and against a row-by-row replay; the same digest first. */
export function benchRefill(facts: number): BenchResult[] {
  const made = madeLedger({ facts, candidates: 5000, signEvery: 5000 })
  const { db } = made
  try {
    refill(db)
    const digest = digestProjections(db)
    let most = 0
    let seen = 0
    const parsed = (sql: string) => () => {
      seen = 0
      return timed(() => {
        for (const [bytes] of db.scan<[Buffer | string]>(sql)) if (readFact(bytes).seq > 0) seen += 1
      })
    }
    const measured = rounds(facts > 400_000 ? 3 : 5, {
      blob: parsed('SELECT bytes FROM fact ORDER BY n'),
      text: parsed('SELECT CAST(bytes AS TEXT) FROM fact ORDER BY n'),
      refill: () => {
        const took = timed(() => refill(db))
        most = Math.max(most, process.memoryUsage.rss())
        return took
      },
    })
    const equal = digestProjections(db) === digest && seen === countFacts(db)
    const refillRate = measured.map((round) => facts / (round.refill / 1000))
    const replay = replayRates(db)
    const note = `refill ${(Math.min(...measured.map((round) => round.refill)) / 1000).toFixed(1)} s, digest ${digest.slice(0, 12)}, most memory ${String(Math.round(most / 2 ** 20))} MB (limit 500)`
    const name = `汇总重算 refill ${String(facts)} facts`
    return [
      { name: `${name} (scan + JSON.parse ÷ refill)`, ratios: measured.map((round) => round.blob / round.refill), target: { atLeast: 0.6 }, equal: equal && most < 500 * 2 ** 20, note },
      { name: `${name} (the fastest scan we know, CAST to TEXT, ÷ refill)`, ratios: measured.map((round) => round.text / round.refill), target: null, equal, note: 'for comparison' },
      { name: `${name} (× row-by-row replay, each fact its own durable transaction, as it was recorded)`, ratios: refillRate.map((rate) => rate / replay.durable), target: { atLeast: 5 }, equal: equal && replay.equal, note: `${replay.durable.toFixed(0)} facts/s row by row` },
      { name: `${name} (× row-by-row replay in one transaction)`, ratios: refillRate.map((rate) => rate / replay.together), target: null, equal: equal && replay.equal, note: `${replay.together.toFixed(0)} facts/s row by row; a projection is one narrow row per fact, so little is left to save` },
    ]
  } finally {
    made.remove()
  }
}

/** Facts per second when each goes through the projector alone, with all indexes in place. */
function replayRates(db: Db): { durable: number; together: number; equal: boolean } {
  const rows = db.all<{ n: number; bytes: Buffer }>('SELECT n, bytes FROM fact ORDER BY n DESC LIMIT ?', REPLAYED)
  const from = rows.at(-1)!.n
  const before = digestProjections(db)
  const forget = () => {
    for (const table of Object.keys(projectionTables)) {
      const { sql } = db.one<{ sql: string }>('SELECT sql FROM sqlite_schema WHERE name = ?', `${table}_no_delete`)!
      db.raw.exec(`DROP TRIGGER ${table}_no_delete; DELETE FROM ${table} WHERE fact >= ${String(from)}; ${sql}`)
    }
  }
  const replay = () => {
    for (const { n, bytes } of rows) db.transaction(() => insertProjection(db, n, readFact(bytes)))
  }
  forget()
  const durable = REPLAYED / (timed(replay) / 1000)
  forget()
  const together = REPLAYED / (timed(() => db.transaction(replay)) / 1000)
  return { durable, together, equal: digestProjections(db) === before }
}
