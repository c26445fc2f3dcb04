import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { checkDigitOf } from '../../shared/resident-id.ts'
import { factsOfType } from '../../db/journey.ts'
import { allCandidates } from '../../db/roster.ts'
import { fileKeeper, type Keeper } from '../../station/keys.ts'
import { silentLog } from '../../exchange/log.ts'
import { openStation } from '../../station/station.ts'
import { StationUnusable } from '../../station/unusable.ts'
import { freshCommand, ownFolder, webStation, type Json } from './web-station.ts'

const refusedAs = (answer: { body: Json }) => (answer.body['refused'] as Json | undefined)?.['reason']

async function whyNot(folder: string, keeper: Keeper = fileKeeper): Promise<string> {
  try {
    await (await openStation({ folder, keeper, log: silentLog })).close()
    return 'opened'
  } catch (error) {
    if (!(error instanceof StationUnusable)) throw error
    expect(error.message).toMatch(/[\u4e00-\u9fff]/)
    return error.why
  }
}

async function rehearsedFolder(): Promise<string> {
  const { folder, station, web } = await webStation()
  await web.stop()
  await station.close()
  return folder
}

test('a rehearsal opens with a roster, accounts for every role and its clock inside the first check-in window', async () => {
  const station = await webStation()
  const venue = station.station.inside.venue!
  const { body: state } = await station.call('venue.state')
  expect(state).toMatchObject({
    state: 'ready',
    mode: 'rehearsal',
    candidates: 40,
    keyKept: 'file',
    program: 'kaodian test',
  })
  expect((state['banners'] as unknown[]).length).toBeGreaterThan(0)
  expect(new Date(venue.clock.now() + 8 * 3_600_000).toISOString()).toMatch(/^2023-06-09T07:50:0/)
  expect(new Set(station.accounts.flatMap(({ roles }) => roles)).size).toBe(9)
  expect(station.accounts.filter(({ roles }) => roles.includes('chief'))).toHaveLength(2)
  expect(station.accounts.filter(({ roles }) => roles.includes('checkin'))).toHaveLength(2)
  const [opened] = factsOfType(venue.db, 'venue.opened')
  expect(opened?.fact).toMatchObject({
    seq: 1,
    by: 'system',
    body: { packName: 'shenzhen-2023', packHash: venue.packHash, rehearsal: true, program: 'kaodian test' },
  })
  expect(factsOfType(venue.db, 'roster.imported')[0]?.fact.body).toMatchObject({ count: 40 })
  expect(factsOfType(venue.db, 'operator.added')).toHaveLength(station.accounts.length)
})

test('no fact and no file beside the database holds a name or an id number of the roster', async () => {
  const station = await webStation()
  const venue = station.station.inside.venue!
  const facts = venue.db
    .all<{ bytes: Buffer }>('SELECT bytes FROM fact')
    .map(({ bytes }) => bytes.toString('utf8'))
    .join('\n')
  const people = allCandidates(venue.db)
  for (const { name, residentId } of people) {
    expect(facts).not.toContain(residentId)
    expect(facts).not.toContain(name)
  }
  for (const file of readdirSync(station.folder, { recursive: true, encoding: 'utf8' })) {
    const place = path.join(station.folder, file)
    if (!statSync(place).isFile()) continue
    const text = readFileSync(place).toString('latin1')
    expect(
      people.filter(({ residentId }) => text.includes(residentId)),
      file,
    ).toEqual([])
  }
})

test('the same command opens a rehearsal once and is told the same accounts; another is refused', async () => {
  const station = await webStation({ rehearsal: null })
  const cmd = station.cmd()
  const ask = (id: string) =>
    station.call('venue.openRehearsal', { cmd: id, rehearsal: 'wuhan-2025', candidates: 30, seed: 4 })
  const [first, second] = await Promise.all([ask(cmd), ask(cmd)])
  expect(first.body).toMatchObject({ ok: true })
  expect(second.body).toEqual(first.body)
  expect(refusedAs(await ask(station.cmd()))).toBe('venue_exists')
  expect(factsOfType(station.station.inside.venue!.db, 'venue.opened')).toHaveLength(1)
})

