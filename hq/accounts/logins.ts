import { createHash } from 'node:crypto'
import { newCommand } from '../../exchange/chance.ts'
import type { SignInStep } from '../../shared/hq/api/accounts.ts'
import { HqRole, needsTotp } from '../../shared/hq/roles.ts'
import type { Inside } from '../inside.ts'
import type { Db } from '../store.ts'
import type { HqCaller } from '../use-cases.ts'

/** ms without a touch, and ms at all, after which a signed-in window is none any more (等保 8.1.4.1 asks for a time-out). */
const idleAfter = 30 * 60_000
const loginEndsAfter = 12 * 60 * 60_000
/** ms for setting up what a sign-in still needs. */
const halfEndsAfter = 15 * 60_000
/** One account may be signed in at so many windows at once; the oldest gives way to the next. */
const windowsPerAccount = 4
/** How old `used_at` may be before a touch writes it again: not every question of a screen is a write. */
const writtenAgain = 20_000

const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** What of an account says how far its sign-in is. */
interface Kept { roles: readonly HqRole[]; totp: string | null; fresh: number }

/** What a sign-in still needs once the password was right. */
export function stepOf({ roles, totp, fresh }: Kept): SignInStep {
  if (fresh === 1) return 'password'
  return totp === null && needsTotp(roles) ? 'totp' : 'in'
}

/** Makes a window for an account; answers its token, of which only the hash is kept. `full` 0: the sign-in is not over. */
export async function makeLogin(inside: Inside, db: Db, account: string, full: 0 | 1): Promise<string> {
  const token = inside.chance.bytes(32).toString('base64url')
  const now = Math.round(inside.clock.now())
  // windows and counters that are long over do not pile up
  await db.deleteFrom('login').where('created_at', '<', now - loginEndsAfter).execute()
  await db.deleteFrom('rate').where('since', '<', now - 86_400_000).execute()
  const mine = await db.selectFrom('login').select('token_hash').where('account', '=', account).orderBy('used_at', 'desc').execute()
  const over = mine.slice(windowsPerAccount - 1).map(({ token_hash }) => token_hash)
  if (over.length > 0) await db.deleteFrom('login').where('token_hash', 'in', over).execute()
  await db.insertInto('login').values({ token_hash: tokenHash(token), account, full, created_at: now, used_at: now, totp: null }).execute()
  return token
}

/** The window a token belongs to, as the gate sees it; `step` other than 'in': only what ends the sign-in may be called. */
export type FoundLogin = Omit<HqCaller, 'from'> & { readonly step: SignInStep }

/** Whose window this token belongs to; null when there is none, its time is over, or the account is closed. */
export async function findLogin(inside: Inside, token: string, touch: boolean): Promise<FoundLogin | null> {
  if (token === '') return null
  const hash = tokenHash(token)
  const { db } = inside.store
  const row = await db
    .selectFrom('login').innerJoin('account', 'account.id', 'login.account')
    .select(['account.id', 'account.name', 'account.roles', 'account.active', 'account.totp', 'account.fresh', 'login.full', 'login.created_at', 'login.used_at'])
    .where('login.token_hash', '=', hash)
    .executeTakeFirst()
  if (row?.active !== 1) return null
  const now = Math.round(inside.clock.now())
  if (now - row.used_at >= idleAfter || now - row.created_at >= (row.full === 1 ? loginEndsAfter : halfEndsAfter)) {
    await endLogin(inside, hash, row.id, 'idle')
    return null
  }
  if (touch && now - row.used_at >= writtenAgain) await db.updateTable('login').set({ used_at: now }).where('token_hash', '=', hash).execute()
  const roles = HqRole.array().parse(JSON.parse(row.roles))
  const step = stepOf({ roles, totp: row.totp, fresh: row.fresh })
  return { account: row.id, name: row.name, roles, login: hash, step: row.full === 1 ? 'in' : step === 'in' ? 'totp' : step }
}

/** Ends one window; a fact says so, once. */
export async function endLogin(inside: Inside, hash: string, account: string, why: 'left' | 'idle'): Promise<void> {
  await inside.acting(async (trx, append) => {
    const gone = await trx.deleteFrom('login').where('token_hash', '=', hash).returning('full').executeTakeFirst()
    if (gone?.full !== 1) return
    await append({ by: why === 'left' ? account : 'system', cmd: newCommand(inside.clock.now(), inside.chance), type: 'account.signed_out', body: { account, why }, recruitment: null })
  })
}

/** Ends every window of an account, but for `keep`: its password, roles or device are no longer what they were. */
export async function endLogins(db: Db, account: string, keep = ''): Promise<void> {
  await db.deleteFrom('login').where('account', '=', account).where('token_hash', '!=', keep).execute()
}
