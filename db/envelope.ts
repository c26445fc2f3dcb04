import { createHash, createPublicKey, hash as digest, sign, verify, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { factBodies, type Envelope, type Fact, type FactType } from '../shared/facts.ts'

/** What a fact's hash begins with, so that no other signed thing of this program can be taken for a fact. */
export const FACT_TAG = Buffer.from('kaodian-fact-v1\0')
/** `prev` of a stream's first fact. */
export const NO_HASH = Buffer.alloc(32)

/** A fact of a type this program does not know: kept and passed on as it came. */
export type StrangeFact = Omit<Envelope, 'type' | 'body'> & { type: string; body: unknown }

/** Canonical UTF-8 bytes: envelope keys in fixed order, body keys sorted, no white space. Throws on what JSON cannot hold. */
export function factBytes(fact: Fact): Buffer {
  const { v, exam, venue, station, seq, prev, at, mono, by, second, cmd, type, body } = fact
  const ordered = second === undefined
    ? { v, exam, venue, station, seq, prev, at, mono, by, cmd, type, body: sorted(body) }
    : { v, exam, venue, station, seq, prev, at, mono, by, second, cmd, type, body: sorted(body) }
  return Buffer.from(JSON.stringify(ordered))
}

/** The canonical text of a body: what two sendings of one command are compared by. */
export function bodyText(body: unknown): string {
  return JSON.stringify(sorted(body))
}

function sorted(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a fact holds finite numbers only')
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  // a loop, not entries and back: this stands in the path of every recorded fact
  const held = value as Record<string, unknown>
  const ordered: Record<string, unknown> = {}
  for (const key of Object.keys(held).sort()) if (held[key] !== undefined) ordered[key] = sorted(held[key])
  return ordered
}

/** SHA-256(tag ‖ prev ‖ bytes), 32 bytes. */
export function factHash(prev: Buffer, bytes: Buffer): Buffer {
  return digest('sha256', Buffer.concat([FACT_TAG, prev, bytes]), 'buffer')
}

/** Ed25519 over a fact's hash, 64 bytes. */
export function signHash(hash: Buffer, signingKey: KeyObject): Buffer {
  return sign(null, hash, signingKey)
}

export function verifyHash(hash: Buffer, sig: Buffer, publicKey: KeyObject): boolean {
  return sig.length === 64 && verify(null, hash, publicKey, sig)
}

/** 16 hex characters: the station's name in every fact, taken from its 32 raw public key bytes. */
export function stationId(publicKey: Buffer): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 16)
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** The 32 raw bytes of a key's public half. */
export function rawPublicKey(key: KeyObject): Buffer {
  const half = key.type === 'private' ? createPublicKey(key) : key
  return half.export({ format: 'der', type: 'spki' }).subarray(-32)
}

export function publicKeyOf(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
}

const text = z.string().max(200)
const Enveloped = z.strictObject({
  v: z.literal(1), exam: text, venue: text, station: z.string().regex(/^[0-9a-f]{16}$/), seq: z.number().int().min(1).max(4_294_967_295),
  prev: z.string().regex(/^[0-9a-f]{64}$/), at: z.number().int(), mono: z.number(), by: text, second: text.optional(), cmd: text,
  type: text, body: z.unknown(),
})

export function isKnownType(type: string): type is FactType {
  return Object.hasOwn(factBodies, type)
}

/**
 * Reads a fact from bytes of another machine: envelope strict, body by its type's schema; a type unknown here stays as
 * it is. Says 'malformed' for anything else, including bytes that are not in canonical form.
 */
export function parseFact(bytes: Buffer): { known: Fact } | { strange: StrangeFact } | 'malformed' {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return 'malformed'
  }
  const read = Enveloped.safeParse(json)
  if (!read.success) return 'malformed'
  const fact = read.data as StrangeFact
  if (!factBytes(fact as Fact).equals(bytes)) return 'malformed'
  if (!isKnownType(fact.type)) return { strange: fact }
  return factBodies[fact.type].safeParse(fact.body).success ? { known: fact as Fact } : 'malformed'
}

/** Reads a fact of our own ledger, whose bytes were checked when they came in. */
export function readFact(bytes: Buffer | string): Fact {
  return JSON.parse(typeof bytes === 'string' ? bytes : bytes.toString('utf8')) as Fact
}
