import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import { connect, createServer as createRelay, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemChance } from '../../exchange/chance.ts'
import { systemClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { ownTls } from '../../hq/web/own-certificate.ts'
import { startHq, type RunningHq } from '../../hq/running-hq.ts'
import { facts } from '../../db/ledger.ts'
import { hqStation, names, until, type HqStation } from '../station/hq-venue.ts'
import { heldFacts, insertRecruitment, plain } from './exchange-world.ts'

const ownNames = ['localhost', '127.0.0.1']

function ownFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-tls-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function tlsHq(): Promise<{ hq: RunningHq; code: string; pin: string }> {
  const hq = await startHq({ folder: ownFolder(), program: 'kaodian test', log: silentLog, port: 0, tls: ownNames })
  onTestFinished(() => hq.stop())
  const { codes } = await insertRecruitment(hq.inside, names.exam, [names.venue])
  return { hq, code: codes.get(names.venue)!, pin: hq.inside.keys.tlsPin! }
}

/** Somebody at an address of HQ's with a certificate of the same kind and another key; counts what it is asked. */
async function impostor(): Promise<{ address: string; pin: string; asked: () => number; connections: () => number }> {
  const { key, cert, pin } = await ownTls(ownFolder(), ownNames, systemClock, systemChance)
  let [asked, connections] = [0, 0]
  const server = createServer({ key, cert }, (request, response) => {
    asked += 1
    request.resume().on('end', () => response.writeHead(200).end('{}'))
  })
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { address: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`, pin, asked: () => asked, connections: () => connections }
}

const stationAt = (hq: RunningHq, address: string, tlsPin?: string): Promise<HqStation> =>
  hqStation({ address, issuer: hq.inside.keys.signing, content: { hq: { address, ...(tlsPin !== undefined && { tlsPin }) } } })

test('over HTTPS with HQ’s own certificate: who carries the pin enrols and sends, by address and by name', async () => {
  const { hq, code, pin } = await tlsHq()
  const station = await stationAt(hq, hq.web.url, pin)
  expect(hq.web.url).toMatch(/^https:/)
  expect(await station.enrol(code)).toMatchObject({ ok: true })
  station.record(500)
  await until(async () => {
    await station.call('sync.tryNow', {}, station.chief)
    return (await station.state())['unsent'] === 0
  }, 'everything at HQ')
  const id = station.venue().station
  const { no } = await hq.inside.store.db.selectFrom('stream').select('no').where('station', '=', id).executeTakeFirstOrThrow()
  expect(plain(await heldFacts(hq.inside, no))).toEqual(plain(facts(station.db(), { station: id, after: 0, limit: 10_000 })))

  // the chief types another spelling: what the package pins belongs to the address it names, and this name is in no package
  expect((await station.call('sync.setAddress', { address: hq.web.url.replace('127.0.0.1', 'localhost') }, station.chief)).body).toMatchObject({ ok: true })
  station.record(1)
  await station.call('sync.tryNow', {}, station.chief)
  expect(await station.state()).toMatchObject({ why: 'tls_untrusted', unsent: 1 })
})

test('a key that is not the pinned one gets a connection and not one question', async () => {
  const { hq, code, pin } = await tlsHq()
  const other = await impostor()
  const station = await stationAt(hq, other.address, pin)
  expect(await station.enrol(code)).toMatchObject({ refused: { reason: 'hq_unreachable', detail: { why: 'tls_pin' } } })
  expect(other.connections()).toBeGreaterThan(0)
  expect(other.asked()).toBe(0)
  // and so does HQ itself under a pin that is not its own
  const wrong = await stationAt(hq, hq.web.url, other.pin)
  expect(await wrong.enrol(code)).toMatchObject({ refused: { reason: 'hq_unreachable', detail: { why: 'tls_pin' } } })
  // and where the package pins nothing, only certificates this machine trusts count
  const bare = await stationAt(hq, hq.web.url)
  expect(await bare.enrol(code)).toMatchObject({ refused: { reason: 'hq_unreachable', detail: { why: 'tls_untrusted' } } })
  expect(await hq.inside.store.db.selectFrom('stream').select('no').execute()).toEqual([])
  expect(await hq.inside.store.db.selectFrom('venue').select('card_used_at').execute()).toEqual([{ card_used_at: null }])
})

test('control: under the impostor’s own pin it would have been asked', async () => {
  const { hq, code } = await tlsHq()
  const other = await impostor()
  const station = await stationAt(hq, other.address, other.pin)
  expect(await station.enrol(code)).toMatchObject({ refused: { detail: { why: 'not_hq' } } })
  expect(other.asked()).toBeGreaterThan(0)
})

test('an address HQ does not go by is named as that, with nothing of HQ believed', async () => {
  const { hq, code, pin } = await tlsHq()
  // something that hands everything on and that HQ was never told of: another port is another Host
  const relay = createRelay((inner) => {
    const outer = connect(hq.web.port, '127.0.0.1')
    for (const [one, other] of [[inner, outer], [outer, inner]] as const) one.on('error', () => other.destroy()).pipe(other)
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void relay.close())
  const station = await stationAt(hq, `https://127.0.0.1:${String((relay.address() as AddressInfo).port)}`, pin)
  expect(await station.enrol(code)).toMatchObject({ refused: { reason: 'hq_unreachable', detail: { why: 'misdirected', detail: '421' } } })
})
