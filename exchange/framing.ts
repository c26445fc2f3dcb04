import { createHash, sign, type KeyObject } from 'node:crypto'
import { publicKeyOf, verifyHash } from '../db/envelope.ts'

// Lengths, digests and signatures as every format of exchange/ writes them.

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
