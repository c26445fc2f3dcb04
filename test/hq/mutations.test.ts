import { generateIdentity, identityToRecipient } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { stationId } from '../../db/envelope.ts'
import { enrolProof, proofFits, readCard, cardText, newCode } from '../../exchange/card.ts'
import { seededChance } from '../../exchange/chance.ts'
import { ClosingManifest, readClosing } from '../../exchange/closing-format.ts'
import { CourierManifest, readCourier } from '../../exchange/courier.ts'
import { jsonOf, u32, vouchWith } from '../../exchange/framing.ts'
import { Receipt, type exchangeHeaders } from '../../exchange/messages.ts'
import { checkPage, readPage, wrongSignature } from '../../exchange/page.ts'
import { checkQuestion, readReceiptFile, receiptFile, signQuestion, signReceipt } from '../../exchange/signing.ts'
import { askedBy } from '../../hq/exchange/exchange-question.ts'
import { seededRandom, type SeededRandom } from '../../shared/random.ts'
import { closingOf, courierOf, enrolOf } from './carried-files.ts'
import { keyOf, testStation } from './exchange-world.ts'

const seed = Number(process.env['KAODIAN_SEED'] ?? 20_261_122)
const times = process.env['KAODIAN_DEEP'] === '1' ? 20 : 1
const chance = seededChance('mutations')
const station = testStation('exam', 'v', chance)
station.grow(12)
const publicKey = Buffer.from(station.publicKey, 'hex')

/** Some other bytes than the original: bits, bytes, cuts, runs put elsewhere, digits and letters of the JSON in it. */
function mutated(random: SeededRandom, original: Buffer): Buffer {
  for (;;) {
    const made = once(random, original)
    if (!made.equals(original)) return made
  }
}

function once(random: SeededRandom, original: Buffer): Buffer {
  const copy = Buffer.from(original)
  const at = random.below(copy.length)
  switch (random.below(8)) {
    case 0:
      copy[at]! ^= 1 << random.below(8)
      return copy
    case 1:
      copy[at] = random.below(256)
      return copy
    case 2:
      return copy.subarray(0, at)
    case 3:
      return Buffer.concat([copy, Buffer.from(random.bytes(1 + random.below(40)))])
    case 4: {
      const to = Math.min(copy.length, at + 1 + random.below(80))
      return Buffer.concat([copy.subarray(0, at), copy.subarray(to)])
    }
    case 5: {
      const run = copy.subarray(at, Math.min(copy.length, at + 1 + random.below(80)))
      return Buffer.concat([copy.subarray(0, at), run, copy.subarray(at)])
    }
    default: {
      // a digit, hex or letter of the text in it, which leaves the form whole
      const places = [...copy.subarray(0, 4000).entries()].filter(([, byte]) => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66)).map(([place]) => place)
      const place = random.pick(places)
      copy[place] = random.pick([...Buffer.from('0123456789abcdef')])
      return copy
    }
  }
}

/** `accepted`: as the reader decides, null or the fault's name; `form`: whether it would pass with the check of signatures off. */
function attack(name: string, count: number, original: () => Buffer, accepted: (bytes: Buffer) => string | null, form: (bytes: Buffer) => boolean): void {
  test(`${String(count * times)} mutated ${name}: none accepted, none crashes, each refusal has a name`, () => {
    const random = seededRandom(`${name} ${String(seed)}`)
    const faults = new Map<string, number>()
    let control = 0
    for (let run = 0; run < count * times; run += 1) {
      const bytes = mutated(random, original())
      const fault = accepted(bytes)
      expect(fault, `seed ${String(seed)}, mutation ${String(run)}`).not.toBeNull()
      faults.set(fault ?? '', (faults.get(fault ?? '') ?? 0) + 1)
      if (form(bytes)) control += 1
    }
    expect(accepted(original())).toBeNull()
    // with the check off, some would have come in
    expect(control).toBeGreaterThan(0)
    process.stdout.write(`${name}: ${String(count * times)} refused from seed ${String(seed)}; ${String(control)} of them fit with signatures unchecked; ${[...faults].map(([fault, n]) => `${fault} ${String(n)}`).join(', ')}\n`)
  })
}

