import { generateIdentity, identityToRecipient } from 'age-encryption'
import { expect, test } from 'vitest'
import { enrolProof } from '../../exchange/card.ts'
import { seededChance } from '../../exchange/chance.ts'
import { unseal } from '../../exchange/closing-age.ts'
import { exchangeHeaders, type Hello, type Receipt } from '../../exchange/messages.ts'
import { checkPage, readPage } from '../../exchange/page.ts'
import { checkAnswer, readReceipt, signQuestion } from '../../exchange/signing.ts'
import { heldFacts, insertRecruitment, insertStream, plain, testStation, type TestStation } from './exchange-world.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

/** One question as it goes over the wire; kept, so that it can be replayed or changed. */
interface Sent { name: string; headers: Record<string, string>; body: Buffer; question: string }
interface Heard { status: number; refused: string | undefined; body: Buffer; headers: Headers; signed: boolean }

function asking(hq: TestHq, station: TestStation, from = 0) {
  let turn = from
  const make = (name: string, body: Buffer | object): Sent => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
    turn += 1
    const { exam, venue } = station
    const { headers, question } = signQuestion({ path: `/exchange/v1/${name}`, hq: hq.inside.keys.id, exam, venue, station: station.station, turn, body: bytes }, station.vouch)
    return { name, headers, body: bytes, question }
  }
  return { make, ask: (name: string, body: Buffer | object) => send(hq, make(name, body)) }
}

