import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseFile, keyFile, restoreBackup, writeBackup } from '../../db/backup.ts'
import { keysToText, makeStationKeys, readKeyFile, replaceDurably, writeKeyFile, type StationKeys } from '../../db/key-file.ts'
import { countFacts, openLedger, type Ledger } from '../../db/ledger.ts'
import { openDatabase, type Db } from '../../db/open.ts'
import { mustRenewKey, pendingRestore, recordRestore } from '../../db/restored.ts'
import { verifyLedger } from '../../db/verify.ts'
import { attempt, commandOf, handClock } from './arbitrary-facts.ts'

let folder: string
let data: string
let keys: StationKeys
let db: Db
let ledger: Ledger

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kaodian-test-'))
  data = join(folder, 'data')
  mkdirSync(data)
  keys = makeStationKeys()
  writeKeyFile(keyFile(data), keys)
  db = openDatabase({ file: databaseFile(data), key: keys.database })
  ledger = openLedger(db, { exam: 'exam-1', venue: 'venue-1', signingKey: keys.signing, clock: handClock() })
  for (let n = 1; n <= 12; n += 1) ledger.append(attempt(n))
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

const backupFile = () => join(folder, 'stick', 'day.kdb')

test('a backup is a whole verified copy under its own name, and nothing half-written is left beside it', async () => {
  const manifest = await writeBackup(db, { to: backupFile(), keys, now: 5 })
  expect(manifest).toMatchObject({ facts: 12, heads: [{ station: keys.station, seq: 12 }] })
  expect(readdirSync(join(folder, 'stick')).sort()).toEqual(['day.kdb', 'day.kdb.json'])
  await expect(writeBackup(db, { to: backupFile(), keys, now: 6 })).rejects.toThrow(/exists/)
})

test('restored into an empty folder on another machine with the passphrase, it holds every fact and goes on recording', async () => {
  await writeBackup(db, { to: backupFile(), keys, now: 5, passphrase: 'correct horse battery' })
  const other = join(folder, 'other')
  expect(await restoreBackup({ from: backupFile(), folder: other, now: 6 })).toMatchObject({ ok: false, refused: 'key_missing' })
  await expect(restoreBackup({ from: backupFile(), folder: other, now: 6, passphrase: 'wrong' })).rejects.toThrow(/passphrase/)
  expect(await restoreBackup({ from: backupFile(), folder: other, now: 6, passphrase: 'correct horse battery' })).toMatchObject({ ok: true, keptAside: null })
  const restoredKeys = readKeyFile(keyFile(other))
  const restored = openDatabase({ file: databaseFile(other), key: restoredKeys.database })
  expect(countFacts(restored)).toBe(12)
  const again = openLedger(restored, { exam: 'exam-1', venue: 'venue-1', signingKey: restoredKeys.signing, clock: handClock() })
  expect(again.append(attempt(12))).toMatchObject({ repeated: true })
  expect(again.append(attempt(13))).toMatchObject({ ok: true, repeated: false })
  restored.close()
})

test('a folder with facts the backup lacks is refused; told to, it is kept aside whole', async () => {
  await writeBackup(db, { to: backupFile(), keys, now: 5 })
  ledger.append(attempt(50))
  db.close()
  expect(await restoreBackup({ from: backupFile(), folder: data, now: 6 })).toMatchObject({ ok: false, refused: 'folder_is_newer', newer: [{ seq: 13 }] })
  const answer = await restoreBackup({ from: backupFile(), folder: data, now: 6, overNewer: true })
  if (!answer.ok || answer.keptAside === null) throw new Error('not restored')
  const aside = openDatabase({ file: databaseFile(answer.keptAside), key: readKeyFile(keyFile(answer.keptAside)).database })
  expect(countFacts(aside)).toBe(13)
  aside.close()
  db = openDatabase({ file: databaseFile(data), key: keys.database })
  expect(countFacts(db)).toBe(12)
})

test('a changed backup is refused before anything in the folder is touched', async () => {
  await writeBackup(db, { to: backupFile(), keys, now: 5 })
  const bytes = readFileSync(backupFile())
  bytes[Math.floor(bytes.length / 2)]! ^= 1
  writeFileSync(backupFile(), bytes)
  const before = readdirSync(data).sort()
  expect(await restoreBackup({ from: backupFile(), folder: data, now: 6 })).toMatchObject({ ok: false, refused: 'manifest_differs' })
  expect(readdirSync(data).sort()).toEqual(before)
})

function tool(name: string, ...args: string[]): { status: number | null; out: string } {
  const done = spawnSync(process.execPath, [join(import.meta.dirname, '../../tools', name), ...args], { encoding: 'utf8' })
  return { status: done.status, out: done.stdout + done.stderr }
}

