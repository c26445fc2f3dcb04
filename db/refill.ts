import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import type { Fact } from '../shared/facts.ts'
import type { Cell, Db } from './open.ts'
import { project } from './project.ts'
import { projectionIndexes, projectionTables, type ProjectionTable } from './projection-schema.ts'
import { streamRange } from './fact-number.ts'
import { factNamer, stations } from './stations.ts'

const tables = Object.keys(projectionTables) as ProjectionTable[]
const ROWS_AT_ONCE = 40

/**
 * Throws all projections away and makes them again from the facts' bytes, in one transaction: rows many at a time,
 * indexes and triggers after them. Answers the number of facts.
 */
export function refill(db: Db): number {
  return withoutReferences(db, () => db.transaction(() => rebuildProjections(db)))
}

/** Sets the database up for rebuilding all projections while `work` runs; not inside a transaction. */
export function withoutReferences<T>(db: Db, work: () => T): T {
  const cache = Number(db.raw.pragma('cache_size', { simple: true }))
  // References hold by construction (every row is made from its fact), and cannot be switched inside a transaction.
  db.raw.pragma('foreign_keys = OFF')
  db.raw.pragma('cache_size = -65536')
  try {
    return work()
  } finally {
    db.raw.pragma(`cache_size = ${String(cache)}`)
    db.raw.pragma('foreign_keys = ON')
  }
}

/** The rebuilding itself, inside the caller's transaction: whatever projection tables are there go, today's come. */
export function rebuildProjections(db: Db): number {
  for (const table of [...tables].reverse()) db.raw.exec(`DROP TABLE IF EXISTS ${table}`)
  for (const table of tables) db.raw.exec(projectionTables[table])
  const count = fill(db)
  for (const sql of projectionIndexes) db.raw.exec(sql)
  return count
}

function fill(db: Db): number {
  const inserters = new Map<ProjectionTable, Inserter>()
  // A page at a time: a statement cannot stay open while rows are written. As text: SQLite hands a string over without
  // a buffer of its own for each row.
  const page = db.raw.prepare('SELECT n, CAST(bytes AS TEXT) FROM fact WHERE n > ? ORDER BY n LIMIT 500').raw()
  let count = 0
  for (let after = 0; ;) {
    const rows = page.all(after) as [n: number, text: string][]
    const last = rows.at(-1)
    if (last === undefined) break
    for (const [n, text] of rows) {
      const { table, values } = project(n, JSON.parse(text) as Fact)
      let inserter = inserters.get(table)
      if (inserter === undefined) {
        inserter = new Inserter(db, table, values.length)
        inserters.set(table, inserter)
      }
      inserter.add(values)
    }
    count += rows.length
    after = last[0]
  }
  for (const inserter of inserters.values()) inserter.finish()
  return count
}

/** Gathers rows of one table and writes them many at a time. */
class Inserter {
  private readonly values: Cell[]
  private held = 0
  private readonly width: number
  private readonly one: Database.Statement
  private readonly many: Database.Statement

  constructor(db: Db, table: ProjectionTable, width: number) {
    const row = `(${Array.from({ length: width }, () => '?').join(',')})`
    this.width = width
    this.values = Array.from({ length: ROWS_AT_ONCE * width }, () => null)
    this.one = db.raw.prepare(`INSERT INTO ${table} VALUES ${row}`)
    const rows = Array.from({ length: ROWS_AT_ONCE }, () => row).join(',')
    this.many = db.raw.prepare(`INSERT INTO ${table} VALUES ${rows}`)
  }

  add(row: readonly Cell[]): void {
    for (let at = 0; at < this.width; at += 1) this.values[this.held + at] = row[at]!
    this.held += this.width
    if (this.held < this.values.length) return
    this.many.run(this.values)
    this.held = 0
  }

  finish(): void {
    for (let at = 0; at < this.held; at += this.width) this.one.run(this.values.slice(at, at + this.width))
    this.held = 0
  }
}

/**
 * SHA-256 (hex) over every projection row, in the order of tables, stations and numbers: equal for equal facts, in
 * whatever order they arrived and whatever numbers stations have in this file.
 */
export function digestProjections(db: Db): string {
  const hash = createHash('sha256')
  const name = factNamer(db)
  for (const table of tables) {
    hash.update(`${table}\n`)
    for (const station of stations(db)) {
      for (const row of db.scan<Cell[]>(`SELECT * FROM ${table} WHERE fact BETWEEN ? AND ? ORDER BY fact`, ...streamRange(station.no))) {
        hash.update(`${name(Number(row[0]))} ${JSON.stringify(row.slice(1))}\n`)
      }
    }
  }
  return hash.digest('hex')
}

