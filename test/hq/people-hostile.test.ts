import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HqClient } from '../../shared/hq/api.ts'
import { makeZip } from '../station/made-zip.ts'
import { csvOf, madeRow } from './made-roster.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString('base64')
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 9, 9])

onBothStores('strangers’ files', (kind) => {
  let place: StorePlace
  let hq: TestHq
  let planner: HqClient
  beforeAll(async () => {
    place = await storePlace(kind)
    hq = await runHq(place)
    planner = await hq.client('planner')
    await planner.recruitments.make({ cmd: hq.cmd(), recruitment: 'h', title: 'x', pack: 'zhoukou-aux-2023' })
    await planner.posts.import({ cmd: hq.cmd(), recruitment: 'h', name: 'x', bytes: base64('岗位代码,用人单位,岗位名称,招聘人数,考试方式\n001,甲,一岗,1,笔试+面试'), base: 1 })
    const bytes = csvOf([madeRow(1, '001'), madeRow(2, '001'), madeRow(3, '001')])
    const seen = await planner.people.preview({ recruitment: 'h', name: 'x', bytes })
    for await (const step of await planner.people.import({ cmd: hq.cmd(), recruitment: 'h', name: 'x', bytes, seen: seen.ok ? seen.seen : '' })) if (step.kind === 'answer') expect(step.answer.ok).toBe(true)
  })
  afterAll(async () => {
    await hq.stop()
    await place.remove()
  })

  test('sheets that are none, or more than one should be, are refused by name for posts and people alike', async () => {
    const workbook = (entries: Parameters<typeof makeZip>[0]) => base64(makeZip([{ name: '[Content_Types].xml', content: '<a/>' }, { name: 'xl/workbook.xml', content: '<a/>' }, ...entries]))
    const files: [string, string][] = [
      ['empty', base64('')],
      ['old_xls', base64(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]))],
      ['not_text', base64(Buffer.from([0xff, 0xff, 0, 1, 2]))],
      ['quotes', base64('准考证号,姓名\n"1,2')],
      ['macros', workbook([{ name: 'xl/vbaProject.bin', content: 'x' }])],
      ['document_type', workbook([{ name: 'xl/a.xml', content: '<!DOCTYPE x [<!ENTITY a "b">]>' }])],
      ['names', workbook([{ name: 'elsewhere/a.xml', content: 'x' }])],
      ['not_a_workbook', workbook([{ name: '../../a.xml', content: 'x' }])],
      ['too_large', workbook([{ name: 'xl/b.xml', content: Buffer.alloc(3_000_000) }])],
    ]
    for (const [fault, bytes] of files) {
      expect(await planner.people.preview({ recruitment: 'h', name: 'x', bytes })).toMatchObject({ ok: false, refused: { reason: 'sheet_unreadable', detail: { fault } } })
      expect(await planner.posts.preview({ recruitment: 'h', name: 'x', bytes })).toMatchObject({ ok: false, refused: { reason: 'sheet_unreadable', detail: { fault } } })
    }
    const list = await planner.people.list({ recruitment: 'h' })
    expect(list).toMatchObject({ all: 3 })
  })

  test('a cell that would be a formula stays text and is refused where it is no name of a field', async () => {
    const row = madeRow(9, '001', { written: '=1+1' })
    const seen = await planner.people.preview({ recruitment: 'h', name: 'x', bytes: csvOf([row]) })
    expect(seen.ok && seen.problems.map(({ column, problem }) => `${column} ${problem}`)).toEqual(['笔试成绩 score_malformed'])
  })

  test('photos: what fits is taken, what does not is named, a container that lies is refused whole', async () => {
    const [one, two] = [madeRow(1, '001').ticket, madeRow(2, '001').ticket]
    const zip = base64(makeZip([
      { name: `照片/${one}.JPG`, content: jpeg }, { name: `${two}.png`, content: png }, { name: `again/${two}.png`, content: png }, { name: '999.jpg', content: jpeg },
      { name: `${madeRow(3, '001').ticket}.jpg`, content: 'GIF89a no photo' }, { name: 'Thumbs.db', content: 'x' }, { name: 'readme.txt', content: 'x' },
    ]))
    const look = await planner.people.photos({ cmd: hq.cmd(), recruitment: 'h', name: 'x.zip', bytes: zip, take: false })
    expect(look).toMatchObject({ ok: true, matched: 2, replaced: 0, without: 1 })
    expect(look.ok && look.problems.map(({ problem }) => problem).sort()).toEqual(['no_such_ticket', 'not_a_photo', 'not_a_photo', 'twice'])
    const { db } = hq.inside.store
    expect(await db.selectFrom('photo').select('hash').execute()).toEqual([])
    expect(await planner.people.photos({ cmd: hq.cmd(), recruitment: 'h', name: 'x.zip', bytes: zip, take: true })).toMatchObject({ ok: true, matched: 2 })
    const person = await db.selectFrom('person').select(['id', 'photo']).where('ticket', '=', one).executeTakeFirstOrThrow()
    expect(person.photo).toBe(createHash('sha256').update(jpeg).digest('hex'))
    expect(await planner.people.get({ recruitment: 'h', candidate: person.id })).toMatchObject({ photo: { mime: 'image/jpeg', bytes: jpeg.toString('base64') } })
    const lies = base64(makeZip([{ name: `${one}.jpg`, content: jpeg, statedSize: 3 }]))
    expect(await planner.people.photos({ cmd: hq.cmd(), recruitment: 'h', name: 'x', bytes: lies, take: true })).toMatchObject({ ok: false, refused: { reason: 'photos_unreadable' } })
    expect(await planner.people.photos({ cmd: hq.cmd(), recruitment: 'h', name: 'x', bytes: base64('nothing'), take: true })).toMatchObject({ ok: false, refused: { reason: 'photos_unreadable', detail: { fault: 'not_a_zip' } } })
  })
})
