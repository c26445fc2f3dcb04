import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newCode } from '../../exchange/card.ts'
import { systemChance } from '../../exchange/chance.ts'
import { writePackage } from '../../exchange/package.ts'
import { isAtHq } from '../../db/hq-link.ts'
import { facts, heads } from '../../db/ledger.ts'
import { seededRandom } from '../../shared/random.ts'
import { faultyLine } from '../station/faulty-line.ts'
import { hqStation, names, pack, pin, roster, until, type HqStation } from '../station/hq-venue.ts'
import { webStation } from '../station/web-station.ts'
import { heldFacts, insertRecruitment, plain } from './exchange-world.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const rows = 'SELECT n, bytes, hash, sig FROM fact ORDER BY n'

async function streamOf(hq: TestHq, station: string): Promise<number> {
  const row = await hq.inside.store.db.selectFrom('stream').select('no').where('station', '=', station).executeTakeFirst()
  return row?.no ?? 0
}

async function heldOf(hq: TestHq, station: string): Promise<string[]> {
  const no = await streamOf(hq, station)
  return no === 0 ? [] : plain(await heldFacts(hq.inside, no))
}

const here = (station: HqStation): string[] => plain(facts(station.db(), { station: station.venue().station, after: 0, limit: 100_000 }))

onBothStores('A station and HQ over real HTTP', (kind) => {
  test('enrols, catches up 20,000 facts, and HQ holds them byte for byte; its folder gone, it gets them back', async () => {
    const hq = await runHq(await storePlace(kind))
    const { no, codes } = await insertRecruitment(hq.inside, names.exam, [names.venue])
    const issuer = hq.inside.keys.signing
    const station = await hqStation({ address: hq.url, issuer })
    const code = codes.get(names.venue)!
    expect(await station.enrol(code)).toMatchObject({ ok: true })
    for (let n = 0; n < 20; n += 1) station.record(1000)
    const began = process.hrtime.bigint()
    await until(async () => {
      await station.call('sync.tryNow', {}, station.chief)
      return (await station.state())['unsent'] === 0
    }, 'everything at HQ')
    console.log(`${kind}: 20,000 facts caught up in ${String((process.hrtime.bigint() - began) / 1_000_000n)} ms`)
    const old = station.venue().station
    expect(await heldOf(hq, old)).toEqual(here(station))
    expect(isAtHq(station.db(), `${old}/20000`)).toBe(true)

    // the folder is deleted; what HQ acknowledged comes back, byte for byte
    await station.call('operators.signOut', {}, station.chief)
    const before = station.db().all<{ n: number }>(rows)
    await station.web.stop()
    await station.station.close()
    rmSync(station.folder, { recursive: true, force: true })
    const fresh = newCode(systemChance)
    await hq.inside.store.db.updateTable('venue').set({ code: fresh, card: 2, card_used_at: null }).where('recruitment', '=', no).execute()
    const bytes = Buffer.from(await writePackage({ ...names, pack, roster, photos: new Map(), version: 1, hq: { address: hq.url } }, issuer, { passphrase: fresh, workFactor: 10 })).toString('base64')
    const again = await webStation({ rehearsal: null })
    const { body } = await again.call('venue.restoreFromHq', { bytes, card: fresh, pin })
    expect(body).toMatchObject({ ok: true, operator: 'chief-1' })
    const venue = again.station.inside.venue!
    const held = Number(body['facts'])
    expect(venue.db.all(rows.replace('ORDER', 'WHERE n < 8589934592 ORDER'))).toEqual(before.slice(0, held))
    expect(held).toBeGreaterThan(20_000)
    await until(() => heads(venue.db).every(({ station: id, seq }) => isAtHq(venue.db, `${id}/${String(seq)}`)), 'the new stream at HQ')
    await hq.stop()
  })

  test('a bad line loses nothing, doubles nothing, and never says "at HQ" of what HQ lacks (40 rounds of faults)', async () => {
    const hq = await runHq(await storePlace(kind))
    const { codes } = await insertRecruitment(hq.inside, names.exam, [names.venue])
    const random = seededRandom(40)
    const line = await faultyLine(hq.url, random)
    const station = await hqStation({ address: line.address, issuer: hq.inside.keys.signing })
    for (let tries = 0; tries < 30 && (await station.state())['enrolledAt'] === null; tries += 1) await station.enrol(codes.get(names.venue)!)
    for (let round = 0; round < 40; round += 1) {
      station.record(1 + random.below(60))
      line.down(false)
      await station.call('sync.tryNow', {}, station.chief)
      // what the station calls held, HQ holds: the same bytes under the same numbers
      const said = Number((await station.state())['atHq'])
      const held = await heldOf(hq, station.venue().station)
      expect(held.length).toBeGreaterThanOrEqual(said)
      expect(held).toEqual(here(station).slice(0, held.length))
    }
    line.heal()
    await until(async () => {
      await station.call('sync.tryNow', {}, station.chief)
      return (await station.state())['unsent'] === 0
    }, 'healed')
    expect(await heldOf(hq, station.venue().station)).toEqual(here(station))
    expect(Object.values(line.faults).every((times) => times > 0)).toBe(true)
    await hq.stop()
  })

  test('a venue without a line ends on a stick: HQ takes the file, the receipt comes back', async () => {
    const hq = await runHq(await storePlace(kind))
    const { codes } = await insertRecruitment(hq.inside, names.exam, [names.venue])
    const recipient = hq.inside.keys.recipient
    const station = await hqStation({ address: 'http://127.0.0.1:9', issuer: hq.inside.keys.signing, content: { recipients: [recipient] } })
    expect(await station.enrol(codes.get(names.venue)!)).toMatchObject({ refused: { reason: 'hq_unreachable' } })
    const { body } = await station.call('sync.exportStick', {}, station.chief)
    expect(body).toMatchObject({ ok: true })
    const file = await station.call('sync.download', { file: body['file'] }, station.chief)
    const desk = await hq.client('duty')
    const taken = await desk.receive.take({ cmd: hq.cmd(), recruitment: names.exam, name: String(body['file']), bytes: String(file.body['bytes']) })
    expect(taken).toMatchObject({ ok: true })
    const receipt = await desk.receive.receipt({ cmd: hq.cmd(), recruitment: names.exam, venue: names.venue })
    if (!receipt.ok) throw new Error(receipt.refused.reason)
    expect((await station.call('sync.importReceipt', { bytes: receipt.bytes }, station.chief)).body).toMatchObject({ ok: true, newest: true, unsent: 1 })
    expect((await station.state())['enrolledAt']).not.toBeNull()
    await hq.stop()
  })
})
