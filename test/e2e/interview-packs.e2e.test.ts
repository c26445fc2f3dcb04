import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../shared/roster.ts'
import { root } from '../architecture/tree.ts'
import { eventually } from './hands.ts'
import { makeBeside, type Beside } from './interview-beside.ts'
import { makeInterviewHands } from './interview-hands.ts'
import { foundIn, openMadeOnScreen, type MadeOnScreen } from './made-on-screen.ts'
import { interviewDay, madePack, madePerson, madePost } from './made-venue.ts'
import { enter } from './venue-on-screen.ts'
import { words } from './words.ts'

// a pack that marks by element, and a clerk who never touches the mouse

let venue: MadeOnScreen
let day: Beside
let clerk: Page
let first: Candidate
let second: Candidate
let lot = ''
/** Keys pressed since the clerk sat down. */
let keys = 0

const pack = madePack('wuhan-2025', (given) => {
  given.posts = [madePost('004', { stages: ['interview'], category: 'undivided' })]
  given.sessions = [interviewDay('d1', { date: '2025-11-16', posts: ['004'], letters: ['A', 'B'], due: { kind: 'posts', posts: ['004'] } })]
  given.pools = []
})

/** Seven examiners, six elements; the second reader misreads one figure. */
const sheets = [
  ['13', '17.5', '16', '12', '18', '8'], ['12.5', '18', '17', '13', '16.5', '9'], ['14', '16', '15', '11.5', '17', '7.5'], ['13', '19', '18', '14', '15', '8.5'],
  ['11', '15', '14.5', '12', '16', '10'], ['15', '20', '17', '13', '19', '9.5'], ['12', '17', '16', '12.5', '17.5', '6'],
]
const misread = sheets.map((row, at) => (at === 3 ? row.with(1, '16') : row))

interface Touched extends Window {
  pointed?: number
}

beforeAll(async () => {
  const people = [0, 1].map((n) => madePerson(n, { post: '004', written: '80', sessions: ['d1'] }))
  ;[first, second] = people as [Candidate, Candidate]
  venue = await openMadeOnScreen({ pack, people })
  day = makeBeside(venue, pack.sessions[0]!)
  await venue.at(pack.sessions[0]!, '08:00:00')
  await day.open()
  await day.drawRooms()
  await day.admit(first, second)
  await day.freezeLots()
  lot = await day.drawLot(first)
  await day.drawLot(second)
  await day.call(first)
  clerk = await venue.sit('interview-1')
  await enter(clerk, 'interview')
  await clerk.getByRole('group', { name: words('interview.choose_room') }).waitFor()
  await clerk.evaluate(() => {
    ;(window as Touched).pointed = 0
    for (const kind of ['pointerdown', 'pointermove', 'mousedown', 'mousemove', 'wheel', 'touchstart']) {
      document.addEventListener(kind, () => ((window as Touched).pointed = ((window as Touched).pointed ?? 0) + 1), { capture: true })
    }
  })
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await clerk.screenshot({ path: path.join(root, 'node_modules/.cache/e2e/interview-packs.png') })
})
afterAll(() => venue.stop())

async function press(...names: string[]): Promise<void> {
  for (const name of names) {
    keys += 1
    await clerk.keyboard.press(name)
  }
}
async function type(text: string): Promise<void> {
  keys += text.length
  await clerk.keyboard.type(text)
}
const focused = () => clerk.evaluate(() => `${document.activeElement?.tagName ?? ''} ${document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''}`)
const element = (n: number) => pack.interview?.elements[n]?.title.zh ?? ''
const cell = (examiner: number, at: number) => `INPUT ${words('interview.mark_of', { n: examiner + 1, element: element(at) })}`

/** Types sheets as fingers do that look at paper: figures, and Enter after each whether it went on by itself or not. */
async function typeSheets(marks: readonly (readonly string[])[]): Promise<void> {
  await eventually(focused).toBe(cell(0, 0))
  for (const row of marks) {
    for (const mark of row) {
      await type(mark)
      await press('Enter')
    }
  }
}

