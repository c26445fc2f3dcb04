import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { seededChance } from '../../exchange/chance.ts'
import { silentLog } from '../../exchange/log.ts'
import { ingest, type Ingested } from '../../hq/receive/ingest.ts'
import type { Inside } from '../../hq/inside.ts'
import { openHq } from '../../hq/open-hq.ts'
import { seededRandom } from '../../shared/random.ts'
import { heldFacts, insertRecruitment, insertStream, plain, testStation, type TestStation } from './exchange-world.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

const deep = process.env['KAODIAN_DEEP'] === '1'
const base = Number(process.env['KAODIAN_SEED'] ?? 20_261_122)

const open = (place: StorePlace) => openHq({ folder: place.folder, databaseUrl: place.databaseUrl, log: silentLog })

async function withHq(kind: 'sqlite' | 'postgres', work: (inside: Inside, place: StorePlace) => Promise<void>): Promise<void> {
  const place = await storePlace(kind)
  const hq = await open(place)
  try {
    await work(hq.inside, place)
  } finally {
    await hq.close()
    await place.remove()
  }
}

const all = (station: TestStation): Buffer => station.page(1, station.facts.length)

onBothStores('HQ takes pages', (kind) => {
  test('once, whatever the order, twice, overlapping', () => withHq(kind, async (inside) => {
    const recruitment = await insertRecruitment(inside, 'r', ['v'])
    const station = testStation('r', 'v', seededChance('once'))
    station.grow(50)
    const stream = await insertStream(inside, recruitment.no, station)
    const take = (...pages: Buffer[]): Promise<Ingested> => ingest(inside, { recruitment, venue: 'v', source: 'line', pages: pages.map((bytes) => ({ bytes })) })
    expect(await take(station.page(1, 10))).toEqual({ accepted: 10, repeated: 0, quarantined: [] })
    expect(await take(station.page(1, 10))).toEqual({ accepted: 0, repeated: 10, quarantined: [] })
    expect(await take(station.page(21, 30))).toEqual({ accepted: 0, repeated: 0, quarantined: [{ station: station.station, seq: 21, why: 'hole' }] })
    expect(await take(station.page(35, 50))).toMatchObject({ quarantined: [{ seq: 35, why: 'hole' }] })
    // 5–10 are here, 21–30 wait: filling the gap takes them, too, and 35–50 when 31–34 have come
    expect(await take(station.page(5, 20))).toEqual({ accepted: 20 - 10 + 10, repeated: 6, quarantined: [] })
    expect(await take(station.page(31, 34))).toMatchObject({ accepted: 20 })
    expect(plain(await heldFacts(inside, stream))).toEqual(plain(station.facts))
    expect(await inside.store.db.selectFrom('quarantine').select('outcome').execute()).toEqual([{ outcome: 'taken' }, { outcome: 'taken' }])
    const told = await inside.store.db.selectFrom('hq_fact').select('type').where('type', 'like', 'quarantine.%').orderBy('seq').execute()
    expect(told.map(({ type }) => type)).toEqual(['quarantine.opened', 'quarantine.opened', 'quarantine.settled', 'quarantine.settled'])
  }))

  test('of many stations at once: one whose pages cannot be written hinders none of the others', () => withHq(kind, async (inside) => {
    const recruitment = await insertRecruitment(inside, 'r', ['v'])
    const chance = seededChance('many')
    const stations = await Promise.all(Array.from({ length: 8 }, async () => {
      const station = testStation('r', 'v', chance)
      station.grow(12)
      return { station, no: await insertStream(inside, recruitment.no, station) }
    }))
    const broken = stations[3]!
    // stands in for a disk that takes no more
    const trigger = kind === 'sqlite'
      ? sql`CREATE TRIGGER full BEFORE INSERT ON page WHEN NEW.stream = ${sql.lit(broken.no)} BEGIN SELECT RAISE(ABORT, 'disk full'); END`
      : sql`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.stream = ${sql.lit(broken.no)} THEN RAISE EXCEPTION 'disk full'; END IF; RETURN NEW; END $$`
    await trigger.execute(inside.store.db)
    if (kind === 'postgres') await sql`CREATE TRIGGER full_here BEFORE INSERT ON page FOR EACH ROW EXECUTE FUNCTION full_disk()`.execute(inside.store.db)
    const ends = await Promise.allSettled(stations.map(({ station }) => ingest(inside, { recruitment, venue: 'v', source: 'line', pages: [{ bytes: all(station) }] })))
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value.accepted : String(end.reason)))).toEqual(
      stations.map((each) => (each === broken ? expect.stringContaining('disk full') as string : 12)))
    for (const { station, no } of stations) expect(plain(await heldFacts(inside, no))).toEqual(no === broken.no ? [] : plain(station.facts))
  }))

  test('and projects them at once, or a second later where the venue said that more is coming', () => withHq(kind, async (inside) => {
    const { db } = inside.store
    const recruitment = await insertRecruitment(inside, 'r', ['v'])
    const station = testStation('r', 'v', seededChance('more'))
    station.grow(30)
    await insertStream(inside, recruitment.no, station)
    const due = async (first: number, last: number): Promise<number> => {
      await db.deleteFrom('job').execute()
      await ingest(inside, { recruitment, venue: 'v', source: 'line', pages: [{ bytes: station.page(first, last) }] })
      return (await db.selectFrom('job').select('run_at').where('kind', '=', 'project').executeTakeFirstOrThrow()).run_at
    }
    expect(await due(1, 10)).toBe(0)
    await db.updateTable('venue').set({ announced: JSON.stringify([{ station: station.station, seq: 30, hash: 'a'.repeat(64) }]) }).execute()
    const before = inside.clock.now()
    const later = await due(11, 20)
    expect(later).toBeGreaterThan(before)
    expect(later).toBeLessThan(inside.clock.now() + 2000)
    expect(await due(21, 30)).toBe(0)
  }))

  test('names what is wrong, keeps it apart once, and the rest goes on', () => withHq(kind, async (inside) => {
    const recruitment = await insertRecruitment(inside, 'r', ['v', 'w'])
    const chance = seededChance('wrong')
    const station = testStation('r', 'v', chance)
    station.grow(20)
    const other = testStation('r', 'v', chance)
    other.grow(5)
    const foreign = testStation('r', 'w', chance)
    foreign.grow(3)
    const unknown = testStation('r', 'v', chance)
    unknown.grow(4)
    const stream = await insertStream(inside, recruitment.no, station)
    const otherStream = await insertStream(inside, recruitment.no, other)
    const forked = station.fork(7)
    forked.grow(10)
    const altered = station.page(11, 20)
    altered[altered.length - 100]! ^= 1
    const take = (...pages: Buffer[]): Promise<Ingested> => ingest(inside, { recruitment, venue: 'v', source: 'stick', pages: pages.map((bytes) => ({ bytes })) })
    const pages = [station.page(1, 10), forked.page(5, 9), forked.page(8, 17), altered, foreign.page(1, 3), unknown.page(1, 4), Buffer.from('KDPG1nothing'), all(other)]
    const wrong = [
      { station: foreign.station, seq: 1, why: 'foreign' }, { station: unknown.station, seq: 1, why: 'unknown_station' }, { station: '', seq: 0, why: 'malformed' },
      { station: station.station, seq: 8, why: 'fork' }, { station: station.station, seq: 8, why: 'fork' }, expect.objectContaining({ station: station.station, why: expect.stringMatching(/^(fact_signature|chain_broken|fact_malformed)$/) as string }) as object,
    ]
    const first = await take(...pages)
    expect(first).toMatchObject({ accepted: 15, repeated: 0 })
    expect(first.quarantined).toHaveLength(wrong.length)
    expect(first.quarantined).toEqual(expect.arrayContaining(wrong))
    const again = await take(...pages)
    expect(again).toMatchObject({ accepted: 0, repeated: 15 })
    expect(await inside.store.db.selectFrom('quarantine').select('no').execute()).toHaveLength(wrong.length)
    expect(plain(await heldFacts(inside, stream))).toEqual(plain(station.facts.slice(0, 10)))
    expect(plain(await heldFacts(inside, otherStream))).toEqual(plain(other.facts))
    // a revoked station: what is held stays, nothing more comes in
    await inside.store.db.updateTable('stream').set({ state: 'revoked' }).where('no', '=', stream).execute()
    expect(await take(station.page(5, 20))).toMatchObject({ accepted: 0, quarantined: [{ seq: 11, why: 'station_revoked' }] })
    expect(await take(station.page(5, 10))).toMatchObject({ accepted: 0, repeated: 6, quarantined: [] })
  }))

  test('random interleavings of two processes end with the same facts, once', () => withHq(kind, async (inside, place) => {
    const second = await open(place)
    const runs = deep ? 2000 : 250
    const recruitment = await insertRecruitment(inside, 'r', Array.from({ length: runs }, (_, run) => `v${String(run)}`))
    let cut = 0
    for (let run = 0; run < runs; run += 1) {
      const random = seededRandom(base + run)
      const chance = seededChance(`${String(base)}-${String(run)}`)
      const venue = `v${String(run)}`
      const stations = Array.from({ length: 1 + random.below(2) }, () => testStation('r', venue, chance))
      const streams: number[] = []
      const sendings: Buffer[] = []
      for (const station of stations) {
        station.grow(1 + random.below(24))
        streams.push(await insertStream(inside, recruitment.no, station))
        const count = station.facts.length
        for (let at = 1; at <= count; ) {
          const last = Math.min(count, at + random.below(9))
          sendings.push(station.page(at, last))
          if (random.below(4) === 0) sendings.push(station.page(Math.max(1, at - random.below(5)), last))
          if (random.below(3) === 0) {
            const whole = station.page(at, last)
            sendings.push(whole.subarray(0, 1 + random.below(whole.length - 1)))
            cut += 1
          }
          at = last + 1
        }
      }
      const order = sendings.map((page) => ({ page, key: random.below(1_000_000) })).sort((a, b) => a.key - b.key)
      const half = order.filter((_, index) => index % 2 === 0)
      const rest = order.filter((_, index) => index % 2 === 1)
      const send = async (who: Inside, pages: typeof order): Promise<void> => {
        for (let at = 0; at < pages.length; at += 3) await ingest(who, { recruitment, venue, source: 'line', pages: pages.slice(at, at + 3).map(({ page }) => ({ bytes: page })) })
      }
      await Promise.all([send(inside, half), send(second.inside, rest)])
      for (const [index, stream] of streams.entries()) {
        expect(plain(await heldFacts(inside, stream)), `seed ${String(base + run)}`).toEqual(plain(stations[index]!.facts))
      }
    }
    const open_ = await inside.store.db.selectFrom('quarantine').select(['why']).where('outcome', 'is', null).where('why', '<>', 'malformed').execute()
    expect(open_, `seeds from ${String(base)}`).toEqual([])
    expect(cut).toBeGreaterThan(deep ? 1000 : 200)
    process.stdout.write(`${kind}: ${String(runs)} interleavings from seed ${String(base)}, ${String(cut)} pages cut\n`)
    await second.close()
  }))
})
