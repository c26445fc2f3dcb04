import type { ScoredStage } from '../../shared/facts.ts'
import type { ScoringRules } from '../../shared/pack-interview-schema.ts'
import { seededRandom } from '../../shared/random.ts'
import { ok, refusedAs } from './crew.ts'
import { minute, second, type HalfDay } from './half-day.ts'
import { panelMarks, reaches, scoreByHand } from './panel.ts'
import type { Person } from './people.ts'

/** What somebody will do between the waiting room and the score slip. */
type InterviewFate =
  | 'plain'
  | 'leaves_and_returns'
  | 'never_returns'
  | 'no_show'
  | 'withdraws'
  | 'wrong_person_entered'
  | 'clock_by_mistake'
  | 'mismatch'
  | 'tells_name'
  | 'refuses_slip'
  | 'corrected_after_signing'
  | 'runs_over_time'

const rare: readonly InterviewFate[] = [
  'leaves_and_returns', 'mismatch', 'tells_name', 'never_returns', 'no_show', 'withdraws', 'clock_by_mistake', 'wrong_person_entered',
  'refuses_slip', 'corrected_after_signing', 'runs_over_time',
]

/** The score each candidate was given, as this simulation reckoned it; keyed by candidate and stage. */
export type Scores = Map<string, Partial<Record<ScoredStage, string>>>

/** Everybody with a lot, room by room: called, inside, marked twice, signed by three, slip signed for, belongings back. */
export async function interviews(day: HalfDay, scores: Scores): Promise<void> {
  const { crew, session, random, tally } = day
  const queue = day.people.filter(({ lot, where }) => lot !== '' && where === 'lot_drawn').sort((a, b) => (a.lot < b.lot ? -1 : 1))
  const promised = [...rare]
  // decided in the order of arrival, with a chance of each person's own: lots differ every time, what happens must not
  const plans = new Map(day.people.map(({ candidate }) => {
    const fate = promised.length > 0 && random.happens(1, 2) ? (promised.shift() ?? 'plain') : random.happens(1, 12) ? random.pick(rare) : 'plain'
    return [candidate.id, { fate, random: seededRandom(random.uuid()) }]
  }))
  const waiting = crew.as(crew.operator('waiting'))
  for (const person of queue) person.where = 'waiting'
  for (const person of queue) {
    const { fate, random: own } = plans.get(person.candidate.id) ?? { fate: 'plain' as const, random }
    const { rows } = ok(await waiting.waiting.list({ session: session.id }), 'the waiting room')
    const row = rows.find((each) => each.candidate === person.candidate.id)
    if (row?.state !== 'waiting' || row.lot !== person.lot) throw new Error(`${person.lot} is ${row?.state ?? 'nowhere'} before the call`)
    if (await stopsWaiting(day, person, fate)) continue
    const end = await interviewOf({ ...day, random: own }, person, fate, scores)
    person.where = end
    ok(await waiting.waiting.belongings({ cmd: crew.cmd(), session: session.id, candidate: person.candidate.id }), 'belongings back')
    tally.add('归还物品')
  }
}

/** One person's scored stages, one after another; answers how it ended. */
export async function interviewOf(day: HalfDay, person: Person, fate: InterviewFate, scores: Scores): Promise<Person['where']> {
  const stages = day.session.stages.filter((stage): stage is ScoredStage => (stage === 'interview' || stage === 'professional') && stagesOf(day, person).includes(stage))
  let end: Person['where'] = 'passed'
  for (const [nth, stage] of stages.entries()) {
    await call(day, person)
    end = await oneInterview(day, person, stage, nth === 0 ? fate : 'plain', scores)
    if (end !== 'passed') break
  }
  return end
}

function stagesOf({ pack }: HalfDay, person: Person): readonly string[] {
  return pack.posts.find(({ code }) => code === person.candidate.post)?.stages ?? []
}

