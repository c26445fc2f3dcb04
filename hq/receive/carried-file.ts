import { isClosingPackage, readClosing, type ClosingManifest } from '../../exchange/closing-format.ts'
import { isCourier, pagesOfCourier, readCourier, type CourierManifest } from '../../exchange/courier.ts'
import type { ExchangeRefusal } from '../../exchange/messages.ts'
import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import { checkPool } from './check-pool.ts'
import { enrol } from '../exchange/enrol.ts'
import { confirmErased } from '../exchange/exchange-answers.ts'
import { ingest, type Incoming, type Ingested } from './ingest.ts'
import type { Inside } from '../inside.ts'
import { makeReceipt } from '../exchange/receipts.ts'

/** A file from a stick whose signature was checked; nothing of it is opened yet. `streams`: how far it reaches. */
export type Carried = {
  venue: string
  station: string
  created: number
  streams: { station: string; last: number }[]
  facts: number
} & ({ kind: 'courier'; manifest: CourierManifest; sealed: Buffer } | { kind: 'closing'; manifest: ClosingManifest; sealed: Buffer })

/**
 * Reads a closing package or courier file as far as that goes without HQ's key. Refused: file_too_large, file_unreadable,
 * file_signature, file_foreign (of another recruitment, or of no venue of this one), file_not_for_us (sealed to somebody else).
 */
export async function readCarried(inside: Inside, recruitment: { no: number; id: string }, bytes: Buffer): Promise<Carried | HqRefused> {
  const read = readAny(bytes)
  if ('ok' in read) return read
  const { exam, recipients } = read.manifest
  if (exam !== recruitment.id) return hqRefuse('file_foreign', { exam })
  const venue = await inside.store.db.selectFrom('venue').select('id').where('recruitment', '=', recruitment.no).where('id', '=', read.venue).executeTakeFirst()
  if (venue === undefined) return hqRefuse('file_foreign', { exam, venue: read.venue })
  return recipients.includes(inside.keys.recipient) ? read : hqRefuse('file_not_for_us')
}

/** Reads a file of whatever recruitment, with nothing said yet about whether it belongs here. */
export function readAny(bytes: Buffer): Carried | HqRefused {
  return isCourier(bytes) ? courier(bytes) : isClosingPackage(bytes) ? closing(bytes) : hqRefuse('file_unreadable', { fault: 'not_a_package' })
}

function refusal(fault: string): HqRefused {
  if (fault === 'too_large') return hqRefuse('file_too_large')
  return hqRefuse(fault === 'bad_signature' || fault === 'foreign_key' ? 'file_signature' : 'file_unreadable', { fault })
}

function courier(bytes: Buffer): Carried | HqRefused {
  const read = readCourier(bytes)
  if (!read.ok) return refusal(read.fault)
  const { manifest, sealed } = read
  const { venue, station, created, pages } = manifest
  const reach = new Map<string, number>()
  for (const page of pages) reach.set(page.station, Math.max(page.last, reach.get(page.station) ?? 0))
  const facts = pages.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  return { kind: 'courier', venue, station, created, streams: [...reach].map(([of, last]) => ({ station: of, last })), facts, manifest, sealed }
}

function closing(bytes: Buffer): Carried | HqRefused {
  const read = readClosing(bytes)
  if (!read.ok) return refusal(read.fault)
  const { manifest, ledger } = read
  const { venue, station, created, heads, facts } = manifest
  return { kind: 'closing', venue, station, created, streams: heads.map(({ station: of, seq }) => ({ station: of, last: seq })), facts, manifest, sealed: ledger }
}

/** What became of a file: its facts, and its enrolment where it carried one. */
export type TakenFile = Ingested & { enrolled: 'enrolled' | ExchangeRefusal | null; receipt: number; heads: { station: string; seq: number; hash: string }[] }

/** Opens a file and takes what is in it; answers a refusal when it cannot be opened. A receipt is signed at the end. */
export async function takeCarried(inside: Inside, recruitment: { no: number; id: string }, carried: Carried, source: string): Promise<TakenFile | HqRefused> {
  const pages = carried.kind === 'courier' ? await courierPages(inside, carried.manifest, carried.sealed) : await closingPages(inside, carried.manifest, carried.sealed)
  if ('ok' in pages) return pages
  const hello = carried.kind === 'courier' ? carried.manifest.hello : undefined
  const enrolled = carried.kind === 'courier' && carried.manifest.enrol !== null
    ? ((await enrol(inside, recruitment, carried.manifest.enrol, { by: 'file', turn: 0 })) ?? 'enrolled')
    : null
  const taken = await inParts(pages, (some) => ingest(inside, { recruitment, venue: carried.venue, source, pages: some }))
  const known = await inside.store.db.selectFrom('stream').select('state').where('recruitment', '=', recruitment.no).where('venue', '=', carried.venue).where('station', '=', carried.station).executeTakeFirst()
  const trusted = known?.state === 'active'
  if (trusted && hello !== undefined) await confirmErased(inside, recruitment, carried.venue, carried.station, hello.erased)
  const heard = trusted ? { station: carried.station, at: carried.created, ...(hello === undefined ? {} : { hello }) } : undefined
  const { receipt } = await makeReceipt(inside, recruitment, carried.venue, heard)
  return { ...taken, enrolled, receipt: receipt.no, heads: receipt.heads }
}

/** Pages of a file that are taken at once: a large file grows at HQ step by step, and whoever waits for it sees how far it is. */
const atOnce = 4

/** Takes pages a few at a time, in the file's order. What is taken stays taken: a file that is cut off is simply taken again. */
async function inParts(pages: Incoming['pages'], take: (some: Incoming['pages']) => Promise<Ingested>): Promise<Ingested> {
  const all: Ingested = { accepted: 0, repeated: 0, quarantined: [] }
  for (let at = 0; at < pages.length; at += atOnce) {
    const { accepted, repeated, quarantined } = await take(pages.slice(at, at + atOnce))
    all.accepted += accepted
    all.repeated += repeated
    all.quarantined.push(...quarantined)
  }
  return all
}

async function courierPages(inside: Inside, manifest: CourierManifest, sealed: Buffer): Promise<Incoming['pages'] | HqRefused> {
  if (manifest.pages.length === 0) return []
  const { plain } = await checkPool().ask({ kind: 'unseal', sealed, identity: inside.keys.identity })
  if (plain === null) return hqRefuse('file_not_for_us')
  const pages = pagesOfCourier(manifest, Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength))
  return pages?.map(({ publicKey, packed }) => ({ bytes: packed, publicKey })) ?? hqRefuse('file_unreadable', { fault: 'pages_differ' })
}

async function closingPages(inside: Inside, manifest: ClosingManifest, sealed: Buffer): Promise<Incoming['pages'] | HqRefused> {
  const opened = await checkPool().ask({ kind: 'closing', sealed, identity: inside.keys.identity, manifest })
  if (!opened.ok) return opened.fault === 'not_for_us' ? hqRefuse('file_not_for_us') : hqRefuse('file_unreadable', { fault: opened.fault, station: opened.station, seq: String(opened.seq) })
  return opened.pages.map(({ publicKey, packed }) => ({ bytes: Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength), publicKey }))
}
