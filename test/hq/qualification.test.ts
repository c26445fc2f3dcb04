import { expect, test } from 'vitest'
import type { HqClient } from '../../shared/hq/api.ts'
import { csvOf, madeRow } from './made-roster.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

async function begin(hq: TestHq, planner: HqClient, rows: Parameters<typeof madeRow>[]): Promise<void> {
  await planner.recruitments.make({ cmd: hq.cmd(), recruitment: 'q', title: 'x', pack: 'shenzhen-aux-2023' })
  const posts = '岗位代码,用人单位,岗位名称,招聘人数,考试方式,岗位类别\n001,甲,一岗,1,笔试+面试,技术类\n002,乙,二岗,1,笔试+面试,一般类'
  await planner.posts.import({ cmd: hq.cmd(), recruitment: 'q', name: 'x', bytes: base64(posts), base: 1 })
  const bytes = csvOf(rows.map((row) => madeRow(...row)))
  const seen = await planner.people.preview({ recruitment: 'q', name: 'x', bytes })
  if (!seen.ok) throw new Error(seen.refused.reason)
  for await (const step of await planner.people.import({ cmd: hq.cmd(), recruitment: 'q', name: 'x', bytes, seen: seen.seen })) if (step.kind === 'answer') expect(step.answer.ok).toBe(true)
}

onBothStores('qualification lists', (kind) => {
  test('1:4 above the pass line, equals told apart by the aptitude test, a tie at the last place stays whole', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const planner = await hq.client('planner')
    const scores: [string, string][] = [['90', '50'], ['80', '50'], ['70', '50'], ['60', '45'], ['60', '45'], ['60', '40'], ['49.99', '99']]
    await begin(hq, planner, [
      ...scores.map(([written, quality], at): Parameters<typeof madeRow> => [at + 1, '001', { written, quality }]),
      [20, '002', { written: '45', quality: '1' }], [21, '002', { written: '44.99', quality: '1' }], [22, '002', { written: '免笔试', quality: '' }],
    ])
    const asked = await planner.people.qualification({ recruitment: 'q' })
    if (!asked.ok) throw new Error(asked.refused.reason)
    // headcount 1 × 4 = 4 places; 60/45 twice at the last place: both in and named; 60/40 is told apart; 49.99 is below the line of 50
    expect(asked.posts[0]).toMatchObject({ post: '001', people: 7, passLine: '50', ratio: '4', exact: '4', places: 4, listed: 5, tied: 2, below: 1, without: 0, adopted: null })
    // 45.00 reaches the general line of 45; without a written score nobody is placed
    expect(asked.posts[1]).toMatchObject({ post: '002', people: 3, passLine: '45', places: 4, listed: 1, tied: 0, below: 1, without: 1 })
    const lines = await planner.decide.list({ recruitment: 'q', post: '001', list: 'qualification' })
    expect(lines.ok && lines.lines.map(({ rank, score, listed, tied }) => [rank, score, listed, tied])).toEqual([
      [1, '90', true, false], [2, '80', true, false], [3, '70', true, false], [4, '60', true, true], [4, '60', true, true], [6, '60', false, false], [null, '49.99', false, false],
    ])
    // whoever withdraws leaves a place: the tie is gone
    const people = await planner.people.list({ recruitment: 'q', post: '001' })
    await planner.people.mark({ cmd: hq.cmd(), recruitment: 'q', candidate: people.ok ? (people.rows[0]?.candidate ?? '') : '', what: 'withdrawn', reason: '书面放弃' })
    const after = await planner.people.qualification({ recruitment: 'q' })
    expect(after.ok && after.posts[0]).toMatchObject({ listed: 4, tied: 0, out: 1 })
    await hq.stop()
    await place.remove()
  })
})
