import { expect, test } from 'vitest'
import { onBothStores, storePlace } from './stores.ts'

onBothStores('HQ’s store', (kind) => {
  test('opens empty, opens again, and keeps what was written', async () => {
    const place = await storePlace(kind)
    const first = await place.open()
    await first.db.insertInto('meta').values({ key: 'a', value: '1' }).execute()
    await first.close()
    const again = await place.open()
    expect(again.kind).toBe(kind)
    expect(await again.db.selectFrom('meta').selectAll().execute()).toEqual([{ key: 'a', value: '1' }])
    await again.close()
    await place.remove()
  })

  test('a fact of HQ’s own ledger can be neither changed nor deleted', async () => {
    const place = await storePlace(kind)
    const { db, close } = await place.open()
    await db.insertInto('hq_fact').values({ seq: 1, at: 1, by: 'x', second: null, cmd: 'c', type: 't', recruitment: null, bytes: Buffer.from('a'), hash: Buffer.alloc(32), sig: Buffer.alloc(64) }).execute()
    await expect(db.updateTable('hq_fact').set({ at: 2 }).execute()).rejects.toThrow('append-only')
    await expect(db.deleteFrom('hq_fact').execute()).rejects.toThrow('append-only')
    expect(await db.selectFrom('hq_fact').select('at').execute()).toEqual([{ at: 1 }])
    await close()
    await place.remove()
  })
})
