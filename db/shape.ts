import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'
import type { Db } from './open.ts'
import { migrations, schema, SCHEMA_VERSION } from './schema.ts'
import { DatabaseUnusable } from './unusable.ts'

/** 'KAOD': tells our files from other encrypted SQLite files under the same key. */
export const APPLICATION_ID = 0x4b414f44

/**
 * Makes an empty database, migrates an older one (one transaction, after a copy beside it), and refuses one whose
 * tables, indexes or triggers are not exactly those this program knows.
 */
export function bringToShape(db: Db, readonly: boolean): void {
  const version = Number(db.raw.pragma('user_version', { simple: true }))
  const empty = db.one('SELECT 1 FROM sqlite_schema LIMIT 1') === undefined
  if (version > SCHEMA_VERSION) {
    throw new DatabaseUnusable('newer_program', `the database has version ${String(version)}, this program knows ${String(SCHEMA_VERSION)}`)
  }
  if (version === 0 && empty && !readonly) {
    db.transaction(() => {
      db.raw.exec(schema)
      stamp(db)
    })
  } else if (version > 0 && version < SCHEMA_VERSION && !readonly) {
    migrate(db, version)
  }
  const applied = Number(db.raw.pragma('application_id', { simple: true }))
  if (applied !== APPLICATION_ID || shapeOf(db.raw) !== expectedShape()) {
    throw new DatabaseUnusable('strange_shape', 'the database is not in the shape this program made it; it is left untouched')
  }
}

function migrate(db: Db, from: number): void {
  db.run('VACUUM INTO ?', `${db.file}.before-v${String(SCHEMA_VERSION)}`)
  db.transaction(() => {
    for (let version = from; version < SCHEMA_VERSION; version += 1) db.raw.exec(migrations[version] ?? '')
    stamp(db)
  })
}

function stamp(db: Db): void {
  db.raw.exec(`PRAGMA application_id = ${String(APPLICATION_ID)}`)
  db.raw.exec(`PRAGMA user_version = ${String(SCHEMA_VERSION)}`)
}

/** SHA-256 over the definitions of every table, index, trigger and view, in the order of their names. */
export function shapeOf(raw: Database.Database): string {
  const hash = createHash('sha256')
  const rows = raw.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name").all() as
    { type: string; name: string; sql: string | null }[]
  for (const row of rows) hash.update(`${row.type}\0${row.name}\0${row.sql ?? ''}\0`)
  return hash.digest('hex')
}

let expected: string | undefined

function expectedShape(): string {
  if (expected === undefined) {
    const scratch = new Database(':memory:')
    scratch.exec(schema)
    expected = shapeOf(scratch)
    scratch.close()
  }
  return expected
}
