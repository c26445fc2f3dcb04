import { copyFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { databaseFile, keyFile, restoreBackup } from '../../db/backup.ts'
import { readKeyFile } from '../../db/key-file.ts'
import { factById, heads } from '../../db/ledger.ts'
import { pendingRestore, restores } from '../../db/restored.ts'
import { digestProjections, refill } from '../../db/refill.ts'
import { openDatabase } from '../../db/open.ts'
import { verifyLedger } from '../../db/verify.ts'
import { seededChance } from '../../exchange/chance.ts'
import { silentLog } from '../../exchange/log.ts'
import { openStation, type Station } from '../../station/station.ts'
import { onTestFinished } from 'vitest'
import { ownFolder, webStation, type WebStation } from './web-station.ts'

/** A rehearsal with a backup, a fact after it, and a way to restore by chief and supervisor. */
async function venueWithBackup() {
  const station = await webStation()
  const chief = await station.signIn('chief-1')
  const backup = async (token: string, passphrase = ''): Promise<{ file: string; facts: number }> =>
    (await station.call('system.backup', { passphrase }, token)).body['backup'] as { file: string; facts: number }
  const second = { operator: 'supervisor-1', pin: station.accounts.find(({ operator }) => operator === 'supervisor-1')!.pin }
  const addSomebody = async (token: string, name: string) =>
    (await station.call('operators.add', { cmd: station.cmd(), name, roles: ['judge'], pin: '480315' }, token)).body
  const restore = async (file: string, token: string) => (await station.call('system.restore', { file, second }, token)).body
  return { station, chief, backup, addSomebody, restore }
}

const inside = (station: WebStation) => station.station.inside.venue!

/** Every head that was ever printed or sent has to be explained by the ledger that goes on. */
async function sound(venue: { db: Parameters<typeof verifyLedger>[0] }, anchors: ReturnType<typeof heads> = []) {
  const report = await verifyLedger(venue.db, { signatures: 'all', anchors })
  expect(report.findings).toEqual([])
  const before = digestProjections(venue.db)
  refill(venue.db)
  expect(digestProjections(venue.db), 'a refill changes nothing').toBe(before)
  return report
}

test('a restore on screen is the first fact of a new stream under a fresh key, by both persons, and names what was continued and what was replaced', async () => {
  const { station, chief, backup, addSomebody, restore } = await venueWithBackup()
  const { file, facts } = await backup(chief)
  await addSomebody(chief, '后来的人')
  const old = inside(station).station
  const replacedHeads = heads(inside(station).db)
  const replacedFacts = inside(station).factCount()
  expect(await restore(file, chief)).toMatchObject({ ok: true, facts })

  const venue = inside(station)
  expect(venue.station).not.toBe(old)
  const [noted, ...more] = restores(venue.db)
  expect(more).toEqual([])
  expect(noted).toMatchObject({
    fact: `${venue.station}/1`, by: 'chief-1', second: 'supervisor-1',
    body: { file, facts, station: old, heads: [{ station: old, seq: facts }], replaced: { facts: replacedFacts, heads: replacedHeads } },
  })
  expect(pendingRestore(venue.db)).toBeNull()
  expect(readKeyFile(path.join(station.folder, 'station.key.json')).station, 'the old signing key is gone from the folder').toBe(venue.station)

  const again = await station.signIn('chief-1')
  expect(await addSomebody(again, '恢复后的人')).toMatchObject({ ok: true })
  expect(heads(venue.db).find((head) => head.station === old)?.seq, 'the old stream takes no more').toBe(facts)
  expect(heads(venue.db).find((head) => head.station === venue.station)!.seq).toBeGreaterThan(2)
  await sound(venue, replacedHeads)
  expect((await station.call('system.verify', { full: true }, again)).body).toMatchObject({ ok: true, streams: 2, bad: null })
  expect((await station.call('system.status', {}, again)).body['restores']).toMatchObject([{ by: expect.stringContaining('') as string, file, facts, replaced: replacedFacts }])
})

test('a second restore of the same backup begins a third stream, and heads of both replaced ones stay explained', async () => {
  const { station, chief, backup, addSomebody, restore } = await venueWithBackup()
  const { file, facts } = await backup(chief)
  await addSomebody(chief, '甲')
  const first = inside(station).station
  const printed = heads(inside(station).db)
  await restore(file, chief)
  const second = inside(station).station
  const again = await station.signIn('chief-1')
  await addSomebody(again, '乙')
  await backup(again)
  printed.push(...heads(inside(station).db).filter((head) => head.station === second))
  expect(await restore(file, again)).toMatchObject({ ok: true, facts })

  const venue = inside(station)
  expect(new Set([first, second, venue.station]).size).toBe(3)
  expect(heads(venue.db).map((head) => head.station).sort()).toEqual([first, venue.station].sort())
  await sound(venue, printed)
  const late = { ...printed[0]!, seq: printed[0]!.seq + 1 }
  expect((await verifyLedger(venue.db, { anchors: [late] })).findings, 'a head nobody replaced is still missed').toMatchObject([{ fault: 'cut_off' }])
  // A backup made after a restore holds both streams, and comes back with both.
  const third = await station.signIn('chief-1')
  const whole = await backup(third)
  await restore(whole.file, third)
  expect(restores(inside(station).db).map(({ body }) => body.station)).toEqual([first, venue.station])
  await sound(inside(station), printed)
})

async function reopened(folder: string): Promise<Station> {
  const station = await openStation({ folder, chance: seededChance(folder), log: silentLog })
  onTestFinished(() => station.close())
  return station
}

test('on another machine the passphrase opens the backup; the next opening records the restore by the program under a key of its own', async () => {
  const { station, chief, backup } = await venueWithBackup()
  const { file, facts } = await backup(chief, 'correct horse battery')
  const old = inside(station).station
  const stick = ownFolder()
  for (const end of ['', '.json', '.key.age']) copyFileSync(path.join(station.folder, 'backups', file + end), path.join(stick, file + end))
  const other = path.join(ownFolder(), 'data')
  mkdirSync(other)
  expect(await restoreBackup({ from: path.join(stick, file), folder: other, now: 6, passphrase: 'correct horse battery' })).toMatchObject({ ok: true })
  expect(readKeyFile(keyFile(other)).station, 'until it is opened').toBe(old)

  const there = await reopened(other)
  const venue = there.inside.venue!
  expect(venue.station).not.toBe(old)
  expect(factById(venue.db, `${venue.station}/1`)?.fact).toMatchObject({
    type: 'venue.restored', by: 'system', body: { file, facts, station: old, heads: [{ station: old, seq: facts }], replaced: null },
  })
  await sound(venue)
  await there.close()

  const onceMore = await reopened(other)
  expect(onceMore.inside.venue!.station, 'another opening changes nothing').toBe(venue.station)
  expect(restores(onceMore.inside.venue!.db)).toHaveLength(1)
})

test('killed between the fresh key and the fact, the next opening records the restore once, under that key', async () => {
  const { station, chief, backup } = await venueWithBackup()
  const { file } = await backup(chief, 'correct horse battery')
  const other = path.join(ownFolder(), 'data')
  await restoreBackup({ from: path.join(station.folder, 'backups', file), folder: other, now: 6, passphrase: 'correct horse battery' })
  const word = openDatabase({ file: databaseFile(other), key: readKeyFile(keyFile(other)).database })
  const pending = pendingRestore(word)
  word.close()
  expect(pending?.retired).toEqual([inside(station).station])
  const { fileKeeper, readKeys, renewSigning } = await import('../../station/keys.ts')
  const fresh = await renewSigning(other, await readKeys(other, fileKeeper), { chance: seededChance('killed'), keeper: fileKeeper })
  const there = await reopened(other)
  expect(there.inside.venue!.station).toBe(fresh.station)
  expect(restores(there.inside.venue!.db)).toHaveLength(1)
  await sound(there.inside.venue!)
})

test('a restored ledger cut below what its restore named is found out', async () => {
  const { station, chief, backup, restore } = await venueWithBackup()
  const { file } = await backup(chief)
  const old = inside(station).station
  await restore(file, chief)
  const { db } = inside(station)
  const [noted] = restores(db)
  const end = noted!.body.heads[0]!.seq
  const guards = db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
  for (const { name } of guards) db.raw.exec(`DROP TRIGGER ${name}`)
  const n = db.one<{ n: number }>('SELECT max(n) AS n FROM fact WHERE n % 4294967296 = ? AND n < 8589934592', end)!.n
  db.run('DELETE FROM command WHERE fact = ?', n)
  for (const table of ['operator_fact', 'venue_fact']) db.run(`DELETE FROM ${table} WHERE fact = ?`, n)
  db.run('DELETE FROM fact WHERE n = ?', n)
  expect((await verifyLedger(db, {})).findings).toContainEqual({ station: old, seq: end, fault: 'cut_off' })
})
