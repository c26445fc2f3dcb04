import { expect, test } from 'vitest'
import { openInMemory } from '../../db/open.ts'
import { projectionTables } from '../../db/projection-schema.ts'

const db = openInMemory()
const tables = db.all<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")

test('every table is STRICT', () => {
  const strict = db.all<{ name: string; strict: number }>('PRAGMA table_list').filter(({ name }) => tables.some((table) => table.name === name))
  expect(strict.length).toBe(tables.length)
  expect(strict.filter((table) => table.strict !== 1)).toEqual([])
})

test('every foreign key has the type of what it points at', () => {
  let seen = 0
  for (const { name } of tables) {
    const typeOf = (table: string, column: string) => db.all<{ name: string; type: string }>(`PRAGMA table_info(${table})`).find((each) => each.name === column)?.type
    for (const key of db.all<{ table: string; from: string; to: string }>(`PRAGMA foreign_key_list(${name})`)) {
      expect(typeOf(name, key.from), `${name}.${key.from}`).toBe(typeOf(key.table, key.to))
      seen += 1
    }
  }
  expect(seen).toBeGreaterThan(Object.keys(projectionTables).length)
})

test('the ledger and every projection refuse UPDATE and DELETE by trigger', () => {
  const triggers = new Set(db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").map(({ name }) => name))
  for (const table of ['station', 'fact', 'command', ...Object.keys(projectionTables)]) {
    expect(triggers.has(`${table}_no_update`) && triggers.has(`${table}_no_delete`), table).toBe(true)
  }
})

test('no query of a hot path scans a table', () => {
  const hot = [
    'SELECT n, hash FROM fact WHERE n BETWEEN ? AND ? ORDER BY n DESC LIMIT 1',
    'SELECT f.bytes FROM command c JOIN fact f ON f.n = c.fact WHERE c.cmd = ? ORDER BY f.n',
    'SELECT * FROM fact WHERE n = ?',
    ...['check_in', 'lot', 'psych', 'attempt', 'sign_off', 'conduct', 'waiting', 'interview'].map((table) => `SELECT * FROM ${table} WHERE candidate = ? AND session = ?`),
    'SELECT * FROM lot WHERE session = ? AND lot = ? AND draw IS NOT NULL',
    'SELECT * FROM lot WHERE draw = ?',
    'SELECT * FROM lot_draw WHERE draw = ?',
    'SELECT * FROM heat WHERE heat = ?',
    'SELECT * FROM heat WHERE session = ?',
    ...['waiting', 'interview', 'shortlist', 'room'].map((table) => `SELECT * FROM ${table} WHERE session = ?`),
    'SELECT * FROM candidate WHERE id = ?',
    'SELECT * FROM candidate WHERE ticket = ?',
    'SELECT * FROM candidate WHERE resident_id IN (?, ?)',
    'SELECT * FROM candidate WHERE roster_number = ?',
    'SELECT candidate FROM due WHERE session = ?',
    'SELECT value FROM kept WHERE key = ?',
    'SELECT seq FROM hq_head WHERE station = ?',
    'SELECT bytes, hash, sig FROM fact WHERE n BETWEEN ? AND ? ORDER BY n LIMIT ?',
  ]
  for (const sql of hot) {
    const plan = db.raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array.from({ length: sql.split('?').length - 1 }, () => 'x')) as { detail: string }[]
    expect(plan.map((step) => step.detail).filter((detail) => detail.startsWith('SCAN')), sql).toEqual([])
  }
})
