import { expect, test } from 'vitest'
import { ingest } from '../../hq/receive/ingest.ts'
import { seededChance } from '../../exchange/chance.ts'
import { printedSeed } from '../db/arbitrary-facts.ts'
import { insertStream, testStation } from './exchange-world.ts'
import { madeRecruitment, twoHalfDays } from './made-recruitment.ts'
import { nastyBodies } from './nasty-facts.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

onBothStores('facts that no honest station writes', (kind) => {
  test('are held, projected and shown; no job stops over them and no other stream waits', async () => {
    const seed = printedSeed(`nasty facts ${kind}`)
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { db } = hq.inside.store
    const no = await madeRecruitment(hq.inside.store, twoHalfDays(), { 's-am': 'a', 's-pm': 'b' }, [
      { id: 'c0', post: 'P1', sessions: ['s-am'] }, { id: 'c1', post: 'P2', sessions: ['s-am'] },
    ])
    const chance = seededChance(String(seed))
    const bodies = nastyBodies(12, seed)
    expect(new Set(bodies.map(({ type }) => type)).size).toBeGreaterThan(50)
    for (const venue of ['a', 'b']) {
      const station = testStation('exam-1', venue, chance)
      station.grow(bodies.length, (seq) => ({ ...bodies[(seq * 7 + (venue === 'a' ? 0 : 3)) % bodies.length]!, ...(seq % 5 === 0 ? { at: (seq % 2 === 0 ? 1 : -1) * Number.MAX_SAFE_INTEGER } : {}) }))
      await insertStream(hq.inside, no, station)
      for (let from = 1; from <= bodies.length; from += 400) {
        const page = station.page(from, Math.min(bodies.length, from + 399))
        expect(await ingest(hq.inside, { recruitment: { no, id: 'exam-1' }, venue, source: 'line', pages: [{ bytes: page }] })).toMatchObject({ quarantined: [] })
      }
    }
    for (let look = 0; look < 200; look += 1) {
      const behind = await db.selectFrom('stream').select('no').whereRef('projected', '<', 'seq').execute()
      if (behind.length === 0) break
      expect(await db.selectFrom('job').select(['kind', 'error']).where('tries', '>', 0).execute()).toEqual([])
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(await db.selectFrom('stream').select('no').whereRef('projected', '<', 'seq').execute()).toEqual([])
    expect(await db.selectFrom('job').select(['kind', 'error']).where('tries', '>', 0).execute()).toEqual([])

    const duty = await hq.client('duty')
    const recruitment = 'exam-1'
    const asked: [string, unknown][] = []
    for (const candidate of ['c0', 'c1']) asked.push([`journey ${candidate}`, await duty.watch.journey({ recruitment, candidate })])
    for (const venue of ['a', 'b']) asked.push([`venue ${venue}`, await duty.watch.venue({ recruitment, venue })])
    asked.push(
      ['conflicts', await duty.decide.conflicts({ recruitment, post: null })], ['posts', await duty.decide.posts({ recruitment })],
      ['streams', await duty.receive.streams({ recruitment })],
    )
    expect(asked.filter(([, answer]) => !(answer as { ok: boolean }).ok).map(([name]) => name)).toEqual([])
    await hq.stop()
    await place.remove()
  })
})
