import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { shippedPacks } from '../../shared/pack-catalogue.ts'
import { parsePack } from '../../shared/pack-schema.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import type { Candidate } from '../../shared/roster.ts'
import { exportSheet } from '../../station/export-sheet.ts'
import { silentLog } from '../../station/log.ts'
import { fingerprint, rawPublic, writePackage } from '../../station/package.ts'
import { openStation, type Station } from '../../station/station.ts'
import { startWeb } from '../../station/web.ts'
import { root } from '../architecture/tree.ts'
import { launchChromium } from '../chromium.ts'
import { opening, words } from './words.ts'

// The first start, each of its three ways, on the real screens.

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const packText = JSON.stringify({ ...(shippedPacks['shenzhen-2023'] as object), rehearsal: false, id: 'shenzhen-live' })
const pack = (() => {
  const parsed = parsePack(JSON.parse(packText))
  if (!parsed.ok) throw new Error('the pack of the test is broken')
  return parsed.pack
})()
const roster = rehearsalRoster({ pack, rehearsal: 'set-up', seed: 6, count: 80 }).filter(
  (person) => person.barred === undefined && person.residentId.includes(person.birth.replaceAll('-', '')),
)

/** A station without a venue and a page on it. */
async function empty(): Promise<{ page: Page; station: Station }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-set-up-'))
  const station = await openStation({ folder, program: 'kaodian test', log: silentLog })
  const web = await startWeb({
    station,
    port: 0,
    page: process.env['KAODIAN_PAGE'] ?? path.join(root, 'dist/renderer'),
  })
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail')
      await page.screenshot({ path: path.join(root, 'node_modules/.cache/e2e/set-up.png'), fullPage: true })
    await context.close()
    await web.stop()
    await station.close()
    rmSync(folder, { recursive: true, force: true })
  })
  await page.goto(web.url)
  return { page, station }
}

async function choose(page: Page, way: 'rehearsal' | 'package' | 'sheet'): Promise<void> {
  await page.getByRole('button', { name: words(`setup.way.${way}.title`) }).click()
}

async function fillChief(page: Page): Promise<void> {
  await page.getByLabel(words('setup.chief_name')).fill('王主考')
  await page.getByLabel(words('setup.chief_pin'), { exact: true }).fill('482917')
  await page.getByLabel(words('setup.chief_pin_again')).fill('482917')
}

async function signInAsChief(page: Page, name: string, pin: string): Promise<void> {
  await page.getByRole('button', { name }).click()
  await page.getByLabel(words('parts.pin'), { exact: true }).fill(pin)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: words('frame.rail') }).waitFor()
}

it('a rehearsal is opened, its accounts are shown once, and one of them signs in', async () => {
  const { page, station } = await empty()
  await choose(page, 'rehearsal')
  await page.getByLabel(words('setup.count')).fill('60')
  await page
    .getByRole('button', { name: words('setup.open_rehearsal') })
    .last()
    .click()
  const row = page.getByRole('row', { name: '演练主考甲' })
  const pin = (await row.getByRole('cell').last().textContent()) ?? ''
  expect(pin).toMatch(/^\d{6}$/)
  await page.getByRole('button', { name: words('setup.accounts_done') }).click()
  await signInAsChief(page, '演练主考甲', pin)
  expect(station.venue?.mode).toBe('rehearsal')
  await page
    .getByText(pack.banners[0]?.zh ?? '')
    .first()
    .waitFor()
})

const header = ['考号', '公民身份号码', '考生姓名', '性别', '出生年月日', '报考岗位']
const cells = (person: Candidate) => [
  person.ticket,
  person.residentId,
  person.name,
  person.sex === 'M' ? '男' : '女',
  person.birth,
  person.post,
]
const upload = async (rows: readonly (readonly string[])[], format: 'xlsx' | 'csv') => ({
  name: `名册.${format}`,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(await exportSheet(format, '名册', rows)),
})

it('a venue from a sheet: every problem by row and column, nothing imported until there is none', async () => {
  const { page, station } = await empty()
  await choose(page, 'sheet')
  await page.getByLabel(words('setup.pack')).first().selectOption('file')
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'pack.json', mimeType: 'application/json', buffer: Buffer.from(packText) })
  const [first, second, third, ...rest] = roster.map(cells)
  const broken = [
    header,
    first!.with(2, ''),
    second!.with(1, second![1]!.slice(0, 15)),
    third!.with(5, 'Z999'),
    ...rest,
  ]
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles(await upload(broken, 'csv'))
  const problems = page.getByRole('grid', { name: words('setup.problems_list') })
  for (const problem of ['missing', 'resident_id_length', 'unknown_post']) {
    await problems.getByText(words(`setup.sheet_problem.${problem}`)).waitFor()
  }
  for (const [row, column] of [
    ['2', '考生姓名'],
    ['3', '公民身份号码'],
    ['4', '报考岗位'],
  ] as const) {
    await problems
      .getByRole('row')
      .filter({ hasText: new RegExp(`^${row}${column}`) })
      .waitFor()
  }
  await page.getByLabel(words('setup.venue_name')).fill('第一考点')
  await page.getByLabel(words('setup.exam_name')).fill('2023 首批')
  await fillChief(page)
  const open = page.getByRole('button', { name: opening('setup.import_and_open') }).last()
  expect(await open.isEnabled()).toBe(false)
  expect(station.venue).toBeNull()

  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles(await upload([header, ...roster.map(cells)], 'xlsx'))
  await page.getByText(words('setup.no_problems')).waitFor()
  await open.click()
  await signInAsChief(page, '王主考', '482917')
  expect(station.venue).toMatchObject({ mode: 'live', name: '第一考点' })
})

it('an exam package: who issued it is shown to be compared, then it opens whole', async () => {
  const { page, station } = await empty()
  const { privateKey } = generateKeyPairSync('ed25519')
  const content = { exam: '2023 首批', venue: '警校考点', pack, roster, photos: new Map() }
  const bytes = await writePackage(content, privateKey, 'kai kao', 10)
  await choose(page, 'package')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '警校.kdpack', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  await page.getByLabel(words('setup.passphrase')).fill('kai kao')
  await page.keyboard.press('Enter')
  await page.getByText(fingerprint(rawPublic(privateKey).toString('hex'))).waitFor()
  await fillChief(page)
  await page.getByRole('button', { name: words('setup.open_venue') }).click()
  await signInAsChief(page, '王主考', '482917')
  expect(station.venue).toMatchObject({ mode: 'live', name: '警校考点' })
})