test('an unknown rehearsal leaves the folder empty of any venue', async () => {
  const station = await webStation({ rehearsal: null })
  expect(refusedAs(await station.call('venue.openRehearsal', { cmd: station.cmd(), rehearsal: 'nowhere' }))).toBe(
    'unknown_rehearsal',
  )
  expect(existsSync(path.join(station.folder, 'kaodian.db'))).toBe(false)
})

const idOf = (seventeen: string) => `${seventeen}${checkDigitOf(seventeen)}`
const header = '序号,准考证号,身份证号,姓名,性别,出生日期,报考岗位代码'
const sheetOf = (rows: string[]) => Buffer.from([header, ...rows].join('\r\n'), 'utf8').toString('base64')
const chief = { name: '张主考', pin: '480315' }

test('a live venue is made from a sheet, all rows or none', async () => {
  const station = await webStation({ rehearsal: null })
  const pack = structuredClone(packNamed('national-2024')!) as unknown as Json
  const sessions = [
    {
      id: 's1',
      date: '2026-05-01',
      half: 'am',
      title: { zh: '上午', en: 'morning' },
      stages: ['fitness'],
      window: { from: '07:45', to: '08:15' },
      due: { kind: 'posts', posts: ['001'] },
    },
  ]
  const posts = [
    {
      code: '001',
      unit: '局',
      title: '岗',
      headcount: 2,
      sex: 'any',
      birth: null,
      category: 'general',
      stages: ['fitness'],
    },
  ]
  const pools = [
    { id: 'p', session: 's1', stages: ['fitness'], letters: 'A', title: { zh: '组', en: 'pool' }, who: { sex: 'any' } },
  ]
  const json = JSON.stringify({ ...pack, id: 'my-exam', sessions, posts, pools })
  expect((await station.call('venue.checkPack', { json })).body).toMatchObject({ valid: true, errors: [] })
  const open = (rows: string[], cmd = station.cmd(), text = json) =>
    station.call('venue.openSheet', {
      cmd,
      name: 'roster.csv',
      bytes: sheetOf(rows),
      pack: text,
      venue: '一考点',
      exam: '2026 招聘',
      chief,
    })
  const good = [
    `1,0001,${idOf('16010519970203002')},甲,女,1997-02-03,001`,
    `2,0002,${idOf('16010519880504001')},乙,男,1988-05-04,001`,
  ]
  expect(refusedAs(await open(['1,0001,11010519491231002X,甲,女,1949-12-31,001', '2,0001,1234,乙,男,,009']))).toBe(
    'sheet_problems',
  )
  expect(refusedAs(await open([]))).toBe('sheet_problems')
  const holed = json.replaceAll(/"value":"[\d.]+"/g, '"value":null')
  expect((await open(good, station.cmd(), holed)).body).toMatchObject({
    refused: { reason: 'pack_has_holes', detail: { path: expect.stringContaining('standards') as string } },
  })
  expect(refusedAs(await open(good, station.cmd(), '{"format":"x"}'))).toBe('pack_invalid')
  expect(refusedAs(await open(good, station.cmd(), 'shenzhen-2023'))).toBe('pack_invalid')
  expect((await station.call('venue.state')).body).toMatchObject({ state: 'empty' })
  expect(existsSync(path.join(station.folder, 'kaodian.db'))).toBe(false)

  const cmd = station.cmd()
  const opened = await open(good, cmd)
  expect(opened.body).toEqual({ ok: true, candidates: 2, operator: 'chief-1' })
  expect((await open(good, cmd)).body).toEqual(opened.body)
  expect(refusedAs(await open(good))).toBe('venue_exists')
  expect((await station.call('venue.state')).body).toMatchObject({
    state: 'ready',
    mode: 'live',
    name: '一考点',
    exam: '2026 招聘',
    candidates: 2,
  })
  const { body } = await station.call('operators.signIn', { operator: 'chief-1', pin: chief.pin })
  expect(body).toMatchObject({ ok: true })
  expect(refusedAs(await station.call('venue.setRehearsalClock', { to: 5 }, String(body['token'])))).toBe(
    'not_rehearsal',
  )
})