test('the command line backs up, verifies, names a changed place and restores, with exit codes', () => {
  const passphrase = join(folder, 'passphrase')
  writeFileSync(passphrase, 'a long passphrase\n')
  expect(tool('backup.ts', '--data', data, '--to', backupFile(), '--passphrase-file', passphrase)).toMatchObject({ status: 0 })
  expect(tool('verify.ts', backupFile(), '--passphrase-file', passphrase).out).toContain('账本完好：12 条')
  expect(tool('verify.ts', data)).toMatchObject({ status: 0 })
  expect(tool('verify.ts')).toMatchObject({ status: 2 })
  expect(tool('verify.ts', join(folder, 'none'))).toMatchObject({ status: 2 })

  const trigger = db.one<{ sql: string }>("SELECT sql FROM sqlite_schema WHERE name = 'fact_no_update'")!.sql
  db.raw.exec('DROP TRIGGER fact_no_update')
  db.run("UPDATE fact SET bytes = CAST(replace(CAST(bytes AS TEXT), '13.11', '13.01') AS BLOB) WHERE n % 4294967296 = 5")
  db.raw.exec(trigger)
  const found = tool('verify.ts', data)
  expect(found.status).toBe(1)
  expect(found.out).toContain(`台站 ${keys.station} 第 5 条`)
  expect(found.out).not.toContain('strange_shape')
  db.raw.exec('DROP TRIGGER fact_no_update')
  const guardless = tool('verify.ts', data)
  expect(guardless.status, 'a guard left off is said, and the place is still named').toBe(1)
  expect(guardless.out).toMatch(/第 5 条[\s\S]*strange_shape/)
  expect(tool('restore.ts', '--from', backupFile(), '--data', join(folder, 'third'), '--passphrase-file', passphrase)).toMatchObject({ status: 0 })
  expect(tool('verify.ts', join(folder, 'third'))).toMatchObject({ status: 0 })
}, 120_000)

test('an older backup put over newer facts by the command line verifies before and after it is opened, with every newer backup as a witness', async () => {
  const inFolder = (name: string) => join(data, 'backups', name)
  const oldest = await writeBackup(db, { to: inFolder('one.db'), keys, now: 5 })
  for (let n = 60; n < 65; n += 1) ledger.append(attempt(n))
  await writeBackup(db, { to: inFolder('two.db'), keys, now: 6 })
  ledger.append(attempt(70))
  db.close()
  expect(tool('restore.ts', '--from', inFolder('one.db'), '--data', data)).toMatchObject({ status: 1 })
  expect(tool('restore.ts', '--from', inFolder('one.db'), '--data', data, '--over-newer')).toMatchObject({ status: 0 })
  const unopened = tool('verify.ts', data)
  expect(unopened, unopened.out).toMatchObject({ status: 0 })
  expect(unopened.out).toContain('尚未打开')

  db = openDatabase({ file: databaseFile(data), key: keys.database })
  expect(mustRenewKey(db, keys.station), 'the old key signs here no more').toBe(true)
  const pending = pendingRestore(db)
  expect(pending).toMatchObject({
    by: 'system', retired: [keys.station],
    body: { file: 'one.db', facts: 12, station: keys.station, heads: oldest.heads, replaced: { facts: 18, heads: [{ station: keys.station, seq: 18 }] } },
  })
  const old = openLedger(db, { exam: 'exam-1', venue: 'venue-1', signingKey: keys.signing, clock: handClock() })
  expect(() => recordRestore(db, old, commandOf(98))).toThrow(/fresh key/)
  const fresh = makeStationKeys()
  const going = openLedger(db, { exam: 'exam-1', venue: 'venue-1', signingKey: fresh.signing, clock: handClock() })
  recordRestore(db, going, commandOf(99))
  expect(pendingRestore(db)).toBeNull()
  expect(going.append(attempt(71))).toMatchObject({ id: `${fresh.station}/2` })
  replaceDurably(keyFile(data), JSON.stringify({ v: 1, kept: 'file', keys: Buffer.from(keysToText({ ...keys, signing: fresh.signing, station: fresh.station })).toString('base64') }))
  const opened = tool('verify.ts', data)
  expect(opened, opened.out).toMatchObject({ status: 0 })
  expect(opened.out).toContain(`恢复 ${fresh.station}/1`)
  // The control: without the restore the newer backup's manifest convicts the ledger.
  const witness = [{ station: keys.station, seq: 18, hash: pending!.body.replaced!.heads[0]!.hash }]
  expect((await verifyLedger(db, { anchors: witness })).ok).toBe(true)
  expect((await verifyLedger(db, { anchors: [{ ...witness[0]!, hash: '0'.repeat(64) }] })).findings).toMatchObject([{ station: keys.station, seq: 18, fault: 'cut_off' }])
}, 120_000)

test('a flipped bit anywhere in the encrypted file is noticed, and the place is named or the file refused', async () => {
  for (let n = 100; n < 400; n += 1) ledger.append(attempt(n))
  db.raw.pragma('wal_checkpoint(TRUNCATE)')
  const bytes = readFileSync(databaseFile(data))
  const spoiled = join(folder, 'spoiled')
  mkdirSync(spoiled)
  copyFileSync(keyFile(data), keyFile(spoiled))
  for (const place of [0.05, 0.2, 0.4, 0.6, 0.8, 0.95]) {
    const changed = Buffer.from(bytes)
    changed[Math.floor(place * bytes.length)]! ^= 4
    writeFileSync(databaseFile(spoiled), changed)
    const answer = tool('verify.ts', spoiled)
    expect(answer.status, `${String(place)}: ${answer.out}`).not.toBe(0)
    for (const left of ['-wal', '-shm']) if (existsSync(databaseFile(spoiled) + left)) rmSync(databaseFile(spoiled) + left)
  }
}, 120_000)
