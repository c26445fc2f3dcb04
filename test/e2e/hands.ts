import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Outcome } from '../../shared/facts.ts'
import { ageAndBand, standardFor } from '../../shared/fitness-judge.ts'
import type { Candidate } from '../../shared/roster.ts'
import { ok } from '../../tools/simulate/crew.ts'
import type { VenueOnScreen } from './venue-on-screen.ts'
import { opening, words } from './words.ts'

/** What hands need of a venue, on whichever face: the operators beside the screens, the session, its rules. */
export type Acting = Pick<VenueOnScreen, 'session' | 'pack'> & { crew: Omit<VenueOnScreen['crew'], 'pass' | 'clockTo'> }

/** The windows of a half day and what was drawn in it; on one laptop all of them are one. */
export interface Stage {
  venue: Acting
  desk: Page
  psych: Page
  judge: Page
  lot: (person: Candidate) => string
}

/** What becomes true within the time a busy machine needs. */
export function eventually<T>(get: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(get, { timeout: 15_000 })
}

export type Hands = ReturnType<typeof makeHands>

/** What people's hands do at the screens, and what the other operators do beside them through the same contract. */
export function makeHands({ venue, desk, psych, judge, lot }: Stage) {
  async function find(person: Candidate): Promise<void> {
    const field = desk.getByLabel(words('check-in.find'), { exact: true }).last()
    await desk.keyboard.press('Escape')
    await field.fill(person.ticket)
    await field.press('Enter')
    await desk.getByRole('heading', { name: person.name }).waitFor()
  }

  async function cardOf(person: Candidate) {
    const asked = { session: venue.session.id, candidate: person.id }
    return ok(await venue.crew.as('checkin-1').checkIn.card(asked), 'card').card
  }

  async function psychOf(person: Candidate) {
    const asked = { session: venue.session.id, lot: lot(person) }
    return ok(await venue.crew.as('psych-1').psych.find(asked), 'psych').view
  }

  async function journeyOf(person: Candidate) {
    const asked = { session: venue.session.id, candidate: person.id }
    return ok(await venue.crew.as('supervisor-1').journey.find(asked), 'journey').journey
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

  async function psychBeside(person: Candidate): Promise<void> {
    const { crew, session } = venue
    const result = { cmd: crew.cmd(), session: session.id, lot: lot(person), result: 'passed' as const }
    ok(await crew.as('psych-1').psych.record(result), 'psych beside')
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

  async function viewOf(person: Candidate, item: string) {
    const asked = { session: venue.session.id, lot: lot(person), item }
    return ok(await venue.crew.as('judge-1').fitness.find(asked), 'view').view
  }

  async function itemState(person: Candidate, item: string): Promise<{ state: string; signed: boolean }> {
    const view = await viewOf(person, item)
    return { state: view.state, signed: view.signed !== null }
  }

  async function standardOf(person: Candidate, item: string): Promise<number> {
    const { sex, birth } = person

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
  return {
    cardOf,
    psychOf,
    psychBeside,
    viewOf,
    journeyOf,
    find,
    admitBeside,
    drawn,
    recordPsych,
    scan,
    read,
    verdict,
    signOnScreen,
    nextLot,
    changeItem,
    itemState,
    standardOf,
    whereabouts,
    passBeside,
    recordBeside,
    runBeside,
  }
}
