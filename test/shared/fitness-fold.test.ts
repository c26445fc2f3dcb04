import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../shared/facts.ts'
import {
  fitnessGate,
  fitnessStanding,
  implausible,
  judgeOutcome,
  readingFault,
  type FitnessAttempt,
  type FitnessStanding,
} from '../../shared/fitness.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { FitnessRules } from '../../shared/pack-fitness-schema.ts'

const seed = 20230610
const person = { sex: 'M', birth: '2000-01-01' } as const
const testDay = '2023-06-09'

function rules(name: string): FitnessRules {
  const fitness = packNamed(name)?.fitness
  if (fitness === undefined || fitness === null) throw new Error(name)
  return fitness
}

function stand(fitness: FitnessRules, attempts: readonly FitnessAttempt[], closed = false): FitnessStanding {
  const folded = fitnessStanding(fitness, person, attempts, { testDay, closed })
  if (!folded.ok) throw new Error(folded.problem.reason)
  return folded.value
}

const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('13.1', '13.11', '264', '265', '266', '12.99', '300')
      .map((reading) => ({ kind: 'reading' as const, reading })),
  },
  fc.constantFrom<Outcome>(
    { kind: 'foul', foul: 'line' },
    { kind: 'did_not_finish' },
    { kind: 'false_start' },
    { kind: 'official_fault', reason: 'watch' },
  ),
  { weight: 1, arbitrary: fc.constant<Outcome>({ kind: 'gave_up' }) },
)
const sequences = fc.array(fc.record({ item: fc.constantFrom('jump', 'shuttle', 'run'), outcome: outcomes }), {
  maxLength: 14,
})
const falseStarts = fc.constantFrom('attempt', 'warning', 'endsItem')
const packs = fc
  .tuple(fc.constantFrom('shenzhen-2023', 'national-2024', 'wuhan-2025'), falseStarts, falseStarts)
  .map(([name, first, second]): FitnessRules => {
    const fitness = rules(name)
    return {
      ...fitness,
      items: fitness.items.map((item, index) => ({ ...item, falseStart: index === 0 ? first : second })),
    }
  })

describe('no sequence of attempts', () => {
  it('counts more attempts than the pack allows', () => {
    fc.assert(
      fc.property(packs, sequences, (fitness, attempts) => {
        const { items } = stand(fitness, attempts)
        for (const item of fitness.items) {
          const counted = items[item.id]?.attempts.filter((attempt) => attempt.counted).length ?? 0
          expect(counted).toBeLessThanOrEqual(item.attempts)
          expect(items[item.id]?.used).toBe(counted)
        }
      }),
      { seed, numRuns: 1000 },
    )
  })

  it('records anything at a later item after a failure, or at an item that is over', () => {
    fc.assert(
      fc.property(packs, sequences, (fitness, attempts) => {
        const refused = new Set(stand(fitness, attempts).refused.map(({ index }) => index))
        attempts.forEach((attempt, index) => {
          if (refused.has(index)) return
          const before = stand(fitness, attempts.slice(0, index))
          expect(before.items[attempt.item]?.status).toBe('open')
          expect(before.verdict).toBe('open')
          const place = fitness.items.findIndex((item) => item.id === attempt.item)
          if (fitness.order === 'fixed') {
            for (const earlier of fitness.items.slice(0, place)) expect(before.items[earlier.id]?.status).toBe('passed')
          }
        })
      }),
      { seed, numRuns: 300 },
    )
  })

  it('is changed by its refused attempts: without them the standing is the same', () => {
    fc.assert(
      fc.property(packs, sequences, (fitness, attempts) => {
        const all = stand(fitness, attempts)
        const refused = new Set(all.refused.map(({ index }) => index))
        const kept = stand(
          fitness,
          attempts.filter((_, index) => !refused.has(index)),
        )
        expect(kept.refused).toEqual([])
        expect(kept.verdict).toBe(all.verdict)
        for (const item of fitness.items) {
          const { status, used, left, warnings, locked } = all.items[item.id] ?? {}
          expect(kept.items[item.id]).toMatchObject({ status, used, left, warnings, locked })
        }
      }),
      { seed, numRuns: 500 },
    )
  })

  it('leaves anything open once the session is closed, and closing never turns a verdict round', () => {
    fc.assert(
      fc.property(packs, sequences, (fitness, attempts) => {
        const [open, closed] = [stand(fitness, attempts), stand(fitness, attempts, true)]
        expect(closed.verdict).toBe(open.verdict === 'open' ? 'failed' : open.verdict)
        for (const item of Object.values(closed.items)) expect(item.status).not.toBe('open')
      }),
      { seed, numRuns: 300 },
    )
  })

  it('makes the lock shown on screen differ from what the next attempt meets', () => {
    fc.assert(
      fc.property(packs, sequences, (fitness, attempts) => {
        const now = stand(fitness, attempts)
        for (const item of fitness.items) {
          const next = stand(fitness, [...attempts, { item: item.id, outcome: { kind: 'did_not_finish' } }])
          const met = next.refused.find(({ index }) => index === attempts.length)?.reason ?? null
          expect(now.items[item.id]?.locked).toBe(met)
        }
      }),
      { seed, numRuns: 300 },
    )
  })
})

