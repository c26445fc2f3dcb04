import type { Db } from './open.ts'

/**
 * Local state that is not a fact and leaves no trace in the ledger: lot secrets before they are revealed, PIN verifiers
 * and their failure counters, drafts. Each call is durable when it returns (unless inside a larger transaction).
 */
export function keep(db: Db, key: string, value: Buffer | string): void {
  db.run('INSERT INTO kept (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, Buffer.from(value))
}

export function kept(db: Db, key: string): Buffer | undefined {
  return db.one<{ value: Buffer }>('SELECT value FROM kept WHERE key = ?', key)?.value
}

/** Keys that begin with `prefix`, with their values, sorted by key. */
export function keptUnder(db: Db, prefix: string): { key: string; value: Buffer }[] {
  return db.all('SELECT key, value FROM kept WHERE substr(key, 1, ?) = ? ORDER BY key', prefix.length, prefix)
}

export function forget(db: Db, key: string): void {
  db.run('DELETE FROM kept WHERE key = ?', key)
}

/** The counter goes up and is on disk before this returns; so a kill between counting and checking cannot give a free try. */
export function countUp(db: Db, key: string): number {
  return db.transaction(() => {
    const next = Number(kept(db, key)?.toString('utf8') ?? '0') + 1
    keep(db, key, String(next))
    return next
  })
}

/** Plain settings of this database (exam, venue names, rule pack text). */
export function setMeta(db: Db, key: string, value: string): void {
  db.run('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, value)
}

export function meta(db: Db, key: string): string | undefined {
  return db.one<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value
}
