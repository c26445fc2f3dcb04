import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canMeasure, elapsedHundredths, heatStanding, hundredthsToSeconds, mostSkewMs, type HeatFacts, type HeatRunFacts } from '../../shared/heat.ts'

const station = 'a'.repeat(16)
const entries = [{ bib: '1', candidate: 'c1', lot: 'A001' }, { bib: '2', candidate: 'c2', lot: 'A002' }]
const run = (n: number, given: Partial<HeatRunFacts> = {}): HeatRunFacts =>
  ({ run: n, started: { fact: `${station}/${String(n)}`, at: 1000, mono: 500 }, recalled: null, finished: null, taps: [], ...given })
const heat = (runs: HeatRunFacts[]): HeatFacts => ({ heat: 'h', session: 's', item: 'run', madeAt: 0, entries, runs })
const tap = (n: number, bib: string | null, removed = false) => ({ fact: `${station}/1${String(n)}`, root: `${station}/1${String(n)}`, elapsed: n * 100, bib, removed })

describe('the state of a heat follows from its facts', () => {
  it('made, running, stopped when all are timed, finished', () => {
    expect(heatStanding(heat([])).state).toBe('made')
    expect(heatStanding(heat([run(1)])).state).toBe('running')
    expect(heatStanding(heat([run(1, { taps: [tap(1, '1'), tap(2, null)] })])).state).toBe('running')
    expect(heatStanding(heat([run(1, { taps: [tap(2, '2'), tap(1, '1')] })]))).toMatchObject({ state: 'stopped', taps: [{ bib: '1' }, { bib: '2' }] })
    expect(heatStanding(heat([run(1, { finished: { fact: `${station}/9` } })])).state).toBe('finished')
  })

  it('a recalled run keeps its place in the history and its taps count no more', () => {
    const recalled = { reason: 'false_start' as const, falseStarters: ['c1'] }
    expect(heatStanding(heat([run(1, { recalled, taps: [tap(1, '1')] })]))).toMatchObject({ state: 'made', run: 1, started: null, taps: [], recalls: [{ run: 1 }] })
    expect(heatStanding(heat([run(2), run(1, { recalled, taps: [tap(1, '1')] })]))).toMatchObject({ state: 'running', run: 2, taps: [] })
  })

  it('measures up to the next hundredth, never one more for the sake of floats', () => {
    expect(elapsedHundredths(500, 500)).toBe(0)
    expect(elapsedHundredths(500, 510)).toBe(1)
    expect(elapsedHundredths(500, 510.001)).toBe(2)
    expect(elapsedHundredths(0.1, 10.1)).toBe(1)
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 0, max: 100_000 }), (start, hundredths) => {
      expect(elapsedHundredths(start + 0.3, start + 0.3 + hundredths * 10)).toBe(hundredths)
    }), { seed: 7, numRuns: 500 })
    expect(hundredthsToSeconds(25_137)).toBe('251.37')
    expect(hundredthsToSeconds(9)).toBe('0.09')
  })

  it('is measured by the station that started it, while its clocks agree', () => {
    const standing = heatStanding(heat([run(1)]))
    expect(canMeasure(standing, { station, at: 2000, mono: 1500 })).toBe(true)
    expect(canMeasure(standing, { station: 'b'.repeat(16), at: 2000, mono: 1500 })).toBe(false)
    expect(canMeasure(standing, { station, at: 2000, mono: 100 })).toBe(false)
    expect(canMeasure(standing, { station, at: 2000 + mostSkewMs, mono: 1500 })).toBe(false)
    expect(canMeasure(standing, { station, at: 2000 + mostSkewMs - 1, mono: 1500 })).toBe(true)
  })
})
