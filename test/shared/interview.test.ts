import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Marks, ScoredStage } from '../../shared/facts.ts'
import type { InterviewRow } from '../../shared/interview-rows.ts'
import { answerTime } from '../../shared/interview-clock.ts'
import { differences, markFaults } from '../../shared/interview-marks.ts'
import { scoreWhy } from '../../shared/interview-why.ts'
import { nextStage, scoredStanding, type ScoredStanding } from '../../shared/interview.ts'
import type { ScoringRules } from '../../shared/pack-interview-schema.ts'

const station = 'a'.repeat(16)
const base: ScoringRules = {
  panel: 3, drop: 'none', elements: [], fullMark: '100', markDecimals: 2, scoreDecimals: 2, scoreRounding: 'halfUp',
  minutes: { technical: 8, general: 5, undivided: null }, warningSeconds: [60], entry: 'twice',
  passMark: { technical: null, general: '60', undivided: null }, clause: '公告 四',
}

/** Rows of one candidate as they would be read, oldest first. */
function steps(stage: ScoredStage = 'interview') {
  const rows: InterviewRow[] = []
  const add = (type: InterviewRow['type'], given: Partial<InterviewRow> = {}): string => {
    const fact = `${station}/${String(rows.length + 1)}`
    rows.push({
      fact, at: 1000 + rows.length, by: given.operator ?? 'x', second: null, type, stage, room: '1', mono: 500, number: 0, operator: '', marks: null,
      sheets: [], score: '', note: '', names: null, ...given,
    })
    return fact
  }
  const mark = (operator: string, marks: string[], number: 1 | 2, names: string | null = null) =>
    add('interview.marked', { operator, marks: marks.map((text) => [text]), number, names })
  const sign = (standing: ScoredStanding, people = ['a', 'b', 's']) => {
    for (const [at, note] of ['recorder', 'verifier', 'supervisor'].entries()) {
      add('interview.signed', { operator: people[at] ?? '', note, score: standing.score ?? '', sheets: [...standing.sheets] })
    }
  }
  const fold = (rules: ScoringRules = base, category: 'technical' | 'general' = 'general', violations: Parameters<typeof scoredStanding>[4] = []) =>
    scoredStanding(rules, stage, category, rows, violations)
  return { rows, add, mark, sign, fold }
}

