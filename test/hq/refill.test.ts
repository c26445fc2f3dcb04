import { afterAll, beforeAll, expect, test } from 'vitest'
import { factHash, NO_HASH } from '../../db/envelope.ts'
import { stations } from '../../db/stations.ts'
import { packPage } from '../../exchange/page.ts'
import { ingest } from '../../hq/receive/ingest.ts'
import type { Inside } from '../../hq/inside.ts'
import { refill } from '../../hq/projector/projector.ts'
import { seededRandom, type SeededRandom } from '../../shared/random.ts'
import { madeRecruitment } from './made-recruitment.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'
import { playedVenue, type PlayedVenue } from './venue-days.ts'

const seed = Number(process.env['KAODIAN_SEED'] ?? 20_261_122)

let played: PlayedVenue
beforeAll(async () => {
  played = await playedVenue('shenzhen-2023', 24, 3, 'fitness')
}, 300_000)
afterAll(() => played.close())

/** The day's streams in pages of chance lengths. */
function pages(random: SeededRandom): Buffer[] {
  return played.streams.flatMap(({ station, facts, bytes }) => {
    const { exam, venue } = facts[0]!
    const made: Buffer[] = []
    let prev: Buffer = NO_HASH
    for (let at = 0; at < bytes.length; ) {
      const some = bytes.slice(at, at + 1 + random.below(60))
      const before = prev
      for (const each of some) prev = factHash(prev, each.bytes)
      made.push(packPage({ v: 1, exam, venue, station, first: at + 1, last: at + some.length, prev: before.toString('hex'), hash: prev.toString('hex') }, some))
      at += some.length
    }
    return made
  })
}

async function projections({ store: { db } }: Inside): Promise<unknown> {
  return {
    records: (await db.selectFrom('record').select(['person', 'doc']).orderBy('person').execute()),
    venueFacts: await db.selectFrom('venue_fact').select(['venue', 'fact', 'doc']).orderBy('fact').execute(),
    incidents: await db.selectFrom('incident').selectAll().orderBy('fact').execute(),
    standings: await db.selectFrom('standing').selectAll().orderBy('person').execute(),
    attendance: await db.selectFrom('attendance').selectAll().orderBy('person').orderBy('session').execute(),
    lots: await db.selectFrom('drawn_lot').selectAll().orderBy('person').orderBy('session').orderBy('lot').execute(),
  }
}

onBothStores('Projections', (kind) => {
  test('are the same whatever the order the pages came in, and again after they were thrown away', async () => {
    const ends: unknown[] = []
    for (const run of [0, 1]) {
      const place = await storePlace(kind)
      const hq = await runHq(place)
      const { exam, venue } = played.streams[0]!.facts[0]!
      const no = await madeRecruitment(hq.inside.store, played.venue.pack, Object.fromEntries(played.venue.pack.sessions.map(({ id }) => [id, venue])), played.roster, exam)
      for (const { id, publicKey } of stations(played.venue.db)) {
        await hq.inside.store.db.insertInto('stream').values({
          recruitment: no, venue, station: id, public_key: publicKey, enrolled_at: 1, how: 'network', state: 'active', seq: 0, hash: Buffer.alloc(32), projected: 0, turn: 0, recipient: null,
        }).execute()
      }
      const random = seededRandom(seed + run)
      const all = pages(random)
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
})
