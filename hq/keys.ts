import { createPrivateKey, type KeyObject } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { z } from 'zod'
import { rawPublicKey, stationId } from '../db/envelope.ts'
import type { Chance } from '../exchange/chance.ts'
import type { HqKeys } from './inside.ts'
import type { Store } from './store.ts'

/** HQ's folder or database cannot be used; the message says what to do and is printed as it is. */
export class HqUnusable extends Error {
  override name = 'HqUnusable'
}

const KeyFile = z.strictObject({
  v: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** Seed of the Ed25519 pair, hex. */
  signing: z.string().regex(/^[0-9a-f]{64}$/),
  /** age identity. */
  identity: z.string().regex(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/),
})

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Where the keys of a data folder lie. */
export const keyFileOf = (folder: string): string => path.join(folder, 'keys', 'hq.key.json')

/**
 * The keys of this HQ: made at the first start, mode 0600, on the disk when this resolves. The database remembers the
 * public half; with another key file it is refused, because every package and receipt names the old one.
 */
export async function hqKeys(folder: string, store: Store, chance: Chance): Promise<HqKeys> {
  const file = keyFileOf(folder)
  const pinned = await store.db.selectFrom('meta').select('value').where('key', '=', 'hq.public_key').executeTakeFirst()
  if (!existsSync(file)) {
    if (pinned !== undefined)
      throw new HqUnusable(`缺少密钥文件 ${file}。数据库属于总部密钥 ${pinned.value.slice(0, 16)}…，请从备份中找回 keys 文件夹，不要新建。`)
    await makeKeyFile(file, chance)
  }
  const keys = await readKeyFile(file)
  if (pinned === undefined) {
    await store.db.insertInto('meta').values({ key: 'hq.public_key', value: keys.publicKey }).onConflict((row) => row.column('key').doNothing()).execute()
    return hqKeysAgree(keys, (await store.db.selectFrom('meta').select('value').where('key', '=', 'hq.public_key').executeTakeFirstOrThrow()).value, file)
  }
  return hqKeysAgree(keys, pinned.value, file)
}

function hqKeysAgree(keys: HqKeys, pinned: string, file: string): HqKeys {
  if (keys.publicKey === pinned) return keys
  throw new HqUnusable(`密钥文件 ${file} 不是这个数据库的：数据库属于 ${pinned.slice(0, 16)}…，文件是 ${keys.publicKey.slice(0, 16)}…。请换回原来的 keys 文件夹。`)
}

async function makeKeyFile(file: string, chance: Chance): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const seed = chance.bytes(32)
  const made: z.infer<typeof KeyFile> = { v: 1, id: stationId(rawPublicKey(signingKey(seed))), signing: seed.toString('hex'), identity: await generateIdentity() }
  writeOnce(file, JSON.stringify(made))
}

/** Writes a file of mode 0600 and waits until it is on the disk; throws when it exists. */
export function writeOnce(file: string, text: string): void {
  const fd = openSync(file, 'wx', 0o600)
  try {
    writeSync(fd, text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

async function readKeyFile(file: string): Promise<HqKeys> {
  // a copy from a backup may have lost its mode; nobody else on this machine has any business with it
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  const read = KeyFile.safeParse(json(readFileSync(file, 'utf8')))
  if (!read.success) throw new HqUnusable(`密钥文件 ${file} 已损坏，请从备份中找回。`)
  const signing = signingKey(Buffer.from(read.data.signing, 'hex'))
  const raw = rawPublicKey(signing)
  if (stationId(raw) !== read.data.id) throw new HqUnusable(`密钥文件 ${file} 已损坏，请从备份中找回。`)
  return { id: read.data.id, signing, publicKey: raw.toString('hex'), identity: read.data.identity, recipient: await identityToRecipient(read.data.identity) }
}

function signingKey(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
