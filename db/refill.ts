import { createHash } from 'node:crypto'
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
  const waiting = new Map<ProjectionTable, Inserter>()
  let count = 0
  for (const [n, text] of pages(db)) {
    const { table, values } = project(n, JSON.parse(text) as Fact)
    let inserter = waiting.get(table)
    if (inserter === undefined) {
      inserter = new Inserter(db, table, values.length)
      waiting.set(table, inserter)
    }
    inserter.add(values)
    count += 1
  }
  for (const inserter of waiting.values()) inserter.finish()
  return count
}

/** All facts in order, a page at a time: a statement cannot stay open while rows are written. */
function* pages(db: Db): Generator<[n: number, text: string]> {
  // As text: SQLite hands a string over without a buffer of its own for each row.
  const page = db.raw.prepare('SELECT n, CAST(bytes AS TEXT) FROM fact WHERE n > ? ORDER BY n LIMIT 1000').raw()
  for (let after = 0; ;) {
    const rows = page.all(after) as [number, string][]
    yield* rows
    const last = rows.at(-1)
    if (last === undefined) return
    after = last[0]
  }
}

/** Gathers rows of one table and writes them many at a time. */
class Inserter {
  private values: Cell[] = []
  private readonly db: Db
  private readonly one: string
  private readonly many: string
  private readonly width: number

  constructor(db: Db, table: ProjectionTable, width: number) {
    const row = `(${Array.from({ length: width }, () => '?').join(',')})`
    this.db = db
    this.width = width
    this.one = `INSERT INTO ${table} VALUES ${row}`
    this.many = `INSERT INTO ${table} VALUES ${Array.from({ length: ROWS_AT_ONCE }, () => row).join(',')}`
  }

  add(row: Cell[]): void {
    for (const value of row) this.values.push(value)
    if (this.values.length < ROWS_AT_ONCE * this.width) return
    this.db.run(this.many, ...this.values)
    this.values = []
  }

  finish(): void {
    for (let at = 0; at < this.values.length; at += this.width) this.db.run(this.one, ...this.values.slice(at, at + this.width))
    this.values = []
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