async function call({ crew, session, tally }: HalfDay, person: Person): Promise<void> {
  const waiting = crew.as(crew.operator('waiting'))
  ok(await waiting.waiting.call({ cmd: crew.cmd(), session: session.id, candidate: person.candidate.id }), 'calling')
  tally.add('叫号')
  crew.pass(30 * second)
}

/** Those whose interview ends before it begins; true when it did. */
async function stopsWaiting(day: HalfDay, person: Person, fate: InterviewFate): Promise<boolean> {
  const { crew, session, pack, tally } = day
  const waiting = crew.as(crew.operator('waiting'))
  const who = { session: session.id, candidate: person.candidate.id }
  const other = crew.second(crew.operator('supervisor'))
  if (fate === 'leaves_and_returns' || fate === 'never_returns') {
    ok(await waiting.waiting.leave({ cmd: crew.cmd(), ...who, escort: '候考甲', why: 'toilet' }), 'leaving the waiting room')
    refusedAs(await waiting.waiting.call({ cmd: crew.cmd(), ...who }), 'is_out', 'calling somebody who is out')
    crew.pass(6 * minute)
    tally.add('外出')
    if (fate === 'leaves_and_returns') ok(await waiting.waiting.back({ cmd: crew.cmd(), ...who }), 'coming back')
    else {
      crew.pass(20 * minute)
      refusedAs(await waiting.waiting.lapse({ cmd: crew.cmd(), ...who, reason: '外出未返回' }), 'second_person_needed', 'a lapse alone')
      ok(await waiting.waiting.lapse({ cmd: crew.cmd(), ...who, reason: '外出未返回', second: other }), 'a lapse')
      person.where = 'lapsed'
      tally.add('外出未返回')
      return true
    }
  }
  if (fate === 'no_show') {
    for (let n = 0; n < (pack.interview?.waiting.callsBeforeAbsent ?? 3); n += 1) {
      refusedAs(await waiting.waiting.noShow({ cmd: crew.cmd(), ...who, reason: '叫号未到', second: other }), n === 0 ? 'not_called' : 'too_few_calls', 'absent too early')
      await call(day, person)
    }
    ok(await waiting.waiting.noShow({ cmd: crew.cmd(), ...who, reason: '叫号未到', second: other }), 'absent after the calls')
    person.where = 'interview_absent'
    tally.add('叫号未到')
    return true
  }
  if (fate === 'withdraws') {
    const supervisor = crew.as(crew.operator('supervisor'))
    ok(
      await supervisor.sessions.withdraw({ cmd: crew.cmd(), ...who, reason: '书面放弃面试', second: crew.second(crew.operator('chief')) }),
      'a written withdrawal',
    )
    refusedAs(await waiting.waiting.call({ cmd: crew.cmd(), ...who }), 'interview_over', 'calling somebody who withdrew')
    person.where = 'withdrawn'
    tally.add('候考弃考')
    return true
  }
  return false
}

