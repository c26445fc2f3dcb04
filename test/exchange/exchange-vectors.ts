import { rawPublicKey } from '../../db/envelope.ts'
import { cardText, enrolProof, normalCode } from '../../exchange/card.ts'
import { digestOf, vouchWith } from '../../exchange/framing.ts'
import type { Receipt } from '../../exchange/messages.ts'
import { packPage } from '../../exchange/page.ts'
import { receiptFile, signAnswer, signQuestion, signReceipt } from '../../exchange/signing.ts'
import { seededChance } from '../../exchange/chance.ts'
import { keyOf, testStation } from '../hq/exchange-world.ts'

const stationSeed = digestOf(Buffer.from('kaodian vector station'))
const hqSeed = digestOf(Buffer.from('kaodian vector hq'))
const exam = 'wuhan-2026'
const venue = '光谷-1'

/** The station of the vectors with three facts. */
export function vectorStation() {
  const station = testStation(exam, venue, seededChance('vectors'), keyOf(stationSeed))
  station.grow(1, () => ({ type: 'station.named', body: { name: '1号台' } }))
  station.grow(1, () => ({ type: 'operator.signed_in', body: { operator: 'chief' } }))
  // of a type no program knows yet: it is kept and passed on
  station.grow(1, () => ({ type: 'future.noted', body: { a: [1, 2.5, true, null], 'ключ': 'текст 文字' } }))
  return station
}

/** HQ's signing key of the vectors. */
export const vectorHq = keyOf(hqSeed)

/** Everything in docs/formats/vectors/exchange.json that can be computed again; the courier file, sealed once, stands beside. */
export function exchangeVectors() {
  const station = vectorStation()
  const hqPublic = rawPublicKey(vectorHq)
  const hq = digestOf(hqPublic).toString('hex').slice(0, 16)
  const header = { v: 1 as const, exam, venue, station: station.station, first: 2, last: 3, prev: station.facts[0]!.hash.toString('hex'), hash: station.facts[2]!.hash.toString('hex') }
  const page = packPage(header, station.facts.slice(1))
  const asked = { path: '/exchange/v1/page', hq, exam, venue, station: station.station, turn: 42, body: page }
  const { headers, question } = signQuestion(asked, station.vouch)
  const receipt: Receipt = {
    v: 1, hq, exam, venue, no: 7, at: 1_795_000_000_000, heads: [{ station: station.station, seq: 3, hash: station.facts[2]!.hash.toString('hex') }],
    package: { version: 2, hash: digestOf(Buffer.from('package')).toString('hex') },
    orders: [{ id: 'order-1', kind: 'erase', exam, venue, at: 1_795_000_000_000, reason: '保存期满' }],
    quarantined: [{ station: station.station, seq: 5, why: 'hole' }],
  }
  const signed = signReceipt(receipt, vouchWith(vectorHq))
  const body = Buffer.from(JSON.stringify(signed))
  const code = 'K7M2P-9QRST-VWXYZ-01234-56789A'
  const altered = Buffer.from(page)
  altered[page.length - 70]! ^= 1
  return {
    about: 'Test vectors of docs/formats/exchange.md. Keys are made for this file and used nowhere else.',
    station: { seed: stationSeed.toString('hex'), publicKey: station.publicKey, id: station.station },
    hq: { seed: hqSeed.toString('hex'), publicKey: hqPublic.toString('hex'), id: hq },
    facts: station.facts.map(({ bytes, hash, sig }) => ({ bytes: bytes.toString('utf8'), hash: hash.toString('hex'), signature: sig.toString('hex') })),
    page: { header, bytes: page.toString('base64') },
    question: {
      statement: JSON.stringify({ v: 1, path: asked.path, hq, exam, venue, station: station.station, turn: 42, body: digestOf(page).toString('hex') }),
      digest: question, headers, body: 'the page above',
    },
    answer: {
      status: 200, body: body.toString('utf8'), statement: JSON.stringify({ v: 1, hq, question, status: 200, body: digestOf(body).toString('hex') }),
      signature: signAnswer({ hq, question, status: 200, body }, vouchWith(vectorHq)),
    },
    receipt: { content: receipt, signed, file: receiptFile(signed).toString('base64') },
    card: {
      code, normal: normalCode(code), typed: ['k7m2p9qrstvwxyzo123456789a', 'Ｋ7M2P 9QRST VWXYZ OL234 56789A'], qr: cardText({ exam, venue, code }),
      proof: enrolProof(code, exam, venue, station.publicKey),
    },
    refused: [
      { what: 'one bit of the last fact changed', page: altered.toString('base64'), fault: 'fact_malformed chain_broken fact_signature' },
      { what: 'cut in the middle', page: page.subarray(0, 500).toString('base64'), fault: 'cut_off' },
      { what: 'a byte behind the last fact', page: Buffer.concat([page, Buffer.from([0])]).toString('base64'), fault: 'trailing_bytes' },
    ],
  }
}
