import { HqRole } from '../../shared/hq/roles.ts'
import { accountKeeping } from './account-keeping.ts'
import { appointsAlone } from './appointing.ts'
import { waitsUntil } from './rates.ts'
import { signingIn } from './sign-in.ts'
import type { HqUseCases } from '../use-cases.ts'

export const accountsUseCases: HqUseCases<'accounts'> = {
  ...signingIn,
  ...accountKeeping,
  list: async ({ inside: { store, clock }, caller }) => {
    const { db } = store
    const now = clock.now()
    const rows = await db.selectFrom('account').selectAll().orderBy('created_at').orderBy('id').execute()
    const rates = new Map((await db.selectFrom('rate').selectAll().where('key', 'like', 'account:%').execute()).map((rate) => [rate.key, rate]))
    const seen = new Map(
      (await db.selectFrom('hq_fact').select(['by', (of) => of.fn.max('at').as('at')]).where('type', '=', 'account.signed_in').groupBy('by').execute()).map(({ by, at }) => [by, at]),
    )
    return {
      alone: await appointsAlone(db, caller.account),
      accounts: rows.map((row) => {
        const rate = rates.get(`account:${row.id}`)
        return {
          account: row.id, name: row.name, roles: HqRole.array().parse(JSON.parse(row.roles)), active: row.active === 1, totp: row.totp !== null, fresh: row.fresh === 1,
          waitsUntil: rate === undefined ? null : waitsUntil(rate.hits, rate.since, now), signedInAt: seen.get(row.id) ?? null, createdAt: row.created_at,
        }
      }),
    }
  },
  others: async ({ inside, caller }) => {
    const rows = await inside.store.db.selectFrom('account').select(['id', 'name', 'roles', 'totp']).where('active', '=', 1).where('id', '!=', caller.account).orderBy('name').execute()
    return { accounts: rows.map((row) => ({ account: row.id, name: row.name, roles: HqRole.array().parse(JSON.parse(row.roles)), totp: row.totp !== null })) }
  },
}
