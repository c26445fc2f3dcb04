import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readCourier } from '../../exchange/courier.ts'
import { receiptFile } from '../../exchange/signing.ts'
import { writePackage } from '../../exchange/package.ts'
import { newCommand, systemChance } from '../../exchange/chance.ts'
import { systemClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { openStation, type Station } from '../../station/station.ts'
import { startWeb, type WebFace } from '../../station/web.ts'
import { clientOf } from '../../tools/simulate/crew.ts'
import { root } from '../architecture/tree.ts'
import { launchChromium } from '../chromium.ts'
import { names, pack, pin, roster } from '../station/hq-venue.ts'
import { StandInHq } from '../station/stand-in-hq.ts'
import { eventually } from './hands.ts'
import { enter, seat } from './venue-on-screen.ts'
import { opening, words } from './words.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-e2e-'))
const hq = new StandInHq(names)
let station: Station
let web: WebFace
let browser: Browser
let address: string
const shot = process.env['KAODIAN_PICTURES']

/** The same page at the three sizes. */
async function picture(page: Page, name: string): Promise<void> {
  if (shot === undefined) return
  for (const [width, height] of [[1280, 800], [1920, 1080], [820, 1180]] as const) {
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(150)
    await page.screenshot({ path: `${shot}/sync-${name}-${String(width)}.png` })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

beforeAll(async () => {
  address = await hq.start(0, () => undefined)
  station = await openStation({ folder, clock: systemClock, program: 'kaodian test', log: silentLog })
  const recipients = [await identityToRecipient(await generateX25519Identity())]
  const bytes = Buffer.from(await writePackage({ ...names, pack, roster, photos: new Map(), version: 1, hq: { address }, recipients }, hq.signing)).toString('base64')
  const opened = await clientOf(station).venue.openPackage({ cmd: newCommand(systemClock.now(), systemChance), bytes, chief: { name: '张主考', pin } })
  expect(opened).toMatchObject({ ok: true })
  web = await startWeb({ station, port: 0, page: process.env['KAODIAN_PAGE'] ?? path.join(root, 'dist/renderer') })
  browser = await launchChromium()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await web.stop()
  await station.close()
  await hq.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('the chief enrols with the card, sees everything at HQ, then the line cut with its reason, and ends on a stick', async () => {
  const complaints: string[] = []
  const page = await seat({ browser, url: web.url, complaints, accounts: [{ operator: 'chief-1', pin, roles: ['chief'], name: '张主考' }] }, 'chief-1')
  const banner = page.getByRole('banner')
  await banner.getByText(words('sync.why.not_enrolled')).waitFor()
  await enter(page, 'sync')
  await picture(page, 'before')

  // a wrong code says so, the right one enrols
  const code = page.getByLabel(words('sync.enrol.card'), { exact: true })
  await code.fill('00000-00000-00000-00000-000000')
  await page.getByRole('button', { name: words('sync.enrol.act') }).click()
  await page.locator('[data-reason=hq_refused]').waitFor()
  await picture(page, 'refused')
  await code.fill(hq.code)
  await page.getByRole('button', { name: words('sync.enrol.act') }).click()
  await page.getByText(words('sync.big.all'), { exact: false }).first().waitFor()
  await banner.getByText(words('sync.bar.all')).waitFor()
  await picture(page, 'all')

  // the line is cut: the bar says how many and why, the room the same, and the chief's page after a minute
  await hq.stop()
  const running = station.inside.venue!
  running.ledger.append({ type: 'station.named', body: { name: '北门台' }, by: 'chief-1', cmd: running.newCommand() })
  await page.getByRole('button', { name: words('sync.try_now') }).click()
  await banner.getByText(words('sync.why.no_line')).waitFor()
  await page.getByRole('main').getByText(words('sync.big.unsent', { count: 1 })).first().waitFor()
  await picture(page, 'cut')

  // the other road: a sealed file, and HQ's receipt back
  await page.getByRole('button', { name: words('sync.stick.write'), exact: true }).click()
  await page.getByText(opening('sync.stick.written')).first().waitFor()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: words('sync.stick.save') }).first().click()
  const download = await downloading
  const bytes: Buffer[] = []
  for await (const chunk of await download.createReadStream()) bytes.push(chunk as Buffer)
  expect(readCourier(Buffer.concat(bytes))).toMatchObject({ ok: true, manifest: { venue: names.venue } })
  await picture(page, 'stick')
  await page.getByLabel(words('sync.stick.receipt')).setInputFiles({ name: 'r.kdreceipt', mimeType: 'application/octet-stream', buffer: receiptFile(hq.receipt()) })
  await page.getByText(opening('sync.stick.receipt_taken')).first().waitFor()

  // the line is back: nothing has to be done
  await hq.start(Number(new URL(address).port), () => undefined)
  await banner.getByText(words('sync.bar.all')).waitFor({ timeout: 20_000 })
  await eventually(() => hq.held(running.station)).toBeGreaterThan(4)

  // HQ's order to erase: said plainly, numbers only
  hq.orders = [{ id: 'erase-1', kind: 'erase', ...names, at: 1, reason: '保存期满' }]
  await page.getByRole('button', { name: words('sync.try_now') }).click()
  await page.getByText(words('sync.erased.title')).first().waitFor()
  await picture(page, 'erased')
  await page.goto(`${web.url}/#/chief`)
  await page.getByText(opening('sync.erased.text')).waitFor()
  expect(await page.getByRole('navigation', { name: words('frame.rail') }).getByRole('link').count()).toBe(2)
  await picture(page, 'erased-chief')
  expect(complaints.filter((each) => !/412|Precondition/.test(each))).toEqual([])
}, 180_000)