/** The second person’s PIN by keys alone, and the name where it is not chosen already. */
async function secondByKeys(operator: string): Promise<void> {
  const name = clerk.getByRole('combobox', { name: words('parts.second_person_name') })
  const on = () => clerk.evaluate(() => document.activeElement?.tagName ?? '')
  await name.locator(`option[value="${operator}"]`).waitFor({ state: 'attached' })
  if ((await name.inputValue()) !== operator) {
    for (let n = 0; n < 60 && (await on()) !== 'SELECT'; n += 1) await press('Tab')
    for (let n = 0; n < 12 && (await name.inputValue()) !== operator; n += 1) await press('ArrowDown')
    await press('Tab')
  }
  const pin = clerk.getByLabel(words('parts.second_person_pin'))
  const onPin = () => pin.evaluate((field) => field === document.activeElement)
  for (let n = 0; n < 60 && !(await onPin()); n += 1) await press('Tab')
  await type(venue.crew.second(operator).pin)
  await press('Enter')
}

const shows = (text: string) => clerk.getByText(text).first().waitFor()

describe('a sheet of seven examiners and six elements, by the keyboard alone', () => {
  it('the room, the candidate and the clock need no pointer: Enter, then F8 four times', async () => {
    const own = words('interview.room_counts', { due: 2, done: 0 })
    for (let n = 0; n < 20 && !(await focused()).includes(own); n += 1) await press('Tab')
    expect(await focused()).toContain(own)
    await press('Enter')
    for (const step of ['enter', 'start', 'finish', 'leave']) {
      await clerk.getByRole('button', { name: words(`interview.do.${step}`, { lot }) }).waitFor()
      await press('F8')
    }
    await eventually(async () => (await day.sheet(first)).state).toBe('entering')
  })

  it('forty-two marks are typed in well under a minute; a mark above its element stops where it is and says why', async () => {
    await eventually(focused).toBe(cell(0, 0))
    await type('16')
    await shows(words('interview.wrong.above', { max: '15' }))
    await press('Enter')
    expect(await focused()).toBe(cell(0, 0))
    await press('Backspace', 'Backspace')
    // a point with nothing after it is no mark of its own
    await type('12.')
    await press('Enter')
    await eventually(focused).toBe(cell(0, 1))
    expect(await clerk.getByLabel(cell(0, 0).slice('INPUT '.length), { exact: true }).inputValue()).toBe('12')
    await press('Shift+Tab')
    const [began, before] = [performance.now(), keys]
    await typeSheets(sheets)
    await shows(words('interview.typed_n', { n: 42, of: 42 }))
    await press('Enter')
    await shows(words('interview.second_next'))
    expect(performance.now() - began).toBeLessThan(60_000)
    // figures and points, an Enter after each mark, one to record
    expect(keys - before).toBe(sheets.flat().join('').length + 42 + 1)
    expect((await day.sheet(first)).entries).toMatchObject([{ entry: 1, operator: 'interview-1', marks: null }])
  })

  it('the second person takes over the keyboard, and where the two differ only that mark is looked at again', async () => {
    await press('Enter')
    await typeSheets(misread)
    await secondByKeys('interview-2')
    await shows(words('interview.mismatch', { n: 1 }))
    const row = clerk.getByRole('table', { name: words('interview.mismatch', { n: 1 }) }).getByRole('row').last()
    expect(await row.getByRole('cell').allTextContents()).toEqual(['19', '16'])
    // both figures stand beside each other; whoever was wrong corrects the own entry
    const other = words('interview.correct_of', { name: '演练面试乙' })
    await eventually(focused).toContain(words('interview.correct_mine'))
    for (let n = 0; n < 3 && !(await focused()).includes(other); n += 1) await press('Shift+Tab')
    await press('Enter')
    await eventually(focused).toBe(cell(3, 1))
    await type('19')
    await press('Enter')
    await secondByKeys('interview-2')
    await eventually(async () => (await day.sheet(first)).state).toBe('agreed')
    const { score, mismatches, elements, entries } = await day.sheet(first)
    expect(entries.map(({ marks }) => marks)).toEqual([sheets, sheets])
    expect(mismatches).toEqual([])
    // by element without its highest and lowest: 12.9 + 17.5 + 16.2 + 12.5 + 17 + 8.5
    expect(elements).toHaveLength(6)
    expect(score).toBe('84.60')
    await clerk.getByText('84.60', { exact: true }).first().waitFor()
  })

  it('three sign and the slip is taken, still without a pointer', async () => {
    await clerk.getByRole('form', { name: words('interview.sign_as', { role: words('interview.role.recorder') }) }).waitFor()
    await eventually(focused).toContain(words('interview.sign', { role: words('interview.role.recorder'), lot, score: '84.60' }))
    // an Enter that comes at once would still be the correction's
    await clerk.locator('form button[type=submit][aria-disabled=true]').waitFor({ state: 'detached' })
    await press('Enter')
    for (const [role, operator] of [['verifier', 'interview-2'], ['supervisor', 'supervisor-1']] as const) {
      const form = clerk.getByRole('form', { name: words('interview.sign_as', { role: words(`interview.role.${role}`) }) })
      await form.waitFor()
      await secondByKeys(operator)
      await form.waitFor({ state: 'detached' })
    }
    await eventually(focused).toContain(words('interview.slip_on_paper', { lot }))
    await press('Enter')
    await eventually(async () => (await day.sheet(first)).state).toBe('announced')
    expect(await day.whereabouts(first)).toBe('passed')
    expect(await clerk.evaluate(() => (window as Touched).pointed)).toBe(0)
    expect(venue.complaints).toEqual([])
  })
})

