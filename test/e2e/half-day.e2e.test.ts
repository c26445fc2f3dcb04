import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../shared/roster.ts'
import { ok } from '../../tools/simulate/crew.ts'
import { root } from '../architecture/tree.ts'
import { eventually, makeHands, type Hands } from './hands.ts'
import { enter, openOnScreen, secondPerson, type VenueOnScreen } from './venue-on-screen.ts'
import { opening, words } from './words.ts'

// One half day, told in its order: each fate of a candidate through the real screens. What a test is not about is set
// up by the other operators through the same contract.

let venue: VenueOnScreen
let chief: Page
let desk: Page
let lots: Page
let psych: Page
let judge: Page
let on: Hands

/** Everybody with a part to play, by it. */
const cast = {} as Record<
  'passed' | 'partner' | 'jump' | 'shuttle' | 'run' | 'psych' | 'gaveUp' | 'refuses' | 'corrected' | 'late' | 'absent',
  Candidate
>
/** Those who come to the jump besides the one who does everything on the screen. */
const others = ['partner', 'jump', 'shuttle', 'run', 'gaveUp', 'refuses', 'corrected'] as const
const lotOf = new Map<string, string>()
const lot = (person: Candidate): string => lotOf.get(person.id) ?? ''

beforeAll(async () => {
  venue = await openOnScreen({ candidates: 240, seed: 11, session: '0609-am' })
  const men = venue.plain.filter((candidate) => candidate.sex === 'M')
  const roles = [
    'passed',
    'partner',
    'jump',
    'shuttle',
    'run',
    'psych',
    'gaveUp',
    'refuses',
    'corrected',
    'late',
    'absent',
  ] as const
  for (const [index, role] of roles.entries()) cast[role] = men[index]!
  await venue.at('07:50:00')
  const pages = await Promise.all([
    venue.seat('chief'),
    venue.seat('checkin'),
    venue.seat('lots'),
    venue.seat('psych'),
    venue.seat('judge'),
  ])
  ;[chief, desk, lots, psych, judge] = pages
  on = makeHands({ venue, desk, psych, judge, lot })
})
// what each window showed when a test failed
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [name, page] of Object.entries({ chief, desk, lots, psych, judge })) {
    await page.screenshot({ path: path.join(root, 'node_modules/.cache/e2e', `half-day-${name}.png`) })
  }
})
afterAll(() => venue.stop())

