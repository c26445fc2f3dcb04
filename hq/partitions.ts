import { sql } from 'kysely'
import type { Store, Trx } from './store.ts'

/**
 * Gives a recruitment its own place for pages, inside the transaction that makes the recruitment: on PostgreSQL a partition
 * of `page` by the recruitment's number, which can later be looked at, dumped or dropped alone. SQLite needs none.
 */
export async function makePartition(trx: Trx, kind: Store['kind'], recruitment: number): Promise<void> {
  if (kind === 'sqlite') return
  // the number comes from the database's own counter; DDL takes no parameters
  const no = String(Math.trunc(recruitment))
  await sql`CREATE TABLE IF NOT EXISTS ${sql.table(`page_r${no}`)} PARTITION OF page FOR VALUES IN (${sql.lit(Math.trunc(recruitment))})`.execute(trx)
  // rows of a partition are guarded by the triggers of `page`, emptying it at one stroke is not
  await sql`CREATE OR REPLACE TRIGGER page_part_no_truncate BEFORE TRUNCATE ON ${sql.table(`page_r${no}`)} FOR EACH STATEMENT EXECUTE FUNCTION append_only()`.execute(trx)
}
