import { expect, test } from 'vitest'
import { packNamed, rehearsalNames, shippedPacks } from '../../shared/pack-catalogue.ts'
import { makePack, untouched } from '../../shared/pack-making.ts'
import { checkDigitOf } from '../../shared/resident-id.ts'
import { defaultSessions, type SheetNames } from '../../shared/session-making.ts'
import { webStation, type Json } from './web-station.ts'

const reasonOf = (answer: { body: Json }) => (answer.body['refused'] as Json | undefined)?.['reason']
const idOf = (seventeen: string) => `${seventeen}${checkDigitOf(seventeen)}`
const day = 24 * 3_600_000
const chief = { name: '张主考', pin: '480315' }
const rows = [
  `1,0001,${idOf('16010519970203002')},甲,女,1997-02-03,901,巡防`,
  `2,0002,${idOf('16010519980504001')},乙,男,1998-05-04,902,特警`,
]
const sheet = { name: 'roster.csv', bytes: Buffer.from(['序号,准考证号,身份证号,姓名,性别,出生日期,岗位代码,岗位名称', ...rows].join('\n')).toString('base64') }
const names = (body: Json) => ({ posts: body['posts'], sessions: body['sessions'] }) as SheetNames

type Web = Awaited<ReturnType<typeof webStation>>
const preview = async (web: Web, pack: string) => (await web.call('venue.previewSheet', { ...sheet, pack })).body
const open = (web: Web, pack: string) =>
  web.call('venue.openSheet', { cmd: web.cmd(), ...sheet, pack, venue: '一考点', exam: '招聘', chief })

/** The pack as the screen makes it when nothing is touched, its unpublished standards filled in. */
function madeOf(name: string, seen: Json, today: string): string {
  const base = structuredClone(packNamed(name)!)
  for (const item of base.fitness?.items ?? [])
    for (const standard of item.standards) standard.value ??= item.comparison === 'atLeast' ? '250' : item.rounding.mode === 'none' ? '10' : '300'
  return JSON.stringify(makePack(base, names(seen), defaultSessions(base, names(seen), today), untouched).pack)
}

test.each(Object.keys(shippedPacks).filter((name) => !rehearsalNames.some((each) => each === name)))(
  'a customer’s sheet opens with %s: the half day opens and admits its people on its day',
  async (name) => {
    const web = await webStation({ rehearsal: null })
    const today = '2026-11-28'
    web.clock.shiftWall(Date.parse(`${today}T08:05:00+08:00`) - web.clock.now())
    const first = await preview(web, name)
    expect(first['posts']).toEqual([
      { code: '901', count: 1, unit: '', title: '巡防', headcount: '' },
      { code: '902', count: 1, unit: '', title: '特警', headcount: '' },
    ])
    const text = madeOf(name, first, today)
    const seen = await preview(web, text)
    expect(seen).toMatchObject({ problems: [], holes: [], notDue: 0, due: [{ count: 2 }] })
    expect((await open(web, text)).body).toMatchObject({ ok: true, candidates: 2 })
    const token = String((await web.call('operators.signIn', { operator: 'chief-1', pin: chief.pin })).body['token'])
    const added = await web.call('operators.add', { cmd: web.cmd(), name: '李报到', roles: ['checkin'], pin: '739152' }, token)
    const desk = String((await web.call('operators.signIn', { operator: added.body['operator'], pin: '739152' })).body['token'])
    const [session] = (await web.call('sessions.list', {}, token)).body as unknown as { id: string; due: number }[]
    expect(session?.due).toBe(2)
    expect((await web.call('sessions.open', { cmd: web.cmd(), session: session?.id }, token)).body).toMatchObject({ ok: true })
    const admit = (candidate: string) =>
      web.call('checkIn.admit', { cmd: web.cmd(), session: session?.id, candidate, documents: { idCard: true, ticket: true }, tag: candidate, consent: true }, desk)
    expect((await admit('c00001')).body).toMatchObject({ ok: true })
    web.clock.shiftWall(-day)
    expect((await admit('c00002')).body).toMatchObject({ refused: { reason: 'too_early', detail: { opens: expect.stringContaining(today) as string } } })
    web.clock.shiftWall(2 * day)
    expect((await admit('c00002')).body).toMatchObject({ refused: { reason: 'late', detail: { closed: expect.stringContaining(today) as string } } })
  },
)

test('a pack without a session, or one in which nobody is due, opens no venue', async () => {
  const web = await webStation({ rehearsal: null })
  expect(reasonOf(await open(web, 'national-2024'))).toBe('no_session_in_pack')
  const pack = JSON.parse(madeOf('national-2024', await preview(web, 'national-2024'), '2026-11-28')) as { sessions: Json[] }
  const lonely = JSON.stringify({ ...pack, posts: [...(pack as unknown as { posts: Json[] }).posts, { ...(pack as unknown as { posts: Json[] }).posts[0], code: '999' }], sessions: [{ ...pack.sessions[0], due: { kind: 'posts', posts: ['999'] } }] })
  expect(await preview(web, lonely)).toMatchObject({ problems: [], due: [{ count: 0 }], notDue: 2 })
  expect(reasonOf(await open(web, lonely))).toBe('nobody_due')
  expect((await web.call('venue.state')).body).toMatchObject({ state: 'empty' })
})

test('a roster without written scores is told of before a shortlist needs them, and those a shortlist may call are due somewhere', async () => {
  const web = await webStation({ rehearsal: null })
  const base = structuredClone(packNamed('shenzhen-2023')!)
  const posts = base.posts.slice(0, 2).map((post, at) => ({ ...post, code: String(901 + at) }))
  const interviews = base.sessions.filter(({ due }) => due.kind === 'shortlist').slice(0, 1).map((session) => ({ ...session, due: { kind: 'shortlist', posts: ['901'] } }))
  const pack = JSON.stringify({ ...base, rehearsal: false, banners: [], posts, sessions: interviews, pools: [] })
  expect(await preview(web, pack)).toMatchObject({ problems: [], due: [{ count: 0 }], notDue: 1, noWritten: 1 })
  const scored = { ...sheet, bytes: Buffer.from(['序号,准考证号,身份证号,姓名,岗位代码,笔试成绩,公安素质测试成绩', ...rows.map((row) => [...row.split(',').slice(0, 4), row.split(',')[6], '71.25', '80'].join(','))].join('\n')).toString('base64') }
  const seen = (await web.call('venue.previewSheet', { ...scored, pack })).body
  expect(seen).toMatchObject({ problems: [], noWritten: 0, sample: [{ written: '71.25', quality: '80' }, {}] })
  expect((await web.call('venue.openSheet', { cmd: web.cmd(), ...scored, pack, venue: '一考点', exam: '招聘', chief })).body).toMatchObject({ ok: true, candidates: 2 })
})
