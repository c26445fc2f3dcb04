import { expect, onTestFinished, test } from 'vitest'
import { readHqFact } from '../../hq/own-ledger.ts'
import { divided, fieldsOf, must, prepared, reasonOf, recruitmentPack } from './prepared-recruitment.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const recruitment = 'r1'

async function hqOn(kind: 'sqlite' | 'postgres'): Promise<TestHq> {
  const place = await storePlace(kind)
  const hq = await runHq(place)
  onTestFinished(async () => {
    await hq.stop()
    await place.remove()
  })
  return hq
}

const facts = async (hq: TestHq, type: string) =>
  (await hq.inside.store.db.selectFrom('hq_fact').select('bytes').where('type', '=', type).orderBy('seq').execute()).map(({ bytes }) => readHqFact(bytes).body as Record<string, unknown>)
const pairs = async (hq: TestHq) => (await hq.inside.store.db.selectFrom('due').select(['session', 'person']).execute()).map(({ session, person }) => `${session} ${person}`).sort()
const morning = [{ half: 'am' as const, from: '08:00', to: '09:00' }]

onBothStores('the division', (kind) => {
  test('everybody is placed once per stage, as proposed, by one fact with a hash', async () => {
    const hq = await hqOn(kind)
    const { planner, pack } = await prepared(hq)
    expect(reasonOf(await planner.division.propose({ recruitment, keep: false }))).toBe('session_unknown')
    await divided(hq, planner, pack)
    const table = must(await planner.division.table({ recruitment }))
    expect(table).toMatchObject({ placed: 60, overfull: [], undo: null })
    // everybody was placed, for nobody adopted who qualifies: the table says so
    expect(table.unlisted).toEqual(pack.ranking?.qualificationRatio == null ? [] : table.rows.filter(({ people }) => people > 0).map(({ post }) => post))
    expect(table.unlisted.length).toBeGreaterThan(0)
    // interviews are nobody's business before their lists are adopted
    expect(table.rows.every(({ waiting }) => waiting.every(({ why }) => why === 'not_listed'))).toBe(true)
    const people = (await pairs(hq)).map((pair) => pair.split(' ')[1])
    expect(new Set(people).size).toBe(60)
    const [adopted] = await facts(hq, 'division.adopted')
    expect(Object.values(adopted?.['due'] as Record<string, number>).reduce((sum, n) => sum + n, 0)).toBe(60)
    const again = must(await planner.division.propose({ recruitment, keep: false }))
    expect(again).toMatchObject({ hash: adopted?.['hash'], moved: 0 })
    // another half day, and what was looked at is not what would be adopted
    must(await planner.division.addSessions({ cmd: hq.cmd(), recruitment, venues: ['east'], dates: ['2026-11-30'], halves: morning, stages: ['psych', 'fitness'], pools: 'bySex', rooms: 1, shortlist: false, capacity: 200 }))
    expect(reasonOf(await planner.division.adopt({ cmd: hq.cmd(), recruitment, keep: false, hash: again.hash, splits: true, reason: '' }))).toBe('stale')
  })

  test('posts, ranges and single people are moved, overfull half days named first, and every move taken back', async () => {
    const hq = await hqOn(kind)
    const { planner, pack } = await prepared(hq)
    await divided(hq, planner, pack)
    const before = await pairs(hq)
    const { rows } = must(await planner.division.table({ recruitment }))
    const row = rows.find(({ cells }) => Object.values(cells).some((n) => n > 3))!
    const [from] = Object.entries(row.cells).find(([, n]) => n > 3)!
    const { sessions } = must(await planner.division.overview({ recruitment }))
    const to = sessions.find(({ session, venue }) => session !== from && venue !== sessions.find((each) => each.session === from)?.venue)!.session
    const people = must(await planner.division.people({ recruitment, session: from, post: row.post })).people
    expect(people).toHaveLength(row.cells[from]!)
    expect(people.map(({ ticket }) => ticket)).toEqual(people.map(({ ticket }) => ticket).sort())
    const range = { kind: 'range' as const, post: row.post, from: people[0]!.ticket, to: people[1]!.ticket }
    const cmd = hq.cmd()
    const first = must(await planner.division.move({ cmd, recruitment, from, to, who: range, reason: '' }))
    expect(first).toMatchObject({ moved: 2, repeated: false })
    expect(must(await planner.division.move({ cmd, recruitment, from, to, who: range, reason: '' }))).toMatchObject({ moved: 2, repeated: true, fact: first.fact })
    const second = must(await planner.division.move({ cmd: hq.cmd(), recruitment, from, to: null, who: { kind: 'people', candidates: [people[2]!.candidate] }, reason: '' }))
    expect(must(await planner.division.table({ recruitment })).undo).toBe(second.fact)
    expect(must(await planner.division.people({ recruitment, session: null })).total).toBe(1)
    // who has no half day is placed by a proposal that keeps the others
    const rest = must(await planner.division.propose({ recruitment, keep: true }))
    expect(rest).toMatchObject({ moved: 1, placed: 60 })
    expect(reasonOf(await planner.division.undo({ cmd: hq.cmd(), recruitment, fact: first.fact }))).toBe('stale')
    must(await planner.division.undo({ cmd: hq.cmd(), recruitment, fact: second.fact }))
    must(await planner.division.undo({ cmd: hq.cmd(), recruitment, fact: first.fact }))
    expect(await pairs(hq)).toEqual(before)
    expect(must(await planner.division.table({ recruitment })).undo).toBeNull()
    const target = sessions.find(({ session }) => session === to)!
    must(await planner.division.changeSession({ ...fieldsOf(target), cmd: hq.cmd(), recruitment, capacity: Math.max(1, target.count), reason: '' }))
    expect(reasonOf(await planner.division.move({ cmd: hq.cmd(), recruitment, from, to, who: range, reason: '' }))).toBe('session_full')
    must(await planner.division.move({ cmd: hq.cmd(), recruitment, from, to, who: range, overfull: true, reason: '' }))
    expect(must(await planner.division.table({ recruitment })).overfull).toEqual([{ session: to, count: Math.max(1, target.count) + 2 - (target.count === 0 ? 1 : 0), capacity: Math.max(1, target.count) }])
  })

  test('half days are checked with the whole pack, their ids are one recruitment’s, and venues go only while nothing left HQ', async () => {
    const hq = await hqOn(kind)
    const { planner, pack } = await prepared(hq)
    await divided(hq, planner, pack)
    const { sessions } = must(await planner.division.overview({ recruitment }))
    expect(new Set(sessions.map(({ session }) => session)).size).toBe(4)
    const bad = { cmd: hq.cmd(), recruitment, venues: ['east'], dates: ['2026-11-30'], halves: [{ half: 'am' as const, from: '14:00', to: '13:00' }], stages: ['fitness' as const], pools: 'bySex' as const, rooms: 1, shortlist: false, capacity: 9 }
    const refused = await planner.division.addSessions(bad)
    expect(refused).toMatchObject({ ok: false, refused: { reason: 'pack_invalid', detail: { path: expect.stringContaining('window.to') as string } } })
    expect(reasonOf(await planner.division.addSessions({ ...bad, venues: ['none'] }))).toBe('venue_unknown')
    expect(reasonOf(await planner.division.addVenue({ cmd: hq.cmd(), recruitment, venue: 'north', name: '考点 east', stations: [], operators: [] }))).toBe('venue_exists')
    must(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['east'] }))
    expect(reasonOf(await planner.division.removeVenue({ cmd: hq.cmd(), recruitment, venue: 'east', reason: '不再使用' }))).toBe('venue_in_use')
    must(await planner.division.removeVenue({ cmd: hq.cmd(), recruitment, venue: 'west', reason: '不再使用' }))
    expect(must(await planner.division.overview({ recruitment })).venues.map(({ venue }) => venue)).toEqual(['east'])
    // nobody stays due in a half day that went with its venue
    expect((await pairs(hq)).filter((pair) => sessions.some(({ session, venue }) => venue === 'west' && pair.startsWith(`${session} `)))).toEqual([])
  })

  test('who is placed and not on the qualification list adopted since is counted, until a proposal leaves them out', async () => {
    const hq = await hqOn(kind)
    const { planner, pack, no } = await prepared(hq)
    await divided(hq, planner, pack)
    const { db } = hq.inside.store
    const { code } = pack.posts[0]!
    const people = await db.selectFrom('person').select('id').where('recruitment', '=', no).where('post', '=', code).orderBy('ticket').execute()
    const rows = people.slice(0, 3).map(({ id }) => ({ id, rank: null, score: null }))
    expect(must(await planner.division.table({ recruitment }))).toMatchObject({ beside: [] })
    await db.insertInto('adoption').values({ recruitment: no, post: code, list: 'qualification', seq: 1, hash: '', doc: JSON.stringify({ quota: 3, rows }) }).execute()
    const table = must(await planner.division.table({ recruitment }))
    expect(table.beside).toEqual([{ post: code, count: people.length - 3 }])
    expect(table.unlisted).not.toContain(code)
    const { hash, beside } = must(await planner.division.propose({ recruitment, keep: false }))
    expect(beside).toEqual([])
    must(await planner.division.adopt({ cmd: hq.cmd(), recruitment, keep: false, hash, splits: true, reason: '' }))
    expect(must(await planner.division.table({ recruitment })).beside).toEqual([])
  })

  test('interviews take the adopted lists, keep a post together, and cut one only when somebody says so', async () => {
    const hq = await hqOn(kind)
    const { planner, pack, no } = await prepared(hq, { count: 90 })
    await divided(hq, planner, pack, { capacity: 60 })
    const { db } = hq.inside.store
    const [post] = pack.posts
    const people = await db.selectFrom('person').select('id').where('recruitment', '=', no).where('post', '=', post!.code).orderBy('ticket').limit(8).execute()
    const listed = people.map(({ id }) => id)
    await db.insertInto('adoption').values({ recruitment: no, post: post!.code, list: 'interview', seq: 1, hash: '', doc: JSON.stringify({ quota: 8, rows: listed.map((candidate) => ({ id: candidate, rank: null, score: null })) }) }).execute()
    const half = { cmd: hq.cmd(), recruitment, venues: ['east', 'west'], dates: ['2026-12-12'], halves: morning, stages: ['interview' as const], pools: 'rooms' as const, rooms: 2, shortlist: false }
    must(await planner.division.addSessions({ ...half, capacity: 5 }))
    const proposal = must(await planner.division.propose({ recruitment, keep: true }))
    expect(proposal.moved).toBe(8)
    expect(reasonOf(await planner.division.adopt({ cmd: hq.cmd(), recruitment, keep: true, hash: proposal.hash, splits: false, reason: '' }))).toBe('panel_split')
    must(await planner.division.adopt({ cmd: hq.cmd(), recruitment, keep: true, hash: proposal.hash, splits: true, reason: '' }))
    const row = must(await planner.division.table({ recruitment })).rows.find((each) => each.post === post!.code)
    expect(row).toMatchObject({ split: true })
    const interviews = must(await planner.division.overview({ recruitment })).sessions.filter(({ stages }) => stages.includes('interview'))
    expect(interviews.map(({ count }) => count).sort()).toEqual([3, 5].includes(interviews[0]!.count) ? [3, 5] : [4, 4])
  })

  test('posts of half days that a shortlist fills are placed, moved and taken back whole', async () => {
    const hq = await hqOn(kind)
    const { planner, pack } = await prepared(hq)
    await divided(hq, planner, pack)
    const half = { recruitment, dates: ['2026-12-12'], halves: morning, stages: ['interview' as const], pools: 'rooms' as const, rooms: 2, shortlist: true, capacity: 400 }
    must(await planner.division.addSessions({ ...half, cmd: hq.cmd(), venues: ['east', 'west'] }))
    const listed = async () => must(await planner.division.overview({ recruitment })).sessions.filter(({ shortlist }) => shortlist).map(({ session, posts }) => [session, posts] as const)
    const before = await listed()
    expect(before.flatMap(([, posts]) => posts).sort()).toEqual(pack.posts.map(({ code }) => code).sort())
    expect(reasonOf(await planner.division.addSessions({ ...half, cmd: hq.cmd(), venues: ['east'], dates: ['2026-12-13'] }))).toBe('no_posts')
    const [[from, posts], [to]] = before as [[string, string[]], [string, string[]]]
    const moved = must(await planner.division.move({ cmd: hq.cmd(), recruitment, from, to, who: { kind: 'post', post: posts[0]! }, reason: '' }))
    expect((await listed())[1]?.[1]).toContain(posts[0])
    must(await planner.division.undo({ cmd: hq.cmd(), recruitment, fact: moved.fact }))
    expect(await listed()).toEqual(before)
  })

  test('who only looks or keeps accounts changes nothing here', async () => {
    const hq = await hqOn(kind)
    const { planner, pack } = await prepared(hq)
    await divided(hq, planner, pack)
    const auditor = await hq.client('auditor')
    must(await auditor.division.table({ recruitment }))
    must(await auditor.packages.overview({ recruitment }))
    await expect(auditor.packages.cards({ recruitment, venues: ['east'] })).rejects.toMatchObject({ data: { reason: 'not_allowed' } })
    await expect(auditor.division.propose({ recruitment, keep: false })).rejects.toMatchObject({ data: { reason: 'not_allowed' } })
    const decider = await hq.client('decider')
    await expect(decider.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['east'] })).rejects.toMatchObject({ data: { reason: 'not_allowed' } })
  })
})