async function send(hq: TestHq, { name, headers, body, question }: Sent): Promise<Heard> {
  const answer = await fetch(`${hq.url}/exchange/v1/${name}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/octet-stream' }, body: new Uint8Array(body) })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const hqKey = Buffer.from(hq.inside.keys.publicKey, 'hex')
  const about = (of: string) => ({ hq: hq.inside.keys.id, question: of, status: answer.status, body: bytes })
  const signature = answer.headers.get(exchangeHeaders.answer) ?? ''
  return {
    status: answer.status, body: bytes, headers: answer.headers,
    refused: answer.status === 200 ? undefined : (JSON.parse(bytes.toString('utf8')) as { refused: string }).refused,
    signed: checkAnswer(about(question), signature, hqKey) || checkAnswer(about('0'.repeat(64)), signature, hqKey),
  }
}

function receiptOf(hq: TestHq, station: TestStation, heard: Heard): Receipt {
  const read = readReceipt(JSON.parse(heard.body.toString('utf8')), { hqKey: Buffer.from(hq.inside.keys.publicKey, 'hex'), hq: hq.inside.keys.id, exam: station.exam, venue: station.venue })
  if (!read.ok) throw new Error(read.fault)
  return read.receipt
}

const hello = (station: TestStation): Hello => ({
  v: 1, heads: [{ station: station.station, seq: station.facts.length, hash: station.facts.at(-1)!.hash.toString('hex') }], packageVersion: 1, erased: [],
  said: { program: 'test', stationName: '1号台', unsent: 3, oldestUnsentAt: 1_795_000_000_000, trouble: [] },
})

onBothStores('The exchange over real HTTP', (kind) => {
  test('a station enrols by its card, sends, asks for its package and gets its stream back byte for byte', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { no, codes } = await insertRecruitment(hq.inside, 'exam', ['v', 'w'])
    const chance = seededChance('exchange')
    const station = testStation('exam', 'v', chance)
    station.grow(40)
    const identity = await generateIdentity()
    const recipient = await identityToRecipient(identity)
    const line = asking(hq, station)
    const enrol = (code: string) => ({ v: 1, exam: 'exam', venue: 'v', station: station.station, publicKey: station.publicKey, recipient, proof: enrolProof(code, 'exam', 'v', station.publicKey) })
    expect(await line.ask('hello', hello(station))).toMatchObject({ status: 401, refused: 'unknown_station', signed: true })
    expect(await line.ask('enrol', enrol(codes.get('w')!))).toMatchObject({ status: 403, refused: 'card_wrong', signed: true })
    const enrolled = await line.ask('enrol', enrol(codes.get('v')!))
    expect(enrolled).toMatchObject({ status: 200, signed: true })
    expect(receiptOf(hq, station, enrolled)).toMatchObject({ exam: 'exam', venue: 'v', heads: [], package: null, quarantined: [] })
    // the answer was lost: the same card by the same key again
    expect(await line.ask('enrol', enrol(codes.get('v')!))).toMatchObject({ status: 200 })
    const thief = testStation('exam', 'v', chance)
    thief.grow(1)
    const theirs = { ...enrol(codes.get('v')!), station: thief.station, publicKey: thief.publicKey, proof: enrolProof(codes.get('v')!, 'exam', 'v', thief.publicKey) }
    expect(await asking(hq, thief).ask('enrol', theirs)).toMatchObject({ refused: 'card_used' })

    const first = receiptOf(hq, station, await line.ask('page', station.page(1, 25)))
    expect(first.heads).toEqual([{ station: station.station, seq: 25, hash: station.facts[24]!.hash.toString('hex') }])
    expect(await line.ask('page', station.page(31, 40))).toMatchObject({ status: 409, refused: 'hole', signed: true })
    const all = receiptOf(hq, station, await line.ask('page', station.page(20, 30)))
    expect(all).toMatchObject({ heads: [{ seq: 40 }], quarantined: [] })
    expect(all.no).toBeGreaterThan(first.no)
    const again = receiptOf(hq, station, await line.ask('hello', hello(station)))
    expect(again.no).toBe(all.no)
    const row = await hq.inside.store.db.selectFrom('venue').select(['announced', 'said', 'taken_version']).where('id', '=', 'v').executeTakeFirstOrThrow()
    expect([JSON.parse(row.announced), JSON.parse(row.said), row.taken_version]).toMatchObject([[{ seq: 40 }], { unsent: 3 }, 1])

    expect(await line.ask('package', { v: 1, version: 1 })).toMatchObject({ status: 404, refused: 'no_package' })
    await hq.inside.store.db.insertInto('package').values({ recruitment: no, venue: 'v', version: 1, hash: 'a'.repeat(64), bytes: Buffer.from('signed package'), changes: '[]', content: '', issued_at: 1, issued_by: 'x' }).execute()
    const sealed = await line.ask('package', { v: 1, version: 1 })
    expect((await unseal(sealed.body, { identity }))?.toString('utf8')).toBe('signed package')

    const pulled: Buffer[] = []
    for (let after = 0; after < 40; ) {
      const answer = await line.ask('pull', { v: 1, station: station.station, after, most: 7 })
      const page = readPage(answer.body)
      if (!page.ok) throw new Error(page.fault)
      expect(answer.headers.get('kaodian-stream-key')).toBe(station.publicKey)
      // a page may end in the middle of one that came: its last signature is checked all the same
      expect(checkPage(page, Buffer.from(station.publicKey, 'hex'))).toMatchObject({ ok: true })
      pulled.push(...page.facts.map(({ bytes, sig }) => Buffer.concat([bytes, sig])))
      after = page.header.last
    }
    expect(pulled).toEqual(station.facts.map(({ bytes, sig }) => Buffer.concat([bytes, sig])))
    await hq.stop()
    await place.remove()
  })

  test('forty stations that come back at once are all served', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { no } = await insertRecruitment(hq.inside, 'exam', ['v'])
    const chance = seededChance('forty')
    const stations = Array.from({ length: 40 }, () => testStation('exam', 'v', chance))
    for (const station of stations) {
      station.grow(20)
      await insertStream(hq.inside, no, station)
    }
    const answers = await Promise.all(stations.map((station) => asking(hq, station).ask('page', station.page(1, 20))))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect((await hq.inside.store.db.selectFrom('stream').select('seq').execute()).map(({ seq }) => seq)).toEqual(stations.map(() => 20))
    const last = stations[0]!
    expect(receiptOf(hq, last, await asking(hq, last, 1).ask('hello', hello(last))).heads).toHaveLength(40)
    await hq.stop()
    await place.remove()
  })

  test('replays, changed questions and questions of others are refused by name, and signed', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const exam = await insertRecruitment(hq.inside, 'exam', ['v', 'w'])
    await insertRecruitment(hq.inside, 'other', ['v'])
    const chance = seededChance('replay')
    const station = testStation('exam', 'v', chance)
    station.grow(20)
    const line = asking(hq, station)
    const enrol = { v: 1, exam: 'exam', venue: 'v', station: station.station, publicKey: station.publicKey, recipient: await identityToRecipient(await generateIdentity()), proof: enrolProof(exam.codes.get('v')!, 'exam', 'v', station.publicKey) }
    expect(await line.ask('enrol', enrol)).toMatchObject({ status: 200 })
    const page = line.make('page', station.page(1, 10))
    expect(await send(hq, page)).toMatchObject({ status: 200 })
    const stale = await send(hq, page)
    expect(stale).toMatchObject({ status: 409, refused: 'stale_turn', signed: true })
    expect(JSON.parse(stale.body.toString('utf8'))).toMatchObject({ turn: 2 })
    const next = line.make('page', station.page(11, 20))
    // the answer names the question as HQ saw it, which is not the one that was sent
    const withHeader = (name: string, value: string): Sent => ({ ...next, headers: { ...next.headers, [name]: value } })
    expect(await send(hq, withHeader(exchangeHeaders.venue, 'w'))).toMatchObject({ refused: 'foreign' })
    expect(await send(hq, withHeader(exchangeHeaders.exam, 'other'))).toMatchObject({ refused: 'foreign' })
    expect(await send(hq, withHeader(exchangeHeaders.exam, 'nothing'))).toMatchObject({ refused: 'foreign' })
    expect(await send(hq, withHeader(exchangeHeaders.turn, '99'))).toMatchObject({ refused: 'bad_signature' })
    expect(await send(hq, withHeader(exchangeHeaders.turn, '-1'))).toMatchObject({ refused: 'malformed', signed: true })
    expect(await send(hq, withHeader(exchangeHeaders.venue, '%zz'))).toMatchObject({ refused: 'malformed', signed: true })
    expect(await send(hq, { ...next, name: 'hello' })).toMatchObject({ refused: 'bad_signature' })
    expect(await send(hq, { ...next, body: station.page(11, 19) })).toMatchObject({ refused: 'bad_signature' })
    expect(await line.ask('page', Buffer.alloc(8_000_001))).toMatchObject({ status: 413, refused: 'too_large', signed: true })
    expect(await line.ask('page', Buffer.from('nonsense'))).toMatchObject({ status: 400, refused: 'malformed', signed: true })
    // facts of another venue under a right question
    const elsewhere = testStation('exam', 'w', chance)
    elsewhere.grow(3)
    expect(await line.ask('page', elsewhere.page(1, 3))).toMatchObject({ refused: 'foreign' })
    await hq.inside.store.db.updateTable('stream').set({ state: 'revoked' }).execute()
    expect(await line.ask('page', station.page(11, 20))).toMatchObject({ status: 403, refused: 'station_revoked', signed: true })
    const stream = await hq.inside.store.db.selectFrom('stream').select('no').executeTakeFirstOrThrow()
    expect(plain(await heldFacts(hq.inside, stream.no))).toEqual(plain(station.facts.slice(0, 10)))
    // whoever is refused again and again is not listened to for a while
    const stranger = testStation('exam', 'v', chance)
    stranger.grow(1)
    const statuses = new Set<number>()
    for (let turn = 0; turn < 110; turn += 1) statuses.add((await asking(hq, stranger, turn).ask('hello', hello(stranger))).status)
    expect([...statuses].sort()).toEqual([401, 429])
    await hq.stop()
    await place.remove()
  })
})
