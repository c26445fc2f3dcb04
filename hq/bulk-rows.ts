import { sql, type RawBuilder } from 'kysely'
import type { StoreKind, Trx } from './store.ts'
import type { Tables } from './tables.ts'

type Value = string | number | Buffer | null

/** A whole list as one parameter, whatever its length: `column IN (…)` on both databases. */
export function isIn(kind: StoreKind, column: string, values: readonly string[]): RawBuilder<boolean> {
  return kind === 'postgres'
    ? sql<boolean>`${sql.ref(column)} = ANY(${[...values]}::text[])`
    : sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
}

/**
 * Writes many rows of one recruitment in few statements: in PostgreSQL columns travel as one list each, in SQLite fifty rows
 * at a time. `key`: columns (besides recruitment) by which a row takes the place of the one before; with `keep` it stays.
 */
export async function putRows(
  trx: Trx, kind: StoreKind, table: keyof Tables, recruitment: number, rows: readonly object[],
  { key, numbers = [], bytes = [], keep = false }: { key: readonly string[]; numbers?: readonly string[]; bytes?: readonly string[]; keep?: boolean },
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  const names = sql.join(columns.map((name) => sql.ref(name)))
  const others = columns.filter((name) => !key.includes(name))
  const held = keep || others.length === 0 ? sql`DO NOTHING` : sql`DO UPDATE SET ${sql.join(others.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))}`
  const target = sql.join(['recruitment', ...key].map((name) => sql.ref(name)))
  const valueOf = (row: object, name: string): Value => (row as Record<string, Value>)[name] ?? null
  if (kind === 'postgres') {
    const lists = columns.map((name) => {
      const list = rows.map((row) => valueOf(row, name))
      if (bytes.includes(name)) return sql`${list}::bytea[]`
      return numbers.includes(name) ? sql`${list}::bigint[]` : sql`${list}::text[]`
    })
    await sql`INSERT INTO ${sql.ref(table)} (recruitment, ${names}) SELECT ${recruitment}::bigint, * FROM unnest(${sql.join(lists)}) ON CONFLICT (${target}) ${held}`.execute(trx)
    return
  }
  // a few lengths only, so that statements are prepared once
  const piecesOf = (from: number): number => lengths.find((length) => from + length <= rows.length) ?? 1
  for (let from = 0; from < rows.length;) {
    const some = rows.slice(from, from + piecesOf(from))
    const lines = some.map((row) => sql`(${recruitment}, ${sql.join(columns.map((name) => valueOf(row, name)))})`)
    await sql`INSERT INTO ${sql.ref(table)} (recruitment, ${names}) VALUES ${sql.join(lines)} ON CONFLICT (${target}) ${held}`.execute(trx)
    from += some.length
  }
}

const lengths = [50, 10]
