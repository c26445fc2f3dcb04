import type { JudgeView } from '../../shared/api/fitness.ts'
import type { Outcome } from '../../shared/facts.ts'
import type { FitnessItem } from '../../shared/pack-schema.ts'
import { ok, refusedAs } from './crew.ts'
import { present, second, type HalfDay } from './half-day.ts'
import type { Person } from './people.ts'
import { readingFor, unbelievable, type Reach } from './readings.ts'

const stroke: [number, number][] = [
  [120, 480],
  [300, 220],
  [460, 640],
  [620, 300],
  [860, 520],
]

/** One item that is done one by one: everybody who may, in the order of the heap, each signed for. */
export async function judgeItem(day: HalfDay, item: FitnessItem): Promise<void> {
  const tested = (person: Person) =>
    day.pack.posts.find((post) => post.code === person.candidate.post)?.stages.includes('fitness') === true
  for (const person of present(day).filter(tested)) {
    await judgeOne(day, person, item)
    day.crew.pass(15 * second)
  }
}

async function judgeOne(day: HalfDay, person: Person, item: FitnessItem): Promise<void> {
  const { crew, session, tally } = day
  const fate = person.items[item.id] ?? 'first_try'
  const judge = crew.as(crew.operator('judge'))
  if (fate === 'never_comes') {
    // an item not done by the close of the session fails (规则 §7)
    person.where = 'fitness_failed'
    tally.add('未到项目场地')
    return
  }
  if (fate === 'withdraws') return withdraw(day, person)
  const view = ok(
    await judge.fitness.find({ session: session.id, lot: person.lot, item: item.id }),
    `${item.id} by lot`,
  ).view
  if (view.state !== 'open' || view.blocked !== null)
    throw new Error(`${person.lot} may not do ${item.id}: ${view.blocked?.reason ?? view.state}`)
  await skipAhead(day, person, item)
  const passed = await attempts(day, person, item)
  const after = ok(
    await judge.fitness.find({ session: session.id, lot: person.lot, item: item.id }),
    'after the attempts',
  ).view
  if (after.state !== (passed ? 'passed' : 'failed'))
    throw new Error(`${person.lot} ${item.id} ${fate}: ${after.state}`)
  await sign(day, person, item.id)
  const kept = fate === 'corrected_after_signing' ? await correctSigned(day, person, item, after) : passed
  if (!kept) await afterFailure(day, person, item)
  finishItem(day, person, item, kept)
}

/** Where somebody stands after an item of theirs has its end. */
export function finishItem(day: HalfDay, person: Person, item: FitnessItem, passed: boolean): void {
  const last = day.pack.fitness?.items.at(-1)?.id === item.id
  person.where = passed ? (last ? 'passed' : 'fitness') : 'fitness_failed'
  day.tally.add(`${item.title.zh}：${passed ? '合格' : '不合格'}`)
}

type Kind = 'foul' | 'missed' | 'just_missed' | 'did_not_finish'

function outcomeOf(day: HalfDay, person: Person, item: FitnessItem, kind: Kind): Outcome {
  if (kind === 'foul') return { kind: 'foul', foul: day.random.pick(item.fouls).id }
  if (kind === 'did_not_finish') return { kind: 'did_not_finish' }
  return { kind: 'reading', reading: readingFor(day, person, item, kind) }
}

const good = (day: HalfDay, person: Person, item: FitnessItem, reach: Reach = 'well'): Outcome => ({
  kind: 'reading',
  reading: readingFor(day, person, item, reach),
})

