import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decideUseCases } from '../../hq/decide/decide.ts'
import { ERASE_TAG, eraseUseCases } from '../../hq/erase/erase.ts'
import { hqFactHash, readHqFact, verifyHqFact } from '../../hq/own-ledger.ts'
import { publishUseCases } from '../../hq/publish/publish.ts'
import type { PublicationStyle } from '../../shared/hq/publication.ts'
import { decideWorld, postOf, twoVenuePack, wallClock, type DecideWorld, type Put } from './decide-world.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

/** Words found nowhere else: names, id numbers, tickets, and a photo's bytes. */
const canaries = { name: '司马金丝雀', residentId: '440524188001010014', ticket: 'TICKET-CANARY-77', photo: 'PHOTO-CANARY-BYTES', sealed: 'SEALED-CANARY-BYTES', kept: 'QUARANTINE-CANARY' }
const notice: PublicationStyle = { masked: true, names: 'masked', tickets: 'masked', notice: null }
const station = 'a'.repeat(16)

onBothStores('erasing', (kind) => {
  let place: StorePlace
  let world: DecideWorld
  const clock = wallClock('2023-06-20T02:00:00Z')

  beforeAll(async () => {
    place = await storePlace(kind)
    world = await decideWorld(place, clock)
  })
  afterAll(async () => {
    await world.stop()
    await place.remove()
  })

  /** Everything a thief of the database would hold: SQLite's files byte by byte, PostgreSQL's every table and row. */
  const whole = async (): Promise<Buffer> => {
    if (kind === 'sqlite') return Buffer.concat(readdirSync(place.folder).filter((file) => file.startsWith('hq.db')).map((file) => readFileSync(path.join(place.folder, file))))
    const { db } = world.hq.inside.store
    const tables = await sql<{ name: string }>`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`.execute(db)
    const parts: Buffer[] = []
    for (const { name } of tables.rows) {
      const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db)
      for (const row of rows) for (const value of Object.values(row)) parts.push(Buffer.isBuffer(value) ? value : Buffer.from(String(value)))
    }
    return Buffer.concat(parts)
  }
  const found = async () => {
    const bytes = await whole()
    return Object.entries(canaries).filter(([, mark]) => bytes.includes(mark)).map(([what]) => what)
  }

  test('after the date, when every fact is held and every station confirmed, nothing of a person is found, and every chain still verifies', async () => {
    const no = await world.recruitment('gone', twoVenuePack([postOf('T1', 'technical', 1)]), '2023-12-31')
    const { db } = world.hq.inside.store
    const people: Put[] = [{ id: 'x1', post: 'T1', written: '80', interview: '80', ...canaries, venue: 'a' }, { id: 'x2', post: 'T1', written: '70', interview: '70', name: '李四', venue: 'b' }]
    await world.put(no, people)
    await world.close(no, 'f-a', 'f-b', 'i-a', 'i-b')
    await db.updateTable('person').set({ photo: 'f'.repeat(64) }).where('recruitment', '=', no).where('id', '=', 'x1').execute()
    await db.insertInto('photo').values({ recruitment: no, hash: 'f'.repeat(64), image: Buffer.from(canaries.photo.repeat(400)) }).execute()
    await db.insertInto('package').values({ recruitment: no, venue: 'a', version: 1, hash: 'a'.repeat(64), bytes: Buffer.from(canaries.sealed.repeat(40)), changes: '[]', content: '{}', issued_at: 1, issued_by: 'd1' }).execute()
    await db.insertInto('quarantine').values({ recruitment: no, venue: 'a', station, seq: 1, why: 'fork', bytes: Buffer.from(canaries.kept), source: 'line', at: 1, outcome: 'kept_out', hash: `e${kind}`, public_key: null, last: 1 }).execute()
    const { no: stream } = await db.insertInto('stream').values({
      recruitment: no, venue: 'a', station, public_key: Buffer.alloc(32), enrolled_at: 1, how: 'network', state: 'active', seq: 5, hash: Buffer.alloc(32), projected: 5, turn: 1, recipient: null,
    }).returning('no').executeTakeFirstOrThrow()

    const publish = async (style: PublicationStyle) => {
      const seen = await publishUseCases.preview(world.call, { recruitment: 'gone', list: 'ranking', posts: ['T1'], style, replaces: null, offset: 0, limit: 1 })
      return publishUseCases.publish(world.call, { recruitment: 'gone', list: 'ranking', posts: ['T1'], style, hash: seen.ok ? seen.hash : '', replaces: null, cmd: world.cmd() })
    }
    const list = await decideUseCases.list(world.call, { recruitment: 'gone', post: 'T1', list: 'ranking' })
    await decideUseCases.adopt(world.call, { recruitment: 'gone', post: 'T1', list: 'ranking', hash: list.ok ? list.hash : '', reason: '', cmd: world.cmd() })
    const [open, inside] = [await publish(notice), await publish({ ...notice, masked: false })]
    const publicFile = await publishUseCases.file(world.call, { recruitment: 'gone', publication: open.ok ? open.publication : '', format: 'csv' })
    expect(publicFile.ok && inside.ok).toBe(true)

    // found before, each of them: the search can find
    expect(await found()).toEqual(Object.keys(canaries))

    const order = { recruitment: 'gone', reason: '保存期满', title: '招聘 gone' }
    expect(await eraseUseCases.order(world.call, { ...order, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'retention_not_over' } })
    clock.set('2023-12-31T02:00:00Z')
    expect(await eraseUseCases.order(world.call, { ...order, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'retention_not_over' } })
    clock.set('2023-12-31T16:00:00Z')
    expect(await eraseUseCases.order(world.call, { ...order, title: '招聘', cmd: world.cmd() })).toMatchObject({ refused: { reason: 'title_wrong' } })
    expect(await eraseUseCases.order(world.alone, { ...order, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'second_needed' } })
    await db.updateTable('venue').set({ announced: JSON.stringify([{ station, seq: 6, hash: '' }]) }).where('recruitment', '=', no).where('id', '=', 'a').execute()
    expect(await eraseUseCases.order(world.call, { ...order, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'receipts_missing', detail: { venues: 'a 考点' } } })
    await db.updateTable('venue').set({ announced: JSON.stringify([{ station, seq: 5, hash: '' }]) }).where('recruitment', '=', no).where('id', '=', 'a').execute()
    const ordered = await eraseUseCases.order(world.call, { ...order, cmd: world.cmd() })
    if (!ordered.ok) throw new Error(ordered.refused.reason)
    const kept = await db.selectFrom('erase_order').selectAll().where('recruitment', '=', no).executeTakeFirstOrThrow()
    const signed = Buffer.concat([ERASE_TAG, createHash('sha256').update(kept.bytes).digest()])
    expect(verify(null, signed, createPublicKey(world.hq.inside.keys.signing), kept.sig)).toBe(true)
    expect(JSON.parse(kept.bytes.toString('utf8'))).toMatchObject({ kind: 'erase', exam: 'gone', venues: ['a'], reason: '保存期满' })
    expect(await eraseUseCases.order(world.call, { ...order, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'erase_ordered' } })

    const end = { recruitment: 'gone', order: ordered.order, title: '招聘 gone' }
    expect(await eraseUseCases.finish(world.call, { ...end, cmd: world.cmd() })).toMatchObject({ refused: { reason: 'stations_not_erased', detail: { venues: 'a 考点' } } })
    expect(await found()).toEqual(Object.keys(canaries))
    await db.insertInto('erased_venue').values({ recruitment: no, order: ordered.order, venue: 'a', station, at: 1 }).execute()
    const cmd = world.cmd()
    expect(await eraseUseCases.finish(world.call, { ...end, cmd })).toMatchObject({ ok: true, people: 2, repeated: false })
    expect(await eraseUseCases.finish(world.call, { ...end, cmd })).toMatchObject({ ok: true, repeated: true })

    expect(await found()).toEqual([])
    const facts = await db.selectFrom('hq_fact').selectAll().orderBy('seq').execute()
    let prev: Buffer = Buffer.alloc(32)
    for (const { bytes, hash, sig } of facts) {
      expect(hqFactHash(prev, bytes).equals(hash) && verifyHqFact(hash, sig, createPublicKey(world.hq.inside.keys.signing))).toBe(true)
      prev = hash
    }
    expect(readHqFact(facts.at(-1)?.bytes ?? Buffer.alloc(0))).toMatchObject({ type: 'erase.done', body: { people: 2 } })
    expect(await db.selectFrom('stream').select('seq').where('no', '=', stream).executeTakeFirst()).toEqual({ seq: 5 })
    // what was published for public notice stays; what was for inside use is gone, its hash stays
    expect(await publishUseCases.file(world.call, { recruitment: 'gone', publication: open.ok ? open.publication : '', format: 'csv' })).toEqual(publicFile)
    const all = await publishUseCases.all(world.call, { recruitment: 'gone' })
    expect(all.ok && all.publications.map(({ masked, erased, hash }) => [masked, erased, hash.length])).toEqual([[false, true, 64], [true, false, 64]])
    // ranks still stand, by id alone
    const post = await decideUseCases.post(world.call, { recruitment: 'gone', post: 'T1', offset: 0, limit: 10 })
    expect(post.ok && post.rows.map(({ candidate, rank, name, ticket }) => [candidate, rank, name, ticket])).toEqual([['x1', 1, '', 'x1'], ['x2', 2, '', 'x2']])
    expect(await decideUseCases.adopt(world.call, { recruitment: 'gone', post: 'T1', list: 'ranking', hash: '0'.repeat(64), reason: '', cmd: world.cmd() })).toMatchObject({ refused: { reason: 'recruitment_erased' } })
  })
})
