import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { newCommand, systemChance, type Chance } from '../../exchange/chance.ts'
import { systemClock, type Clock } from '../../exchange/clock.ts'
import { silentLog, type Log } from '../../exchange/log.ts'
import type { Inside } from '../../hq/inside.ts'
import { makeLogin } from '../../hq/accounts/logins.ts'
import { makePassword } from '../../hq/accounts/secrets.ts'
import { startHq } from '../../hq/running-hq.ts'
import type { HqSecond } from '../../shared/hq/answer.ts'
import type { HqClient } from '../../shared/hq/api.ts'
import type { HqRole } from '../../shared/hq/roles.ts'
import type { StorePlace } from './stores.ts'

/** A whole HQ in this process behind real HTTP. */
export interface TestHq {
  url: string
  inside: Inside
  /** Every method as an account with these roles sees it: the account `test-<roles>` is made and signed in at once, once. */
  client(...roles: HqRole[]): Promise<HqClient>
  /** With a token that a sign-in answered, and headers of one's own. */
  signed(token: string, headers?: Record<string, string>): HqClient
  /** As somebody who is not signed in. */
  stranger(): HqClient
  /** The token of `client(...roles)`, for requests by hand. */
  token(...roles: HqRole[]): Promise<string>
  /** Somebody with these roles and a password, to be typed in place; for roles that need no code device. */
  second(...roles: HqRole[]): Promise<HqSecond>
  /** Waits until no job is due. */
  settled(): Promise<void>
  /** Ids that never repeat. */
  cmd(): string
  /** Stops everything; the place stays, so that another HQ can be started on it. */
  stop(): Promise<void>
}

export interface RunHqOptions {
  clock?: Clock
  chance?: Chance
  log?: Log
  page?: string
}

/** Starts a whole HQ (web and jobs) on a free port; call `stop` before the place is removed. */
export async function runHq(place: StorePlace, options: RunHqOptions = {}): Promise<TestHq> {
  const { clock = systemClock, chance = systemChance, log = silentLog, page } = options
  const running = await startHq({ folder: place.folder, databaseUrl: place.databaseUrl, program: 'kaodian test', clock, chance, log, port: 0, page })
  const { inside } = running
  const { db } = inside.store
  const tokens = new Map<string, Promise<string>>()

  const signedIn = async (roles: readonly HqRole[]): Promise<string> => {
    const account = `test-${roles.join('-')}`
    await db
      .insertInto('account')
      .values({ id: account, name: `测试 ${roles.join('+')}`, roles: JSON.stringify(roles), password: '', totp: null, totp_step: 0, fresh: 0, active: 1, created_at: Math.round(clock.now()) })
      .onConflict((row) => row.column('id').doNothing())
      .execute()
    return makeLogin(inside, db, account, 1)
  }
  const token = (...roles: HqRole[]): Promise<string> => {
    const key = roles.join()
    const held = tokens.get(key) ?? signedIn(roles)
    tokens.set(key, held)
    return held
  }
  const clientOf = (bearer: string, headers: Record<string, string> = {}): HqClient =>
    createORPCClient<HqClient>(new RPCLink({ url: `${running.web.url}/rpc`, headers: bearer === '' ? headers : { authorization: `Bearer ${bearer}`, ...headers } }))

  return {
    url: running.web.url,
    inside,
    client: async (...roles) => clientOf(await token(...roles)),
    signed: clientOf,
    stranger: () => clientOf(''),
    token,
    second: async (...roles) => {
      const [account, password] = [`second-${roles.join('-')}`, 'a sentence that is long enough']
      await db.insertInto('account').values({
        id: account, name: `第二人 ${roles.join('+')}`, roles: JSON.stringify(roles), password: await makePassword(inside.keys, chance, password), totp: null, totp_step: 0, fresh: 0, active: 1,
        created_at: Math.round(clock.now()),
      }).onConflict((row) => row.column('id').doNothing()).execute()
      return { account, password, code: '' }
    },
    settled: async () => {
      for (;;) {
        const due = await db.selectFrom('job').select('id').where('run_at', '<=', Math.round(clock.now())).limit(1).executeTakeFirst()
        if (due === undefined) return
        running.jobs.wake()
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    cmd: () => newCommand(clock.now(), systemChance),
    stop: () => running.stop(),
  }
}

