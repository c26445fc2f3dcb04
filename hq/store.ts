import { mkdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { CompiledQuery, Kysely, PostgresDialect, SqliteDialect, SqliteDriver, type DatabaseConnection, type Driver, type SqliteDatabase, type SqliteDialectConfig, type SqliteStatement, type Transaction } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { start } from './migrations/0001-start.ts'
import type { Tables } from './tables.ts'

export type StoreKind = 'sqlite' | 'postgres'
/** A connection or a transaction: what reads and writes take. */
export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>

export interface Store {
  readonly kind: StoreKind
  readonly db: Db
  close(): Promise<void>
}

export interface StoreOptions {
  /** Data folder: the SQLite file lies in it. */
  folder: string
  /** `postgres://…`; absent or empty: SQLite. */
  databaseUrl?: string | undefined
}

/** Tables as this program knows them, in the order they came about. */
const migrations = (kind: StoreKind) => ({ '0001-start': start(kind) })

/** Opens HQ's database and brings its tables up to this program's; throws when the file or server cannot be used. */
export async function openStore({ folder, databaseUrl }: StoreOptions): Promise<Store> {
  const store = databaseUrl === undefined || databaseUrl === '' ? openSqlite(folder) : openPostgres(databaseUrl)
  try {
    const migrator = new Migrator({ db: store.db, provider: { getMigrations: () => Promise.resolve(migrations(store.kind)) } })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw error instanceof Error ? error : new Error('the tables could not be made', { cause: error })
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

function openSqlite(folder: string): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = new Database(path.join(folder, 'hq.db'))
  file.pragma('journal_mode = WAL')
  // this build reopens a WAL file at NORMAL, and a power cut then loses what was acknowledged
  file.pragma('synchronous = FULL')
  if (file.pragma('synchronous', { simple: true }) !== 2) throw new Error('SQLite does not take synchronous = FULL')
  file.pragma('busy_timeout = 10000')
  file.pragma('foreign_keys = ON')
  file.pragma('trusted_schema = OFF')
  file.pragma('recursive_triggers = ON')
  file.pragma('cache_size = -32768')
  // bulk grows the file of changes by megabytes; looking it through after every one would be for nothing
  file.pragma('wal_autocheckpoint = 4000')
  const db = new Kysely<Tables>({ dialect: new WritersFirst({ database: preparedOnce(file) }) })
  return { kind: 'sqlite', db, close: () => db.destroy() }
}

/** Statements kept prepared: the same few hundred are asked over and over. */
const statements = 300

/** A database that prepares a text once; statements are run to their end before the next, so one of each is enough. */
function preparedOnce(file: Database.Database): SqliteDatabase {
  const held = new Map<string, SqliteStatement>()
  return {
    prepare: (text) => {
      const known = held.get(text)
      if (known !== undefined) return known
      const made = file.prepare(text) as unknown as SqliteStatement
      // long ones are put together for one occasion
      if (text.length > 4000) return made
      const [oldest] = held.keys()
      if (held.size >= statements && oldest !== undefined) held.delete(oldest)
      held.set(text, made)
      return made
    },
    close: () => {
      held.clear()
      file.close()
    },
  }
}

/**
 * Transactions take the right to write at their beginning. One that reads first and writes later would be refused at once
 * when another process has written in between, and no waiting helps it.
 */
class WritersFirst extends SqliteDialect {
  readonly #config: SqliteDialectConfig
  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new WritersFirstDriver(this.#config)
  }
}

class WritersFirstDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

// counts and times fit a double; kysely's tables say number
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

function openPostgres(url: string): Store {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  // an idle connection that the server cut (a restart, a failover) is replaced at the next question; it must not end the process
  pool.on('error', () => undefined)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { kind: 'postgres', db, close: () => db.destroy() }
}
