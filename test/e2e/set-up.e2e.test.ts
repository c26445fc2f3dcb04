import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { parsePack } from '../../shared/pack-schema.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import { silentLog } from '../../exchange/log.ts'
import { openStation, type Station } from '../../station/station.ts'
import { startWeb, type WebFace } from '../../station/web.ts'
import { root } from '../architecture/tree.ts'
import { launchChromium } from '../chromium.ts'
import { opening, words } from './words.ts'

let browser: Browser
let folder: string
let station: Station
let web: WebFace
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-set-up-'))
  station = await openStation({ folder, program: 'kaodian test', log: silentLog })
  web = await startWeb({ station, port: 0, page: process.env['KAODIAN_PAGE'] ?? path.join(root, 'dist/renderer') })
  page = await browser.newPage({ locale: 'zh-CN' })
  page.setDefaultTimeout(20_000)
  await page.goto(web.url)
})
afterEach(async () => {
  await page.close()
  await web.stop()
  await station.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The day on China's clock, yyyy-mm-dd. */
const dayHere = (now: number) => new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)

const way = (name: string) => page.getByRole('button', { name: new RegExp(words(`setup.way.${name}.title`)) }).click()

describe('first start', () => {
  it('a rehearsal opens with its accounts written out once, and one of them signs in', async () => {
    await way('rehearsal')
    await page.getByLabel(words('setup.count')).fill('40')
    await page.getByLabel(words('setup.count')).press('Enter')
    const row = page.getByRole('row').filter({ hasText: words('frame.roles.chief') }).first()
    await row.waitFor()
    const [name = '', , pin = ''] = await row.getByRole('cell').allTextContents()
    expect(pin).toMatch(/^\d{6}$/)
    await page.getByRole('button', { name: words('setup.accounts_done') }).click()
    await page.getByRole('button', { name: new RegExp(name) }).click()
    await page.getByLabel(words('parts.pin'), { exact: true }).fill(pin)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: words('frame.rail') }).waitFor()
    expect(station.venue?.mode).toBe('rehearsal')
  })

  it('a count that cannot be is refused before anything is sent', async () => {
    await way('rehearsal')
    await page.getByLabel(words('setup.count')).fill('19')
    await page.getByText(words('setup.count_wrong')).waitFor()
    expect(await page.getByRole('button', { name: words('setup.open_rehearsal') }).isEnabled()).toBe(false)
  })
})

