import { expect, test } from 'vitest'
import { seededChance } from '../../exchange/chance.ts'
import { ingest } from '../../hq/receive/ingest.ts'
import { insertRecruitment, insertStream, testStation } from './exchange-world.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

onBothStores('pages that were on their way while HQ erased', (kind) => {
  test('leave no bytes where they are kept apart, are told in the ledger, and project nothing', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { db } = hq.inside.store
    const { no } = await insertRecruitment(hq.inside, 'exam', ['v'])
    const station = testStation('exam', 'v', seededChance('late'))
    station.grow(20)
    const stream = await insertStream(hq.inside, no, station)
    const send = (first: number, last: number) => ingest(hq.inside, { recruitment: { no, id: 'exam' }, venue: 'v', source: 'line', pages: [{ bytes: station.page(first, last) }] })
    // control: before, what is kept apart is kept whole
    expect(await send(11, 15)).toMatchObject({ quarantined: [{ why: 'hole' }] })
    await db.updateTable('recruitment').set({ erased_at: 1 }).where('no', '=', no).execute()
    expect(await send(16, 20)).toMatchObject({ quarantined: [{ why: 'hole' }] })
    const rows = await db.selectFrom('quarantine').select(['seq', 'bytes']).orderBy('no').execute()
    expect(rows.map(({ seq, bytes }) => [seq, bytes.length > 0])).toEqual([[11, true], [16, false]])
    expect(await db.selectFrom('hq_fact').select('seq').where('type', '=', 'quarantine.opened').execute()).toHaveLength(2)
    await send(1, 5)
    await hq.settled()
    expect(await db.selectFrom('stream').select('projected').where('no', '=', stream).executeTakeFirstOrThrow()).toEqual({ projected: 0 })
    for (const table of ['record', 'standing', 'venue_fact', 'incident'] as const) expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([])
    await hq.stop()
    await place.remove()
  })
})