describe('the standing of a scored stage follows from its steps', () => {
  it('goes from waiting to announced, step by step', () => {
    const day = steps()
    expect(day.fold()).toMatchObject({ state: 'waiting', inside: false, verdict: 'open' })
    day.add('interview.entered')
    day.add('interview.started', { number: 300 })
    expect(day.fold()).toMatchObject({ state: 'inside', inside: true, room: '1' })
    day.add('interview.finished', { number: 250_000 })
    day.add('interview.left')
    expect(day.fold()).toMatchObject({ state: 'entering', inside: false })
    day.mark('a', ['88', '86.5', '90'], 1)
    expect(day.fold()).toMatchObject({ state: 'entering', complete: false, score: null, passed: null })
    const wrong = day.mark('b', ['88.0', '68.5', '90'], 2)
    expect(day.fold()).toMatchObject({ state: 'mismatch', complete: true, score: null, mismatches: [{ examiner: 1, element: 0, first: '86.5', second: '68.5' }] })
    day.mark('b', ['88', '86.50', '90'], 2, wrong)
    expect(day.fold()).toMatchObject({ state: 'agreed', score: '88.17', passed: true, verdict: 'open', mismatches: [] })
    day.sign(day.fold())
    expect(day.fold()).toMatchObject({ state: 'signed', verdict: 'passed' })
    day.add('interview.slip', { score: '88.17', note: 'signed' })
    expect(day.fold()).toMatchObject({ state: 'announced', verdict: 'passed' })
  })

  it('59.995 is 60.00 and passes, 59.99 does not; without a pass mark any score does', () => {
    for (const [marks, score, verdict] of [[['59.99', '59.99', '60.00'], '59.99', 'failed'], [['59.99', '60.00', '60.00'], '60.00', 'passed']] as const) {
      const day = steps()
      day.mark('a', [...marks], 1)
      day.mark('b', [...marks], 2)
      expect(day.fold().score).toBe(score)
      day.sign(day.fold())
      expect(day.fold().verdict).toBe(verdict)
      expect(day.fold(base, 'technical')).toMatchObject({ verdict: 'passed', passed: null, passMark: null })
    }
  })

  it('one person twice never makes two entries, and a third person none', () => {
    const day = steps()
    day.mark('a', ['88', '86', '90'], 1)
    day.mark('a', ['87', '86', '90'], 2)
    expect(day.fold()).toMatchObject({ complete: false, entries: [{ operator: 'a', marks: [['87'], ['86'], ['90']] }] })
    day.mark('b', ['87', '86', '90'], 1)
    day.mark('c', ['1', '1', '1'], 2)
    expect(day.fold().entries).toHaveLength(2)
  })

  it('a correction keeps its place, wherever it stands among the rows', () => {
    const day = steps()
    const first = day.mark('a', ['88', '86', '90'], 1)
    day.mark('b', ['88', '86', '90'], 2)
    day.mark('a', ['89', '86', '90'], 1, first)
    expect(day.fold().entries.map((entry) => [entry.entry, entry.operator])).toEqual([[1, 'a'], [2, 'b']])
    const without = scoredStanding(base, 'interview', 'general', day.rows.filter((row) => row.fact !== first))
    expect(without.entries).toEqual(day.fold().entries)
  })

  it('signatures hold for this score and these sheets only', () => {
    const day = steps()
    const entry = day.mark('a', ['80', '80', '80'], 1)
    const other = day.mark('b', ['80', '80', '80'], 2)
    day.sign(day.fold())
    day.add('interview.slip', { score: '80.00', note: 'signed' })
    day.mark('a', ['79', '81', '80'], 1, entry)
    expect(day.fold()).toMatchObject({ state: 'mismatch', signatures: [], slip: null, verdict: 'open' })
    day.mark('b', ['79', '81', '80'], 2, other)
    // the score is the same again, but the sheets are others
    expect(day.fold()).toMatchObject({ state: 'agreed', score: '80.00', signatures: [] })
    day.sign(day.fold())
    expect(day.fold()).toMatchObject({ state: 'announced', signatures: [{ role: 'recorder' }, { role: 'verifier' }, { role: 'supervisor' }] })
  })

  it('three signatures of two people are two', () => {
    const day = steps()
    day.mark('a', ['80', '80', '80'], 1)
    day.mark('b', ['80', '80', '80'], 2)
    day.sign(day.fold(), ['a', 'b', 'a'])
    expect(day.fold()).toMatchObject({ state: 'agreed', signatures: [{ role: 'recorder' }, { role: 'verifier' }], verdict: 'open' })
  })

  it('a ruling makes zero with the decimals of the pack, keeps the sheets, and gives them back when lifted', () => {
    const day = steps()
    day.add('interview.entered')
    day.mark('a', ['80', '80', '80'], 1)
    const ruled = day.add('interview.zeroed', { score: 'zero', note: '说出姓名', by: 'c', second: 'd' })
    expect(day.fold()).toMatchObject({ state: 'agreed', score: '0.00', passed: false, sheets: [ruled], entries: [{ operator: 'a' }], ruling: { reason: '说出姓名', second: 'd', from: 'ruling' } })
    day.sign(day.fold(), ['x', 'y', 'z'])
    expect(day.fold(base, 'technical')).toMatchObject({ state: 'signed', verdict: 'failed' })
    day.mark('b', ['80', '80', '80'], 2)
    expect(day.fold()).toMatchObject({ state: 'signed', score: '0.00' })
    day.add('interview.ruling_lifted', { names: ruled, note: '误判' })
    expect(day.fold()).toMatchObject({ state: 'agreed', score: '80.00', ruling: null, signatures: [] })
  })

  it('a violation whose effect is zero rules as a ruling does, and one about something else does not', () => {
    const violation = { fact: `${station}/99`, at: 5, by: 'c', effect: 'zero' as const, item: null, reason: '带通讯工具' }
    const day = steps()
    expect(day.fold(base, 'general', [violation])).toMatchObject({ score: '0.00', ruling: { from: 'violation', ruling: 'zero' } })
    expect(day.fold(base, 'general', [{ ...violation, item: 'professional' }]).ruling).toBeNull()
    expect(day.fold(base, 'general', [{ ...violation, effect: 'none' }]).ruling).toBeNull()
    expect(day.fold(base, 'general', [{ ...violation, effect: 'itemFails', item: 'interview' }]).ruling).not.toBeNull()
  })

  it('where one entry is checked, the check counts for that entry only and never by who made it', () => {
    const rules: ScoringRules = { ...base, entry: 'onceVerified' }
    const day = steps()
    const entry = day.mark('a', ['80', '80', '80'], 1)
    expect(day.fold(rules)).toMatchObject({ state: 'entering', complete: true, score: null })
    day.add('interview.checked', { operator: 'a', names: entry })
    expect(day.fold(rules).checked).toBeNull()
    day.add('interview.checked', { operator: 'b', names: entry })
    expect(day.fold(rules)).toMatchObject({ state: 'agreed', score: '80.00' })
    day.mark('a', ['81', '80', '80'], 1, entry)
    expect(day.fold(rules)).toMatchObject({ state: 'entering', checked: null, score: null })
  })

  it('rows of the other stage are passed over, and the next stage opens only when the one before is passed', () => {
    const [one, other] = [steps('interview'), steps('professional')]
    const stages = ['fitness', 'interview', 'professional']
    const next = () => nextStage(stages, new Map([['interview', one.fold()], ['professional', other.fold()]]))
    expect(next()).toBe('interview')
    one.mark('a', ['80', '80', '80'], 1)
    one.mark('b', ['80', '80', '80'], 2)
    expect(next()).toBe('interview')
    one.sign(one.fold())
    expect(next()).toBe('professional')
    expect(scoredStanding(base, 'professional', 'general', one.rows).entries).toEqual([])
    const low = steps('interview')
    low.mark('a', ['10', '10', '10'], 1)
    low.mark('b', ['10', '10', '10'], 2)
    low.sign(low.fold())
    expect(nextStage(stages, new Map([['interview', low.fold()], ['professional', other.fold()]]))).toBeNull()
  })
})

