import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { keepPhoto } from '../../db/roster.ts'
import { verifyLedger } from '../../db/verify.ts'
import { orderDue } from '../../station/hq-erase.ts'
import { paperFolderName } from '../../station/paper/folder.ts'
import type { Candidate } from '../../shared/roster.ts'
import { names, roster, until, withStandIn, type HqStation } from './hq-venue.ts'
import { ownFolder } from './web-station.ts'

// marked so that they cannot come from anywhere else
const canaries = ['鸩某甲丙', '11010119000101CANX', 'CANARY-TICKET-77']
const image = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('CANARY-PHOTO-BYTES'.repeat(20))])
const photo = createHash('sha256').update(image).digest('hex')
const marked: Candidate = { ...roster[0]!, name: canaries[0]!, residentId: canaries[1]!, ticket: canaries[2]!, photo }

/** Everything readable in the data folder: plain files as they are, the database as its pages are without the seal. */
function readable(station: HqStation, folders: readonly string[]): Buffer {
  const files = folders.flatMap((folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)) : []))
    .filter((file) => statSync(file).isFile())
  return Buffer.concat([...files.map((file) => Buffer.concat([Buffer.from(`${path.basename(file)}\n`), readFileSync(file)])), station.db().raw.serialize()])
}

const found = (bytes: Buffer): string[] => [...canaries, 'CANARY-PHOTO-BYTES'].filter((canary) => bytes.includes(Buffer.from(canary)))

it('on HQ’s order, and only when HQ holds everything, nothing of a person is left in the folder and the ledger verifies', async () => {
  const { hq, station } = await withStandIn({
    roster: [marked, ...roster.slice(1)], photos: new Map([[photo, { mime: 'image/jpeg' as const, bytes: image }]]),
  })
  const paper = ownFolder()
  await station.call('paper.setFolder', { cmd: station.cmd(), folder: paper }, station.chief)
  await station.call('drafts.put', { key: 'reason', text: `关于${canaries[0]!}` }, station.chief)
  await station.call('system.backup', {}, station.chief)
  keepPhoto(station.db(), Buffer.concat([image, Buffer.from('desk')]))
  mkdirSync(path.join(station.folder, 'before-restore-1'), { recursive: true })
  for (const [folder, file] of [['.', 'kaodian.db.before-v3'], ['.', 'offered.kdpack'], ['out', 'list.csv'], ['evidence', 'e.html'], ['before-restore-1', 'old.txt']] as const) {
    writeFileSync(path.join(station.folder, folder, file), canaries[0]!)
  }
  const sheets = path.join(paper, paperFolderName)
  mkdirSync(sheets, { recursive: true })
  writeFileSync(path.join(sheets, 's-1.html'), canaries[0]!)
  writeFileSync(path.join(sheets, 'of somebody else.txt'), 'stays')
  await station.enrol(hq.code)
  await until(async () => (await station.state())['unsent'] === 0, 'everything at HQ')
  // the control: before the order every one of them is there
  expect(found(readable(station, [station.folder, paper]))).toEqual([...canaries, 'CANARY-PHOTO-BYTES'])

  // an order for another venue, and one that comes while HQ lacks a fact, erase nothing
  hq.orders = [{ id: 'e0', kind: 'erase', exam: names.exam, venue: 'v-south', at: 1, reason: '' }]
  await station.call('sync.tryNow', {}, station.chief)
  hq.orders = [{ id: 'e1', kind: 'erase', ...names, at: 1, reason: '保存期满' }]
  hq.refuses = (name) => (name === 'page' ? 'busy' : null)
  station.record(1)
  await station.call('sync.tryNow', {}, station.chief)
  expect(await station.state()).toMatchObject({ unsent: 1, why: 'refused', erased: null })
  expect(orderDue(station.db(), station.venue().ledger)).toBeNull()
  expect((await station.call('venue.state')).body).toMatchObject({ erased: false, candidates: 30 })

  hq.refuses = () => null
  await station.call('sync.tryNow', {}, station.chief)
  await until(async () => (await station.call('venue.state')).body['erased'] === true, 'erased')
  expect(found(readable(station, [station.folder, paper]))).toEqual([])
  expect(readFileSync(path.join(sheets, 'of somebody else.txt'), 'utf8')).toBe('stays')
  expect(await verifyLedger(station.db())).toMatchObject({ ok: true })
  expect((await station.call('venue.state')).body).toMatchObject({ candidates: 0 })
  // numbers only: rooms with people are closed, HQ hears of it
  const rows = await station.call('sessions.rows', { session: '0609-am' }, station.chief)
  expect(rows.body['data']).toMatchObject({ reason: 'venue_erased' })
  await until(async () => (await station.state())['unsent'] === 0, 'the fact of it at HQ')
  await station.call('sync.tryNow', {}, station.chief)
  expect(hq.hellos.at(-1)?.erased).toEqual(['e1'])
  expect(await station.state()).toMatchObject({ erased: { order: 'e1' } })
})
