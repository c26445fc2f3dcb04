import type { HeatView } from '../../shared/api/fitness.ts'
import type { FitnessItem } from '../../shared/pack-schema.ts'
import { ok, refusedAs } from './crew.ts'
import { minute, present, second, type HalfDay } from './half-day.ts'
import { correctSigned, finishItem, record, sign, withdraw } from './judge.ts'
import type { Person } from './people.ts'
import { hundredths } from './readings.ts'

const lanes = 12

/** One item that is run in heats: men and women apart, a recall of each kind, taps by bib and by order. */
export async function runHeats(day: HalfDay, item: FitnessItem): Promise<void> {
  const runners: Person[] = []
  for (const person of present(day).filter(({ where }) => where === 'fitness'))
    if (await comes(day, person, item)) runners.push(person)
  const groups = (['M', 'F'] as const).flatMap((sex) => {
    const all = runners.filter(({ candidate }) => candidate.sex === sex)
    return Array.from({ length: Math.ceil(all.length / lanes) }, (_, index) =>
      all.slice(index * lanes, (index + 1) * lanes),
    )
  })
  for (const [index, group] of groups.entries()) await runHeat(day, item, group, index)
}

/** Those who give up, withdraw or stay away never stand at the start. */
async function comes(day: HalfDay, person: Person, item: FitnessItem): Promise<boolean> {
  switch (person.items[item.id]) {
    case 'never_comes':
      person.where = 'fitness_failed'
      day.tally.add('未到项目场地')
      return false
    case 'withdraws':
      await withdraw(day, person)
      return false
    case 'gives_up':
      await record(day, person, item, { kind: 'gave_up' })
      day.tally.add('放弃项目')
      await sign(day, person, item.id)
      finishItem(day, person, item, false)
      return false
    default:
      return true
  }
}

interface Runner {
  person: Person
  bib: string
  /** Hundredths of a second; null when the runner does not finish. */
  time: number | null
  passes: boolean
}

function planRun(day: HalfDay, person: Person, item: FitnessItem, bib: string): Runner {
  const fate = person.items[item.id]
  if (fate === 'fail')
    return {
      person,
      bib,
      time: day.random.happens(1, 4) ? null : hundredths(day, person, item, 'missed'),
      passes: false,
    }
  if (fate === 'just_missed') return { person, bib, time: hundredths(day, person, item, 'just_missed'), passes: false }
  return { person, bib, time: hundredths(day, person, item, fate === 'exactly' ? 'exactly' : 'well'), passes: true }
}

async function runHeat(day: HalfDay, item: FitnessItem, group: readonly Person[], index: number): Promise<void> {
  const { crew, session, tally } = day
  const judge = crew.as(crew.operator('judge'))
  const { view } = ok(
    await judge.heats.make({ cmd: crew.cmd(), session: session.id, item: item.id, lots: group.map(({ lot }) => lot) }),
    'making a heat',
  )
  const { heat } = view
  let runners = group.map((person, place) => planRun(day, person, item, String(place + 1)))
  tally.add('跑步组次')
  if (index === 1) runners = await swapBibs(day, heat, runners)
  ok(await judge.heats.start({ cmd: crew.cmd(), heat }), 'the start')
  if (index === 0 || index % 5 === 3) {
    crew.pass(3 * second)
    runners = await recall(day, item, heat, runners, index === 0)
    if (runners.length === 0) return
    ok(await judge.heats.start({ cmd: crew.cmd(), heat }), 'the second start')
  }
  await (index % 2 === 0 ? tapByBib(day, heat, runners) : tapInOrder(day, heat, runners))
  crew.pass(minute)
  const finished = ok(await judge.heats.finish({ cmd: crew.cmd(), heat }), 'finishing a heat').view
  for (const runner of runners) await settle(day, item, runner, finished)
}

/** Two runners stand in each other's lane. */
async function swapBibs(day: HalfDay, heat: string, runners: readonly Runner[]): Promise<Runner[]> {
  const [first, next] = runners
  if (first === undefined || next === undefined) return [...runners]
  const swapped = runners.map((runner) =>
    runner === first ? { ...runner, bib: next.bib } : runner === next ? { ...runner, bib: first.bib } : runner,
  )
  const entries = swapped.map(({ bib, person }) => ({ bib, lot: person.lot }))
  ok(
    await day.crew.as(day.crew.operator('judge')).heats.change({ cmd: day.crew.cmd(), heat, entries }),
    'changing a heat',
  )
  day.tally.add('跑步换道')
  return swapped
}

