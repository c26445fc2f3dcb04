// 2,000 result slips to one PDF through the program's own page, against a plain document of 2,000 pages of the same text.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { clientOf, ok, signIn } from '../simulate/crew.ts'
import { launchChromium } from '../../test/chromium.ts'
import { seededRandom } from '../../shared/random.ts'
import { handClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import type { FactDraft } from '../../station/open-venue.ts'
import { openStation } from '../../station/station.ts'
import { startWeb } from '../../station/web.ts'

const SLIPS = 2000
const root = path.resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-slips-'))
const clock = handClock()
const random = seededRandom('slips')
const station = await openStation({ folder: path.join(folder, 'data'), clock, program: 'kaodian bench', log: silentLog })
const { accounts } = ok(await clientOf(station).venue.openRehearsal({ cmd: random.uuid(), rehearsal: 'shenzhen-2023', candidates: 12_000, seed: 5 }), 'a rehearsal')
const crew = await signIn(station, accounts, clock, random)
const web = await startWeb({ station, port: 0, page: path.join(root, 'dist/renderer') })
const browser = await launchChromium()
const seconds = (from: number): number => (performance.now() - from) / 1000
try {
  const venue = station.venue
  const [first] = venue?.pack.sessions ?? []
  if (venue === null || first === undefined) throw new Error('no venue')
  const chief = crew.as(crew.operator('chief'))
  ok(await chief.sessions.open({ cmd: crew.cmd(), session: first.id }), 'the session')
  const due = (await chief.sessions.rows({ session: first.id, list: 'all', limit: 500, offset: 0 })).total
  const people: string[] = []
  while (people.length < Math.min(SLIPS, due)) people.push(...(await chief.sessions.rows({ session: first.id, list: 'all', limit: 500, offset: people.length })).rows.map((row) => row.candidate))
  people.length = Math.min(SLIPS, people.length)
  const caller = { operator: crew.operator('chief'), name: '', roles: ['chief' as const] }
  const record = (draft: (candidate: string, lot: string, at: number) => FactDraft) =>
    ok(venue.recordAll(caller, people.map((candidate, at) => draft(candidate, `${'ABC'[Math.floor(at / 999)] ?? 'C'}${String((at % 999) + 1).padStart(3, '0')}`, at)), crew.cmd()), 'facts')
  const session = first.id
  record((candidate, _lot, at) => ({ type: 'checkin.admitted', body: { session, candidate, tag: String(at), consent: true, warnings: [] } }))
  record((candidate, lot, at) => ({ type: 'lots.drawn', body: { draw: 'bench', session, candidate, turn: at + 1, lot } }))
  record((candidate, lot) => ({ type: 'psych.recorded', body: { session, candidate, lot, result: 'passed', source: 'hand' } }))
  record((candidate, lot, at) => ({ type: 'fitness.attempted', body: { session, candidate, lot, item: 'jump', outcome: { kind: 'reading', reading: at % 7 === 0 ? '219' : '270' } } }))

  const token = ok(await clientOf(station).operators.signIn({ operator: crew.operator('chief'), pin: accounts.find((each) => each.operator === crew.operator('chief'))?.pin ?? '' }), 'a seat').token
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  await page.addInitScript(([text, id]) => {
    sessionStorage.setItem('kaodian.token', text ?? '')
    sessionStorage.setItem('kaodian.session', id ?? '')
    // the sheet stays on the page as it is when the printer would take it
    window.print = () => {
      const sheets = [...document.adoptedStyleSheets]
      const copy = document.querySelector('[data-testid=paper]')?.cloneNode(true)
      setTimeout(() => {
        if (copy !== undefined) document.body.append(copy)
        document.adoptedStyleSheets = sheets
        document.documentElement.dataset['paper'] = 'yes'
        document.documentElement.dataset['printed'] = 'yes'
      }, 200)
    }
  }, [token, session])
  await page.goto(`${web.url.replace(/\/$/, '')}/#/print`)
  const row = page.getByRole('row', { name: /体能测评成绩单/ })
  await row.waitFor()
  const from = performance.now()
  await row.getByRole('button').last().click()
  await page.waitForSelector('html[data-printed]', { state: 'attached', timeout: 300_000 })
  const laid = seconds(from)
  const slips = path.join(folder, 'slips.pdf')
  await page.pdf({ path: slips, preferCSSPageSize: true, printBackground: true })
  const whole = seconds(from)
  const said = await page.evaluate(() => [...document.querySelectorAll('[data-testid=paper] .half')].map((each) => each.textContent))

  const plain = await browser.newPage()
  const text = (each: string) => `<p style="break-after:page">${each.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`
  writeFileSync(path.join(folder, 'plain.html'), `<!doctype html><meta charset="utf-8"><body style="font:12pt sans-serif">${said.map(text).join('')}`)
  const began = performance.now()
  await plain.goto(`file://${path.join(folder, 'plain.html')}`)
  await plain.pdf({ path: path.join(folder, 'plain.pdf'), preferCSSPageSize: true })
  const bare = seconds(began)
  const met = whole <= 60 && said.length === people.length
  console.log(`${met ? '✓' : '✕'} 成绩单 ${String(said.length)} result slips to one PDF: ${whole.toFixed(1)} s (target ≤ 60 s), of it ${laid.toFixed(1)} s drawing, fetching and laying out with the bar; ${pagesOf(slips)}, ${(statSync(slips).size / 2 ** 20).toFixed(1)} MB`)
  console.log(`  plain document of the same text, a page each: ${bare.toFixed(1)} s; ratio ${(whole / bare).toFixed(2)}`)
  if (!met) process.exitCode = 1
} finally {
  await browser.close()
  await web.stop()
  await station.close()
  rmSync(folder, { recursive: true, force: true })
}

/** Pages of a PDF where poppler is at hand. */
function pagesOf(file: string): string {
  try {
    return `${/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))?.[1] ?? '?'} pages`
  } catch {
    return 'pages not counted'
  }
}
