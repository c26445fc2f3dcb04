import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../../shared/facts.ts'
import type { Candidate } from '../../shared/roster.ts'
import { ok } from '../../tools/simulate/crew.ts'
import { root } from '../architecture/tree.ts'
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

/** Everybody with a part to play, by it. */
const cast = {} as Record<
  'passed' | 'partner' | 'jump' | 'shuttle' | 'run' | 'psych' | 'gaveUp' | 'refuses' | 'corrected' | 'late' | 'absent',
  Candidate
>
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
  ;[chief, desk, lots, psych, judge] = (await Promise.all([
    venue.seat('chief'),
    venue.seat('checkin'),
    venue.seat('lots'),
    venue.seat('psych'),
    venue.seat('judge'),
  ])) as [Page, Page, Page, Page, Page]
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
    const { card } = ok(
      await venue.crew.as('checkin-1').checkIn.card({ session: venue.session.id, candidate: passed.id }),
      'card',
    )
    expect(card).toMatchObject({ state: 'in', admitted: { tag: 'T001', consent: true } })
  })

  it('without the ticket nobody is let in: the button stays dark and the refusal is recorded', async () => {
    const { partner } = cast
    await find(partner)
    await desk.keyboard.press('F1')
    await desk.keyboard.press('F8')
    await desk.getByText(opening('check-in.refused')).first().waitFor()
    const { card } = ok(
      await venue.crew.as('checkin-1').checkIn.card({ session: venue.session.id, candidate: partner.id }),
      'card',
    )
    expect(card.refusals.map(({ reason }) => reason)).toEqual(['missing_document'])
    expect(card.admitted).toBeNull()
  })

  it('after 08:15:00 the late are refused and the absent list stands by itself', async () => {
    const admitted = ['partner', 'jump', 'shuttle', 'run', 'psych', 'gaveUp', 'refuses', 'corrected'] as const
    for (const [index, role] of admitted.entries()) await admitBeside(cast[role], `B${index}`)
    await venue.at('08:15:00')
    await find(cast.late)
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
      .getByRole('button', { name: words('lots.freeze'), exact: false })
      .last()
      .click()
    await lots.getByLabel(words('lots.digits')).first().fill('314159265358')
    await lots.getByLabel(words('lots.witnesses')).first().fill('见证人甲、见证人乙')
    await lots.getByRole('button', { name: words('lots.take_digits') }).click()
    const field = lots.getByLabel(words('lots.scan'), { exact: true })
    for (const role of [
      'passed',
      'partner',
      'jump',
      'shuttle',
      'run',
      'psych',
      'gaveUp',
      'refuses',
      'corrected',
    ] as const) {
      await field.fill(cast[role].ticket)
      await lots.keyboard.press('Enter')
      await eventually(async () => (await drawn()).has(cast[role].id)).toBe(true)
      const given = (await drawn()).get(cast[role].id) ?? ''
      await lots.getByText(given, { exact: true }).first().waitFor()
      lotOf.set(cast[role].id, given)
    }
    expect(new Set(lotOf.values()).size).toBe(9)
  })

  it('a result is recorded by lot; the page never shows a name', async () => {
    await enter(psych, 'psych')
    await recordPsych(cast.passed, '1')
    expect(await psych.content()).not.toContain(cast.passed.name)
    for (const role of ['partner', 'jump', 'shuttle', 'run', 'gaveUp', 'refuses', 'corrected'] as const) {
      ok(
        await venue.crew
          .as('psych-1')
          .psych.record({ cmd: venue.crew.cmd(), session: venue.session.id, lot: lot(cast[role]), result: 'passed' }),
        'psych',
      )
    }
  })

  it('psych failed: a notice is printed and no fitness item opens', async () => {
    await recordPsych(cast.psych, '2')
    await psych.getByRole('button', { name: words('psych.print', { lot: lot(cast.psych) }) }).click()
    await eventually(
      async () =>
        ok(await venue.crew.as('psych-1').psych.find({ session: venue.session.id, lot: lot(cast.psych) }), 'psych').view
          .notices,
    ).toBe(1)
    await enter(judge, 'fitness')
    await judge.getByRole('button', { name: '纵跳摸高' }).click()
    await scan(cast.psych)
    await judge.getByText(opening('refusals.psych_not_passed.why')).first().waitFor()
    expect(await whereabouts(cast.psych)).toBe('psych_failed')
  })
})

