import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { newCommand, systemChance, type Chance } from '../../exchange/chance.ts'
import { systemClock, type Clock } from '../../exchange/clock.ts'
import { silentLog, type Log } from '../../exchange/log.ts'
import type { Inside } from '../../hq/inside.ts'
import { makeLogin } from '../../hq/accounts/logins.ts'
import { startHq } from '../../hq/running-hq.ts'
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