describe('marks', () => {
  const digits = fc.integer({ min: 0, max: 10_000 }).map((scaled) => (scaled / 100).toFixed(2))
  const sheet = fc.array(fc.array(digits, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 })

  it('differ exactly in the cells that are not the same number, however they are written', () => {
    fc.assert(fc.property(sheet, fc.nat(2), fc.nat(2), (marks, examiner, element) => {
      const written: Marks = marks.map((row) => row.map((text) => text.replace(/\.?0+$/, '')))
      expect(differences(marks, written)).toEqual([])
      const wrong = marks.map((row, at) => row.map((text, column) => (at === examiner && column === element ? String(Number(text) < 50 ? 99 : 1) : text)))
      expect(differences(marks, wrong)).toMatchObject([{ examiner, element }])
    }), { seed: 3, numRuns: 300 })
  })

  it('a fault names examiner and element from 1, with the maximum', () => {
    const rules: ScoringRules = { ...base, markDecimals: 1, elements: [{ id: 'a', title: { zh: '甲', en: 'a' }, max: '15' }, { id: 'b', title: { zh: '乙', en: 'b' }, max: '20' }] }
    const good = [['15', '20'], ['1.5', '0'], ['3', '4']]
    const one = (change: (marks: string[][]) => void) => {
      const marks = structuredClone(good)
      change(marks)
      return markFaults(rules, marks)[0]?.detail
    }
    expect(markFaults(rules, good)).toEqual([])
    expect(one((marks) => { marks[1]![1] = '20.5' })).toMatchObject({ problem: 'above_maximum', examiner: '2', element: '2', maximum: '20' })
    expect(one((marks) => { marks[2]![0] = '3.25' })).toMatchObject({ problem: 'too_many_decimals', examiner: '3', element: '1', decimals: '1' })
    expect(one((marks) => { marks[0]!.pop() })).toMatchObject({ problem: 'wrong_count', examiner: '1', element: '', expected: '2' })
    expect(one((marks) => { marks.pop() })).toMatchObject({ problem: 'wrong_count', examiner: '', expected: '3' })
  })
})

