import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFact } from '../../db/envelope.ts'
import { factId, type Fact, type Outcome } from '../../shared/facts.ts'
import { statusOf, type Standing } from '../../shared/standing.ts'
import { boardOf } from '../../station/board.ts'
import { person, practiceVenue, session, type Practice } from './practice-venue.ts'

// Whatever operators do in whatever order, through the contract: the exam's promises hold (规则 §5, §7).

const ns = [1, 2, 3]
const items = ['jump', 'shuttle', 'run'] as const
const allowed = { jump: 3, shuttle: 2, run: 1 } as const
type Item = keyof typeof allowed

const readings: Record<Item, { pass: string; fail: string }> = {
  jump: { pass: '270', fail: '250' }, shuttle: { pass: '13.10', fail: '13.11' }, run: { pass: '265.00', fail: '265.01' },
}

const who = fc.constantFrom(...ns)
const item = fc.constantFrom(...items)
const kind = fc.constantFrom('pass', 'pass', 'fail', 'foul', 'false_start', 'official_fault', 'gave_up', 'did_not_finish')
const second = fc.boolean()
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('record' as const), who, item, kind, second }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('correct' as const), nth: fc.nat(11), kind: fc.option(kind), second }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sign' as const), who, item, refused: fc.boolean(), second }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('draw' as const), who, desk: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('void' as const), nth: fc.nat(5), second }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('supplement' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('psych' as const), who, result: fc.constantFrom('passed' as const, 'failed' as const, 'invalid' as const), second }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('heat' as const), act: fc.constantFrom('make', 'start', 'tap', 'finish', 'false_start', 'official_fault'), second }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function outcomeOf(of: Item, how: string): Outcome {
  switch (how) {
    case 'pass':
    case 'fail':
      return { kind: 'reading', reading: readings[of][how] }
    case 'foul':
      return { kind: 'foul', foul: 'other' }
    case 'official_fault':
      return { kind: 'official_fault', reason: '器材' }
    case 'false_start':
    case 'gave_up':
    case 'did_not_finish':
      return { kind: how }
    default:
      throw new Error(how)
  }
}

function allFacts(practice: Practice): Fact[] {
  return practice.db.all<{ bytes: Buffer }>('SELECT bytes FROM fact ORDER BY n').map((row) => readFact(row.bytes))
}

interface Attempt { root: string; head: string; candidate: string; item: Item; outcome: Outcome }

/** Attempts in force, by the plainest reading of the ledger: its own walk, none of the program's. */
function attemptsInForce(facts: readonly Fact[]): Attempt[] {
  const found: Attempt[] = []
  for (const fact of facts) {
    const id = factId(fact)
    if (fact.type === 'fitness.attempted') {
      found.push({ root: id, head: id, candidate: fact.body.candidate, item: fact.body.item as Item, outcome: fact.body.outcome })
    } else if (fact.type === 'fitness.corrected') {
      const at = found.findIndex((attempt) => attempt.head === fact.body.replaces)
      if (fact.body.outcome === null) found.splice(at, 1)
      else found[at] = { ...found[at]!, head: id, outcome: fact.body.outcome }
    }
  }
  return found
}

function passes({ item: of, outcome }: Attempt): boolean {
  if (outcome.kind !== 'reading') return false
  const value = Number(outcome.reading)
  return of === 'jump' ? value >= 265 : of === 'shuttle' ? value <= 13.1 : value <= 265
}

const counts = (attempt: Attempt): boolean => attempt.outcome.kind !== 'official_fault'

/** Passed, failed or open, by the plainest reading of rules.md §7. */
function plainStatus(attempts: readonly Attempt[], of: Item): 'passed' | 'failed' | 'open' {
  let used = 0
  for (const attempt of attempts.filter((each) => each.item === of && counts(each))) {
    used += 1
    if (passes(attempt)) return 'passed'
    if (attempt.outcome.kind === 'gave_up' || used === allowed[of]) return 'failed'
  }
  return 'open'
}

const standings = (practice: Practice): Standing[] => ns.map((n) => boardOf(practice.venue).standing(session, person(n).id)!)

