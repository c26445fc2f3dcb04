import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { readPackage } from '../../exchange/package.ts'
import { root } from '../architecture/tree.ts'
import { launchChromium } from '../chromium.ts'
import { must, prepared } from '../hq/prepared-recruitment.ts'
import { runHq, type TestHq } from '../hq/running-hq.ts'
import { storePlace } from '../hq/stores.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const recruitment = 'r1'

async function opened(): Promise<{ hq: TestHq; page: Page; complaints: string[] }> {
  const place = await storePlace('sqlite')
  const hq = await runHq(place, { page: process.env['KAODIAN_HQ_PAGE'] ?? path.join(root, 'dist/hq') })
  const page = await browser.newPage({ locale: 'zh-CN', viewport: { width: 1280, height: 800 }, acceptDownloads: true })
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  const token = await hq.token('planner')
  await page.addInitScript((text) => sessionStorage.setItem('kaodian.hq.token', text), token)
  onTestFinished(async () => {
    await page.close()
    await hq.stop()
    await place.remove()
  })
  return { hq, page, complaints }
}

test('venues, half days, a division looked at and adopted, a move taken back, packages issued with their cards', async () => {
  const { hq, page, complaints } = await opened()
  const { planner } = await prepared(hq, { count: 80 })
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await page.goto(`${hq.url}/#/division`)
  for (const name of ['城东考点', '城西考点']) {
    await button('添加考点').click()
    await page.getByLabel('考点名称').fill(name)
    await button('添加账号').click()
    await page.getByLabel('姓名').fill(`主考${name}`)
    await page.getByRole('group', { name: '角色' }).getByLabel('主考').check()
    await button('添加这个考点').click()
    await page.getByRole('heading', { name: `${name}的场次` }).waitFor()
  }
  await button('添加场次').click()
  await button('全部考点').click()
  await page.getByLabel('日期').fill('20261128、2026-11-31')
  await page.getByText('不是真实的日期：2026-11-31').waitFor()
  expect(await button(/^添加 \d+ 个场次$/).isEnabled()).toBe(false)
  await page.getByLabel('日期').fill('2026-11-28~2026-11-29')
  await page.getByLabel('每场容量（人）').fill('30')
  await button('添加 8 个场次').click()
  await page.getByRole('tab', { name: '编排表' }).click()

  await button('提出编排方案').click()
  await page.getByText('采用后 80 名考生的场次有变动。').waitFor()
  await button('采用方案（80 人）').click()
  await page.getByText('已编排 80 人次').waitFor()
  const before = must(await planner.division.table({ recruitment }))
  const cell = page.locator('tbody td button[aria-label]').first()
  await cell.click()
  await page.getByRole('radio', { name: '单个考生' }).check()
  await page.getByRole('list').getByRole('checkbox').first().check()
  await page.getByLabel('移到').selectOption({ index: 1 })
  await button('移动 1 人').click()
  await button('撤销上一次移动').click()
  await button('撤销上一次移动').waitFor({ state: 'detached' })
  expect(must(await planner.division.table({ recruitment })).rows).toEqual(before.rows)

  // taken out, somebody waits; by hand the one who waits finds a half day again, and nobody else goes along
  await cell.click()
  await page.getByRole('radio', { name: '单个考生' }).check()
  await page.getByRole('list').getByRole('checkbox').first().check()
  await page.getByLabel('移到').selectOption({ label: '不编排（移出）' })
  await button('移动 1 人').click()
  await button('▲ 1').click()
  await page.getByLabel('移到').selectOption({ index: 1 })
  await button('移动这个岗位（1 人）').click()
  await button('▲ 1').waitFor({ state: 'detached' })
  expect(must(await planner.division.table({ recruitment }))).toMatchObject({ placed: 80, waiting: 0 })

  await page.goto(`${hq.url}/#/packages`)
  await button('签发 2 个考点的考试包').click()
  await page.getByText('已签发 2 个考点的考试包', { exact: false }).waitFor()
  await page.getByRole('row', { name: /城东考点/ }).getByRole('button', { name: '查看' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), button('下载考试包').click()])
  expect(download.suggestedFilename()).toBe('城东考点-v1.kdpack')
  await button('打印登记卡').click()
  const code = (await page.locator('article strong').first().locator('i').allInnerTexts()).join('-')
  const read = await readPackage(readFileSync(await download.path()), { passphrase: code })
  expect(read).toMatchObject({ ok: true, package: { version: 1, venue: 'v1', operators: [{ name: '主考城东考点', roles: ['checkin', 'chief'] }] } })
  const paper = await page.pdf({ preferCSSPageSize: true })
  // a card and an account sheet, A5 each
  expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(2)
  expect(complaints).toEqual([])
}, 120_000)

test('a half day moved after packages went out asks for a reason, and the venue’s next version says so in words', async () => {
  const { hq, page, complaints } = await opened()
  const { planner } = await prepared(hq, { count: 40 })
  must(await planner.division.addVenue({ cmd: hq.cmd(), recruitment, venue: 'v1', name: '城东考点', stations: [], operators: [] }))
  must(await planner.division.addSessions({
    cmd: hq.cmd(), recruitment, venues: ['v1'], dates: ['2026-11-28'], halves: [{ half: 'am', from: '08:00', to: '09:00' }], stages: ['psych', 'fitness'], pools: 'bySex', rooms: 1, shortlist: false, capacity: 60,
  }))
  const proposal = must(await planner.division.propose({ recruitment, keep: false }))
  must(await planner.division.adopt({ cmd: hq.cmd(), recruitment, keep: false, hash: proposal.hash, splits: false, reason: '' }))
  must(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['v1'] }))
  await page.goto(`${hq.url}/#/division?view=days`)
  await page.getByRole('button', { name: '修改' }).click()
  await page.getByLabel('日期').fill('2026-12-05')
  const save = page.getByRole('button', { name: '保存场次' })
  expect(await save.isEnabled()).toBe(false)
  await page.getByLabel('变更原因').fill('寒潮改期')
  await save.click()
  await page.getByRole('rowheader', { name: '2026-12-05 上午' }).waitFor()
  await page.goto(`${hq.url}/#/packages`)
  await page.getByText('改期 1 场').waitFor()
  await page.getByRole('button', { name: '查看' }).click()
  await page.getByText('场次改期：12月5日上午 心理素质测评、体能测评，2026-11-28 上午 改为 2026-12-05 上午').waitFor()
  await page.getByRole('button', { name: '签发 1 个考点的考试包' }).click()
  await page.getByText('第 2 版 ·', { exact: false }).first().waitFor()
  expect(must(await planner.packages.versions({ recruitment, venue: 'v1' })).versions[0]).toMatchObject({ version: 2, changed: 1 })
  expect(complaints).toEqual([])
}, 120_000)
