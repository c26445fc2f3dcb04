import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { meta, setMeta } from '../../db/kept.ts'
import { countFacts } from '../../db/ledger.ts'
import { openDatabase, type Db } from '../../db/open.ts'
import { digestProjections } from '../../db/refill.ts'
import { allCandidates, dueIn } from '../../db/roster.ts'
import { schema, SCHEMA_VERSION } from '../../db/schema.ts'
import { keepReceipt, unsentStreams } from '../../db/hq-link.ts'
import { APPLICATION_ID, bringToShape, type Shape } from '../../db/shape.ts'
import { attempt, testLedger, testStation } from './arbitrary-facts.ts'

let folder: string
let db: Db
const key = Buffer.alloc(32, 7)
const extra = 'CREATE TABLE extra (x INTEGER) STRICT'
const next: Shape = { version: SCHEMA_VERSION + 1, schema: `${schema}${extra};`, migrations: { [SCHEMA_VERSION]: extra } }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kaodian-test-'))
  db = openDatabase({ file: join(folder, 'kaodian.db'), key })
  const ledger = testLedger(db, testStation())
  for (let n = 1; n <= 5; n += 1) ledger.append(attempt(n))
  setMeta(db, 'venue', '考点')
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

test('a newer program migrates after a copy was made, keeps every fact, and refills the projections', () => {
  const before = digestProjections(db)
  bringToShape(db, false, next)
  expect(countFacts(db)).toBe(5)
  expect(meta(db, 'venue')).toBe('考点')
  expect(digestProjections(db)).toBe(before)
  expect(db.raw.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION + 1)
  expect(db.raw.pragma('foreign_keys', { simple: true })).toBe(1)
  const copy = openDatabase({ file: `${db.file}.before-v${String(SCHEMA_VERSION + 1)}`, key, readonly: true })
  expect(countFacts(copy)).toBe(5)
  copy.close()
})

test('a migration that fails or leads elsewhere changes nothing', () => {
  for (const sql of ['CREATE TABLE', 'CREATE TABLE other (x INTEGER) STRICT']) {
    expect(() => bringToShape(db, false, { ...next, migrations: { [SCHEMA_VERSION]: sql } })).toThrow()
    expect(db.raw.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION)
    bringToShape(db, false)
  }
  expect(countFacts(db)).toBe(5)
  expect(existsSync(db.file)).toBe(true)
})

test('a ledger that version 2 of the program left opens, keeps every fact byte for byte and its roster, and knows HQ from now on', () => {
  const file = join(folder, 'old.db')
  const old = new Database(file)
  old.pragma("cipher='chacha20'")
  old.pragma(`key='raw:${key.toString('hex')}'`)
  old.exec(readFileSync(join(import.meta.dirname, 'version-2.sql'), 'utf8'))
  old.pragma(`application_id = ${String(APPLICATION_ID)}`)
  old.pragma('user_version = 2')
  for (const table of ['station', 'fact', 'command', 'meta'] as const) {
    for (const row of db.raw.prepare(`SELECT * FROM ${table}`).raw().all() as unknown[][]) {
      old.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`).run(...row)
    }
  }
  old.prepare('INSERT INTO candidate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run('c1', 'A001', '1', '', '甲', 'M', '1998-03-04', 'Y001', '["am"]', '71.5', null, null, null)
  old.prepare('INSERT INTO due VALUES (?, ?)').run('am', 'c1')
  old.close()

  const opened = openDatabase({ file, key })
  expect(allCandidates(opened)).toEqual([
    { id: 'c1', rosterNumber: 'A001', ticket: '1', residentId: '', name: '甲', sex: 'M', birth: '1998-03-04', post: 'Y001', sessions: ['am'], written: '71.5' },
  ])
  expect(dueIn(opened, 'am')).toEqual(['c1'])
  const rows = 'SELECT n, bytes, hash, sig FROM fact ORDER BY n'
  expect(opened.all(rows)).toEqual(db.all(rows))
  expect(digestProjections(opened)).toBe(digestProjections(db))
  expect(unsentStreams(opened)).toMatchObject([{ after: 0, last: 5 }])
  expect(keepReceipt(opened, { no: 1, came: 'line', receivedAt: 1, bytes: Buffer.from('x'), sig: Buffer.alloc(64) }, [])).toBe(true)
  expect(opened.raw.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION)
  opened.close()
})
