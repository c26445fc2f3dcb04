import { z } from 'zod'
import { stationId } from '../db/envelope.ts'
import { ageHeaderFits, isRecipient, isSealed, seal } from './closing-age.ts'
import { digestOf, hasMark, readFrame, writeFrame, type FrameFault, type FrameKind, type Vouch } from './framing.ts'
import { Enrol, Hello, pageLimits, StationKeyId } from './messages.ts'
import { readPage } from './page.ts'

// A courier file (`.kdcourier`): what the line would have carried, on a stick. docs/formats/courier.md describes the bytes.

/** Most bytes of a file, of its manifest and of what is sealed in it; more pages go into a second file. */
export const courierLimits = { file: 300_000_000, manifest: 4_000_000, sealed: 290_000_000, pages: 5000 }

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const name = z.string().min(1).max(100)
const seq = z.int().min(1).max(4_294_967_295)

/** What everybody may read of a courier file: whose, for whom, which facts; nothing of a person. */
export const CourierManifest = z.strictObject({
  v: z.literal(1),
  suite: z.literal('ed25519-sha256-age1'),
  exam: name, venue: name, venueName: z.string().max(200),
  /** Who wrote and signed it; `publicKey` is its raw Ed25519 key. */
  station: StationKeyId, publicKey: hash,
  /** The enrolment, where HQ has not answered one yet. */
  enrol: Enrol.nullable(),
  hello: Hello,
  /** Pages in the order they lie in the sealed part, each with the key of its stream. */
  pages: z.array(z.strictObject({ station: StationKeyId, publicKey: hash, first: seq, last: seq, length: z.int().min(1).max(pageLimits.bytes), sha256: hash })).max(courierLimits.pages),
  recipients: z.array(z.string().refine(isRecipient)).min(1).max(10),
  /** ms since 1970, by the station's clock. */
  created: z.int(),
  parts: z.tuple([z.strictObject({ name: z.literal('pages.age'), length: z.int().min(1).max(courierLimits.sealed), sha256: hash })]),
})
export type CourierManifest = z.infer<typeof CourierManifest>

const frame: FrameKind<CourierManifest, 'not_a_courier'> = {
  magic: Buffer.from('KDCR1'), tag: Buffer.from('kaodian-courier-v1\0'), limits: courierLimits, schema: CourierManifest, notOne: 'not_a_courier',
  signer: (manifest) => {
    const key = Buffer.from(manifest.publicKey, 'hex')
    return stationId(key) === manifest.station ? key : null
  },
}

/** What a station says of a courier file besides its pages. */
export type CourierAbout = Omit<CourierManifest, 'v' | 'suite' | 'pages' | 'parts'>

/** A page and the raw public key (hex) of its stream. */
export interface CourierPage {
  publicKey: string
  packed: Buffer
}

/** Seals pages to HQ's keys and signs what the file says of them; pieces in order. Throws for what no reader would take. */
export async function writeCourier(about: CourierAbout, pages: readonly CourierPage[], vouch: Vouch): Promise<Uint8Array[]> {
  const listed = pages.map(({ publicKey, packed }) => {
    const read = readPage(packed)
    if (!read.ok) throw new Error(`a courier file carries pages: ${read.fault}`)
    const { station, first, last } = read.header
    return { station, publicKey, first, last, length: packed.length, sha256: digestOf(packed).toString('hex') }
  })
  const sealed = await seal(inPieces(pages), { sealing: 'recipients', recipients: about.recipients })
  const { exam, venue, venueName, station, publicKey, enrol, hello, recipients, created } = about
  const manifest: CourierManifest = {
    v: 1, suite: 'ed25519-sha256-age1', exam, venue, venueName, station, publicKey, enrol, hello, pages: listed, recipients, created,
    parts: [{ name: 'pages.age', length: sealed.length, sha256: sealed.sha256 }],
  }
  return [writeFrame(frame, manifest, vouch).head, ...sealed.chunks]
}

// what seals takes pieces as they come; pages lie in memory already
async function* inPieces(pages: readonly CourierPage[]): AsyncGenerator<Uint8Array> {
  for (const { packed } of pages) yield await Promise.resolve(packed)
}

/** What can be wrong with a courier file before it is opened. */
export type CourierFault = FrameFault | 'not_a_courier' | 'trailing_bytes' | 'pages_differ' | 'part_changed' | 'not_sealed' | 'recipients_differ'

export type CourierReading = { ok: true; manifest: CourierManifest; sealed: Buffer } | { ok: false; fault: CourierFault }

export function isCourier(start: Uint8Array): boolean {
  return hasMark(frame, start)
}

/**
 * Reads a courier file without opening it: its signed beginning, length and hash of the sealed part, that it is sealed to
 * as many as the manifest names. Who may send it, and whether it is for this HQ, is for the caller.
 */
export function readCourier(bytes: Buffer): CourierReading {
  const no = (fault: CourierFault): CourierReading => ({ ok: false, fault })
  const read = readFrame(frame, bytes)
  if (!read.ok) return read
  const { manifest, rest: sealed } = read
  const [part] = manifest.parts
  if (sealed.length < part.length) return no('cut_off')
  if (sealed.length > part.length) return no('trailing_bytes')
  if (digestOf(sealed).toString('hex') !== part.sha256) return no('part_changed')
  if (!isSealed(sealed)) return no('not_sealed')
  if (!agrees(manifest)) return no('pages_differ')
  return ageHeaderFits(sealed, { sealing: 'recipients', recipients: manifest.recipients }) ? { ok: true, manifest, sealed } : no('recipients_differ')
}

/** What the manifest says twice is the same. */
function agrees({ pages, enrol, exam, venue, station, publicKey }: CourierManifest): boolean {
  const own = enrol === null || (enrol.exam === exam && enrol.venue === venue && enrol.station === station && enrol.publicKey === publicKey)
  return own && pages.every((page) => page.last >= page.first && stationId(Buffer.from(page.publicKey, 'hex')) === page.station)
}

/**
 * Cuts the opened part into its pages: lengths and hashes as listed, page headers as listed and of this recruitment and
 * venue, nothing behind the last page. Null when anything differs.
 */
export function pagesOfCourier(manifest: CourierManifest, plain: Buffer): CourierPage[] | null {
  if (plain.length !== manifest.pages.reduce((sum, { length }) => sum + length, 0)) return null
  const pages: CourierPage[] = []
  let at = 0
  for (const { station, publicKey, first, last, length, sha256 } of manifest.pages) {
    const packed = plain.subarray(at, at + length)
    at += length
    if (digestOf(packed).toString('hex') !== sha256) return null
    const read = readPage(packed)
    if (!read.ok) return null
    const { header } = read
    if (header.exam !== manifest.exam || header.venue !== manifest.venue || header.station !== station || header.first !== first || header.last !== last) return null
    pages.push({ publicKey, packed })
  }
  return pages
}