test('a rehearsal’s clock is moved by the chief, stays moved, and stands still while the station is closed', async () => {
  const first = await webStation()
  const chiefToken = await first.signIn('chief-1')
  const to = Date.parse('2023-06-09T14:20:00+08:00')
  expect((await first.call('venue.setRehearsalClock', { to }, chiefToken)).body).toEqual({ ok: true, now: to })
  await first.call('operators.signOut', {}, chiefToken)
  await first.web.stop()
  await first.station.close()
  const later = await openStation({
    folder: first.folder,
    clock: { now: () => first.clock.now() + 5 * 24 * 3_600_000, mono: () => 1 },
    log: silentLog,
  })
  expect(later.venue!.clock.now() - to).toBeLessThan(5000)
  await later.close()
})

test('a missing, damaged, foreign or otherwise sealed key is refused by name, and nothing is overwritten', async () => {
  const folder = await rehearsedFolder()
  const other = await rehearsedFolder()
  const key = path.join(folder, 'station.key.json')
  const own = readFileSync(key)
  rmSync(key)
  expect(await whyNot(folder)).toBe('key_missing')
  expect(existsSync(key)).toBe(false)
  copyFileSync(path.join(other, 'station.key.json'), key)
  expect(await whyNot(folder)).toBe('key_foreign')
  writeFileSync(key, '{"v":1}')
  expect(await whyNot(folder)).toBe('key_unreadable')
  writeFileSync(key, own)
  chmodSync(key, 0o644)
  expect(await whyNot(folder)).toBe('opened')
  expect(statSync(key).mode & 0o077).toBe(0)
  rmSync(path.join(folder, 'kaodian.db'))
  expect(await whyNot(folder)).toBe('database_missing')
})

test('a sealed key file never holds the keys as they are, and opens with the same seal', async () => {
  const flip = (bytes: Uint8Array) => Promise.resolve(Uint8Array.from(bytes, (byte) => byte ^ 0xaa))
  const keeper: Keeper = { kept: 'sealed', seal: flip, unseal: flip }
  const folder = ownFolder()
  const station = await openStation({ folder, keeper, log: silentLog })
  const { venueMethods } = await import('../../station/venue.ts')
  const call = { inside: station.inside, venue: null, caller: null, signedIn: null, signal: undefined }
  expect(
    await venueMethods.openRehearsal(call, {
      cmd: freshCommand(),
      rehearsal: 'shenzhen-2023',
      candidates: 20,
      seed: 1,
    }),
  ).toMatchObject({ ok: true })
  const { database } = station.inside.venue!.keys
  await station.close()
  const text = readFileSync(path.join(folder, 'station.key.json'), 'utf8')
  const plain = Buffer.from((JSON.parse(text) as { keys: string }).keys, 'base64').toString('latin1')
  expect(text + plain).not.toContain(database.toString('hex'))
  expect(await whyNot(folder, keeper)).toBe('opened')
})

test('a plain key file, as a restore on a new machine leaves it, is sealed by the window and opens by its seal alone', async () => {
  const flip = (bytes: Uint8Array) => Promise.resolve(Uint8Array.from(bytes, (byte) => byte ^ 0x55))
  const keeper: Keeper = { kept: 'sealed', seal: flip, unseal: flip }
  const folder = await rehearsedFolder()
  const key = path.join(folder, 'station.key.json')
  const keptAs = () => (JSON.parse(readFileSync(key, 'utf8')) as { kept: string }).kept
  expect(keptAs()).toBe('file')
  expect(await whyNot(folder, keeper)).toBe('opened')
  expect(keptAs()).toBe('sealed')
  expect(statSync(key).mode & 0o077).toBe(0)
  expect(await whyNot(folder, keeper)).toBe('opened')
  expect(await whyNot(folder)).toBe('key_unreadable')
})

test('a second program on the same folder is turned away until the first has closed', async () => {
  const station = await webStation()
  expect(await whyNot(station.folder)).toBe('folder_in_use')
  await station.web.stop()
  await station.station.close()
  expect(await whyNot(station.folder)).toBe('opened')
})

test('what a killed set-up left behind is cleared away, and a venue can be made', async () => {
  const made = await rehearsedFolder()
  const folder = ownFolder()
  mkdirSync(path.join(folder, 'preparing'))
  copyFileSync(path.join(made, 'kaodian.db'), path.join(folder, 'preparing', 'kaodian.db'))
  copyFileSync(path.join(made, 'station.key.json'), path.join(folder, 'station.key.json'))
  const station = await webStation({ folder })
  expect((await station.call('venue.state')).body).toMatchObject({ state: 'ready' })
  expect(existsSync(path.join(folder, 'preparing'))).toBe(false)
})
