import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { facts } from '../../db/ledger.ts'
import { newCommand, systemChance } from '../../exchange/chance.ts'
import { verifyOwnLedger } from '../../hq/audit/verify-own.ts'
import { hqStation, names, pin, until } from '../station/hq-venue.ts'
import { webStation, type Json, type WebStation } from '../station/web-station.ts'
import { heldFacts, insertRecruitment, plain } from './exchange-world.ts'
import { must, reasonOf } from './prepared-recruitment.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

/** A station on a folder with what calls of its chief say. */
interface Opened { web: WebStation; as: (method: string, input?: Json) => Promise<Json> }

async function opened(folder: string): Promise<Opened> {
  const web = await webStation({ rehearsal: null, folder })
  const token = String((await web.call('operators.signIn', { operator: 'chief-1', pin })).body['token'])
  return { web, as: async (method, input = {}) => (await web.call(method, input, token)).body }
}
const closed = async ({ web }: Opened): Promise<void> => {
  await web.web.stop()
  await web.station.close()
}
const ledgerOf = ({ web }: Opened): string[] => {
  const { db, station } = web.station.inside.venue!
  return plain(facts(db, { station, after: 0, limit: 100_000 }))
}
const record = ({ web }: Opened, count: number, name: string): void => {
  const venue = web.station.inside.venue!
  venue.ledger.appendAll(Array.from({ length: count }, () => ({ type: 'station.named', body: { name }, by: 'chief-1', cmd: newCommand(1_700_000_000_000, systemChance) })))
}

onBothStores('a station whose folder was put back to an older copy', (kind) => {
  test('says that HQ has more, sends nothing of what is written on it, and HQ keeps what it has', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { codes } = await insertRecruitment(hq.inside, names.exam, [names.venue])
    const first = await hqStation({ address: hq.url, issuer: hq.inside.keys.signing, content: { recipients: [hq.inside.keys.recipient] } })
    expect(await first.enrol(codes.get(names.venue)!)).toMatchObject({ ok: true })
    first.record(20)
    await until(async () => (await first.state())['unsent'] === 0, 'at HQ')
    await first.web.stop()
    await first.station.close()
    const copies = mkdtempSync(path.join(tmpdir(), 'kaodian-copy-'))
    onTestFinished(() => rmSync(copies, { recursive: true, force: true }))
    cpSync(first.folder, copies, { recursive: true })

    const later = await opened(first.folder)
    record(later, 30, '后来的台')
    await until(async () => (await later.as('sync.tryNow'), (await later.as('sync.state'))['unsent'] === 0), 'thirty more at HQ')
    const whole = ledgerOf(later)
    await closed(later)
    const stream = await hq.inside.store.db.selectFrom('stream').select('no').executeTakeFirstOrThrow()
    const held = async () => plain(await heldFacts(hq.inside, stream.no))
    const before = await held()
    expect(before).toEqual(whole.slice(0, before.length))

    rmSync(first.folder, { recursive: true, force: true })
    cpSync(copies, first.folder, { recursive: true })
    const older = await opened(first.folder)
    await older.as('sync.tryNow')
    // all that lies here is at HQ, and HQ has more: the bar says so while nothing is lost yet
    const common = ledgerOf(older)
    expect(common).toEqual(before.slice(0, common.length))
    expect(before.length).toBe(common.length + 30)
    expect(await older.as('sync.state')).toMatchObject({ why: 'ahead', unsent: 0, streams: [{ agrees: 'ahead', facts: common.length, atHq: common.length }] })
    record(older, 60, '另一段历史')
    await older.as('sync.tryNow')
    const all = common.length + 60
    expect(await older.as('sync.state')).toMatchObject({ why: 'fork', unsent: all, atHq: 0, streams: [{ agrees: 'fork', facts: all }] })
    // on the stick it comes too, and is kept apart from the first fact that differs
    const { file } = await older.as('sync.exportStick')
    const { bytes } = await older.as('sync.download', { file })
    const desk = await hq.client('duty')
    const taken = must(await desk.receive.take({ cmd: hq.cmd(), recruitment: names.exam, name: String(file), bytes: String(bytes) }))
    expect(taken).toMatchObject({ accepted: 0, apart: 1, quarantined: [{ why: 'fork', seq: common.length + 1 }] })
    const [row] = must(await desk.receive.quarantine({ recruitment: names.exam })).rows
    const settled = await desk.receive.settle({ cmd: hq.cmd(), recruitment: names.exam, quarantine: row!.no, outcome: 'taken', reason: '核对过', second: await hq.second('planner') })
    expect(reasonOf(settled)).toBe('quarantine_not_takeable')
    expect(await held()).toEqual(before)
    expect(await verifyOwnLedger(hq.inside)).toMatchObject({ whole: true })
    await closed(older)
    await hq.stop()
    await place.remove()
  })
})
