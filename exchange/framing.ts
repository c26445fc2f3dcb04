import { createHash, sign, type KeyObject } from 'node:crypto'
import type { z } from 'zod'
import { publicKeyOf, verifyHash } from '../db/envelope.ts'

// Lengths, digests, signatures and the signed beginning of a file as the formats of exchange/ write them.

/** Signs tag ‖ digest with a key that stays where it is, as `Ledger.vouch` does for a station. */
export type Vouch = (tag: Buffer, digest: Buffer) => Buffer

/** Vouching with a key at hand: HQ's, or one in a test. */
export function vouchWith(key: KeyObject): Vouch {
  return (tag, digest) => sign(null, Buffer.concat([tag, digest]), key)
}

/** Whether an Ed25519 signature over tag ‖ digest is that of a raw public key (32 bytes); false, too, for what is no key. */
export function vouchedFor(publicKey: Buffer, tag: Buffer, digest: Buffer, signature: Buffer): boolean {
  try {
    return verifyHash(Buffer.concat([tag, digest]), signature, publicKeyOf(publicKey))
  } catch {
    // 32 bytes that are no point of the curve
    return false
  }
}

/** Four bytes, big end first. */
export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** 32 bytes. */
export function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** What UTF-8 JSON says; undefined for anything that is none. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/**
 * A kind of signed file: mark ‖ u32 length ‖ manifest (UTF-8 JSON) ‖ signature (64 bytes) over tag ‖ SHA-256(manifest) ‖ the
 * rest. `notOne` is what its readers call a file with another mark.
 */
export interface FrameKind<M, N extends string> {
  magic: Buffer
  /** What is signed begins with this, so that no other kind's signature can stand here. */
  tag: Buffer
  /** Most bytes, checked before anything is parsed. */
  limits: { file: number; manifest: number }
  schema: z.ZodType<M>
  /** Raw public key (32 bytes) of who has to have signed; null where the manifest gives a key that is not the one it names. */
  signer: (manifest: M) => Buffer | null
  notOne: N
}

/** What can be wrong with the beginning of a signed file besides its mark. */
export type FrameFault = 'too_large' | 'cut_off' | 'manifest_unreadable' | 'manifest_wrong' | 'foreign_key' | 'bad_signature'
/** `digest`: SHA-256 of the manifest's bytes, which is what was signed; `rest`: everything after the signature, unread. */
type FrameReading<M, N extends string> = { ok: true; manifest: M; digest: Buffer; rest: Buffer } | { ok: false; fault: FrameFault | N }

/** The beginning of a file of this kind, up to its rest, and its digest. Throws for a manifest that no reader would take. */
export function writeFrame<M, N extends string>({ magic, tag, limits, schema }: FrameKind<M, N>, manifest: unknown, vouch: Vouch): { head: Buffer; digest: Buffer } {
  const text = Buffer.from(JSON.stringify(schema.parse(manifest)))
  if (text.length > limits.manifest) throw new Error('the manifest is longer than readers take')
  const digest = digestOf(text)
  return { head: Buffer.concat([magic, u32(text.length), text, vouch(tag, digest)]), digest }
}

/** Whether a file begins with the mark of this kind. */
export function hasMark({ magic }: { magic: Buffer }, start: Uint8Array): boolean {
  return magic.equals(start.subarray(0, magic.length))
}

/** Size, mark, manifest, key, signature, in this order; the rest is for who knows what has to be in it. */
export function readFrame<M, N extends string>(kind: FrameKind<M, N>, bytes: Buffer): FrameReading<M, N> {
  const { magic, tag, limits, schema, signer } = kind
  const no = (fault: FrameFault | N): FrameReading<M, N> => ({ ok: false, fault })
  if (bytes.length > limits.file) return no('too_large')
  const start = magic.length + 4
  if (bytes.length < start || !hasMark(kind, bytes)) return no(kind.notOne)
  const end = start + bytes.readUInt32BE(magic.length)
  if (end - start > limits.manifest) return no('too_large')
  if (bytes.length < end + 64) return no('cut_off')
  const text = bytes.subarray(start, end)
  const json = jsonOf(text)
  if (json === undefined) return no('manifest_unreadable')
  const read = schema.safeParse(json)
  if (!read.success) return no('manifest_wrong')
  const manifest = read.data
  const key = signer(manifest)
  if (key === null) return no('foreign_key')
  const digest = digestOf(text)
  if (!vouchedFor(key, tag, digest, bytes.subarray(end, end + 64))) return no('bad_signature')
  return { ok: true, manifest, digest, rest: bytes.subarray(end + 64) }
}
