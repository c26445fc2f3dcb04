import { generateIdentity, identityToRecipient } from 'age-encryption'
import { newCode, enrolProof } from '../../exchange/card.ts'
import type { Chance } from '../../exchange/chance.ts'
import { seal } from '../../exchange/closing-age.ts'
import { closingHead, type ClosingManifest } from '../../exchange/closing-format.ts'
import { closingLedgerHead } from '../../exchange/closing-ledger.ts'
import { writeCourier } from '../../exchange/courier.ts'
import { u32 } from '../../exchange/framing.ts'
import type { Enrol, Hello } from '../../exchange/messages.ts'
import type { TestStation } from './exchange-world.ts'

/** What a station greets with. */
export function helloOf(station: TestStation): Hello {
  const last = station.facts.at(-1)
  return {
    v: 1, heads: last === undefined ? [] : [{ station: station.station, seq: station.facts.length, hash: last.hash.toString('hex') }], packageVersion: 1, erased: [],
    said: { program: 'test', stationName: '1号台', unsent: station.facts.length, oldestUnsentAt: 1_795_000_000_000, trouble: [] },
  }
}

/** An enrolment with this card. */
export async function enrolOf(station: TestStation, code: string): Promise<Enrol> {
  const { exam, venue, publicKey } = station
  return { v: 1, exam, venue, station: station.station, publicKey, recipient: await identityToRecipient(await generateIdentity()), proof: enrolProof(code, exam, venue, publicKey) }
}

/** A courier file of a station with these pages, sealed to these keys. */
export async function courierOf(station: TestStation, pages: readonly Buffer[], recipients: string[], enrol: Enrol | null = null, created = 1_795_000_500_000): Promise<Buffer> {
  const about = { exam: station.exam, venue: station.venue, venueName: '考点', station: station.station, publicKey: station.publicKey, enrol, hello: helloOf(station), recipients, created }
  return Buffer.concat(await writeCourier(about, pages.map((packed) => ({ publicKey: station.publicKey, packed })), station.vouch))
}

async function* pieces(...all: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of all) yield await Promise.resolve(piece)
}

/** A closing package of a station whose last fact closes session `s1`. */
export async function closingOf(station: TestStation, recipients: string[]): Promise<Buffer> {
  const counts = { passed: 2 }
  station.grow(1, () => ({ type: 'session.closed', body: { session: 's1', counts, conflicts: [] } }))
  const last = station.facts.at(-1)!
  const head = closingLedgerHead({ v: 1, exam: station.exam, venue: station.venue, streams: [{ station: station.station, publicKey: station.publicKey, facts: station.facts.length }] })
  const records = station.facts.map(({ bytes, hash, sig }) => Buffer.concat([u32(bytes.length), bytes, hash, sig]))
  const ledger = await seal(pieces(head, ...records), { sealing: 'recipients', recipients })
  const people = await seal(pieces(Buffer.from('[]')), { sealing: 'recipients', recipients })
  const manifest: ClosingManifest = {
    v: 1, suite: 'ed25519-sha256-age1', exam: station.exam, venue: station.venue, venueName: '考点', session: 's1', station: station.station, publicKey: station.publicKey,
    closed: { fact: `${station.station}/${String(station.facts.length)}`, hash: last.hash.toString('hex') },
    heads: [{ station: station.station, seq: station.facts.length, hash: last.hash.toString('hex') }], facts: station.facts.length, counts, sealing: 'recipients',
    recipients, created: 1_795_000_600_000,
    parts: [{ name: 'ledger.age', length: ledger.length, sha256: ledger.sha256 }, { name: 'people.age', length: people.length, sha256: people.sha256 }],
  }
  return Buffer.concat([closingHead(manifest, station.vouch), ...ledger.chunks, ...people.chunks])
}

/** A card's code that is nobody's. */
export const strayCode = (chance: Chance): string => newCode(chance)
