import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../shared/roster.ts'
import { ok } from '../../tools/simulate/crew.ts'
import { eventually, makeHands, type Hands } from './hands.ts'
import { enter, openOnScreen, type VenueOnScreen } from './venue-on-screen.ts'
import { words } from './words.ts'

// A runner crosses the line once. Whatever happens to the wire at that moment, the time is kept, and kept once.

let venue: VenueOnScreen
let judge: Page
let on: Hands
let runners: Candidate[]
let heat: string
const lotOf = new Map<string, string>()
const lot = (person: Candidate): string => lotOf.get(person.id) ?? ''

const taps = async () => ok(await venue.crew.as('judge-1').heats.find({ heat }), 'the heat').view.taps
const tapped = '**/rpc/heats/tap'

beforeAll(async () => {
  venue = await openOnScreen({ candidates: 240, seed: 12, session: '0609-am' })
  const { crew, session } = venue
  runners = venue.plain.filter((candidate) => candidate.sex === 'M').slice(0, 6)
  await venue.at('07:50:00')
  judge = await venue.seat('judge')
  on = makeHands({ venue, desk: judge, psych: judge, judge, lot })
  ok(await crew.as('chief-1').sessions.open({ cmd: crew.cmd(), session: session.id }), 'the session')
  for (const [index, person] of runners.entries()) await on.admitBeside(person, `T${String(index)}`)
  const desk = crew.as('lots-1')
  for (const { pool, size } of await desk.lots.pools({ session: session.id })) {
    if (size === 0) continue
    const frozen = await desk.lots.freeze({ cmd: crew.cmd(), session: session.id, pool, desks: 1, supplement: false })
    // a pool nobody of ours is in stays as it is
    if (!frozen.ok) continue
    ok(await desk.lots.digits({ cmd: crew.cmd(), draw: frozen.draw, digits: '314159265358', witnesses: ['见证人甲', '见证人乙'] }), 'digits')
  }
  for (const person of runners) {
    const drawn = ok(await desk.lots.draw({ cmd: crew.cmd(), session: session.id, candidate: person.id, desk: 1 }), 'a lot')
    lotOf.set(person.id, drawn.lot)
    await on.psychBeside(person)
    await on.passBeside(person, 'jump', '290')
    await on.passBeside(person, 'shuttle', '11.50')
  }
  const made = await crew.as('judge-1').heats.make({ cmd: crew.cmd(), session: session.id, item: 'run', lots: runners.map(lot) })
  heat = ok(made, 'a heat').view.heat
  await enter(judge, 'heats')
  await judge.getByRole('button', { name: words('heats.number', { n: 1 }) }).click()
  await judge.getByRole('button', { name: words('heats.start') }).click()
  await judge.getByText(words('heats.in_of', { n: 0, of: 6 })).waitFor()
})
afterAll(() => venue.stop())

describe('finishers and a bad line', () => {
  it('an answer that is lost after the station recorded: asked again, one finisher, not two', async () => {
    await judge.route(tapped, async (route) => {
      await route.fetch()
      await route.abort()
    }, { times: 1 })
    await judge.keyboard.press('Space')
    await judge.getByText(words('heats.unanswered')).waitFor()
    await judge.getByText(words('heats.unanswered')).waitFor({ state: 'detached' })
    await eventually(async () => (await taps()).length).toBe(1)
  })

  it('a press that never reached the station is recorded later with the time of the press', async () => {
    await judge.route(tapped, (route) => route.abort(), { times: 1 })
    const bib = judge.getByRole('button', { name: words('heats.bib_lot', { bib: '2', lot: lot(runners[1]!) }) })
    await bib.click()
    await judge.getByText(words('heats.unanswered')).waitFor()
    await judge.getByText(words('heats.unanswered')).waitFor({ state: 'detached' })
    await eventually(async () => (await taps()).find((tap) => tap.bib === '2') !== undefined).toBe(true)
    const late = (await taps()).find((tap) => tap.bib === '2')
    // the venue's clock stands in this test, so a time the station measured would be nought
    expect(late?.elapsed).toBeGreaterThan(0)
    expect(await bib.isDisabled()).toBe(true)
  })

  it('two presses at once are two finishers, in the order of the presses', async () => {
    await judge.keyboard.press('3')
    await judge.keyboard.press('4')
    await eventually(async () => (await taps()).filter((tap) => tap.bib === '3' || tap.bib === '4').length).toBe(2)
    expect(await taps()).toHaveLength(4)
  })

  it('a reload in the middle of the run keeps every time, and the clock runs on', async () => {
    await judge.reload()
    await judge.getByText(words('heats.in_of', { n: 4, of: 6 })).waitFor()
    expect(await judge.getByRole('timer').count()).toBe(1)
  })

  it('a removed finisher stays listed with a way back', async () => {
    const list = judge.getByRole('region', { name: words('heats.taps') })
    await list.getByRole('button', { name: words('heats.change') }).first().click()
    await list.getByRole('button', { name: words('heats.remove') }).click()
    await list.getByText(words('heats.removed')).waitFor()
    await eventually(async () => (await taps()).filter((tap) => tap.removed).length).toBe(1)
    await list.getByRole('button', { name: words('heats.restore') }).click()
    await eventually(async () => (await taps()).filter((tap) => tap.removed).length).toBe(0)
  })

  it('times without a bib keep the heat open, and nobody without a time is forgotten', async () => {
    await judge.getByRole('button', { name: words('heats.end') }).click()
    const finish = judge.getByRole('button', { name: words('heats.finish', { n: 6 }) })
    await finish.waitFor()
    expect(await finish.isDisabled()).toBe(true)
    const list = judge.getByRole('region', { name: words('heats.taps') })
    while ((await list.getByRole('button', { name: words('heats.whose') }).count()) > 0) {
      await list.getByRole('button', { name: words('heats.whose') }).first().click()
      const choice = list.getByRole('combobox', { name: words('heats.bib_short') })
      await choice.selectOption({ index: 1 })
      await list.getByRole('button', { name: words('heats.save_tap') }).click()
      await choice.waitFor({ state: 'detached' })
    }
    await eventually(() => finish.isDisabled()).toBe(false)
    expect(venue.complaints.filter((text) => !text.includes('ERR_FAILED'))).toEqual([])
  })
})
