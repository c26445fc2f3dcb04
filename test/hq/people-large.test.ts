import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { madeRow, csvOf } from './made-roster.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const posts = ['岗位代码,用人单位,岗位名称,招聘人数,考试方式,岗位类别', ...Array.from({ length: 40 }, (_, at) => `${String(at + 1).padStart(3, '0')},单位,岗位,5,笔试+面试,一般类`)].join('\n')
const rows = Array.from({ length: 20_000 }, (_, n) => madeRow(n + 1, String((n % 40) + 1).padStart(3, '0')))
const bytes = csvOf(rows)
/** Rows of the import that is killed: all of them in the deep suite. */
const killed = process.env['KAODIAN_DEEP'] === '1' ? 20_000 : 2_000

onBothStores('20,000 candidates', (kind) => {
  test('are previewed aside while the server answers others, come in whole, and are found page by page', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const planner = await hq.client('planner')
    await planner.recruitments.make({ cmd: hq.cmd(), recruitment: 'large', title: 'x', pack: 'zhoukou-aux-2023' })
    await planner.posts.import({ cmd: hq.cmd(), recruitment: 'large', name: 'x', bytes: Buffer.from(posts).toString('base64'), base: 1 })
    let longest = 0
    let last = performance.now()
    const pulse = setInterval(() => {
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
    }, 10)
    const began = performance.now()
    const seen = await planner.people.preview({ recruitment: 'large', name: 'x', bytes })
    const previewed = performance.now() - began
    const stop = longest
    expect(seen).toMatchObject({ ok: true, count: 20_000, added: 20_000, problemCount: 0 })
    if (!seen.ok) return
    const steps: number[] = []
    const start = performance.now()
    for await (const step of await planner.people.import({ cmd: hq.cmd(), recruitment: 'large', name: 'x', bytes, seen: seen.seen }))
      if (step.kind === 'step') steps.push(step.done)
      else expect(step.answer).toMatchObject({ ok: true, added: 20_000 })
    const imported = performance.now() - start
    clearInterval(pulse)
    expect(Math.max(...steps)).toBe(20_000)
    const again = await planner.people.preview({ recruitment: 'large', name: 'x', bytes })
    expect(again).toMatchObject({ added: 0, changed: 0, same: 20_000 })
    const at = performance.now()
    expect(await planner.people.list({ recruitment: 'large', offset: 19_900, limit: 100 })).toMatchObject({ total: 20_000, all: 20_000 })
    process.stdout.write(`${kind}: preview ${previewed.toFixed(0)} ms (event loop stood ${stop.toFixed(0)} ms at most), import ${imported.toFixed(0)} ms (stood ${longest.toFixed(0)} ms), last page ${(performance.now() - at).toFixed(0)} ms\n`)
    // generous: a busy machine with two cores
    expect(previewed).toBeLessThan(30_000)
    await hq.stop()
    await place.remove()
  }, 180_000)

  test('come in whole or not at all, wherever the process is killed', async () => {
    const place = await storePlace(kind)
    const child = () => spawn(process.execPath, [path.join(import.meta.dirname, 'killed-import.ts'), place.folder, place.databaseUrl ?? '', String(killed)], { stdio: ['ignore', 'pipe', 'inherit'] })
    for (const moment of [1, killed * 0.3, killed * 0.98]) {
      const run = child()
      // the child tells how far it is; it is killed at its word, without any chance to tidy up
      for await (const line of createInterface({ input: run.stdout })) if (Number(line) >= moment) break
      run.kill('SIGKILL')
      if (run.exitCode === null && run.signalCode === null) await once(run, 'exit')
      const store = await place.open()
      const { n } = await store.db.selectFrom('person').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
      const facts = await store.db.selectFrom('hq_fact').select('seq').where('type', '=', 'people.imported').execute()
      expect(n).toBe(facts.length * killed)
      expect(facts.length).toBe(0)
      await store.close()
    }
    const whole = child()
    const [code] = (await once(whole, 'exit')) as [number]
    expect(code).toBe(0)
    const store = await place.open()
    const { n } = await store.db.selectFrom('person').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
    expect(n).toBe(killed)
    await store.close()
    await place.remove()
  }, 180_000)
})
