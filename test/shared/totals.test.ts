import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDecimals, decimal } from '../../shared/decimal.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { quotasOf } from '../../shared/quotas.ts'
import { passes, totalOf, totalRulesOf, type TotalRules } from '../../shared/totals.ts'
import { casePack } from './scoring-packs.ts'

const seed = 20230620

function rulesOf(pack: RulePack | null, stages: Parameters<typeof totalRulesOf>[1] = null): TotalRules {
  const rules = pack === null ? null : totalRulesOf(pack, stages)
  if (rules === null) throw new Error('no totals')
  return rules
}

const shenzhen = rulesOf(packNamed('shenzhen-2023'))
const withProfessional = rulesOf(casePack('interview-elements'))
const hundredths = fc.integer({ min: 0, max: 10_000 })
const text = (value: number) => (value / 100).toFixed(2)

describe('a total', () => {
  it('of a technical post is half the written score and half the interview, to three decimals, half up', () => {
    fc.assert(
      fc.property(hundredths, hundredths, (written, interview) => {
        const total = totalOf(shenzhen, 'technical', { written: text(written), interview: text(interview) })
        // hundredths halved are whole half-hundredths: exact in three decimals, so nothing is left to round
        const thousandths = String((written + interview) * 5).padStart(4, '0')
        expect(total).toMatchObject({ ok: true, gate: 'pass' })
        expect(total.ok && total.total).toBe(`${thousandths.slice(0, -3)}.${thousandths.slice(-3)}`)
      }),
      { seed, numRuns: 500 },
    )
  })

  it('says every score behind it: value, weight, exact product, and the clause', () => {
    expect(totalOf(shenzhen, 'technical', { written: '71.251', interview: '85.01' })).toEqual({
      ok: true,
      total: '78.131',
      gate: 'pass',
      gates: [],
      terms: [
        { score: 'written', value: '71.251', weight: '0.5', product: '35.6255' },
        { score: 'interview', value: '85.01', weight: '0.5', product: '42.505' },
      ],
      clause: '深圳市公安局公告（2023-06-03） 五（一）1',
    })
  })

  it('of a general post is the written score alone, and the interview gates it at 60', () => {
    const gate = { stage: 'interview', value: '59.99', passMark: '60', verdict: 'fail' }
    expect(totalOf(shenzhen, 'general', { written: '71.25', interview: '59.99' })).toMatchObject({
      total: '71.250',
      gate: 'fail',
      gates: [gate],
      terms: [{ score: 'written', value: '71.25', weight: '1', product: '71.25' }],
    })
    expect(totalOf(shenzhen, 'general', { written: '71.25', interview: '60.00' })).toMatchObject({ gate: 'pass' })
  })

  it('fails its gate as soon as one of two pass marks is missed', () => {
    const scores = { written: '70', interview: '60', professional: '50' }
    const verdict = (changed: Partial<typeof scores>) =>
      totalOf(withProfessional, 'undivided', { ...scores, ...changed })
    expect(verdict({})).toMatchObject({ gate: 'pass' })
    expect(verdict({ interview: '59.99' })).toMatchObject({ gate: 'fail' })
    expect(verdict({ professional: '49.99' })).toMatchObject({ gate: 'fail' })
  })

  it('waits for every score that its formula or a pass mark needs, and names them all', () => {
    expect(totalOf(withProfessional, 'undivided', {})).toEqual({
      ok: false,
      missing: ['written', 'interview', 'professional'],
    })
    expect(totalOf(shenzhen, 'general', { written: '70' })).toEqual({ ok: false, missing: ['interview'] })
    expect(totalOf(shenzhen, 'undivided', { written: '70' })).toEqual({ ok: false, missing: ['formula'] })
  })

  it('asks no interview of a post that has none', () => {
    const rules = rulesOf(packNamed('shenzhen-2023'), ['psych', 'fitness'])
    expect(totalOf(rules, 'general', { written: '70' })).toMatchObject({ total: '70.000', gate: 'pass' })
    expect(rulesOf(packNamed('shenzhen-2023'), ['interview']).interview).not.toBeNull()
  })

  it('is not made by a pack without totals', () => {
    const pack = packNamed('national-2024')
    expect(pack === null ? undefined : totalRulesOf(pack, null)).toBeNull()
  })

  it('refuses, as a bug, a score that is no decimal', () => {
    expect(() => totalOf(shenzhen, 'technical', { written: 'absent', interview: '85.01' })).toThrow('not a decimal')
  })

  it('never falls when one of its scores rises', () => {
    fc.assert(
      fc.property(hundredths, hundredths, hundredths, hundredths, (written, interview, professional, more) => {
        const scores = { written: text(written), interview: text(interview), professional: text(professional) }
        const before = totalOf(withProfessional, 'undivided', scores)
        for (const name of ['written', 'interview', 'professional'] as const) {
          const raised = text(Math.round(Number(scores[name]) * 100) + more)
          const after = totalOf(withProfessional, 'undivided', { ...scores, [name]: raised })
          if (!before.ok || !after.ok) throw new Error('all scores are there')
          expect(compareDecimals(decimal(after.total), decimal(before.total))).toBeGreaterThanOrEqual(0)
        }
      }),
      { seed, numRuns: 300 },
    )
  })
})

describe('a pass mark', () => {
  it.each([
    ['60', true],
    ['60.00', true],
    ['60.01', true],
    ['59.99', false],
    ['0.00', false],
    ['100', true],
  ])('of 60 is reached by %s: %s', (score, reached) => {
    if (shenzhen.interview === null) throw new Error('interview')
    expect(passes(shenzhen.interview, 'general', score)).toBe(reached)
    expect(passes(shenzhen.interview, 'technical', score)).toBe(true)
  })
})

describe('a quota', () => {
  const pack = packNamed('shenzhen-2023')
  if (pack === null) throw new Error('shenzhen-2023')

  it('says how it came about: ratio, exact product, places and how the fraction was made whole', () => {
    expect(quotasOf(pack, 'general', 6)).toEqual({
      interview: { ratio: '2', exact: '12', places: 12, fractions: 'halfUp' },
      qualification: { ratio: '4', exact: '24', places: 24, fractions: 'halfUp' },
      medical: { ratio: '1.2', exact: '7.2', places: 7, fractions: 'halfUp' },
    })
  })

  it('is never off by more than half a place, and a half goes up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (headcount) => {
        const { medical } = quotasOf(pack, 'technical', headcount)
        expect(medical?.places).toBe(Math.floor((headcount * 26 + 10) / 20))
      }),
      { seed, numRuns: 300 },
    )
  })

  it('rounds fractions half up for a pack that has an interview and no ranking', () => {
    const interview = { quota: { technical: [{ upToHeadcount: null, ratio: '2.5' }], general: null, undivided: null } }
    expect(quotasOf({ interview, ranking: null }, 'technical', 1)).toEqual({
      interview: { ratio: '2.5', exact: '2.5', places: 3, fractions: 'halfUp' },
      qualification: null,
      medical: null,
    })
    expect(quotasOf({ interview: null, ranking: null }, 'technical', 1).interview).toBeNull()
  })
})
