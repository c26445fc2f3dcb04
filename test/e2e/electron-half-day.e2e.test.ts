import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../shared/roster.ts'
import { readSheet } from '../../exchange/sheets/sheet.ts'
import { ok } from '../../tools/simulate/crew.ts'
import { root } from '../architecture/tree.ts'
import { listeningSockets, openDesktopVenue, type DesktopVenue } from './desktop-venue.ts'
import { eventually, makeHands, type Hands } from './hands.ts'
import { enter } from './venue-on-screen.ts'
import { opening, words } from './words.ts'

// The main flow of the half day in the desktop window: the built main process and preload under the stand-in for
// Electron. One laptop, so one window in which people take turns; every call crosses the message port.

let venue: DesktopVenue
const cast = {} as Record<'passed' | 'partner' | 'jump', Candidate>
const roles = ['passed', 'partner', 'jump'] as const
const lotOf = new Map<string, string>()
const lot = (person: Candidate): string => lotOf.get(person.id) ?? ''
const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-desktop-files-'))

const page = () => venue.app.page
/** The hands at the window that is open now: after a power cut it is another one. */
function hands(): Hands {
  const window = page()
  return makeHands({ venue, desk: window, psych: window, judge: window, lot })
}
const prints = () => venue.app.messages.filter((message) => message.t === 'print').length
const facts = async () =>
  Promise.all(
    roles.map(async (role) =>
      (await hands().journeyOf(cast[role])).steps.map(({ fact, type, replacedBy }) => ({ fact, type, replacedBy })),
    ),
  )