describe('Mutations', async () => {
  const recipient = await identityToRecipient(await generateIdentity())
  const page = station.page(3, 9)
  attack('pages', 4000, () => page, (bytes) => {
    const read = readPage(bytes)
    if (!read.ok) return read.fault
    const { header } = read
    if (header.exam !== 'exam' || header.venue !== 'v' || header.station !== station.station) return 'foreign'
    const check = checkPage(read, publicKey)
    if (!check.ok) return check.fault
    if (header.first !== 3 || header.last !== 9 || header.prev !== station.facts[1]!.hash.toString('hex')) return 'hole'
    // the signature of a fact in between is for the job that goes through all of them; the last one is not
    const wrong = wrongSignature(read, check.hashes, publicKey)
    return wrong === null || wrong === header.last ? null : 'later_signature'
  }, (bytes) => {
    const read = readPage(bytes)
    return read.ok && read.facts.every((fact) => jsonOf(fact.bytes) !== undefined)
  })

  const courier = await courierOf(station, [station.page(1, 6), station.page(7, 12)], [recipient], await enrolOf(station, newCode(chance)))
  const manifestOf = (bytes: Buffer): unknown => (bytes.length < 9 ? undefined : jsonOf(bytes.subarray(9, 9 + Math.min(bytes.length, bytes.readUInt32BE(5)))))
  attack('courier files', 2500, () => courier, (bytes) => {
    const read = readCourier(bytes)
    return read.ok ? null : read.fault
  }, (bytes) => CourierManifest.safeParse(manifestOf(bytes)).success)

  const closing = await closingOf(station, [recipient])
  attack('closing packages', 1500, () => closing, (bytes) => {
    const read = readClosing(bytes)
    return read.ok ? null : read.fault
  }, (bytes) => ClosingManifest.safeParse(manifestOf(bytes)).success)

  const hqKey = keyOf(chance.bytes(32))
  const hqStation = testStation('', '', chance, hqKey)
  const hqPublic = Buffer.from(hqStation.publicKey, 'hex')
  const hq = stationId(hqPublic)
  const receipt = receiptFile(signReceipt({
    v: 1, hq, exam: 'exam', venue: 'v', no: 7, at: 1_795_000_000_000, heads: [{ station: station.station, seq: 12, hash: station.facts[11]!.hash.toString('hex') }],
    package: { version: 2, hash: 'a'.repeat(64) }, orders: [], quarantined: [],
  }, vouchWith(hqKey)))
  const expected = { hqKey: hqPublic, hq, exam: 'exam', venue: 'v' }
  attack('receipts', 2000, () => receipt, (bytes) => {
    const read = readReceiptFile(bytes, expected)
    return read.ok ? null : read.fault
  }, (bytes) => {
    const outer = jsonOf(bytes.subarray(9)) as { receipt?: string } | undefined
    return Receipt.safeParse(jsonOf(Buffer.from(outer?.receipt ?? '', 'base64'))).success
  })

  const about = { path: '/exchange/v1/page', hq, exam: 'exam', venue: 'v', station: station.station, turn: 41, body: page.subarray(0, 300) }
  const { headers } = signQuestion(about, station.vouch)
  // one run of bytes for headers and body, so that a mutation may fall anywhere
  const text = Buffer.from(JSON.stringify(headers))
  const question = Buffer.concat([u32(text.length), text, about.body])
  const cut = (bytes: Buffer) => {
    if (bytes.length < 4) return null
    const length = bytes.readUInt32BE(0)
    const read = jsonOf(bytes.subarray(4, 4 + Math.min(length, bytes.length)))
    return typeof read === 'object' && read !== null ? { headers: read as Record<keyof typeof exchangeHeaders, string>, body: bytes.subarray(4 + length) } : null
  }
  attack('questions', 1500, () => question, (bytes) => {
    const parts = cut(bytes)
    const asked = parts === null ? null : askedBy(parts.headers)
    if (parts === null || asked === null) return 'malformed'
    const { ok } = checkQuestion({ ...about, exam: asked.exam, venue: asked.venue, station: asked.station, turn: asked.turn, body: parts.body }, asked.signature, publicKey)
    return ok ? (JSON.stringify(parts.headers) === text.toString('utf8') && parts.body.equals(about.body) ? null : 'bad_signature') : 'bad_signature'
  }, (bytes) => {
    const parts = cut(bytes)
    return parts !== null && askedBy(parts.headers) !== null
  })

  const code = newCode(chance)
  const card = Buffer.from(cardText({ exam: 'exam', venue: 'v', code }))
  const proof = enrolProof(code, 'exam', 'v', station.publicKey)
  attack('cards', 500, () => card, (bytes) => {
    const read = readCard(bytes.toString('latin1'))
    if (read === null) return 'no_card'
    if (read.exam !== 'exam' || read.venue !== 'v') return 'foreign'
    return proofFits(proof, read.code, 'exam', 'v', station.publicKey) && bytes.equals(card) ? null : 'card_wrong'
  }, (bytes) => readCard(bytes.toString('latin1')) !== null)
})
