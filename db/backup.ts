import { createHash } from 'node:crypto'
import { closeSync, copyFileSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { openSealedKeys, readKeyFile, sealKeys, writeDurably, writeKeyFile, type StationKeys } from './key-file.ts'
import { countFacts, heads, type Head } from './ledger.ts'
import { openDatabase, type Db } from './open.ts'
import { furthest, leavePending, ownStream, pendingRestore, restores, type PendingRestore } from './restored.ts'
import { verifyLedger, type VerifyReport } from './verify.ts'

/** What lies beside a backup as `FILE.json`: what it holds, and the heads it vouches for. */
export const BackupManifest = z.strictObject({
  v: z.literal(1),
  file: z.string(),
  /** SHA-256 (hex) of the file's bytes. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.number().int(),
  facts: z.number().int().min(0),
  heads: z.array(z.strictObject({ station: z.string(), seq: z.number().int(), hash: z.string() })),
})
export type BackupManifest = z.infer<typeof BackupManifest>

/** Where the parts of a station's data lie in its folder. */
export const databaseFile = (folder: string): string => join(folder, 'kaodian.db')
export const keyFile = (folder: string): string => join(folder, 'station.key.json')
const manifestFile = (file: string): string => `${file}.json`
const sealedKeyFile = (file: string): string => `${file}.key.age`

/**
 * Writes a backup: a whole encrypted copy under a temporary name, on disk, opened and verified, and only then under its
 * name, with its manifest beside it. Throws when the copy does not verify or the name is taken; nothing half-written
 * ever has the final name. With a passphrase the station's keys lie sealed beside it, for another machine.
 */
export async function writeBackup(db: Db, options: { to: string; keys: StationKeys; now: number; passphrase?: string }): Promise<BackupManifest> {
  const { to, keys } = options
  if (existsSync(to) || existsSync(manifestFile(to))) throw new Error(`${to} exists already`)
  mkdirSync(dirname(to), { recursive: true })
  const temporary = `${to}.part`
  rmSync(temporary, { force: true })
  db.assertLinked()
  db.run('VACUUM INTO ?', temporary)
  let manifest: BackupManifest
  try {
    syncFile(temporary)
    const copy = openDatabase({ file: temporary, key: keys.database, readonly: true })
    try {
      const report = await verifyLedger(copy, { signatures: 'last' })
      if (!report.ok) throw new Error('the copy does not verify; the backup was not kept')
      manifest = { v: 1, file: basename(to), sha256: await sha256Of(temporary), at: options.now, facts: countFacts(copy), heads: report.heads }
    } finally {
      copy.close()
    }
    if (options.passphrase !== undefined) {
      rmSync(sealedKeyFile(to), { force: true })
      writeDurably(sealedKeyFile(to), await sealKeys(keys, options.passphrase))
    }
    writeDurably(manifestFile(to), `${JSON.stringify(manifest, null, 2)}\n`)
    renameSync(temporary, to)
    syncFolder(dirname(to))
  } finally {
    for (const left of [temporary, `${temporary}-wal`, `${temporary}-shm`]) rmSync(left, { force: true })
  }
  return manifest
}

/** The manifest of a backup; undefined when there is none. Throws when it is not one. */
export function readManifest(file: string): BackupManifest | undefined {
  return existsSync(manifestFile(file)) ? BackupManifest.parse(JSON.parse(readFileSync(manifestFile(file), 'utf8'))) : undefined
}

export type RestoreAnswer =
  | { ok: true; manifest: BackupManifest | undefined; report: VerifyReport; keptAside: string | null }
  | { ok: false; refused: 'backup_missing' | 'key_missing' | 'manifest_differs' | 'not_verified' | 'folder_is_newer'; report?: VerifyReport; newer?: Head[] }

/**
 * Puts a backup into a data folder. The backup is verified first, against its manifest too; a folder that holds facts
 * the backup lacks is refused unless `overNewer`. What was there is kept aside under the name answered, never deleted.
 * The restored database carries word of it: when it is opened for work, a fresh key signs `venue.restored` first.
 */
export async function restoreBackup(options: {
  from: string
  folder: string
  now: number
  passphrase?: string
  overNewer?: boolean
  /** Keys the caller holds: the folder's own, whose file may be sealed and is left as it is. */
  keys?: StationKeys
  /** Who restores, for the fact; the program itself when nobody is signed in. */
  by?: { operator: string; second?: string }
}): Promise<RestoreAnswer> {
  const { from, folder } = options
  if (!existsSync(from)) return { ok: false, refused: 'backup_missing' }
  const keys = options.keys ?? (await keysFor(from, folder, options.passphrase))
  if (keys === undefined) return { ok: false, refused: 'key_missing' }
  const manifest = readManifest(from)
  if (manifest !== undefined && (await sha256Of(from)) !== manifest.sha256) return { ok: false, refused: 'manifest_differs' }
  const copy = openDatabase({ file: from, key: keys.database, readonly: true })
  let report: VerifyReport
  let inBackup: Head[]
  try {
    report = await verifyLedger(copy, { signatures: 'all', anchors: manifest?.heads ?? [] })
    inBackup = heads(copy)
  } finally {
    copy.close()
  }
  if (!report.ok) return { ok: false, refused: 'not_verified', report }
  const own = options.keys !== undefined
  const present = lookAt(folder, keys, own)
  const newer = present.heads.filter((head) => seqIn(inBackup, head.station) < head.seq)
  if (newer.length > 0 && options.overNewer !== true) return { ok: false, refused: 'folder_is_newer', newer }
  const reached = furthest(present.heads, present.replaced, manifestHeads(folder))
  const replaced = present.there || reached.some((head) => seqIn(inBackup, head.station) < head.seq) ? { facts: present.facts, heads: reached } : null
  const incoming = bringIn(from, folder, keys, (db): PendingRestore => ({
    body: { file: basename(from).slice(0, 300), facts: report.facts, station: ownStream(db), heads: inBackup, replaced },
    retired: [...new Set([keys.station, ...(own || !existsSync(keyFile(folder)) ? [] : [readKeyFile(keyFile(folder)).station])])],
    by: options.by?.operator ?? 'system',
    ...(options.by?.second !== undefined && { second: options.by.second }),
  }))
  return { ok: true, manifest, report, keptAside: putInPlace(incoming, folder, own ? null : keys, options.now) }
}

const seqIn = (list: readonly Head[], station: string): number => list.find((head) => head.station === station)?.seq ?? 0

async function keysFor(from: string, folder: string, passphrase: string | undefined): Promise<StationKeys | undefined> {
  if (passphrase !== undefined && existsSync(sealedKeyFile(from))) return openSealedKeys(readFileSync(sealedKeyFile(from)), passphrase)
  const found = [keyFile(folder), keyFile(dirname(from)), keyFile(dirname(dirname(from)))].find((path) => existsSync(path))
  return found === undefined ? undefined : readKeyFile(found)
}

interface Present {
  there: boolean
  /** Null when the database cannot be read. */
  facts: number | null
  heads: Head[]
  /** What earlier restores of this folder replaced. */
  replaced: Head[]
}

/** What the folder holds now. A database that cannot be opened has no heads. */
function lookAt(folder: string, keys: StationKeys, own: boolean): Present {
  const file = databaseFile(folder)
  if (!existsSync(file)) return { there: false, facts: 0, heads: [], replaced: [] }
  const key = !own && existsSync(keyFile(folder)) ? readKeyFile(keyFile(folder)).database : keys.database
  try {
    const db = openDatabase({ file, key, readonly: true })
    try {
      const earlier = [...restores(db).map(({ body }) => body), pendingRestore(db)?.body]
      return { there: true, facts: countFacts(db), heads: heads(db), replaced: earlier.flatMap((body) => body?.replaced?.heads ?? []) }
    } finally {
      db.close()
    }
  } catch {
    // Damaged or of another key: it is kept aside whatever it holds.
    return { there: true, facts: null, heads: [], replaced: [] }
  }
}

/** What the backups lying in the folder vouch for; a manifest that cannot be read vouches for nothing. */
function manifestHeads(folder: string): Head[] {
  const place = join(folder, 'backups')
  if (!existsSync(place)) return []
  return readdirSync(place).filter((name) => name.endsWith('.json')).flatMap((name) => {
    try {
      return readManifest(join(place, name.slice(0, -'.json'.length)))?.heads ?? []
    } catch {
      return []
    }
  })
}

/** Copies the backup beside its place and leaves the word of the restore in it; on disk when this returns. */
function bringIn(from: string, folder: string, keys: StationKeys, word: (db: Db) => PendingRestore): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const incoming = `${databaseFile(folder)}.incoming`
  for (const left of [incoming, `${incoming}-wal`, `${incoming}-shm`]) rmSync(left, { force: true })
  copyFileSync(from, incoming)
  const db = openDatabase({ file: incoming, key: keys.database })
  try {
    leavePending(db, word(db))
    db.raw.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
  syncFile(incoming)
  return incoming
}

function putInPlace(incoming: string, folder: string, keys: StationKeys | null, now: number): string | null {
  const present = databaseFile(folder)
  let aside: string | null = null
  const old = [present, `${present}-wal`, `${present}-shm`].filter((path) => existsSync(path))
  if (old.length > 0) {
    aside = freeName(join(folder, `before-restore-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`))
    mkdirSync(aside, { mode: 0o700 })
    for (const path of old) renameSync(path, join(aside, basename(path)))
    if (existsSync(keyFile(folder))) copyFileSync(keyFile(folder), keyFile(aside))
  }
  renameSync(incoming, present)
  if (keys === null) return settled(folder, aside)
  if (!existsSync(keyFile(folder))) writeKeyFile(keyFile(folder), keys)
  else if (!readKeyFile(keyFile(folder)).database.equals(keys.database)) {
    rmSync(keyFile(folder))
    writeKeyFile(keyFile(folder), keys)
  }
  return settled(folder, aside)
}

function freeName(wanted: string): string {
  let name = wanted
  for (let copy = 2; existsSync(name); copy += 1) name = `${wanted}-${String(copy)}`
  return name
}

function settled(folder: string, aside: string | null): string | null {
  syncFolder(folder)
  return aside
}

/** SHA-256 (hex) of a file, read in pieces. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) hash.update(piece)
  return hash.digest('hex')
}

function syncFile(path: string): void {
  const fd = openSync(path, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function syncFolder(path: string): void {
  // Windows cannot open a folder for syncing; NTFS journals the rename itself.
  if (process.platform === 'win32' || !statSync(path).isDirectory()) return
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
