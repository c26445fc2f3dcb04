import { expect, test } from 'vitest'
import { factHash, NO_HASH, parseFact, publicKeyOf, verifyHash } from '../../db/envelope.ts'
import { countFacts, factById, facts, heads } from '../../db/ledger.ts'
import { openInMemory } from '../../db/open.ts'
import { candidateRecord } from '../../db/candidate-record.ts'
import { attempt, testLedger, testStation } from './arbitrary-facts.ts'

test('facts of a stream are numbered, chained and signed, and their bytes are what is signed', () => {
  const db = openInMemory()
  const station = testStation()
  const ledger = testLedger(db, station)
  for (let n = 1; n <= 5; n += 1) ledger.append(attempt(n))
  const stored = facts(db, { station: station.id, after: 0, limit: 10 })
  expect(stored.map((entry) => entry.fact.seq)).toEqual([1, 2, 3, 4, 5])
  let prev: Buffer = NO_HASH
  for (const entry of stored) {
    expect(entry.fact.prev).toBe(prev.toString('hex'))
    expect(entry.hash).toEqual(factHash(prev, entry.bytes))
    expect(verifyHash(entry.hash, entry.sig, publicKeyOf(station.publicKey))).toBe(true)
    expect(parseFact(entry.bytes)).toEqual({ known: entry.fact })
    prev = entry.hash
  }
  expect(heads(db)).toEqual([{ station: station.id, seq: 5, hash: prev.toString('hex') }])
  expect(factById(db, `${station.id}/3`)?.fact.seq).toBe(3)
})

test('a command sent twice appends once and answers the same fact', () => {
  const db = openInMemory()
  const ledger = testLedger(db, testStation())
  const first = ledger.append(attempt(1))
  const again = ledger.append(attempt(1))
  expect(first).toMatchObject({ ok: true, repeated: false })
  expect(again).toMatchObject({ ok: true, repeated: true })
  expect(first.ok && again.ok && again.id === first.id).toBe(true)
  expect(countFacts(db)).toBe(1)
})

test('a command id used for something else is refused and appends nothing', () => {
  const db = openInMemory()
  const ledger = testLedger(db, testStation())
  ledger.append(attempt(1))
  expect(ledger.append(attempt(1, { item: 'run' }))).toEqual({ ok: false, refused: { reason: 'command_reused' } })
  expect(ledger.appendAll([attempt(2), attempt(1, { item: 'run' })])).toMatchObject({ ok: false })
  expect(countFacts(db)).toBe(1)
})

test('several facts of one command are recorded together and repeat together', () => {
  const db = openInMemory()
  const ledger = testLedger(db, testStation())
  const drafts = [attempt(1), attempt(1, { item: 'run' })]
  const first = ledger.appendAll(drafts)
  const again = ledger.appendAll(drafts)
  expect(Array.isArray(first) && Array.isArray(again) && again.every((each, at) => each.repeated && each.id === first[at]?.id)).toBe(true)
  expect(ledger.appendAll(drafts.slice(0, 1))).toMatchObject({ ok: false })
  expect(countFacts(db)).toBe(2)
})

test('a body that is not of its type is a bug, thrown, and nothing of the batch is kept', () => {
  const db = openInMemory()
  const ledger = testLedger(db, testStation())
  const wrong = attempt(2)
  Object.assign(wrong.body, { lot: 'not a lot' })
  expect(() => ledger.appendAll([attempt(1), wrong])).toThrow()
  expect(countFacts(db)).toBe(0)
  expect(candidateRecord(db, 's-am', 'c1').attempts).toEqual([])
})

test('nothing in the ledger or its projections can be updated, deleted or replaced', () => {
  const db = openInMemory()
  const ledger = testLedger(db, testStation())
  ledger.append(attempt(1))
  const tries = [
    "UPDATE fact SET bytes = x'00'", 'DELETE FROM fact', 'UPDATE station SET id = id', 'DELETE FROM station', 'DELETE FROM command',
    "UPDATE attempt SET item = 'run'", 'DELETE FROM attempt',
    'INSERT OR REPLACE INTO fact SELECT n, bytes, hash, sig FROM fact', 'INSERT OR REPLACE INTO attempt SELECT * FROM attempt',
  ]
  for (const sql of tries) expect(() => db.raw.exec(sql), sql).toThrow(/append-only|FOREIGN KEY/)
  expect(countFacts(db)).toBe(1)
})

test('a correction counts in the place of what it corrects, and a correction of that in its place', () => {
  const db = openInMemory()
  const ledger = testLedger(db, testStation())
  const id = (n: number) => `${ledger.station}/${String(n)}`
  ledger.append(attempt(1, { outcome: { kind: 'reading', reading: '13.50' } }))
  ledger.append(attempt(2, { outcome: { kind: 'reading', reading: '13.00' } }))
  const correct = (n: number, replaces: string, reading: string | null) => ledger.append({
    type: 'fitness.corrected', by: 'judge', cmd: attempt(n).cmd,
    body: {
      session: 's-am', candidate: 'c1', lot: 'A001', item: 'shuttle', replaces, reason: 'misread', afterSignOff: false,
      outcome: reading === null ? null : { kind: 'reading', reading },
    },
  })
  correct(3, id(1), '13.40')
  correct(4, id(3), '13.30')
  const read = () => candidateRecord(db, 's-am', 'c1').attempts.map(({ fact, root, outcome }) => [fact, root, outcome.kind === 'reading' ? outcome.reading : ''])
  expect(read()).toEqual([[id(4), id(1), '13.30'], [id(2), id(2), '13.00']])
  correct(5, id(2), null)
  expect(read()).toEqual([[id(4), id(1), '13.30']])
})
