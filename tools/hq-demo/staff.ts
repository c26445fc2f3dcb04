import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { Secret, TOTP } from 'otpauth'
import { newCommand, systemChance } from '../../exchange/chance.ts'
import type { Inside } from '../../hq/inside.ts'
import { setUpCode } from '../../hq/accounts/set-up-code.ts'
import { needsTotp, type HqRole } from '../../shared/hq/role-rules.ts'
import type { HqSecond } from '../../shared/hq/answer.ts'
import type { HqClient } from '../../shared/hq/api.ts'

export interface StaffAccount {
  account: string
  name: string
  roles: HqRole[]
  password: string
  /** Of its code device; null where the roles need none. */
  totp: { secret: string; uri: string } | null
}

/** HQ's people over real HTTP, each signed in with password and, where the roles ask for it, a code. */
export interface Staff {
  accounts: readonly StaffAccount[]
  as(account: string): HqClient
  /** Somebody's password and a code that was not used yet, typed in place. */
  second(account: string): HqSecond
  cmd(): string
}

/** A clock that can be set forward: a code of a device serves once, and the next one comes half a minute later. */
export interface ForwardClock { now(): number; mono(): number; moveTo(to: number): void }

/** Known to everybody, so it opens invented data only. */
export const demoPassword = 'yanlian-only-2026'
const firstPassword = '第一次的密码，登录以后马上就换'

const people: readonly Pick<StaffAccount, 'account' | 'name' | 'roles'>[] = [
  { account: 'sysadmin', name: '演练系统管理员', roles: ['admin'] },
  { account: 'bianpai', name: '演练编排员', roles: ['planner'] },
  { account: 'zhishou', name: '演练值守员', roles: ['duty'] },
  { account: 'caiding-a', name: '演练裁定人甲', roles: ['decider'] },
  { account: 'caiding-b', name: '演练裁定人乙', roles: ['decider'] },
  { account: 'shenji', name: '演练审计员', roles: ['auditor'] },
]

/** What a refusal is not. Throws with the reason and what was going on. */
export function must<A extends { ok: boolean }>(answer: A, what: string): Extract<A, { ok: true }> {
  if (!answer.ok) throw new Error(`${what}: ${JSON.stringify(answer)}`)
  return answer as Extract<A, { ok: true }>
}

/** Sets an empty HQ up as people do: the first account by the printed code, the others by it, everybody's own password and device. */
export async function makeStaff({ inside, url, clock }: { inside: Inside; url: string; clock: ForwardClock }): Promise<Staff> {
  const cmd = () => newCommand(clock.now(), systemChance)
  const client = (token = ''): HqClient => createORPCClient<HqClient>(new RPCLink({ url: `${url}/rpc`, headers: token === '' ? {} : { authorization: `Bearer ${token}` } }))
  const code = (secret: string): string => {
    clock.moveTo(clock.now() + 30_000)
    return new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30, algorithm: 'SHA1' }).generate({ timestamp: clock.now() })
  }
  const armed = async (desk: HqClient, roles: readonly HqRole[]): Promise<StaffAccount['totp']> => {
    if (!needsTotp(roles)) return null
    const { secret, uri } = must(await desk.accounts.newTotp({ password: '' }), 'a code device')
    must(await desk.accounts.confirmTotp({ cmd: cmd(), code: code(secret) }), 'the first code')
    return { secret, uri }
  }
  const clients = new Map<string, HqClient>()
  const accounts: StaffAccount[] = []
  const [first, ...others] = people
  if (first === undefined) throw new Error('nobody')
  const printed = await setUpCode(inside)
  const made = must(await client().accounts.setUp({ cmd: cmd(), code: printed ?? '', account: first.account, name: first.name, password: demoPassword }), 'the first account')
  const admin = client(made.token)
  accounts.push({ ...first, password: demoPassword, totp: await armed(admin, first.roles) })
  clients.set(first.account, admin)
  const second = (account: string): HqSecond => {
    const found = accounts.find((each) => each.account === account)
    return { account, password: demoPassword, code: found?.totp == null ? '' : code(found.totp.secret) }
  }
  for (const one of others) {
    // whoever decides is let in by two, once there is a second who decides
    const decides = needsTotp(one.roles) ? accounts.find((each) => each !== accounts[0] && needsTotp(each.roles)) : undefined
    must(await admin.accounts.add({ cmd: cmd(), ...one, password: firstPassword, ...(decides && { second: second(decides.account) }) }), `the account ${one.account}`)
    const { token } = must(await client().accounts.signIn({ account: one.account, password: firstPassword, code: '' }), `sign-in of ${one.account}`)
    const desk = client(token)
    must(await desk.accounts.setPassword({ cmd: cmd(), old: firstPassword, password: demoPassword }), `the password of ${one.account}`)
    accounts.push({ ...one, password: demoPassword, totp: await armed(desk, one.roles) })
    clients.set(one.account, desk)
  }
  return {
    accounts, cmd,
    as: (account) => {
      const found = clients.get(account)
      if (found === undefined) throw new Error(`nobody is called ${account}`)
      return found
    },
    second,
  }
}
