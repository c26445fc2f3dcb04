import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Db } from './open.ts'
import { rebuildProjections, withoutReferences } from './refill.ts'
import { migrations, schema, SCHEMA_VERSION } from './schema.ts'
import { DatabaseUnusable } from './unusable.ts'

/** 'KAOD': tells our files from other encrypted SQLite files under the same key. */
export const APPLICATION_ID = 0x4b414f44

/** What a program knows of the database's shape. */
export interface Shape {
  version: number
  schema: string
  /** SQL from version n to n + 1, for all tables but the projections, which are dropped and refilled. */
  migrations: Readonly<Record<number, string>>
}

const today: Shape = { version: SCHEMA_VERSION, schema, migrations }

/**
 * Makes an empty database, migrates an older one (one transaction, after a copy beside it), and refuses one whose
 * tables, indexes or triggers are not exactly those this program knows.
 */
export function bringToShape(db: Db, readonly: boolean, shape: Shape = today): void {
  const version = Number(db.raw.pragma('user_version', { simple: true }))
  const empty = db.one('SELECT 1 FROM sqlite_schema LIMIT 1') === undefined
  if (version > shape.version) {
    throw new DatabaseUnusable('newer_program', `the database has version ${String(version)}, this program knows ${String(shape.version)}`)
  }
  if (version === 0 && empty && !readonly) {
    db.transaction(() => {
      db.raw.exec(shape.schema)
      stamp(db, shape)
    })
  } else if (version > 0 && version < shape.version && !readonly) {
    migrate(db, version, shape)
  }
  if (!hasShape(db, shape)) {
    throw new DatabaseUnusable('strange_shape', 'the database is not in the shape this program made it; it is left untouched')
  }
}

/** Whether every table, index and trigger is as this program makes it; a guard taken away shows here. */
export function hasShape(db: Db, shape: Shape = today): boolean {
  return Number(db.raw.pragma('application_id', { simple: true })) === APPLICATION_ID && shapeOf(db.raw) === expectedShape(shape)
}

function migrate(db: Db, from: number, shape: Shape): void {
  const copy = `${db.file}.before-v${String(shape.version)}`
  rmSync(copy, { force: true })
  db.run('VACUUM INTO ?', copy)
  withoutReferences(db, () => db.transaction(() => {
    for (let version = from; version < shape.version; version += 1) {
      const sql = shape.migrations[version]
      if (sql === undefined) throw new Error(`no way from version ${String(version)}`)
      db.raw.exec(sql)
    }
    rebuildProjections(db)
    if (shapeOf(db.raw) !== expectedShape(shape)) throw new DatabaseUnusable('strange_shape', 'the migration does not lead to the shape this program knows; nothing was changed')
    stamp(db, shape)
  }))
}

function stamp(db: Db, shape: Shape): void {
  db.raw.exec(`PRAGMA application_id = ${String(APPLICATION_ID)}`)
  db.raw.exec(`PRAGMA user_version = ${String(shape.version)}`)
}

/** SHA-256 over the definitions of every table, index, trigger and view, in the order of their names. */
export function shapeOf(raw: Database.Database): string {
  const hash = createHash('sha256')
  const rows = raw.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name").all() as
    { type: string; name: string; sql: string | null }[]
  for (const row of rows) hash.update(`${row.type}\0${row.name}\0${row.sql ?? ''}\0`)
  return hash.digest('hex')
}

const expected = new Map<Shape, string>()

function expectedShape(shape: Shape): string {
  let known = expected.get(shape)
  if (known === undefined) {
    const scratch = new Database(':memory:')
    scratch.exec(shape.schema)
    known = shapeOf(scratch)
    scratch.close()
    expected.set(shape, known)
  }
  return known
}