describe('the doors open', () => {
  it('the chief opens the session from the overview', async () => {
    await enter(chief, 'chief')
    await chief
      .getByRole('button', { name: opening('chief.open_session') })
      .first()
      .click()
    await eventually(
      async () => (await venue.crew.as('chief-1').sessions.list()).find(({ id }) => id === venue.session.id)?.state,
    ).toBe('open')
  })

  it('a candidate is found by ticket and checked in without the mouse', async () => {
    const { passed } = cast
    await enter(desk, 'check-in')
    const field = desk.getByLabel(words('check-in.find'), { exact: true }).last()
    await field.focus()
    await desk.keyboard.type(passed.ticket)
    await desk.keyboard.press('Enter')
    await desk.getByRole('heading', { name: passed.name }).waitFor()
    for (const key of ['F1', 'F2', 'F3', 'F4']) await desk.keyboard.press(key)
    await desk.keyboard.type('T001')
    await desk.keyboard.press('Enter')
    await desk.getByText(words('check-in.admitted', { name: passed.name })).waitFor()
    expect(await desk.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    expect(await field.inputValue()).toBe('')
    const card = await on.cardOf(passed)
    expect(card).toMatchObject({ state: 'in', admitted: { tag: 'T001', consent: true } })
  })

  it('without the ticket nobody is let in: the button stays dark and the refusal is recorded', async () => {
    const { partner } = cast
    await on.find(partner)
    await desk.keyboard.press('F1')
    await desk.keyboard.press('F8')
    await desk.getByText(opening('check-in.refused')).first().waitFor()
    const card = await on.cardOf(partner)
    expect(card.refusals.map(({ reason }) => reason)).toEqual(['missing_document'])
    expect(card.admitted).toBeNull()
  })

  it('after 08:15:00 the late are refused and the absent list stands by itself', async () => {
    for (const role of [...others, 'psych'] as const) await on.admitBeside(cast[role], `tag ${role}`)
    await venue.at('08:15:00')
    await on.find(cast.late)
    await desk.getByText(opening('refusals.late.why')).first().waitFor()
    await desk.keyboard.press('F8')
    await desk.getByText(opening('check-in.refused')).first().waitFor()
    await desk.getByRole('tab', { name: words('check-in.states.late') }).click()
    await desk.getByText(cast.late.name).first().waitFor()
    await desk.getByRole('tab', { name: words('check-in.states.absent') }).click()
    await desk.getByText(cast.absent.rosterNumber, { exact: true }).waitFor()
    const { rows } = await venue.crew
      .as('checkin-1')
      .sessions.rows({ session: venue.session.id, list: 'absent', limit: 500 })
    expect(rows.map((row) => row.candidate)).toContain(cast.absent.id)
    expect(rows.map((row) => row.candidate)).not.toContain(cast.late.id)
  })
})

describe('lots and psych', () => {
  it('the pool is frozen, witnesses give digits, and each ticket draws one lot', async () => {
    await enter(lots, 'lots')
    await lots
      .getByRole('button', { name: words('lots.freeze') })
      .last()
      .click()
    await lots.getByLabel(words('lots.digits')).first().fill('314159265358')
    await lots.getByLabel(words('lots.witnesses')).first().fill('见证人甲、见证人乙')
    await lots.getByRole('button', { name: words('lots.take_digits') }).click()
    const field = lots.getByLabel(words('lots.scan'), { exact: true })
    for (const role of ['passed', ...others, 'psych'] as const) {
      await field.fill(cast[role].ticket)
      await lots.keyboard.press('Enter')
      await eventually(async () => (await on.drawn()).has(cast[role].id)).toBe(true)
      const given = (await on.drawn()).get(cast[role].id) ?? ''
      await lots.getByText(given, { exact: true }).first().waitFor()
      lotOf.set(cast[role].id, given)
    }
    expect(new Set(lotOf.values()).size).toBe(9)
  })

  it('a result is recorded by lot; the page never shows a name', async () => {
    await enter(psych, 'psych')
    await on.recordPsych(cast.passed, '1')
    expect(await psych.content()).not.toContain(cast.passed.name)
    for (const role of others) await on.psychBeside(cast[role])
  })

  it('psych failed: a notice is printed and no fitness item opens', async () => {
    await on.recordPsych(cast.psych, '2')
    await psych.getByRole('button', { name: words('psych.print', { lot: lot(cast.psych) }) }).click()
    await eventually(
      async () =>
        ok(await venue.crew.as('psych-1').psych.find({ session: venue.session.id, lot: lot(cast.psych) }), 'psych').view
          .notices,
    ).toBe(1)
    await enter(judge, 'fitness')
    await judge.getByRole('button', { name: '纵跳摸高' }).click()
    await on.scan(cast.psych)
    await judge.getByText(opening('refusals.psych_not_passed.why')).first().waitFor()
    expect(await on.whereabouts(cast.psych)).toBe('psych_failed')
  })
})

describe('fitness', () => {
  it('one touch of the thumb: a jump that reaches the standard is passed and signed on the screen', async () => {
    await on.nextLot()
    await on.scan(cast.passed)
    await on.read('268')
    await on.verdict('passed')
    await on.signOnScreen()
    expect(await on.itemState(cast.passed, 'jump')).toEqual({ state: 'passed', signed: true })
    expect(await judge.content()).not.toContain(cast.passed.name)
  })

  it('failed at the jump: three attempts without reaching it, and no later item opens', async () => {
    await on.scan(cast.jump)
    await on.read('264')
    await on.verdict('left', 2)
    await judge.getByRole('button', { name: words('fitness.outcome.foul'), exact: true }).click()
    await judge.getByRole('radio').first().check()
    await judge
      .getByRole('button', { name: opening('fitness.record') })
      .last()
      .click()
    await on.verdict('left', 1)
    await on.read('260')
    await on.verdict('failed')
    await on.signOnScreen()
    expect(await on.whereabouts(cast.jump)).toBe('fitness_failed')
    await on.changeItem('往返跑')
    await on.scan(cast.jump)
    await judge.getByText(opening('refusals.fitness_failed.why')).first().waitFor()
    await on.nextLot()
  })

  it('failed at the shuttle: 13.11 counts as 13.2 and the second attempt is the last', async () => {
    for (const role of others.filter((each) => each !== 'jump')) await on.passBeside(cast[role], 'jump', '270')
    const limit = await on.standardOf(cast.shuttle, 'shuttle')
    await on.scan(cast.shuttle)
    await on.read((limit + 0.01).toFixed(2))
    await on.verdict('left', 1)
    await on.read((limit + 1).toFixed(2))
    await on.verdict('failed')
    await on.signOnScreen()
    expect(await on.whereabouts(cast.shuttle)).toBe('fitness_failed')
  })

  it('gave up: the item is failed at once and fitness with it', async () => {
    await on.scan(cast.gaveUp)
    await judge.getByRole('button', { name: words('fitness.outcome.gave_up'), exact: true }).click()
    await judge.getByText(words('fitness.gave_up_means')).waitFor()
    await judge
      .getByRole('button', { name: words('fitness.record', { what: words('fitness.outcome.gave_up') }) })
      .click()
    await on.verdict('failed')
    await judge.getByRole('button', { name: opening('fitness.referee_confirms') }).click()
    await judge.getByRole('button', { name: words('fitness.on_paper') }).click()
    await eventually(() => on.itemState(cast.gaveUp, 'shuttle')).toEqual({ state: 'failed', signed: true })
    expect(await on.whereabouts(cast.gaveUp)).toBe('fitness_failed')
  })

  it('signature refused: the supervisor witnesses it with a note, and the result stands', async () => {
    await on.scan(cast.refuses)
    await on.read((await on.standardOf(cast.refuses, 'shuttle')).toFixed(2))
    await on.verdict('passed')
    await judge.getByRole('button', { name: opening('fitness.referee_confirms') }).click()
    await judge.getByRole('button', { name: words('fitness.refuses') }).click()
    await judge.getByLabel(words('fitness.refusal_note')).fill('认为踏线判罚有误')
    await secondPerson(judge, venue.crew, 'supervisor-1')
    await judge.getByRole('button', { name: words('fitness.record_refusal') }).click()
    await eventually(() => on.itemState(cast.refuses, 'shuttle')).toEqual({ state: 'passed', signed: true })
    expect((await on.viewOf(cast.refuses, 'shuttle')).signed?.kind).toBe('refused')
  })

  it('corrected after sign-off: only with a second person and a reason, and both readings stay in the journey', async () => {
    const limit = await on.standardOf(cast.corrected, 'shuttle')
    await on.scan(cast.corrected)
    await on.read((limit + 1).toFixed(2))
    await on.read((limit + 2).toFixed(2))
    await on.verdict('failed')
    await on.signOnScreen()
    expect(await on.whereabouts(cast.corrected)).toBe('fitness_failed')
    await on.scan(cast.corrected)
    await judge
      .getByRole('list', { name: words('parts.attempts') })
      .getByRole('button')
      .last()
      .click()
    await judge.getByRole('button', { name: words('fitness.correct_this') }).click()
    await judge
      .getByLabel(words('fitness.right_reading', { unit: words('fitness.unit.s') }))
      .fill((limit - 0.5).toFixed(2))
    await judge.getByLabel(words('fitness.correct_reason')).fill('两块表核对，看错一秒')
    const send = judge.getByRole('button', { name: opening('fitness.correct_into') })
    expect(await send.isEnabled()).toBe(false)
    await secondPerson(judge, venue.crew, 'judge-2')
    await send.click()
    await on.verdict('passed')
    await on.signOnScreen()
    expect(await on.itemState(cast.corrected, 'shuttle')).toEqual({ state: 'passed', signed: true })
    const journey = await on.journeyOf(cast.corrected)
    const correction = journey.steps.find((step) => step.type === 'fitness.corrected')
    expect(correction?.second).not.toBe('')
    expect(journey.steps.find((step) => step.fact === correction?.replaces)?.replacedBy).toBe(correction?.fact)
  })
})

describe('two in a heat', () => {
  it('start, a tap each by bib, one passes and one fails, both sign', async () => {
    await on.scan(cast.passed)
    await on.read((await on.standardOf(cast.passed, 'shuttle')).toFixed(2))
    await on.signOnScreen()
    for (const role of ['partner', 'run'] as const) await on.passBeside(cast[role], 'shuttle', '12.50')
    await enter(judge, 'heats')
    for (const role of ['passed', 'run'] as const) await judge.getByRole('button', { name: lot(cast[role]) }).click()
    await judge.getByRole('button', { name: words('heats.make_with', { n: 1, count: 2 }) }).click()
    await judge.getByRole('button', { name: words('heats.start') }).click()
    await judge.getByText(words('heats.in_of', { n: 0, of: 2 })).waitFor()
    venue.crew.pass(Math.floor((await on.standardOf(cast.passed, 'run')) - 5) * 1000)
    await judge.getByRole('button', { name: words('heats.bib_lot', { bib: '1', lot: lot(cast.passed) }) }).click()
    await judge.getByText(words('heats.in_of', { n: 1, of: 2 })).waitFor()
    venue.crew.pass(30_000)
    await judge.getByRole('button', { name: words('heats.bib_lot', { bib: '2', lot: lot(cast.run) }) }).click()
    await judge.getByText(words('heats.all_in')).waitFor()
    await judge.getByRole('button', { name: words('heats.finish', { n: 2 }) }).click()
    for (const role of ['passed', 'run'] as const) {
      await judge.getByRole('button', { name: words('heats.sign_lot', { lot: lot(cast[role]) }) }).click()
      await judge.getByRole('complementary', { name: lot(cast[role]) }).waitFor()
      await on.signOnScreen(false)
      await eventually(async () => (await on.itemState(cast[role], 'run')).signed).toBe(true)
    }
    expect(await on.whereabouts(cast.passed)).toBe('passed')
    expect(await on.whereabouts(cast.run)).toBe('fitness_failed')
  })
})

describe('the end of the half day', () => {
  it('the journey shows every fact of the one who passed, and why', async () => {
    await enter(chief, 'journey')
    await chief.getByLabel(words('journey.find'), { exact: true }).fill(lot(cast.passed))
    await chief.keyboard.press('Enter')
    await chief.getByText(cast.passed.name).first().waitFor()
    await chief
      .getByRole('button', { name: words('journey.why') })
      .first()
      .click()
    await chief.getByText('265').first().waitFor()
    await chief.keyboard.press('Escape')
  })

  it('somebody without a lot is found by the roster number, which has the shape of one', async () => {
    await chief.getByLabel(words('journey.find'), { exact: true }).fill(cast.absent.rosterNumber)
    await chief.keyboard.press('Enter')
    await chief.getByText(cast.absent.name).first().waitFor()
  })

  it('the session closes once everybody has an end, and then nothing more is recorded', async () => {
    for (const role of ['partner', 'refuses', 'corrected'] as const) await on.runBeside(cast[role])
    await enter(chief, 'closing')
    await chief.getByRole('button', { name: opening('closing.close') }).click()
    await secondPerson(chief, venue.crew, 'supervisor-1')
    await chief.getByRole('button', { name: words('closing.confirm_action') }).click()
    await chief.getByText(words('closing.is_closed')).waitFor()
    const overview = ok(
      await venue.crew.as('chief-1').sessions.overview({ session: venue.session.id }),
      'overview',
    ).overview
    expect(overview.counts['passed']).toBe(4)
    expect(await on.whereabouts(cast.absent)).toBe('absent')
    expect(await on.whereabouts(cast.late)).toBe('late')
    const verified = await venue.crew.as('chief-1').system.verify({ full: true })
    expect(verified).toMatchObject({ ok: true, bad: null })
  })

  it('no page complained about anything', () => {
    expect(venue.complaints).toEqual([])
  })
})
