import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { systemClock } from '../exchange/clock.ts'
import { silentLog } from '../exchange/log.ts'
import { makeLogin } from '../hq/accounts/logins.ts'
import { startHq, type RunningHq } from '../hq/running-hq.ts'
import { demoHq } from './hq-demo/demo.ts'

const page = path.resolve(import.meta.dirname, '../dist/hq')

/** Fills a demo and takes the README's pictures of headquarters from it. */
export async function takeHeadquarters({ browser, folder, candidates = 2000 }: { browser: Browser; folder: string; candidates?: number }): Promise<void> {
  const data = mkdtempSync(path.join(tmpdir(), 'kaodian-hq-pictures-'))
  try {
    await pictureHq({ browser, folder, data, published: (await demoHq({ folder: data, candidates })).published })
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

/** The board, the division, a card, a standing with equals, and a list about to be published. */
export async function pictureHq({ browser, folder, data, published }: { browser: Browser; folder: string; data: string; published: string }): Promise<void> {
  const hq = await startHq({ folder: data, program: 'kaodian', clock: systemClock, log: silentLog, port: 0, page })
  const open = opener(browser, hq)
  const take = async (shown: Page, name: string) => {
    await shown.waitForTimeout(800)
    await shown.screenshot({ path: path.join(folder, `${name}.png`) })
    await shown.context().close()
  }
  try {
    const board = await open('zhishou', '#/watch')
    await board.getByRole('button', { name: /东部考点/ }).waitFor()
    await take(board, 'hq-board')

    const grid = await open('bianpai', '#/division')
    await grid.getByRole('tab', { name: '编排表' }).click()
    await take(grid, 'hq-division')

    const cards = await open('bianpai', '#/packages', 1400)
    await cards.getByRole('row', { name: /南部考点/ }).getByRole('button', { name: '查看' }).click()
    await cards.getByRole('button', { name: '打印登记卡' }).click()
    const card = cards.locator('article').first()
    await card.getByRole('img').waitFor()
    await card.screenshot({ path: path.join(folder, 'hq-card.png') })
    await cards.context().close()

    const standing = await open('caiding-a', '#/decide')
    await standing.getByRole('button', { name: /待总部决定/ }).first().click()
    await standing.getByText(/并列/).first().waitFor()
    await take(standing, 'hq-standing')

    const notice = await open('caiding-a', '#/publish')
    await notice.getByLabel(new RegExp(`^${published} `)).check()
    await notice.getByTestId('publication-preview').getByRole('table').first().waitFor()
    await take(notice, 'hq-publication')
  } finally {
    await hq.stop()
  }
}

/** A window signed in as somebody of the demo, without the sign-in screen. */
const opener = (browser: Browser, { inside, web }: RunningHq) => async (account: string, hash: string, height = 800): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height }, locale: 'zh-CN' })
  const token = await makeLogin(inside, inside.store.db, account, 1)
  await context.addInitScript((text) => sessionStorage.setItem('kaodian.hq.token', text), token)
  const shown = await context.newPage()
  await shown.goto(`${web.url}/${hash}`)
  await shown.getByRole('main').waitFor()
  return shown
}