describe('a verdict', () => {
  it('carries everything it was made from', () => {
    const judged = judgeOutcome(rules('shenzhen-2023'), { sex: 'M', birth: '1992-05-05' }, testDay, 'shuttle', {
      kind: 'reading',
      reading: '13.31',
    })
    expect(judged).toMatchObject({
      ok: true,
      value: {
        verdict: 'pass',
        why: {
          item: 'shuttle',
          reading: '13.31',
          rounded: '13.4',
          rounding: { mode: 'up', decimals: 1 },
          standard: '13.4',
          comparison: 'atMost',
          sex: 'M',
          band: '31-35',
          age: 31,
          referenceDate: '2023-05-05',
        },
      },
    })
    expect(judged.ok && judged.value.why.clause).toContain('national-2024')
  })

  it('is none for an official’s fault, which is kept in the list and does not count', () => {
    const { items } = stand(rules('shenzhen-2023'), [
      { item: 'jump', outcome: { kind: 'official_fault', reason: 'mat' } },
    ])
    expect(items['jump']).toMatchObject({ used: 0, left: 3, attempts: [{ verdict: null, counted: false }] })
  })

  it('cannot be given for an empty cell: the cell is named', () => {
    expect(fitnessStanding(rules('shenzhen-aux-2023'), person, [], { testDay })).toEqual({
      ok: false,
      problem: { reason: 'standard_missing', path: 'fitness.items[0].standards[0].value' },
    })
  })
})

describe('a reading', () => {
  const [jump, shuttle] = rules('shenzhen-2023').items
  if (jump === undefined || shuttle === undefined) throw new Error('items')

  it('is asked about outside the plausible range, both ends being plausible', () => {
    expect(['8.49', '8.5', '30', '30.01'].map((reading) => implausible(shuttle, reading))).toEqual([
      'below',
      null,
      null,
      'above',
    ])
    expect(['149', '150', '380', '381', 'x'].map((reading) => implausible(jump, reading))).toEqual([
      'below',
      null,
      null,
      'above',
      null,
    ])
  })

  it('has no more decimals than the item is read in', () => {
    expect(['13.1', '13.11', '13.111', 'x'].map((reading) => readingFault(shuttle, reading))).toEqual([
      null,
      null,
      'too_many_decimals',
      'malformed',
    ])
    expect(['265', '265.5'].map((reading) => readingFault(jump, reading))).toEqual([null, 'too_many_decimals'])
  })
})

describe('the gate before fitness', () => {
  it('needs no consent where the pack asks for none', () => {
    const open = { checkedIn: true, barred: false, psych: null, consent: false } as const
    expect(fitnessGate(rules('shenzhen-2023'), open)).toBe('consent_missing')
    expect(fitnessGate({ ...rules('shenzhen-2023'), consentRequired: false }, open)).toBeNull()
  })
})
