import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factHash, NO_HASH, parseFact } from '../../db/envelope.ts'
import { readQuickly, streamReader } from '../../exchange/fact-reading.ts'
import type { Fact } from '../../shared/facts.ts'
import { seededRandom } from '../../shared/random.ts'
import { seededChance } from '../../exchange/chance.ts'
import { testStation } from '../hq/exchange-world.ts'

const seed = Number(process.env['KAODIAN_SEED'] ?? 20_261_122)
const deep = process.env['KAODIAN_DEEP'] === '1'

/** The readers on the same bytes, also as the fact that one of our stations would have at its place. */
function both(bytes: Buffer, honest: Fact = JSON.parse(bytes.toString('utf8')) as Fact): void {
  const slow = parseFact(bytes)
  const prev = Buffer.from(honest.prev, 'hex')
  expect(streamReader(honest)(bytes, honest.seq, prev, honest.prev)).toEqual(readQuickly(bytes, prev))
  const quick = readQuickly(bytes, NO_HASH)
  if (slow === 'malformed') {
    expect(quick, bytes.toString('utf8').slice(0, 300)).toBe('malformed')
    return
  }
  if (quick === 'malformed') throw new Error(`only the quick reader refuses ${bytes.toString('utf8').slice(0, 300)}`)
  expect(quick.fact).toEqual('known' in slow ? slow.known : slow.strange)
  expect(quick.hash).toBe(factHash(NO_HASH, bytes).toString('hex'))
}

const station = testStation('exam', '考点', seededChance('reading'))
station.grow(6)

test('the quick reader says of every fact what the careful one says', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom('future.noted', 'station.named', 'operator.signed_in'), (body, type) => {
      const one = testStation('exam', '考点', seededChance('one'))
      one.grow(1, () => ({ type, body }))
      both(one.facts[0]!.bytes)
    }),
    { seed, numRuns: deep ? 20_000 : 1500 },
  )
  const keys = ['a', 'b', '10', '9', '2', '__proto__', 'constructor', 'é', '\u{1F600}', '']
  fc.assert(
    fc.property(fc.shuffledSubarray(keys, { minLength: 1 }), (order) => {
      const text = station.facts[1]!.bytes.toString('utf8')
      both(Buffer.from(text.replace(/"type":.*$/u, `"type":"future.noted","body":{${order.map((key) => `${JSON.stringify(key)}:1`).join(',')}}}`)))
    }),
    { seed, numRuns: deep ? 5000 : 500 },
  )
})

test('and of every fact that was changed', () => {
  const random = seededRandom(seed)
  let refused = 0
  for (let run = 0; run < (deep ? 100_000 : 6000); run += 1) {
    const { bytes } = random.pick(station.facts)
    const copy = Buffer.from(bytes)
    for (let change = random.below(3); change >= 0; change -= 1) {
      const at = random.below(copy.length)
      copy[at] = random.happens(1, 2) ? random.pick([...Buffer.from('0123456789abcdef"{}[],:-+.eE \\')]) : random.below(256)
    }
    if (parseFact(copy) === 'malformed') refused += 1
    both(copy, JSON.parse(bytes.toString('utf8')) as Fact)
  }
  expect(refused).toBeGreaterThan(1000)
})

test('brackets without end bring nothing down', () => {
  for (const depth of [99, 100, 101, 5000, 200_000]) {
    const text = station.facts[1]!.bytes.toString('utf8').replace(/"type":.*$/u, `"type":"future.noted","body":${'['.repeat(depth)}${']'.repeat(depth)}}`)
    expect(readQuickly(Buffer.from(text), NO_HASH) === 'malformed').toBe(depth > 100)
    const { seq, prev } = JSON.parse(station.facts[1]!.bytes.toString('utf8')) as Fact
    expect(streamReader({ exam: 'exam', venue: '考点', station: station.station })(Buffer.from(text), seq, Buffer.from(prev, 'hex'), prev) === 'malformed').toBe(depth > 100)
  }
})
