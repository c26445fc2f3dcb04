import { readFact } from './envelope.ts'
import { seqOf, streamRange } from './fact-number.ts'
import type { Cell, Db } from './open.ts'
import { project } from './project.ts'
import { projectionTables, type ProjectionTable } from './projection-schema.ts'
import type { Station } from './stations.ts'

const tables = Object.keys(projectionTables) as ProjectionTable[]

/**
 * Compares one stream's projection rows and command index with what its facts say, row by row, and names the first
 * fact that differs; a row without a fact counts as that fact's.
 */
export function checkProjections(db: Db, station: Station): { seq: number; fault: 'projection' | 'command_index' } | null {
  const [first, last] = streamRange(station.no)
  const expected = new Map<ProjectionTable, number>(tables.map((table) => [table, 0]))
  const select = new Map(tables.map((table) => [table, db.raw.prepare(`SELECT * FROM ${table} WHERE fact = ?`).raw()]))
  const command = db.raw.prepare('SELECT 1 FROM command WHERE cmd = ? AND fact = ?').pluck()
  let facts = 0
  for (let after = first - 1; ;) {
    const page = db.raw.prepare('SELECT n, CAST(bytes AS TEXT) FROM fact WHERE n > ? AND n <= ? ORDER BY n LIMIT 2000').raw().all(after, last) as [number, string][]
    for (const [n, text] of page) {
      const fact = readFact(text)
      const { table, values } = project(n, fact)
      const row = select.get(table)?.get(n) as Cell[] | undefined
      if (row === undefined || row.length !== values.length || row.some((cell, at) => cell !== values[at])) return { seq: seqOf(n), fault: 'projection' }
      expected.set(table, (expected.get(table) ?? 0) + 1)
      if (command.get(fact.cmd, n) === undefined) return { seq: seqOf(n), fault: 'command_index' }
      facts += 1
    }
    const end = page.at(-1)
    if (end === undefined) break
    after = end[0]
  }
  // Every fact found its row; anything more stands without a fact.
  for (const table of tables) {
    const found = db.one<{ count: number }>(`SELECT count(*) AS count FROM ${table} WHERE fact BETWEEN ? AND ?`, first, last)!.count
    if (found !== expected.get(table)) return { seq: surplus(db, table, first, last), fault: 'projection' }
  }
  const commands = db.one<{ count: number }>('SELECT count(*) AS count FROM command WHERE fact BETWEEN ? AND ?', first, last)!.count
  return commands === facts ? null : { seq: surplus(db, 'command', first, last), fault: 'command_index' }
}

/** The first row of a table that belongs to no fact, or to a fact of another kind. */
function surplus(db: Db, table: ProjectionTable | 'command', first: number, last: number): number {
  for (const [n] of db.scan<[number]>(`SELECT fact FROM ${table} WHERE fact BETWEEN ? AND ? ORDER BY fact`, first, last)) {
    const row = db.one<{ text: string }>('SELECT CAST(bytes AS TEXT) AS text FROM fact WHERE n = ?', n)
    if (row === undefined || (table !== 'command' && project(n, readFact(row.text)).table !== table)) return seqOf(n)
  }
  return 0
}
