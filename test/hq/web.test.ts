import { expect, test } from 'vitest'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

onBothStores('HQ over HTTP', (kind) => {
  test('a fresh HQ says that it is empty, and which database it has', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    expect(await hq.stranger().system.state()).toMatchObject({ state: 'empty', store: kind, hq: hq.inside.keys.id })
    await hq.client('auditor')
    expect(await hq.stranger().system.state()).toMatchObject({ state: 'ready' })
    await hq.stop()
    await place.remove()
  })
})
