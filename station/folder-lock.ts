import path from 'node:path'
import Database from 'better-sqlite3'

/**
 * Takes the data folder for this process alone: two programs on one ledger would each believe its own screens. The
 * lock is the operating system's, held through an empty SQLite file, so that a killed program leaves none behind.
 * Answers the way to let go, or null when another program holds the folder.
 */
export function takeFolder(folder: string): (() => void) | null {
  const held = new Database(path.join(folder, 'in-use.lock'), { timeout: 300 })
  try {
    held.pragma('locking_mode = EXCLUSIVE')
    held.exec('BEGIN EXCLUSIVE')
    return () => held.close()
  } catch (error) {
    held.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
