import { z } from 'zod'
import { walkChain, type ChainFault } from '../db/check-chain.ts'
import { bodyText, NO_HASH, parseFact, publicKeyOf, stationId, verifyHash } from '../db/envelope.ts'
import type { ClosingManifest } from './closing-format.ts'
import { u32 } from './framing.ts'
import { packPage, type SignedBytes } from './page.ts'

// The part `ledger.age` of a closing package, before it is sealed and after it was opened.

const mark = Buffer.from('KDCL1')
const limits = { header: 200_000, fact: 8_000_000 }

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${String(length)}}$`))
const Header = z.strictObject({
  v: z.literal(1), exam: z.string().max(200), venue: z.string().max(200),
  streams: z.array(z.strictObject({ station: hex(16), publicKey: hex(64), facts: z.int().min(1) })).min(1).max(200),
})
/** What the ledger of a closing package says first: whose, and how many facts of which streams follow. */
type ClosingLedgerHeader = z.infer<typeof Header>

/** First bytes of an unsealed `ledger.age`; facts follow, each u32 length ‖ bytes ‖ hash(32) ‖ sig(64). */
export function closingLedgerHead(header: ClosingLedgerHeader): Buffer {
  const text = Buffer.from(JSON.stringify(Header.parse(header)))
  return Buffer.concat([mark, u32(text.length), text])
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
  return walkLedger(plain, manifest, () => undefined)
}

/** A page of a stream of a closing package; `publicKey` hex. */
export interface LedgerPage {
  station: string
  publicKey: string
  packed: Uint8Array
}

/** Facts of one page, and bytes after which it is cut. */
const pageOf = { facts: 1000, bytes: 4_000_000 }

/** The same check, and the ledger's facts in pages as the line carries them. */
export function pagesOfClosing(plain: Buffer, manifest: ClosingManifest): { ok: true; pages: LedgerPage[] } | Extract<LedgerReading, { ok: false }> {
  const pages: LedgerPage[] = []
  let open: { stream: { station: string; publicKey: string }; first: number; prev: Buffer; facts: SignedBytes[]; bytes: number; last: Buffer } | null = null
  const cut = (): void => {
    if (open === null) return
    const { stream: { station, publicKey }, first, prev, facts, last } = open
    const header = { v: 1 as const, exam: manifest.exam, venue: manifest.venue, station, first, last: first + facts.length - 1, prev: prev.toString('hex'), hash: last.toString('hex') }
    pages.push({ station, publicKey, packed: packPage(header, facts) })
    open = null
  }
  const read = walkLedger(plain, manifest, (stream, seq, { bytes, hash, sig }) => {
    const before: Buffer = open?.stream === stream ? open.last : NO_HASH
    if (open !== null && (open.stream !== stream || open.facts.length === pageOf.facts || open.bytes + bytes.length > pageOf.bytes)) cut()
    open ??= { stream, first: seq, prev: before, facts: [], bytes: 0, last: before }
    open.facts.push({ bytes, sig })
    open.bytes += bytes.length
    open.last = hash
  })
  if (!read.ok) return read
  cut()
  return { ok: true, pages }
}

type EachFact = (stream: { station: string; publicKey: string }, seq: number, fact: FactRecord) => void

function walkLedger(plain: Buffer, manifest: ClosingManifest, each: EachFact): LedgerReading {
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
      each(stream, seq, read)
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