describe('a sheet half typed', () => {
  /** Figures no other sheet of this file has. */
  const half = ['7.3', '8.4', '9.7', '6.9']

  it('survives a reload for whoever typed it', async () => {
    const on = makeInterviewHands(venue, pack.sessions[0]!)
    await on.step(clerk, await day.lotOf(second), 'call', 'enter', 'start', 'finish', 'leave')
    await eventually(focused).toBe(cell(0, 0))
    for (const mark of half) await clerk.keyboard.type(mark)
    await shows(words('interview.typed_n', { n: 4, of: 42 }))
    // kept at the station a moment after the last key
    await eventually(async () => Object.values(await venue.crew.as('interview-1').drafts.all()).join('')).toContain(half.join('\t'))
    await clerk.reload()
    await shows(words('interview.typed_n', { n: 4, of: 42 }))
    expect((await foundIn(clerk, half)).sort()).toEqual([...half].sort())
  })

  it('is not there for who sits down at the same machine afterwards, on the page or over the network', async () => {
    await clerk.getByRole('button', { name: words('frame.look') }).click()
    await clerk.getByRole('button', { name: words('frame.sign_out') }).click()
    await clerk.getByRole('button', { name: '演练面试乙' }).click()
    await clerk.getByLabel(words('parts.pin'), { exact: true }).fill(venue.crew.second('interview-2').pin)
    await clerk.keyboard.press('Enter')
    await clerk.getByRole('navigation', { name: words('frame.rail') }).waitFor()
    await clerk.reload() // what was heard before belongs to the other person
    await enter(clerk, 'interview')
    await clerk.getByRole('form', { name: words('interview.entry') }).waitFor()
    await shows(words('interview.typed_n', { n: 0, of: 42 }))
    expect(await foundIn(clerk, half)).toEqual([])
    expect(venue.complaints).toEqual([])
  })

  it('is typed in for the record after a zero by ruling too: the sheets stay, the zero stands', async () => {
    const who = { session: pack.sessions[0]!.id, candidate: second.id, stage: 'interview' as const }
    const ruled = await venue.crew.as('interview-1').interview.zero({
      cmd: venue.crew.cmd(), ...who, kind: 'identity_revealed', reason: '自报姓名', second: venue.crew.second('supervisor-1'),
    })
    expect(ruled.ok).toBe(true)
    await clerk.getByRole('button', { name: words('interview.keep_sheets') }).click()
    await typeSheets(sheets)
    await shows(words('interview.typed_n', { n: 42, of: 42 }))
    await clerk.keyboard.press('Enter')
    await clerk.getByRole('button', { name: words('interview.keep_second') }).waitFor()
    const { score, entries, ruling } = await day.sheet(second)
    expect(score).toBe('0.00')
    expect(ruling?.ruling).toBe('zero')
    expect(entries).toMatchObject([{ entry: 1, operator: 'interview-2' }])
    expect(venue.complaints).toEqual([])
  })
})
