import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hundredthsOf, readTyped, readingText, sameNumber, secondsText, tidy } from '../../renderer/fitness/reading.ts'

const zh = { s: '秒', cm: 'cm', count: '次' }
const seed = 20230609

describe('a reading as typed', () => {
  it('seconds stay the text they were typed as: no trailing zero is lost, none appears', () => {
    expect(readTyped('13.10', 's', 2)).toEqual({ ok: true, reading: '13.10' })
    expect(readTyped('13.1', 's', 2)).toEqual({ ok: true, reading: '13.1' })
    expect(readTyped('13.', 's', 2)).toEqual({ ok: true, reading: '13' })
    expect(readTyped('265', 'cm', 0)).toEqual({ ok: true, reading: '265' })
  })

  it('minutes on the watch become seconds, whichever signs were typed', () => {
    for (const text of ['4′25.30', "4'25.30", '4:25.30', '4：25。30', '4′25″30', '4’25.30']) {
      expect(readTyped(tidy(text), 's', 2)).toEqual({ ok: true, reading: '265.30' })
    }
    expect(readTyped('4′05', 's', 2)).toEqual({ ok: true, reading: '245' })
  })

  it('what is not a reading says why', () => {
    expect(readTyped('', 's', 2)).toEqual({ ok: false, why: 'empty' })
    expect(readTyped('4′', 's', 2)).toEqual({ ok: false, why: 'malformed' })
    expect(readTyped('.5', 's', 2)).toEqual({ ok: false, why: 'malformed' })
    expect(readTyped('1.2.3', 's', 2)).toEqual({ ok: false, why: 'malformed' })
    expect(readTyped('4′60', 's', 2)).toEqual({ ok: false, why: 'seconds' })
    expect(readTyped('13.123', 's', 2)).toEqual({ ok: false, why: 'decimals' })
    expect(readTyped('265.5', 'cm', 0)).toEqual({ ok: false, why: 'decimals' })
    expect(readTyped('2′65', 'cm', 0)).toEqual({ ok: false, why: 'malformed' })
  })

  it('every hundredth up to 40 minutes survives being shown, typed again on a watch and read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 240_000 }), (hundredths) => {
        expect(hundredthsOf(secondsText(hundredths))).toBe(hundredths)
        const shown = readingText(secondsText(hundredths), 's', zh)
        expect(hundredthsOf(shown.replace(/″$/, '').replace(/ 秒$/, ''))).toBe(hundredths)
      }),
      { numRuns: 2000, seed },
    )
  })
})

describe('a reading as shown', () => {
  it('is in the words of the unit, and from a minute up as on the watch', () => {
    expect(readingText('12.84', 's', zh)).toBe('12.84 秒')
    expect(readingText('59.99', 's', zh)).toBe('59.99 秒')
    expect(readingText('60', 's', zh)).toBe('1′00″')
    expect(readingText('265.30', 's', zh)).toBe('4′25.30″')
    expect(readingText('265', 'cm', zh)).toBe('265 cm')
    expect(readingText('24', 'count', zh)).toBe('24 次')
    expect(readingText('', 's', zh)).toBe('')
  })

  it('tells a rounded number from the same number with fewer zeros', () => {
    expect(sameNumber('245.00', '245')).toBe(true)
    expect(sameNumber('13.10', '13.1')).toBe(true)
    expect(sameNumber('100', '10')).toBe(false)
    expect(sameNumber('13.11', '13.2')).toBe(false)
    expect(sameNumber('0.50', '0.5')).toBe(true)
  })
})
