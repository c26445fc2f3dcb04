import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newCode } from '../../exchange/card.ts'
import { systemChance } from '../../exchange/chance.ts'
import { writePackage } from '../../exchange/package.ts'
import { facts } from '../../db/ledger.ts'
import { openDatabase } from '../../db/open.ts'
import { verifyLedger } from '../../db/verify.ts'
import { fileKeeper, readKeys } from '../../station/keys.ts'
import { hqStation, names, pack, pin, roster } from '../station/hq-venue.ts'
import { heldFacts, insertRecruitment, plain } from './exchange-world.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { storePlace } from './stores.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Runs a command as `npm run` does, without npm; the exit code and everything it said. */
async function command(tool: string, args: readonly string[]): Promise<{ code: number | null; said: string }> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL'))
  const child = spawn(process.execPath, [path.join(root, 'tools', `${tool}.ts`), ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString('utf8')))
  child.once('close', resolve)
  return { code: await promise, said }
}

function ownFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-commands-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function heldOf({ inside }: TestHq, station: string): Promise<string[]> {
  const row = await inside.store.db.selectFrom('stream').select('no').where('station', '=', station).executeTakeFirst()
  return row === undefined ? [] : plain(await heldFacts(inside, row.no))
}

test('courier export and import, and restore --from-hq, as commands: every fact goes to HQ on a stick and comes back by the line', async () => {
  const place = await storePlace('sqlite')
  const hq = await runHq(place)
  const { no, codes } = await insertRecruitment(hq.inside, names.exam, [names.venue])
  const issuer = hq.inside.keys.signing
  // a venue that never has a line: the card's words travel with the facts
  const station = await hqStation({ address: 'http://127.0.0.1:9', issuer, content: { recipients: [hq.inside.keys.recipient] } })
  expect(await station.enrol(codes.get(names.venue)!)).toMatchObject({ refused: { reason: 'hq_unreachable' } })
  station.record(700)
  const id = station.venue().station
  const work = ownFolder()
  const file = path.join(work, 'north.kdcourier')
  const exporting = ['export', '--data', station.folder, '--out', file]
  expect(await command('courier', exporting)).toMatchObject({ code: 2, said: expect.stringContaining('考点程序正开着') as unknown })
  const here = plain(facts(station.db(), { station: id, after: 0, limit: 10_000 }))
  await station.web.stop()
  await station.station.close()

  const written = await command('courier', exporting)
  expect(written, written.said).toMatchObject({ code: 0 })
  const taken = await command('courier', ['import', '--hq', place.folder, file])
  expect(taken, taken.said).toMatchObject({ code: 0 })
  const held = await heldOf(hq, id)
  expect(held.slice(0, here.length)).toEqual(here)
  // twice without harm, and what is no such file is named
  const again = await command('courier', ['import', '--hq', place.folder, file])
  expect(again).toMatchObject({ code: 0, said: expect.stringContaining('新收 0 条') as unknown })
  expect(await heldOf(hq, id)).toEqual(held)
  writeFileSync(path.join(work, 'no.kdcourier'), 'nothing')
  expect((await command('courier', ['import', '--hq', place.folder, path.join(work, 'no.kdcourier')])).code).toBe(1)
  expect((await command('courier', ['export', '--data', work])).code).toBe(2)

  // the folder is gone; HQ gives a new card, and the command fetches what HQ has acknowledged
  const fresh = newCode(systemChance)
  await hq.inside.store.db.updateTable('venue').set({ code: fresh, card: 2, card_used_at: null }).where('recruitment', '=', no).execute()
  const packed = path.join(work, 'north.kdpack')
  writeFileSync(packed, await writePackage({ ...names, pack, roster, photos: new Map(), version: 1, hq: { address: hq.url } }, issuer, { passphrase: fresh, workFactor: 10 }))
  const [card, pinFile, data] = [path.join(work, 'card'), path.join(work, 'pin'), path.join(work, 'restored')]
  writeFileSync(card, `${fresh}\n`)
  writeFileSync(pinFile, `${pin}\n`)
  const restoring = (cardFile: string) => command('restore', ['--from-hq', '--package', packed, '--card-file', cardFile, '--pin-file', pinFile, '--data', data])
  const wrong = path.join(work, 'wrong')
  writeFileSync(wrong, newCode(systemChance))
  expect(await restoring(wrong)).toMatchObject({ code: 1, said: expect.stringContaining('package_passphrase') as unknown })
  const restored = await restoring(card)
  expect(restored, restored.said).toMatchObject({ code: 0, said: expect.stringContaining(`取回 ${String(held.length)} 条记录`) as unknown })
  const db = openDatabase({ file: path.join(data, 'kaodian.db'), key: (await readKeys(data, fileKeeper)).database, readonly: true })
  expect(plain(facts(db, { station: id, after: 0, limit: 10_000 }))).toEqual(held)
  expect(await verifyLedger(db)).toMatchObject({ ok: true })
  db.close()
  expect(await restoring(card)).toMatchObject({ code: 1, said: expect.stringContaining('已经有考点') as unknown })
  await hq.stop()
  await place.remove()
}, 180_000)
