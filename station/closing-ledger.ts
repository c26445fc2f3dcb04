import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { walkChain, type ChainFault } from '../db/check-chain.ts'
import { bodyText, parseFact, publicKeyOf, stationId, verifyHash } from '../db/envelope.ts'
import { facts, type Head } from '../db/ledger.ts'
import type { Db } from '../db/open.ts'
import { stations } from '../db/stations.ts'
import type { ClosingManifest } from '../exchange/closing-format.ts'

// The part `ledger.age` of a closing package, before it is sealed and after it was opened.

const mark = Buffer.from('KDCL1')
const limits = { header: 200_000, fact: 8_000_000 }
/** Facts read between two turns of the station; a page takes a few milliseconds. */
const page = 200

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${String(length)}}$`))
const Header = z.strictObject({
  v: z.literal(1), exam: z.string().max(200), venue: z.string().max(200),
  streams: z.array(z.strictObject({ station: hex(16), publicKey: hex(64), facts: z.int().min(1) })).min(1).max(200),
})

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return length
}

/** Every fact up to these heads with hash and signature, stream after stream; lets the station breathe between pages. */
export async function* ledgerPart(db: Db, about: { exam: string; venue: string }, heads: readonly Head[]): AsyncGenerator<Uint8Array> {
  const keys = new Map(stations(db).map(({ id, publicKey }) => [id, publicKey.toString('hex')]))
  const header: z.infer<typeof Header> = {
    v: 1, exam: about.exam, venue: about.venue,
    streams: heads.map(({ station, seq }) => ({ station, publicKey: keys.get(station) ?? '', facts: seq })),
  }
  const text = Buffer.from(JSON.stringify(Header.parse(header)))
  yield Buffer.concat([mark, lengthOf(text), text])
  for (const { station, seq } of heads) {
    for (let after = 0; after < seq; after += page) {
      const some = facts(db, { station, after, limit: Math.min(page, seq - after) })
      yield Buffer.concat(some.flatMap(({ bytes, hash, sig }) => [lengthOf(bytes), bytes, hash, sig]))
      await nextTurn()
    }
  }
}

/** What can be wrong inside `ledger.age`. */
export type LedgerFault = ChainFault | 'ledger_unreadable' | 'streams_differ' | 'foreign_key' | 'bad_signature' | 'closing_missing' | 'closing_differs'

export type LedgerReading =
  | { ok: true; facts: number }
  | { ok: false; fault: LedgerFault; station: string; seq: number }

/**
 * Checks an opened `ledger.age` against its manifest: every stream from its first fact to the head, every hash from the
 * bytes, every signature, the closing fact with the manifest's counts, and nothing behind the last fact.
 */
export function checkLedgerPart(plain: Buffer, manifest: ClosingManifest): LedgerReading {
  const no = (fault: LedgerFault, station = '', seq = 0): LedgerReading => ({ ok: false, fault, station, seq })
  const opened = openHeader(plain)
  if (opened === null) return no('ledger_unreadable')
  const { header } = opened
  const fits = header.exam === manifest.exam && header.venue === manifest.venue && header.streams.length === manifest.heads.length &&
    header.streams.every(({ station, facts: n }, at) => manifest.heads[at]?.station === station && manifest.heads[at].seq === n)
  if (!fits) return no('streams_differ')
  let at = opened.end
  let closing: Buffer | null = null
  for (const [index, stream] of header.streams.entries()) {
    const raw = Buffer.from(stream.publicKey, 'hex')
    if (stationId(raw) !== stream.station) return no('foreign_key', stream.station)
    if (stream.station === manifest.station && stream.publicKey !== manifest.publicKey) return no('foreign_key', stream.station)
    const key = publicKeyOf(raw)
    const walk = walkChain({ station: stream.station, exam: header.exam, venue: header.venue })
    for (let seq = 1; seq <= stream.facts; seq += 1) {
      const read = recordAt(plain, at)
      if (read === null) return no('ledger_unreadable', stream.station, seq)
      const fault = walk.next([seq, read.bytes, read.hash])
      if (fault !== null) return no(fault, stream.station, seq)
      if (!verifyHash(read.hash, read.sig, key)) return no('bad_signature', stream.station, seq)
      if (`${stream.station}/${String(seq)}` === manifest.closed.fact) {
        if (read.hash.toString('hex') !== manifest.closed.hash) return no('closing_differs', stream.station, seq)
        closing = read.bytes
      }
      at = read.end
    }
    if (walk.hash.toString('hex') !== manifest.heads[index]?.hash) return no('streams_differ', stream.station, stream.facts)
  }
  if (at !== plain.length) return no('ledger_unreadable')
  if (closing === null) return no('closing_missing')
  return closes(closing, manifest) ? { ok: true, facts: manifest.facts } : no('closing_differs', ...placeOf(manifest.closed.fact))
}

function openHeader(plain: Buffer): { header: z.infer<typeof Header>; end: number } | null {
  const start = mark.length + 4
  if (plain.length < start || !mark.equals(plain.subarray(0, mark.length))) return null
  const length = plain.readUInt32BE(mark.length)
  if (length > limits.header || plain.length < start + length) return null
  try {
    const header = Header.safeParse(JSON.parse(plain.subarray(start, start + length).toString('utf8')))
    return header.success ? { header: header.data, end: start + length } : null
  } catch {
    return null
  }
}

interface FactRecord {
  bytes: Buffer
  hash: Buffer
  sig: Buffer
  end: number
}

function recordAt(plain: Buffer, at: number): FactRecord | null {
  if (plain.length < at + 4) return null
  const length = plain.readUInt32BE(at)
  const end = at + 4 + length + 96
  if (length > limits.fact || plain.length < end) return null
  const bytes = plain.subarray(at + 4, at + 4 + length)
  return { bytes, hash: plain.subarray(at + 4 + length, at + 36 + length), sig: plain.subarray(at + 36 + length, end), end }
}

function closes(bytes: Buffer, manifest: ClosingManifest): boolean {
  const read = parseFact(bytes)
  if (read === 'malformed' || !('known' in read) || read.known.type !== 'session.closed') return false
  const { session, counts } = read.known.body
  return session === manifest.session && bodyText(counts) === bodyText(manifest.counts)
}

function placeOf(fact: string): [station: string, seq: number] {
  const [station = '', seq = '0'] = fact.split('/')
  return [station, Number(seq)]
}