describe('a venue from a sheet', () => {
  const pack = packNamed('shenzhen-aux-2023')!
  const people = rehearsalRoster({ pack: packNamed('shenzhen-2023')!, rehearsal: 'shenzhen-2023', count: 60, seed: 3 }).filter((person) => person.barred === undefined)
  // the rehearsal plants mismatches between roster and id; a sheet with one is refused
  const sound = people.filter((person) => person.residentId.slice(6, 14) === person.birth.replaceAll('-', '') && Number(person.residentId[16]) % 2 === (person.sex === 'M' ? 1 : 0))
  const sheet = (rows: readonly (readonly string[])[]) => Buffer.from(['名册号,准考证,证件号码,姓名,性别,岗位代码,场次', ...rows.map((row) => row.join(','))].join('\n'))
  const row = (person: (typeof sound)[number]) => [person.rosterNumber, person.ticket, person.residentId, person.name, person.sex === 'M' ? '男' : '女', person.post, person.sessions.join('、')]
  const give = async (rows: readonly (readonly string[])[]) =>
    page.getByLabel(words('setup.sheet_file')).setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer: sheet(rows) })
  const chief = async () => {
    await page.getByLabel(words('setup.venue_name')).fill('市一中考点')
    await page.getByLabel(words('setup.exam_name')).fill('2023 年招聘')
    await page.getByLabel(words('setup.chief_name')).fill('欧阳·阿卜杜拉')
    await page.getByLabel(words('setup.chief_pin'), { exact: true }).fill('840273')
    await page.getByLabel(words('setup.chief_pin_again')).fill('840273')
  }

  it('every problem stands by row and column, and nothing is imported while one is left', async () => {
    await way('sheet')
    await page.locator('select').first().selectOption('shenzhen-aux-2023')
    const [first, second] = sound
    await give([row(first!), ['B9', first!.ticket, '123', '', '无', second!.post, second!.sessions.join('、')]])
    const problems = page.getByRole('grid', { name: words('setup.problems_list') })
    for (const problem of ['duplicate', 'resident_id_length', 'missing', 'sex_malformed']) {
      await problems.getByRole('row').filter({ hasText: words(`setup.sheet_problem.${problem}`) }).filter({ hasText: /^\s*3/ }).first().waitFor()
    }
    await chief()
    expect(await page.getByRole('button', { name: opening('setup.import_and_open') }).last().isEnabled()).toBe(false)
    expect(station.venue).toBeNull()
  })

  it('the unpublished standards are filled in by hand, then all rows come in and the chief signs in', async () => {
    await way('sheet')
    await page.locator('select').first().selectOption('shenzhen-aux-2023')
    await give(sound.map(row))
    await chief()
    const button = page.getByRole('button', { name: words('setup.import_and_open', { n: sound.length }) })
    await button.waitFor()
    expect(await button.isEnabled()).toBe(false)
    const items = pack.fitness?.items ?? []
    for (const cell of await page.getByRole('table', { name: words('setup.standards') }).getByRole('textbox').all()) {
      const label = (await cell.getAttribute('aria-label')) ?? ''
      const item = items.find(({ title }) => label.includes(title.zh))
      await cell.fill(item?.comparison === 'atLeast' ? '250' : item?.rounding.mode === 'none' ? '10' : '300')
    }
    await expect.poll(() => button.isEnabled(), { timeout: 15_000 }).toBe(true)
    await button.click()
    await page.getByRole('button', { name: /欧阳·阿卜杜拉/ }).click()
    await page.getByLabel(words('parts.pin'), { exact: true }).fill('840273')
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: words('frame.rail') }).waitFor()
    expect(station.venue?.mode).toBe('live')
    expect(await page.locator('[data-side]').count()).toBe(0)
  })

  it('an interview half day beside the fitness one: its rooms, who comes, the category of each post, and the missing written scores', async () => {
    await way('sheet')
    await page.locator('select').first().selectOption('shenzhen-aux-2023')
    await give(sound.map((person) => row(person).map((cell, at) => (at === 6 ? '' : cell))))
    await page.getByLabel(words('setup.field.session')).selectOption('')
    await page.getByRole('button', { name: words('setup.add_session') }).click()
    const second = page.getByRole('group', { name: words('setup.session_n', { n: 2 }) })
    await second.getByRole('checkbox', { name: words('setup.stage.interview') }).check()
    await second.getByText(words('setup.session_listed')).waitFor()
    expect(await second.getByRole('checkbox', { name: words('setup.stage.fitness') }).isChecked()).toBe(false)
    await second.getByLabel(words('setup.rooms')).selectOption('3')
    const codes = [...new Set(sound.map(({ post }) => post))]
    const category = page.getByLabel(`${codes[0]!} ${words('setup.field.category')}`)
    await expect.poll(() => category.getAttribute('aria-invalid'), { timeout: 15_000 }).toBe('true')
    await category.selectOption('technical')
    await page.getByRole('button', { name: words('setup.category_all', { category: words('setup.category.general') }) }).click()
    await expect.poll(() => category.getAttribute('aria-invalid'), { timeout: 15_000 }).toBe('false')
    await page.getByText(words('setup.no_written', { n: sound.length })).waitFor()
    expect(await page.getByText(opening('setup.category_wanted')).count()).toBe(0)
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: words('setup.save_pack') }).click()])
    const made = parsePack(JSON.parse(readFileSync(await saved.path(), 'utf8')))
    if (!made.ok) throw new Error(made.errors.map(({ path: at }) => at).join())
    expect(made.pack.sessions.map(({ rooms, due }) => [rooms.length, due.kind])).toEqual([[0, 'posts'], [3, 'shortlist']])
    expect(made.pack.posts.map((post) => post.category)).toEqual(codes.map((code) => (code === codes[0] ? 'technical' : 'general')))
  })

  it('a pack without posts and sessions gets both on screen, is saved for the next time, and its half day opens', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await way('sheet')
    await page.locator('select').first().selectOption('national-2024')
    const rows = sound.map((person) => [person.rosterNumber, person.ticket, person.residentId, person.name, person.sex === 'M' ? '男' : '女', person.post, `特警 ${person.post}`])
    await page.getByLabel(words('setup.sheet_file')).setInputFiles({
      name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(['名册号,准考证,证件号码,姓名,性别,岗位代码,岗位名称', ...rows.map((each) => each.join(','))].join('\n')),
    })
    const codes = [...new Set(sound.map(({ post }) => post))]
    const post = (code: string, field: string) => page.getByLabel(`${code} ${words(`setup.field.${field}`)}`)
    expect(await post(codes[0]!, 'postTitle').inputValue()).toBe(`特警 ${codes[0]!}`)
    await post(codes[0]!, 'unit').fill('市局特警支队')
    await post(codes[0]!, 'headcount').fill('若干')
    const day = page.getByRole('group', { name: words('setup.session_n', { n: 1 }) })
    await day.getByLabel(words('setup.session_date')).fill(dayHere(Date.now()).replaceAll('-', ''))
    await day.getByLabel(words('setup.window_to')).fill('07:00')
    await day.getByRole('alert').first().waitFor()
    await chief()
    const button = page.getByRole('button', { name: words('setup.import_and_open', { n: sound.length }) })
    expect(await button.isEnabled()).toBe(false)
    await day.getByLabel(words('setup.session_half')).selectOption('am')
    await day.getByLabel(words('setup.window_from')).fill('0730')
    await day.getByLabel(words('setup.window_to')).fill('8:15')
    // the headcount is still wrong, and says so
    await expect.poll(() => post(codes[0]!, 'headcount').getAttribute('aria-invalid'), { timeout: 15_000 }).toBe('true')
    expect(await button.isEnabled()).toBe(false)
    await post(codes[0]!, 'headcount').fill('2')
    await day.getByText(words('setup.session_due', { n: sound.length })).waitFor()
    await page.getByRole('button', { name: words('setup.add_session') }).click()
    const second = page.getByRole('group', { name: words('setup.session_n', { n: 2 }) })
    await second.getByText(opening('setup.session_due')).waitFor()
    await page.getByRole('button', { name: words('setup.remove_session', { n: 2 }) }).click()
    await day.getByText(words('setup.session_due', { n: sound.length })).waitFor()
    await expect.poll(() => button.isEnabled(), { timeout: 15_000 }).toBe(true)
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: words('setup.save_pack') }).click()])
    expect(saved.suggestedFilename()).toBe('national-2024-adapted-1.json')
    const file = await saved.path()

    // the same again from the saved file: nothing left to change
    await page.locator('select').first().selectOption('file')
    await page.getByLabel(words('setup.pack_file')).setInputFiles(file)
    await expect.poll(() => post(codes[0]!, 'unit').inputValue(), { timeout: 15_000 }).toBe('市局特警支队')
    expect(await page.getByRole('button', { name: words('setup.save_pack') }).count()).toBe(0)
    await expect.poll(() => button.isEnabled(), { timeout: 15_000 }).toBe(true)
    await page.getByLabel(words('setup.chief_pin_again')).press('Enter')

    await page.getByRole('button', { name: /欧阳·阿卜杜拉/ }).click()
    await page.getByLabel(words('parts.pin'), { exact: true }).fill('840273')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: opening('chief.open_session') }).click()
    await page.getByRole('button', { name: words('chief.to_closing') }).waitFor()
    expect(station.venue?.pack).toMatchObject({
      id: 'national-2024-adapted', adaptedFrom: { id: 'national-2024' }, sessions: [{ half: 'am', window: { from: '07:30', to: '08:15' } }],
    })
  })

  it('a PIN that is easy to guess is refused with its reason', async () => {
    await way('sheet')
    await page.locator('select').first().selectOption('national-2024')
    await give(sound.map(row))
    // a recognised column can be left out on purpose
    await page.getByLabel(words('setup.field.session')).selectOption('')
    await chief()
    await page.getByLabel(words('setup.chief_pin'), { exact: true }).fill('123456')
    await page.getByLabel(words('setup.chief_pin_again')).fill('123456')
    const button = page.getByRole('button', { name: words('setup.import_and_open', { n: sound.length }) })
    await expect.poll(() => button.isEnabled(), { timeout: 15_000 }).toBe(true)
    await button.click()
    await page.getByRole('alert').getByText(opening('refusals.pin_weak.why')).waitFor()
    expect(station.venue).toBeNull()
  })
})
