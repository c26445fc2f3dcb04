import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  draftOf, emptyGrid, gridOf, markComplete, marksOf, marksStanding, markStands, markWrong, nextOpen, rowSum, tidyMark, withMark,
} from '../../renderer/interview/marks.ts'

const seed = 20251116
const twenty = { max: '20', decimals: 1 }
const whole = { max: '15', decimals: 0 }
const total = { max: '100', decimals: 2 }

describe('a mark as typed', () => {
  it('digits and points of any keyboard or input method are the same number', () => {
    for (const text of ['17.5', '17。5', '１７．５', '17，5', ' 17.5 ', '17.5分']) expect(tidyMark(text)).toBe('17.5')
    expect(tidyMark('1.2.3')).toBe('1.23')
    expect(tidyMark('e5-3')).toBe('53')
  })

  it('above its maximum it is wrong at once, the maximum itself stands', () => {
    expect(markWrong('20', twenty)).toBeNull()
    expect(markWrong('20.0', twenty)).toBeNull()
    expect(markWrong('20.1', twenty)).toBe('above')
    expect(markWrong('21', twenty)).toBe('above')
    expect(markWrong('21.', twenty)).toBe('above')
    expect(markWrong('100.00', total)).toBeNull()
    expect(markWrong('100.01', total)).toBe('above')
  })

  it('with too many decimals it is wrong at once, also where they are zeros', () => {
    expect(markWrong('14.55', twenty)).toBe('decimals')
    expect(markWrong('14.50', twenty)).toBe('decimals')
    expect(markWrong('14.5', whole)).toBe('decimals')
    expect(markWrong('88.25', total)).toBeNull()
  })

  it('nothing typed is not wrong and does not stand; a point at the end is unfinished', () => {
    expect(markWrong('', twenty)).toBeNull()
    expect(markStands('', twenty)).toBe(false)
    expect(markWrong('14.', twenty)).toBe('unfinished')
    expect(markStands('14.', twenty)).toBe(false)
    expect(markWrong('.5', twenty)).toBe('unfinished')
  })

  it('it goes on by itself only when no further key could make another mark of it', () => {
    for (const [text, column] of [['20', twenty], ['14.5', twenty], ['15', whole], ['9', whole], ['2', whole], ['0', whole], ['100', total], ['86.43', total]] as const) {
      expect(markComplete(text, column), text).toBe(true)
    }
    for (const [text, column] of [['14', twenty], ['2', twenty], ['1', whole], ['100.0', { max: '100.5', decimals: 2 }], ['86.4', total], ['10', total], ['', twenty], ['14.', twenty], ['21', twenty]] as const) {
      expect(markComplete(text, column), text).toBe(false)
    }
  })

  it('whatever a mark that went on by itself is continued with is no mark, or the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 130_000 }), fc.integer({ min: 0, max: 3 }), (max, decimals, scaled, places) => {
        const column = { max: String(max), decimals }
        const text = (scaled / 10 ** places).toFixed(places)
        if (!markComplete(text, column)) return
        for (const more of ['.', '.1', '.01', ...Array.from({ length: 10 }, (_, digit) => String(digit))]) {
          if (text.includes('.') && more.includes('.')) continue
          const longer = text + more
          expect(!markStands(longer, column) || Number(longer) === Number(text) || /^0\d/.test(longer), `${text} → ${longer}`).toBe(true)
        }
      }),
      { seed, numRuns: 2000 },
    )
  })
})

describe('a grid of marks', () => {
  const columns = [twenty, whole]

  it('its draft brings back exactly what was typed, unfinished marks too', () => {
    const grid = [['14.', '3'], ['', '99']]
    expect(gridOf(draftOf(grid), 2, 2)).toEqual(grid)
    expect(draftOf(emptyGrid(7, 6))).toBe('')
    expect(gridOf('', 7, 6)).toEqual(emptyGrid(7, 6))
  })

  it('a draft of another shape, as after another pack, is not forced into the sheet', () => {
    expect(gridOf(draftOf([['1', '2', '3']]), 2, 2)).toEqual(emptyGrid(2, 2))
    expect(gridOf('1\t2\nno marks', 2, 2)).toEqual(emptyGrid(2, 2))
  })

  it('row sums are exact and count what stands', () => {
    expect(rowSum(['0.1', ''], columns)).toBe('0.1')
    expect(rowSum(['0.2', '0'], [{ max: '1', decimals: 1 }, { max: '1', decimals: 1 }])).toBe('0.2')
    expect(rowSum(['0.1', '0.2'], [{ max: '1', decimals: 1 }, { max: '1', decimals: 1 }])).toBe('0.3')
    expect(rowSum(['99', '3'], columns)).toBe('3')
    expect(rowSum(['', ''], columns)).toBeNull()
  })

  it('nothing is sent before every mark stands', () => {
    expect(marksOf([['14.5', '3'], ['20', '']], columns)).toBeNull()
    expect(marksOf([['14.5', '3'], ['20.5', '15']], columns)).toBeNull()
    expect(marksOf([['14.5', '3'], ['20', '15']], columns)).toEqual([['14.5', '3'], ['20', '15']])
    expect(marksStanding([['14.5', '3'], ['20.5', '']], columns)).toBe(2)
  })

  it('the next open cell is found from a place on, then from the start', () => {
    expect(nextOpen([['14', ''], ['', '1']], columns, [0, 0])).toEqual([0, 1])
    expect(nextOpen([['14', ''], ['3', '1']], columns, [1, 0])).toEqual([0, 1])
    expect(nextOpen([['14', '1'], ['3', '1']], columns, [0, 0])).toBeNull()
  })

  it('one changed cell leaves the others as they are', () => {
    expect(withMark([['1', '2'], ['3', '4']], 1, 0, '5')).toEqual([['1', '2'], ['5', '4']])
  })
})
