import { hqRefuse } from '../../shared/hq/answer.ts'
import { weakPassword } from '../../shared/hq/password-strength.ts'
import { HqRole, needsTotp, togetherAgainstRule } from '../../shared/hq/roles.ts'
import type { Inside } from '../inside.ts'
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
        const made = await trx
          .insertInto('account')
          .values({ id: account, name, roles: JSON.stringify(inOrder(roles)), password: kept, totp: null, totp_step: 0, fresh: 1, active: 1, created_at: Math.round(inside.clock.now()) })
          .onConflict((row) => row.column('id').doNothing())
          .returning('id').executeTakeFirst()
        if (made === undefined) return hqRefuse('account_exists', { account })
      }
      const done = await append({ by: caller.account, cmd, type: 'account.added', body: { account, roles: inOrder(roles) }, recruitment: null })
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
      if (!(active && roles.includes('admin')) && !(await anotherAdmin(trx, account))) return hqRefuse('last_admin')
      await trx.updateTable('account').set({ name, roles: JSON.stringify(inOrder(roles)), active: active ? 1 : 0 }).where('id', '=', account).execute()
      if (!active || row.roles !== JSON.stringify(inOrder(roles))) await endLogins(trx, account)
      const done = await append({ by: caller.account, cmd, type: 'account.changed', body: { account, roles: inOrder(roles), active }, recruitment: null })
      await inside.touch(trx, 0, 'accounts')
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
      if (needsTotp(HqRole.array().parse(JSON.parse(row.roles))) && caller.second === undefined) return hqRefuse('second_needed')
      if (caller.second?.account === account) return hqRefuse('second_same')
      await trx.updateTable('account').set({ password: kept, fresh: 1, ...(totp ? { totp: null } : {}) }).where('id', '=', account).execute()
      await trx.deleteFrom('rate').where('key', '=', `account:${account}`).execute()
      await endLogins(trx, account)
      const by = { by: caller.account, second: caller.second?.account, recruitment: null }
      const done = await append({ ...by, cmd, type: 'account.password_set', body: { account } })
      if (totp && row.totp !== null && !done.repeated) await append({ ...by, cmd: `${cmd}.totp`, type: 'account.totp_set', body: { account, removed: true } })
      await inside.touch(trx, 0, 'accounts')
      return { ok: true, fact: done.seq, repeated: done.repeated }
    })
  },
}

const inOrder = (roles: readonly HqRole[]): HqRole[] => [...new Set(roles)].sort()

async function locked({ store }: Inside, trx: Trx, account: string): Promise<{ id: string; name: string; roles: string; totp: string | null } | undefined> {
  // all accounts at once, so that two administrators cannot each remove the other
  if (store.kind === 'postgres') await trx.selectFrom('account').select('id').orderBy('id').forUpdate().execute()
  return trx.selectFrom('account').select(['id', 'name', 'roles', 'totp']).where('id', '=', account).executeTakeFirst()
}

async function anotherAdmin(trx: Trx, account: string): Promise<boolean> {
  const others = await trx.selectFrom('account').select('roles').where('id', '!=', account).where('active', '=', 1).execute()
  return others.some(({ roles }) => HqRole.array().parse(JSON.parse(roles)).includes('admin'))
}
