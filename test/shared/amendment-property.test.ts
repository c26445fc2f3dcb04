import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { factId, type Fact } from '../../shared/facts.ts'
import { fitnessStanding, judgeOutcome } from '../../shared/fitness.ts'
import { heldFacts } from '../../shared/held-facts.ts'
import { panelScore } from '../../shared/interview-score.ts'
import { admits } from '../../shared/pack-checks.ts'
import { amendment } from '../../shared/package-amendment.ts'
import { quotasOf } from '../../shared/quotas.ts'
import { am, candidate, Day, envelope, firstVersion, interviewDay, pm, versionOf, type Version } from './amended-package.ts'

vi.setConfig({ testTimeout: 120_000 })

const someone = fc.integer({ min: 1, max: 8 })
const items = ['jump', 'shuttle', 'run']
const readings = ['12.40', '13.11', '13.2', '240', '250', '262', '300']

/** One thing that somebody records; what makes no sense at this place of the day is left out by the ledger's own rules elsewhere. */
type Step = (day: Day, told: { admitted: Map<number, string>; attempts: [number, string, string][] }) => void
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(am, pm).map((session): Step => (day) => void day.open(session)),
  { weight: 4, arbitrary: someone.map((n): Step => (day, told) => void told.admitted.set(n, day.admit(n, n <= 6 ? am : pm))) },
  someone.map((n): Step => (day, told) => {
    const fact = told.admitted.get(n)
    if (fact !== undefined) day.undo(fact, n, n <= 6 ? am : pm)
    told.admitted.delete(n)
  }),
  fc.constantFrom<[number[], string]>([[1, 3, 5], '0609-am-m'], [[2, 4, 6], '0609-am-f'], [[1, 3], '0609-am-m']).map(([ns, pool]): Step => (day) => void day.freeze(ns, pool)),
  someone.map((n): Step => (day) => void day.draw(n, n % 2 === 1 ? '0609-am-m' : '0609-am-f')),
  someone.map((n): Step => (day) => void day.psych(n)),
  { weight: 4, arbitrary: fc.tuple(someone, fc.constantFrom(...items), fc.constantFrom(...readings)).map(([n, item, reading]): Step => (day, told) => void told.attempts.push([n, item, day.try(n, item, reading, n <= 6 ? am : pm)])) },
  someone.map((n): Step => (day, told) => {
    const at = told.attempts.findIndex(([who]) => who === n)
    const [found] = at < 0 ? [] : told.attempts.splice(at, 1)
    if (found !== undefined) day.add('fitness.corrected', { replaces: found[2], session: n <= 6 ? am : pm, candidate: `c${String(n)}`, lot: 'A001', item: found[1], outcome: null, reason: '误记', afterSignOff: false })
  }),
  someone.map((n): Step => (day) => void day.list([n, 2])),
  someone.map((n): Step => (day) => void day.rooms([n, 2])),
  someone.map((n): Step => (day) => void day.mark(n)),
  fc.constant<Step>((day) => void day.close(am)),
)