/** The attempts as the person's fate has them; answers whether the item must be passed now. */
async function attempts(day: HalfDay, person: Person, item: FitnessItem): Promise<boolean> {
  const { random, tally, crew } = day
  const fate = person.items[item.id] ?? 'first_try'
  const give = (outcome: Outcome) => record(day, person, item, outcome)
  const misses = async (times: number, kinds: readonly Kind[]) => {
    for (let i = 0; i < times; i++) await give(outcomeOf(day, person, item, random.pick(kinds)))
  }
  const kinds: readonly Kind[] = item.unit === 's' ? ['foul', 'missed', 'did_not_finish'] : ['foul', 'missed']
  switch (fate) {
    case 'first_try':
    case 'exactly':
    case 'corrected_after_signing':
      await give(good(day, person, item, fate === 'exactly' ? 'exactly' : 'well'))
      return true
    case 'last_try':
      await misses(item.attempts - 1, kinds)
      await give(good(day, person, item))
      return true
    case 'fail':
    case 'fail_by_fouls':
    case 'just_missed':
      await misses(item.attempts, fate === 'fail' ? kinds : [fate === 'fail_by_fouls' ? 'foul' : 'just_missed'])
      return false
    case 'false_start': {
      const state = await give({ kind: 'false_start' })
      tally.add('抢跑')
      if (state.state === 'failed') return false
      await give(good(day, person, item))
      return true
    }
    case 'gives_up':
      await give({ kind: 'gave_up' })
      tally.add('放弃项目')
      return false
    case 'implausible': {
      const outcome: Outcome = { kind: 'reading', reading: unbelievable(item) }
      const judge = crew.as(crew.operator('judge'))
      const asked = { session: day.session.id, lot: person.lot, item: item.id, outcome }
      refusedAs(await judge.fitness.record({ cmd: crew.cmd(), ...asked }), 'implausible', 'an implausible reading')
      ok(await judge.fitness.record({ cmd: crew.cmd(), ...asked, confirmed: true }), 'a confirmed reading')
      tally.add('异常读数确认')
      return true
    }
    case 'official_fault':
      await officialFault(day, person, item)
      await give(good(day, person, item))
      return true
    case 'undone':
    case 'corrected': {
      const view = await give(outcomeOf(day, person, item, 'missed'))
      const judge = crew.as(crew.operator('judge'))
      const replaces = view.attempts.at(-1)?.fact ?? ''
      const outcome = fate === 'undone' ? null : good(day, person, item)
      ok(
        await judge.fitness.correct({
          cmd: crew.cmd(),
          replaces,
          outcome,
          reason: fate === 'undone' ? '按错号' : '看错读数',
        }),
        'a correction before signing',
      )
      refusedAs(
        await judge.fitness.correct({ cmd: crew.cmd(), replaces, outcome, reason: '再次更正同一条' }),
        'already_replaced',
        'a second correction of one fact',
      )
      tally.add(fate === 'undone' ? '撤回读数' : '签字前更正')
      if (fate === 'undone') await give(good(day, person, item))
      return true
    }
    case 'withdraws':
    case 'never_comes':
      throw new Error(`${fate} makes no attempt`)
    default:
      return fate satisfies never
  }
}

export async function record(day: HalfDay, person: Person, item: FitnessItem, outcome: Outcome): Promise<JudgeView> {
  const { crew, session, tally } = day
  const answer = await crew
    .as(crew.operator('judge'))
    .fitness.record({ cmd: crew.cmd(), session: session.id, lot: person.lot, item: item.id, outcome })
  tally.add('测评次数')
  if (outcome.kind === 'foul') tally.add('犯规')
  return ok(answer, `${item.id} ${outcome.kind}`).view
}

async function officialFault(day: HalfDay, person: Person, item: FitnessItem): Promise<void> {
  const { crew, session, tally } = day
  const judge = crew.as(crew.operator('judge'))
  const fault = {
    session: session.id,
    lot: person.lot,
    item: item.id,
    outcome: { kind: 'official_fault' as const, reason: '器材故障' },
  }
  refusedAs(
    await judge.fitness.record({ cmd: crew.cmd(), ...fault }),
    'second_person_needed',
    'an official’s fault alone',
  )
  ok(
    await judge.fitness.record({ cmd: crew.cmd(), ...fault, second: crew.second(crew.operator('judge', 2)) }),
    'an official’s fault',
  )
  tally.add('器材或裁判原因重测')
}

