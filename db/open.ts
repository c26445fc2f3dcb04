import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { bringToShape } from './shape.ts'
import { DatabaseGone, DatabaseUnusable, DiskFull } from './unusable.ts'

/** What a parameter or a cell may hold. */
export type Cell = string | number | bigint | Buffer | null

export interface DatabaseOptions {
  /** Path of the database file, or ':memory:' (tests, scratch copies). */
  file: string
  /** 32 raw bytes. */
  key: Buffer
  /** Nothing is created, migrated or written. */
  readonly?: boolean
  /** 'any': open even what is not in our shape, to examine it; only together with `readonly`. */
  shape?: 'any'
}

/** A row, or nothing when no row answers. */
export type Found<Row> = Row | undefined

/** The one thin wrapper around SQLite: statements are prepared once, transactions are synchronous. */
export interface Db {
  readonly file: string
  readonly raw: Database.Database
  run(sql: string, ...params: Cell[]): { changes: number }
  one<Row>(sql: string, ...params: Cell[]): Found<Row>
  all<Row>(sql: string, ...params: Cell[]): Row[]
  /** Rows one by one, as arrays in the order of the columns; for scans. */
  scan<Row extends readonly Cell[]>(sql: string, ...params: Cell[]): IterableIterator<Row>
  /**
   * All or nothing: a thrown error or a returned refusal (`{ok: false}`) rolls back. Inside another transaction it is a
   * savepoint. A full disk is thrown as `DiskFull`.
   */
  transaction<T>(work: () => T): T
  /** Throws `DatabaseGone` when the file (or its WAL) was deleted or replaced under us: SQLite would go on "writing". */
  assertLinked(): void
  close(): void
}

/**
 * Opens (or makes) a station's encrypted database with every setting durability rests on, and reads them back.
 * Throws `DatabaseUnusable` rather than run with less.
 */
export function openDatabase(options: DatabaseOptions): Db {
  const { file, key } = options
  const memory = file === ':memory:'
  if (key.length !== 32) throw new Error('the database key is 32 raw bytes')
  if (!memory && options.readonly === true && !existsSync(file)) throw new DatabaseUnusable('missing', `no database at ${file}`)
  if (!memory) refusePlainFile(file)
  const raw = new Database(file, { readonly: options.readonly === true })
  try {
    if (!memory) unlock(raw, key)
    settle(raw, memory, options.readonly === true)
    const db = wrap(raw, file)
    if (!(options.shape === 'any' && options.readonly === true)) bringToShape(db, options.readonly === true)
    return memory ? db : watched(db)
  } catch (error) {
    raw.close()
    throw error
  }
}

/** A scratch database in memory, in the current shape. */
export function openInMemory(): Db {
  return openDatabase({ file: ':memory:', key: randomBytes(32) })
}

const PLAIN_HEADER = 'SQLite format 3'

function refusePlainFile(file: string): void {
  if (!existsSync(file) || statSync(file).size < 16) return
  const header = Buffer.alloc(15)
  const fd = openSync(file, 'r')
  try {
    readSync(fd, header, 0, 15, 0)
  } finally {
    closeSync(fd)
  }
  if (header.toString('latin1') === PLAIN_HEADER) throw new DatabaseUnusable('not_encrypted', `${file} is not encrypted`)
}

function unlock(raw: Database.Database, key: Buffer): void {
  raw.pragma("cipher='chacha20'")
  raw.pragma(`key='raw:${key.toString('hex')}'`)
  try {
    raw.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB') {
      throw new DatabaseUnusable('wrong_key', 'the key does not open this database')
    }
    throw error
  }
}

