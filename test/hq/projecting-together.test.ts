import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyOwnLedger } from '../../hq/audit/verify-own.ts'
import { projectAhead, type WriteLater } from '../../hq/projector/projection-rows.ts'
import { refill } from '../../hq/projector/projector.ts'
import { restand } from '../../hq/projector/standing-job.ts'
import { ingest } from '../../hq/receive/ingest.ts'
import { projectBatch } from '../../shared/hq/projector.ts'
import { seededRandom } from '../../shared/random.ts'
import { pagesByStream, projections, receiving } from './played-streams.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'
import { playedVenue, type PlayedVenue } from './venue-days.ts'

const seed = Number(process.env['KAODIAN_SEED'] ?? 20_261_122)

let played: PlayedVenue
beforeAll(async () => {
  played = await playedVenue('shenzhen-2023', 24, 3, 'fitness')
}, 300_000)
afterAll(() => played.close())

/** The day's streams in short pages, one of each stream after the other. */
function pages(): Buffer[] {
  const byStream = pagesByStream(played, seededRandom(seed), 8)
  const longest = Math.max(...byStream.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => byStream.flatMap((some) => some.slice(at, at + 1))).flat()
}

async function another(place: StorePlace): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'projecting-process.ts'), place.folder, place.databaseUrl ?? ''], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}
const ended = async (child: ChildProcess): Promise<void> => {
  const over = once(child, 'exit')
  child.stdin?.write('end\n')
  await over
}

async function sameAfterRefill(hq: TestHq, no: number): Promise<void> {
  const streams = await hq.inside.store.db.selectFrom('stream').select(['seq', 'projected']).execute()
  expect(streams.map(({ projected }) => projected)).toEqual(streams.map(({ seq }) => seq))
  const first = await projections(hq.inside)
  expect((first as { standings: unknown[] }).standings.length).toBe(played.roster.length)
  await refill(hq.inside, no)
  await hq.settled()
  expect(first).toEqual(await projections(hq.inside))
}

onBothStores('Two HQ processes on one database', (kind) => {
  test('project the same day at once, while standings are asked for and projections thrown away: a refill changes nothing', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { no, exam, venue } = await receiving(hq.inside, played)
    const other = await another(place)
    for (const [at, bytes] of pages().entries()) {
      expect(await ingest(hq.inside, { recruitment: { no, id: exam }, venue, source: 'line', pages: [{ bytes }] })).toMatchObject({ quarantined: [] })
      if (at % 25 === 10) await hq.inside.store.db.transaction().execute((trx) => restand(trx, no, { everybody: true }))
      if (at % 60 === 59) await refill(hq.inside, no)
    }
    await hq.settled()
    await ended(other)
    await hq.settled()
    await sameAfterRefill(hq, no)
    await hq.stop()
    await place.remove()
  }, 120_000)

  test('and one that is killed (−9) again and again amid it leaves nothing half done', async () => {
    const place = await storePlace(kind)
    const random = seededRandom(seed)
    // this one only takes: whoever is killed did the projecting, and claims of the killed run out at once here
    const hq = await runHq(place)
    const { no, exam, venue } = await receiving(hq.inside, played)
    const all = pages()
    const kills = process.env['KAODIAN_DEEP'] === '1' ? 6 : 3
    const each = Math.ceil(all.length / kills)
    for (let kill = 0; kill < kills; kill += 1) {
      const other = await another(place)
      const over = once(other, 'exit')
      setTimeout(() => other.kill('SIGKILL'), random.below(400))
      for (const bytes of all.slice(kill * each, (kill + 1) * each)) await ingest(hq.inside, { recruitment: { no, id: exam }, venue, source: 'line', pages: [{ bytes }] })
      await over
      await hq.inside.store.db.updateTable('job').set({ claimed_by: null, claimed_until: 0 }).where('claimed_by', '!=', hq.inside.process).execute()
    }
    await hq.settled()
    await sameAfterRefill(hq, no)
    expect(await verifyOwnLedger(hq.inside)).toMatchObject({ whole: true })
    await hq.stop()
    await place.remove()
  }, 120_000)
})

test('what was reckoned before projections were thrown away is not written after it', async () => {
  const place = await storePlace('sqlite')
  const hq = await runHq(place)
  const { no } = await receiving(hq.inside, played)
  const { store } = hq.inside
  const row = await store.db.selectFrom('recruitment').selectAll().where('no', '=', no).executeTakeFirstOrThrow()
  const everybody = { people: [], sessions: [], posts: [], venues: [], everybody: true }
  const nothing = { venue: '', ofPeople: {}, venueFacts: [], incidents: [], sessions: [], posts: [], wholeVenue: false }
  const reckoned = () => projectAhead(store.db, store.kind, row, everybody, 1, (there) => projectBatch(nothing, there))
  const written = (later: WriteLater) => store.db.transaction().execute((trx) => later(trx))
  expect(await written(await reckoned())).toBe(true)
  await hq.settled()
  const later = await reckoned()
  await refill(hq.inside, no)
  expect(await written(later)).toBe(false)
  await hq.settled()
  await hq.stop()
  await place.remove()
})
