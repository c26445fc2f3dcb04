import { createHash } from 'node:crypto'
import { HqRole } from '../shared/hq/roles.ts'
import type { Inside } from './inside.ts'
import type { Db } from './store.ts'
import type { HqCaller } from './use-cases.ts'

/** ms without a touch, and ms at all, after which a signed-in window is none any more (等保 8.1.4.1 asks for a time-out). */
export const idleAfter = 30 * 60_000
export const loginEndsAfter = 12 * 60 * 60_000
/** How old `used_at` may be before a touch writes it again: not every question of a screen is a write. */
const writtenAgain = 20_000

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Makes a signed-in window for an account; answers its token, of which only the hash is kept. */
export async function makeLogin(inside: Inside, db: Db, account: string, full: 0 | 1): Promise<string> {
  const token = inside.chance.bytes(32).toString('base64url')
  const now = Math.round(inside.clock.now())
  await db.insertInto('login').values({ token_hash: tokenHash(token), account, full, created_at: now, used_at: now }).execute()
  return token
}

/** Whose window this token belongs to; null when there is none, it idled, or the account is closed. */
export async function findLogin(inside: Inside, token: string, touch: boolean): Promise<Omit<HqCaller, 'from'> | null> {
  if (token === '') return null
  const hash = tokenHash(token)
  const { db } = inside.store
  const row = await db
    .selectFrom('login').innerJoin('account', 'account.id', 'login.account')
    .select(['account.id', 'account.name', 'account.roles', 'account.active', 'login.full', 'login.created_at', 'login.used_at'])
    .where('login.token_hash', '=', hash)
    .executeTakeFirst()
  if (row?.active !== 1 || row.full !== 1) return null
  const now = Math.round(inside.clock.now())
  if (now - row.used_at >= idleAfter || now - row.created_at >= loginEndsAfter) return null
  if (touch && now - row.used_at >= writtenAgain) await db.updateTable('login').set({ used_at: now }).where('token_hash', '=', hash).execute()
  return { account: row.id, name: row.name, roles: HqRole.array().parse(JSON.parse(row.roles)), login: hash }
}
