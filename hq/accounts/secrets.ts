import { createCipheriv, createDecipheriv, createHmac, hkdfSync, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Chance } from '../../exchange/chance.ts'
import type { HqKeys } from '../inside.ts'

/** A key for one purpose, 32 bytes, made from HQ's signing key: a copy of the database alone opens nothing. */
function keyFor(keys: HqKeys, purpose: 'password' | 'totp'): Buffer {
  const seed = keys.signing.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  return Buffer.from(hkdfSync('sha256', seed, Buffer.alloc(0), `kaodian-hq-${purpose}-v1`, 32))
}

/** Cost of a password's check: scrypt N = 2^15, r = 8, 32 MB and about a tenth of a second of one core. */
const cost = 2 ** 15
const Entry = z.strictObject({ v: z.literal(1), n: z.number().int(), salt: z.string(), hash: z.string() })

// one at a time: several at once would take 32 MB each, and a guesser gains nothing by asking in parallel
let queue: Promise<unknown> = Promise.resolve()

function derive(keys: HqKeys, password: string, salt: Buffer, n: number): Promise<Buffer> {
  const secret = createHmac('sha256', keyFor(keys, 'password')).update(password.normalize('NFKC')).digest()
  const next = queue.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(secret, salt, 32, { N: n, r: 8, p: 1, maxmem: 128 * 1024 * 1024 }, (error, key) => {
          if (error === null) resolve(key)
          else reject(error)
        })
      }),
  )
  queue = next.catch(() => undefined)
  return next
}

/** A password as the database keeps it. */
export async function makePassword(keys: HqKeys, chance: Chance, password: string): Promise<string> {
  const salt = chance.bytes(16)
  const hash = await derive(keys, password, salt, cost)
  const entry: z.infer<typeof Entry> = { v: 1, n: cost, salt: salt.toString('base64'), hash: hash.toString('base64') }
  return JSON.stringify(entry)
}

/** Whether the password is the kept one; for an unknown account (null) it takes as long and says no. */
export async function checkPassword(keys: HqKeys, kept: string | null, password: string): Promise<boolean> {
  const read = kept === null || kept === '' ? null : Entry.parse(JSON.parse(kept))
  const given = await derive(keys, password, read === null ? Buffer.alloc(16) : Buffer.from(read.salt, 'base64'), read?.n ?? cost)
  return read !== null && timingSafeEqual(given, Buffer.from(read.hash, 'base64'))
}

/** Seals the secret of an account's code device, AES-256-GCM bound to the account. */
export function sealTotp(keys: HqKeys, chance: Chance, account: string, secret: string): string {
  const iv = chance.bytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(keys, 'totp'), iv).setAAD(Buffer.from(account))
  return Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** Opens it; throws when it was sealed by another HQ or for another account. */
export function openTotp(keys: HqKeys, account: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', keyFor(keys, 'totp'), bytes.subarray(0, 12)).setAAD(Buffer.from(account)).setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
}
