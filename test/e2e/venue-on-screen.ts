import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack, Session } from '../../shared/pack-schema.ts'
import { eligibilityWarnings } from '../../shared/eligibility.ts'
import { seededRandom } from '../../shared/random.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import type { Candidate } from '../../shared/roster.ts'
import { momentOf } from '../../shared/venue-time.ts'
import { handClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { openStation } from '../../station/station.ts'
import { startWeb } from '../../station/web.ts'
import { clientOf, ok, signIn, type Account, type Crew } from '../../tools/simulate/crew.ts'
import { root } from '../architecture/tree.ts'
import { launchChromium } from '../chromium.ts'
import { words } from './words.ts'

/** A rehearsal behind real HTTP, a browser in front of it, and operators who set things up beside the screens. */
export interface VenueOnScreen {
  url: string
  browser: Browser
  crew: Crew
  pack: RulePack
  session: Session
  /** People due in the session whom the desk has nothing to stop for. */
  plain: Candidate[]
  /** Everything the pages complained about: errors, policy reports. */
  complaints: string[]
  /** Sets the venue's wall clock to a time of the session's day, HH:MM:SS. */
  at(time: string): Promise<void>
  /** A window of its own, signed in through the screen by the nth of a role. */
  seat(role: string, nth?: number): Promise<Page>
  stop(): Promise<void>
}

export async function openOnScreen(options: {
  candidates: number
  seed: number
  session: string
}): Promise<VenueOnScreen> {
  const rehearsal = 'shenzhen-2023'
  const pack = packNamed(rehearsal)
  const session = pack?.sessions.find(({ id }) => id === options.session)
  if (pack === null || session === undefined) throw new Error(`no session ${options.session}`)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-e2e-'))
  const clock = handClock()
  const station = await openStation({ folder, clock, program: 'kaodian test', log: silentLog })
  const { candidates, seed } = options
  const random = seededRandom(`e2e ${seed}`)
  const { accounts } = ok(
    await clientOf(station).venue.openRehearsal({ cmd: random.uuid(), rehearsal, candidates, seed }),
    'a rehearsal',
  )
  const crew = await signIn(station, accounts, clock, random)
  const web = await startWeb({
    station,
    port: 0,
    page: process.env['KAODIAN_PAGE'] ?? path.join(root, 'dist/renderer'),
  })
  const browser = await launchChromium()
  const complaints: string[] = []
  const roster = rehearsalRoster({ pack, rehearsal, count: candidates, seed })
  const moment = (time: string) => momentOf(session.date, time, pack.venue.utcOffset)
  return {
    url: web.url,
    browser,
    crew,
    pack,
    session,
    complaints,
    plain: roster.filter(
      (candidate) =>
        candidate.sessions.includes(session.id) && candidate.barred === undefined && warningsOf(pack, candidate) === 0,
    ),
    at: async (time) =>
      void ok(await crew.as(crew.operator('chief')).venue.setRehearsalClock({ to: moment(time) }), 'the clock'),
    seat: async (role, nth = 1) => seat({ browser, url: web.url, complaints, accounts }, crew.operator(role, nth)),
    stop: async () => {
      await browser.close()
      await web.stop()
      await station.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** How many things the desk would stop a candidate for. */
export function warningsOf(pack: RulePack, candidate: Candidate): number {
  return eligibilityWarnings(pack.posts.find((post) => post.code === candidate.post) ?? null, candidate).length
}

/** Where windows are opened and who may sit down at them. */
export interface Hall {
  browser: Browser
  url: string
  complaints: string[]
  accounts: readonly (Account & { name?: string })[]
}

/** A window of its own, signed in through the screen; `prepare` sees the page before anything is in it. */
export async function seat({ browser, url, complaints, accounts }: Hall, operator: string, prepare?: (page: Page) => Promise<void>): Promise<Page> {
  const account = accounts.find((each) => each.operator === operator)
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  // paper is not part of these tests
  await page.addInitScript(() => {
    window.print = () => undefined
  })
  await prepare?.(page)
  await page.goto(url)
  await page.getByRole('button', { name: account?.name ?? operator }).click()
  await page.getByLabel(words('parts.pin'), { exact: true }).fill(account?.pin ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: words('frame.rail') }).waitFor()
  return page
}

/** Goes to a room by the rail. */
export async function enter(page: Page, room: string): Promise<void> {
  await page
    .getByRole('navigation', { name: words('frame.rail') })
    .getByText(words(`frame.rooms.${room}`), { exact: true })
    .click()
}

/** Somebody else's PIN, typed in place. */
export async function secondPerson(page: Page, crew: Crew, operator: string): Promise<void> {
  const { pin } = crew.second(operator)
  await page.getByRole('combobox', { name: words('parts.second_person_name') }).selectOption(operator)
  await page.getByLabel(words('parts.second_person_pin')).fill(pin)
}
