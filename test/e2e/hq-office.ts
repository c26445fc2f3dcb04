import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { Secret, TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { newCommand, systemChance } from '../../exchange/chance.ts'
import { handClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { makeLogin } from '../../hq/accounts/logins.ts'
import { startHq } from '../../hq/running-hq.ts'
import { setUpCode } from '../../hq/accounts/set-up-code.ts'
import type { Client } from '../../shared/api.ts'
import type { HqClient } from '../../shared/hq/api.ts'
import type { HqRole } from '../../shared/hq/roles.ts'
import { openStation, type Station } from '../../station/station.ts'
import { clientOf, ok } from '../../tools/simulate/crew.ts'
import { root } from '../architecture/tree.ts'

export const password = '一句好记又够长的话，共二十字'
export const pin = '480315'

/** Somebody at HQ with a window of their own. */
export interface Officer {
  account: string
  page: Page
  client: HqClient
  /** What the authenticator shows, a new one each time. */
  code(): string
}

/** A whole HQ behind real HTTP on a folder of its own, with a browser beside and a clock that runs and is moved ahead by hand. */
export async function hqOffice(browser: Browser, start: string, folder = mkdtempSync(path.join(tmpdir(), 'kaodian-hq-office-'))) {
  const clock = handClock(Date.parse(start))
  // jobs and boards wait for time to go by
  const ticking = setInterval(() => clock.pass(200), 200)
  const hq = await startHq({ folder, program: 'kaodian test', clock, log: silentLog, port: 0, page: process.env['KAODIAN_HQ_PAGE'] ?? path.join(root, 'dist/hq') })
  const complaints: string[] = []
  const contexts: BrowserContext[] = []
  onTestFinished(async () => {
    for (const context of contexts) await context.close()
    clearInterval(ticking)
    await hq.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const cmd = () => newCommand(clock.now(), systemChance)
  const client = (token = ''): HqClient => createORPCClient<HqClient>(new RPCLink({ url: `${hq.web.url}/rpc`, headers: token === '' ? {} : { authorization: `Bearer ${token}` } }))
  const showing = (secret: string) => () => {
    clock.pass(30_000) // a code serves once
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() })
  }
  /** A window; signed in when a token is given. */
  const seat = async (token = ''): Promise<Page> => {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 800 }, acceptDownloads: true })
    contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    if (token !== '') await page.addInitScript((text) => sessionStorage.setItem('kaodian.hq.token', text), token)
    return page
  }
  /** Signs an account in that an administrator made with `first` as its password: own password, own code device. */
  const takeSeat = async (account: string, first: string): Promise<Officer> => {
    const entered = ok(await client().accounts.signIn({ account, password: first, code: '' }) as { ok: true; token: string }, account)
    const own = client(entered.token)
    const { me } = ok(await own.accounts.setPassword({ cmd: cmd(), old: first, password }) as { ok: true; me: { step: string } }, account)
    let code = () => ''
    if (me.step === 'totp') {
      const { secret } = ok(await own.accounts.newTotp({}) as { ok: true; secret: string }, account)
      code = showing(secret)
      ok(await own.accounts.confirmTotp({ cmd: cmd(), code: code() }) as { ok: true }, account)
    }
    return { account, page: await seat(entered.token), client: own, code }
  }
  /** Somebody who keeps accounts, without the walk through the first sign-in. */
  const keeper = async (): Promise<HqClient> => {
    const { db } = hq.inside.store
    await db.insertInto('account').values({ id: 'keeper', name: '管账号的', roles: '["admin"]', password: '', totp: null, totp_step: 0, fresh: 0, active: 1, created_at: 1 }).execute()
    return client(await makeLogin(hq.inside, db, 'keeper', 1))
  }
  return { hq, url: hq.web.url, clock, complaints, cmd, client, seat, showing, takeSeat, keeper, setUpCode: async () => (await setUpCode(hq.inside)) ?? '' }
}

export type HqOffice = Awaited<ReturnType<typeof hqOffice>>

/** An account made by somebody who keeps accounts, with somebody who decides where there is one already, then signed in for the first time. */
export async function officer(office: HqOffice, admin: HqClient, account: string, name: string, role: HqRole, by?: Officer): Promise<Officer> {
  const first = 'handed over on a slip of paper'
  const second = by === undefined ? {} : { second: { account: by.account, password, code: by.code() } }
  ok(await admin.accounts.add({ cmd: office.cmd(), account, name, roles: [role], password: first, ...second }) as { ok: true }, account)
  return office.takeSeat(account, first)
}

export interface OpenedVenue { station: Station; chief: Client; desk: Client }

/** A venue's program opened with its package and card, its chief and somebody at its desk signed in; it shares HQ's clock. */
export async function openedVenue(office: HqOffice, bytes: Buffer, card: string): Promise<OpenedVenue> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-hq-venue-'))
  const station = await openStation({ folder, clock: office.clock, program: 'kaodian test', log: silentLog })
  onTestFinished(async () => {
    await station.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const { operator } = ok(await clientOf(station).venue.openPackage({ cmd: office.cmd(), bytes: bytes.toString('base64'), passphrase: card, chief: { name: '张主考', pin } }), 'opening the package')
  const entered = async (who: string): Promise<Client> => clientOf(station, ok(await clientOf(station).operators.signIn({ operator: who, pin }), who).token, pin)
  const chief = await entered(operator)
  const desk = ok(await chief.operators.add({ cmd: office.cmd(), name: '刘报到', roles: ['checkin'], pin }), 'the desk')
  return { station, chief, desk: await entered(desk.operator) }
}