describe('fitness', () => {
  it('one touch of the thumb: a jump that reaches the standard is passed and signed on the screen', async () => {
    await nextLot()
    await scan(cast.passed)
    await read('268')
    await verdict('passed')
    await signOnScreen()
    expect(await itemState(cast.passed, 'jump')).toEqual({ state: 'passed', signed: true })
    expect(await judge.content()).not.toContain(cast.passed.name)
  })

  it('failed at the jump: three attempts without reaching it, and no later item opens', async () => {
    await scan(cast.jump)
    await read('264')
    await verdict('left', 2)
    await judge.getByRole('button', { name: words('fitness.outcome.foul'), exact: true }).click()
    await judge.getByRole('radio').first().check()
    await judge
      .getByRole('button', { name: opening('fitness.record') })
      .last()
      .click()
    await verdict('left', 1)
    await read('260')
    await verdict('failed')
    await signOnScreen()
    expect(await whereabouts(cast.jump)).toBe('fitness_failed')
    await changeItem('往返跑')
    await scan(cast.jump)
    await judge.getByText(opening('refusals.fitness_failed.why')).first().waitFor()
    await nextLot()
  })

  it('failed at the shuttle: 13.11 counts as 13.2 and the second attempt is the last', async () => {
    for (const role of ['passed', 'partner', 'shuttle', 'run', 'gaveUp', 'refuses', 'corrected'] as const)
      if (role !== 'passed') await passBeside(cast[role], 'jump', '270')
    const limit = await standardOf(cast.shuttle, 'shuttle')
    await scan(cast.shuttle)
    await read((limit + 0.01).toFixed(2))
    await verdict('left', 1)
    await read((limit + 1).toFixed(2))
    await verdict('failed')
    await signOnScreen()
    expect(await whereabouts(cast.shuttle)).toBe('fitness_failed')
  })

  it('gave up: the item is failed at once and fitness with it', async () => {
    await scan(cast.gaveUp)
    await judge.getByRole('button', { name: words('fitness.outcome.gave_up'), exact: true }).click()
    await judge.getByText(words('fitness.gave_up_means')).waitFor()
    await judge
      .getByRole('button', { name: words('fitness.record', { what: words('fitness.outcome.gave_up') }) })
      .click()
    await verdict('failed')
    await judge.getByRole('button', { name: opening('fitness.referee_confirms') }).click()
    await judge.getByRole('button', { name: words('fitness.on_paper') }).click()
    await eventually(() => itemState(cast.gaveUp, 'shuttle')).toEqual({ state: 'failed', signed: true })
    expect(await whereabouts(cast.gaveUp)).toBe('fitness_failed')
  })

  it('signature refused: the supervisor witnesses it with a note, and the result stands', async () => {
    await scan(cast.refuses)
    await read((await standardOf(cast.refuses, 'shuttle')).toFixed(2))
    await verdict('passed')
    await judge.getByRole('button', { name: opening('fitness.referee_confirms') }).click()
    await judge.getByRole('button', { name: words('fitness.refuses') }).click()
    await judge.getByLabel(words('fitness.refusal_note')).fill('认为踏线判罚有误')
    await secondPerson(judge, venue.crew, 'supervisor-1')
    await judge.getByRole('button', { name: words('fitness.record_refusal') }).click()
    await eventually(() => itemState(cast.refuses, 'shuttle')).toEqual({ state: 'passed', signed: true })
    const { view } = ok(
      await venue.crew
        .as('judge-1')
        .fitness.find({ session: venue.session.id, lot: lot(cast.refuses), item: 'shuttle' }),
      'view',
    )
    expect(view.signed?.kind).toBe('refused')
  })

  it('corrected after sign-off: only with a second person and a reason, and both readings stay in the journey', async () => {
    const limit = await standardOf(cast.corrected, 'shuttle')
    await scan(cast.corrected)
    await read((limit + 1).toFixed(2))
    await read((limit + 2).toFixed(2))
    await verdict('failed')
    await signOnScreen()
    expect(await whereabouts(cast.corrected)).toBe('fitness_failed')
    await scan(cast.corrected)
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
    await verdict('passed')
    await signOnScreen()
    expect(await itemState(cast.corrected, 'shuttle')).toEqual({ state: 'passed', signed: true })
    const { journey } = ok(
      await venue.crew.as('supervisor-1').journey.find({ session: venue.session.id, candidate: cast.corrected.id }),
      'journey',
    )
    const correction = journey.steps.find((step) => step.type === 'fitness.corrected')
    expect(correction?.second).not.toBe('')
    expect(journey.steps.find((step) => step.fact === correction?.replaces)?.replacedBy).toBe(correction?.fact)
  })
})

