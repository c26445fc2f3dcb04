import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, decimalText, roundDecimal } from '../../shared/decimal.ts'
import {
  compareQuotients,
  dividedBy,
  meanOf,
  plus,
  productText,
  quotientOf,
  roundedText,
  sumOf,
  times,
  type Quotient,
} from '../../shared/quotient.ts'

const seed = 20230617
const texts = fc
  .tuple(fc.nat(999), fc.integer({ min: 0, max: 4 }), fc.nat(9999))
  .map(([whole, decimals, fraction]) =>
    decimals === 0 ? String(whole) : `${String(whole)}.${String(fraction).padStart(4, '0').slice(0, decimals)}`,
  )
const quotients: fc.Arbitrary<Quotient> = fc
  .tuple(fc.bigInt(0n, 10_000n), fc.bigInt(1n, 700n))
  .map(([over, under]) => ({ over, under }))
const modes = fc.constantFrom('up' as const, 'down' as const, 'halfUp' as const)

describe('exact fractions', () => {
  it.each([
    ['1', '3', 4, 'halfUp', '0.3333'],
    ['2', '3', 4, 'halfUp', '0.6667'],
    ['2', '3', 4, 'down', '0.6666'],
    ['1', '3', 0, 'up', '1'],
    ['1', '8', 2, 'halfUp', '0.13'],
    ['299.975', '5', 2, 'halfUp', '60.00'],
    ['299.975', '5', 2, 'down', '59.99'],
    ['0', '7', 2, 'up', '0.00'],
  ] as const)('%s ÷ %s to %i decimals, %s, is %s', (over, under, decimals, mode, text) => {
    expect(roundedText(dividedBy(quotientOf(over), quotientOf(under)), decimals, mode)).toBe(text)
  })

  it('give back a third taken three times, which floating point does not promise', () => {
    const third = dividedBy(quotientOf('1'), quotientOf('3'))
    expect(compareQuotients(sumOf([third, third, third]), quotientOf('1'))).toBe(0)
  })

  it('cannot be divided by zero, nor a mean be taken of nothing', () => {
    expect(() => dividedBy(quotientOf('1'), quotientOf('0.00'))).toThrow(RangeError)
    expect(() => meanOf([])).toThrow(RangeError)
  })

  it('add and multiply in any order, and division undoes multiplication', () => {
    fc.assert(
      fc.property(quotients, quotients, quotients, (a, b, c) => {
        const same = (x: Quotient, y: Quotient) => expect(compareQuotients(x, y)).toBe(0)
        same(plus(a, b), plus(b, a))
        same(plus(plus(a, b), c), plus(a, plus(b, c)))
        same(times(a, plus(b, c)), plus(times(a, b), times(a, c)))
        if (b.over > 0n) same(dividedBy(times(a, b), b), a)
      }),
      { seed, numRuns: 300 },
    )
  })

  it('of decimals are rounded as decimals are', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 5 }), modes, (text, decimals, mode) => {
        expect(roundedText(quotientOf(text), decimals, mode)).toBe(
          decimalText(roundDecimal(decimal(text), decimals, mode)),
        )
      }),
      { seed, numRuns: 500 },
    )
  })

  it('of twenty thousand scores stay small enough to add', () => {
    const scores = Array.from({ length: 20_000 }, (_none, at) => quotientOf(at % 2 === 0 ? '80.5' : '79.75'))
    expect(sumOf(scores).under).toBe(100n)
    expect(roundedText(meanOf(scores), 3, 'halfUp')).toBe('80.125')
  })

  it.each([
    ['6', '1.2', '7.2'],
    ['10', '1.3', '13'],
    ['100', '3', '300'],
    ['0', '1.3', '0'],
    ['0.5', '0.5', '0.25'],
  ])('%s × %s is written %s', (a, b, product) => {
    expect(productText(a, b)).toBe(product)
  })
})
