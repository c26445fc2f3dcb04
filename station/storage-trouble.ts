import Database from 'better-sqlite3'
import { DatabaseGone, DiskFull } from '../db/unusable.ts'

export type StorageTrouble = 'disk_full' | 'database_moved'

/**
 * What a failed write says about the disk; null for anything else, which is then a bug. A full disk and a file that was
 * moved or deleted are expected of a venue's laptop, and the screen has to say so at once.
 */
export function storageTrouble(error: unknown): StorageTrouble | null {
  if (error instanceof DiskFull) return 'disk_full'
  if (error instanceof DatabaseGone) return 'database_moved'
  if (!(error instanceof Database.SqliteError)) return null
  if (error.code === 'SQLITE_FULL') return 'disk_full'
  if (error.code === 'SQLITE_READONLY_DBMOVED') return 'database_moved'
  // a drive that was pulled out; SQLite cannot say more
  return error.code.startsWith('SQLITE_IOERR') ? 'database_moved' : null
}