beforeAll(async () => {
  venue = await openDesktopVenue({ candidates: 60, seed: 11, session: '0609-am' })
  const men = venue.plain.filter((candidate) => candidate.sex === 'M')
  for (const [index, role] of roles.entries()) cast[role] = men[index]!
  await venue.at('07:50:00')
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    await page().screenshot({
      path: path.join(root, 'node_modules/.cache/e2e', `desktop-${task.name.slice(0, 20)}.png`),
    })
})
afterAll(async () => {
  await venue.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('the half day in the desktop window', () => {
  it('the chief opens the session', async () => {
    await venue.sit('chief-1')
    await enter(page(), 'chief')
    await page()
      .getByRole('button', { name: opening('chief.open_session') })
      .first()
      .click()
    const state = async () =>
      (await venue.crew.as('chief-1').sessions.list()).find(({ id }) => id === venue.session.id)?.state
    await eventually(state).toBe('open')
  })

  it('a candidate is checked in by the keyboard alone', async () => {
    const { passed } = cast
    await venue.sit('checkin-1')
    const { keyboard } = page()
    await page().evaluate(() => {
      document.addEventListener('pointerdown', () => (document.documentElement.dataset['touched'] = 'yes'), true)
    })
    await page().locator('a[href="#/check-in"]').focus()
    await keyboard.press('Enter')
    const field = page().getByLabel(words('check-in.find'), { exact: true }).last()
    await field.waitFor()
    await field.focus()
    await keyboard.type(passed.ticket)
    await keyboard.press('Enter')
    await page().getByRole('heading', { name: passed.name }).waitFor()
    for (const key of ['F1', 'F2', 'F3', 'F4']) await keyboard.press(key)
    await keyboard.type('T001')
    await keyboard.press('Enter')
    await page()
      .getByText(words('check-in.admitted', { name: passed.name }))
      .waitFor()
    expect(await hands().cardOf(passed)).toMatchObject({ state: 'in', admitted: { tag: 'T001', consent: true } })
    expect(await page().locator('[data-touched]').count()).toBe(0)
  })

  it('the pool is frozen, digits given, each ticket draws one lot, and the strips go to the shell’s printer', async () => {
    for (const role of ['partner', 'jump'] as const) await hands().admitBeside(cast[role], `tag ${role}`)
    await venue.at('08:20:00')
    await venue.sit('lots-1')
    await enter(page(), 'lots')
    await page()
      .getByRole('button', { name: words('lots.freeze') })
      .last()
      .click()
    await page().getByLabel(words('lots.digits')).first().fill('314159265358')
    await page().getByLabel(words('lots.witnesses')).first().fill('见证人甲、见证人乙')
    await page()
      .getByRole('button', { name: words('lots.take_digits') })
      .click()
    const field = page().getByLabel(words('lots.scan'), { exact: true })
    for (const role of roles) {
      await field.fill(cast[role].ticket)
      await field.press('Enter')
      await eventually(async () => (await hands().drawn()).has(cast[role].id)).toBe(true)
      lotOf.set(cast[role].id, (await hands().drawn()).get(cast[role].id) ?? '')
      const strips = page().getByRole('button', { name: words('lots.print_strips', { lot: lot(cast[role]) }) })
      await strips.first().waitFor()
      await page().keyboard.press('F9')
      await eventually(prints).toBe(lotOf.size)
    }
    expect(new Set(lotOf.values()).size).toBe(3)
  })

  it('psych is passed by lot', async () => {
    await venue.sit('psych-1')
    await enter(page(), 'psych')
    await hands().recordPsych(cast.passed, '1')
    for (const role of ['partner', 'jump'] as const) await hands().psychBeside(cast[role])
    expect(await page().content()).not.toContain(cast.passed.name)
  })

  it('one jumps high enough; one does not in three attempts, and no later item opens', async () => {
    await venue.sit('judge-1')
    await enter(page(), 'fitness')
    await page().getByRole('button', { name: '纵跳摸高' }).click()
    const on = hands()
    await on.scan(cast.passed)
    await on.read('268')
    await on.verdict('passed')
    await on.signOnScreen()
    expect(await on.itemState(cast.passed, 'jump')).toEqual({ state: 'passed', signed: true })
    await on.scan(cast.jump)
    for (const [used, reading] of ['264', '262', '260'].entries()) {
      await on.read(reading)
      await (used < 2 ? on.verdict('left', 2 - used) : on.verdict('failed'))
    }
    await on.signOnScreen()
    expect(await on.whereabouts(cast.jump)).toBe('fitness_failed')
    await on.changeItem('往返跑')
    await on.scan(cast.jump)
    await page().getByText(opening('refusals.fitness_failed.why')).first().waitFor()
    await on.nextLot()
    await on.scan(cast.passed)
    await on.read((await on.standardOf(cast.passed, 'shuttle')).toFixed(2))
    await on.verdict('passed')
    await on.signOnScreen()
    await on.passBeside(cast.partner, 'jump', '270')
    await on.passBeside(cast.partner, 'shuttle', '12.50')
  })

  it('the power fails in the middle of a heat: whatever was acknowledged is there once, and the heat is timed on', async () => {
    await enter(page(), 'heats')
    for (const role of ['passed', 'partner'] as const)
      await page()
        .getByRole('button', { name: lot(cast[role]) })
        .click()
    await page()
      .getByRole('button', { name: words('heats.make_with', { n: 1, count: 2 }) })
      .click()
    await page()
      .getByRole('button', { name: words('heats.start') })
      .click()
    await page()
      .getByText(words('heats.in_of', { n: 0, of: 2 }))
      .waitFor()
    const limit = await hands().standardOf(cast.passed, 'run')
    await venue.pass(Math.floor(limit - 30) * 1000)
    await page()
      .getByRole('button', { name: words('heats.bib_lot', { bib: '1', lot: lot(cast.passed) }) })
      .click()
    await page()
      .getByText(words('heats.in_of', { n: 1, of: 2 }))
      .waitFor()
    await eventually(heatTaps).toBe(1)
    // which heat is open is kept a quarter of a second after it was opened, and the hands here are quicker
    const kept = async () => Object.keys(await venue.crew.as('judge-1').drafts.all())
    await eventually(kept).toContain(`heats.open ${venue.session.id}`)
    const before = await facts()
    await venue.powerCut()
    expect(await facts()).toEqual(before)
    expect(await venue.crew.as('chief-1').system.verify({ full: true })).toMatchObject({ ok: true, bad: null })
    await venue.sit('judge-1')
    await enter(page(), 'heats')
    await page()
      .getByText(words('heats.in_of', { n: 1, of: 2 }))
      .waitFor()
    expect(await heatTaps()).toBe(1)
  })

  it('the other one finishes too late, both sign: one has passed everything', async () => {
    await venue.pass(60_000)
    await page()
      .getByRole('button', { name: words('heats.bib_lot', { bib: '2', lot: lot(cast.partner) }) })
      .click()
    await page().getByText(words('heats.all_in')).waitFor()
    await page()
      .getByRole('button', { name: words('heats.finish', { n: 2 }) })
      .click()
    for (const role of ['passed', 'partner'] as const) {
      await page()
        .getByRole('button', { name: words('heats.sign_lot', { lot: lot(cast[role]) }) })
        .click()
      await page()
        .getByRole('complementary', { name: lot(cast[role]) })
        .waitFor()
      await hands().signOnScreen(false)
      await eventually(async () => (await hands().itemState(cast[role], 'run')).signed).toBe(true)
    }
    expect(await hands().whereabouts(cast.passed)).toBe('passed')
    expect(await hands().whereabouts(cast.partner)).toBe('fitness_failed')
  })

  it('the overview counts them, and the journey shows how the one came through', async () => {
    await venue.sit('chief-1')
    await enter(page(), 'chief')
    await page()
      .getByRole('list', { name: words('chief.flow') })
      .waitFor()
    const { overview } = ok(
      await venue.crew.as('chief-1').sessions.overview({ session: venue.session.id }),
      'the overview',
    )
    expect(overview.counts).toMatchObject({ passed: 1, fitness_failed: 2 })
    await enter(page(), 'journey')
    await page().getByLabel(words('journey.find'), { exact: true }).fill(lot(cast.passed))
    await page().keyboard.press('Enter')
    await page().getByText(cast.passed.name).first().waitFor()
    await page()
      .getByRole('button', { name: words('journey.why') })
      .first()
      .click()
    await page().getByText('265').first().waitFor()
    await page().keyboard.press('Escape')
  })

  it('a list is saved where the dialog says and opens as a sheet of text cells; on paper it goes through the shell', async () => {
    await enter(page(), 'lists')
    const file = path.join(folder, '名单.xlsx')
    venue.app.answerSaveDialog(file)
    await page()
      .getByRole('button', { name: words('lists.xlsx') })
      .click()
    const sheet = async () => readSheet(readFileSync(file))
    await eventually(async () =>
      sheet().then(
        ({ ok: whole }) => whole,
        () => false,
      ),
    ).toBe(true)
    const read = await sheet()
    if (!read.ok) throw new Error(read.fault)
    const cells = read.sheet.rows.flatMap((row) => row.cells)
    expect(cells.filter(({ kind }) => kind !== 'text' && kind !== 'empty')).toEqual([])
    const row = read.sheet.rows.find((each) => each.cells.some(({ text }) => text === cast.passed.name))
    expect(row?.cells.map(({ text }) => text)).toEqual(
      expect.arrayContaining([cast.passed.rosterNumber, lot(cast.passed)]),
    )
    const printed = prints()
    await page()
      .getByRole('button', { name: words('lists.print') })
      .click()
    await eventually(prints).toBe(printed + 1)
    await page().getByTestId('fetching-sheet').waitFor({ state: 'detached' })
    expect(await venue.printedPastTheShell()).toBe(0)
  })

  it('1: there was no server: the page is app://ui, nothing was asked of any other place, and the main process listens nowhere', async () => {
    const loaded = venue.app.messages.filter((message) => message.t === 'loaded').map((message) => message['url'])
    expect(loaded).toEqual(['app://ui/index.html'])
    expect(listeningSockets(venue.app.pid)).toEqual([])
    // control: a process that does listen is seen
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    expect(listeningSockets(process.pid).length > 0 || process.platform !== 'linux').toBe(true)
    server.close()
    expect(venue.asked.length).toBeGreaterThan(5)
    // the stand-in shows app://ui as this address and answers it from the main process
    const own = /^(blob:)?https:\/\/ui\.kaodian\.test\//
    expect(venue.asked.filter((url) => !own.test(url) || /\/(rpc|api)\b/.test(url))).toEqual([])
    expect(venue.complaints()).toEqual([])
  })
})

const heatTaps = async (): Promise<number> => {
  const [heat] = await venue.crew.as('judge-1').heats.list({ session: venue.session.id, item: 'run' })
  return heat?.taps.filter(({ removed }) => !removed).length ?? 0
}
