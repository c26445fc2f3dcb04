import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { newCode } from '../../exchange/card.ts'
import { systemChance } from '../../exchange/chance.ts'
import { writePackage } from '../../exchange/package.ts'
import { openDatabase } from '../../db/open.ts'
import { verifyLedger } from '../../db/verify.ts'
import { readKeys, fileKeeper } from '../../station/keys.ts'
import { names, pack, pin, roster, until, withStandIn } from './hq-venue.ts'
import { webStation } from './web-station.ts'

const rows = 'SELECT n, bytes, hash, sig FROM fact ORDER BY n'

async function lost() {
  const { hq, station, address } = await withStandIn()
  await station.enrol(hq.code)
  for (let n = 0; n < 5; n += 1) station.record(900)
  await station.call('sync.tryNow', {}, station.chief)
  await until(async () => (await station.state())['unsent'] === 0, 'everything at HQ')
  const before = station.db().all(rows)
  const old = station.venue().station
  await station.web.stop()
  await station.station.close()
  const keys = await readKeys(station.folder, fileKeeper)
  const copy = openDatabase({ file: `${station.folder}/kaodian.db`, key: keys.database, readonly: true })
  const last = copy.all(rows)
  copy.close()
  // the folder is gone with everything in it
  rmSync(station.folder, { recursive: true, force: true })
  hq.code = newCode(systemChance)
  hq.used = false
  const bytes = Buffer.from(await writePackage({ ...names, pack, roster, photos: new Map(), version: 1, hq: { address } }, hq.signing, { passphrase: hq.code, workFactor: 10 })).toString('base64')
  return { hq, before, last, old, bytes, held: hq.held(old) }
}

describe('a station whose folder is gone', () => {
  it('comes back from HQ byte for byte, and goes on under a fresh key', async () => {
    const { hq, last, old, bytes, held } = await lost()
    const fresh = await webStation({ rehearsal: null })
    expect((await fresh.call('venue.restoreFromHq', { bytes, card: '00000-00000-00000-00000-000000', pin })).body).toMatchObject({ refused: { reason: 'package_passphrase' } })
    expect((await fresh.call('venue.state')).body).toMatchObject({ state: 'empty' })
    const { body } = await fresh.call('venue.restoreFromHq', { bytes, card: hq.code, pin })
    expect(body).toMatchObject({ ok: true, facts: held, operator: 'chief-1', name: '张主考' })

    const venue = fresh.station.inside.venue!
    // what the old machine recorded after HQ's last receipt is gone with it, everything before is here as it was
    expect(venue.db.all(rows.replace('ORDER', 'WHERE n < 8589934592 ORDER'))).toEqual(last.slice(0, held))
    expect(await verifyLedger(venue.db)).toMatchObject({ ok: true })
    expect(venue.station).not.toBe(old)
    const token = String((await fresh.call('operators.signIn', { operator: 'chief-1', pin })).body['token'])
    expect(token.length).toBeGreaterThan(20)
    expect((await fresh.call('system.status', {}, token)).body).toMatchObject({ restores: [{ facts: held, replaced: null }] })
    expect((await fresh.call('venue.state')).body).toMatchObject({ candidates: 30, name: pack.venue.name.zh })
    // and HQ gets what follows
    await until(async () => (await fresh.call('sync.state', {}, token)).body['unsent'] === 0, 'the new stream at HQ')
    expect(hq.held(venue.station)).toBeGreaterThan(1)
    expect(hq.held(old)).toBe(held)
  })

  it('gets nothing from another HQ, and keeps nothing of what does not fit', async () => {
    const { hq, bytes, old } = await lost()
    // HQ gives a page in which one fact was changed after it was signed
    const stream = hq.streams.get(old)!
    const fact = stream.facts[0]!
    stream.facts[0] = { ...fact, bytes: Buffer.from(fact.bytes.toString('utf8').replace('"by":"system"', '"by":"sYstem"')) }
    const fresh = await webStation({ rehearsal: null })
    expect((await fresh.call('venue.restoreFromHq', { bytes, card: hq.code, pin })).body).toMatchObject({ ok: false, refused: { reason: 'hq_unreachable', detail: { why: 'not_hq' } } })
    expect((await fresh.call('venue.state')).body).toMatchObject({ state: 'empty' })
  })
})
