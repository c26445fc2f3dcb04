import { beforeEach, expect, test } from 'vitest'
import { countReceipts, hqHeads, isAtHq, keepReceipt, makeHqLink, nextTurn, jumpTurn, noteTry, setAgreed, tries, unsentStreams } from '../../db/hq-link.ts'
import { facts, heads } from '../../db/ledger.ts'
import { openInMemory, type Db } from '../../db/open.ts'
import { verifyLedger } from '../../db/verify.ts'
import { attempt, testLedger, testStation } from './arbitrary-facts.ts'

let db: Db
let station: string
const hashes: string[] = []
let no = 0

beforeEach(() => {
  db = openInMemory()
  const ledger = testLedger(db, testStation())
  for (let n = 1; n <= 5; n += 1) ledger.append(attempt(n))
  station = ledger.station
  hashes.splice(0, hashes.length, ...facts(db, { station, after: 0, limit: 10 }).map(({ hash }) => hash.toString('hex')))
  no = 0
})

function receipt(seq: number, hash: string, given: { no?: number; came?: 'line' | 'stick' } = {}): boolean {
  no = given.no ?? no + 1
  const bytes = Buffer.from(`${String(no)} ${String(seq)} ${hash}`)
  return keepReceipt(db, { no, came: given.came ?? 'line', receivedAt: no, bytes, sig: Buffer.alloc(64) }, [{ station, seq, hash }])
}
const atHq = (): number[] => [1, 2, 3, 4, 5].filter((seq) => isAtHq(db, `${station}/${String(seq)}`))

test('a receipt counts up to its head, where the fact lying here has its hash', () => {
  expect(unsentStreams(db)).toEqual([{ station, after: 0, last: 5, agrees: 'same' }])
  expect(receipt(3, hashes[2]!)).toBe(true)
  expect(atHq()).toEqual([1, 2, 3])
  expect(unsentStreams(db)).toEqual([{ station, after: 3, last: 5, agrees: 'same' }])
  receipt(5, hashes[4]!)
  expect(unsentStreams(db)).toEqual([])
  // HQ names another fact under a number of ours: nothing of that stream counts as held
  receipt(4, 'f'.repeat(64))
  expect(atHq()).toEqual([])
  expect(hqHeads(db)[0]?.agrees).toBe('fork')
})

test('HQ holding more than lies here is no proof that it holds what lies here, beyond what it was known to hold', async () => {
  receipt(2, hashes[1]!)
  receipt(9, 'a'.repeat(64))
  expect(atHq()).toEqual([1, 2])
  expect(unsentStreams(db)).toEqual([{ station, after: 2, last: 5, agrees: 'ahead' }])
  setAgreed(db, station, 5)
  expect(atHq()).toEqual([1, 2, 3, 4, 5])
  setAgreed(db, station, null)
  expect(atHq()).toEqual([])
  // and as a witness of the ledger's end it finds what was cut off
  expect(await verifyLedger(db, { anchors: [{ station, seq: 9, hash: 'a'.repeat(64) }] })).toMatchObject({ ok: false, findings: [{ seq: 9, fault: 'cut_off' }] })
  expect(await verifyLedger(db, { anchors: heads(db) })).toMatchObject({ ok: true })
})

test('an older receipt from a stick is kept and changes nothing; the line’s word of this moment counts even when it is lower', () => {
  receipt(5, hashes[4]!, { no: 8 })
  expect(receipt(3, hashes[2]!, { no: 7, came: 'stick' })).toBe(false)
  expect(atHq()).toEqual([1, 2, 3, 4, 5])
  expect(countReceipts(db)).toBe(2)
  // the same again is the same
  expect(receipt(3, hashes[2]!, { no: 7, came: 'stick' })).toBe(false)
  expect(countReceipts(db)).toBe(2)
  // HQ was put back from its own backup
  expect(receipt(1, hashes[0]!, { no: 2 })).toBe(true)
  expect(atHq()).toEqual([1])
})

test('a turn is never used twice, and the history notes changes only', () => {
  makeHqLink(db, 'AGE-SECRET-KEY-1')
  expect([nextTurn(db), nextTurn(db)]).toEqual([1, 2])
  jumpTurn(db, 40)
  jumpTurn(db, 7)
  expect(nextTurn(db)).toBe(41)
  for (let n = 0; n < 500; n += 1) noteTry(db, { at: n, outcome: n % 4 < 2 ? 'no_line' : 'all_at_hq', detail: '' })
  expect(tries(db, 1000).length).toBe(200)
  expect(tries(db, 2).map(({ outcome }) => outcome)).toEqual(['all_at_hq', 'no_line'])
})
