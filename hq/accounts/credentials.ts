import { newCommand } from '../../exchange/chance.ts'
import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import { HqRole } from '../../shared/hq/roles.ts'
import type { Inside } from '../inside.ts'
import { forgive, takeTry } from './rates.ts'
import { checkPassword } from './secrets.ts'
import { useTotp } from './totp.ts'

/** An account whose password and code were right just now. */
export interface Proven { id: string; name: string; roles: readonly HqRole[]; totp: string | null; fresh: number }

/** The account that typed text means: the same for the sign-in and for a second person, or one person could be both. */
export const accountTyped = (text: string): string => text.trim().toLowerCase()

/**
 * Checks password and code of an account. The try is counted and committed before anything typed is looked at, per
 * account and per address; an unknown or closed account answers like a wrong password and takes as long. Refused:
 * signin_locked, signin_wrong, totp_needed, totp_wrong.
 */
export async function prove(inside: Inside, typed: { account: string; password: string; code: string }, from: string): Promise<Proven | HqRefused> {
  const account = accountTyped(typed.account)
  const until = await takeTry(inside, 'from', from)
  if (until !== null) return hqRefuse('signin_locked', { until: String(until) })
  const row = await inside.store.db.selectFrom('account').selectAll().where('id', '=', account).executeTakeFirst()
  const waits = await takeTry(inside, 'account', account)
  if (waits !== null) {
    await noteRefused(inside, row?.id, 'locked')
    return hqRefuse('signin_locked', { until: String(waits) })
  }
  const right = await checkPassword(inside.keys, row?.password ?? null, typed.password)
  if (row === undefined || !right || row.active !== 1) {
    await noteRefused(inside, row?.id, right ? 'inactive' : 'wrong')
    return hqRefuse('signin_wrong')
  }
  if (row.totp !== null) {
    if (typed.code === '') return hqRefuse('totp_needed')
    if (!(await useTotp(inside, row.id, row.totp, typed.code))) {
      await noteRefused(inside, row.id, 'totp')
      return hqRefuse('totp_wrong')
    }
  }
  await forgive(inside, row.id, from)
  return { id: row.id, name: row.name, roles: HqRole.array().parse(JSON.parse(row.roles)), totp: row.totp, fresh: row.fresh }
}

/** A refusal as a fact; names that are no account stay out of the ledger, whoever types them. */
export async function noteRefused(inside: Inside, account: string | undefined, why: 'wrong' | 'locked' | 'inactive' | 'totp' | 'not_allowed', method?: string): Promise<void> {
  if (account === undefined) return
  await inside.acting(async (_trx, append) => {
    const body = { account, why, ...(method === undefined ? {} : { method }) }
    await append({ by: why === 'not_allowed' ? account : 'system', cmd: newCommand(inside.clock.now(), inside.chance), type: 'account.refused', body, recruitment: null })
  })
}
