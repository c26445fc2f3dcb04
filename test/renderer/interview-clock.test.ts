import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerClock } from '../../shared/api/interview.ts'
import { clockText, elapsedAt, heardBetween, phaseAt, startOf, tookText, type Start } from '../../renderer/interview/answer-clock.ts'

const seed = 20251116
const running: AnswerClock = { state: 'running', seconds: 300, warnings: [60], elapsed: 0, exact: true, fact: null }

describe('the clock of an answer on a page', () => {
  it('goes on from what the station said when the page came anew: a reload loses nothing', () => {
    // the station has measured 123,400 ms; the new page's clock begins at nought and the answer took 20 ms
    const start = startOf(undefined, 123_400, 500, 520)
    expect(elapsedAt({ ...running, elapsed: 123_400 }, start, 520)).toBe(123_410)
    expect(elapsedAt({ ...running, elapsed: 123_400 }, start, 10_520)).toBe(133_410)
  })

  it('is never wrong by more than half the way of the best answer, whatever the ways were', () => {
    const way = fc.record({ at: fc.integer({ min: 0, max: 600_000 }), there: fc.integer({ min: 0, max: 40 }), back: fc.integer({ min: 0, max: 40 }) })
    fc.assert(
      fc.property(fc.array(way, { minLength: 1, maxLength: 20 }), fc.integer({ min: -500_000, max: 500_000 }), (ways, offset) => {
        let start: Start | undefined
        for (const { at, there, back } of ways.toSorted((a, b) => a.at - b.at)) {
          // the station's true elapsed time is `at + there` when it answers; the page's clock differs by any offset
          start = startOf(start, at + there, at + offset, at + there + back + offset)
        }
        const best = Math.min(...ways.map(({ there, back }) => there + back))
        const now = 700_000
        expect(Math.abs(elapsedAt(running, start, now + offset) - now)).toBeLessThanOrEqual(best / 2)
      }),
      { seed, numRuns: 500 },
    )
  })

  it('takes the station’s word again after the page slept with its clock standing still', () => {
    const before = startOf(undefined, 10_000, 1000, 1010)
    // two minutes went by at the station, none on the page
    const after = startOf(before, 130_000, 1020, 1060)
    expect(elapsedAt(running, after, 1060)).toBe(130_020)
  })

  it('stands still once the answer is finished, at what the station measured', () => {
    expect(elapsedAt({ ...running, state: 'over', elapsed: 250_000 }, { at: 0, travelled: 1 }, 999_999)).toBe(250_000)
  })

  it('warns below the seconds of the pack, is over at nought, and knows when nobody has begun', () => {
    expect(phaseAt({ ...running, state: 'not_started' }, 0)).toBe('not_started')
    expect(phaseAt(running, 0)).toBe('running')
    expect(phaseAt(running, 239_999)).toBe('running')
    expect(phaseAt(running, 240_000)).toBe('warning')
    expect(phaseAt(running, 299_999)).toBe('warning')
    expect(phaseAt(running, 300_000)).toBe('over')
    expect(phaseAt({ ...running, state: 'over' }, 310_000)).toBe('finished')
    expect(phaseAt({ ...running, seconds: 0 }, 310_000)).toBe('running')
  })

  it('is heard once at each warning and at the end, and not again after a reload', () => {
    expect(heardBetween(running, 239_950, 240_010)).toBe('warning')
    expect(heardBetween(running, 240_010, 240_110)).toBeNull()
    expect(heardBetween(running, 299_900, 300_000)).toBe('end')
    expect(heardBetween(running, 300_000, 300_100)).toBeNull()
    expect(heardBetween(running, null, 250_000)).toBeNull()
    expect(heardBetween({ ...running, state: 'over' }, 239_950, 240_010)).toBeNull()
    expect(heardBetween({ ...running, warnings: [180, 60] }, 100_000, 130_000)).toBe('warning')
  })

  it('however unevenly it is looked at, each warning and the end are heard once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 60, maxLength: 200 }), (steps) => {
        const clock = { ...running, warnings: [180, 60] }
        const heard: string[] = []
        let now = 0
        for (const step of steps) {
          const sound = heardBetween(clock, now, now + step)
          if (sound !== null) heard.push(sound)
          now += step
        }
        expect(heard.filter((sound) => sound === 'end').length).toBe(now >= 300_000 ? 1 : 0)
        expect(heard.filter((sound) => sound === 'warning').length).toBe([120_000, 240_000].filter((at) => now >= at).length)
      }),
      { seed, numRuns: 300 },
    )
  })

  it('shows whole seconds left, nought only at the end, and what is over with a plus', () => {
    expect(clockText(300, 0)).toBe('5:00')
    expect(clockText(300, 1)).toBe('5:00')
    expect(clockText(300, 1000)).toBe('4:59')
    expect(clockText(300, 299_999)).toBe('0:01')
    expect(clockText(300, 300_000)).toBe('0:00')
    expect(clockText(300, 312_900)).toBe('+0:12')
    expect(clockText(480, 0)).toBe('8:00')
    expect(tookText(265_999)).toBe('4′25″')
  })
})
