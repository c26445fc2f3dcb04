import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { decideUseCases } from '../../hq/decide/decide.ts'
import { publishUseCases } from '../../hq/publish/publish.ts'
import { decideWorld, postOf, twoVenuePack, wallClock } from '../hq/decide-world.ts'
import { storePlace } from '../hq/stores.ts'
import { hqOffice, officer } from './hq-office.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const start = '2023-06-20T02:00:00Z'
const list = 'ranking'
const style = { masked: true, names: 'masked', tickets: 'full', notice: null } as const

/** A post with a ranking of 230 people, adopted by two and published once. */
async function published(): Promise<string> {
  const place = await storePlace('sqlite')
  const world = await decideWorld(place, wallClock(start))
  const no = await world.recruitment('city-2026', twoVenuePack([postOf('T1', 'technical', 200)]))
  const people = Array.from({ length: 230 }, (_, at) => ({
    id: `c${String(at)}`, post: 'T1', written: (60 + at / 10).toFixed(1), interview: '80', quality: '60', run: '220', ticket: String(2023060000 + at), venue: at % 2 === 0 ? 'a' : 'b',
  }))
  await world.put(no, people)
  await world.close(no, 'f-a', 'f-b', 'i-a', 'i-b')
  const of = { recruitment: 'city-2026', post: 'T1', list } as const
  const seen = await decideUseCases.list(world.call, of)
  expect(await decideUseCases.adopt(world.call, { ...of, hash: seen.ok ? seen.hash : '', reason: '', cmd: world.cmd() })).toMatchObject({ ok: true })
  const about = { recruitment: 'city-2026', list, posts: ['T1'], style, replaces: null } as const
  const preview = await publishUseCases.preview(world.call, { ...about, posts: ['T1'], offset: 0, limit: 1 })
  const hash = preview.ok ? preview.hash : ''
  expect(await publishUseCases.publish(world.call, { ...about, posts: ['T1'], hash, cmd: world.cmd() })).toMatchObject({ ok: true })
  await world.hq.inside.store.db.deleteFrom('account').execute()
  await world.stop()
  return place.folder
}

/** The next question of this method gets no answer. */
async function noAnswerOnce(page: Page, method: string): Promise<void> {
  await page.route(`**/rpc/${method}`, (route) => route.abort(), { times: 1 })
}

test('pages and files that do not come are said, with a way to try again that brings them', async () => {
  const office = await hqOffice(browser, start, await published())
  const { page } = await officer(office, await office.keeper(), 'zhou.decide', '周裁定', 'decider')
  const alert = page.getByRole('alert').filter({ hasText: '总部没有回答' })
  const again = alert.getByRole('button', { name: '再试一次' })

  await page.goto(`${office.url}/#/publish`)
  await page.getByLabel('名单', { exact: true }).selectOption(list)
  await page.getByLabel(/^T1/).check()
  const paper = page.getByTestId('publication-preview')
  const more = page.getByRole('button', { name: '再看几页（4 / 8）' })
  await more.waitFor()
  await noAnswerOnce(page, 'publish/preview')
  await more.click()
  await alert.waitFor()
  await again.click()
  await alert.waitFor({ state: 'detached' })
  await paper.getByText('第 8 页，共 8 页').waitFor()
  expect(await more.count()).toBe(0)

  await page.getByRole('tab', { name: '已发布' }).click()
  await noAnswerOnce(page, 'publish/file')
  await page.getByRole('button', { name: '.csv', exact: true }).click()
  await alert.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), again.click()])
  expect(download.suggestedFilename()).toMatch(/\.csv$/)
  await alert.waitFor({ state: 'detached' })

  await page.evaluate(() => Object.assign(window, { print: () => Object.assign(window, { printed: true }) }))
  await noAnswerOnce(page, 'publish/pages')
  await page.getByRole('button', { name: '打印或存为 PDF' }).click()
  await alert.waitFor()
  expect(await page.evaluate(() => 'printed' in window)).toBe(false)
  await again.click()
  await page.waitForFunction(() => 'printed' in window)
  await alert.waitFor({ state: 'detached' })
}, 120_000)
