import { spawn } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingest } from '../../hq/receive/ingest.ts'
import { refill } from '../../hq/projector/projector.ts'
import { packedDoc } from '../../hq/projector/record-docs.ts'
import { seededRandom } from '../../shared/random.ts'
import { madeRecruitment } from './made-recruitment.ts'
import { pagesByStream, projections, receiving } from './played-streams.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'
import { playedVenue, type PlayedVenue } from './venue-days.ts'

const seed = Number(process.env['KAODIAN_SEED'] ?? 20_261_122)

let played: PlayedVenue
beforeAll(async () => {
  played = await playedVenue('shenzhen-2023', 24, 3, 'fitness')
}, 300_000)
afterAll(() => played.close())

/** `npm run hq -- --refill …` without npm: the exit code and everything it said. */
async function command(place: StorePlace, ...args: string[]): Promise<{ code: number | null; said: string }> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, '../../hq/serve.ts'), '--refill', ...args, '--data', place.folder], {
    env: { ...process.env, DATABASE_URL: place.databaseUrl ?? '' }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString('utf8')))
  child.once('close', resolve)
  return { code: await promise, said }
}

onBothStores('Projections', (kind) => {
  test('are the same whatever the order the pages came in, and again after they were thrown away', async () => {
    const ends: unknown[] = []
    for (const run of [0, 1]) {
      const place = await storePlace(kind)
      const hq = await runHq(place)
      const { no, exam, venue } = await receiving(hq.inside, played)
      const random = seededRandom(seed + run)
      const all = pagesByStream(played, random, 60).flat()
      const order = run === 0 ? all : random.shuffle([...all, ...all.slice(0, 5)])
      await Promise.all([0, 1].map(async (lane) => {
        for (const [index, bytes] of order.entries()) if (index % 2 === lane) await ingest(hq.inside, { recruitment: { no, id: exam }, venue, source: 'line', pages: [{ bytes }] })
      }))
      await hq.settled()
      const streams = await hq.inside.store.db.selectFrom('stream').select(['seq', 'projected']).execute()
      expect(streams.map(({ projected }) => projected)).toEqual(streams.map(({ seq }) => seq))
      const first = await projections(hq.inside)
      await refill(hq.inside, no)
      await hq.settled()
      expect(await projections(hq.inside)).toEqual(first)
      ends.push(first)
      await hq.stop()
      await place.remove()
    }
    expect(ends[1]).toEqual(ends[0])
    expect((ends[0] as { standings: unknown[] }).standings.length).toBe(played.roster.length)
  })

  test('are made anew by the command, with HQ closed and beside one that runs; an erased recruitment is left alone', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { db } = hq.inside.store
    const { no, exam, venue } = await receiving(hq.inside, played)
    const erased = await madeRecruitment(hq.inside.store, played.venue.pack, {}, [], 'long-ago')
    await db.updateTable('recruitment').set({ erased_at: 1 }).where('no', '=', erased).execute()
    for (const bytes of pagesByStream(played, seededRandom(seed), 60).flat()) await ingest(hq.inside, { recruitment: { no, id: exam }, venue, source: 'line', pages: [{ bytes }] })
    await hq.settled()
    const right = await projections(hq.inside)
    const facts = played.streams.reduce((sum, each) => sum + each.facts.length, 0)
    const spoil = async () => {
      await db.deleteFrom('standing').where('recruitment', '=', no).where('person', '=', played.roster[0]!.id).execute()
      await db.updateTable('record').set({ doc: packedDoc('[]') }).where('recruitment', '=', no).execute()
      expect(await projections(hq.inside)).not.toEqual(right)
    }

    await spoil()
    const beside = await command(place)
    expect(beside).toMatchObject({ code: 0, said: expect.stringContaining(`✓ ${exam}`) as unknown })
    expect(beside.said).toContain(`${String(facts)} 条记录重新汇总，${String(played.roster.length)} 名考生`)
    expect(beside.said).toMatch(/– long-ago《.*》：个人数据已清除/)
    await hq.settled()
    expect(await projections(hq.inside)).toEqual(right)

    await spoil()
    await hq.stop()
    expect(await command(place, exam)).toMatchObject({ code: 0, said: expect.stringMatching(/^✓ [^\n]*\n$/) as unknown })
    expect(await command(place, 'nobody-knows')).toMatchObject({ code: 2 })
    expect(await command(place, exam, 'and-another')).toMatchObject({ code: 2, said: expect.stringContaining('看不懂的参数') as unknown })
    const again = await runHq(place)
    await again.settled()
    expect(await projections(again.inside)).toEqual(right)
    await again.stop()
    await place.remove()
  })
})