describe('two in a heat', () => {
  it('start, a tap each by bib, one passes and one fails, both sign', async () => {
    await scan(cast.passed)
    await read((await standardOf(cast.passed, 'shuttle')).toFixed(2))
    await signOnScreen()
    for (const role of ['partner', 'run'] as const) await passBeside(cast[role], 'shuttle', '12.50')
    await enter(judge, 'heats')
    for (const role of ['passed', 'run'] as const) await judge.getByRole('button', { name: lot(cast[role]) }).click()
    await judge.getByRole('button', { name: words('heats.make_with', { n: 1, count: 2 }) }).click()
    await judge.getByRole('button', { name: words('heats.start') }).click()
    await judge.getByText(words('heats.in_of', { n: 0, of: 2 })).waitFor()
    venue.crew.pass(Math.floor((await standardOf(cast.passed, 'run')) - 5) * 1000)
    await judge.getByRole('button', { name: words('heats.bib_lot', { bib: '1', lot: lot(cast.passed) }) }).click()
    await judge.getByText(words('heats.in_of', { n: 1, of: 2 })).waitFor()
    venue.crew.pass(30_000)
    await judge.getByRole('button', { name: words('heats.bib_lot', { bib: '2', lot: lot(cast.run) }) }).click()
    await judge.getByText(words('heats.all_in')).waitFor()
    await judge.getByRole('button', { name: words('heats.finish', { n: 2 }) }).click()
    for (const role of ['passed', 'run'] as const) {
      await judge.getByRole('button', { name: words('heats.sign_lot', { lot: lot(cast[role]) }) }).click()
      await judge.getByRole('complementary', { name: lot(cast[role]) }).waitFor()
      await signOnScreen(false)
      await eventually(async () => (await itemState(cast[role], 'run')).signed).toBe(true)
    }
    expect(await whereabouts(cast.passed)).toBe('passed')
    expect(await whereabouts(cast.run)).toBe('fitness_failed')
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

  it('the session closes once everybody has an end, and then nothing more is recorded', async () => {
    for (const role of ['partner', 'refuses', 'corrected'] as const) await runBeside(cast[role])
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
    expect(await whereabouts(cast.absent)).toBe('absent')
    expect(await whereabouts(cast.late)).toBe('late')
    const verified = await venue.crew.as('chief-1').system.verify({ full: true })
    expect(verified).toMatchObject({ ok: true, bad: null })
  })

  it('no page complained about anything', () => {
    expect(venue.complaints).toEqual([])
  })
})

/** What becomes true within the time a busy machine needs. */
function eventually<T>(get: () => T) {
  return expect.poll(get, { timeout: 15_000 })
}

async function find(person: Candidate): Promise<void> {
  const field = desk.getByLabel(words('check-in.find'), { exact: true }).last()
  await desk.keyboard.press('Escape')
  await field.fill(person.ticket)
  await field.press('Enter')
  await desk.getByRole('heading', { name: person.name }).waitFor()
}

async function admitBeside(person: Candidate, tag: string): Promise<void> {
  const { crew, session } = venue
  const documents = { idCard: true, ticket: true }
  ok(
    await crew
      .as('checkin-2')
      .checkIn.admit({ cmd: crew.cmd(), session: session.id, candidate: person.id, documents, tag, consent: true }),
    'check-in',
  )
}

async function drawn(): Promise<Map<string, string>> {
  const { crew, session } = venue
  const pools = await crew.as('lots-1').lots.pools({ session: session.id })
  const all = await Promise.all(pools.map(({ pool }) => crew.as('lots-1').lots.drawn({ session: session.id, pool })))
  return new Map(all.flat().map((each) => [each.candidate, each.lot]))
}

async function recordPsych(person: Candidate, key: '1' | '2'): Promise<void> {
  const field = psych.getByLabel(words('fitness.lot'), { exact: true })
  await field.fill(lot(person))
  await field.press('Enter')
  await psych.getByRole('form', { name: words('psych.record_of', { lot: lot(person) }) }).waitFor()
  await psych.keyboard.press(key)
  await psych.keyboard.press('Enter')
  const expected = key === '1' ? 'passed' : 'failed'
  await eventually(
    async () =>
      ok(await venue.crew.as('psych-1').psych.find({ session: venue.session.id, lot: lot(person) }), 'psych').view
        .result,
  ).toBe(expected)
}

async function scan(person: Candidate): Promise<void> {
  const field = judge.getByLabel(words('fitness.lot'), { exact: true })
  await field.fill(lot(person))
  await field.press('Enter')
  await judge
    .locator('strong', { hasText: lot(person) })
    .first()
    .waitFor()
}

async function read(reading: string): Promise<void> {
  const field = judge.getByRole('textbox', { name: words('fitness.reading'), exact: true })
  await field.fill(reading)
  await field.press('Enter')
  // the field is emptied, or gone with the last attempt, only when the station has answered
  await judge.locator('input[data-reading]:not([value=""])').waitFor({ state: 'detached' })
}

async function verdict(kind: 'passed' | 'failed' | 'left', n = 0): Promise<void> {
  await judge
    .getByRole('status')
    .filter({ hasText: words(`parts.verdict.${kind}`, { n }) })
    .first()
    .waitFor()
}

/** The referee confirms, then the candidate draws a line with a finger. */
async function signOnScreen(leaves = true): Promise<void> {
  await judge.getByRole('button', { name: opening('fitness.referee_confirms') }).click()
  const box = await judge.getByRole('img', { name: words('fitness.sign_here') }).boundingBox()
  if (box === null) throw new Error('nowhere to sign')
  await judge.mouse.move(box.x + box.width / 4, box.y + box.height / 2)
  await judge.mouse.down()
  await judge.mouse.move(box.x + box.width / 2, box.y + box.height / 4, { steps: 5 })
  await judge.mouse.move(box.x + (box.width * 3) / 4, box.y + box.height / 2, { steps: 5 })
  await judge.mouse.up()
  await judge.getByRole('button', { name: words('fitness.record_signature') }).click()
  if (leaves)
    await judge.getByRole('button', { name: words('fitness.record_signature') }).waitFor({ state: 'detached' })
}

async function nextLot(): Promise<void> {
  await judge.getByRole('button', { name: words('fitness.next_lot') }).click()
}

async function changeItem(title: string): Promise<void> {
  await judge.getByRole('button', { name: words('fitness.change_item') }).click()
  await judge.getByRole('button', { name: title }).click()
}

async function itemState(person: Candidate, item: string): Promise<{ state: string; signed: boolean }> {
  const { view } = ok(
    await venue.crew.as('judge-1').fitness.find({ session: venue.session.id, lot: lot(person), item }),
    'view',
  )
  return { state: view.state, signed: view.signed !== null }
}

async function standardOf(person: Candidate, item: string): Promise<number> {
  const { sex, birth } = person
  const { ageAndBand, standardFor } = await import('../../shared/fitness-judge.ts')
  const fitness = venue.pack.fitness!
  const band = ageAndBand(fitness, birth, venue.session.date)
  const standard = band.ok
    ? standardFor(
        fitness,
        fitness.items.find(({ id }) => id === item)!,
        sex,
        band.value.band.id,
      )
    : band
  if (!standard.ok) throw new Error(standard.problem.path)
  return Number(standard.value.value)
}

async function whereabouts(person: Candidate): Promise<string> {
  const { rows } = await venue.crew
    .as('supervisor-1')
    .sessions.rows({ session: venue.session.id, list: 'all', limit: 500 })
  return rows.find((row) => row.candidate === person.id)?.where ?? ''
}

async function passBeside(person: Candidate, item: string, reading: string): Promise<void> {
  await recordBeside(person, item, { kind: 'reading', reading })
}

async function recordBeside(person: Candidate, item: string, outcome: Outcome): Promise<void> {
  const { crew, session } = venue
  const at = { session: session.id, lot: lot(person), item }
  ok(await crew.as('judge-2').fitness.record({ cmd: crew.cmd(), ...at, outcome }), `${item} beside`)
  ok(
    await crew.as('judge-2').fitness.sign({ cmd: crew.cmd(), ...at, acknowledgement: { kind: 'on_paper' } }),
    `signing ${item} beside`,
  )
}

async function runBeside(person: Candidate): Promise<void> {
  await passBeside(person, 'run', (await standardOf(person, 'run')).toFixed(2))
}
