import { createPrivateKey, type KeyObject } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { rawPublicKey, stationId } from '../db/envelope.ts'
import type { Chance } from './chance.ts'
import { StationUnusable } from './unusable.ts'

/** What a station has to keep secret. */
export interface StationKeys {
  /** Opens the database, 32 raw bytes. */
  readonly database: Buffer
  /** Ed25519, signs this station's facts. */
  readonly signing: KeyObject
  /** Goes into every PIN's verifier, 32 raw bytes. */
  readonly pepper: Buffer
  /** 16 hex characters of the public half. */
  readonly station: string
}

/** Who seals the key file: the operating system in the window (safeStorage), nobody but the file's mode elsewhere. */
export interface Keeper {
  readonly kept: 'sealed' | 'file'
  seal(secret: Uint8Array): Promise<Uint8Array>
  /** Throws when the file was sealed for somebody else. */
  unseal(sealed: Uint8Array): Promise<Uint8Array>
}

/** Plain Node has no key chain: the keys lie in a file of mode 0600, and the screen says so. */
export const fileKeeper: Keeper = { kept: 'file', seal: (secret) => Promise.resolve(secret), unseal: (sealed) => Promise.resolve(sealed) }

export const keyFile = 'station.key.json'

const hex32 = z.string().regex(/^[0-9a-f]{64}$/)
const KeyText = z.strictObject({ v: z.literal(1), station: z.string().regex(/^[0-9a-f]{16}$/), database: hex32, signing: hex32, pepper: hex32 })
const Wrapped = z.strictObject({ v: z.literal(1), kept: z.enum(['sealed', 'file']), keys: z.string() })

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function signingKey(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
}

/** Makes keys for a new venue and writes them, sealed, into `folder`; the file is on the disk when this resolves. */
export async function makeKeys(folder: string, chance: Chance, keeper: Keeper): Promise<StationKeys> {
  const [database, seed, pepper] = [chance.bytes(32), chance.bytes(32), chance.bytes(32)]
  const signing = signingKey(seed)
  const station = stationId(rawPublicKey(signing))
  const text: z.infer<typeof KeyText> = { v: 1, station, database: database.toString('hex'), signing: seed.toString('hex'), pepper: pepper.toString('hex') }
  const sealed = await keeper.seal(Buffer.from(JSON.stringify(text)))
  const wrapped: z.infer<typeof Wrapped> = { v: 1, kept: keeper.kept, keys: Buffer.from(sealed).toString('base64') }
  writeDurably(path.join(folder, keyFile), JSON.stringify(wrapped))
  return { database, signing, pepper, station }
}

function writeDurably(file: string, text: string): void {
  const fresh = `${file}.new`
  const fd = openSync(fresh, 'w', 0o600)
  try {
    writeSync(fd, text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(fresh, file)
}

/** Reads the keys of a folder that holds a venue. Throws `StationUnusable` with what to do. */
export async function readKeys(folder: string, keeper: Keeper): Promise<StationKeys> {
  const file = path.join(folder, keyFile)
  if (!existsSync(file)) {
    throw new StationUnusable('key_missing', `缺少密钥文件 ${file}。没有它，数据库无法打开；请从原来的机器或备份中找回该文件，不要新建。`)
  }
  // a copy from a stick may have lost its mode; nobody else on this machine has any business with it
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  const unreadable = (cause: unknown): StationUnusable =>
    new StationUnusable('key_unreadable', `密钥文件 ${file} 已损坏，或是为另一台机器、另一个系统账户封存的，无法读取。`, { cause })
  let wrapped: z.infer<typeof Wrapped>
  try {
    wrapped = Wrapped.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw unreadable(error)
  }
  if (wrapped.kept !== keeper.kept) {
    const face = wrapped.kept === 'sealed' ? '桌面窗口' : '浏览器界面（--web）'
    throw new StationUnusable('key_unreadable', `密钥文件 ${file} 属于${face}，请用同一方式启动。`)
  }
  try {
    const opened = await keeper.unseal(Buffer.from(wrapped.keys, 'base64'))
    const text = KeyText.parse(JSON.parse(Buffer.from(opened).toString('utf8')))
    const signing = signingKey(Buffer.from(text.signing, 'hex'))
    if (stationId(rawPublicKey(signing)) !== text.station) throw new Error('station id and key do not belong together')
    return { database: Buffer.from(text.database, 'hex'), signing, pepper: Buffer.from(text.pepper, 'hex'), station: text.station }
  } catch (error) {
    throw unreadable(error)
  }
}
