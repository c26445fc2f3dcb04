import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/** UTF-8 bytes of a text. */
export const utf8: (text: string) => Uint8Array = utf8ToBytes

/** Lower-case hex of bytes. */
export const hex: (bytes: Uint8Array) => string = bytesToHex

/** Bytes of a hex text of even length; anything else is a bug and throws. */
export const bytesOfHex: (text: string) => Uint8Array = hexToBytes

/** SHA-256 over the parts one after another; texts count as their UTF-8 bytes. */
export function sha256(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const hash = nobleSha256.create()
  for (const part of parts) hash.update(typeof part === 'string' ? utf8(part) : part)
  return hash.digest()
}

/** HMAC-SHA-256 of a message under a key. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(nobleSha256, key, message)
}
