import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { offeredPackage } from '../../station/amendment-offer.ts'
import { root } from '../architecture/tree.ts'
import { launchChromium } from '../chromium.ts'
import { amendedVenue, am, pm, type AmendedVenue } from '../station/amended-venue.ts'
import { person } from '../station/practice-venue.ts'
import { enter } from './venue-on-screen.ts'
import { words } from './words.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const pictures = process.env['KAODIAN_PICTURES']
let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

async function chiefsWindow(venue: AmendedVenue): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(venue.web.url)
  await page.getByRole('button', { name: '张主考' }).click()
  await page.getByLabel(words('parts.pin'), { exact: true }).fill('480315')
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: words('frame.rail') }).waitFor()
  return { page, complaints }
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return
  for (const [width, height] of [[1280, 800], [1920, 1080], [820, 1180]] as const) {
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: path.join(pictures, `${name}-${String(width)}.png`) })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

const file = (bytes: Uint8Array, name = '第三考点.kdpack') => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
const openVenue = (): Promise<AmendedVenue> => amendedVenue({ page: process.env['KAODIAN_PAGE'] ?? path.join(root, 'dist/renderer') })

async function takeHere(page: Page, version: number): Promise<void> {
  await page.getByLabel(words('parts.second_person_pin')).fill('260917')
  await page.getByRole('button', { name: words('amendment.take', { version: String(version) }) }).click()
  await page.getByText(words('amendment.done', { version: String(version) })).waitFor()
}

test('weather moves the afternoon and one candidate withdraws: the line brings it, the chief takes it, the lists follow', async () => {
  const venue = await openVenue()
  await venue.ask('sessions.open', { cmd: venue.cmd(), session: am })
  await venue.admit(1)
  const { page, complaints } = await chiefsWindow(venue)
  const list = await chiefsWindow(venue)
  await enter(list.page, 'lists')
  await list.page.getByText('考生2', { exact: true }).waitFor()
  const next = await venue.issue(({ pack, roster }) => {
    pack.sessions[1]!.date = '2023-06-11'
    pack.posts[3]!.headcount = 6
    roster.splice(1, 1)
    roster[6]!.name = '欧阳震霆'
  })
  await offeredPackage(venue.station.inside.venue!, next)
  await page.getByText(words('amendment.waiting', { version: '2' })).waitFor()
  await picture(page, 'chief-waiting')
  await page.getByRole('button', { name: words('amendment.look') }).click()
  await page.getByRole('heading', { name: words('amendment.headline', { version: '2' }) }).waitFor()
  await page.getByText('B002 考生2').waitFor()
  await picture(page, 'offered')
  await takeHere(page, 2)
  await picture(page, 'taken')
  // the other window was told: the list is without her, and everybody is still signed in
  await list.page.getByText('考生2', { exact: true }).waitFor({ state: 'detached' })
  await list.page.getByText('考生1', { exact: true }).first().waitFor()
  await enter(page, 'chief')
  await page.getByRole('navigation', { name: words('frame.rail') }).waitFor()
  expect((await venue.ask('sessions.overview', { session: am }))['overview']).toMatchObject({ due: 7 })
  const sessions = Object.values(await venue.ask('sessions.list')) as { id: string; date: string }[]
  expect(sessions.find(({ id }) => id === pm)?.date).toBe('2023-06-11')
  expect([...complaints, ...list.complaints]).toEqual([])
  await page.close()
  await list.page.close()
})

test('somebody whose fitness was at another venue comes for the interview: the change, the journey and its why say so', async () => {
  const venue = await openVenue()
  const { page, complaints } = await chiefsWindow(venue)
  const came = person(13, { name: '欧阳震霆', post: 'Y001', sessions: ['0617-pm'], passed: ['psych', 'fitness'] })
  await offeredPackage(venue.station.inside.venue!, await venue.issue(({ roster }) => void roster.push(came)))
  await page.getByText(words('amendment.waiting', { version: '2' })).waitFor()
  await page.getByRole('button', { name: words('amendment.look') }).click()
  const stages = ['psych', 'fitness'].map((stage) => words(`journey.stages.${stage}`)).join(words('amendment.between'))
  await page.getByText(words('amendment.change.candidate.passed', { who: `${came.rosterNumber} ${came.name}`, stages })).waitFor()
  await picture(page, 'passed-elsewhere-offered')
  await takeHere(page, 2)
  await enter(page, 'journey')
  await page.getByLabel(words('journey.find')).fill(came.rosterNumber)
  await page.keyboard.press('Enter')
  const fitness = page.getByRole('listitem').filter({ hasText: '体能测评' }).filter({ hasText: words('journey.item_states.passed_elsewhere') })
  await fitness.getByText(words('journey.signed.package')).waitFor()
  await picture(page, 'passed-elsewhere-journey')
  await fitness.getByRole('button', { name: words('journey.why') }).click()
  await page.getByText(words('fitness.why.other_venue')).waitFor()
  await picture(page, 'passed-elsewhere-why')
  expect(complaints).toEqual([])
  await page.close()
})

test('another version withdraws somebody who is in: refused with the fact named; taken back first, it goes', async () => {
  const venue = await openVenue()
  await venue.ask('sessions.open', { cmd: venue.cmd(), session: am })
  const fact = await venue.admit(3)
  await venue.admit(5)
  const { page, complaints } = await chiefsWindow(venue)
  await enter(page, 'amendment')
  await page.getByText(words('amendment.none')).waitFor()
  await picture(page, 'none')
  const next = await venue.issue(({ pack, roster }) => {
    pack.sessions[1]!.window.to = '15:15'
    roster.splice(2, 1)
  })
  await page.getByLabel(words('amendment.file_label')).setInputFiles(file(next))
  const against = page.getByRole('alert').filter({ hasText: words('amendment.against', { count: '1' }) })
  await against.getByText('B003 考生3', { exact: false }).waitFor()
  expect(await against.innerText()).toContain(fact)
  expect(await against.innerText()).toContain('张主考')
  expect(await against.innerText()).toContain(words('amendment.remedy.undo_check_in'))
  expect(await page.getByRole('button', { name: words('amendment.take', { version: '2' }) }).count()).toBe(0)
  await picture(page, 'refused')
  await against.getByRole('button', { name: words('amendment.journey') }).click()
  await page.getByText('考生3').first().waitFor()
  expect(await page.evaluate(() => window.location.hash)).toContain(person(3).id)
  await venue.ask('checkIn.undo', { cmd: venue.cmd(), replaces: fact, reason: '总部通知已放弃', second: venue.second })
  await enter(page, 'amendment')
  await page.getByLabel(words('amendment.file_label')).setInputFiles(file(next))
  await takeHere(page, 2)
  expect(venue.station.inside.venue!.meta.packageVersion).toBe(2)
  // a package of somebody else says so
  const { makeIssuer } = await import('../station/amended-venue.ts')
  await page.getByLabel(words('amendment.file_label')).setInputFiles(file(await makeIssuer().issue(undefined, { version: 9 }), '别处.kdpack'))
  await page.getByText(words('amendment.kind.other_issuer')).waitFor()
  await picture(page, 'foreign')
  expect(complaints).toEqual([])
  await page.close()
})
