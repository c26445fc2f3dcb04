import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDecimals, compareDecimals, decimal, decimalText, parseDecimal, roundDecimal } from '../../shared/decimal.ts'

const texts = fc
  .tuple(fc.nat(99_999), fc.integer({ min: 0, max: 6 }), fc.nat(999_999))
  .map(([whole, decimals, fraction]) =>
    decimals === 0 ? String(whole) : `${String(whole)}.${String(fraction).padStart(6, '0').slice(0, decimals)}`,
  )
const seed = 20230609

describe('decimals', () => {
  it.each([
    ['13.11', 1, 'up', '13.2'],
    ['13.10', 1, 'up', '13.1'],
    ['13.01', 1, 'up', '13.1'],
    ['13', 1, 'up', '13.0'],
    ['99.99', 1, 'up', '100.0'],
    ['265.99', 0, 'down', '265'],
    ['265.01', 0, 'up', '266'],
    ['0.5', 0, 'halfUp', '1'],
    ['0.49', 0, 'halfUp', '0'],
    ['1.005', 2, 'halfUp', '1.01'],
    ['2.675', 2, 'halfUp', '2.68'],
    ['59.995', 2, 'halfUp', '60.00'],
    ['59.994', 2, 'halfUp', '59.99'],
    ['0.05', 1, 'down', '0.0'],
  ] as const)('%s to %i decimals, %s, is %s', (text, decimals, mode, rounded) => {
    expect(decimalText(roundDecimal(decimal(text), decimals, mode))).toBe(rounded)
  })

  it.each(['', '.', '.5', '5.', '-1', '+1', '1e3', '1,5', ' 1', '1 ', '１', 'NaN', '1.2.3', '0x10'])(
    '%j is not one',
    (text) => {
      expect(parseDecimal(text)).toBeNull()
    },
  )

  it('that are not well formed are a bug where a checked pack is read', () => {
    expect(() => decimal('x')).toThrow('not a decimal')
  })

  it('compare and add by value, however many zeros are written', () => {
    expect(compareDecimals(decimal('13.1'), decimal('13.10'))).toBe(0)
    expect(compareDecimals(decimal('13.09'), decimal('13.1'))).toBe(-1)
    expect(compareDecimals(decimal('100'), decimal('99.999'))).toBe(1)
    // 0.1 + 0.2 is the sum that binary floating point misses
    expect(decimalText(addDecimals(decimal('0.1'), decimal('0.2')))).toBe('0.3')
  })

  it('rounded up are never less, rounded down never more, and both less than one unit away', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 4 }), (text, decimals) => {
        const value = decimal(text)
        const [up, down, half] = (['up', 'down', 'halfUp'] as const).map((mode) => roundDecimal(value, decimals, mode))
        if (up === undefined || down === undefined || half === undefined) throw new Error('three modes')
        expect(compareDecimals(up, value)).toBeGreaterThanOrEqual(0)
        expect(compareDecimals(down, value)).toBeLessThanOrEqual(0)
        expect(up.scaled - down.scaled).toBe(compareDecimals(up, down) === 0 ? 0n : 1n)
        expect([up.scaled, down.scaled]).toContain(half.scaled)
        expect(decimalText(up).split('.')[1]?.length ?? 0).toBe(decimals)
      }),
      { seed, numRuns: 500 },
    )
  })

  it('are written as they were read', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(decimalText(decimal(text))).toBe(text)
      }),
      { seed, numRuns: 500 },
    )
  })
})
