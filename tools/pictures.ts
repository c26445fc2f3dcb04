// Takes the README's pictures from half days stopped in the middle and a filled headquarters: `node run.mjs pictures` after the screens changed.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../test/chromium.ts'
import { takeHeadquarters } from './hq-pictures.ts'
import { takeInterviewDay } from './interview-pictures.ts'
import { playScene } from './scene.ts'
import { serveRehearsal } from './served-station.ts'

const folder = path.resolve(import.meta.dirname, '../docs/pictures')
mkdirSync(folder, { recursive: true })

async function seat(browser: Browser, token: string, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' })
  await context.addInitScript((text) => sessionStorage.setItem('kaodian.token', text), token)
  return context.newPage()
}

async function open(page: Page, url: string, hash: string): Promise<void> {
  await page.goto(`${url.replace(/\/$/, '')}/${hash}`)
  await page.getByRole('main').waitFor()
  await page.waitForTimeout(1200)
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(500)
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
  await page.context().close()
}

const station = await serveRehearsal({ rehearsal: 'shenzhen-2023', candidates: 240, seed: 5 })
const browser = await launchChromium({ args: ['--lang=zh-CN'] })
try {
  const scene = await playScene(station)

  const desk = await seat(browser, await station.signIn('checkin-1'), 1280, 800)
  await open(desk, station.url, '#/check-in')
  await desk.keyboard.type(scene.due[3] ?? '')
  await desk.waitForTimeout(500)
  await desk.keyboard.press('Enter')
  await desk.waitForTimeout(600)
  for (const key of ['F1', 'F2']) await desk.keyboard.press(key)
  await take(desk, 'check-in')

  const draw = await seat(browser, await station.signIn('lots-1'), 1280, 800)
  await open(draw, station.url, '#/lots')
  await take(draw, 'draw')

  const judge = await seat(browser, await station.signIn('judge-1'), 820, 1180)
  await open(judge, station.url, '#/fitness')
  await judge.getByRole('button', { name: /纵跳摸高/ }).first().click()
  await judge.waitForTimeout(600)
  await judge.keyboard.type(scene.jump[0] ?? '')
  await judge.keyboard.press('Enter')
  await judge.waitForTimeout(800)
  await judge.keyboard.type('264')
  await judge.keyboard.press('Enter')
  await judge.waitForTimeout(800)
  await judge.keyboard.type('271')
  await take(judge, 'judge')

  const track = await seat(browser, await station.signIn('judge-2'), 820, 1180)
  await open(track, station.url, '#/heats')
  // with one item that runs in heats the room opens on it; with several it asks first
  await track.getByRole('button', { name: /第 1 组/ }).first().click()
  await track.waitForTimeout(600)
  await track.getByRole('button', { name: /出发/ }).first().click()
  await track.waitForTimeout(3000)
  await track.keyboard.press('Space')
  await track.waitForTimeout(900)
  await track.keyboard.press('Space')
  await take(track, 'heat')

  const chief = await seat(browser, await station.signIn('chief-1'), 1280, 800)
  await open(chief, station.url, '#/chief')
  await take(chief, 'overview')

  const journey = await seat(browser, await station.signIn('chief-1'), 1280, 800)
  await open(journey, station.url, `#/journey?lot=${scene.shuttle[0] ?? ''}`)
  await journey.getByRole('button', { name: '依据' }).first().click()
  await take(journey, 'journey')

  await takeInterviewDay({ browser, folder, seatAt: (url, token) => async (operator, hash, width, height) => {
    const page = await seat(browser, await token(operator), width, height)
    await open(page, url, hash)
    return page
  } })
  await takeHeadquarters({ browser, folder })
} finally {
  await browser.close()
  await station.stop()
}
