import { request } from 'node:http'
import { expect, test } from 'vitest'
import { enrolProof } from '../../exchange/card.ts'
import { seededChance } from '../../exchange/chance.ts'
import { signQuestion } from '../../exchange/signing.ts'
import { insertRecruitment, insertStream, testStation, type TestStation } from './exchange-world.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const recipient = `age1${'q'.repeat(58)}`

/** Headers of a question as `as` signs it, under whatever name. */
function headersOf(hq: TestHq, as: TestStation, name: string, turn: number, body: Buffer, station = as.station): Record<string, string> {
  const { exam, venue } = as
  return signQuestion({ path: `/exchange/v1/${name}`, hq: hq.inside.keys.id, exam, venue, station, turn, body }, as.vouch).headers
}

async function post(hq: TestHq, name: string, headers: Record<string, string>, body: Buffer): Promise<{ status: number; refused: unknown }> {
  const answer = await fetch(`${hq.url}/exchange/v1/${name}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/octet-stream' }, body: new Uint8Array(body), signal: AbortSignal.timeout(10_000) })
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, refused: answer.status === 200 ? null : (JSON.parse(bytes.toString('utf8')) as { refused?: unknown }).refused }
}

onBothStores('a stranger on the line', (kind) => {
  test('uses up no turn of an enrolled station by enrolling a key of its own under that name', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { no, codes } = await insertRecruitment(hq.inside, 'exam', ['v'])
    const chance = seededChance('stranger')
    const [station, thief] = [testStation('exam', 'v', chance), testStation('exam', 'v', chance)]
    station.grow(5)
    await insertStream(hq.inside, no, station)
    const turnOf = async () => (await hq.inside.store.db.selectFrom('stream').select('turn').where('station', '=', station.station).executeTakeFirstOrThrow()).turn
    const enrol = (publicKey: string) => Buffer.from(JSON.stringify({ v: 1, exam: 'exam', venue: 'v', station: station.station, publicKey, recipient, proof: enrolProof(codes.get('v')!, 'exam', 'v', publicKey) }))
    const theirs = enrol(thief.publicKey)
    expect(await post(hq, 'enrol', headersOf(hq, thief, 'enrol', 999_999_999_999_999, theirs, station.station), theirs)).toEqual({ status: 403, refused: 'foreign' })
    expect(await turnOf()).toBe(0)
    const own = enrol(station.publicKey)
    expect(await post(hq, 'enrol', headersOf(hq, station, 'enrol', 3, own), own)).toMatchObject({ status: 200 })
    expect(await turnOf()).toBe(3)
    await hq.stop()
    await place.remove()
  })

  test('keeps no station from sending: neither by bodies that never end nor by being refused at the same address; names no table takes are malformed', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { no } = await insertRecruitment(hq.inside, 'exam', ['v'])
    const chance = seededChance('slow')
    const station = testStation('exam', 'v', chance)
    station.grow(10)
    await insertStream(hq.inside, no, station)
    const page = station.page(1, 10)

    const slow = Array.from({ length: 40 }, () => {
      const stranger = testStation('exam', 'v', chance)
      const open = request(`${hq.url}/exchange/v1/page`, { method: 'POST', agent: false, headers: { ...headersOf(hq, stranger, 'page', 1, page), 'content-type': 'application/octet-stream', 'content-length': page.length } })
      open.on('error', () => undefined)
      open.on('response', (answer) => answer.resume())
      open.write(page.subarray(0, 10))
      return open
    })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await post(hq, 'page', headersOf(hq, station, 'page', 1, page), page)).toMatchObject({ status: 200 })
    for (const open of slow) open.destroy()

    const nul = { ...headersOf(hq, station, 'hello', 2, Buffer.alloc(0)), 'kaodian-venue': '%00' }
    expect(await post(hq, 'hello', nul, Buffer.alloc(0))).toEqual({ status: 400, refused: 'malformed' })
    const seen = new Set<number>()
    for (let round = 0; round < 130; round += 1) {
      const stranger = testStation('exam', 'v', chance)
      seen.add((await post(hq, 'hello', headersOf(hq, stranger, 'hello', 1, Buffer.alloc(0)), Buffer.alloc(0))).status)
    }
    expect([...seen].sort()).toEqual([401, 429])
    expect(await post(hq, 'page', headersOf(hq, station, 'page', 9, page), page)).toMatchObject({ status: 200 })
    await hq.stop()
    await place.remove()
  })
})
