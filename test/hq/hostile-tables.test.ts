import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { seededChance } from '../../exchange/chance.ts'
import { forgetPages, mustForget } from '../../hq/erase/erase-people.ts'
import { venuesErasing } from '../../hq/erase/erase-state.ts'
import { ingest } from '../../hq/receive/ingest.ts'
import { insertRecruitment, insertStream, testStation } from './exchange-world.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const canary = 'SIMA-CANARY-AFTER-ERASING'

onBothStores('the tables', (kind) => {
  test('of facts and pages cannot be emptied, changed or replaced, whatever statement asks for it', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { db } = hq.inside.store
    const { no } = await insertRecruitment(hq.inside, 'exam', ['v'])
    const station = testStation('exam', 'v', seededChance('tables'))
    station.grow(10)
    await insertStream(hq.inside, no, station)
    await ingest(hq.inside, { recruitment: { no, id: 'exam' }, venue: 'v', source: 'line', pages: [{ bytes: station.page(1, 10) }] })
    const both = [
      'DELETE FROM hq_fact', 'UPDATE hq_fact SET at = 0', 'DELETE FROM page', 'UPDATE page SET packed = hash', 'UPDATE page SET first = 2',
      'INSERT INTO hq_fact SELECT * FROM hq_fact WHERE true ON CONFLICT (seq) DO UPDATE SET at = 0',
    ]
    const own = kind === 'postgres'
      ? ['TRUNCATE hq_fact', 'TRUNCATE hq_fact CASCADE', 'TRUNCATE page', `TRUNCATE page_r${String(no)}`, `DELETE FROM page_r${String(no)}`]
      : ['INSERT OR REPLACE INTO hq_fact SELECT * FROM hq_fact', 'REPLACE INTO page SELECT * FROM page']
    const count = async () => [(await db.selectFrom('hq_fact').select('seq').execute()).length, (await db.selectFrom('page').select('first').execute()).length]
    const before = await count()
    expect(before.every((n) => n > 0)).toBe(true)
    for (const text of [...both, ...own]) await expect(sql.raw(text).execute(db), text).rejects.toThrow('append-only')
    expect(await count()).toEqual(before)
    await hq.stop()
    await place.remove()
  })

  test('give way to each other: a transaction that the database gave up is done again, a real fault is told', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    let tries = 0
    const clash = (code: string) => Object.assign(new Error('deadlock detected'), { code })
    expect(await hq.inside.acting(() => {
      tries += 1
      if (tries < 3) throw clash('40P01')
      return Promise.resolve('done')
    })).toBe('done')
    expect(tries).toBe(3)
    await expect(hq.inside.acting(() => Promise.reject(clash('23505')))).rejects.toMatchObject({ code: '23505' })
    if (kind === 'postgres') {
      // the ledger's lock and a venue's row, taken in opposite orders
      const { no } = await insertRecruitment(hq.inside, 'exam', ['v'])
      const { db } = hq.inside.store
      const wait = () => new Promise((resolve) => setTimeout(resolve, 300))
      const said = (cmd: string) => ({ by: 'system', cmd, type: 'hq.started' as const, body: { program: 'x', publicKey: '0'.repeat(64) }, recruitment: null })
      const [a, b] = [hq.cmd(), hq.cmd()]
      await Promise.all([
        hq.inside.acting(async (trx, append) => {
          await append(said(a))
          await wait()
          await trx.selectFrom('venue').select('id').where('recruitment', '=', no).forUpdate().execute()
        }),
        hq.inside.acting(async (trx, append) => {
          await trx.selectFrom('venue').select('id').where('recruitment', '=', no).forUpdate().execute()
          await wait()
          await append(said(b))
        }),
      ])
      expect(await db.selectFrom('hq_fact').select('cmd').where('cmd', 'in', [a, b]).execute()).toHaveLength(2)
    }
    await hq.stop()
    await place.remove()
  })

  test('name a venue that has a package and never a station: nobody can say whether its package was opened', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { no } = await insertRecruitment(hq.inside, 'exam', ['v', 'w'])
    await hq.inside.acting((_trx, append) => append({
      by: 'x', cmd: hq.cmd(), type: 'package.issued', recruitment: no, body: { recruitment: 'exam', venue: 'v', version: 1, hash: 'a'.repeat(64), candidates: 2, changes: [] },
    }))
    expect((await venuesErasing(hq.inside.store.db, no, null)).map(({ state }) => state)).toEqual(['unheard', 'none'])
    await hq.stop()
    await place.remove()
  })

  test('forget what was erased even when the process died before: the next start does it', async () => {
    const place = await storePlace(kind)
    const first = await runHq(place)
    const { db } = first.inside.store
    const { no } = await insertRecruitment(first.inside, 'exam', ['v'])
    await db.insertInto('photo').values({ recruitment: no, hash: 'f'.repeat(64), image: Buffer.from(canary.repeat(400)) }).execute()
    await db.transaction().execute(async (trx) => {
      await trx.deleteFrom('photo').execute()
      await mustForget(trx)
    })
    const inFiles = () => kind === 'sqlite' && readdirSync(place.folder).filter((name) => name.startsWith('hq.db')).some((name) => readFileSync(path.join(place.folder, name)).includes(canary))
    await first.stop()
    expect(inFiles()).toBe(kind === 'sqlite')
    const second = await runHq(place)
    expect(inFiles()).toBe(false)
    expect(await second.inside.store.db.selectFrom('meta').select('key').where('key', '=', 'erase.forget').execute()).toEqual([])
    await forgetPages(second.inside)
    await second.stop()
    await place.remove()
  })
})