function settle(raw: Database.Database, memory: boolean, readonly: boolean): void {
  // Before 3.51.3 a WAL reset could lose commits; the build in use is newer, an accident of packaging may not be.
  const version = String(raw.prepare('SELECT sqlite_version()').pluck().get())
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (major * 1e6 + minor * 1e3 + patch < 3_051_003) throw new DatabaseUnusable('old_sqlite', `SQLite ${version} is too old`)
  raw.pragma('trusted_schema = OFF')
  raw.pragma('cell_size_check = ON')
  raw.pragma('foreign_keys = ON')
  raw.pragma('recursive_triggers = ON')
  raw.pragma('temp_store = MEMORY')
  if (memory) return
  if (!readonly) {
    raw.pragma('secure_delete = ON')
    raw.pragma('journal_mode = WAL')
    // 16 MB: large enough that hot index pages are written back once for hundreds of commits, small enough to be reused.
    raw.pragma('wal_autocheckpoint = 4000')
    raw.pragma('journal_size_limit = 67108864')
  }
  // This build reopens WAL files at synchronous=NORMAL, where a power cut loses acknowledged facts: set it, then look.
  raw.pragma('synchronous = FULL')
  const expected: [string, number | string][] = [
    ['synchronous', 2], ['journal_mode', 'wal'], ['foreign_keys', 1], ['trusted_schema', 0], ['cell_size_check', 1], ['temp_store', 2],
    ['recursive_triggers', 1],
  ]
  if (!readonly) expected.push(['secure_delete', 1])
  for (const [name, value] of expected) {
    const found = raw.pragma(name, { simple: true })
    if (readonly && name === 'journal_mode') continue
    if (found !== value) throw new DatabaseUnusable('unsafe_settings', `${name} is ${String(found)}, not ${String(value)}`)
  }
}

function wrap(raw: Database.Database, file: string): Db {
  const prepared = new Map<string, Database.Statement>()
  const statement = (sql: string): Database.Statement => {
    let found = prepared.get(sql)
    if (found === undefined) {
      found = raw.prepare(sql)
      prepared.set(sql, found)
    }
    return found
  }
  let depth = 0
  return {
    file,
    raw,
    run: (sql, ...params) => statement(sql).run(...params),
    one: <Row>(sql: string, ...params: Cell[]) => statement(sql).get(...params) as Found<Row>,
    all: <Row>(sql: string, ...params: Cell[]) => statement(sql).all(...params) as Row[],
    // Prepared anew: an iterator keeps its statement busy, and two scans of one text may be open at once.
    scan: <Row extends readonly Cell[]>(sql: string, ...params: Cell[]) => raw.prepare(sql).raw().iterate(...params) as IterableIterator<Row>,
    transaction: <T>(work: () => T): T => {
      const outer = depth === 0
      const name = `s${String(depth)}`
      statement(outer ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${name}`).run()
      depth += 1
      const undo = (): void => {
        // A full disk may have rolled back already; then there is nothing to undo.
        if (!raw.inTransaction) return
        if (!outer) statement(`ROLLBACK TO ${name}`).run()
        statement(outer ? 'ROLLBACK' : `RELEASE ${name}`).run()
      }
      try {
        const result = work()
        if (result instanceof Promise) throw new Error('a transaction is synchronous')
        if (isRefusal(result)) undo()
        else statement(outer ? 'COMMIT' : `RELEASE ${name}`).run()
        return result
      } catch (error) {
        undo()
        if (error instanceof Database.SqliteError && error.code === 'SQLITE_FULL') throw new DiskFull(error.message, { cause: error })
        throw error
      } finally {
        depth -= 1
      }
    },
    assertLinked: () => undefined,
    close: () => raw.close(),
  }
}

function isRefusal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === false
}

function watched(db: Db): Db {
  const files = [db.file, `${db.file}-wal`]
  const identity = (path: string): string | null => {
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat === undefined || stat.nlink === 0 ? null : `${String(stat.dev)}:${String(stat.ino)}`
  }
  const known = files.map(identity)
  return {
    ...db,
    assertLinked: () => {
      files.forEach((path, at) => {
        // The WAL may be made after opening (a fresh read-only handle); from then on it has to stay the same one.
        known[at] ??= identity(path)
        if (identity(path) !== known[at] || (at === 0 && known[at] === null)) {
          throw new DatabaseGone(`${path} was deleted or replaced while open; nothing written since can be trusted`)
        }
      })
    },
  }
}
