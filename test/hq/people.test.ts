import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportSheet } from '../../exchange/sheets/export-sheet.ts'
import type { HqClient } from '../../shared/hq/api.ts'
import type { ImportStep } from '../../shared/hq/api/people.ts'
import { csvOf, madeRow, sheetRows, type MadeRow } from './made-roster.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

const csv = (text: string) => Buffer.from(text).toString('base64')
const posts = '岗位代码,用人单位,岗位名称,招聘人数,性别,出生起,出生止,考试方式,岗位类别\n001,甲,一岗,2,不限,1985-01,2007-10,笔试+体能测评+面试,一般类\n002,乙,二岗,1,女,1995-01,2007-10,笔试+面试,一般类'

onBothStores('people', (kind) => {
  let place: StorePlace
  let hq: TestHq
  let planner: HqClient
  beforeAll(async () => {
    place = await storePlace(kind)
    hq = await runHq(place)
    planner = await hq.client('planner')
  })
  afterAll(async () => {
    await hq.stop()
    await place.remove()
  })
  const fresh = async (): Promise<string> => {
    const recruitment = `r-${hq.cmd()}`
    await planner.recruitments.make({ cmd: hq.cmd(), recruitment, title: 'x', pack: 'shenzhen-aux-2023' })
    const kept = await planner.posts.import({ cmd: hq.cmd(), recruitment, name: 'x.csv', bytes: csv(posts), base: 1 })
    expect(kept).toMatchObject({ ok: true })
    return recruitment
  }
  const preview = async (recruitment: string, bytes: string) => {
    const seen = await planner.people.preview({ recruitment, name: 'x.csv', bytes })
    if (!seen.ok) throw new Error(seen.refused.reason)
    return seen
  }
  type Answer = Extract<ImportStep, { kind: 'answer' }>['answer']
  const bring = async (recruitment: string, bytes: string, more: { missing?: 'keep' | 'remove'; seen?: string; cmd?: string } = {}): Promise<Answer> => {
    const seen = more.seen ?? (await preview(recruitment, bytes)).seen
    const steps: ImportStep[] = []
    for await (const step of await planner.people.import({ cmd: more.cmd ?? hq.cmd(), recruitment, name: 'x.csv', bytes, seen, missing: more.missing ?? 'keep' })) steps.push(step)
    const last = steps.at(-1)
    if (last?.kind !== 'answer') throw new Error('no answer')
    return last.answer
  }
  const rowsOf = async (recruitment: string, over: Partial<Parameters<HqClient['people']['list']>[0]> = {}) => {
    const list = await planner.people.list({ recruitment, ...over })
    if (!list.ok) throw new Error(list.refused.reason)
    return list
  }

  test('a roster comes in with opaque ids, is found by every number, and again it changes nothing', async () => {
    const recruitment = await fresh()
    const rows = [madeRow(1, '001'), madeRow(2, '001', { written: '免笔试' }), madeRow(3, '002', { quality: '' })]
    const seen = await preview(recruitment, csvOf(rows))
    expect(seen).toMatchObject({ count: 3, problemCount: 0, added: 3, changed: 0, same: 0, missing: 0, withoutScore: 1, posts: [{ code: '001', count: 2 }, { code: '002', count: 1 }] })
    const cmd = hq.cmd()
    expect(await bring(recruitment, csvOf(rows), { cmd, seen: seen.seen })).toMatchObject({ ok: true, repeated: false, added: 3 })
    expect(await bring(recruitment, csvOf(rows), { cmd, seen: seen.seen })).toMatchObject({ ok: true, repeated: true })
    const list = await rowsOf(recruitment)
    expect(list.rows.map(({ rosterNumber, written }) => [rosterNumber, written])).toEqual([['1', rows[0]?.written], ['2', null], ['3', rows[2]?.written]])
    for (const { candidate } of list.rows) expect(candidate).toMatch(/^[0-9a-f]{16}$/)
    const second = rows[1] ?? madeRow(2, '001')
    for (const query of [second.name, second.ticket, second.residentId.slice(-6), '2'])
      expect((await rowsOf(recruitment, { query })).rows.map(({ ticket }) => ticket)).toContain(second.ticket)
    expect((await rowsOf(recruitment, { query: '%' })).total).toBe(0)
    expect((await rowsOf(recruitment, { post: '002' })).total).toBe(1)
    expect((await rowsOf(recruitment, { status: 'no_score' })).total).toBe(1)
    expect(await preview(recruitment, csvOf(rows))).toMatchObject({ added: 0, changed: 0, same: 3, missing: 0 })
  })

  test('every wrong cell is named by row and column; the whole sheet stays out', async () => {
    const recruitment = await fresh()
    const good = madeRow(10, '001')
    const rows: MadeRow[] = [
      good, madeRow(11, '001', { ticket: good.ticket }), madeRow(12, '001', { residentId: good.residentId, name: '甲', sex: good.sex, birth: good.birth }),
      madeRow(13, '009'), madeRow(14, '001', { residentId: '42010119900101001' }), madeRow(15, '001', { sex: '男' }), madeRow(16, '001', { written: '九十' }), madeRow(17, '001', { name: '' }),
    ]
    const seen = await preview(recruitment, csvOf(rows))
    expect(seen.problems.map(({ row, column, problem }) => `${String(row)} ${column} ${problem}`)).toEqual([
      '3 准考证号 duplicate', '4 身份证号 duplicate', '5 报考岗位代码 unknown_post', '6 身份证号 resident_id_length', '7 性别 sex_differs_from_id',
      '8 笔试成绩 score_malformed', '9 姓名 missing',
    ])
    expect(await bring(recruitment, csvOf(rows), { seen: seen.seen })).toMatchObject({ ok: false, refused: { reason: 'sheet_rows' } })
    expect((await rowsOf(recruitment)).all).toBe(0)
  })

  test('conflicts with the post are warnings, named, and keep nobody out', async () => {
    const recruitment = await fresh()
    const man = madeRow(20, '002')
    expect(man.sex).toBe('男')
    const seen = await preview(recruitment, csvOf([man]))
    expect(seen).toMatchObject({ problemCount: 0, added: 1 })
    expect(seen.warnings).toEqual([{ row: 2, column: '性别', problem: 'sex_not_for_post', value: `${man.name} 002` }])
    const woman = madeRow(24, '002', { birth: '', sex: '女' })
    const born = `${woman.residentId.slice(6, 10)}-${woman.residentId.slice(10, 12)}`
    const seenHer = await preview(recruitment, csvOf([woman]))
    expect(seenHer.warnings.map(({ problem }) => problem)).toEqual(born < '1995-01' ? ['born_before_window'] : [])
  })

  test('a second sheet shows added, changed and missing first, and deletes nobody who was issued', async () => {
    const recruitment = await fresh()
    const [a, b, c] = [madeRow(30, '001'), madeRow(31, '001'), madeRow(32, '002')]
    await bring(recruitment, csvOf([a, b, c]))
    const { db } = hq.inside.store
    const { no } = await db.selectFrom('recruitment').select('no').where('id', '=', recruitment).executeTakeFirstOrThrow()
    const before = await rowsOf(recruitment)
    const [first] = before.rows
    await db.insertInto('package').values({ recruitment: no, venue: 'v', version: 1, hash: '', bytes: Buffer.alloc(1), changes: '[]', content: JSON.stringify({ roster: [{ id: first?.candidate }] }), issued_at: 1, issued_by: 'x' }).execute()
    const next = csvOf([{ ...c, written: '88.5', ticket: '20269999999' }, madeRow(33, '001')])
    const seen = await preview(recruitment, next)
    expect(seen).toMatchObject({ added: 1, changed: 1, same: 0, missing: 2, missingIssued: 1 })
    expect(seen.changes[0]?.fields).toEqual([{ field: 'ticket', before: c.ticket, after: '20269999999' }, { field: 'written', before: c.written, after: '88.5' }])
    expect(await bring(recruitment, next, { missing: 'remove' })).toMatchObject({ ok: true, added: 1, changed: 1, removed: 1 })
    const after = await rowsOf(recruitment)
    expect(after.rows.map(({ rosterNumber }) => rosterNumber)).toEqual(['30', '32', '33'])
    expect(after.rows[1]?.candidate).toBe(before.rows[2]?.candidate)
  })

  test('two people may change tickets with each other; a ticket of somebody else who stays is a conflict', async () => {
    const recruitment = await fresh()
    const [a, b] = [madeRow(40, '001'), madeRow(41, '001')]
    await bring(recruitment, csvOf([a, b]))
    expect(await bring(recruitment, csvOf([{ ...a, ticket: b.ticket }, { ...b, ticket: a.ticket }]))).toMatchObject({ ok: true, changed: 2 })
    const seen = await preview(recruitment, csvOf([madeRow(42, '001', { ticket: a.ticket })]))
    expect(seen.problems).toEqual([{ row: 2, column: '准考证号', problem: 'ticket_taken', value: `${a.ticket} = ${b.name}` }])
  })

  test('what was previewed is what comes in: after somebody else changed something it is stale', async () => {
    const recruitment = await fresh()
    const bytes = csvOf([madeRow(50, '001')])
    const { seen } = await preview(recruitment, bytes)
    await bring(recruitment, csvOf([madeRow(51, '001')]))
    expect(await bring(recruitment, bytes, { seen })).toMatchObject({ ok: false, refused: { reason: 'stale' } })
    expect((await rowsOf(recruitment)).all).toBe(1)
  })

  test('withdrawn, barred, restored, corrected: each with its reason in the ledger, without any personal data', async () => {
    const recruitment = await fresh()
    const one = madeRow(60, '001')
    await bring(recruitment, csvOf([one, madeRow(61, '001')]))
    const [first, second] = (await rowsOf(recruitment)).rows
    const about = { recruitment, candidate: first?.candidate ?? '' }
    expect(await planner.people.mark({ cmd: hq.cmd(), ...about, what: 'withdrawn', reason: '书面放弃' })).toMatchObject({ ok: true, amend: [] })
    expect(await planner.people.mark({ cmd: hq.cmd(), ...about, what: 'withdrawn', reason: '书面放弃' })).toMatchObject({ refused: { reason: 'already_so' } })
    expect((await rowsOf(recruitment, { status: 'in' })).total).toBe(1)
    expect(await planner.people.mark({ cmd: hq.cmd(), ...about, what: 'restored', reason: '撤回申请' })).toMatchObject({ ok: true })
    expect(await planner.people.correct({ cmd: hq.cmd(), ...about, fields: { name: '改名', written: '77' }, reason: '姓名误录' })).toMatchObject({ ok: true })
    expect(await planner.people.correct({ cmd: hq.cmd(), ...about, fields: { ticket: second?.ticket ?? '' }, reason: 'x' })).toMatchObject({ refused: { reason: 'ticket_taken' } })
    expect(await planner.people.correct({ cmd: hq.cmd(), ...about, fields: { post: '777' }, reason: 'x' })).toMatchObject({ refused: { reason: 'post_unknown' } })
    const person = await planner.people.get(about)
    expect(person).toMatchObject({ ok: true, person: { name: '改名', written: '77', withdrawn: null }, facts: [{ what: 'corrected', fields: ['name', 'written'] }, { what: 'restored' }, { what: 'withdrawn', reason: '书面放弃' }] })
    const ledger = await hq.inside.store.db.selectFrom('hq_fact').select('bytes').execute()
    const text = ledger.map(({ bytes }) => bytes.toString('utf8')).join('\n')
    for (const secret of [one.name, '改名', one.residentId, one.ticket]) expect(text).not.toContain(secret)
  })

  test('one forgotten candidate is added whole, once, under an opaque id, and never beside somebody with the same number', async () => {
    const recruitment = await fresh()
    await bring(recruitment, csvOf([madeRow(80, '001')]))
    const { ticket, residentId, name, birth, written } = madeRow(81, '001')
    const person = { rosterNumber: '', ticket, residentId, name, sex: 'M' as const, birth, post: '001', written, quality: null }
    const cmd = hq.cmd()
    const done = await planner.people.add({ cmd, recruitment, person, reason: '名册漏人' })
    if (!done.ok) throw new Error(done.refused.reason)
    expect(done).toMatchObject({ repeated: false, candidate: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown })
    expect(await planner.people.add({ cmd, recruitment, person, reason: '名册漏人' })).toMatchObject({ ok: true, repeated: true, candidate: done.candidate })
    const { rows, all } = await rowsOf(recruitment, { query: ticket })
    expect([all, rows]).toMatchObject([2, [{ candidate: done.candidate, name, written, quality: null, sessions: 0 }]])
    const other = madeRow(82, '001')
    const again = (over: Partial<typeof person>) => planner.people.add({ cmd: hq.cmd(), recruitment, person: { ...person, ticket: other.ticket, residentId: other.residentId, ...over }, reason: 'x' })
    expect(await again({ ticket })).toMatchObject({ refused: { reason: 'ticket_taken' } })
    expect(await again({ residentId })).toMatchObject({ refused: { reason: 'ticket_taken' } })
    expect(await again({ post: '777' })).toMatchObject({ refused: { reason: 'post_unknown' } })
    expect(await again({ residentId: `${other.residentId.slice(0, 17)}${other.residentId.endsWith('1') ? '2' : '1'}` })).toMatchObject({ refused: { reason: 'sheet_rows' } })
    expect((await rowsOf(recruitment)).all).toBe(2)
    expect(await planner.people.get({ recruitment, candidate: done.candidate })).toMatchObject({ ok: true, facts: [{ what: 'added', reason: '名册漏人' }] })
    const { bytes } = await hq.inside.store.db.selectFrom('hq_fact').select('bytes').orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow()
    for (const secret of [name, residentId, ticket]) expect(bytes.toString('utf8')).not.toContain(secret)
  })

  test('.xlsx, GB18030, other headers and columns chosen by hand', async () => {
    const recruitment = await fresh()
    const rows = [madeRow(70, '001'), madeRow(71, '002')]
    expect(await preview(recruitment, Buffer.from(await exportSheet('xlsx', 'x', sheetRows(rows))).toString('base64'))).toMatchObject({ count: 2, problemCount: 0, added: 2 })
    const odd = sheetRows(rows).map((line, at) => (at === 0 ? ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'] : line).join(',')).join('\n')
    const mapping = { ticket: 'b', residentId: 'c', name: 'd', post: 'g', written: 'h' }
    expect(await planner.people.preview({ recruitment, name: 'x', bytes: csv(odd), mapping })).toMatchObject({ ok: true, count: 2, problemCount: 0, added: 2 })
    expect(await planner.people.preview({ recruitment, name: 'x', bytes: csv(odd) })).toMatchObject({ ok: true, problemCount: expect.any(Number) as unknown, added: 0 })
  })
})
