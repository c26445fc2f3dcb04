import { createHash } from 'node:crypto'
import { closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, copyFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { openSealedKeys, readKeyFile, sealKeys, writeDurably, writeKeyFile, type StationKeys } from './key-file.ts'
import { countFacts, heads, type Head } from './ledger.ts'
import { openDatabase, type Db } from './open.ts'
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
 */
export async function restoreBackup(options: {
  from: string
  folder: string
  now: number
  passphrase?: string
  overNewer?: boolean
  /** Keys the caller holds: the folder's own, whose file may be sealed and is left as it is. */
  keys?: StationKeys
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
  const newer = newerHeads(folder, keys, own, inBackup)
  if (newer.length > 0 && options.overNewer !== true) return { ok: false, refused: 'folder_is_newer', newer }
  return { ok: true, manifest, report, keptAside: putInPlace(from, folder, own ? null : keys, options.now) }
}

async function keysFor(from: string, folder: string, passphrase: string | undefined): Promise<StationKeys | undefined> {
  if (passphrase !== undefined && existsSync(sealedKeyFile(from))) return openSealedKeys(readFileSync(sealedKeyFile(from)), passphrase)
  const found = [keyFile(folder), keyFile(dirname(from)), keyFile(dirname(dirname(from)))].find((path) => existsSync(path))
  return found === undefined ? undefined : readKeyFile(found)
}

/** Heads of the folder's present database that the backup does not reach. A database that cannot be opened has none. */
function newerHeads(folder: string, keys: StationKeys, own: boolean, inBackup: readonly Head[]): Head[] {
  const present = databaseFile(folder)
  if (!existsSync(present)) return []
  const key = !own && existsSync(keyFile(folder)) ? readKeyFile(keyFile(folder)).database : keys.database
  let held: Head[]
  try {
    const db = openDatabase({ file: present, key, readonly: true })
    held = heads(db)
    db.close()
  } catch {
    // Damaged or of another key: it is kept aside whatever it holds.
    return []
  }
  return held.filter((head) => (inBackup.find((other) => other.station === head.station)?.seq ?? 0) < head.seq)
}

function putInPlace(from: string, folder: string, keys: StationKeys | null, now: number): string | null {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const present = databaseFile(folder)
  const incoming = `${present}.incoming`
  copyFileSync(from, incoming)
  syncFile(incoming)
  let aside: string | null = null
  const old = [present, `${present}-wal`, `${present}-shm`].filter((path) => existsSync(path))
  if (old.length > 0) {
    aside = join(folder, `before-restore-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`)
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
