import { NO_HASH, publicKeyOf, stationId, verifyHash, type StrangeFact } from '../db/envelope.ts'
import type { Fact } from '../shared/facts.ts'
import { streamReader } from './fact-reading.ts'
import { jsonOf, u32 } from './framing.ts'
import { PageHeader, pageLimits } from './messages.ts'

// A page: consecutive facts of one stream as they travel and as HQ keeps them (docs/formats/exchange.md).

const magic = Buffer.from('KDPG1')
const longestHeader = 2000

/** A fact as it lies in a ledger: its bytes and its signature (64 bytes). */
export interface SignedBytes {
  bytes: Buffer
  sig: Buffer
}

export interface Page {
  header: PageHeader
  facts: SignedBytes[]
}

/** What can be wrong with the form of a page. */
export type PageFormFault = 'too_large' | 'not_a_page' | 'header_wrong' | 'cut_off' | 'trailing_bytes' | 'count_differs'

export type PageReading = ({ ok: true } & Page) | { ok: false; fault: PageFormFault }

/** Packs facts first..last of a stream; throws when the header does not say how many there are. */
export function packPage(header: PageHeader, facts: readonly SignedBytes[]): Buffer {
  if (facts.length !== header.last - header.first + 1) throw new Error('a page holds the facts its header names')
  const { v, exam, venue, station, first, last, prev, hash } = PageHeader.parse(header)
  const text = Buffer.from(JSON.stringify({ v, exam, venue, station, first, last, prev, hash }))
  return Buffer.concat([magic, u32(text.length), text, ...facts.flatMap(({ bytes, sig }) => [u32(bytes.length), bytes, sig])])
}

/**
 * Takes a page apart without copying: size, mark, header (canonical, strict), as many facts as it names, nothing behind
 * them. What the facts say is for checkPage.
 */
export function readPage(bytes: Buffer): PageReading {
  const no = (fault: PageFormFault): PageReading => ({ ok: false, fault })
  if (bytes.length > pageLimits.bytes) return no('too_large')
  const start = magic.length + 4
  if (bytes.length < start || !magic.equals(bytes.subarray(0, magic.length))) return no('not_a_page')
  const length = bytes.readUInt32BE(magic.length)
  if (length > longestHeader) return no('header_wrong')
  if (bytes.length < start + length) return no('cut_off')
  const header = headerOf(bytes.subarray(start, start + length))
  if (header === null) return no('header_wrong')
  const count = header.last - header.first + 1
  if (count < 1) return no('count_differs')
  if (count > pageLimits.facts) return no('too_large')
  const facts: SignedBytes[] = []
  let at = start + length
  for (let index = 0; index < count; index += 1) {
    // a page cut between two facts has a count that differs; one cut within a fact is cut off
    if (at === bytes.length) return no('count_differs')
    if (bytes.length < at + 4) return no('cut_off')
    const end = at + 4 + bytes.readUInt32BE(at)
    if (bytes.length < end + 64) return no('cut_off')
    facts.push({ bytes: bytes.subarray(at + 4, end), sig: bytes.subarray(end, end + 64) })
    at = end + 64
  }
  return at === bytes.length ? { ok: true, header, facts } : no('trailing_bytes')
}

function headerOf(text: Buffer): PageHeader | null {
  const read = PageHeader.safeParse(jsonOf(text))
  if (!read.success) return null
  const { v, exam, venue, station, first, last, prev, hash } = read.data
  return JSON.stringify({ v, exam, venue, station, first, last, prev, hash }) === text.toString('utf8') ? read.data : null
}

/** What can be wrong with the facts of a page; names of the exchange's refusals. */
export type PageFault = 'foreign' | 'fact_malformed' | 'hole' | 'chain_broken' | 'fact_signature'

/** `hash` is the last fact's; `hashes` those of all, in order, 32 bytes each; `facts` what they say, unknown types among them. */
export type PageCheck = { ok: true; hash: Buffer; hashes: Buffer[]; facts: (Fact | StrangeFact)[] } | { ok: false; fault: PageFault; seq: number }

/**
 * Checks what a page says against the station's raw public key (32 bytes): that the key is the station's, that every fact
 * is canonical and of its type's shape, of this recruitment, venue and station, numbered without a gap, chained to the
 * one before, and that the last one's signature, which covers all before it, is the station's. Signatures in between are
 * for later and at leisure.
 */
export function checkPage({ header, facts }: Page, publicKey: Buffer): PageCheck {
  const no = (fault: PageFault, seq: number): PageCheck => ({ ok: false, fault, seq })
  const { exam, venue, station, first } = header
  if (stationId(publicKey) !== station) return no('foreign', first)
  if (first === 1 && header.prev !== NO_HASH.toString('hex')) return no('chain_broken', first)
  const hashes: Buffer[] = []
  const laid = Buffer.alloc(32 * facts.length)
  const readFact = streamReader({ exam, venue, station })
  const said: (Fact | StrangeFact)[] = []
  let prev: Buffer = Buffer.from(header.prev, 'hex')
  let prevHex = header.prev
  for (const [index, { bytes }] of facts.entries()) {
    const seq = first + index
    const read = readFact(bytes, seq, prev, prevHex)
    if (read === 'malformed') return no('fact_malformed', seq)
    const { fact } = read
    if (fact.exam !== exam || fact.venue !== venue || fact.station !== station) return no('foreign', seq)
    if (fact.seq !== seq) return no('hole', seq)
    if (fact.prev !== prevHex) return no('chain_broken', seq)
    prevHex = read.hash
    laid.write(prevHex, 32 * index, 'hex')
    prev = laid.subarray(32 * index, 32 * index + 32)
    hashes.push(prev)
    said.push(fact)
  }
  const last = facts.at(-1)
  if (last === undefined || prevHex !== header.hash) return no('chain_broken', header.last)
  return signedBy(prev, last.sig, publicKey) ? { ok: true, hash: prev, hashes, facts: said } : no('fact_signature', header.last)
}

/** The facts of a checked page behind number `after`, as a page of its own; `hashes` are those of all its facts. */
export function cutPage({ header, facts }: Page, hashes: readonly Buffer[], after: number): Buffer {
  const from = after + 1 - header.first
  const prev = hashes[from - 1]
  if (prev === undefined || from >= facts.length) throw new Error('a page is cut between its first and its last fact')
  return packPage({ ...header, first: after + 1, prev: prev.toString('hex') }, facts.slice(from))
}

/** The first fact of a page whose signature is not the station's, or null when all are; the page was checked before. */
export function wrongSignature({ header, facts }: Page, hashes: readonly Buffer[], publicKey: Buffer): number | null {
  const key = publicKeyOf(publicKey)
  const wrong = facts.findIndex(({ sig }, index) => !verifyHash(hashes[index] ?? NO_HASH, sig, key))
  return wrong < 0 ? null : header.first + wrong
}

function signedBy(hash: Buffer, sig: Buffer, publicKey: Buffer): boolean {
  try {
    return verifyHash(hash, sig, publicKeyOf(publicKey))
  } catch {
    // 32 bytes that are no point of the curve
    return false
  }
}