async function oneInterview(day: HalfDay, person: Person, stage: ScoredStage, fate: InterviewFate, scores: Scores): Promise<Person['where']> {
  const { crew, session, pack, random, tally } = day
  const rules = pack[stage]
  const category = pack.posts.find(({ code }) => code === person.candidate.post)?.category ?? 'undivided'
  if (rules === null) throw new Error(`no rules for ${stage}`)
  const clerk = crew.as(crew.operator('interview'))
  const who = { session: session.id, candidate: person.candidate.id, stage }
  const undo = async (fact: string, what: string) => ok(await clerk.interview.undo({ cmd: crew.cmd(), replaces: fact, reason: '按错' }), what)
  if (fate === 'wrong_person_entered') {
    const { fact } = ok(await clerk.interview.enter({ cmd: crew.cmd(), ...who }), 'entering')
    await undo(fact, 'taking back an entering')
    tally.add('撤回进入')
  }
  const entering = { cmd: crew.cmd(), ...who }
  ok(await clerk.interview.enter(entering), 'entering')
  if (!ok(await clerk.interview.enter(entering), 'the same command again').repeated) throw new Error('entered twice')
  const minutes = rules.minutes[category]
  if (fate === 'clock_by_mistake') {
    const { fact } = ok(await clerk.interview.start({ cmd: crew.cmd(), ...who }), 'starting the clock')
    crew.pass(3 * second)
    await undo(fact, 'taking back a start')
    tally.add('撤回计时')
  }
  ok(await clerk.interview.start({ cmd: crew.cmd(), ...who }), 'starting the clock')
  refusedAs(await clerk.interview.start({ cmd: crew.cmd(), ...who }), 'clock_running', 'starting twice')
  crew.pass((minutes ?? 10) * minute + (fate === 'runs_over_time' ? 5 * second : -random.below(60) * second))
  ok(await clerk.interview.finish({ cmd: crew.cmd(), ...who }), 'the end of the answer')
  if (fate === 'tells_name') {
    const ruling = { ...who, kind: 'identity_revealed' as const, reason: '透露本人姓名' }
    refusedAs(await clerk.interview.zero({ cmd: crew.cmd(), ...ruling }), 'second_person_needed', 'a ruling alone')
    ok(await clerk.interview.zero({ cmd: crew.cmd(), ...ruling, second: crew.second(crew.operator('supervisor')) }), 'a zero by ruling')
    tally.add('零分裁定')
  }
  ok(await clerk.interview.leave({ cmd: crew.cmd(), ...who }), 'leaving the room')
  const marks = panelMarks(random, rules, random.between(52, 95))
  await enterMarks(day, who, rules, marks, fate)
  let score = fate === 'tells_name' ? (0).toFixed(rules.scoreDecimals) : scoreByHand(rules, marks)
  await expectScore(day, person, score)
  await sign(day, who, score)
  if (fate === 'corrected_after_signing') {
    const changed = panelMarks(random, rules, random.between(52, 95))
    await reMark(day, who, changed)
    score = scoreByHand(rules, changed)
    await expectScore(day, person, score)
    refusedAs(await clerk.interview.slip({ cmd: crew.cmd(), ...who, score, acknowledgement: { kind: 'on_paper' } }), 'not_signed', 'a slip without signatures')
    await sign(day, who, score)
    tally.add('签字后更正评分')
  }
  const acknowledgement = fate === 'refuses_slip' ? { kind: 'refused' as const, note: '考生拒绝签收' } : { kind: 'on_paper' as const }
  ok(
    await clerk.interview.slip({ cmd: crew.cmd(), ...who, score, acknowledgement, ...(fate === 'refuses_slip' ? { second: crew.second(crew.operator('supervisor')) } : {}) }),
    'the score slip',
  )
  tally.add(fate === 'refuses_slip' ? '拒签成绩单' : '签收成绩单')
  scores.set(person.candidate.id, { ...scores.get(person.candidate.id), [stage]: score })
  if (fate === 'tells_name') return 'interview_zero'
  return reaches(rules, category, score) ? 'passed' : 'interview_failed'
}

type Who = { session: string; candidate: string; stage: ScoredStage }

