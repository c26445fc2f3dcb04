import { expect, test } from 'vitest'
import { handClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import type { Inside } from '../../hq/inside.ts'
import { enqueue, firstRetry, leaseFor, startJobs } from '../../hq/jobs/jobs.ts'
import { openHq } from '../../hq/open-hq.ts'
import { otherProcess } from './other-process-runner.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

const open = (place: StorePlace, clock = handClock()) => openHq({ folder: place.folder, databaseUrl: place.databaseUrl, program: 'test', log: silentLog, clock })
const ask = (inside: Inside, kind: string, key: string, payload: unknown = null, runAt = 0) => inside.store.db.transaction().execute((trx) => enqueue(trx, kind, key, payload, runAt))
const left = async (inside: Inside) => (await inside.store.db.selectFrom('job').selectAll().execute()).length

onBothStores('jobs', (kind) => {
  test('200 jobs, two processes: each is run once', async () => {
    const place = await storePlace(kind)
    const { inside, close } = await open(place)
    await inside.store.db.transaction().execute(async (trx) => {
      for (let i = 0; i < 200; i += 1) await enqueue(trx, 'count', String(i), null)
    })
    await Promise.all([otherProcess('count', place), otherProcess('count', place)])
    const ran = (await inside.store.db.selectFrom('meta').select('key').where('key', 'like', 'ran %').execute()).map(({ key }) => key.split(' '))
    expect(ran).toHaveLength(200)
    expect(new Set(ran.map(([, key]) => key)).size).toBe(200)
    expect(await left(inside)).toBe(0)
    await close()
    await place.remove()
  })

  test('a job asked for again waits once; asked for while it runs it is run once more', async () => {
    const place = await storePlace(kind)
    const { inside, close } = await open(place)
    await ask(inside, 'fold', 'a', 1)
    await ask(inside, 'fold', 'a', 2)
    expect(await left(inside)).toBe(1)
    const seen: unknown[] = []
    let go: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (go = resolve))
    const runner = startJobs(inside, {
      fold: async (_inside, { payload }) => {
        seen.push(payload)
        if (seen.length === 1) await gate
      },
    })
    await expect.poll(() => seen.length).toBe(1)
    await ask(inside, 'fold', 'a', 3)
    go()
    await expect.poll(() => left(inside)).toBe(0)
    expect(seen).toEqual([2, 3])
    await runner.stop()
    await close()
    await place.remove()
  })

  test('the claim of a killed process runs out, and another takes its job; the killed one cannot end it any more', async () => {
    const place = await storePlace(kind)
    const clock = handClock()
    const { inside, close } = await open(place, clock)
    await ask(inside, 'fold', 'a')
    // what a process leaves behind that dies in the middle: a claim nobody renews
    await inside.store.db.updateTable('job').set({ claimed_by: 'dead', claimed_until: clock.now() + leaseFor }).execute()
    let ran = 0
    const runner = startJobs(inside, { fold: async () => void (ran += 1) })
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(ran).toBe(0)
    clock.pass(leaseFor + 1)
    await expect.poll(() => ran).toBe(1)
    await expect.poll(() => left(inside)).toBe(0)
    await runner.stop()
    await close()
    await place.remove()
  })

  test('a job that fails is tried again after a growing pause, and says why', async () => {
    const place = await storePlace(kind)
    const clock = handClock()
    const { inside, close } = await open(place, clock)
    await ask(inside, 'fold', 'a')
    const tries: number[] = []
    const runner = startJobs(inside, {
      fold: async (_inside, job) => {
        tries.push(job.tries)
        if (job.tries < 2) throw new Error('not yet')
      },
    })
    const row = () => inside.store.db.selectFrom('job').selectAll().executeTakeFirst()
    await expect.poll(async () => (await row())?.error).toBe('Error: not yet')
    expect(await row()).toMatchObject({ tries: 1, claimed_by: null, run_at: clock.now() + firstRetry })
    clock.pass(firstRetry)
    await expect.poll(async () => (await row())?.tries).toBe(2)
    expect((await row())?.run_at).toBe(clock.now() + 2 * firstRetry)
    clock.pass(2 * firstRetry)
    await expect.poll(() => left(inside)).toBe(0)
    expect(tries).toEqual([0, 1, 2])
    await runner.stop()
    await close()
    await place.remove()
  })

  test('stopping frees what was not finished; jobs of the future and of kinds unknown here wait', async () => {
    const place = await storePlace(kind)
    const clock = handClock()
    const { inside, close } = await open(place, clock)
    await ask(inside, 'fold', 'a')
    await ask(inside, 'fold', 'later', null, clock.now() + 60_000)
    await ask(inside, 'of a newer program', 'x')
    let begun = 0
    const runner = startJobs(inside, {
      fold: (_inside, { signal }) => {
        begun += 1
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
      },
    })
    await expect.poll(() => begun).toBe(1)
    await runner.stop()
    const rows = await inside.store.db.selectFrom('job').select(['key', 'claimed_by', 'tries']).orderBy('key').execute()
    expect(rows).toEqual([{ key: 'a', claimed_by: null, tries: 0 }, { key: 'later', claimed_by: null, tries: 0 }, { key: 'x', claimed_by: null, tries: 0 }])
    await close()
    await place.remove()
  })
})
