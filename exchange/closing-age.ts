import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { ReadableStream } from 'node:stream/web'
import { Worker } from 'node:worker_threads'
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
  const hash = createHash('sha256')
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of await sealed(plain, to)) {
    hash.update(chunk)
    chunks.push(chunk)
    length += chunk.length
  }
  return { chunks, length, sha256: hash.digest('hex') }
}

async function sealed(plain: AsyncIterable<Uint8Array>, to: SealedTo): Promise<AsyncIterable<Uint8Array>> {
  switch (to.sealing) {
    case 'recipients': {
      const encrypter = new Encrypter()
      for (const recipient of to.recipients) encrypter.addRecipient(recipient)
      return encrypter.encrypt(ReadableStream.from(plain))
    }
    case 'passphrase':
      return sealedInThread(plain, to.passphrase)
    default:
      return to satisfies never
  }
}

// the built program keeps the worker as a file of its own beside it
const worker = new URL(import.meta.url.endsWith('.ts') ? './closing-seal-worker.ts' : './closing-seal-worker.js', import.meta.url)

async function* sealedInThread(plain: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of plain) pieces.push(piece)
  const thread = new Worker(worker, { workerData: { plain: new Uint8Array(Buffer.concat(pieces)), passphrase }, env: {} })
  try {
    const [bytes] = (await once(thread, 'message')) as [Uint8Array]
    yield bytes
  } finally {
    await thread.terminate()
  }
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

const mark = Buffer.from('age-encryption.org/v1\n')

/** Whether bytes begin as a file sealed by age does. */
export function isSealed(bytes: Uint8Array): boolean {
  return mark.equals(bytes.subarray(0, mark.length))
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
