import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../shared/roster.ts'
import type { handClock } from '../../exchange/clock.ts'
import { ok } from '../../tools/simulate/crew.ts'
import { root } from '../architecture/tree.ts'
import { eventually } from './hands.ts'
import { makeBeside, type Beside } from './interview-beside.ts'
import { openMadeOnScreen, playedBy, type MadeOnScreen } from './made-on-screen.ts'
import { interviewDay, madePack, madePerson, madePost } from './made-venue.ts'
import { enter } from './venue-on-screen.ts'
import { words } from './words.ts'

// the answer's clock (规则 §8): what the ring shows is held against the station's own monotonic measure

const hour = 3_600_000
const eightMinutes = 480

/** The machine's time, which runs by itself; both its clocks can be put forward, and the wall clock alone can jump. */
function runningClock(): ReturnType<typeof handClock> {
  let ahead = 0
  let jumped = 0
  return {
    now: () => 1_700_000_000_000 + performance.now() + ahead + jumped,
    mono: () => 1_000_000 + performance.now() + ahead,
    pass: (ms) => {
      ahead += ms
    },
    shiftWall: (ms) => {
      jumped += ms
    },
  }
}

let venue: MadeOnScreen
let day: Beside
let clerk: Page
let first: Candidate
let second: Candidate
let lot = ''
const pack = madePack('shenzhen-2023', (given) => {
  given.posts = [madePost('J001', { stages: ['interview'] })]
  given.sessions = [interviewDay('d1', { date: '2023-06-17', posts: ['J001'], letters: ['A', 'B'], due: { kind: 'posts', posts: ['J001'] } })]
  given.pools = []
})

beforeAll(async () => {
  const people = [0, 1].map((n) => madePerson(n, { post: 'J001', written: '80', sessions: ['d1'] }))
  ;[first, second] = people as [Candidate, Candidate]
  venue = await openMadeOnScreen({ pack, people, clock: runningClock() })
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
  await clerk
    .getByRole('group', { name: words('interview.choose_room') })
    .getByRole('button', { name: words('interview.room_counts', { due: 2, done: 0 }) })
    .click()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await clerk.screenshot({ path: path.join(root, 'node_modules/.cache/e2e/interview-clock.png') })
})
afterAll(() => venue.stop())

/** Seconds the ring shows as left; negative once the time is over. */
async function shown(): Promise<number> {
  const text = (await clerk.getByRole('timer').textContent()) ?? ''
  const [minutes = '', seconds = ''] = text.replace('+', '').split(':')
  const value = Number(minutes) * 60 + Number(seconds)
  return text.startsWith('+') ? -value : value
}

/** Seconds left by the station's own monotonic clock. */
async function left(): Promise<number> {
  const { sheet } = ok(await venue.crew.as('supervisor-1').interview.find({ session: 'd1', lot }), 'the sheet')
  return eightMinutes - sheet.clock.elapsed / 1000
}

/** How far the ring is from the truth, in seconds; the ring shows begun seconds, so half a second is taken from it. */
async function wrongBy(): Promise<number> {
  const before = await left()
  const seen = await shown()
  const after = await left()
  return Math.max(0, Math.abs(seen - 0.5 - (before + after) / 2) - (before - after) / 2)
}

/** Something happens beside, so that every screen of the half day reads again. */
async function somethingHappens(): Promise<void> {
  ok(await venue.crew.as('waiting-1').waiting.leave({ cmd: venue.crew.cmd(), session: 'd1', candidate: second.id, escort: '候考甲', why: 'toilet' }), 'leaving')
  ok(await venue.crew.as('waiting-1').waiting.back({ cmd: venue.crew.cmd(), session: 'd1', candidate: second.id }), 'coming back')
}

const phase = (key: string, n = 0) => clerk.getByText(words(`interview.phase.${key}`, { n })).first()

/** The one key of the person's step, once it is offered. */
async function step(name: 'enter' | 'start' | 'finish'): Promise<void> {
  await clerk.getByRole('button', { name: words(`interview.do.${name}`, { lot }) }).waitFor()
  await clerk.keyboard.press('F8')
}

describe('the clock of an answer', () => {
  it('starts on the examiner’s word and shows the time left within a second', async () => {
    await step('enter')
    await phase('not_started').waitFor()
    expect(await shown()).toBe(eightMinutes)
    await step('start')
    await phase('running').waitFor()
    expect(await wrongBy()).toBeLessThan(1)
    expect(await shown()).toBeGreaterThan(eightMinutes - 30)
  })

  it('goes on over a reload of the page, which begins it neither anew nor late', async () => {
    venue.crew.pass(97_000)
    // a page that was not told cannot know of time the test put on: the measure sees it
    expect(await wrongBy()).toBeGreaterThan(60)
    await clerk.reload()
    await phase('running').waitFor()
    expect(await left()).toBeLessThan(eightMinutes - 97)
    expect(await wrongBy()).toBeLessThan(1)
  })

  it('does not care that the wall clock of the station or of the screen’s machine jumps by hours, forward or back', async () => {
    for (const jump of [3 * hour, -7 * hour]) {
      const before = venue.clock.now()
      venue.clock.shiftWall(jump)
      expect(Math.abs(venue.clock.now() - before - jump)).toBeLessThan(60_000)
      await somethingHappens()
      expect(await wrongBy()).toBeLessThan(1)
      await clerk.evaluate((by) => {
        const now = Date.now.bind(Date)
        Date.now = () => now() + by
      }, jump)
      const machine = await clerk.evaluate(() => Date.now())
      expect(Math.abs(machine - Date.now())).toBeGreaterThan(hour)
      await somethingHappens()
      expect(await wrongBy()).toBeLessThan(1)
    }
    await clerk.reload()
    await phase('running').waitFor()
    expect(await wrongBy()).toBeLessThan(1)
  })

  it('warns at a minute left and says the end, each seen and heard once, and then shows how far over', async () => {
    const toWarning = (await left()) - 61.5
    venue.crew.pass(Math.floor(toWarning * 1000))
    await somethingHappens()
    await eventually(shown).toBeLessThan(64)
    await phase('warning', 60).waitFor()
    await eventually(() => playedBy(clerk)).toContain('square 1000')
    const ticks = (await playedBy(clerk)).filter((note) => note === 'square 1000').length
    expect(ticks).toBe(2)
    expect(await playedBy(clerk)).not.toContain('sine 1175')
    expect(await wrongBy()).toBeLessThan(1)
    const toEnd = (await left()) - 1.5
    venue.crew.pass(Math.floor(toEnd * 1000))
    await somethingHappens()
    await phase('over').waitFor()
    await eventually(() => playedBy(clerk)).toContain('sine 1175')
    await eventually(shown).toBeLessThan(0)
    expect(await wrongBy()).toBeLessThan(1.5)
    // over is not finished: the clock runs until somebody says so
    await step('finish')
    await phase('finished').waitFor()
    expect((await playedBy(clerk)).filter((note) => note === 'square 1000')).toHaveLength(ticks)
    expect((await playedBy(clerk)).filter((note) => note === 'sine 1175')).toHaveLength(1)
  })

  it('and no page complained', () => {
    expect(venue.complaints).toEqual([])
  })
})