/** Two people read the sheets, or one reads and another checks; a mismatch lasts until both agree. */
async function enterMarks({ crew, tally }: HalfDay, who: Who, rules: ScoringRules, marks: string[][], fate: InterviewFate): Promise<void> {
  const [one, two] = [crew.as(crew.operator('interview')), crew.as(crew.operator('interview', 2))]
  const wrong = marks.map((row, examiner) => row.map((mark, element) => (examiner === 2 && element === 0 ? (Number(mark) === 0 ? '1' : '0') : mark)))
  const above = marks.map((row) => row.map(() => '999'))
  refusedAs(await one.interview.mark({ cmd: crew.cmd(), ...who, marks: above }), 'marks_wrong', 'marks above the maximum')
  const first = ok(await one.interview.mark({ cmd: crew.cmd(), ...who, marks: fate === 'mismatch' && rules.entry === 'twice' ? wrong : marks }), 'the first entry')
  if (rules.entry === 'onceVerified') {
    refusedAs(await one.interview.check({ cmd: crew.cmd(), ...who, marked: first.fact }), 'same_clerk', 'checking one’s own entry')
    ok(await two.interview.check({ cmd: crew.cmd(), ...who, marked: first.fact }), 'the check')
    tally.add('复核评分')
    return
  }
  refusedAs(await one.interview.mark({ cmd: crew.cmd(), ...who, marks }), 'same_clerk', 'a second entry by the same person')
  const second = ok(await two.interview.mark({ cmd: crew.cmd(), ...who, marks }), 'the second entry')
  tally.add('两人录入评分')
  if (fate !== 'mismatch') return
  if (second.sheet.state !== 'mismatch' || second.sheet.mismatches.length !== 1) throw new Error('a mismatch was not shown')
  ok(await one.interview.mark({ cmd: crew.cmd(), ...who, marks, replaces: first.fact }), 'a corrected entry')
  tally.add('两次录入不一致')
}

async function reMark({ crew }: HalfDay, who: Who, marks: string[][]): Promise<void> {
  const [one, two] = [crew.as(crew.operator('interview')), crew.as(crew.operator('interview', 2))]
  const { view } = ok(await one.interview.room({ session: who.session, room: await roomOf(one, who) }), 'the room')
  const sheet = [view.inside, ...view.scoring].find((each) => each?.candidate === who.candidate && each.stage === who.stage)
  if (sheet == null) throw new Error('a signed sheet is gone from its room')
  const second = crew.second(crew.operator('supervisor'))
  for (const [clerk, entry] of [[one, 1], [two, 2]] as const) {
    const own = sheet.entries.find((each) => each.entry === entry)
    if (own === undefined) continue
    ok(await clerk.interview.mark({ cmd: crew.cmd(), ...who, marks, replaces: own.fact, reason: '评分表核对有误', second }), 'a change after signing')
  }
  const [only] = sheet.entries
  if (sheet.entries.length === 1 && only !== undefined) {
    const again = ok(await one.interview.room({ session: who.session, room: view.room }), 'the room').view
    const now = [again.inside, ...again.scoring].find((each) => each?.candidate === who.candidate && each.stage === who.stage)
    ok(await two.interview.check({ cmd: crew.cmd(), ...who, marked: now?.entries[0]?.fact ?? only.fact }), 'the check again')
  }
}

async function roomOf(clerk: ReturnType<HalfDay['crew']['as']>, who: Who): Promise<string> {
  const { rooms } = ok(await clerk.interview.rooms({ session: who.session }), 'the rooms')
  for (const { room } of rooms) {
    const { view } = ok(await clerk.interview.room({ session: who.session, room }), 'a room')
    if ([view.inside, ...view.scoring].some((sheet) => sheet?.candidate === who.candidate)) return room
  }
  throw new Error(`${who.candidate} is in no room`)
}

async function expectScore({ crew, session }: HalfDay, person: Person, score: string): Promise<void> {
  const { sheet } = ok(await crew.as(crew.operator('interview')).interview.find({ session: session.id, lot: person.lot }), 'the sheet')
  if (sheet.score !== score) throw new Error(`${person.lot}: the station says ${String(sheet.score)}, by hand it is ${score}`)
}

async function sign({ crew, tally }: HalfDay, who: Who, score: string): Promise<void> {
  const clerk = crew.as(crew.operator('interview'))
  ok(await clerk.interview.sign({ cmd: crew.cmd(), ...who, role: 'recorder', score }), 'the recorder’s signature')
  ok(await clerk.interview.sign({ cmd: crew.cmd(), ...who, role: 'verifier', score, second: crew.second(crew.operator('interview', 2)) }), 'the verifier’s signature')
  ok(await clerk.interview.sign({ cmd: crew.cmd(), ...who, role: 'supervisor', score, second: crew.second(crew.operator('supervisor')) }), 'the supervisor’s signature')
  tally.add('三人签字')
}
