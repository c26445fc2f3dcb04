import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decideUseCases } from '../../hq/decide/decide.ts'
import { readHqFact } from '../../hq/own-ledger.ts'
import { projectInto } from '../../hq/projector/projection-rows.ts'
import { packedDoc } from '../../hq/projector/record-docs.ts'
import { recruitmentRow } from '../../hq/recruitments/recruitment-row.ts'
import { readBatch } from '../../shared/hq/projector-batch.ts'
import { projectBatch } from '../../shared/hq/projector.ts'
import type { Post } from '../../shared/pack-schema.ts'
import { projectRoot } from '../shared/worked-cases.ts'
import { decideWorld, postOf, twoVenuePack, wallClock, type DecideWorld, type Put } from './decide-world.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

interface RankCase {
  pack?: string
  line: { post?: string; headcount: number; candidates?: { id: string; category: Post['category']; written?: string; interview?: string | null; quality?: string; sex: 'M' | 'F'; run?: string | null }[] }
  expect?: { ranked: { id: string; total: string; rank: number }[]; medical: string[] }
}

const rankCases = readFileSync(path.join(projectRoot, 'test/cases/9-ranks.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as RankCase)
  .filter(({ pack, expect: wanted }) => pack === 'shenzhen-2023' && wanted !== undefined)

const all = ['f-a', 'f-b', 'i-a', 'i-b']

onBothStores('deciding', (kind) => {
  let place: StorePlace
  let world: DecideWorld
  const clock = wallClock('2023-06-20T02:00:00Z')

  beforeAll(async () => {
    place = await storePlace(kind)
    world = await decideWorld(place, clock)
  })
  afterAll(async () => {
    await world.stop()
    await place.remove()
  })

  const made = async (id: string, posts: readonly Post[], people: readonly Put[], closed: readonly string[] = all) => {
    const no = await world.recruitment(id, twoVenuePack(posts))
    await world.put(no, people)
    if (closed.length > 0) await world.close(no, ...closed)
    return no
  }
  const postNow = async (recruitment: string, post = 'T1') => {
    const answer = await decideUseCases.post(world.call, { recruitment, post, offset: 0, limit: 500 })
    if (!answer.ok) throw new Error(answer.refused.reason)
    return answer
  }
  const ranks = async (recruitment: string, post = 'T1') => (await postNow(recruitment, post)).rows.filter(({ rank }) => rank !== null).map(({ candidate, rank }) => `${String(rank)} ${candidate}`)
  const listOf = async (recruitment: string, list: 'ranking' | 'medical' | 'interview' | 'qualification', post = 'T1') => {
    const answer = await decideUseCases.list(world.call, { recruitment, post, list })
    if (!answer.ok) throw new Error(answer.refused.reason)
    return answer
  }
  const adopt = async (recruitment: string, list: 'ranking' | 'medical' | 'interview' | 'qualification', reason = '') => {
    const { hash } = await listOf(recruitment, list)
    return decideUseCases.adopt(world.call, { recruitment, post: 'T1', list, hash, reason, cmd: world.cmd() })
  }
  const facts = async (no: number) =>
    (await world.hq.inside.store.db.selectFrom('hq_fact').select('bytes').where('recruitment', '=', no).orderBy('seq').execute()).map(({ bytes }) => readHqFact(bytes))

  test('every worked case of ranking comes out the same with its people at two venues', async () => {
    expect(rankCases.length).toBeGreaterThan(25)
    for (const [at, { line, expect: wanted }] of rankCases.entries()) {
      const candidates = line.candidates ?? []
      const post = postOf('T1', candidates[0]?.category ?? 'technical', line.headcount)
      await made(`case-${String(at)}`, [post], candidates.map(({ interview, run, ...one }, index): Put => ({ ...one, interview: interview ?? undefined, run: run ?? undefined, post: 'T1', venue: index % 2 === 0 ? 'a' : 'b', panel: null, open: null })))
      const answer = await postNow(`case-${String(at)}`)
      expect(answer.rows.filter(({ rank }) => rank !== null).map(({ candidate: id, total, rank, tie }) => ({ id, total, rank, ...(tie ? { tie } : {}) })), JSON.stringify(line)).toMatchObject(wanted?.ranked ?? [])
      expect(answer.rows.filter(({ medical }) => medical).map(({ candidate }) => candidate)).toEqual(wanted?.medical)
    }
  }, 60_000)

  // Reckoned by hand: 80×½+70×½ = 75.000 for all of them; told apart by written, then the police test, then the run.
  test('ties of every depth over two venues: what no key tells apart is flagged and decided by two named people', async () => {
    const people: Put[] = [
      { id: 'w', post: 'T1', written: '82', interview: '68', quality: '60', run: '230', venue: 'a' },
      { id: 'q', post: 'T1', written: '80', interview: '70', quality: '65', run: '230', venue: 'b' },
      { id: 'r', post: 'T1', written: '80', interview: '70', quality: '60', run: '220', venue: 'a' },
      { id: 'e1', post: 'T1', written: '80', interview: '70', quality: '60', run: '225', venue: 'b' },
      { id: 'e2', post: 'T1', written: '80', interview: '70', quality: '60', run: '225', venue: 'a' },
    ]
    const no = await made('depth', [postOf('T1', 'technical', 3)], people)
    expect(await ranks('depth')).toEqual(['1 w', '2 q', '3 r', '4 e1', '4 e2'])
    const open = await postNow('depth')
    // 3 × 1.3 = 3.9, made 4: the fourth place falls into the tie, so both are in and named
    expect(open.medical).toMatchObject({ exact: '3.9', places: 4 })
    expect(open.flags.map(({ flag, candidates }) => [flag, ...candidates])).toEqual([['tie', 'e1', 'e2'], ['tie_at_cut', 'e1', 'e2']])
    expect(open.rows.filter(({ medical }) => medical)).toHaveLength(5)

    const tie = { recruitment: 'depth', post: 'T1', list: 'ranking' as const, tied: ['e1', 'e2'], order: ['e2', 'e1'], reason: '加试一场，e2 高' }
    const cmd = world.cmd()
    expect(await decideUseCases.decideTie(world.alone, { ...tie, cmd })).toMatchObject({ ok: false, refused: { reason: 'second_needed' } })
    expect(await decideUseCases.decideTie({ ...world.call, caller: { ...world.call.caller, second: { account: 'x', roles: ['duty'] } } }, { ...tie, cmd })).toMatchObject({ refused: { reason: 'second_role' } })
    expect(await decideUseCases.decideTie(world.call, { ...tie, reason: '', cmd })).toMatchObject({ refused: { reason: 'reason_missing' } })
    expect(await decideUseCases.decideTie(world.call, { ...tie, order: ['e2'], cmd })).toMatchObject({ refused: { reason: 'tie_order' } })
    expect(await decideUseCases.decideTie(world.call, { ...tie, tied: ['q', 'r'], order: ['q', 'r'], cmd })).toMatchObject({ refused: { reason: 'tie_unknown' } })
    const decided = await decideUseCases.decideTie(world.call, { ...tie, cmd })
    expect(decided).toMatchObject({ ok: true, repeated: false })
    // the same command again, after a line that broke, records nothing twice
    expect(await decideUseCases.decideTie(world.call, { ...tie, cmd })).toMatchObject({ ok: true, repeated: true })
    expect(await ranks('depth')).toEqual(['1 w', '2 q', '3 r', '4 e2', '5 e1'])
    const after = await postNow('depth')
    expect(after.flags).toEqual([])
    expect(after.rows.filter(({ medical }) => medical).map(({ candidate }) => candidate)).toEqual(['w', 'q', 'r', 'e2'])
    expect(after.rows.find(({ candidate }) => candidate === 'e2')?.decided).toBe(decided.ok ? decided.fact : 0)
    expect(after.ties).toMatchObject([{ by: '周定', second: '吴复', holds: true, order: ['e2', 'e1'] }])

    // a third who is equal in everything joins: the decision was about two and has lapsed, and is shown as such
    await world.put(no, [{ id: 'e3', post: 'T1', written: '80', interview: '70', quality: '60', run: '225', venue: 'b' }])
    expect(await ranks('depth')).toEqual(['1 w', '2 q', '3 r', '4 e1', '4 e2', '4 e3'])
    expect((await postNow('depth')).ties).toMatchObject([{ holds: false }])
    expect((await facts(no)).filter(({ type }) => type === 'tie.decided')).toHaveLength(1)
  })

  test('runs of two sexes are not compared; a decision on the cut says who goes on and leaves the rank shared', async () => {
    await made('sexes', [postOf('T1', 'technical', 1)], [
      { id: 'm', post: 'T1', sex: 'M', written: '80', interview: '70', quality: '60', run: '220', venue: 'a' },
      { id: 'f', post: 'T1', sex: 'F', written: '80', interview: '70', quality: '60', run: '200', venue: 'b' },
    ])
    expect((await postNow('sexes')).flags.map(({ flag }) => flag)).toEqual(['run_across_sexes', 'tie_at_cut'])
    expect(await adopt('sexes', 'medical')).toMatchObject({ ok: false, refused: { reason: 'ties_open' } })
    const tie = { recruitment: 'sexes', post: 'T1', list: 'medical' as const, tied: ['f', 'm'], reason: '加试' }
    expect(await decideUseCases.decideTie(world.call, { ...tie, order: [], cmd: world.cmd() })).toMatchObject({ refused: { reason: 'tie_order' } })
    expect(await decideUseCases.decideTie(world.call, { ...tie, order: ['f'], cmd: world.cmd() })).toMatchObject({ ok: true })
    const { rows } = await postNow('sexes')
    expect(rows.map(({ candidate, rank, medical }) => [candidate, rank, medical])).toEqual([['f', 1, true], ['m', 1, false]])
    // decided again otherwise: the newest counts
    expect(await decideUseCases.decideTie(world.call, { ...tie, order: ['m'], cmd: world.cmd() })).toMatchObject({ ok: true })
    expect((await listOf('sexes', 'medical')).lines.filter(({ listed }) => listed).map(({ candidate }) => candidate)).toEqual(['m'])
    expect(await adopt('sexes', 'medical')).toMatchObject({ ok: true, listed: 1 })
  })

  // 1:4 for one place; the sixth would move up if somebody on the list had never come
  test('who withdraws or is barred at the venue on the day stays on the qualification list; whom HQ takes out makes room', async () => {
    const people = ['90', '85', '80', '75', '70', '65'].map((written, at): Put => ({ id: `p${String(at)}`, post: 'T1', written, venue: 'a' }))
    const no = await made('on-the-day', [postOf('T1', 'technical', 1)], people, [])
    expect(await adopt('on-the-day', 'qualification')).toMatchObject({ ok: true, listed: 4 })
    await world.put(no, [{ ...people[0]!, end: 'withdrawn', passed: [] }, { ...people[1]!, end: 'barred', passed: [] }])
    expect((await listOf('on-the-day', 'qualification')).state).toMatchObject({ moved: 0, adopted: { listed: 4 } })
    await world.put(no, [{ ...people[2]!, withdrawn: '资格审核前书面放弃' }])
    const after = await listOf('on-the-day', 'qualification')
    expect(after.lines.filter(({ listed }) => listed).map(({ candidate }) => candidate)).toEqual(['p0', 'p1', 'p3', 'p4'])
  })

  // R = 3Y = 3 for one place; 79 twice at the third place.
  test('an interview list over two venues: a tie at the cut is decided, and who withdraws is followed only by adoption', async () => {
    const no = await made('list', [postOf('T1', 'technical', 1)], [
      { id: 'a', post: 'T1', written: '90', venue: 'a' }, { id: 'b', post: 'T1', written: '85', venue: 'b' },
      { id: 'c', post: 'T1', written: '79', venue: 'a' }, { id: 'd', post: 'T1', written: '79', venue: 'b' }, { id: 'e', post: 'T1', written: '70', venue: 'a' },
      { id: 'x', post: 'T1', written: '99', venue: 'b', end: 'fitness_failed', passed: ['psych'] },
    ], ['f-a'])
    expect(await adopt('list', 'interview')).toMatchObject({ refused: { reason: 'ties_open' } })
    const tie = { recruitment: 'list', post: 'T1', list: 'interview' as const, tied: ['c', 'd'], order: ['d'], reason: '公安素质测试高' }
    expect(await decideUseCases.decideTie(world.call, { ...tie, cmd: world.cmd() })).toMatchObject({ ok: true })
    expect(await adopt('list', 'interview')).toMatchObject({ refused: { reason: 'sessions_open', detail: { what: expect.stringContaining('f-b') as string } } })
    await world.close(no, 'f-b')
    expect(await adopt('list', 'interview')).toMatchObject({ ok: true, listed: 3, moved: 0 })
    expect((await listOf('list', 'interview')).state).toMatchObject({ moved: 0, adopted: { by: '周定', second: '吴复', listed: 3 } })
    expect(await adopt('list', 'interview')).toMatchObject({ refused: { reason: 'list_unchanged' } })

    await world.put(no, [{ id: 'b', post: 'T1', written: '85', venue: 'b', withdrawn: '本人书面放弃' }])
    const shown = await listOf('list', 'interview')
    // c and d are no tie at the cut any more: both find a place
    expect(shown.lines.filter(({ moves }) => moves !== null).map(({ candidate, moves, end }) => [candidate, moves, end])).toEqual([['c', 'in', null], ['d', 'rank', null], ['b', 'out', 'withdrawn']])
    const standing = await world.hq.inside.store.db.selectFrom('adoption').select('doc').where('recruitment', '=', no).executeTakeFirstOrThrow()
    expect(JSON.parse(standing.doc)).toMatchObject({ rows: [{ id: 'a' }, { id: 'b' }, { id: 'd' }] })
    expect(await adopt('list', 'interview')).toMatchObject({ refused: { reason: 'reason_missing' } })
    expect(await adopt('list', 'interview', 'b 放弃，依次递补')).toMatchObject({ ok: true, listed: 3, moved: 3 })
    const types = (await facts(no)).map(({ type }) => type)
    expect(types).toEqual(['tie.decided', 'list.adopted', 'correction.adopted', 'list.adopted'])
  })

  test('first lists of many posts are adopted at once, all or none, each a fact of its own by the same two', async () => {
    const people = ['T1', 'T2'].flatMap((post) => ['80', '70', '60'].map((written, at): Put => ({ id: `${post}-${String(at)}`, post, written, venue: 'a' })))
    const no = await made('many', [postOf('T1', 'technical', 1), postOf('T2', 'technical', 1)], people, [])
    const seen = async () => Promise.all(['T1', 'T2'].map(async (post) => ({ post, hash: (await listOf('many', 'qualification', post)).hash })))
    const posts = await seen()
    const ask = { recruitment: 'many', list: 'qualification' as const }
    // one that nobody saw like this takes the other back with it
    expect(await decideUseCases.adoptFirst(world.call, { ...ask, posts: [posts[0]!, { post: 'T2', hash: 'f'.repeat(64) }], cmd: world.cmd() })).toMatchObject({ refused: { reason: 'stale' } })
    const { account, name, roles, step, login, from } = world.call.caller
    expect(await decideUseCases.adoptFirst({ ...world.call, caller: { account, name, roles, step, login, from } }, { ...ask, posts, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'second_needed' } })
    expect((await facts(no)).filter(({ type }) => type === 'list.adopted')).toHaveLength(0)
    expect((await listOf('many', 'qualification')).state.adopted).toBeNull()
    const cmd = world.cmd()
    expect(await decideUseCases.adoptFirst(world.call, { ...ask, posts, cmd })).toMatchObject({ ok: true, posts: 2, listed: 6, repeated: false })
    expect(await decideUseCases.adoptFirst(world.call, { ...ask, posts, cmd })).toMatchObject({ ok: true, repeated: true })
    expect(await seen()).toEqual(posts)
    for (const post of ['T1', 'T2']) expect((await listOf('many', 'qualification', post)).state.adopted).toMatchObject({ by: '周定', second: '吴复', listed: 3 })
    expect((await facts(no)).filter(({ type }) => type === 'list.adopted')).toHaveLength(2)
    // what stands is not adopted a second time this way
    expect(await decideUseCases.adoptFirst(world.call, { ...ask, posts, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'list_unchanged' } })
  })

  test('a correction that comes late moves three people: shown in words before, adopted with a reason, a fact of its own', async () => {
    const people: Put[] = ['a', 'b', 'c', 'd'].map((id, at) => ({ id, post: 'T1', written: '80', interview: String(90 - at), quality: '60', run: '220', venue: at % 2 === 0 ? 'a' : 'b' }))
    const no = await made('late', [postOf('T1', 'technical', 3)], people)
    expect(await adopt('late', 'ranking')).toMatchObject({ ok: true, listed: 4 })
    const seen = await listOf('late', 'ranking')
    // a venue's correction arrives: c had 91.00, not 88.00; reckoned by hand (80+91)/2 = 85.500
    await world.put(no, [{ ...people[2], id: 'c', post: 'T1', interview: '91' }])
    const { lines, state } = await listOf('late', 'ranking')
    expect(state.moved).toBe(3)
    expect(lines.filter(({ moves }) => moves !== null).map(({ candidate, before, rank, score }) => [candidate, before?.rank, before?.score, rank, score])).toEqual([
      ['c', 3, '84.000', 1, '85.500'], ['a', 1, '85.000', 2, '85.000'], ['b', 2, '84.500', 3, '84.500'],
    ])
    // who looked before the correction came does not adopt what was not shown
    expect(await decideUseCases.adopt(world.call, { recruitment: 'late', post: 'T1', list: 'ranking', hash: seen.hash, reason: 'x', cmd: world.cmd() })).toMatchObject({ refused: { reason: 'stale' } })
    expect(await adopt('late', 'ranking', 'c 的面试成绩更正')).toMatchObject({ ok: true, moved: 3 })
    const correction = (await facts(no)).find(({ type }) => type === 'correction.adopted')
    expect(correction?.body).toMatchObject({ moved: ['c', 'a', 'b'], reason: 'c 的面试成绩更正' })
    const posts = await decideUseCases.posts(world.call, { recruitment: 'late' })
    expect(posts).toMatchObject({ ok: true, posts: [{ post: 'T1', complete: true, adopted: ['ranking'], moved: [] }] })
  })

  test('two panels at two venues are corrected by their coefficient, exactly once, at HQ', async () => {
    const post = postOf('T1', 'technical', 1)
    const pack = twoVenuePack([post])
    // 宣城 2024: panel means 68.52 and 78.26 alone would be pooled otherwise; here two panels of one each: pool 73.39 → 1.071 and 0.938
    const corrected = { ...pack, interview: pack.interview === null ? null : { ...pack.interview, coefficient: { kind: 'pooledMean' as const, coefficientDecimals: 3, finalDecimals: 2, rounding: 'halfUp' as const } } }
    const no = await world.recruitment('panels', corrected)
    await world.put(no, [
      { id: 'p', post: 'T1', written: '80', interview: '68.52', venue: 'a', panel: 'i-a.r1' }, { id: 'q', post: 'T1', written: '80', interview: '78.26', venue: 'b', panel: 'i-b.r1' },
    ])
    await world.close(no, ...all)
    const { coefficients, rows } = await postNow('panels')
    expect(coefficients.map(({ coefficient }) => coefficient)).toEqual(['1.071', '0.938'])
    expect(rows.map(({ candidate, corrected: score }) => [candidate, score])).toEqual([['q', '73.41'], ['p', '73.38']])
  })

  test('two check-ins of one person at two stations: listed with both facts, decided by two, and the rest is computed again', async () => {
    const no = await made('twice', [postOf('T1', 'technical', 1)], [{ id: 'a', post: 'T1', written: '80' }], [])
    const { db, kind: store } = world.hq.inside.store
    const told = (station: string, at: number) => ({
      venue: 'a', station: station.repeat(16), seq: 1, at, mono: 1, by: 'o1', type: 'checkin.admitted',
      body: { session: 'f-a', candidate: 'a', desk: 'D1', documents: ['id', 'ticket'], consent: true, tag: '7', warnings: [], found: 'ticket' },
    })
    await db.insertInto('record').values({ recruitment: no, person: 'a', doc: packedDoc(JSON.stringify([told('a', 1000), told('b', 2000)])) }).execute()
    const row = await recruitmentRow(db, 'twice')
    if (row === null) throw new Error('twice')
    await db.transaction().execute((trx) => projectInto(trx, store, row, { people: ['a'], sessions: [], posts: [], venues: [], everybody: false }, clock.now(), (there) => projectBatch(readBatch('', []), there)))
    const shown = await decideUseCases.conflicts(world.call, { recruitment: 'twice', post: 'T1' })
    const [first] = shown.ok ? shown.conflicts : []
    expect(first).toMatchObject({ kind: 'two_check_ins', candidate: 'a', name: '张a', facts: [{ what: 'checkin.admitted', at: 1000 }, { at: 2000 }] })
    expect((await postNow('twice')).summary.conflicts).toBe(1)
    const decision = { recruitment: 'twice', conflict: first?.conflict ?? '', candidate: 'a', keep: first?.facts[0]?.fact ?? null, drop: [first?.facts[1]?.fact ?? ''], reason: '第二次为误录' }
    expect(await decideUseCases.decideConflict(world.alone, { ...decision, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'second_needed' } })
    expect(await decideUseCases.decideConflict(world.call, { ...decision, drop: [`${'c'.repeat(16)}/9`], cmd: world.cmd() })).toMatchObject({ refused: { reason: 'conflict_unknown' } })
    expect(await decideUseCases.decideConflict(world.call, { ...decision, cmd: world.cmd() })).toMatchObject({ ok: true })
    expect(await decideUseCases.conflicts(world.call, { recruitment: 'twice', post: 'T1' })).toEqual({ ok: true, conflicts: [] })
    expect((await postNow('twice')).summary.conflicts).toBe(0)
    expect(await decideUseCases.decideConflict(world.call, { ...decision, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'conflict_unknown' } })
  })

  test('an inside list shows decisions beside ranks and keeps ids whole; formulas do not get in', async () => {
    await made('export', [postOf('T1', 'technical', 1)], [
      { id: 'a', post: 'T1', written: '80', interview: '70', quality: '60', run: '1', ticket: '000123456789012345', name: '=1+1' }, { id: 'b', post: 'T1', written: '80', interview: '70', quality: '60', run: '1' },
    ])
    await decideUseCases.decideTie(world.call, { recruitment: 'export', post: 'T1', list: 'ranking', tied: ['a', 'b'], order: ['b', 'a'], reason: '加试', cmd: world.cmd() })
    const file = await decideUseCases.exportList(world.call, { recruitment: 'export', list: 'ranking', post: null, format: 'csv' })
    const text = file.ok ? Buffer.from(file.bytes, 'base64').toString('utf8') : ''
    expect(text).toContain('"000123456789012345"')
    expect(text).toContain(`"'=1+1"`)
    expect(text).toMatch(/并列经裁定（总部记录 \d+ 号，周定、吴复：加试）/)
  })
})
