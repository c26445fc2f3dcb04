import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { Decrypter, Encrypter } from 'age-encryption'
import { z } from 'zod'

/** The keys of one station. Whoever holds them can read its database and sign as it. */
export interface StationKeys {
  /** 32 raw bytes. */
  databaseKey: Buffer
  /** Ed25519 private key. */
  signingKey: KeyObject
  /** 32 raw bytes mixed into every PIN before scrypt. */
  pepper: Buffer
}

const KeyFile = z.strictObject({
  v: z.literal(1),
  databaseKey: z.string().regex(/^[0-9a-f]{64}$/),
  /** PKCS8, DER, base64. */
  signingKey: z.string().min(1).max(200),
  pepper: z.string().regex(/^[0-9a-f]{64}$/),
})

/** A key file that cannot be used; `why` says how to word it. */
export class KeyFileUnusable extends Error {
  override name = 'KeyFileUnusable'
  readonly why: 'missing' | 'open_to_others' | 'damaged' | 'wrong_passphrase'
  constructor(why: KeyFileUnusable['why'], message: string) {
    super(message)
    this.why = why
  }
}

/** Fresh keys. */
export function makeStationKeys(): StationKeys {
  return { databaseKey: randomBytes(32), signingKey: generateKeyPairSync('ed25519').privateKey, pepper: randomBytes(32) }
}

/** The keys as the text of `station.key.json`. */
export function keysToText(keys: StationKeys): string {
  return JSON.stringify({
    v: 1, databaseKey: keys.databaseKey.toString('hex'),
    signingKey: keys.signingKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'), pepper: keys.pepper.toString('hex'),
  } satisfies z.infer<typeof KeyFile>)
}

/** Reads the text back; throws `KeyFileUnusable('damaged')`. */
export function keysFromText(text: string): StationKeys {
  try {
    const read = KeyFile.parse(JSON.parse(text))
    const signingKey = createPrivateKey({ key: Buffer.from(read.signingKey, 'base64'), format: 'der', type: 'pkcs8' })
    if (signingKey.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key')
    return { databaseKey: Buffer.from(read.databaseKey, 'hex'), signingKey, pepper: Buffer.from(read.pepper, 'hex') }
  } catch (error) {
    throw new KeyFileUnusable('damaged', `the key file is damaged: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Writes a new key file with mode 0600, on disk when this returns; refuses to overwrite one. */
export function writeKeyFile(path: string, keys: StationKeys): void {
  writeDurably(path, keysToText(keys))
}

/** Reads a key file; refuses one that other users of the machine may read (not on Windows, which has no such modes). */
export function readKeyFile(path: string): StationKeys {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) throw new KeyFileUnusable('missing', `no key file at ${path}`)
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    throw new KeyFileUnusable('open_to_others', `${path} may be read by other users; it has to have mode 0600`)
  }
  return keysFromText(readFileSync(path, 'utf8'))
}

/** The key file's text sealed with a passphrase (age, scrypt), to lie beside a backup. */
export async function sealKeys(keys: StationKeys, passphrase: string): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  return encrypter.encrypt(keysToText(keys))
}

/** Opens what `sealKeys` made; throws `KeyFileUnusable('wrong_passphrase')`. */
export async function openSealedKeys(sealed: Uint8Array, passphrase: string): Promise<StationKeys> {
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  let text: string
  try {
    text = await decrypter.decrypt(sealed, 'text')
  } catch {
    throw new KeyFileUnusable('wrong_passphrase', 'the passphrase does not open the sealed key')
  }
  return keysFromText(text)
}

/** Writes a new file with mode 0600 and waits until it is on disk. */
export function writeDurably(path: string, content: string | Uint8Array): void {
  const fd = openSync(path, 'wx', 0o600)
  try {
    const bytes = Buffer.from(content)
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
