import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { handClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { startHq, type RunningHq } from '../../hq/running-hq.ts'
import { setUpCode } from '../../hq/accounts/set-up-code.ts'
import { root } from '../architecture/tree.ts'
import { launchChromium } from '../chromium.ts'
import { hqOffice, officer } from './hq-office.ts'

const read = (folder: string, noun: string): unknown => {
  const file = path.join(root, folder, `${noun}.json`)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
/** The Chinese words of HQ's page, by noun and key: its own, else those it shares with the station's. */
const words = (key: string): string => {
  const [noun = '', ...rest] = key.split('.')
  const found = ['renderer/hq/i18n/zh', 'renderer/i18n/zh'].map((folder) => rest.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], read(folder, noun)))
  const text = found.find((value) => typeof value === 'string')
  if (text === undefined) throw new Error(`no words for ${key}`)
  return text
}

const pictures = process.env['KAODIAN_PICTURES']
const sizes = [[1280, 800], [1920, 1080], [820, 1180]] as const
const password = '一句好记又够长的话，共二十字'

let browser: Browser
let folder: string
let hq: RunningHq
let page: Page
let complaints: string[]
const clock = handClock(Date.parse('2026-11-22T01:00:00Z'))

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-hq-page-'))
  hq = await startHq({ folder, program: 'kaodian test', clock, log: silentLog, port: 0, page: process.env['KAODIAN_HQ_PAGE'] ?? path.join(root, 'dist/hq') })
  page = await browser.newPage({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
})
afterEach(async () => {
  await page.close()
  await hq.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function picture(name: string): Promise<void> {
  if (pictures === undefined) return
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(250)
    await page.screenshot({ path: path.join(pictures, `${name}-${String(width)}.png`) })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

const button = (key: string) => page.getByRole('button', { name: words(key), exact: true })
const field = (key: string) => page.getByLabel(words(key), { exact: true })
const room = (noun: string) => page.getByRole('navigation').getByText(words(`frame.rooms.${noun}`), { exact: true }).click()

test('first account, code device, another account, its first sign-in, the audit', async () => {
  await page.goto(hq.web.url)
  await field('sign-in.first_code').fill((await setUpCode(hq.inside))!)
  await field('sign-in.account').fill('zhang.wei')
  await field('sign-in.name').fill('张伟')
  await field('sign-in.new_password').fill('zhang.wei 2026')
  await page.getByText(words('sign-in.weak.name')).waitFor()
  await picture('hq-first-account')
  await field('sign-in.new_password').fill(password)
  await field('sign-in.again').fill(password)
  await page.keyboard.press('Enter')

  const secret = (await page.locator('code').first().textContent())!.replaceAll(' ', '')
  await picture('hq-totp')
  const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() })
  await field('sign-in.totp_first').fill(code())
  await page.keyboard.press('Enter')

  await room('accounts')
  await picture('hq-accounts-one')
  await button('accounts.add').click()
  await field('sign-in.name').fill('李静')
  await field('sign-in.account').fill('li.jing')
  await page.getByLabel(new RegExp(words('frame.roles.auditor'))).check()
  await page.getByLabel(new RegExp(words('frame.roles.planner'))).check()
  await page.getByRole('alert').waitFor()
  await picture('hq-account-roles-apart')
  await page.getByLabel(new RegExp(words('frame.roles.planner'))).uncheck()
  await field('sign-in.new_password').fill('first password of Li')
  await field('sign-in.again').fill('first password of Li')
  await page.keyboard.press('Enter')
  await page.getByText('li.jing', { exact: true }).waitFor()
  await picture('hq-account-open')

  await room('me')
  await picture('hq-me')
  await room('audit')
  await button('audit.verify').click()
  await page.getByText(/账本完整/).waitFor()
  await page.getByRole('row').filter({ hasText: words('audit.types.account_added') }).first().click()
  await picture('hq-audit')

  await button('frame.look').click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await field('sign-in.account').fill('zhang.wei')
  await field('sign-in.password').fill(password)
  await page.keyboard.press('Enter')
  await field('sign-in.code').waitFor()
  await field('sign-in.code').fill(code())
  await page.keyboard.press('Enter')
  // the code of the set-up was used: a code serves once
  await page.getByText(words('refusals.totp_wrong.why')).waitFor()
  await picture('hq-sign-in-code')

  await field('sign-in.account').fill('li.jing')
  await field('sign-in.password').fill('first password of Li')
  await page.keyboard.press('Enter')
  await page.getByText(words('sign-in.change_title')).waitFor()
  await picture('hq-change-password')
  await field('sign-in.given_password').fill('first password of Li')
  await field('sign-in.new_password').fill(`${password}。`)
  await field('sign-in.again').fill(`${password}。`)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').waitFor()
  expect(await page.getByRole('navigation').getByText(words('frame.rooms.audit')).count()).toBe(1)
  await page.reload()
  await page.getByRole('navigation').waitFor()
  expect(complaints).toEqual([])
})

test('who decides is let in by two, once there is somebody to ask', async () => {
  const office = await hqOffice(browser, '2026-11-22T01:00:00Z')
  const { page: desk } = await officer(office, await office.keeper(), 'he.keeps', '何管理', 'admin')
  const press = (key: string) => desk.getByRole('button', { name: words(key), exact: true })
  const write = (key: string, text: string) => desk.getByLabel(words(key), { exact: true }).fill(text)
  const fill = async (account: string, name: string, first: string) => {
    await press('accounts.add').click()
    await write('sign-in.name', name)
    await write('sign-in.account', account)
    await write('sign-in.new_password', first)
    await write('sign-in.again', first)
    await desk.getByLabel(new RegExp(words('frame.roles.decider'))).check()
  }
  const two = desk.getByRole('group', { name: words('parts.second_person') })
  await desk.goto(`${office.url}/#/accounts`)
  await fill('zhou.decide', '周裁定', 'first words of Zhou')
  expect(await two.count()).toBe(0)
  await press('accounts.make').click()
  await desk.getByText('zhou.decide', { exact: true }).waitFor()
  const zhou = await office.takeSeat('zhou.decide', 'first words of Zhou')

  await fill('wu.decide', '吴复核', 'first words of Wu')
  await two.waitFor()
  expect(await press('accounts.make').isDisabled()).toBe(true)
  expect(await two.getByRole('option').allInnerTexts()).toEqual([words('parts.second_person_choose'), '周裁定（裁定人）', '管账号的（系统管理员）'])
  await two.getByRole('combobox').selectOption(zhou.account)
  await write('parts.second_person_password', password)
  await write('parts.second_person_code', zhou.code())
  if (pictures !== undefined) await desk.screenshot({ path: path.join(pictures, 'hq-account-by-two.png'), fullPage: true })
  await press('accounts.make').click()
  await desk.getByText('wu.decide', { exact: true }).waitFor()
  const { db } = office.hq.inside.store
  expect(await db.selectFrom('hq_fact').select(['by', 'second']).where('type', '=', 'account.added').orderBy('seq', 'desc').limit(2).execute())
    .toEqual([{ by: 'he.keeps', second: 'zhou.decide' }, { by: 'he.keeps', second: null }])
  expect(office.complaints).toEqual([])
})