const person = (version: Version, n: number) => version.roster.find(({ id }) => id === `c${String(n)}`)
type Change = (version: Version) => void
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('2023-06-09', '2023-06-11', '2024-03-05')).map(([at, date]): Change => ({ pack }) => void Object.assign(pack.sessions[at] ?? {}, { date })),
  fc.integer({ min: 0, max: 5 }).map((at): Change => ({ pack }) => void pack.sessions.splice(at, 1)),
  fc.integer({ min: 0, max: 5 }).map((at): Change => ({ pack }) => void Object.assign(pack.sessions[at]?.window ?? {}, { to: '15:30' })),
  someone.map((n): Change => (version) => void version.roster.splice(Math.max(0, version.roster.findIndex(({ id }) => id === `c${String(n)}`)), 1)),
  fc.tuple(fc.integer({ min: 9, max: 14 }), fc.constantFrom(am, pm)).map(([n, session]): Change => ({ roster }) => void roster.push(candidate(n, { post: 'Y001', sessions: [session], id: `n${String(n)}-${String(roster.length)}`, ticket: `N${String(n)}-${String(roster.length)}` }))),
  fc.tuple(someone, fc.constantFrom<Partial<Version['roster'][number]>>(
    { name: '改名' }, { sex: 'M' }, { sex: 'F' }, { birth: '1985-01-01' }, { birth: '1998-03-05' }, { post: 'J001' }, { post: 'Y002' }, { sessions: [pm] }, { sessions: [am, pm] },
    { sessions: [] }, { written: '88' }, { barred: '资格' }, { ticket: 'T99' },
  )).map(([n, given]): Change => (version) => void Object.assign(person(version, n) ?? {}, given)),
  fc.tuple(fc.constantFrom(...items), fc.constantFrom('1', '300', '12')).map(([id, value]): Change => ({ pack }) => pack.fitness!.items.filter((item) => item.id === id).forEach((item) => item.standards.forEach((each) => void (each.value = value)))),
  fc.tuple(fc.constantFrom(...items), fc.constantFrom<'M' | 'F'>('M', 'F')).map(([id, sex]): Change => ({ pack }) => pack.fitness!.items.filter((item) => item.id === id).forEach((item) => item.standards.filter((each) => each.sex === sex).forEach((each) => void (each.value = '77')))),
  fc.tuple(fc.constantFrom(...items), fc.integer({ min: 1, max: 4 })).map(([id, attempts]): Change => ({ pack }) => pack.fitness!.items.filter((item) => item.id === id).forEach((item) => void (item.attempts = attempts))),
  fc.constantFrom(...items).map((id): Change => ({ pack }) => pack.fitness!.items.filter((item) => item.id === id).forEach((item) => void (item.rounding = { mode: 'down', decimals: 0 }))),
  fc.constantFrom<Change>(
    ({ pack }) => void pack.fitness!.items.pop(), ({ pack }) => void (pack.fitness!.order = 'free'), ({ pack }) => void (pack.fitness!.reference = { kind: 'testDay' }),
    ({ pack }) => void (pack.interview!.drop = 'none'), ({ pack }) => void (pack.interview!.scoreDecimals = 1), ({ pack }) => void (pack.interview!.passMark.general = '70'),
    ({ pack }) => void (pack.posts.find(({ code }) => code === 'Y001')!.headcount = 2), ({ pack }) => void (pack.posts.find(({ code }) => code === 'Y001')!.category = 'technical'),
    ({ pack }) => void Object.assign(pack.pools[0] ?? {}, { letters: 'ACE' }), ({ pack }) => void Object.assign(pack.pools[0] ?? {}, { who: { sex: 'any', posts: null } }), ({ pack }) => void pack.pools.splice(1, 1),
    ({ pack }) => void (pack.psych!.invalidNeedsRuling = false), ({ pack }) => void (pack.conduct[0]!.effect = 'barred'), ({ pack }) => void (pack.banners = []),
  ),
)

