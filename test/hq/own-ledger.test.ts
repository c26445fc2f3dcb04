import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newCommand, systemChance } from '../../exchange/chance.ts'
import { systemClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import type { Inside } from '../../hq/inside.ts'
import { keyFileOf } from '../../hq/keys.ts'
import { openHq } from '../../hq/open-hq.ts'
import { verifyOwnLedger } from '../../hq/audit/verify-own.ts'
import { bodyText } from '../../db/envelope.ts'
import { readHqFact } from '../../hq/own-ledger.ts'
import type { HqFactBody } from '../../shared/hq/facts.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { madeRecruitment } from './made-recruitment.ts'
import { otherProcess } from './other-process-runner.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

const open = (place: StorePlace) => openHq({ folder: place.folder, databaseUrl: place.databaseUrl, program: 'test', log: silentLog })
const cmd = () => newCommand(systemClock.now(), systemChance)
const note = (inside: Inside, id = cmd(), what = 'x') =>
  inside.acting((_trx, append) => append({ by: 'system', cmd: id, type: 'settings.changed', body: { what: [what] }, recruitment: null }))

onBothStores('HQ’s own ledger', (kind) => {
  test('two processes append 200 facts at once: one chain, no gap, every signature right', async () => {
    const place = await storePlace(kind)
    const first = await open(place)
    await first.close()
    await Promise.all([otherProcess('append', place, 100), otherProcess('append', place, 100)])
    const { inside, close } = await open(place)
    const facts = await inside.store.db.selectFrom('hq_fact').select('bytes').execute()
    expect(facts).toHaveLength(200)
    expect(new Set(facts.map(({ bytes }) => bodyText(readHqFact(bytes).body))).size).toBe(2)
    expect(await verifyOwnLedger(inside)).toMatchObject({ whole: true, facts: 200 })
    await close()
    await place.remove()
  })

  test('a command is recorded once, however often it comes, and never with another content', async () => {
    const place = await storePlace(kind)
    const { inside, close } = await open(place)
    const ids = Array.from({ length: 20 }, cmd)
    const done = await Promise.all([...ids, ...ids].map((id) => note(inside, id)))
    expect(new Set(done.map(({ seq }) => seq)).size).toBe(20)
    expect(done.filter(({ repeated }) => repeated)).toHaveLength(20)
    await expect(note(inside, ids[0], 'another content')).rejects.toThrow('another content')
    expect(await verifyOwnLedger(inside)).toMatchObject({ whole: true, facts: 20 })
    await close()
    await place.remove()
  })

  test('a transaction that fails leaves neither its rows nor its fact', async () => {
    const place = await storePlace(kind)
    const { inside, close } = await open(place)
    await expect(
      inside.acting(async (trx, append) => {
        await append({ by: 'system', cmd: cmd(), type: 'settings.changed', body: { what: ['x'] }, recruitment: null })
        await inside.touch(trx, 0, 'accounts')
        throw new Error('half-way')
      }),
    ).rejects.toThrow('half-way')
    expect(await verifyOwnLedger(inside)).toMatchObject({ whole: true, facts: 0 })
    expect(await inside.store.db.selectFrom('pulse').selectAll().execute()).toEqual([])
    await close()
    await place.remove()
  })

  test('verifying names the first fact that was altered behind the program’s back', async () => {
    const place = await storePlace(kind)
    const { inside, close } = await open(place)
    for (let i = 0; i < 6; i += 1) await note(inside)
    const { db } = inside.store
    const free = kind === 'sqlite' ? sql`DROP TRIGGER hq_fact_append_only` : sql`ALTER TABLE hq_fact DISABLE TRIGGER USER`
    await free.execute(db)
    if (kind === 'sqlite') await sql`DROP TRIGGER hq_fact_no_delete`.execute(db)
    const third = await db.selectFrom('hq_fact').selectAll().where('seq', '=', 3).executeTakeFirstOrThrow()
    const attacks: [string, () => Promise<unknown>, { seq: number; why: string }][] = [
      ['its content', () => db.updateTable('hq_fact').set({ bytes: Buffer.from(third.bytes.toString().replace('"x"', '"y"')) }).where('seq', '=', 3).execute(), { seq: 3, why: 'chain' }],
      ['its signature', () => db.updateTable('hq_fact').set({ sig: Buffer.alloc(64, 1) }).where('seq', '=', 3).execute(), { seq: 3, why: 'signature' }],
      ['the column it is found by', () => db.updateTable('hq_fact').set({ by: 'somebody' }).where('seq', '=', 3).execute(), { seq: 3, why: 'columns' }],
      ['that it was there', () => db.deleteFrom('hq_fact').where('seq', '=', 3).execute(), { seq: 3, why: 'missing' }],
    ]
    for (const [what, alter, fault] of attacks) {
      await alter()
      expect(await verifyOwnLedger(inside), what).toMatchObject({ whole: false, fault })
      await db.deleteFrom('hq_fact').where('seq', '=', 3).execute()
      await db.insertInto('hq_fact').values(third).execute()
    }
    expect(await verifyOwnLedger(inside)).toMatchObject({ whole: true, facts: 6 })
    await close()
    await place.remove()
  })

  test('keys are made once, closed to others, and belong to the database', async () => {
    const place = await storePlace(kind)
    const first = await open(place)
    const { publicKey, recipient } = first.inside.keys
    await first.close()
    const file = keyFileOf(place.folder)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    const kept = readFileSync(file, 'utf8')
    const again = await open(place)
    expect(again.inside.keys).toMatchObject({ publicKey, recipient })
    await again.close()

    rmSync(file)
    await expect(open(place)).rejects.toThrow('缺少密钥文件')
    const stranger = await storePlace('sqlite')
    const other = await open(stranger)
    await other.close()
    writeFileSync(file, readFileSync(keyFileOf(stranger.folder)), { mode: 0o600 })
    await expect(open(place)).rejects.toThrow('不是这个数据库的')
    writeFileSync(file, kept.replace(/[0-9a-f]{4}"/, 'zzzz"'), { mode: 0o600 })
    await expect(open(place)).rejects.toThrow('已损坏')
    await stranger.remove()
    await place.remove()
  })

  test('the audit shows what happened, narrowed and in pages, and exports it without formulas', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const admin = await hq.client('admin')
    const auditor = await hq.client('auditor')
    await admin.accounts.add({ cmd: hq.cmd(), account: 'a.one', name: '=1+1', roles: ['duty'], password: 'a long enough sentence' })
    for (let i = 0; i < 30; i += 1) await note(hq.inside)
    expect(await auditor.audit.list({ offset: 0, limit: 10 })).toMatchObject({ total: 32 })
    const added = await auditor.audit.list({ type: 'account', offset: 0, limit: 10 })
    expect(added).toMatchObject({ total: 1, rows: [{ type: 'account.added', by: 'test-admin', byName: '测试 admin' }] })
    expect((await auditor.audit.list({ by: 'test-admin', offset: 0, limit: 10 })).total).toBe(1)
    expect((await auditor.audit.list({ until: 5, offset: 0, limit: 10 })).total).toBe(0)
    expect(await auditor.audit.verify()).toMatchObject({ whole: true, facts: 32, publicKey: hq.inside.keys.publicKey })
    const file = await auditor.audit.exportCsv({ type: 'settings.changed' })
    const text = Buffer.from(file.base64, 'base64').toString()
    expect(text.trim().split('\r\n')).toHaveLength(31)
    expect((await auditor.audit.filters()).types).toContain('account.added')
    await hq.stop()
    await place.remove()
  })

  test('the audit names half days and venues as people call them, of each recruitment its own, and leaves the ledger as it was', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const pack = packNamed('shenzhen-2023')!
    const [half, gone] = pack.sessions
    if (half === undefined || gone === undefined) throw new Error('shenzhen-2023')
    const made = (id: string) => madeRecruitment(hq.inside.store, { ...pack, sessions: [{ ...half, id: 'h1' }], pools: [] }, { h1: 'v' }, [], id)
    const [one, other] = [await made('one'), await made('other')]
    await hq.inside.store.db.updateTable('venue').set({ name: '另一处' }).where('recruitment', '=', other).execute()
    const told = async (recruitment: number, body: HqFactBody<'division.adopted'> | HqFactBody<'division.moved'>) => hq.inside.acting((_trx, append) => append(
      'due' in body ? { by: 'system', cmd: hq.cmd(), type: 'division.adopted', recruitment, body } : { by: 'system', cmd: hq.cmd(), type: 'division.moved', recruitment, body },
    ))
    await told(one, { recruitment: 'one', hash: '0'.repeat(64), due: { h1: 12, [gone.id]: 3 }, reason: 'v' })
    await told(other, { recruitment: 'other', candidates: ['a'], post: null, from: 'h1', to: null, undoes: null, reason: '' })
    await hq.inside.acting((_trx, append) => append({ by: 'system', cmd: hq.cmd(), type: 'sessions.added', recruitment: one, body: { recruitment: 'one', sessions: [{ venue: 'v', session: 'h1' }] } }))
    const auditor = await hq.client('auditor')
    const { rows } = await auditor.audit.list({ offset: 0, limit: 3 })
    const called = { date: half.date, half: half.half, venue: '考点 v' }
    expect(rows.map(({ type, names }) => [type, names])).toEqual([
      ['sessions.added', { venues: { v: '考点 v' }, sessions: { h1: called } }],
      ['division.moved', { venues: {}, sessions: { h1: { ...called, venue: '另一处' } } }],
      ['division.adopted', { venues: {}, sessions: { h1: called } }],
    ])
    expect(JSON.parse(rows[2]!.body)).toMatchObject({ due: { h1: 12, [gone.id]: 3 }, reason: 'v' })
    await hq.stop()
    await place.remove()
  })
})
