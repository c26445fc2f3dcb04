import { hqRefuse } from '../../shared/hq/answer.ts'
import { weakPassword } from '../../shared/hq/password-strength.ts'
import { gainsPower, HqRole, needsTotp, togetherAgainstRule } from '../../shared/hq/roles.ts'
import type { Inside } from '../inside.ts'
import { lacksAppointer } from './appointing.ts'
import { endLogins } from './logins.ts'
import { recordedBefore } from './repeat.ts'
import { makePassword } from './secrets.ts'
import type { Trx } from '../store.ts'
import type { HqUseCases } from '../use-cases.ts'

type Keeping = Pick<HqUseCases<'accounts'>, 'add' | 'change' | 'reset'>

/** What 系统管理员 do about other people's accounts. */
export const accountKeeping: Keeping = {
  add: async ({ inside, caller }, { cmd, account, name, roles, password }) => {
    const apart = togetherAgainstRule(roles)
    if (apart !== null) return hqRefuse('roles_apart', { roles: apart.join() })
    const weak = weakPassword(password, account, name)
    if (weak !== null) return hqRefuse('password_weak', { why: weak })
    const kept = await makePassword(inside.keys, inside.chance, password)
    return inside.acting(async (trx, append) => {
      const before = await recordedBefore(trx, cmd, 'account.added')
      if (before === null) {
        // an administrator alone must not make somebody who decides, nor somebody who could stand as the second person for it
        const alone = needsTotp(roles) ? await lacksAppointer(trx, caller) : null
        if (alone !== null) return alone
        const made = await trx
          .insertInto('account')
          .values({ id: account, name, roles: JSON.stringify(inOrder(roles)), password: kept, totp: null, totp_step: 0, fresh: 1, active: 1, created_at: Math.round(inside.clock.now()) })
          .onConflict((row) => row.column('id').doNothing())
          .returning('id').executeTakeFirst()
        if (made === undefined) return hqRefuse('account_exists', { account })
      }
      const done = await append({ by: caller.account, second: caller.second?.account, cmd, type: 'account.added', body: { account, roles: inOrder(roles) }, recruitment: null })
      await inside.touch(trx, 0, 'accounts')
      return { ok: true, fact: done.seq, repeated: done.repeated }
    })
  },

  change: async ({ inside, caller }, { cmd, account, name, roles, active }) => {
    const apart = togetherAgainstRule(roles)
    if (apart !== null) return hqRefuse('roles_apart', { roles: apart.join() })
    return inside.acting(async (trx, append) => {
      const row = await locked(inside, trx, account)
      if (row === undefined) return hqRefuse('account_unknown', { account })
      // an old command sent again must not bring back what was taken away since
      if ((await recordedBefore(trx, cmd, 'account.changed')) === null) {
        const alone = gainsPower(row, { roles, active }) ? await lacksAppointer(trx, caller) : null
        if (alone !== null) return alone
        if (!(active && roles.includes('admin')) && !(await anotherAdmin(trx, account))) return hqRefuse('last_admin')
        await trx.updateTable('account').set({ name, roles: JSON.stringify(inOrder(roles)), active: active ? 1 : 0 }).where('id', '=', account).execute()
        if (!active || inOrder(row.roles).join() !== inOrder(roles).join()) await endLogins(trx, account)
        await inside.touch(trx, 0, 'accounts')
      }
      const done = await append({ by: caller.account, second: caller.second?.account, cmd, type: 'account.changed', body: { account, roles: inOrder(roles), active }, recruitment: null })
      return { ok: true, fact: done.seq, repeated: done.repeated }
    })
  },

  reset: async ({ inside, caller }, { cmd, account, password, totp }) => {
    const kept = await makePassword(inside.keys, inside.chance, password)
    return inside.acting(async (trx, append) => {
      const row = await locked(inside, trx, account)
      if (row === undefined) return hqRefuse('account_unknown', { account })
      const weak = weakPassword(password, account, row.name)
      if (weak !== null) return hqRefuse('password_weak', { why: weak })
      // an administrator alone must not become somebody who decides
      const alone = needsTotp(row.roles) ? await lacksAppointer(trx, caller) : null
      if (alone !== null) return alone
      if (caller.second?.account === account) return hqRefuse('second_same')
      const by = { by: caller.account, second: caller.second?.account, recruitment: null }
      const done = await append({ ...by, cmd, type: 'account.password_set', body: { account } })
      // the fact says nothing of the password: sent again, the command must not set another one
      if (done.repeated) return { ok: true, fact: done.seq, repeated: true }
      await trx.updateTable('account').set({ password: kept, fresh: 1, ...(totp ? { totp: null } : {}) }).where('id', '=', account).execute()
      await trx.deleteFrom('rate').where('key', '=', `account:${account}`).execute()
      await endLogins(trx, account)
      if (totp && row.totp) await append({ ...by, cmd: `${cmd}.totp`, type: 'account.totp_set', body: { account, removed: true } })
      await inside.touch(trx, 0, 'accounts')
      return { ok: true, fact: done.seq, repeated: false }
    })
  },
}

const inOrder = (roles: readonly HqRole[]): HqRole[] => [...new Set(roles)].sort()

async function locked({ store }: Inside, trx: Trx, account: string): Promise<{ name: string; roles: HqRole[]; active: boolean; totp: boolean } | undefined> {
  // all accounts at once, so that two administrators cannot each remove the other
  if (store.kind === 'postgres') await trx.selectFrom('account').select('id').orderBy('id').forUpdate().execute()
  const row = await trx.selectFrom('account').select(['name', 'roles', 'totp', 'active']).where('id', '=', account).executeTakeFirst()
  return row === undefined ? undefined : { name: row.name, roles: HqRole.array().parse(JSON.parse(row.roles)), active: row.active === 1, totp: row.totp !== null }
}

async function anotherAdmin(trx: Trx, account: string): Promise<boolean> {
  const others = await trx.selectFrom('account').select('roles').where('id', '!=', account).where('active', '=', 1).execute()
  return others.some(({ roles }) => HqRole.array().parse(JSON.parse(roles)).includes('admin'))
}
