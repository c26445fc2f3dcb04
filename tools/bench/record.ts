import { generateKeyPairSync } from 'node:crypto'
import { candidateRecord } from '../../db/candidate-record.ts'
import { countFacts, facts, openLedger } from '../../db/ledger.ts'
import { openDatabase } from '../../db/open.ts'
import { refill } from '../../db/refill.ts'
import { commandOf, draftOf, madeLedger, SESSION } from './made-ledger.ts'
import { median, rounds, type BenchResult } from './rounds.ts'

const CANDIDATES = 5000
const FACTS = 60_000
const BLOCK = 200

/** Median time of one attempt (read what decides, chain, sign, project, commit) against one bare durable insert of the same bytes. */
export function benchRecord(): BenchResult[] {
  const made = madeLedger({ facts: FACTS, candidates: CANDIDATES, signEvery: 5000 })
  const { db } = made
  const bareFile = `${made.file}.bare`
  const bare = openDatabase({ file: bareFile, key: made.key })
  try {
    refill(db)
    bare.raw.exec('CREATE TABLE bare (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT')
    const { privateKey } = generateKeyPairSync('ed25519')
    const ledger = openLedger(db, { exam: 'bench-exam', venue: 'bench-venue', signingKey: privateKey, clock: { now: Date.now, mono: () => performance.now() } })
    // Kinds 4 … 11 of the made day are attempts.
    let next = FACTS
    const attempt = () => {
      do next += 1
      while (next % 12 < 4)
      return { ...draftOf(next, CANDIDATES), cmd: commandOf(next) }
    }
    let appended = 0
    const record = (): number => {
      const draft = attempt()
      const candidate = 'candidate' in draft.body ? (draft.body.candidate ?? '') : ''
      const from = performance.now()
      candidateRecord(db, SESSION, candidate)
      ledger.append(draft)
      appended += 1
      return performance.now() - from
    }
    record()
    const bytes = facts(db, { station: ledger.station, after: 0, limit: 1 })[0]!.bytes
    let inserted = 0
    const insert = (): number => {
      const from = performance.now()
      bare.run('INSERT INTO bare (n, bytes) VALUES (?, ?)', (inserted += 1), bytes)
      return performance.now() - from
    }
    const block = (work: () => number) => () => median(Array.from({ length: BLOCK }, work))
    rounds(3, { record: block(record), bare: block(insert) })
    const measured = rounds(15, { record: block(record), bare: block(insert) })
    return [{
      name: `记录一次成绩 record an attempt, at ${String(FACTS)} facts (attempt ÷ bare durable insert)`, ratios: measured.map((round) => round.record / round.bare),
      target: { atMost: 2 }, equal: countFacts(db) === FACTS + appended,
      note: `attempt ${(1000 * median(measured.map((round) => round.record))).toFixed(0)} µs, bare ${(1000 * median(measured.map((round) => round.bare))).toFixed(0)} µs, ${String(bytes.length)} B. 1.5× would need a faster signature (Ed25519 here is a third of the work) or one signature for several facts.`,
    }]
  } finally {
    bare.close()
    made.remove()
  }
}