/** A later item is refused while this one is open (规则 §7). */
async function skipAhead(day: HalfDay, person: Person, item: FitnessItem): Promise<void> {
  const items = day.pack.fitness?.items ?? []
  const later = items[items.findIndex((each) => each.id === item.id) + 1]
  if (later === undefined || day.pack.fitness?.order !== 'fixed' || !person.candidate.rosterNumber.endsWith('3')) return
  const { crew, session } = day
  const early = { session: session.id, lot: person.lot, item: later.id, outcome: good(day, person, later) }
  refusedAs(
    await crew.as(crew.operator('judge')).fitness.record({ cmd: crew.cmd(), ...early }),
    'wrong_order',
    'a later item too early',
  )
  day.tally.add('拒绝：次序不对')
}

/** After a failed item nothing more opens. */
async function afterFailure(day: HalfDay, person: Person, item: FitnessItem): Promise<void> {
  const { crew, session, pack } = day
  const items = pack.fitness?.items ?? []
  const later = items[items.findIndex((each) => each.id === item.id) + 1]
  if (later === undefined) return
  const attempt = { session: session.id, lot: person.lot, item: later.id, outcome: good(day, person, later) }
  refusedAs(
    await crew.as(crew.operator('judge')).fitness.record({ cmd: crew.cmd(), ...attempt }),
    'fitness_failed',
    'an item after a failed one',
  )
  day.tally.add('拒绝：前项不合格')
}

/** Signed by the referee, then by the candidate; a refusal is witnessed by the supervisor. */
export async function sign(day: HalfDay, person: Person, item: string): Promise<void> {
  const { crew, session, tally } = day
  const judge = crew.as(crew.operator('judge'))
  const input = { session: session.id, lot: person.lot, item }
  switch (person.signing) {
    case 'signed':
      ok(
        await judge.fitness.sign({ cmd: crew.cmd(), ...input, acknowledgement: { kind: 'signed', strokes: [stroke] } }),
        'signing',
      )
      break
    case 'on_paper':
      ok(
        await judge.fitness.sign({ cmd: crew.cmd(), ...input, acknowledgement: { kind: 'on_paper' } }),
        'signing on paper',
      )
      break
    case 'refused': {
      const acknowledgement = { kind: 'refused' as const, note: '对成绩有异议，拒绝签字' }
      refusedAs(
        await judge.fitness.sign({ cmd: crew.cmd(), ...input, acknowledgement }),
        'second_person_needed',
        'a refusal without witness',
      )
      ok(
        await judge.fitness.sign({
          cmd: crew.cmd(),
          ...input,
          acknowledgement,
          second: crew.second(crew.operator('supervisor')),
        }),
        'a witnessed refusal',
      )
      break
    }
    default:
      person.signing satisfies never
  }
  tally.add(`签字：${{ signed: '屏上', on_paper: '纸上', refused: '拒签见证' }[person.signing]}`)
}

/** After sign-off only with a second person: once a passing reading by a failing one, else by another passing one. */
export async function correctSigned(
  day: HalfDay,
  person: Person,
  item: FitnessItem,
  view: JudgeView,
): Promise<boolean> {
  const { crew, tally, random } = day
  const judge = crew.as(crew.operator('judge'))
  const turned = random.happens(1, 3) && item.attempts === 1
  const correction = {
    replaces: view.attempts.at(-1)?.fact ?? '',
    outcome: good(day, person, item, turned ? 'missed' : 'well'),
    reason: '复核手计时后更正',
  }
  refusedAs(
    await judge.fitness.correct({ cmd: crew.cmd(), ...correction }),
    'second_person_needed',
    'a correction after sign-off alone',
  )
  const after = ok(
    await judge.fitness.correct({ cmd: crew.cmd(), ...correction, second: crew.second(crew.operator('judge', 2)) }),
    'a correction after sign-off',
  ).view
  tally.add('签字后更正')
  if (after.signed === null) await sign(day, person, item.id)
  return !turned
}

export async function withdraw(day: HalfDay, person: Person): Promise<void> {
  const { crew, session, tally } = day
  const leaving = {
    session: session.id,
    candidate: person.candidate.id,
    reason: '身体不适，书面弃考',
    second: crew.second(crew.operator('chief')),
  }
  ok(await crew.as(crew.operator('supervisor')).sessions.withdraw({ cmd: crew.cmd(), ...leaving }), 'a withdrawal')
  person.where = 'withdrawn'
  tally.add('弃考')
}
