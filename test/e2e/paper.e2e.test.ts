import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { ok } from '../../tools/simulate/crew.ts'
import { enter, openOnScreen, type VenueOnScreen } from './venue-on-screen.ts'
import { words } from './words.ts'

const millimetre = 96 / 25.4

let venue: VenueOnScreen
let page: Page

beforeAll(async () => {
  venue = await openOnScreen({ candidates: 200, seed: 4, session: '0609-am' })
  const chief = venue.crew.as(venue.crew.operator('chief'))
  ok(await chief.sessions.open({ cmd: venue.crew.cmd(), session: venue.session.id }), 'the session')
  page = await venue.seat('chief')
  // what the printer would take stays on the page, so that it can be looked at
  await page.evaluate(() => {
    window.print = () => {
      const sheets = [...document.adoptedStyleSheets]
      const copy = document.querySelector('[data-testid=paper]')?.cloneNode(true)
      setTimeout(() => {
        document.querySelector('[data-testid=paper]')?.remove()
        if (copy !== undefined) document.body.append(copy)
        document.adoptedStyleSheets = sheets
        document.documentElement.dataset['paper'] = 'yes'
        document.documentElement.dataset['printed'] = String(Number(document.documentElement.dataset['printed'] ?? '0') + 1)
      }, 100)
    }
  })
})
afterAll(async () => {
  await venue.stop()
})

const row = () => page.getByRole('row', { name: /报到签到表/ })

it('the print room shows what there is and how often it was printed; looking at a sheet counts nothing', async () => {
  await enter(page, 'print')
  await row().getByText(words('print.never')).waitFor()
  await row().getByRole('button', { name: words('print.preview') }).click()
  const preview = page.getByTestId('sheet-preview')
  await preview.getByText('预览').first().waitFor()
  expect(await preview.locator('section.sheet').count()).toBeGreaterThan(1)
  await page.getByRole('button', { name: words('print.close') }).click()
  await row().getByText(words('print.never')).waitFor()
})

it('a printed sheet has its pages, each of A4 size, whole, with everybody once; the second print says so', async () => {
  for (const copy of [1, 2]) {
    await row().getByRole('button', { name: words(copy === 1 ? 'print.print' : 'print.print_again'), exact: true }).click()
    await page.waitForSelector(`html[data-printed="${String(copy)}"]`, { state: 'attached' })
    await page.emulateMedia({ media: 'print' })
    const pages = await page.evaluate((mm) => [...document.querySelectorAll('[data-testid=paper] > section.sheet')].map((sheet) => {
      const box = sheet.getBoundingClientRect()
      const body = sheet.querySelector('.body')?.getBoundingClientRect()
      const lowest = Math.max(...[...sheet.querySelectorAll('.body > *')].map((each) => each.getBoundingClientRect().bottom))
      return { width: box.width / mm, height: box.height / mm, over: lowest - (body?.bottom ?? 0), text: sheet.textContent }
    }), millimetre)
    await page.emulateMedia({ media: null })
    const { total, rows } = await venue.crew.as(venue.crew.operator('chief')).sessions.rows({ session: venue.session.id, list: 'all', limit: 500 })
    expect(pages.length).toBeGreaterThan(1)
    pages.forEach((each, at) => {
      expect(each.width).toBeCloseTo(210, 0)
      expect(each.height).toBeCloseTo(296.8, 0)
      expect(each.over).toBeLessThanOrEqual(0.5)
      expect(each.text).toContain(`第 ${String(at + 1)} 页，共 ${String(pages.length)} 页`)
      expect(each.text.includes('重印 2')).toBe(copy === 2)
      expect(each.text).toContain('演练')
    })
    const text = pages.map((each) => each.text).join('\n')
    expect(rows).toHaveLength(total)
    for (const { ticket } of rows) expect(text.split(ticket)).toHaveLength(2)
    // the browser makes as many pages of paper of it, and not one more
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(pages.length)
    await page.evaluate(() => {
      document.querySelector('[data-testid=paper]')?.remove()
      delete document.documentElement.dataset['paper']
    })
  }
  await row().getByText(/2/).first().waitFor()
  expect(venue.complaints).toEqual([])
})