onBothStores('20,000 people and 40 half days', (kind) => {
  test('are proposed, adopted in one transaction and issued to four venues', async () => {
    const hq = await hqOn(kind)
    const { planner } = await prepared(hq, { count: 20_000, pack: recruitmentPack('wuhan-2025') })
    const venues = ['v1', 'v2', 'v3', 'v4']
    for (const venue of venues) must(await planner.division.addVenue({ cmd: hq.cmd(), recruitment, venue, name: venue, stations: [], operators: [] }))
    must(await planner.division.addSessions({
      cmd: hq.cmd(), recruitment, venues, dates: ['2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01', '2026-12-02'],
      halves: [...morning, { half: 'pm', from: '14:00', to: '15:00' }], stages: ['fitness'], pools: 'bySex', rooms: 1, shortlist: false, capacity: 700,
    }))
    const began = process.hrtime.bigint()
    const proposal = must(await planner.division.propose({ recruitment, keep: false }))
    const took = Number(process.hrtime.bigint() - began) / 1e6
    const adopted = must(await planner.division.adopt({ cmd: hq.cmd(), recruitment, keep: false, hash: proposal.hash, splits: true, reason: '' }))
    const saved = Number(process.hrtime.bigint() - began) / 1e6 - took
    const shown = must(await planner.packages.overview({ recruitment }))
    const overview = Number(process.hrtime.bigint() - began) / 1e6 - took - saved
    const { issued } = must(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues }))
    const signed = Number(process.hrtime.bigint() - began) / 1e6 - took - saved - overview
    console.info(`${kind}: proposed ${took.toFixed(0)} ms, ${String(adopted.placed)} adopted ${saved.toFixed(0)} ms, packages looked at ${overview.toFixed(0)} ms, four issued ${signed.toFixed(0)} ms`)
    expect(issued.reduce((sum, { people }) => sum + people, 0)).toBe(adopted.placed)
    expect(proposal.overfull).toEqual([])
    expect(adopted.placed).toBe((await pairs(hq)).length)
    expect(shown.rows.map(({ sessions }) => sessions)).toEqual([10, 10, 10, 10])
    expect(took).toBeLessThan(5000)
  }, 120_000)
})
