import { z } from 'zod'
import { stationId } from '../db/envelope.ts'
import { FactId } from '../shared/facts.ts'
import { Sealing } from '../shared/api/closing.ts'
import { ageHeaderFits, isSealed } from './closing-age.ts'
import { digestOf, hasMark, readFrame, writeFrame, type FrameFault, type FrameKind, type Vouch } from './framing.ts'

// docs/formats/closing-package.md describes these bytes for others who read them.

/** What is signed begins with this, so that no fact's signature can stand under a package, nor the other way about. */
export const closingTag = Buffer.from('kaodian-closing-v1\0')
/** Most bytes of each part. */
const partLimits = { 'ledger.age': 500_000_000, 'people.age': 90_000_000 }

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const station = z.string().regex(/^[0-9a-f]{16}$/)
const count = z.int().min(0)
const part = <N extends keyof typeof partLimits>(name: N) =>
  z.strictObject({ name: z.literal(name), length: z.int().min(1).max(partLimits[name]), sha256: hash })

/** What everybody may read of a closing package: whose, of what, how far; nothing of a person. */
export const ClosingManifest = z.strictObject({
  v: z.literal(1),
  /** Which algorithms: Ed25519 over SHA-256, parts sealed by age. */
  suite: z.literal('ed25519-sha256-age1'),
  exam: z.string().min(1).max(200),
  venue: z.string().min(1).max(200),
  venueName: z.string().max(200),
  session: z.string().min(1).max(64),
  station,
  /** Raw Ed25519 public key of the station that signed. */
  publicKey: hash,
  /** The fact that closed the session, and its hash. */
  closed: z.strictObject({ fact: FactId, hash }),
  /** Last fact of every stream in the package. */
  heads: z.array(z.strictObject({ station, seq: z.int().min(1).max(4_294_967_295), hash })).min(1).max(200),
  facts: count,
  /** People by end, as the closing fact has them. */
  counts: z.record(z.string().max(40), count),
  sealing: Sealing,
  recipients: z.array(z.string().max(200)).max(10),
  /** ms since 1970, by the venue's clock. */
  created: z.int(),
  parts: z.tuple([part('ledger.age'), part('people.age')]),
})
export type ClosingManifest = z.infer<typeof ClosingManifest>

/** What can be wrong with a package, as seen without any key. */
export type ClosingFault = FrameFault | 'not_a_package' | 'trailing_bytes' | 'part_changed' | 'not_sealed' | 'recipients_differ' | 'counts_differ' | 'heads_differ'

export type ClosingReading =
  | { ok: true; manifest: ClosingManifest; ledger: Buffer; people: Buffer }
  | { ok: false; fault: ClosingFault }

const frame: FrameKind<ClosingManifest, 'not_a_package'> = {
  magic: Buffer.from('KDCP1'), tag: closingTag, limits: { file: 600_000_000, manifest: 1_000_000 }, schema: ClosingManifest, notOne: 'not_a_package',
  signer: (manifest) => {
    const key = Buffer.from(manifest.publicKey, 'hex')
    return stationId(key) === manifest.station ? key : null
  },
}

/** The bytes of a package before its parts; `vouch` puts the station's signature over tag ‖ digest. */
export function closingHead(manifest: ClosingManifest, vouch: Vouch): Buffer {
  return writeFrame(frame, manifest, vouch).head
}

export function isClosingPackage(start: Uint8Array): boolean {
  return hasMark(frame, start)
}

/**
 * Reads a package without opening its parts: its signed beginning, part lengths and hashes, that both parts are sealed to
 * as many as the manifest names, and that its counts agree with each other. The signature proves that nothing was changed
 * since the station signed; whose station it is, `--data` or a printed key has to say.
 */
export function readClosing(bytes: Buffer): ClosingReading {
  const no = (fault: ClosingFault): ClosingReading => ({ ok: false, fault })
  const read = readFrame(frame, bytes)
  if (!read.ok) return read
  const { manifest } = read
  const cut = partsOf(manifest, read.rest)
  if (typeof cut === 'string') return no(cut)
  const fault = disagreement(manifest)
  if (fault !== null) return no(fault)
  return [cut.ledger, cut.people].some((sealed) => !ageHeaderFits(sealed, manifest)) ? no('recipients_differ') : { ok: true, manifest, ...cut }
}

function partsOf({ parts }: ClosingManifest, rest: Buffer): { ledger: Buffer; people: Buffer } | ClosingFault {
  const [first, second] = parts
  if (rest.length < first.length + second.length) return 'cut_off'
  if (rest.length > first.length + second.length) return 'trailing_bytes'
  const ledger = rest.subarray(0, first.length)
  const people = rest.subarray(first.length)
  if (digestOf(ledger).toString('hex') !== first.sha256 || digestOf(people).toString('hex') !== second.sha256) return 'part_changed'
  return isSealed(ledger) && isSealed(people) ? { ledger, people } : 'not_sealed'
}

/** What the manifest says twice has to be the same; null when it is. */
function disagreement({ heads, facts, closed, counts, sealing, recipients, station: own }: ClosingManifest): ClosingFault | null {
  if (new Set(heads.map((head) => head.station)).size !== heads.length || heads.reduce((sum, head) => sum + head.seq, 0) !== facts) return 'heads_differ'
  const [stream = '', seq = ''] = closed.fact.split('/')
  const head = heads.find((each) => each.station === stream)
  if (head === undefined || Number(seq) > head.seq || (Number(seq) === head.seq && head.hash !== closed.hash)) return 'heads_differ'
  if (!heads.some((each) => each.station === own)) return 'heads_differ'
  if (Object.keys(counts).length === 0) return 'counts_differ'
  return (sealing === 'recipients') === (recipients.length > 0) && new Set(recipients).size === recipients.length ? null : 'recipients_differ'
}