/** A false start is the attempt of whoever made it; a fault of the officials counts for nobody. */
async function recall(
  day: HalfDay,
  item: FitnessItem,
  heat: string,
  runners: readonly Runner[],
  falseStart: boolean,
): Promise<Runner[]> {
  const { crew, tally } = day
  const judge = crew.as(crew.operator('judge'))
  const guilty = falseStart ? runners.find(({ person }) => person.items[item.id] === 'fail') : undefined
  if (guilty === undefined) {
    const why = { cmd: crew.cmd(), heat, reason: 'official_fault' as const, note: '发令器故障' }
    refusedAs(await judge.heats.recall(why), 'second_person_needed', 'a recall for an official’s fault alone')
    ok(await judge.heats.recall({ ...why, second: crew.second(crew.operator('judge', 2)) }), 'a recall')
    tally.add('召回：裁判原因')
    return [...runners]
  }
  ok(
    await judge.heats.recall({ cmd: crew.cmd(), heat, reason: 'false_start', falseStarters: [guilty.person.lot] }),
    'a recall for a false start',
  )
  tally.add('召回：抢跑')
  if (item.falseStart === 'warning') return [...runners]
  await sign(day, guilty.person, item.id)
  finishItem(day, guilty.person, item, false)
  const others = runners.filter((runner) => runner !== guilty)
  if (others.length > 0) {
    const entries = others.map(({ bib, person }) => ({ bib, lot: person.lot }))
    ok(await judge.heats.change({ cmd: crew.cmd(), heat, entries }), 'the heat without the false starter')
  }
  return others
}

const finishers = (runners: readonly Runner[]) =>
  runners.filter((runner): runner is Runner & { time: number } => runner.time !== null).sort((a, b) => a.time - b.time)

async function tapByBib(day: HalfDay, heat: string, runners: readonly Runner[]): Promise<void> {
  const { crew } = day
  let passed = 0
  for (const { time, bib } of finishers(runners)) {
    crew.pass((time - passed) * 10)
    passed = time
    ok(await crew.as(crew.operator('judge')).heats.tap({ cmd: crew.cmd(), heat, bib }), 'a tap by bib')
  }
}

/** Taps as they come in, bibs given afterwards from last to first; one tap too many is taken out again. */
async function tapInOrder(day: HalfDay, heat: string, runners: readonly Runner[]): Promise<void> {
  const { crew, tally } = day
  const judge = crew.as(crew.operator('judge'))
  const inOrder = finishers(runners)
  let passed = 0
  let view: HeatView | null = null
  let stray: string | null = null
  for (const [place, { time }] of inOrder.entries()) {
    crew.pass((time - passed) * 10)
    passed = time
    view = ok(await judge.heats.tap({ cmd: crew.cmd(), heat }), 'a tap in order').view
    if (place !== 0 || inOrder.length < 3) continue
    view = ok(await judge.heats.tap({ cmd: crew.cmd(), heat }), 'a tap too many').view
    const extra = view.taps.at(-1)
    stray = extra?.fact ?? null
    ok(
      await judge.heats.changeTap({
        cmd: crew.cmd(),
        replaces: stray ?? '',
        bib: null,
        elapsed: extra?.elapsed ?? 0,
        removed: true,
        reason: '多按一次',
      }),
      'removing a tap',
    )
    tally.add('多按的计时')
  }
  if (view === null) return
  refusedAs(await judge.heats.finish({ cmd: crew.cmd(), heat }), 'taps_unassigned', 'finishing with nobody’s times')
  const taps = ok(await judge.heats.find({ heat }), 'the heat').view.taps.filter((tap) => !tap.removed)
  for (const [place, runner] of [...inOrder.entries()].reverse()) {
    const tap = taps[place]
    if (tap === undefined) throw new Error(`place ${place + 1} has no tap`)
    ok(
      await judge.heats.changeTap({
        cmd: crew.cmd(),
        replaces: tap.fact,
        bib: runner.bib,
        elapsed: tap.elapsed,
        removed: false,
        reason: '',
      }),
      'giving a time to a bib',
    )
    tally.add('事后对号')
  }
}

/** The runner's result is what was run, signed for; a few are corrected after that. */
async function settle(day: HalfDay, item: FitnessItem, { person, passes, bib }: Runner, heat: HeatView): Promise<void> {
  const shown = heat.runners.find((runner) => runner.bib === bib)
  if (shown?.lot !== person.lot || shown.verdict !== (passes ? 'passed' : 'failed'))
    throw new Error(`bib ${bib} of ${person.lot}: ${shown?.verdict ?? 'nobody'}`)
  await sign(day, person, item.id)
  if (person.items[item.id] !== 'corrected_after_signing') {
    finishItem(day, person, item, passes)
    return
  }
  const { view } = ok(
    await day.crew
      .as(day.crew.operator('judge'))
      .fitness.find({ session: day.session.id, lot: person.lot, item: item.id }),
    'a run by lot',
  )
  finishItem(day, person, item, await correctSigned(day, person, item, view))
}
