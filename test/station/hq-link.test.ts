import { createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { heads } from '../../db/ledger.ts'
import { isAtHq } from '../../db/hq-link.ts'
import { cardText } from '../../exchange/card.ts'
import { StandInHq } from './stand-in-hq.ts'
import { foreignKey, hqStation, names, until, withStandIn } from './hq-venue.ts'

describe('the line to HQ', () => {
  it('enrols with the card, sends everything, and says "at HQ" only by receipt', async () => {
    const { hq, station } = await withStandIn()
    const { body: before } = await station.call('sync.state', {}, station.chief)
    expect(before).toMatchObject({ why: 'not_enrolled', atHq: 0, hq: { byChief: false }, packageHere: 1 })
    expect(await station.enrol('00000-00000-00000-00000-000000')).toMatchObject({ ok: false, refused: { reason: 'hq_refused', detail: { why: 'card_wrong' } } })
    expect(await station.enrol('not a card')).toMatchObject({ refused: { reason: 'card_unreadable' } })
    expect(await station.enrol(cardText({ ...names, venue: 'v-south', code: hq.code }))).toMatchObject({ refused: { reason: 'card_foreign' } })
    expect(await station.enrol(cardText({ ...names, code: hq.code }))).toMatchObject({ ok: true })
    await until(async () => (await station.state())['why'] === 'all_at_hq', 'everything at HQ')
    const [head] = heads(station.db())
    expect(hq.held(station.venue().station)).toBe(head?.seq)
    expect(hq.streams.get(station.venue().station)?.hashes.at(-1)?.toString('hex')).toBe(head?.hash)
    const said = await station.state()
    expect(said).toMatchObject({ unsent: 0, atHq: head?.seq, oldest: null, lastReceipt: { came: 'line' } })
    // facts of a day are known to the bar at once and to HQ a second later
    station.record(3)
    expect(await station.state()).toMatchObject({ unsent: 3, why: 'waiting' })
    expect(isAtHq(station.db(), `${station.venue().station}/${String(head!.seq + 1)}`)).toBe(false)
    await until(async () => (await station.state())['unsent'] === 0, 'three more at HQ')
    expect(hq.held(station.venue().station)).toBe(head!.seq + 3)
    const { body } = await station.call('sync.atHq', { facts: [`${station.venue().station}/${String(head!.seq + 3)}`, `${station.venue().station}/${String(head!.seq + 4)}`] }, station.chief)
    expect(body).toEqual({ atHq: [`${station.venue().station}/${String(head!.seq + 3)}`] })
  })

  it('catches up 20,000 facts of a day offline without keeping the desks waiting', async () => {
    const { hq, station } = await withStandIn()
    await station.enrol(hq.code)
    for (let n = 0; n < 20; n += 1) station.record(1000)
    // the slowest answer of a desk while all of it goes out
    let slowest = 0
    const sending = station.call('sync.tryNow', {}, station.chief)
    const over = new AbortController()
    void sending.then(() => over.abort())
    while (!over.signal.aborted) {
      const began = process.hrtime.bigint()
      await station.call('venue.state')
      slowest = Math.max(slowest, Number(process.hrtime.bigint() - began) / 1e6)
    }
    expect((await sending).body).toMatchObject({ ok: true, state: { unsent: 0, why: 'all_at_hq' } })
    expect(hq.held(station.venue().station)).toBe(heads(station.db())[0]?.seq)
    expect(hq.asked.filter((name) => name === 'page').length).toBeLessThan(14)
    expect(slowest).toBeLessThan(2000)
  })

  it('names why it does not get through, and goes on by itself when the line is back', async () => {
    const { hq, station, address } = await withStandIn()
    await station.enrol(hq.code)
    await until(async () => (await station.state())['unsent'] === 0, 'at HQ')
    await hq.stop()
    station.record(2)
    await station.call('sync.tryNow', {}, station.chief)
    const down = await station.state()
    expect(down).toMatchObject({ unsent: 2, why: 'no_line', detail: 'ECONNREFUSED' })
    expect(down['nextAt']).not.toBeNull()
    expect((down['oldest'] as { fact: string }).fact).toBe(`${station.venue().station}/${String((down['facts'] as number) - 1)}`)
    await hq.start(Number(new URL(address).port))
    await until(async () => (await station.state())['unsent'] === 0, 'the line came back')
    const { history } = (await station.state()) as unknown as { history: { outcome: string }[] }
    expect(history.slice(0, 2).map(({ outcome }) => outcome)).toEqual(['all_at_hq', 'no_line'])
  })

  it('jumps over a turn that HQ knows already', async () => {
    const { hq, station } = await withStandIn()
    await station.enrol(hq.code)
    await until(async () => (await station.state())['unsent'] === 0, 'at HQ')
    hq.streams.get(station.venue().station)!.turn = 5000
    station.record(1)
    await station.call('sync.tryNow', {}, station.chief)
    expect(await station.state()).toMatchObject({ unsent: 0, why: 'all_at_hq' })
  })

  it('a refusal is said in words and hinders nothing else', async () => {
    const { hq, station } = await withStandIn()
    await station.enrol(hq.code)
    await until(async () => (await station.state())['unsent'] === 0, 'at HQ')
    hq.refuses = (name) => (name === 'page' ? 'station_revoked' : null)
    station.record(1)
    await station.call('sync.tryNow', {}, station.chief)
    expect(await station.state()).toMatchObject({ unsent: 1, why: 'refused', detail: 'station_revoked' })
    hq.refuses = () => null
    await station.call('sync.tryNow', {}, station.chief)
    expect(await station.state()).toMatchObject({ unsent: 0 })
  })
})

describe('an impostor in HQ’s place', () => {
  it('gets not a byte of a fact, and nothing it says counts', async () => {
    const hq = new StandInHq(names)
    const impostor = new StandInHq(names)
    const address = await hq.start()
    const station = await hqStation({ address, issuer: hq.signing })
    await station.enrol(hq.code)
    await until(async () => (await station.state())['unsent'] === 0, 'at HQ')
    await hq.stop()
    // the same address, the same protocol, every stream known, another key
    for (const [id, stream] of hq.streams) impostor.streams.set(id, { ...stream, facts: [...stream.facts], hashes: [...stream.hashes] })
    await impostor.start(Number(new URL(address).port))
    station.record(5)
    await station.call('sync.tryNow', {}, station.chief)
    expect(await station.state()).toMatchObject({ unsent: 5, why: 'not_hq' })
    expect(impostor.asked.length).toBeGreaterThan(0)
    expect(impostor.asked.filter((name) => name === 'page')).toEqual([])
  })

  it('control: with the pinned key it would have got them', async () => {
    const hq = new StandInHq(names)
    const station = await hqStation({ address: await hq.start(), issuer: hq.signing })
    await station.enrol(hq.code)
    await until(async () => (await station.state())['unsent'] === 0, 'at HQ')
    expect(hq.asked).toContain('page')
  })

  it('cannot take over a connection HQ proved on: a new one is greeted first', async () => {
    const hq = new StandInHq(names)
    const impostor = new StandInHq(names)
    const [good, bad] = [await hq.start(), await impostor.start()]
    let target = good
    const open = new Set<Socket>()
    const relay = createServer((inner) => {
      const outer = new (inner.constructor as new () => Socket)()
      outer.connect(Number(new URL(target).port), '127.0.0.1')
      for (const socket of [inner, outer]) {
        open.add(socket)
        socket.on('error', () => undefined)
      }
      inner.pipe(outer).pipe(inner)
    })
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      for (const socket of open) socket.destroy()
      relay.close()
    })
    const { port } = relay.address() as { port: number }
    const station = await hqStation({ address: `http://127.0.0.1:${String(port)}`, issuer: hq.signing })
    await station.enrol(hq.code)
    await until(async () => (await station.state())['unsent'] === 0, 'at HQ')
    target = bad
    for (const socket of open) socket.destroy()
    station.record(4)
    await station.call('sync.tryNow', {}, station.chief)
    expect((await station.state())['unsent']).toBe(4)
    expect(impostor.asked.filter((name) => name === 'page')).toEqual([])
  })

  it('a receipt by another key is not taken from a stick either', async () => {
    const { hq, station } = await withStandIn()
    const other = new StandInHq(names)
    const { receiptFile } = await import('../../exchange/signing.ts')
    const bytes = receiptFile(other.receipt()).toString('base64')
    expect((await station.call('sync.importReceipt', { bytes }, station.chief)).body).toMatchObject({ refused: { reason: 'receipt_foreign' } })
    const good = receiptFile(hq.receipt()).toString('base64')
    expect((await station.call('sync.importReceipt', { bytes: good }, station.chief)).body).toMatchObject({ ok: true, newest: true })
    expect(foreignKey().type).toBe('private')
  })
})
