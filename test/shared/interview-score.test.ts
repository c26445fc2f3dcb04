import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDecimals, decimal } from '../../shared/decimal.ts'
import {
  columnMaxima,
  counts,
  markFault,
  panelScore,
  scoreText,
  sheetFaults,
  zeroScore,
  type DroppedMarks,
} from '../../shared/interview-score.ts'
import type { ScoringRules } from '../../shared/pack-interview-schema.ts'
import { interviewRules } from './scoring-packs.ts'

const seed = 20230618
const [byElement, byTotal] = [interviewRules('interview-elements'), interviewRules('interview-totals')]
const single = interviewRules('panel-of-four')

/** Marks in tenths, few enough that extremes are often shared. */
const tenths = (max: string) => fc.integer({ min: 0, max: Number(max) * 2 }).map((half) => text(half * 5))
const text = (value: number) => `${String(Math.floor(value / 10))}.${String(value % 10)}`

/** Rules of every way to drop and to round, with or without elements, and a sheet that fits them. */
const marked = fc
  .record({
    drop: fc.constantFrom('totals' as const, 'perElement' as const, 'none' as const),
    scoreRounding: fc.constantFrom('halfUp' as const, 'down' as const),
    scoreDecimals: fc.integer({ min: 0, max: 4 }),
    panel: fc.integer({ min: 3, max: 9 }),
    elements: fc.constantFrom([], byElement.elements),
  })
  .map((changed): ScoringRules => ({ ...byElement, ...changed }))
  .chain((rules) =>
    fc.record({
      rules: fc.constant(rules),
      marks: fc.array(fc.tuple(...columnMaxima(rules).map(tenths)), {
        minLength: rules.panel,
        maxLength: rules.panel,
      }),
    }),
  )

function scored(rules: ScoringRules, marks: readonly (readonly string[])[]) {
  const score = panelScore(rules, marks)
  if (!score.ok) throw new Error(JSON.stringify(score.faults))
  return score
}

