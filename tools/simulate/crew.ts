import { createRouterClient, ORPCError } from '@orpc/server'
import type { Client } from '../../shared/api.ts'
import type { Refused, Second } from '../../shared/api/answer.ts'
import type { SeededRandom } from '../../shared/random.ts'
import type { RefusalReason } from '../../shared/refusals.ts'
import type { handClock } from '../../exchange/clock.ts'
import type { Station } from '../../station/station.ts'

export interface Account {
  operator: string
  roles: string[]
  pin: string
}

/** The people behind the desks: each acts through the contract with a token of their own. */
export interface Crew {
  as: (operator: string) => Client
  /** Somebody's PIN typed in place. */
  second: (operator: string) => Second
  /** A new command id. */
  cmd: () => string
  /** Time goes by, ms. */
  pass: (ms: number) => void
  /** The venue's wall clock goes to this moment, ms. */
  clockTo: (to: number) => Promise<void>
  /** What an operator is called who has this role; the second of them when there are two. */
  operator: (role: string, nth?: number) => string
}

/** What went otherwise than it must; ends the simulation. */
export class Unexpected extends Error {}

type Clock = ReturnType<typeof handClock>

/** Signs everybody in. A token that idled into its lock is opened again with the same PIN, as a person would. */
export async function signIn(
  station: Station,
  accounts: readonly Account[],
  clock: Clock,
  random: SeededRandom,
): Promise<Crew> {
  const clients = new Map<string, Client>()
  for (const { operator, pin } of accounts) {
    const { token } = ok(await clientOf(station).operators.signIn({ operator, pin }), `sign-in of ${operator}`)
    clients.set(operator, clientOf(station, token, pin))
  }
  const find = (operator: string) => accounts.find((account) => account.operator === operator)
  const as = (operator: string): Client => {
    const client = clients.get(operator)
    if (client === undefined) throw new Unexpected(`nobody called ${operator}`)
    return client
  }
  const operatorOf = (role: string, nth = 1): string => {
    const able = accounts.filter((account) => account.roles.includes(role))
    const chosen = able[Math.min(nth, able.length) - 1]
    if (chosen === undefined) throw new Unexpected(`nobody is ${role}`)
    return chosen.operator
  }
  return {
    as,
    second: (operator) => ({ operator, pin: find(operator)?.pin ?? '' }),
    cmd: () => random.uuid(),
    pass: (ms) => clock.pass(ms),
    clockTo: async (to) => {
      // a live venue lives by the machine's clock
      if (station.venue?.mode === 'live') clock.shiftWall(to - clock.now())
      else ok(await as(operatorOf('chief')).venue.setRehearsalClock({ to }), 'the clock')
    },
    operator: operatorOf,
  }
}

/** A caller of the station's own router, in this process; every call passes the gate and both schemas. */
export function clientOf(station: Station, token?: string, pin?: string): Client {
  const context = { reqHeaders: new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` }) }
  const bare = createRouterClient(station.router, { context }) as unknown as Client
  if (pin === undefined) return bare
  return createRouterClient(station.router, {
    context,
    interceptors: [
      async (call) => {
        try {
          return await call.next()
        } catch (error) {
          if (!(error instanceof ORPCError) || (error.data as { reason?: string } | undefined)?.reason !== 'locked')
            throw error
          ok(await bare.operators.unlock({ pin }), 'unlock')
          return call.next()
        }
      },
    ],
  }) as unknown as Client
}

/** The answer, which must not be a refusal. */
export function ok<A extends { ok: true } | Refused>(answer: A, what: string): Extract<A, { ok: true }> {
  if (!answer.ok)
    throw new Unexpected(`${what}: ${answer.refused.reason} ${JSON.stringify(answer.refused.detail ?? {})}`)
  return answer as Extract<A, { ok: true }>
}

/** The station has to refuse, for this reason and no other. */
export function refusedAs(answer: { ok: true } | Refused, reason: RefusalReason, what: string): void {
  if (answer.ok) throw new Unexpected(`${what}: was not refused`)
  if (answer.refused.reason !== reason) throw new Unexpected(`${what}: ${answer.refused.reason} instead of ${reason}`)
}