/** Everything the facts decide under a package, as text: verdicts, whole fitness, who is in each frozen pool, scores, places. */
function outcomes({ pack, roster }: Version, facts: readonly Fact[]): string {
  const held = heldFacts(facts)
  const people = new Map(roster.map((each) => [each.id, each]))
  const lines: string[] = []
  for (const [id, own] of held.people) {
    const who = people.get(id)
    const tries = own.flatMap((fact) => (fact.type === 'fitness.attempted' ? [fact] : []))
    for (const fact of tries) {
      const day = pack.sessions.find((each) => each.id === fact.body.session)?.date
      const judged = who === undefined || day === undefined || pack.fitness === null ? 'nobody' : judgeOutcome(pack.fitness, who, day, fact.body.item, fact.body.outcome)
      lines.push(`${factId(fact)} ${JSON.stringify(judged === 'nobody' || !judged.ok ? judged : [judged.value.verdict, judged.value.points, judged.value.why.standard, judged.value.why.rounded])}`)
    }
    const day = pack.sessions.find((each) => each.id === tries[0]?.body.session)?.date
    if (tries.length > 0 && who !== undefined && day !== undefined && pack.fitness !== null) {
      const whole = fitnessStanding(pack.fitness, who, tries.map(({ body: { item, outcome } }) => ({ item, outcome })), { testDay: day })
      const done = new Set(tries.map(({ body }) => body.item))
      lines.push(`${id} ${whole.ok ? JSON.stringify([whole.value.verdict, whole.value.refused, [...done].map((item) => whole.value.items[item]?.status)]) : 'problem'}`)
    }
    for (const fact of own) {
      if (fact.type === 'interview.marked') lines.push(`${factId(fact)} ${JSON.stringify(pack.interview === null ? null : [panelScore({ ...pack.interview, panel: 3, elements: [] }, fact.body.marks), pack.interview.drop, pack.interview.passMark])}`)
      if (fact.type === 'lots.drawn') lines.push(`${factId(fact)} ${who?.sex ?? ''} ${who?.post ?? ''}`)
      if (fact.type === 'psych.recorded') lines.push(`${factId(fact)} ${who?.post ?? ''}`)
    }
  }
  for (const { body } of held.draws) {
    const pool = pack.pools.find(({ id }) => id === body.pool)
    const members = roster.filter((each) => pool !== undefined && each.sessions.includes(body.session) && admits(pool, each.sex, each.post))
    // somebody may stop being due whom this draw never held
    lines.push(`${body.draw} ${pool?.letters ?? ''} ${body.candidates.filter((id) => members.some((each) => each.id === id)).join()}`)
  }
  for (const { body } of held.lists) {
    const post = pack.posts.find(({ code }) => code === body.post)
    lines.push(`${body.post} ${String(post === undefined ? null : quotasOf(pack, post.category, post.headcount).interview?.places)} ${body.candidates.filter((id) => people.has(id)).join()}`)
  }
  for (const [id, own] of held.sessions) if (own.some(({ type }) => type === 'session.opened')) lines.push(`${id} ${JSON.stringify(pack.sessions.find((each) => each.id === id)?.date)}`)
  return lines.sort().join('\n')
}

test('whatever is taken leaves every recorded verdict, lot, mark and list as it was; whatever is refused names facts that exist', () => {
  let [taken, refused] = [0, 0]
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), fc.array(change, { minLength: 1, maxLength: 3 }), (steps, changes) => {
      const day = new Day()
      const told = { admitted: new Map<number, string>(), attempts: [] }
      for (const each of steps) each(day, told)
      const before = firstVersion()
      const after = structuredClone(before)
      for (const each of changes) each(after)
      const decision = amendment(versionOf(before), versionOf(after, { version: 3, replaces: envelope.hash }), heldFacts(day.facts))
      if (decision.may) {
        taken += 1
        expect(outcomes(after, day.facts)).toBe(outcomes(before, day.facts))
        return
      }
      refused += 1
      const ids = new Map(day.facts.map((fact) => [factId(fact), fact]))
      expect(decision.contradictions.length).toBeGreaterThan(0)
      for (const { fact } of decision.contradictions) expect(ids.get(fact.id)).toMatchObject({ type: fact.type, at: fact.at, by: fact.by })
    }),
    { numRuns: 3000, seed: 20_261_122 },
  )
  // both ends were really reached
  expect(Math.min(taken, refused)).toBeGreaterThan(300)
})

test('an interview day that nobody began may change as it likes', () => {
  fc.assert(fc.property(fc.constantFrom(interviewDay, '0617-am'), fc.constantFrom('2023-06-18', '2023-07-01'), (id, date) => {
    const after = firstVersion()
    after.pack.sessions.find((each) => each.id === id)!.date = date
    const day = new Day()
    day.open()
    day.admit(1)
    expect(amendment(versionOf(firstVersion()), versionOf(after, { version: 3, replaces: envelope.hash }), heldFacts(day.facts)).may).toBe(true)
  }))
})
