import { newCommand } from '../../exchange/chance.ts'
import { hqRefuse } from '../../shared/hq/answer.ts'
import type { HqMe } from '../../shared/hq/api/accounts.ts'
import { weakPassword } from '../../shared/hq/password-strength.ts'
import { hqPermissions } from '../../shared/hq/permissions.ts'
import { HqRole } from '../../shared/hq/roles.ts'
import { prove } from './credentials.ts'
import { endLogin, endLogins, makeLogin, stepOf } from './logins.ts'
import { takeTry } from './rates.ts'
import { checkPassword, makePassword } from './secrets.ts'
import { burnSetUpCode, isSetUpCode } from './set-up-code.ts'
import type { Db } from '../store.ts'
import { newTotp, totpStep } from './totp.ts'
import type { HqUseCases } from '../use-cases.ts'

type SigningIn = Pick<HqUseCases<'accounts'>, 'setUp' | 'signIn' | 'signOut' | 'me' | 'newTotp' | 'confirmTotp' | 'setPassword'>

/** What a person does about his own sign-in. */
export const signingIn: SigningIn = {
  setUp: async ({ inside, caller }, { cmd, code, account, name, password }) => {
    if ((await inside.store.db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined) return hqRefuse('setup_done')
    const until = await takeTry(inside, 'account', 'set-up')
    if (until !== null) return hqRefuse('signin_locked', { until: String(until) })
    if (!(await isSetUpCode(inside.store.db, code))) return hqRefuse('setup_code_wrong')
    const weak = weakPassword(password, account, name)
    if (weak !== null) return hqRefuse('password_weak', { why: weak })
    const kept = await makePassword(inside.keys, inside.chance, password)
    const roles: HqRole[] = ['admin']
    const token = await inside.acting(async (trx, append) => {
      // two people with the code: whoever burns it makes the account
      if (!(await burnSetUpCode(trx))) return null
      await trx.insertInto('account').values({ id: account, name, roles: JSON.stringify(roles), password: kept, totp: null, totp_step: 0, fresh: 0, active: 1, created_at: Math.round(inside.clock.now()) }).execute()
      await append({ by: account, cmd, type: 'account.added', body: { account, roles }, recruitment: null })
      return makeLogin(inside, trx, account, 0)
    })
    if (token === null || caller.account !== 'nobody') return hqRefuse('setup_done')
    return { ok: true, token, me: await meOf(inside.store.db, account, false) }
  },

  signIn: async ({ inside, caller }, typed) => {
    const proven = await prove(inside, typed, caller.from)
    if ('ok' in proven) return proven
    const step = stepOf(proven)
    const token = await inside.acting(async (trx, append) => {
      if (step === 'in') await append({ by: proven.id, cmd: newCommand(inside.clock.now(), inside.chance), type: 'account.signed_in', body: { account: proven.id }, recruitment: null })
      return makeLogin(inside, trx, proven.id, step === 'in' ? 1 : 0)
    })
    return { ok: true, token, me: { account: proven.id, name: proven.name, roles: [...proven.roles], totp: proven.totp !== null, step, may: allowed(proven.roles) } }
  },

  signOut: async ({ inside, caller }) => {
    await endLogin(inside, caller.login, caller.account, 'left')
    return { ok: true }
  },

  me: ({ inside, caller }) => meOf(inside.store.db, caller.account, caller.step === 'in'),

  newTotp: async ({ inside, caller }, { password }) => {
    const { db } = inside.store
    const { id, password: kept } = await db.selectFrom('account').select(['id', 'password']).where('id', '=', caller.account).executeTakeFirstOrThrow()
    // whoever finds an open window must not put his own device in the place of the other's
    if (caller.step === 'in') {
      const until = await takeTry(inside, 'account', id)
      if (until !== null) return hqRefuse('signin_locked', { until: String(until) })
      if (!(await checkPassword(inside.keys, kept, password))) return hqRefuse('signin_wrong')
    }
    const { secret, uri, sealed } = newTotp(inside, id)
    await db.updateTable('login').set({ totp: sealed }).where('token_hash', '=', caller.login).execute()
    return { ok: true, secret, uri }
  },

  confirmTotp: async ({ inside, caller }, { cmd, code }) => {
    const until = await takeTry(inside, 'account', caller.account)
    if (until !== null) return hqRefuse('signin_locked', { until: String(until) })
    const pending = await inside.store.db.selectFrom('login').select('totp').where('token_hash', '=', caller.login).executeTakeFirst()
    const has = await inside.store.db.selectFrom('account').select('totp').where('id', '=', caller.account).executeTakeFirstOrThrow()
    // begun before the account had a device: the password alone must not put another in its place
    if (caller.step !== 'in' && has.totp !== null) return hqRefuse('totp_wrong')
    const step = pending?.totp == null ? null : totpStep(inside, caller.account, pending.totp, code)
    if (pending?.totp == null || step === null) return hqRefuse('totp_wrong')
    const { totp } = pending
    await inside.acting(async (trx, append) => {
      const by = { by: caller.account, recruitment: null }
      const done = await append({ ...by, cmd, type: 'account.totp_set', body: { account: caller.account, removed: false } })
      // the fact says nothing of the device: sent again, the command must not set another one
      if (done.repeated) return
      await trx.updateTable('account').set({ totp, totp_step: step }).where('id', '=', caller.account).execute()
      await trx.updateTable('login').set({ full: 1, totp: null }).where('token_hash', '=', caller.login).execute()
      await trx.deleteFrom('rate').where('key', '=', `account:${caller.account}`).execute()
      // windows that the old device opened, and halves that wait for one, are over
      await endLogins(trx, caller.account, caller.login)
      if (caller.step !== 'in') await append({ ...by, cmd: newCommand(inside.clock.now(), inside.chance), type: 'account.signed_in', body: { account: caller.account } })
      await inside.touch(trx, 0, 'accounts')
    })
    return { ok: true, me: await meOf(inside.store.db, caller.account, true) }
  },

  setPassword: async ({ inside, caller }, { cmd, old, password }) => {
    const until = await takeTry(inside, 'account', caller.account)
    if (until !== null) return hqRefuse('signin_locked', { until: String(until) })
    const row = await inside.store.db.selectFrom('account').selectAll().where('id', '=', caller.account).executeTakeFirstOrThrow()
    if (!(await checkPassword(inside.keys, row.password, old))) return hqRefuse('signin_wrong')
    const weak = old === password ? 'same' : weakPassword(password, row.id, row.name)
    if (weak !== null) return hqRefuse('password_weak', { why: weak })
    const kept = await makePassword(inside.keys, inside.chance, password)
    const step = await inside.acting(async (trx, append) => {
      const by = { by: row.id, recruitment: null }
      const done = await append({ ...by, cmd, type: 'account.password_set', body: { account: row.id } })
      // the fact says nothing of the password: sent again, the command must not set another one
      if (done.repeated) return caller.step
      await trx.updateTable('account').set({ password: kept, fresh: 0 }).where('id', '=', row.id).execute()
      await trx.deleteFrom('rate').where('key', '=', `account:${row.id}`).execute()
      await endLogins(trx, row.id, caller.login)
      const next = stepOf({ roles: HqRole.array().parse(JSON.parse(row.roles)), totp: row.totp, fresh: 0 })
      if (caller.step !== 'in' && next === 'in') {
        await trx.updateTable('login').set({ full: 1 }).where('token_hash', '=', caller.login).execute()
        await append({ ...by, cmd: newCommand(inside.clock.now(), inside.chance), type: 'account.signed_in', body: { account: row.id } })
      }
      await inside.touch(trx, 0, 'accounts')
      return next
    })
    return { ok: true, me: await meOf(inside.store.db, row.id, caller.step === 'in' || step === 'in') }
  },
}

/** Methods that these roles may call, by the one table of rights: screens show nothing that the gate would refuse. */
function allowed(roles: readonly HqRole[]): string[] {
  return Object.entries(hqPermissions).flatMap(([method, right]) => (typeof right === 'string' || right.some((role) => roles.includes(role)) ? [method] : []))
}

async function meOf(db: Db, account: string, full: boolean): Promise<HqMe> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', account).executeTakeFirstOrThrow()
  const roles = HqRole.array().parse(JSON.parse(row.roles))
  const step = stepOf({ roles, totp: row.totp, fresh: row.fresh })
  return { account: row.id, name: row.name, roles, totp: row.totp !== null, step: full ? 'in' : step === 'in' ? 'totp' : step, may: allowed(roles) }
}
