import { createPrivateKey } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { rawPublicKey, stationId } from '../db/envelope.ts'
import { keysFromText, keysToText, replaceDurably, writeDurably, type StationKeys } from '../db/key-file.ts'
import type { Chance } from '../exchange/chance.ts'
import { StationUnusable } from './unusable.ts'

/** Who seals the key file: the operating system in the window (safeStorage), nobody but the file's mode elsewhere. */
export interface Keeper {
  readonly kept: 'sealed' | 'file'
  seal(secret: Uint8Array): Promise<Uint8Array>
  /** Throws when the file was sealed for somebody else. */
  unseal(sealed: Uint8Array): Promise<Uint8Array>
}

/** Plain Node has no key chain: the keys lie in a file of mode 0600, and the screen says so. */
export const fileKeeper: Keeper = {
  kept: 'file',
  seal: (secret) => Promise.resolve(secret),
  unseal: (sealed) => Promise.resolve(sealed),
}

export const keyFile = 'station.key.json'

/** `keys`: base64 of the key text, sealed by the operating system ('sealed') or as it is ('file'); as db/key-file.ts reads it. */
const Wrapped = z.strictObject({ v: z.literal(1), kept: z.enum(['sealed', 'file']), keys: z.base64() })

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Makes keys for a new venue and writes them, sealed, into `folder`; the file is on the disk when this resolves. */
export async function makeKeys(folder: string, chance: Chance, keeper: Keeper): Promise<StationKeys> {
  const keys: StationKeys = { ...freshSigning(chance), database: chance.bytes(32), pepper: chance.bytes(32) }
  writeDurably(path.join(folder, keyFile), await wrappedText(keys, keeper))
  return keys
}

/**
 * Gives the station of `folder` a fresh signing key, and with it another name and stream; database and PINs keep
 * theirs. The old signing key is gone from the folder when this resolves: nobody continues its stream here.
 */
export async function renewSigning(
  folder: string,
  old: StationKeys,
  parts: { chance: Chance; keeper: Keeper },
): Promise<StationKeys> {
  const keys: StationKeys = { ...old, ...freshSigning(parts.chance) }
  replaceDurably(path.join(folder, keyFile), await wrappedText(keys, parts.keeper))
  return keys
}

function freshSigning(chance: Chance): Pick<StationKeys, 'signing' | 'station'> {
  const signing = createPrivateKey({ key: Buffer.concat([PKCS8, chance.bytes(32)]), format: 'der', type: 'pkcs8' })
  return { signing, station: stationId(rawPublicKey(signing)) }
}

async function wrappedText(keys: StationKeys, keeper: Keeper): Promise<string> {
  const sealed = await keeper.seal(Buffer.from(keysToText(keys)))
  const wrapped: z.infer<typeof Wrapped> = { v: 1, kept: keeper.kept, keys: Buffer.from(sealed).toString('base64') }
  return JSON.stringify(wrapped)
}

/**
 * Reads the keys of a folder that holds a venue; a plain key file is sealed at once where the keeper seals. Throws
 * `StationUnusable` with what to do.
 */
export async function readKeys(folder: string, keeper: Keeper): Promise<StationKeys> {
  const file = path.join(folder, keyFile)
  if (!existsSync(file)) {
    throw new StationUnusable(
      'key_missing',
      `缺少密钥文件 ${file}。没有它，数据库无法打开；请从原来的机器或备份中找回该文件，不要新建。`,
    )
  }
  // a copy from a stick may have lost its mode; nobody else on this machine has any business with it
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  try {
    const wrapped = Wrapped.parse(JSON.parse(readFileSync(file, 'utf8')))
    if (wrapped.kept === 'file' && keeper.kept === 'sealed') {
      // as a restore on a new machine leaves it: from now on the operating system keeps it
      const keys = keysFromText(Buffer.from(wrapped.keys, 'base64').toString('utf8'))
      replaceDurably(file, await wrappedText(keys, keeper))
      return keys
    }
    if (wrapped.kept !== keeper.kept) {
      throw new StationUnusable('key_unreadable', `密钥文件 ${file} 由桌面窗口封存，请从桌面窗口打开这个考点。`)
    }
    return keysFromText(Buffer.from(await keeper.unseal(Buffer.from(wrapped.keys, 'base64'))).toString('utf8'))
  } catch (error) {
    if (error instanceof StationUnusable) throw error
    throw new StationUnusable(
      'key_unreadable',
      `密钥文件 ${file} 已损坏，或是为另一台机器、另一个系统账户封存的，无法读取。`,
      { cause: error },
    )
  }
}
