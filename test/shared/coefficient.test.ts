import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coefficientText, corrected, type CoefficientRules } from '../../shared/coefficient.ts'
import { compareDecimals, decimal } from '../../shared/decimal.ts'
import { dividedBy, quotientOf } from '../../shared/quotient.ts'

const seed = 20230619
const pooled: CoefficientRules = { kind: 'pooledMean', coefficientDecimals: 3, finalDecimals: 2, rounding: 'halfUp' }
const means: CoefficientRules = { ...pooled, kind: 'meanOfMeans' }
const trimmed: CoefficientRules = { ...pooled, kind: 'trimmed', trim: 2, coefficientDecimals: 4 }

const marks = fc.integer({ min: 4000, max: 10_000 }).map((hundredths) => (hundredths / 100).toFixed(2))
const panels = fc.array(fc.array(marks, { minLength: 5, maxLength: 12 }), { minLength: 1, maxLength: 5 })
const rules = fc.constantFrom(pooled, means, trimmed)

function worked(by: CoefficientRules, given: readonly (readonly string[])[]) {
  const result = corrected(by, given)
  if (!result.ok) throw new Error(`${result.reason} ${String(result.panel)}`)
  return result
}

describe('the coefficient between panels', () => {
  it.each([
    ['宣城 2024', '72.98', '68.52', 3, '1.065'],
    ['宣城 2024', '72.98', '72.15', 3, '1.012'],
    ['宣城 2024', '72.98', '78.26', 3, '0.933'],
    ['河南特岗', '79.40', '76.12', 2, '1.04'],
    ['河南特岗', '79.40', '83.05', 2, '0.96'],
  ] as const)('of %s is, from the published means %s and %s, to %i decimals %s', (_who, all, own, decimals, text) => {
    expect(
      coefficientText({ coefficientDecimals: decimals, rounding: 'halfUp' }, quotientOf(all), quotientOf(own)),
    ).toBe(text)
  })

  it.each([
    ['1620.66', '22', '0.9931'],
    ['1452.89', '20', '1.0071'],
  ])('of 高安 is, from the published sums 3365.34 ÷ 46 and %s ÷ %s, %s', (sum, people, text) => {
    const mean = (total: string, of: string) => dividedBy(quotientOf(total), quotientOf(of))
    expect(coefficientText(trimmed, mean('3365.34', '46'), mean(sum, people))).toBe(text)
  })

  it('is 1 for a panel that is alone', () => {
    fc.assert(
      fc.property(rules, fc.array(marks, { minLength: 5, maxLength: 12 }), (by, panel) => {
        const { coefficients, scores } = worked(by, [panel])
        expect(coefficients).toEqual([by.kind === 'trimmed' ? '1.0000' : '1.000'])
        expect(scores).toEqual([panel])
      }),
      { seed, numRuns: 200 },
    )
  })

  it('does not depend on the order of panels or of people', () => {
    fc.assert(
      fc.property(rules, panels, (by, given) => {
        const { coefficients, scores } = worked(by, given)
        const turned = worked(by, given.map((panel) => panel.toReversed()).toReversed())
        expect(turned.coefficients.toReversed()).toEqual(coefficients)
        expect(turned.scores.toReversed().map((panel) => panel.toReversed())).toEqual(scores)
      }),
      { seed, numRuns: 300 },
    )
  })

  it('keeps the order within a panel', () => {
    fc.assert(
      fc.property(rules, panels, (by, given) => {
        const { scores } = worked(by, given)
        given.forEach((panel, at) => {
          const order = (texts: readonly string[]) => (a: number, b: number) =>
            compareDecimals(decimal(texts[a] ?? ''), decimal(texts[b] ?? ''))
          const places = [...panel.keys()].sort(order(panel))
          const after = scores[at] ?? []
          expect(places).toEqual([...places].sort(order(after)))
        })
      }),
      { seed, numRuns: 300 },
    )
  })

  it('weighs every person the same when pooled, and every panel the same as a mean of means', () => {
    const given = [['80'], ['60', '60', '60']]
    // 65 / 80, 65 / 60; 70 / 80, 70 / 60
    expect(worked(pooled, given).coefficients).toEqual(['0.813', '1.083'])
    expect(worked(means, given).coefficients).toEqual(['0.875', '1.167'])
  })

  it('does not see the extremes that are trimmed', () => {
    const middle = ['70', '72', '74']
    const one = worked(trimmed, [
      ['1', '2', ...middle, '98', '99'],
      ['60', '61', '75', '80', '81'],
    ])
    const other = worked(trimmed, [
      ['0', '0', ...middle, '100', '100'],
      ['60', '61', '75', '80', '81'],
    ])
    expect(other.coefficients).toEqual(one.coefficients)
  })

  it('multiplies by the coefficient as shown: 68.52 × 1.065 is 72.97, though the overall mean is 72.98', () => {
    const { coefficients, scores } = worked(pooled, [
      ['68.52', '68.52'],
      ['77.44', '77.44'],
    ])
    expect(coefficients[0]).toBe('1.065')
    expect(scores[0]).toEqual(['72.97', '72.97'])
  })

  it.each([
    [pooled, [['70'], []], 1, 'too_few'],
    [
      trimmed,
      [
        ['70', '71', '72', '73', '74'],
        ['70', '71', '72', '73'],
      ],
      1,
      'too_few',
    ],
    [trimmed, [['70', '71', '72']], 0, 'too_few'],
    [means, [['0', '0.00'], ['70']], 0, 'mean_zero'],
  ] as const)('is refused where a mean is missing or zero (%j, %j)', (by, given, panel, reason) => {
    expect(corrected(by, given)).toEqual({ ok: false, panel, reason })
  })
})
