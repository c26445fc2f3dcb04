import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { Client } from '../../shared/api.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { seededRandom } from '../../shared/random.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import type { Candidate } from '../../shared/roster.ts'
import { momentOf } from '../../shared/venue-time.ts'
import { ok, Unexpected } from '../../tools/simulate/crew.ts'
import { signInThrough } from './contract-line.ts'
import { launchDesktop, type DesktopApp } from './electron-launch.ts'
import type { Acting } from './hands.ts'
import { warningsOf } from './venue-on-screen.ts'
import { words } from './words.ts'

/** A rehearsal in the desktop window, and the operators who act beside the screen over the same window's port. */
export interface DesktopVenue extends Acting {
  readonly app: DesktopApp
  /** People due in the session whom the desk has nothing to stop for. */
  readonly plain: Candidate[]
  /** Addresses the window asked for, over all starts. */
  readonly asked: string[]
  /** What the pages of all starts complained about. */
  readonly complaints: () => string[]
  /** Calls of the browser's own print, which would go past the shell. */
  readonly printedPastTheShell: () => Promise<number>
  at(time: string): Promise<void>
  pass(ms: number): Promise<void>
  /** Whoever sits here leaves, and this operator signs in, by the keyboard alone but for leaving. */
  sit(operator: string): Promise<void>
  /** Kills the main process, starts it again on the same folder and signs everybody in. */
  powerCut(): Promise<void>
  stop(): Promise<void>
}

const operators = ['chief-1', 'checkin-1', 'checkin-2', 'lots-1', 'psych-1', 'judge-1', 'judge-2', 'supervisor-1']

export async function openDesktopVenue(options: {
  candidates: number
  seed: number
  session: string
}): Promise<DesktopVenue> {
  const rehearsal = 'shenzhen-2023'
  const { candidates, seed } = options
  const pack = packNamed(rehearsal)
  const session = pack?.sessions.find(({ id }) => id === options.session)
  if (pack === null || session === undefined) throw new Error(`no session ${options.session}`)
  const args = ['--rehearsal', rehearsal, '--candidates', String(candidates), '--seed', String(seed)]
  const random = seededRandom(`desktop ${String(seed)}`)
  const clients = new Map<string, Client>()
  const asked: string[] = []
  const earlier: string[] = []
  const first = await launchDesktop({ args })
  let app = first
  let ahead = 0

  const client = (operator: string): Client => {
    const found = clients.get(operator)
    if (found === undefined) throw new Unexpected(`nobody called ${operator}`)
    return found
  }
  async function started(): Promise<void> {
    const { page } = app
    page.setDefaultTimeout(15_000)
    page.on('request', (request) => asked.push(request.url()))
    await page.evaluate(() => {
      window.print = () => {
        document.documentElement.dataset['printedPastTheShell'] = 'yes'
      }
    })
    await page.getByLabel(words('sign-in.filter')).waitFor()
    for (const operator of operators) clients.set(operator, await signInThrough(page, operator, first.pinOf(operator)))
  }
  await started()

  return {
    get app() {
      return app
    },
    pack,
    session,
    asked,
    plain: rehearsalRoster({ pack, rehearsal, count: candidates, seed }).filter(
      (candidate) =>
        candidate.sessions.includes(session.id) && candidate.barred === undefined && warningsOf(pack, candidate) === 0,
    ),
    crew: {
      as: client,
      second: (operator) => ({ operator, pin: first.pinOf(operator) }),
      cmd: () => random.uuid(),
      operator: (role) => `${role}-1`,
    },
    complaints: () => [...earlier, ...complaintsOf(app)],
    printedPastTheShell: () => app.page.locator('[data-printed-past-the-shell]').count(),
    at: async (time) => {
      const to = momentOf(session.date, time, pack.venue.utcOffset)
      ok(await client('chief-1').venue.setRehearsalClock({ to }), 'the clock')
    },
    pass: async (ms) => {
      ahead += ms
      await app.pass(ms)
    },
    sit: async (operator) => sit(app.page, await nameOf(client('chief-1'), operator), first.pinOf(operator)),
    powerCut: async () => {
      earlier.push(...complaintsOf(app))
      await app.kill()
      app = await launchDesktop({ args, userData: app.userData, env: { STANDIN_AHEAD: String(ahead) } })
      await started()
    },
    stop: async () => {
      await app.quit()
      app.forget()
    },
  }
}

const complaintsOf = (app: DesktopApp): string[] => [
  ...app.complaints,
  ...app.messages.filter((message) => message.t === 'pageerror').map((message) => String(message['message'])),
]

async function nameOf(chief: Client, operator: string): Promise<string> {
  const name = (await chief.operators.names()).find((each) => each.operator === operator)?.name
  if (name === undefined) throw new Unexpected(`nobody called ${operator}`)
  return name
}

async function sit(page: Page, name: string, pin: string): Promise<void> {
  const rail = page.getByRole('navigation', { name: words('frame.rail') })
  const filter = page.getByLabel(words('sign-in.filter'))
  if (await rail.isVisible()) {
    await page.getByRole('button', { name: words('frame.look') }).click()
    await page.getByRole('button', { name: words('frame.sign_out') }).click()
  }
  await filter.waitFor()
  await page.getByRole('button', { name }).waitFor()
  await filter.focus()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await page.getByLabel(words('parts.pin'), { exact: true }).waitFor()
  await page.keyboard.type(pin)
  await page.keyboard.press('Enter')
  await rail.waitFor()
}

/** TCP sockets on which a process of this machine listens, as the kernel tells it; empty where there is no /proc. */
export function listeningSockets(pid: number): string[] {
  const folder = `/proc/${String(pid)}/fd`
  if (!existsSync(folder)) return []
  const listening = ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A')
      .map((fields) => `socket:[${String(fields[9])}]`),
  )
  return readdirSync(folder).flatMap((name) => {
    try {
      const target = readlinkSync(`${folder}/${name}`)
      return listening.includes(target) ? [target] : []
    } catch {
      return [] // closed meanwhile
    }
  })
}
