import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCsv } from '../../exchange/sheets/csv.ts'
import { readWorkbook } from '../../exchange/sheets/sheet-workbook.ts'
import { decideUseCases } from '../../hq/decide/decide.ts'
import { publishUseCases } from '../../hq/publish/publish.ts'
import { canonical } from '../../shared/pack-hash.ts'
import type { PublicationStyle } from '../../shared/hq/publication.ts'
import { decideWorld, postOf, twoVenuePack, wallClock, type DecideWorld, type Put } from './decide-world.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

const notice: PublicationStyle = { masked: true, names: 'masked', tickets: 'full', notice: { from: '2023-06-20', to: '2023-06-26' } }
const inside: PublicationStyle = { masked: false, names: 'masked', tickets: 'full', notice: null }
const all = ['f-a', 'f-b', 'i-a', 'i-b']

onBothStores('publishing', (kind) => {
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

  const four: Put[] = ['a', 'b', 'c', 'd'].map((id, at) => ({
    id, post: 'T1', written: '80', interview: String(90 - at), quality: '60', run: '220', venue: at % 2 === 0 ? 'a' : 'b', ticket: `00202306000${String(at)}`, name: ['张三', '欧阳娜娜', '=cmd|1', '𠮷田'][at] ?? '', residentId: '11010519491231002X',
  }))
  const adopt = async (recruitment: string, list: 'ranking' | 'medical' | 'interview', reason = '') => {
    const seen = await decideUseCases.list(world.call, { recruitment, post: 'T1', list })
    if (!seen.ok) throw new Error(seen.refused.reason)
    return decideUseCases.adopt(world.call, { recruitment, post: 'T1', list, hash: seen.hash, reason, cmd: world.cmd() })
  }
  const ready = async (id: string, people: readonly Put[] = four, headcount = 3) => {
    const no = await world.recruitment(id, twoVenuePack([postOf('T1', 'technical', headcount)]))
    await world.put(no, people)
    await world.close(no, ...all)
    return no
  }
  const preview = async (recruitment: string, style = notice, replaces: string | null = null) => {
    const answer = await publishUseCases.preview(world.call, { recruitment, list: 'ranking', posts: ['T1'], style, replaces, offset: 0, limit: 50 })
    if (!answer.ok) throw new Error(answer.refused.reason)
    return answer
  }
  const publish = async (recruitment: string, style = notice, replaces: string | null = null) => {
    const { hash } = await preview(recruitment, style, replaces)
    return publishUseCases.publish(world.call, { recruitment, list: 'ranking', posts: ['T1'], style, hash, replaces, cmd: world.cmd() })
  }
  const file = async (recruitment: string, publication: string, format: 'xlsx' | 'csv' | 'json') => {
    const answer = await publishUseCases.file(world.call, { recruitment, publication, format })
    return answer.ok ? Buffer.from(answer.bytes, 'base64') : Buffer.alloc(0)
  }

  test('a publication is refused while anything stands in its way, each by its reason', async () => {
    const refused = async (id: string, reason: string) => expect(await publish(id), id).toMatchObject({ ok: false, refused: { reason } })
    const { db } = world.hq.inside.store
    const no = await ready('ways')
    await refused('ways', 'list_unadopted')
    expect(await adopt('ways', 'ranking')).toMatchObject({ ok: true })
    expect((await preview('ways')).blockers).toEqual([])

    await db.updateTable('standing').set({ conflicts: JSON.stringify([{ conflict: 'two_lots:a:1', kind: 'two_lots', session: 'i-a', candidate: 'a', facts: [] }]) }).where('recruitment', '=', no).where('person', '=', 'a').execute()
    await refused('ways', 'conflicts_open')
    await db.updateTable('standing').set({ conflicts: '[]' }).where('recruitment', '=', no).execute()

    await db.deleteFrom('venue_fact').where('recruitment', '=', no).where('session', '=', 'i-b').where('type', '=', 'session.closed').execute()
    await refused('ways', 'sessions_open')
    await db.insertInto('venue_fact').values({ recruitment: no, venue: 'b', fact: 'again', type: 'session.closed', session: 'i-b', at: 1, doc: '{}' }).execute()

    await db.updateTable('venue').set({ announced: JSON.stringify([{ station: 'c'.repeat(16), seq: 7, hash: '' }]) }).where('recruitment', '=', no).where('id', '=', 'b').execute()
    expect((await preview('ways')).blockers).toEqual([{ kind: 'facts_missing', post: 'T1', what: 'b 考点', count: 7 }])
    await refused('ways', 'facts_missing')
    await db.updateTable('venue').set({ announced: '[]' }).where('recruitment', '=', no).execute()

    await db.insertInto('quarantine').values({ recruitment: no, venue: 'a', station: 'x', seq: 1, why: 'fork', bytes: Buffer.from('x'), source: 'line', at: 1, outcome: null, hash: `q${kind}`, public_key: null, last: 1 }).execute()
    await refused('ways', 'quarantine_open')
    await db.updateTable('quarantine').set({ outcome: 'kept_out' }).where('recruitment', '=', no).execute()

    await world.put(no, [{ ...four[3], id: 'd', post: 'T1', open: 'interview' }])
    await refused('ways', 'list_open')
    await world.put(no, four)
    await world.put(no, [{ ...four[0], id: 'a', post: 'T1', interview: '60' }])
    await refused('ways', 'list_moved')
    expect(await adopt('ways', 'ranking', '更正')).toMatchObject({ ok: true })
    const { hash } = await preview('ways')
    expect(await publishUseCases.publish(world.call, { recruitment: 'ways', list: 'ranking', posts: ['T1'], style: notice, hash: '0'.repeat(64), replaces: null, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'stale' } })
    expect(await publishUseCases.publish(world.alone, { recruitment: 'ways', list: 'ranking', posts: ['T1'], style: notice, hash, replaces: null, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'second_needed' } })
    expect(await publish('ways')).toMatchObject({ ok: true })

    // a tie at the cut of a medical list
    await ready('cut', [{ ...four[0], id: 'a', post: 'T1' }, { ...four[0], id: 'b', post: 'T1', ticket: 'other', venue: 'b' }], 1)
    const blocked = await publishUseCases.preview(world.call, { recruitment: 'cut', list: 'medical', posts: ['T1'], style: notice, replaces: null, offset: 0, limit: 1 })
    expect(blocked.ok && blocked.blockers.map(({ kind: each }) => each)).toEqual(['ties_open', 'list_unadopted'])
  })

  test('what is published is masked as announcements do, frozen with a stable hash, and its files read back whole', async () => {
    await ready('frozen')
    await adopt('frozen', 'ranking')
    const first = await preview('frozen')
    expect((await preview('frozen')).hash).toBe(first.hash)
    const cmd = world.cmd()
    const input = { recruitment: 'frozen', list: 'ranking' as const, posts: ['T1'], style: notice, hash: first.hash, replaces: null, cmd }
    const done = await publishUseCases.publish(world.call, input)
    expect(done).toMatchObject({ ok: true, publication: 'P20230620-001', hash: first.hash, repeated: false })
    expect(await publishUseCases.publish(world.call, input)).toMatchObject({ ok: true, publication: 'P20230620-001', repeated: true })

    const csv = (await file('frozen', 'P20230620-001', 'csv')).toString('utf8')
    const rows = parseCsv(csv.slice(1), { rows: 100, columns: 50, cell: 5000 })?.map(({ cells }) => cells) ?? []
    expect(rows[2]).toEqual(['序号', '岗位代码', '岗位名称', '招聘人数', '准考证号', '姓名', '笔试成绩', '面试成绩', '总成绩', '排名'])
    expect(rows.slice(3)).toEqual([
      ['1', 'T1', '第T1支队 文职岗', '3', '002023060000', '张＊', '80', '90', '85.000', '1'], ['2', 'T1', '第T1支队 文职岗', '3', '002023060001', '欧＊＊娜', '80', '89', '84.500', '2'],
      ['3', 'T1', '第T1支队 文职岗', '3', '002023060002', "'=＊＊1", '80', '88', '84.000', '3'], ['4', 'T1', '第T1支队 文职岗', '3', '002023060003', '𠮷＊', '80', '87', '83.500', '4'],
    ])
    expect(csv).not.toMatch(/11010519491231002X|阳娜|cmd/)
    const book = await readWorkbook(await file('frozen', 'P20230620-001', 'xlsx'), 100)
    expect(book.rows.slice(3).map(({ cells }) => cells.map(({ kind: each, text }) => (each === 'text' ? text : `${each}!`)))).toEqual(rows.slice(3).map((cells) => cells.map((cell) => cell.replace(/^'/, ''))))
    expect(book.rows[1]?.cells[0]?.text).toContain(first.hash)

    // the hash is over what anybody can take: the canonical content
    const content = await file('frozen', 'P20230620-001', 'json')
    expect(createHash('sha256').update('kaodian-publication-v1\0').update(content).digest('hex')).toBe(first.hash)
    expect(canonical(JSON.parse(content.toString('utf8')))).toBe(content.toString('utf8'))

    const pages = await publishUseCases.pages(world.call, { recruitment: 'frozen', publication: 'P20230620-001', offset: 0, limit: 10 })
    const text = JSON.stringify(pages)
    for (const part of [first.hash.slice(0, 32), first.hash.slice(32), '第 1 页，共 1 页', '公示期 2023-06-20 至 2023-06-26', '编号 P20230620-001', '2023-06-20 10:00']) expect(text).toContain(part)
  })

  test('a file or a hash says which publication it is and whether it was replaced; a changed file is nobody’s', async () => {
    const no = await ready('verify')
    await adopt('verify', 'ranking')
    const first = await publish('verify')
    if (!first.ok) throw new Error(first.refused.reason)
    const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    const [xlsx, csv] = [await file('verify', first.publication, 'xlsx'), await file('verify', first.publication, 'csv')]
    clock.set('2023-06-21T02:00:00Z')
    // a file made again another day is the same file
    expect(sha(await file('verify', first.publication, 'xlsx'))).toBe(sha(xlsx))
    for (const [hash, what] of [[sha(xlsx), 'xlsx'], [sha(csv), 'csv'], [first.hash, 'content'], [`KDP1:${first.hash.toUpperCase()}`, 'content'], [`${first.hash.slice(0, 32)} ${first.hash.slice(32)}`, 'content']] as const)
      expect(await publishUseCases.verify(world.call, { hash })).toMatchObject({ ok: true, found: { what, recruitment: 'verify', publication: { id: first.publication, replacedBy: null } } })
    const changed = Buffer.from(csv)
    changed[changed.length - 5] = changed[changed.length - 5] === 0x31 ? 0x32 : 0x31
    expect(await publishUseCases.verify(world.call, { hash: sha(changed) })).toEqual({ ok: true, found: null })

    await world.put(no, [{ ...four[3], id: 'd', post: 'T1', interview: '99' }])
    await adopt('verify', 'ranking', '更正')
    const second = await publish('verify', notice, first.publication)
    expect(second).toMatchObject({ ok: true })
    const kept = await file('verify', first.publication, 'csv')
    expect(sha(kept)).toBe(sha(csv))
    expect(await publishUseCases.verify(world.call, { hash: sha(csv) })).toMatchObject({ found: { publication: { id: first.publication, replacedBy: second.ok ? second.publication : '' } } })
    expect(await publish('verify', notice, first.publication)).toMatchObject({ refused: { reason: 'publication_unknown' } })
    const listed = await publishUseCases.all(world.call, { recruitment: 'verify' })
    expect(listed.ok && listed.publications.map(({ replaces, replacedBy }) => [replaces, replacedBy === null])).toEqual([[first.publication, true], [null, false]])
  })

  test('an inside list has whole names and decisions, and never an id number', async () => {
    await ready('inside')
    await adopt('inside', 'ranking')
    const done = await publish('inside', inside)
    const text = (await file('inside', done.ok ? done.publication : '', 'csv')).toString('utf8')
    expect(text).toContain('内部使用，不得公开')
    expect(text).toContain('欧阳娜娜')
    expect(text).toContain('Ra')
    expect(text).not.toContain('11010519491231002X')
  })
})