async function perform(practice: Practice, asked: Step, sent: { again: (() => Promise<unknown>) | null }): Promise<void> {
  const { call, as, cmd } = practice
  const lotOf = (n: number): string => boardOf(practice.venue).standing(session, person(n).id)?.lot?.lot ?? 'A999'
  const twice = (make: () => Promise<unknown>): Promise<unknown> => {
    sent.again = make
    return make()
  }
  const judge = (with2: boolean) => (with2 ? as('judge', 'supervisor') : as('judge'))
  switch (asked.do) {
    case 'record': {
      const input = { cmd: cmd(), session, lot: lotOf(asked.who), item: asked.item, outcome: outcomeOf(asked.item, asked.kind) }
      await twice(() => call(judge(asked.second), 'fitness', 'record', input))
      break
    }
    case 'correct': {
      const rows = standings(practice).flatMap((standing) => standing.attempts)
      const row = rows[asked.nth % Math.max(1, rows.length)]
      if (row === undefined) break
      const outcome = asked.kind === null ? null : outcomeOf(row.item as Item, asked.kind)
      const input = { cmd: cmd(), replaces: row.fact, outcome, reason: '更正' }
      await twice(() => call(judge(asked.second), 'fitness', 'correct', input))
      break
    }
    case 'sign': {
      const acknowledgement = asked.refused ? { kind: 'refused' as const, note: '不服' } : { kind: 'on_paper' as const }
      await call(judge(asked.second), 'fitness', 'sign', { session, lot: lotOf(asked.who), item: asked.item, acknowledgement })
      break
    }
    case 'draw': {
      const input = { cmd: cmd(), session, candidate: person(asked.who).id, desk: asked.desk }
      await twice(() => call(as('lots'), 'lots', 'draw', input))
      break
    }
    case 'void': {
      const drawn = await practice.must(as('lots'), 'lots', 'drawn', { session, pool: '0609-am-m' })
      const target = drawn[asked.nth % Math.max(1, drawn.length)]
      if (target !== undefined) await call(asked.second ? as('chief', 'lots') : as('chief'), 'lots', 'void', { replaces: target.fact, reason: '损坏' })
      break
    }
    case 'supplement': {
      const frozen = await call(as('lots'), 'lots', 'freeze', { session, pool: '0609-am-m', supplement: true })
      if (frozen.ok) await call(as('lots'), 'lots', 'digits', { draw: frozen.draw, digits: '2222222222', witnesses: ['甲', '乙'] })
      break
    }
    case 'psych': {
      const standing = boardOf(practice.venue).standing(session, person(asked.who).id)!
      const caller = asked.second ? as('psych', 'supervisor') : as('psych')
      if (standing.psych === null) await call(caller, 'psych', 'record', { session, lot: lotOf(asked.who), result: asked.result })
      else await call(caller, 'psych', 'correct', { replaces: standing.psych.fact, result: asked.result, reason: '更正' })
      break
    }
    case 'heat': {
      const heat = boardOf(practice.venue).heats(session).at(-1)
      practice.clock.pass(120_000)
      if (asked.act === 'make') {
        const waiting = await practice.must(as('judge'), 'fitness', 'waiting', { session, item: 'run' })
        if (waiting.length > 0) await call(as('judge'), 'heats', 'make', { session, item: 'run', lots: waiting.map((each) => each.lot) })
      } else if (heat === undefined) break
      else if (asked.act === 'start') await call(as('judge'), 'heats', 'start', { heat: heat.heat })
      else if (asked.act === 'finish') await call(as('judge'), 'heats', 'finish', { heat: heat.heat, confirmed: true })
      else if (asked.act === 'tap') await call(as('judge'), 'heats', 'tap', { heat: heat.heat, bib: heat.entries[0]?.bib ?? '1', elapsed: 26_000 })
      else {
        const reason = asked.act === 'false_start' ? 'false_start' : 'official_fault'
        await call(judge(asked.second), 'heats', 'recall', { heat: heat.heat, reason, falseStarters: heat.entries.slice(0, 1).map((entry) => entry.lot) })
      }
      break
    }
    case 'again':
      await sent.again?.()
      break
    default:
      asked satisfies never
  }
}

const secondOf = (asked: Step): boolean => 'second' in asked && asked.second

describe('no order of calls', () => {
  it('exceeds attempts, opens a later item after a failure, gives one number twice, or changes a signed result alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 45 }), async (steps) => {
        const practice = practiceVenue(ns.map((n) => person(n)))
        await practice.ready(ns)
        const sent: { again: (() => Promise<unknown>) | null } = { again: null }
        for (const asked of steps) {
          const before = standings(practice)
          const held = allFacts(practice)
          const attemptsBefore = attemptsInForce(held)
          await perform(practice, asked, sent)
          const facts = allFacts(practice)
          const fresh = facts.slice(held.length)
          const attempts = attemptsInForce(facts)

          if (asked.do === 'again') expect(fresh, 'a repeated command appends nothing').toEqual([])
          for (const n of ns) {
            const mine = attempts.filter((attempt) => attempt.candidate === person(n).id)
            for (const of of items) expect(mine.filter((attempt) => attempt.item === of && counts(attempt)).length, of).toBeLessThanOrEqual(allowed[of])
          }
          for (const fact of fresh) {
            if (fact.type !== 'fitness.attempted') continue
            const mine = attemptsBefore.filter((attempt) => attempt.candidate === fact.body.candidate)
            const place = items.indexOf(fact.body.item as Item)
            for (const of of items.slice(0, place)) expect(plainStatus(mine, of), `${fact.body.item} after ${of}`).toBe('passed')
            expect(plainStatus(mine, fact.body.item as Item)).toBe('open')
          }
          const lots = facts.flatMap((fact) => (fact.type === 'lots.drawn' ? [fact.body.lot] : []))
          expect(new Set(lots).size).toBe(lots.length)
          const after = standings(practice)
          for (const [at, standing] of before.entries()) {
            for (const signed of standing.signed.keys()) {
              if (!secondOf(asked)) expect(statusOf(after[at]!, signed), `signed ${signed} changed alone`).toBe(statusOf(standing, signed))
            }
          }
          for (const standing of after) {
            const mine = attempts.filter((attempt) => attempt.candidate === standing.candidate)
            let open = true
            for (const of of items) {
              if (open) expect(statusOf(standing, of), of).toBe(plainStatus(mine, of))
              open &&= plainStatus(mine, of) === 'passed'
            }
          }
        }
        // A restart fills the board from the projections alone, and nothing changes on any screen.
        const restarted = boardOf({ ...practice.venue, ledger: { ...practice.venue.ledger } })
        expect(restarted.standings(session)).toEqual(boardOf(practice.venue).standings(session))
        expect(restarted.heats(session)).toEqual(boardOf(practice.venue).heats(session))
      }),
      { seed: 20_230_609, numRuns: process.env['KAODIAN_DEEP'] === '1' ? 3000 : 320 },
    )
  }, 120_000)
})
