import { createHash } from 'node:crypto'
import { ReadableStream } from 'node:stream/web'
import { Decrypter, Encrypter } from 'age-encryption'
import type { Sealing } from '../shared/api/closing.ts'

/** An HQ key as a package names it: age's X25519 form, `age1` and 58 characters of bech32. */
const recipientPattern = /^age1[02-9ac-hj-np-z]{58}$/

/** Whether something can be sealed to this key: its form and its own check sum. */
export function isRecipient(text: string): boolean {
  if (!recipientPattern.test(text)) return false
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    // the check sum of bech32 does not fit
    return false
  }
}

/** To whom a package is sealed. */
export type SealedTo = { sealing: 'recipients'; recipients: readonly string[] } | { sealing: 'passphrase'; passphrase: string }

export interface SealedPart {
  chunks: Uint8Array[]
  length: number
  sha256: string
}

/**
 * Seals what `plain` yields, a piece at a time: the station answers others between two pieces as long as `plain` lets
 * it. Whoever seals to recipients cannot open it again.
 */
export async function seal(plain: AsyncIterable<Uint8Array>, to: SealedTo): Promise<SealedPart> {
  const encrypter = new Encrypter()
  switch (to.sealing) {
    case 'recipients':
      for (const recipient of to.recipients) encrypter.addRecipient(recipient)
      break
    case 'passphrase':
      encrypter.setPassphrase(to.passphrase)
      break
    default:
      to satisfies never
  }
  const hash = createHash('sha256')
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of await encrypter.encrypt(ReadableStream.from(plain))) {
    hash.update(chunk)
    chunks.push(chunk)
    length += chunk.length
  }
  return { chunks, length, sha256: hash.digest('hex') }
}

/** Opens a part with an age identity or a passphrase; null when it is the wrong one or the part is damaged. */
export async function unseal(sealed: Uint8Array, key: { identity: string } | { passphrase: string }): Promise<Buffer | null> {
  const decrypter = new Decrypter()
  try {
    if ('identity' in key) decrypter.addIdentity(key.identity)
    else decrypter.addPassphrase(key.passphrase)
    return Buffer.from(await decrypter.decrypt(sealed))
  } catch {
    // the library throws differently for a wrong key, a cut file and a changed one; none of them opens
    return null
  }
}

/** Longest header read: ten recipients need less than 2 KB. */
const longestHeader = 8192
const stanzaTypes: Record<Sealing, string> = { recipients: 'X25519', passphrase: 'scrypt' }

/** Whether an age file is sealed to as many keys, and of the kind, as said. Nothing is decrypted. */
export function ageHeaderFits(sealed: Buffer, said: { sealing: Sealing; recipients: readonly string[] }): boolean {
  const text = sealed.subarray(0, longestHeader).toString('latin1')
  const end = text.search(/^--- [A-Za-z0-9+/]{43}$/m)
  if (end < 0) return false
  const stanzas = text.slice(0, end).split('\n').filter((line) => line.startsWith('-> ')).map((line) => line.split(' ')[1])
  const expected = said.sealing === 'passphrase' ? 1 : said.recipients.length
  return stanzas.length === expected && stanzas.every((type) => type === stanzaTypes[said.sealing])
}
