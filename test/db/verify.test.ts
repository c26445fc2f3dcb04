import { afterAll, expect, test } from 'vitest'
import { signatureChecker } from '../../db/check-signatures.ts'
import { factHash, signHash } from '../../db/envelope.ts'
import { factNumber } from '../../db/fact-number.ts'
import { heads } from '../../db/ledger.ts'
import { openInMemory, type Db } from '../../db/open.ts'
import { receive } from '../../db/receive.ts'
import { refill } from '../../db/refill.ts'
import { registerStation } from '../../db/stations.ts'
import { verifyLedger, type Fault } from '../../db/verify.ts'
import { dice } from '../../tools/bench/made-roster.ts'
import { printedSeed, randomStream, testStation } from './arbitrary-facts.ts'

const RUNS = process.env['KAODIAN_DEEP'] === '1' ? 5000 : 600
const FACTS = 40

const checker = signatureChecker(2)
afterAll(() => checker.close())

interface Row {
  n: number
  bytes: Buffer
  hash: Buffer
  sig: Buffer
}

/** A sound ledger of two stations whose guards an attacker with the database key has put aside. */
function defenceless(seed: number) {
  const db = openInMemory()
  const stationsHere = [testStation(), testStation()].map((station) => ({ ...station, no: registerStation(db, station.publicKey) }))
  for (const [at, station] of stationsHere.entries()) receive(db, randomStream(station, FACTS, seed + at))
  for (const { name } of db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")) db.raw.exec(`DROP TRIGGER ${name}`)
  db.raw.exec('PRAGMA foreign_keys = OFF')
  return { db, stations: stationsHere }
}

const put = (db: Db, row: Row) => db.run('UPDATE fact SET bytes = ?, hash = ?, sig = ? WHERE n = ?', row.bytes, row.hash, row.sig, row.n)
const flip = (bytes: Buffer, random: () => number): Buffer => {
  const changed = Buffer.from(bytes)
  const at = Math.floor(random() * changed.length)
  changed[at]! ^= 1 << Math.floor(random() * 8)
  return changed
}

test(`every one of ${String(RUNS)} random tamperings is found, and its place is named`, async () => {
  const seed = printedSeed('tampering')
  const random = dice(seed)
  const { db, stations } = defenceless(seed)
  expect(await verifyLedger(db, { checker })).toMatchObject({ ok: true, facts: 2 * FACTS, findings: [] })
  const stranger = testStation()
  let missed = 0
  for (let run = 0; run < RUNS; run += 1) {
    const station = stations[Math.floor(random() * 2)]!
    const seq = 1 + Math.floor(random() * FACTS)
    const read = (at: number) => db.one<Row>('SELECT * FROM fact WHERE n = ?', factNumber(station.no, at))!
    const row = read(seq)
    db.raw.exec('SAVEPOINT tampering')
    let expected: { seq: number; faults: Fault[] } = { seq, faults: ['bytes_changed'] }
    switch (run % 10) {
      case 0:
      case 1:
        put(db, { ...row, bytes: flip(row.bytes, random) })
        expected.faults = ['bytes_changed', 'wrong_place']
        break
      case 2:
        put(db, { ...row, hash: flip(row.hash, random) })
        break
      case 3:
        put(db, { ...row, sig: flip(row.sig, random) })
        expected.faults = ['bad_signature']
        break
      case 4:
        db.run('DELETE FROM fact WHERE n = ?', row.n)
        expected.faults = ['missing', 'projection']
        break
      case 5: {
        const other = read((seq % FACTS) + 1)
        put(db, { ...row, n: other.n })
        put(db, { ...other, n: row.n })
        expected = { seq: Math.min(seq, (seq % FACTS) + 1), faults: ['wrong_place', 'bytes_changed'] }
        break
      }
      case 6:
        put(db, { ...row, sig: signHash(row.hash, stranger.key) })
        expected.faults = ['bad_signature']
        break
      case 7:
      case 8: {
        // The whole rest of the stream is made anew: content changed, chained again, signed with another key.
        let prev: Buffer = seq === 1 ? Buffer.alloc(32) : read(seq - 1).hash
        for (let at = seq; at <= FACTS; at += 1) {
          const old = read(at)
          const text = old.bytes.toString('utf8').replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev.toString('hex')}"`)
          const bytes = Buffer.from(at === seq ? text.replace('"mono":', '"mono":1') : text)
          const hash = factHash(prev, bytes)
          put(db, { n: old.n, bytes, hash, sig: signHash(hash, stranger.key) })
          prev = hash
        }
        expected.faults = ['bad_signature']
        if (run % 10 === 8) {
          db.run('UPDATE station SET public_key = ? WHERE no = ?', stranger.publicKey, station.no)
          expected = { seq: 0, faults: ['foreign_key'] }
        }
        break
      }
      default:
        db.run('DELETE FROM command WHERE fact = ?', row.n)
        expected.faults = ['command_index']
    }
    const report = await verifyLedger(db, { checker })
    const found = report.findings.find((finding) => finding.station === station.id)
    if (report.ok || found?.seq !== expected.seq || !expected.faults.includes(found.fault)) {
      missed += 1
      console.log(`run ${String(run)}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(report.findings)}`)
    }
    db.raw.exec('ROLLBACK TO tampering; RELEASE tampering')
  }
  expect(missed).toBe(0)
  expect(await verifyLedger(db, { checker }), 'the control: untouched again, it verifies').toMatchObject({ ok: true })
}, 600_000)

