import { describe, expect, it } from 'vitest'
import { WaitingState, type WaitingRow } from '../../shared/api/waiting.ts'
import { newCalls, spokenCall, spokenLot } from '../../renderer/parts/spoken.ts'
import { belongingsDue, groupOf, groups, isLate, minutesAway, outNow } from '../../renderer/waiting/away.ts'

const row: WaitingRow = { candidate: 'c1', lot: 'A001', room: '1', state: 'waiting', calls: 0, calledAt: null, out: null, tag: '', belongings: 'none', last: null }
const minute = 60_000

describe('who is out of the waiting room', () => {
  const out = (lot: string, at: number): WaitingRow => ({ ...row, lot, state: 'out', out: { fact: `f/${lot}`, at, escort: '王', why: 'toilet', note: '' } })

  it('minutes are whole ones gone by, and a clock that went back makes none', () => {
    expect(minutesAway(0, 59_999)).toBe(0)
    expect(minutesAway(0, minute)).toBe(1)
    expect(minutesAway(10 * minute, 0)).toBe(0)
  })

  it('the alarm begins after the last allowed moment', () => {
    expect(isLate(0, 10 * minute, 10)).toBe(false)
    expect(isLate(0, 10 * minute + 1, 10)).toBe(true)
  })

  it('the longest away stands first, and nobody who is back', () => {
    const back = { ...out('A003', 1), state: 'waiting' as const }
    expect(outNow([out('A001', 5), back, out('A002', 3)]).map((each) => each.lot)).toEqual(['A002', 'A001'])
  })
})

describe('the groups of the board', () => {
  it('everybody is in exactly one place: a group, or enormous as called or inside', () => {
    for (const state of WaitingState.options) {
      const group = groupOf(state)
      if (group === null) expect(['called', 'inside']).toContain(state)
      else expect(groups).toContain(group)
    }
  })

  it('belongings are due only once it is over for the person', () => {
    expect(belongingsDue({ ...row, belongings: 'held', state: 'left' })).toBe(true)
    expect(belongingsDue({ ...row, belongings: 'held', state: 'scoring' })).toBe(false)
    expect(belongingsDue({ ...row, belongings: 'returned', state: 'left' })).toBe(false)
  })
})

describe('a call aloud', () => {
  it('says the lot digit by digit, with its room', () => {
    expect(spokenLot('A001')).toBe('A 零零一')
    expect(spokenCall('B120', '第二面试室', 1)).toBe('请 B 一二零 号到第二面试室')
    expect(spokenCall('B120', '第二面试室', 2)).toBe('第二次叫号，请 B 一二零 号到第二面试室')
    expect(spokenCall('B120', '第二面试室', 12)).toBe('第12次叫号，请 B 一二零 号到第二面试室')
  })

  it('is made once for every call, not for a reload, and again for a second call', () => {
    const first = { lot: 'A001', room: '第一面试室', call: 1 }
    expect(newCalls(null, [first])).toEqual([])
    expect(newCalls([], [first])).toEqual([first])
    expect(newCalls([first], [first])).toEqual([])
    expect(newCalls([first], [{ ...first, call: 2 }])).toEqual([{ ...first, call: 2 }])
  })
})
