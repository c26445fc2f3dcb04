import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../shared/roster.ts'
import { root } from '../architecture/tree.ts'
import { eventually, makeHands, type Hands } from './hands.ts'
import { makeBeside, type Beside } from './interview-beside.ts'
import { makeInterviewHands } from './interview-hands.ts'
import { openMadeOnScreen, type MadeOnScreen } from './made-on-screen.ts'
import { interviewDay, madePack, madePerson, madePost } from './made-venue.ts'
import { words } from './words.ts'

// a pack that lets late-comers in after the draw, to the number nobody took (规则 §5)

const pack = madePack('shenzhen-2023', (given) => {
  given.posts = [madePost('J001', { stages: ['interview'] })]
  given.sessions = [interviewDay('d1', { date: '2023-06-17', posts: ['J001'], letters: ['A', 'B'], due: { kind: 'posts', posts: ['J001'] } })]
  given.pools = []
  given.checkIn.late = 'leftoverLot'
})
const people = [0, 1, 2].map((n) => madePerson(n, { post: 'J001', written: '80', sessions: ['d1'] }))
const [first, second, late] = people as [Candidate, Candidate, Candidate]
const half = pack.sessions[0]!

let venue: MadeOnScreen
let day: Beside
let door: Hands
let desk: Page
let lots: Page
let taken: string[]

beforeAll(async () => {
  venue = await openMadeOnScreen({ pack, people })
  day = makeBeside(venue, half)
  await venue.at(half, '08:00:00')
  await day.open()
  await day.drawRooms()
  await day.admit(first, second)
  await day.freezeLots()
  taken = [await day.drawLot(first), await day.drawLot(second)]
  const seats = await Promise.all([venue.sit('checkin-1'), venue.sit('lots-1')])
  ;[desk, lots] = seats
  door = makeHands({ venue: { crew: venue.crew, pack, session: half }, desk, psych: desk, judge: desk, lot: () => '' })
})
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [name, page] of Object.entries({ desk, lots })) await page.screenshot({ path: path.join(root, 'node_modules/.cache/e2e', `interview-late-${name}.png`) })
})
afterAll(() => venue.stop())

describe('a late-comer where the pack lets late-comers in', () => {
  it('is admitted after the cut-off, and draws the one number of the own room that is left over', async () => {
    await venue.at(half, '08:45:00')
    const on = makeInterviewHands(venue, half)
    await on.goTo(desk, 'check-in')
    await door.find(late)
    for (const key of ['F1', 'F2', 'F3', 'F4']) await desk.keyboard.press(key)
    await desk.keyboard.type('T003')
    await desk.keyboard.press('Enter')
    await eventually(() => day.whereabouts(late)).toBe('in')
    await on.goTo(lots, 'lots')
    const letter = taken[0]?.[0] ?? ''
    await lots.getByRole('navigation', { name: words('lots.pools_list') }).getByRole('button', { name: new RegExp(`^${letter}`) }).click()
    const field = lots.getByLabel(words('lots.scan'), { exact: true })
    await field.fill(late.ticket)
    await field.press('Enter')
    await eventually(() => day.whereabouts(late)).toBe('waiting')
    const lot = await day.lotOf(late)
    await lots.getByText(lot, { exact: true }).first().waitFor()
    expect([...taken, lot].sort()).toEqual([1, 2, 3].map((n) => `${letter}00${String(n)}`))
    expect(venue.complaints).toEqual([])
  })

  it('is interviewed like everybody else', async () => {
    expect(await day.interviewed(late, Array.from({ length: 7 }, () => ['77.7']))).toBe('77.70')
    expect(await day.whereabouts(late)).toBe('passed')
  })
})
