import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../shared/roster.ts'
import { ok } from '../../tools/simulate/crew.ts'
import { root } from '../architecture/tree.ts'
import { eventually, makeHands, type Hands } from './hands.ts'
import { enter, openOnScreen, secondPerson, type VenueOnScreen } from './venue-on-screen.ts'
import { opening, words } from './words.ts'

// Results by file, and a heat in which nearly everything goes wrong.

let venue: VenueOnScreen
let psych: Page
let judge: Page
let on: Hands
let runners: Candidate[]
const lotOf = new Map<string, string>()
const lot = (person: Candidate): string => lotOf.get(person.id) ?? ''

beforeAll(async () => {
  venue = await openOnScreen({ candidates: 240, seed: 12, session: '0609-pm' })
  const { crew, session } = venue
  runners = venue.plain.filter(({ sex }) => sex === 'F').slice(0, 3)
  await venue.at('14:20:00')
  ok(await crew.as('chief-1').sessions.open({ cmd: crew.cmd(), session: session.id }), 'opening')
  const desks = await Promise.all([venue.seat('psych'), venue.seat('judge')])
  ;[psych, judge] = desks
  on = makeHands({ venue, desk: psych, psych, judge, lot })
  for (const page of desks) await page.getByLabel(words('frame.session')).selectOption(session.id)
  for (const person of runners) await on.admitBeside(person, `tag ${person.ticket}`)
  const pool = venue.pack.pools.find((each) => each.session === session.id && each.who.sex === 'F')?.id ?? ''
  const clerk = crew.as('lots-1').lots
  const { draw } = ok(await clerk.freeze({ cmd: crew.cmd(), session: session.id, pool }), 'freezing')
  ok(await clerk.digits({ cmd: crew.cmd(), draw, digits: '271828182845', witnesses: ['甲', '乙'] }), 'digits')
  for (const { id } of runners) {
    lotOf.set(id, ok(await clerk.draw({ cmd: crew.cmd(), session: session.id, candidate: id }), 'a lot').lot)
  }
})
// what the judge saw when a test failed
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  await judge.screenshot({ path: path.join(root, 'node_modules/.cache/e2e/heats.png') })
})
afterAll(() => venue.stop())

const file = (lines: readonly string[]) => ({
  name: '结果.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\r\n')),
})

describe('psych results from a file', () => {
  it('show every problem by row, and come in all together once there is none', async () => {
    await enter(psych, 'psych')
    await psych.getByRole('button', { name: words('psych.import') }).click()
    const input = psych.locator('input[type=file]')
    const rows = runners.map((person) => `${lot(person)},合格`)
    await input.setInputFiles(file(['抽签号,结果', ...rows.with(1, `${lot(runners[1]!)},大概`), 'Z999,合格']))
    const problems = psych.getByRole('grid', { name: words('psych.problem_list') })
    await problems.getByText(words('psych.problems_by.result_malformed')).waitFor()
    await problems.getByText(words('psych.problems_by.unknown_lot')).waitFor()
    const send = psych.getByRole('button', { name: new RegExp(words('psych.import_n', { n: '\\d+' })) })
    expect(await send.isEnabled()).toBe(false)
    await input.setInputFiles(file(['抽签号,结果', ...rows]))
    await psych.getByText(words('psych.no_problems')).waitFor()
    await send.click()
    await psych.getByText(words('psych.imported', { n: 3 })).waitFor()
    for (const person of runners) expect((await on.psychOf(person)).result).toBe('passed')
  })
})

describe('a heat', () => {
  it('is made of those who wait, and is recalled for a false start: that runner alone has lost the attempt', async () => {
    for (const person of runners) {
      await on.passBeside(person, 'jump', '240')
      await on.passBeside(person, 'shuttle', '13.00')
    }
    await enter(judge, 'heats')
    for (const person of runners) await judge.getByRole('button', { name: lot(person) }).click()
    await judge.getByRole('button', { name: words('heats.make_with', { n: 1, count: 3 }) }).click()
    await judge.getByRole('button', { name: words('heats.start') }).click()
    venue.crew.pass(2000)
    await judge.getByRole('button', { name: words('heats.recall'), exact: true }).click()
    const guilty = lot(runners[2]!)
    await judge
      .getByRole('group', { name: words('heats.who_started') })
      .getByRole('button', { name: guilty })
      .click()
    await judge.getByRole('button', { name: words('heats.recall_for', { lots: guilty }) }).click()
    await judge.getByText(words('heats.recalled.false_start', { n: 1, lots: guilty })).waitFor()
    expect((await on.itemState(runners[2]!, 'run')).state).toBe('failed')
    for (const person of runners.slice(0, 2)) expect((await on.itemState(person, 'run')).state).toBe('open')
    const lanes = judge.getByRole('button', { name: opening('heats.leave_out_lot') })
    expect(await lanes.count()).toBe(2)
  })

  it('is recalled for an official’s fault only with a second person, and costs nobody an attempt', async () => {
    await judge.getByRole('button', { name: words('heats.start_once_more') }).click()
    await judge.getByRole('button', { name: words('heats.recall'), exact: true }).click()
    await judge.getByRole('radio', { name: words('fitness.outcome.official_fault') }).check()
    await judge.getByLabel(words('fitness.fault_reason')).fill('发令枪未响')
    const recall = judge.getByRole('button', { name: words('heats.recall_run') })
    expect(await recall.isEnabled()).toBe(false)
    await secondPerson(judge, venue.crew, 'judge-2')
    await recall.click()
    await judge.getByText(words('heats.recalled.official_fault', { n: 2 })).waitFor()
    for (const person of runners.slice(0, 2))
      expect(await on.itemState(person, 'run')).toEqual({ state: 'open', signed: false })
  })

  it('takes taps in order first and asks whose they are afterwards', async () => {
    await judge.getByRole('button', { name: words('heats.start_once_more') }).click()
    await judge.getByText(words('heats.in_of', { n: 0, of: 2 })).waitFor()
    venue.crew.pass(200_000)
    await judge.keyboard.press('Space')
    await judge.getByText(words('heats.in_of', { n: 1, of: 2 })).waitFor()
    venue.crew.pass(100_000)
    await judge.keyboard.press('Space')
    await judge.getByText(words('heats.in_of', { n: 2, of: 2 })).waitFor()
    await judge.getByRole('button', { name: words('heats.end'), exact: true }).click()
    await judge.getByText(words('heats.loose', { n: 2 })).waitFor()
    const finish = judge.getByRole('button', { name: words('heats.finish', { n: 2 }) })
    expect(await finish.isEnabled()).toBe(false)
    // the second across the line ran under bib 1
    const taps = judge.getByRole('region', { name: words('heats.taps') })
    for (const bib of ['1', '2']) {
      await taps
        .getByRole('button', { name: words('heats.whose') })
        .first()
        .click()
      await taps.getByRole('combobox', { name: words('heats.bib_short') }).selectOption(bib)
      await taps.getByRole('button', { name: words('heats.save_tap') }).click()
      await taps.getByText(words('heats.bib_lot', { bib, lot: lot(runners[Number(bib) - 1]!) })).waitFor()
    }
    await finish.click()
    await eventually(async () => (await on.itemState(runners[0]!, 'run')).state).toBe('failed')
    expect((await on.itemState(runners[1]!, 'run')).state).toBe('passed')
    expect((await on.viewOf(runners[1]!, 'run')).attempts.at(-1)?.outcome).toMatchObject({ kind: 'reading' })
  })

  it('and no page complained', () => {
    expect(venue.complaints).toEqual([])
  })
})