test('the quick check finds changed bytes without looking at every signature, and says which it looked at', async () => {
  const { db, stations } = defenceless(7)
  db.run("UPDATE fact SET bytes = CAST(replace(CAST(bytes AS TEXT), 'mono', 'momo') AS BLOB) WHERE n = ?", factNumber(stations[0]!.no, 9))
  expect(await verifyLedger(db, { signatures: 'last', projections: false })).toMatchObject({ ok: false, signatures: 'last', findings: [{ seq: 9, fault: 'bytes_changed' }] })
})

test('a changed, missing or added projection row is named by the fact it belongs to', async () => {
  for (const sql of ["UPDATE attempt SET item = 'other'", 'DELETE FROM attempt', "INSERT INTO stranger SELECT fact, 'x', at, \"by\", second FROM attempt"]) {
    const { db, stations } = defenceless(5)
    const { fact } = db.one<{ fact: number }>('SELECT max(fact) AS fact FROM attempt')!
    db.raw.exec(`${sql} WHERE fact = ${String(fact)}`)
    const report = await verifyLedger(db, { checker })
    const station = stations.find(({ no }) => no === Math.floor(fact / 2 ** 32))!
    expect(report.findings, sql).toEqual([{ station: station.id, seq: fact % 2 ** 32, fault: 'projection' }])
    if (!sql.startsWith('INSERT')) {
      refill(db)
      expect(await verifyLedger(db, { checker }), 'a refill mends it').toMatchObject({ ok: true })
    }
  }
})

test('facts cut off at the end leave no trace in the chain, but any head kept elsewhere finds it', async () => {
  const { db, stations } = defenceless(3)
  const witness = heads(db)
  const station = stations[0]!
  const from = factNumber(station.no, FACTS - 3)
  for (const { name } of db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%REFERENCES fact%'")) {
    db.run(`DELETE FROM ${name} WHERE fact BETWEEN ? AND ?`, from, factNumber(station.no, FACTS))
  }
  db.run('DELETE FROM fact WHERE n BETWEEN ? AND ?', from, factNumber(station.no, FACTS))
  expect(await verifyLedger(db, { checker }), 'without a witness nobody can know').toMatchObject({ ok: true })
  expect(await verifyLedger(db, { checker, anchors: witness })).toMatchObject({ ok: false, findings: [{ station: station.id, seq: FACTS, fault: 'cut_off' }] })
})
