import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { Decrypter, Encrypter } from 'age-encryption'
import { z } from 'zod'
import { rawPublicKey, stationId } from './envelope.ts'

/** The keys of one station. Whoever holds them can read its database and sign as it. */
export interface StationKeys {
  /** Opens the database, 32 raw bytes. */
  readonly database: Buffer
  /** Ed25519 private key, signs this station's facts. */
  readonly signing: KeyObject
  /** Goes into every PIN's verifier, 32 raw bytes. */
  readonly pepper: Buffer
  /** 16 hex characters of the public half. */
  readonly station: string
}

const hex32 = z.string().regex(/^[0-9a-f]{64}$/)
const KeyText = z.strictObject({ v: z.literal(1), station: z.string().regex(/^[0-9a-f]{16}$/), database: hex32, signing: hex32, pepper: hex32 })
/** `keys`: base64 of the key text, sealed by the operating system ('sealed') or plain ('file'). */
const Wrapped = z.strictObject({ v: z.literal(1), kept: z.enum(['sealed', 'file']), keys: z.string() })

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A key file that cannot be used; `why` says how to word it. */
export class KeyFileUnusable extends Error {
  override name = 'KeyFileUnusable'
  readonly why: 'missing' | 'open_to_others' | 'damaged' | 'sealed' | 'wrong_passphrase'
  constructor(why: KeyFileUnusable['why'], message: string) {
    super(message)
    this.why = why
  }
}

/** Fresh keys. */
export function makeStationKeys(): StationKeys {
  const signing = generateKeyPairSync('ed25519').privateKey
  return { database: randomBytes(32), signing, pepper: randomBytes(32), station: stationId(rawPublicKey(signing)) }
}

/** The keys as the text that is sealed or kept. */
export function keysToText({ database, signing, pepper, station }: StationKeys): string {
  const seed = signing.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  const text: z.infer<typeof KeyText> = { v: 1, station, database: database.toString('hex'), signing: seed.toString('hex'), pepper: pepper.toString('hex') }
  return JSON.stringify(text)
}

/** Reads that text back; throws `KeyFileUnusable(damaged)`. */
export function keysFromText(text: string): StationKeys {
  const read = KeyText.safeParse(readJson(text))
  if (!read.success) throw new KeyFileUnusable('damaged', 'the key file is damaged')
  const signing = createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(read.data.signing, 'hex')]), format: 'der', type: 'pkcs8' })
  const station = stationId(rawPublicKey(signing))
  if (station !== read.data.station) throw new KeyFileUnusable('damaged', 'the key file names another station than its key makes')
  return { database: Buffer.from(read.data.database, 'hex'), signing, pepper: Buffer.from(read.data.pepper, 'hex'), station }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Writes a new key file with mode 0600, on disk when this returns; refuses to overwrite one. */
export function writeKeyFile(path: string, keys: StationKeys): void {
  const wrapped: z.infer<typeof Wrapped> = { v: 1, kept: 'file', keys: Buffer.from(keysToText(keys)).toString('base64') }
  writeDurably(path, JSON.stringify(wrapped))
}

/** Reads a key file; refuses one that other users of the machine may read (not on Windows, which has no such modes). */
export function readKeyFile(path: string): StationKeys {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) throw new KeyFileUnusable('missing', `no key file at ${path}`)
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    throw new KeyFileUnusable('open_to_others', `${path} may be read by other users; it has to have mode 0600`)
  }
  const wrapped = Wrapped.safeParse(readJson(readFileSync(path, 'utf8')))
  if (!wrapped.success) throw new KeyFileUnusable('damaged', `${path} is damaged`)
  if (wrapped.data.kept === 'sealed') throw new KeyFileUnusable('sealed', `${path} is sealed by the operating system; only the program itself can open it`)
  return keysFromText(Buffer.from(wrapped.data.keys, 'base64').toString('utf8'))
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

/** Puts a file in another's place: whole and on disk under the name when this returns, or the old one is still there. */
export function replaceDurably(path: string, content: string | Uint8Array): void {
  const fresh = `${path}.new`
  rmSync(fresh, { force: true })
  writeDurably(fresh, content)
  renameSync(fresh, path)
  // Windows cannot open a folder for syncing; NTFS journals the rename itself.
  if (process.platform === 'win32') return
  const fd = openSync(dirname(path), 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