describe('the clock of an answer', () => {
  const started = (given: Partial<InterviewRow> = {}) => ({ ...steps().rows[0], fact: `${station}/1`, at: 100_000, mono: 5000, number: 300, ...given }) as InterviewRow

  it('goes by the monotonic clock of the station that started it, whatever the wall clock does', () => {
    expect(answerTime(null, null, { station, at: 0, mono: 0 })).toMatchObject({ state: 'not_started', elapsed: 0 })
    for (const at of [0, 100_000, 9_000_000]) {
      expect(answerTime(started(), null, { station, at, mono: 65_000 })).toEqual({ state: 'running', seconds: 300, elapsed: 60_000, exact: true })
    }
  })

  it('runs on past its time until somebody ends it, and then stands', () => {
    expect(answerTime(started(), null, { station, at: 0, mono: 405_000 })).toMatchObject({ state: 'running', elapsed: 400_000 })
    expect(answerTime(started(), started({ number: 310_250 }), { station, at: 0, mono: 999_000 })).toMatchObject({ state: 'over', elapsed: 310_250 })
  })

  it('elsewhere, or after a restart of the machine, the wall clocks stand in and it is said', () => {
    expect(answerTime(started(), null, { station: 'b'.repeat(16), at: 160_000, mono: 65_000 })).toMatchObject({ elapsed: 60_000, exact: false })
    expect(answerTime(started(), null, { station, at: 160_000, mono: 40 })).toMatchObject({ elapsed: 60_000, exact: false })
    expect(answerTime(started(), null, { station, at: 40_000, mono: 40 })).toMatchObject({ elapsed: 0, exact: false })
  })
})

describe('why a score is what it is', () => {
  it('goes from the marks over what was dropped and the exact mean to the rounding, pass mark and clause', () => {
    const rules: ScoringRules = { ...base, drop: 'totals', panel: 5 }
    const day = steps()
    expect(scoreWhy(rules, day.fold(rules))).toBeNull()
    for (const [at, operator] of ['a', 'b'].entries()) day.mark(operator, ['80', '91', '91', '70', '85'], at === 0 ? 1 : 2)
    expect(scoreWhy(rules, day.fold(rules))).toMatchObject({
      reading: '85.333333', rounded: '85.33', rounding: { mode: 'halfUp', decimals: 2 }, standard: '60', comparison: 'atLeast', clause: '公告 四', verdict: 'passed',
      panel: { marks: [['80'], ['91'], ['91'], ['70'], ['85']], dropped: [{ highest: 1, lowest: 3 }], elements: [], ruling: '' },
    })
    expect(scoreWhy(rules, day.fold(rules, 'technical'))).toMatchObject({ standard: '', verdict: '' })
    day.add('interview.zeroed', { score: 'zero', note: '说出姓名' })
    expect(scoreWhy(rules, day.fold(rules))).toMatchObject({
      reading: '85.333333', rounded: '0.00', rounding: { mode: 'none' }, verdict: 'failed', panel: { ruling: '说出姓名', dropped: [{ highest: 1, lowest: 3 }] },
    })
  })

  it('shows the mean of every element where the pack has elements', () => {
    const rules: ScoringRules = {
      ...base, drop: 'perElement', elements: [{ id: 'a', title: { zh: '甲', en: 'a' }, max: '40' }, { id: 'b', title: { zh: '乙', en: 'b' }, max: '60' }],
    }
    const day = steps()
    const marks = [['30', '50'], ['35', '40'], ['20', '45']]
    for (const [at, operator] of ['a', 'b'].entries()) day.add('interview.marked', { operator, marks, number: at + 1 })
    expect(scoreWhy(rules, day.fold(rules))).toMatchObject({
      reading: '75.00', rounded: '75.00', panel: { dropped: [{ highest: 1, lowest: 2 }, { highest: 0, lowest: 1 }], elements: [{ title: { zh: '甲' }, mean: '30.00' }, { mean: '45.00' }] },
    })
  })
})