/** The score in exact whole numbers, by another road: sums of tenths, divided once. */
function byWholeNumbers(rules: ScoringRules, marks: readonly (readonly string[])[]): string {
  const rows = marks.map((row) => row.map((mark) => BigInt(mark.replace('.', ''))))
  const add = (all: readonly bigint[]) => all.reduce((sum, each) => sum + each, 0n)
  const ends = (all: readonly bigint[]) => {
    const sorted = [...all].sort((a, b) => (a < b ? -1 : 1))
    return (sorted[0] ?? 0n) + (sorted.at(-1) ?? 0n)
  }
  const columns = (rows[0] ?? []).map((_mark, at) => rows.map((row) => row[at] ?? 0n))
  const left = {
    none: add(rows.flat()),
    totals: add(rows.flat()) - ends(rows.map(add)),
    perElement: add(rows.flat()) - add(columns.map(ends)),
  }[rules.drop]
  const by = 10n * BigInt(rules.drop === 'none' ? marks.length : marks.length - 2)
  const unit = 10n ** BigInt(rules.scoreDecimals)
  const doubled = 2n * left * unit
  const whole = rules.scoreRounding === 'down' ? (left * unit) / by : (doubled + by) / (2n * by)
  const digits = whole.toString().padStart(rules.scoreDecimals + 1, '0')
  const cut = digits.length - rules.scoreDecimals
  return rules.scoreDecimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`
}

describe('the score of a panel', () => {
  it('is the same when it is worked out in whole numbers', () => {
    fc.assert(
      fc.property(marked, ({ rules, marks }) => {
        expect(scored(rules, marks).score).toBe(byWholeNumbers(rules, marks))
      }),
      { seed, numRuns: 1000 },
    )
  })

  it('does not depend on the order of the examiners', () => {
    fc.assert(
      fc.property(
        marked.chain(({ rules, marks }) =>
          fc.record({
            rules: fc.constant(rules),
            marks: fc.constant(marks),
            shuffled: fc.shuffledSubarray(marks, { minLength: marks.length }),
          }),
        ),
        ({ rules, marks, shuffled }) => {
          const [one, other] = [scored(rules, marks), scored(rules, shuffled)]
          expect(other.score).toBe(one.score)
          if (rules.drop !== 'totals') expect(other.elements).toEqual(one.elements)
        },
      ),
      { seed, numRuns: 500 },
    )
  })

  it('never falls when one mark is raised', () => {
    fc.assert(
      fc.property(marked, fc.nat(), fc.nat(), fc.nat(), ({ rules, marks }, examiner, column, by) => {
        const maxima = columnMaxima(rules)
        const [row, at] = [examiner % marks.length, column % maxima.length]
        const old = Number((marks[row]?.[at] ?? '').replace('.', ''))
        const room = Number(maxima[at]) * 10 - old
        const higher = text(old + (room === 0 ? 0 : (by % room) + 1))
        const changed = marks.map((each, place) => (place === row ? each.with(at, higher) : each))
        const [before, after] = [scored(rules, marks).score, scored(rules, changed).score]
        expect(compareDecimals(decimal(after), decimal(before))).toBeGreaterThanOrEqual(0)
      }),
      { seed, numRuns: 1000 },
    )
  })

  it('drops two different examiners: the first with the greatest and the first other with the least', () => {
    const expectFirst = (values: readonly bigint[], [highest, lowest]: readonly [number, number]) => {
      expect(highest).not.toBe(lowest)
      const greatest = values.reduce((a, b) => (a > b ? a : b))
      const least = values.reduce((a, b) => (a < b ? a : b))
      expect(highest).toBe(values.indexOf(greatest))
      expect(values[lowest]).toBe(least)
      expect(lowest).toBe(values.findIndex((value, at) => value === least && at !== highest))
    }
    fc.assert(
      fc.property(marked, ({ rules, marks }) => {
        const { dropped } = scored(rules, marks)
        const rows = marks.map((row) => row.map((mark) => BigInt(mark.replace('.', ''))))
        expect(dropped.by).toBe(rules.drop)
        if (dropped.by === 'totals')
          expectFirst(
            rows.map((row) => row.reduce((a, b) => a + b)),
            dropped.pair,
          )
        if (dropped.by === 'perElement')
          dropped.pairs.forEach((pair, at) =>
            expectFirst(
              rows.map((row) => row[at] ?? 0n),
              pair,
            ),
          )
      }),
      { seed, numRuns: 500 },
    )
  })

  it('is made of exact means, not of the elements as shown', () => {
    // six means of x.004 are shown as x.00, and together are 0.024 more
    const row = (tail: string) =>
      ['1.00', '1.00', '1.00', '1.00', '1.00', '1.00'].map((mark) => mark.slice(0, 2) + tail)
    const rules = { ...byElement, drop: 'none' as const, markDecimals: 2, panel: 5 }
    const score = scored(rules, [row('02'), row('00'), row('00'), row('00'), row('00')])
    expect(score.elements).toEqual(Array(6).fill('1.00'))
    expect(score.score).toBe('6.02')
  })

  it('is another one when totals are dropped than when elements are, on one sheet', () => {
    const sheet = [
      ['12', '17', '16', '12', '17', '8.5'],
      ['13.5', '15', '17.5', '11', '16', '9'],
      ['11', '18', '15', '13', '18', '7.5'],
      ['14', '16.5', '14', '12.5', '15', '8'],
      ['10.5', '19', '18', '10', '16.5', '9.5'],
      ['13', '14', '16.5', '14', '19', '6'],
      ['12.5', '16', '17', '9.5', '14', '8.5'],
    ]
    expect([scored(byElement, sheet).score, scored(byTotal, sheet).score]).toEqual(['81.80', '81.90'])
  })

  it('cannot lose two of two marks: a pack that asks for it is a bug', () => {
    expect(() => panelScore({ ...single, panel: 2 }, [['60'], ['70']])).toThrow('fewer than three')
    expect(scored({ ...single, panel: 1, drop: 'none' }, [['60']]).score).toBe('60.00')
  })

  it('is zero by ruling with the decimals of the pack', () => {
    expect(zeroScore(single)).toBe('0.00')
    expect(zeroScore({ ...single, scoreDecimals: 0 })).toBe('0')
    expect(zeroScore({ ...single, scoreDecimals: 3 })).toBe('0.000')
  })

  it('of 59.995 is 60.00 rounded and 59.99 truncated', () => {
    expect(scoreText(single, '59.995')).toBe('60.00')
    expect(scoreText({ ...single, scoreRounding: 'down' }, '59.995')).toBe('59.99')
  })
})

describe('marks that count', () => {
  it.each([
    [{ by: 'none' }, [true, true, true, true]],
    [{ by: 'totals', pair: [0, 1] }, [false, false, false, false]],
    [{ by: 'totals', pair: [2, 0] }, [false, false, true, true]],
    [
      {
        by: 'perElement',
        pairs: [
          [0, 2],
          [1, 2],
        ],
      },
      [false, true, true, false],
    ],
  ] as const satisfies (readonly [DroppedMarks, readonly boolean[]])[])(
    'of %j on two rows of two',
    (dropped, which) => {
      expect([0, 1].flatMap((row) => [0, 1].map((column) => counts(dropped, row, column)))).toEqual(which)
    },
  )
})

describe('a mark', () => {
  it.each([
    ['10', null],
    ['10.0', null],
    ['0', null],
    ['10.1', 'above_maximum'],
    ['10.01', 'too_many_decimals'],
    ['9.50', 'too_many_decimals'],
    ['-1', 'not_a_mark'],
    ['', 'not_a_mark'],
    ['９', 'not_a_mark'],
    ['1e1', 'not_a_mark'],
  ])('%j of an element worth 10 is %s', (mark, fault) => {
    expect(markFault(byElement, 5, mark)).toBe(fault)
  })

  it('has the full mark of the pack for its maximum where there are no elements, and no second column', () => {
    expect([
      markFault({ ...single, fullMark: '50' }, 0, '50'),
      markFault({ ...single, fullMark: '50' }, 0, '50.01'),
    ]).toEqual([null, 'above_maximum'])
    expect(markFault(single, 1, '50')).toBe('wrong_count')
  })

  it('that is wrong is named with its place, all of them in reading order', () => {
    const row = ['1', '1', '1', '1', '1', '1']
    const sheet = [row, row.with(2, '20.5'), row.slice(1), row, row.with(0, 'x').with(5, '0.55'), row, row]
    expect(sheetFaults(byElement, sheet)).toEqual([
      { at: [1, 2], fault: 'above_maximum' },
      { at: [2], fault: 'wrong_count' },
      { at: [4, 0], fault: 'not_a_mark' },
      { at: [4, 5], fault: 'too_many_decimals' },
    ])
    expect(sheetFaults(byElement, [row])).toEqual([{ at: [], fault: 'wrong_count' }])
  })
})
