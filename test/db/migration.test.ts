import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { meta, setMeta } from '../../db/kept.ts'
import { countFacts } from '../../db/ledger.ts'
import { openDatabase, type Db } from '../../db/open.ts'
import { digestProjections } from '../../db/refill.ts'
import { schema, SCHEMA_VERSION } from '../../db/schema.ts'
import { bringToShape, type Shape } from '../../db/shape.ts'
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
