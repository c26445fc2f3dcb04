import { describe, expect, it } from 'vitest'
import { person, practiceVenue, session, type Practice } from './practice-venue.ts'

const men = [1, 2, 3].map((n) => person(n))

/** Lots of three men who may run. */
async function runners(practice: Practice): Promise<string[]> {
  const lots = await practice.ready([1, 2, 3])
  for (const lot of lots) {
    await practice.read(lot, 'jump', '270')
    await practice.read(lot, 'shuttle', '12.50')
  }
  return lots
}

async function running(practice: Practice, lots: readonly string[]): Promise<string> {
  const { view } = await practice.must(practice.as('judge'), 'heats', 'make', { session, item: 'run', lots: [...lots] })
  await practice.must(practice.as('judge'), 'heats', 'start', { heat: view.heat })
  return view.heat
}

describe('a heat', () => {
  it('is made, started, tapped in order and by bib, assigned, finished and signed', async () => {
    const practice = practiceVenue(men)
    const { must, reason, as, clock, sign } = practice
    const lots = await runners(practice)
    const heat = await running(practice, lots)
    clock.pass(250_001)
    const tapped = await must(as('judge'), 'heats', 'tap', { heat })
    expect(tapped.view).toMatchObject({ state: 'running', elapsedMs: 250_001, taps: [{ elapsed: 25_001, bib: null, order: 1 }] })
    clock.pass(9_999)
    await must(as('judge'), 'heats', 'tap', { heat, bib: '2' })
    expect(await reason(as('judge'), 'heats', 'finish', { heat })).toBe('taps_unassigned')
    const first = tapped.view.taps[0]!
    expect(await reason(as('judge'), 'heats', 'changeTap', { replaces: first.fact, bib: '2', elapsed: first.elapsed, removed: false })).toBe('bib_taken')
    await must(as('judge'), 'heats', 'changeTap', { replaces: first.fact, bib: '1', elapsed: first.elapsed, removed: false })
    const done = await must(as('judge'), 'heats', 'finish', { heat })
    expect(done.view.runners.map((runner) => [runner.lot, runner.elapsed, runner.place, runner.verdict])).toEqual([
      [lots[0], 25_001, 1, 'passed'], [lots[1], 26_000, 2, 'passed'], [lots[2], null, null, 'failed'],
    ])
    expect(await reason(as('judge'), 'heats', 'finish', { heat })).toBe('heat_finished')
    for (const lot of lots) await sign(lot, 'run')
    expect((await must(as('judge'), 'heats', 'find', { heat })).view.state).toBe('signed')
    const { view } = await must(as('judge'), 'fitness', 'find', { session, lot: lots[0]!, item: 'run' })
    expect(view).toMatchObject({ verdict: 'passed', attempts: [{ outcome: { kind: 'reading', reading: '250.01' }, rounded: '251', heat }] })
    expect(JSON.stringify(done.view)).not.toContain(men[0]!.name)
  })

  it('stops the clock when everybody has a time, and a tap can be removed again', async () => {
    const practice = practiceVenue(men)
    const { must, as, clock } = practice
    const lots = await runners(practice)
    const heat = await running(practice, lots)
    clock.pass(200_000)
    for (const bib of ['1', '2']) await must(as('judge'), 'heats', 'tap', { heat, bib })
    const last = await must(as('judge'), 'heats', 'tap', { heat, bib: '3' })
    expect(last.view.state).toBe('stopped')
    expect(await practice.reason(as('judge'), 'heats', 'tap', { heat })).toBe('heat_full')
    const tap = last.view.runners[2]!.tap!
    expect((await must(as('judge'), 'heats', 'changeTap', { replaces: tap, bib: '3', elapsed: 20_000, removed: true })).view.state).toBe('running')
  })

  it('a runner is in one heat, men and women run apart, nobody runs who may not', async () => {
    const practice = practiceVenue([...men, person(4, { sex: 'F' })])
    const { must, reason, as, admit, drawFor, read } = practice
    const lots = await runners(practice)
    await admit(4)
    const [woman = ''] = await drawFor([4], '0609-am-f')
    await must(as('psych'), 'psych', 'record', { session, lot: woman, result: 'passed' })
    const make = (...names: string[]) => reason(as('judge'), 'heats', 'make', { session, item: 'run', lots: names })
    expect(await make(woman)).toBe('wrong_order')
    await read(woman, 'jump', '240')
    await read(woman, 'shuttle', '13.00')
    expect(await make(lots[0]!, woman)).toBe('heat_mixed')
    expect(await make(lots[0]!, lots[0]!)).toBe('lot_in_other_heat')
    expect(await make(lots[0]!)).toBeNull()
    expect(await make(lots[0]!)).toBe('lot_in_other_heat')
    const [heat] = await must(as('judge'), 'heats', 'list', { session, item: 'run' })
    await must(as('judge'), 'heats', 'change', { heat: heat!.heat, entries: [{ bib: '9', lot: lots[1]! }] })
    expect(await make(lots[0]!)).toBeNull()
    await must(as('judge'), 'heats', 'start', { heat: heat!.heat })
    expect(await reason(as('judge'), 'fitness', 'record', { session, lot: lots[1]!, item: 'run', outcome: { kind: 'reading', reading: '250' } })).toBe('in_heat')
    expect(await reason(as('judge'), 'heats', 'change', { heat: heat!.heat, entries: [] })).toBe('heat_running')
  })

  it('a recalled false start counts against the false starter and the others line up again', async () => {
    const practice = practiceVenue(men)
    const { must, as, clock } = practice
    const lots = await runners(practice)
    const heat = await running(practice, lots)
    clock.pass(2_000)
    const { view } = await must(as('judge'), 'heats', 'recall', { heat, reason: 'false_start', falseStarters: [lots[1]!] })
    expect(view).toMatchObject({ state: 'made', elapsedMs: null, recalls: [{ run: 1, reason: 'false_start', falseStarters: [lots[1]] }] })
    expect(view.runners.map((runner) => runner.lot)).toEqual([lots[0], lots[2]])
    expect((await must(as('judge'), 'fitness', 'find', { session, lot: lots[1]!, item: 'run' })).view.state).toBe('failed')
    const again = await must(as('judge'), 'heats', 'start', { heat })
    expect(again.view).toMatchObject({ state: 'running', run: 2, elapsedMs: 0, taps: [] })
  })

  it('where the first false start is a warning everybody lines up again, and the second one counts', async () => {
    const practice = practiceVenue(men, {
      change: (pack) => {
        pack.fitness!.items[2]!.falseStart = 'warning'
      },
    })
    const { must, as } = practice
    const lots = await runners(practice)
    const heat = await running(practice, lots)
    const first = await must(as('judge'), 'heats', 'recall', { heat, reason: 'false_start', falseStarters: [lots[0]!] })
    expect(first.view.runners).toHaveLength(3)
    await must(as('judge'), 'heats', 'start', { heat })
    const second = await must(as('judge'), 'heats', 'recall', { heat, reason: 'false_start', falseStarters: [lots[0]!] })
    expect(second.view.runners.map((runner) => runner.lot)).toEqual([lots[1], lots[2]])
  })

  it('an official’s fault costs nobody the attempt and needs a second person', async () => {
    const practice = practiceVenue(men)
    const { must, reason, as } = practice
    const lots = await runners(practice)
    const heat = await running(practice, lots)
    expect(await reason(as('judge'), 'heats', 'recall', { heat, reason: 'official_fault' })).toBe('second_person_needed')
    await must(as('judge', 'supervisor'), 'heats', 'recall', { heat, reason: 'official_fault', note: '发令枪故障' })
    const { view } = await must(as('judge'), 'fitness', 'find', { session, lot: lots[0]!, item: 'run' })
    expect(view).toMatchObject({ attemptsLeft: 1, attempts: [{ verdict: 'not_counted', outcome: { kind: 'official_fault', reason: '发令枪故障' } }] })
  })

  it('a recall after somebody was timed takes two people', async () => {
    const practice = practiceVenue(men)
    const { must, reason, as, clock } = practice
    const heat = await running(practice, await runners(practice))
    clock.pass(240_000)
    await must(as('judge'), 'heats', 'tap', { heat, bib: '1' })
    expect(await reason(as('judge'), 'heats', 'recall', { heat, reason: 'false_start' })).toBe('second_person_needed')
  })

  it('asks about a time no runner can have run before it is kept', async () => {
    const practice = practiceVenue(men)
    const { call, must, as, clock } = practice
    const lots = await runners(practice)
    const heat = await running(practice, lots.slice(0, 1))
    clock.pass(90_000)
    await must(as('judge'), 'heats', 'tap', { heat, bib: '1' })
    expect(await call(as('judge'), 'heats', 'finish', { heat })).toMatchObject({ refused: { reason: 'implausible', detail: { lot: lots[0], reading: '90.00' } } })
    expect((await must(as('judge'), 'heats', 'finish', { heat, confirmed: true })).view.state).toBe('finished')
  })

  it('a clock set by more than 30 s during the run is not trusted; a typed time is taken', async () => {
    const practice = practiceVenue(men)
    const { must, reason, as, clock } = practice
    const heat = await running(practice, (await runners(practice)).slice(0, 1))
    clock.pass(240_000)
    clock.shiftWall(31_000)
    expect(await reason(as('judge'), 'heats', 'tap', { heat, bib: '1' })).toBe('clock_skew')
    const typed = await must(as('judge'), 'heats', 'tap', { heat, bib: '1', elapsed: 24_000 })
    expect(typed.view.runners[0]!.elapsed).toBe(24_000)
  })
})
