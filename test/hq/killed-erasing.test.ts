import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { verifyOwnLedger } from '../../hq/audit/verify-own.ts'
import { eraseUseCases } from '../../hq/erase/erase.ts'
import { openHq } from '../../hq/open-hq.ts'
import { startHq, type RunningHq } from '../../hq/running-hq.ts'

import { decideWorld, postOf, twoVenuePack, type Put } from './decide-world.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

const child = path.join(import.meta.dirname, 'erasing-child.ts')
const mark = '金丝雀'
const photo = 'PHOTO-CANARY-BYTES'
const people = 400

/** A recruitment whose erasing was ordered and that nobody is waited for; answers the order's id. */
async function ordered(place: StorePlace): Promise<string> {
  const world = await decideWorld(place, systemClock)
  const no = await world.recruitment('gone', twoVenuePack([postOf('T1', 'technical', 1)]), '2023-12-31')
  const { db } = world.hq.inside.store
  await world.put(no, Array.from({ length: people }, (_, at): Put => ({ id: `x${String(at)}`, post: 'T1', name: `${mark}${String(at)}`, written: '80' })))
  await db.insertInto('photo').values({ recruitment: no, hash: 'f'.repeat(64), image: Buffer.from(photo.repeat(2000)) }).execute()
  await db.insertInto('quarantine').values({
    recruitment: no, venue: 'a', station: 'a'.repeat(16), seq: 1, why: 'fork', bytes: Buffer.from(mark.repeat(500)), source: 'line', at: 1, outcome: 'kept_out', hash: 'e', public_key: null, last: 1,
  }).execute()
  const order = await eraseUseCases.order(world.call, { recruitment: 'gone', reason: '保存期满', title: '招聘 gone', cmd: world.cmd() })
  await world.stop()
  if (!order.ok) throw new Error(order.refused.reason)
  return order.order
}

/** Everything a thief of the database would hold: SQLite's files byte by byte, PostgreSQL's every table and row. */
async function found({ folder, kind }: StorePlace, { inside: { store: { db } } }: RunningHq): Promise<boolean> {
  if (kind === 'sqlite') return readdirSync(folder).filter((file) => file.startsWith('hq.db')).some((file) => {
    const bytes = readFileSync(path.join(folder, file))
    return bytes.includes(mark) || bytes.includes(photo)
  })
  const tables = await sql<{ name: string }>`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`.execute(db)
  for (const { name } of tables.rows) {
    const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db)
    for (const row of rows) for (const value of Object.values(row)) if (Buffer.isBuffer(value) ? value.includes(photo) || value.includes(mark) : String(value).includes(mark)) return true
  }
  return false
}

function erasing(place: StorePlace, n: number, order: string): Promise<{ killed: boolean; said: string }> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, place.folder, place.databaseUrl ?? '', String(n), order], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    running.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    running.on('error', reject)
    running.on('exit', (_code, signal) => resolve({ killed: signal === 'SIGKILL', said }))
  })
}

/** Killed at every step before and after the commit; otherwise at some of both. */
const deep = process.env['KAODIAN_DEEP'] === '1'

const started = (place: StorePlace): Promise<RunningHq> => startHq({ folder: place.folder, databaseUrl: place.databaseUrl, log: silentLog, program: 'kaodian test', port: 0 })

onBothStores('HQ killed (−9) amid erasing', (kind) => {
  test('has erased nothing or, after its next start, everything; its ledger says which and verifies', async () => {
    // how many questions it asks in all: the last ones come after the commit
    const whole = await storePlace(kind)
    const { said } = await erasing(whole, 0, await ordered(whole))
    await whole.remove()
    const all = Number(/^end (\d+)\n$/.exec(said)?.[1])
    expect(all).toBeGreaterThan(20)
    let place = await storePlace(kind)
    let order = await ordered(place)
    let [before, after] = [0, 0]
    const [early, late] = deep ? [4, [0, 1, 2, 3, 4, 5]] : [2, [0, 3, 5]]
    for (const n of [...Array.from({ length: early }, (_, at) => 1 + Math.floor((at * (all - 6)) / early)), ...late.map((at) => all - 5 + at)]) {
      expect(await erasing(place, n, order)).toEqual({ killed: true, said: '' })
      const hq = await started(place)
      const { db } = hq.inside.store
      const done = (await db.selectFrom('hq_fact').select('seq').where('type', '=', 'erase.done').execute()).length
      const row = await db.selectFrom('recruitment').select('erased_at').where('id', '=', 'gone').executeTakeFirstOrThrow()
      const names = (await db.selectFrom('person').select('id').where('name', '!=', '').execute()).length
      expect([n, done === 1, row.erased_at !== null, await found(place, hq), names]).toEqual([n, done === 1, done === 1, done === 0, done === 0 ? people : 0])
      expect(await verifyOwnLedger(hq.inside)).toMatchObject({ whole: true })
      expect(await db.selectFrom('meta').select('key').where('key', '=', 'erase.forget').execute()).toEqual([])
      await hq.stop()
      if (done === 0) before += 1
      else {
        after += 1
        await place.remove()
        place = await storePlace(kind)
        order = await ordered(place)
      }
    }
    await place.remove()
    expect(before).toBeGreaterThan(deep ? 4 : 2)
    expect(after).toBeGreaterThan(deep ? 1 : 0)
    process.stdout.write(`${kind}: killed ${String(before)} times before the commit and ${String(after)} times after it\n`)
  }, 240_000)
})

test('what was erased is not called forgotten while somebody who still reads keeps it in the files', async () => {
  const place = await storePlace('sqlite')
  const order = await ordered(place)
  const reader = new Database(path.join(place.folder, 'hq.db'), { readonly: true })
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM person').get()
  const { killed } = await erasing(place, 0, order)
  expect(killed).toBe(false)
  const left = await openHq({ folder: place.folder, log: silentLog })
  expect(await left.inside.store.db.selectFrom('meta').select('value').where('key', '=', 'erase.forget').execute()).toHaveLength(1)
  reader.exec('COMMIT')
  reader.close()
  await left.close()
  const hq = await started(place)
  expect(await found(place, hq)).toBe(false)
  expect(await hq.inside.store.db.selectFrom('meta').select('value').where('key', '=', 'erase.forget').execute()).toEqual([])
  await hq.stop()
  await place.remove()
})
