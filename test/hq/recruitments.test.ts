import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyHqFact } from '../../hq/own-ledger.ts'
import type { HqClient } from '../../shared/hq/api.ts'
import { shippedText } from '../../shared/pack-reading.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

onBothStores('recruitments', (kind) => {
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
  const make = (recruitment: string, pack = 'shenzhen-aux-2023') => planner.recruitments.make({ cmd: hq.cmd(), recruitment, title: `招聘 ${recruitment}`, pack })
  const textOf = async (recruitment: string): Promise<RulePack> => {
    const answer = await planner.recruitments.packText({ recruitment })
    return JSON.parse(answer.ok ? answer.json : '{}') as RulePack
  }

  test('one is made from a shipped pack, without its half days, and has a place of its own for pages', async () => {
    const cmd = hq.cmd()
    const made = await planner.recruitments.make({ cmd, recruitment: 'sz-2026', title: '深圳 2026', pack: 'shenzhen-aux-2023' })
    expect(made).toMatchObject({ ok: true, repeated: false })
    expect(await planner.recruitments.make({ cmd, recruitment: 'sz-2026', title: '深圳 2026', pack: 'shenzhen-aux-2023' })).toMatchObject({ ok: true, repeated: true })
    expect(await make('sz-2026')).toMatchObject({ ok: false, refused: { reason: 'recruitment_exists' } })
    const pack = await textOf('sz-2026')
    expect(pack).toMatchObject({ id: 'sz-2026', version: 1, sessions: [], pools: [], adaptedFrom: { id: 'shenzhen-aux-2023' } })
    const { recruitments } = await planner.recruitments.list()
    expect(recruitments.map(({ recruitment }) => recruitment)).toContain('sz-2026')
    const { no } = await hq.inside.store.db.selectFrom('recruitment').select('no').where('id', '=', 'sz-2026').executeTakeFirstOrThrow()
    // a page of it can be written: PostgreSQL refuses rows that no partition takes
    await hq.inside.store.db.insertInto('page').values({ recruitment: no, stream: 1, first: 1, last: 1, packed: Buffer.from('x'), hash: Buffer.alloc(32), checked: 0, received_at: 1 }).execute()
  })

  test('a practice copy makes a practice recruitment for ever; an exam never becomes one', async () => {
    expect(await make('practice', 'shenzhen-2023')).toMatchObject({ ok: true })
    await make('exam')
    const { recruitments } = await planner.recruitments.list()
    expect(new Map(recruitments.map(({ recruitment, rehearsal }) => [recruitment, rehearsal]))).toEqual(expect.toSatisfy((all: Map<string, boolean>) => all.get('practice') === true && all.get('exam') === false))
    for (const [recruitment, rehearsal] of [['practice', false], ['exam', true]] as const) {
      const json = JSON.stringify({ ...(await textOf(recruitment)), rehearsal })
      expect(await planner.recruitments.setPack({ cmd: hq.cmd(), recruitment, json, base: 1, reason: '' })).toMatchObject({ refused: { reason: 'pack_rehearsal' } })
    }
  })

  test('a broken pack is refused with the path', async () => {
    const broken = shippedText('national-2024').replace('"format": "kaodian-rule-pack/1"', '"format": "something"')
    expect(await make('broken', broken)).toMatchObject({ ok: false, refused: { reason: 'pack_invalid', detail: { path: 'format' } } })
  })

  test('a pack changes in versions: stale, unchanged and broken ones are refused, and nothing is kept of them', async () => {
    await make('versions')
    const pack = await textOf('versions')
    const text = JSON.stringify({ ...pack, ranking: { ...pack.ranking, qualificationRatio: '5' } })
    const checked = await planner.recruitments.checkPack({ recruitment: 'versions', json: text })
    expect(checked).toMatchObject({ ok: true, valid: true, changes: [{ path: 'ranking.qualificationRatio', before: '4', after: '5' }], changed: 1, needsReason: false })
    const cmd = hq.cmd()
    expect(await planner.recruitments.setPack({ cmd, recruitment: 'versions', json: text, base: 1, reason: '' })).toMatchObject({ ok: true, version: 2, repeated: false })
    expect(await planner.recruitments.setPack({ cmd, recruitment: 'versions', json: text, base: 1, reason: '' })).toMatchObject({ ok: true, repeated: true })
    expect(await planner.recruitments.setPack({ cmd: hq.cmd(), recruitment: 'versions', json: text, base: 1 })).toMatchObject({ refused: { reason: 'stale' } })
    expect(await planner.recruitments.setPack({ cmd: hq.cmd(), recruitment: 'versions', json: text, base: 2 })).toMatchObject({ refused: { reason: 'already_so' } })
    const wrong = text.replace('"qualificationRatio":"5"', '"qualificationRatio":"five"')
    expect(await planner.recruitments.setPack({ cmd: hq.cmd(), recruitment: 'versions', json: wrong, base: 2 })).toMatchObject({ refused: { reason: 'pack_invalid', detail: { path: 'ranking.qualificationRatio' } } })
    const got = await planner.recruitments.get({ recruitment: 'versions' })
    expect(got).toMatchObject({ ok: true, recruitment: { packVersion: 2 }, versions: [{ version: 2 }, { version: 1 }] })
    expect(await planner.recruitments.compare({ recruitment: 'versions', from: 1, to: 2 })).toMatchObject({ changed: 2, changes: expect.arrayContaining([{ path: 'ranking.qualificationRatio', before: '4', after: '5' }]) as unknown })
  })

  test('once a package was issued a change needs its reason, and the reason is in the ledger', async () => {
    await make('issued')
    const { db } = hq.inside.store
    const { no } = await db.selectFrom('recruitment').select('no').where('id', '=', 'issued').executeTakeFirstOrThrow()
    await db.insertInto('package').values({ recruitment: no, venue: 'v', version: 1, hash: '', bytes: Buffer.alloc(1), changes: '[]', content: '{"roster":[]}', issued_at: 1, issued_by: 'x' }).execute()
    const pack = await textOf('issued')
    const json = JSON.stringify({ ...pack, ranking: { ...pack.ranking, fractions: 'up' } })
    expect(await planner.recruitments.setPack({ cmd: hq.cmd(), recruitment: 'issued', json, base: 1 })).toMatchObject({ refused: { reason: 'reason_missing' } })
    const kept = await planner.recruitments.setPack({ cmd: hq.cmd(), recruitment: 'issued', json, base: 1, reason: '公告更正第 3 条' })
    expect(kept).toMatchObject({ ok: true, version: 2 })
    const fact = await db.selectFrom('hq_fact').selectAll().where('type', '=', 'recruitment.pack_set').orderBy('seq', 'desc').executeTakeFirstOrThrow()
    expect(fact.bytes.toString()).toContain('公告更正第 3 条')
    expect(verifyHqFact(fact.hash, fact.sig, hq.inside.keys.signing)).toBe(true)
  })

  test('the hole that candidates fall into is named with how many', async () => {
    await make('holes')
    const { db } = hq.inside.store
    const { no } = await db.selectFrom('recruitment').select('no').where('id', '=', 'holes').executeTakeFirstOrThrow()
    const pack = await textOf('holes')
    const post = { code: '001', unit: 'a', title: 'b', headcount: 1, sex: 'any' as const, birth: null, category: 'general' as const, stages: ['fitness' as const], panels: 1, requirements: '', notes: [] }
    await planner.posts.put({ cmd: hq.cmd(), recruitment: 'holes', post, was: null, base: 1 })
    for (const [n, birth] of ['1992-05-05', '1992-05-06', '1995-01-01'].entries())
      await db.insertInto('person').values({ recruitment: no, id: String(n), roster_number: String(n), ticket: String(n), resident_id: String(n), name: 'x', sex: 'M', birth, post: '001', written: null, quality: null, barred: null, withdrawn: null, photo: null }).execute()
    const checked = await planner.recruitments.checkPack({ recruitment: 'holes', json: JSON.stringify({ ...pack, posts: [post] }) })
    // born 1992-05-05 is 31 on 2023-05-05, the day after is 30 (规则 §7)
    const named = checked.ok ? checked.holes.map(({ message }) => message.zh) : []
    const run = pack.fitness?.items.find(({ id }) => id === 'run')?.title.zh ?? ''
    expect(named.filter((text) => text.includes(`${run} · 男 · `))).toEqual([expect.stringContaining('1 人'), expect.stringContaining('2 人')])
  })

  test('the rights: an auditor reads, a duty officer changes nothing', async () => {
    await make('rights')
    const auditor = await hq.client('auditor')
    expect(await auditor.recruitments.packText({ recruitment: 'rights' })).toMatchObject({ ok: true })
    await expect(auditor.recruitments.change({ cmd: hq.cmd(), recruitment: 'rights', title: 'x', retainUntil: null, address: '' })).rejects.toMatchObject({ data: { reason: 'not_allowed' } })
    const duty = await hq.client('duty')
    await expect(duty.recruitments.make({ cmd: hq.cmd(), recruitment: 'duty', title: 'x', pack: 'national-2024' })).rejects.toMatchObject({ data: { reason: 'not_allowed' } })
    expect(await planner.recruitments.change({ cmd: hq.cmd(), recruitment: 'rights', title: '新名称', retainUntil: '2029-12-31', address: 'https://hq.example/' })).toMatchObject({ ok: true })
    expect(await planner.recruitments.get({ recruitment: 'rights' })).toMatchObject({ recruitment: { title: '新名称', retainUntil: '2029-12-31', address: 'https://hq.example/' } })
  })
})
