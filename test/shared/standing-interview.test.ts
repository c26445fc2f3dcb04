import { describe, expect, it } from 'vitest'
import type { InterviewRow, WaitingRow } from '../../shared/interview-rows.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack, Session, Stage } from '../../shared/pack-schema.ts'
import type { Candidate } from '../../shared/roster.ts'
import { noRows, shutBy, standing, stopped, unfinished, whereabouts, type AttemptRow, type CurrentRows, type Standing, type ViolationRow } from '../../shared/standing.ts'

const station = 'a'.repeat(16)
const mark = (n: number) => ({ fact: `${station}/${String(n)}`, at: n, by: 'x' })
const person: Candidate = {
  id: 'c1', rosterNumber: 'B001', ticket: '1', residentId: '', name: '甲', sex: 'M', birth: '1998-03-04', post: 'Y001', sessions: ['day'],
}
const day = { pastCutoff: true, closed: false }

interface Given {
  /** Stages of the post, in order; and those the session looked at holds. */
  stages?: Stage[]
  here?: Stage[]
  change?: (pack: RulePack) => void
}

/** A standing on a half day of interviews of a general post, whose other stages are held in another session. */
function fold(rows: Partial<CurrentRows>, { stages = ['interview'], here = ['interview'], change }: Given = {}): Standing {
  const pack = structuredClone(packNamed('shenzhen-2023')!)
  for (const post of pack.posts) post.stages = [...stages]
  const session = (id: string, held: Stage[]): Session => ({
    id, date: '2023-06-17', half: 'am', title: { zh: id, en: id }, stages: held, window: { from: '07:30', to: '08:30' }, due: { kind: 'posts', posts: ['Y001'] },
    rooms: [{ id: '1', title: { zh: '第一面试室', en: 'Room 1' }, letters: 'A' }],
  })
  pack.sessions = [session('day', here), session('other', stages.filter((stage) => !here.includes(stage)))]
  const { panel, drop, elements, fullMark, markDecimals, scoreDecimals, scoreRounding, minutes, warningSeconds, entry, passMark, clause } = pack.interview!
  pack.professional = { panel, drop, elements, fullMark, markDecimals, scoreDecimals, scoreRounding, minutes, warningSeconds, entry, passMark, clause }
  change?.(pack)
  return standing({ pack, session: pack.sessions[0]! }, person, {
    ...noRows, admitted: { ...mark(1), tag: '7', consent: true, warnings: [] }, lot: { ...mark(2), lot: 'A001', draw: 'd', turn: 1 }, room: '1', ...rows,
  })
}

function steps() {
  let n = 10
  const waitingRows: WaitingRow[] = []
  const interview: InterviewRow[] = []
  const wait = (type: WaitingRow['type'], given: Partial<WaitingRow> = {}) => {
    n += 1
    waitingRows.push({ ...mark(n), second: null, type, room: '1', number: 1, note: '', names: null, ...given })
    return `${station}/${String(n)}`
  }
  const step = (type: InterviewRow['type'], given: Partial<InterviewRow> = {}) => {
    n += 1
    interview.push({
      ...mark(n), second: null, type, stage: 'interview', room: '1', mono: n, number: 0, operator: '', marks: null, sheets: [], score: '', note: '', names: null, ...given,
    })
    return `${station}/${String(n)}`
  }
  /** Seven equal totals, read by two, in a stage that was entered and left. */
  const scored = (total: string, stage: InterviewRow['stage'] = 'interview') => {
    step('interview.entered', { stage })
    step('interview.left', { stage })
    for (const [at, operator] of ['a', 'b'].entries()) {
      step('interview.marked', { stage, operator, number: at + 1, marks: Array.from({ length: 7 }, () => [total]) })
    }
  }
  const sign = (given: Given = {}, stage: 'interview' | 'professional' = 'interview') => {
    const found = fold({ waitingRows, interview }, given).scored.get(stage)!
    for (const [at, note] of ['recorder', 'verifier', 'supervisor'].entries()) {
      step('interview.signed', { stage, operator: ['a', 'b', 's'][at]!, note, score: found.score!, sheets: [...found.sheets] })
    }
  }
  return { rows: { waitingRows, interview }, wait, step, scored, sign }
}

const violation = (n: number, effect: ViolationRow['effect'], item: string | null = null): ViolationRow => ({ ...mark(n), kind: 'phone', effect, item, reason: '手机响' })
const where = (found: Standing) => whereabouts(found, day)
const both: Given = { stages: ['interview', 'professional'], here: ['interview', 'professional'] }

describe('where somebody is on an interview day', () => {
  it('waits, is out, is called, is inside, waits for the score, and has an end once three have signed', () => {
    const at = steps()
    const now = () => where(fold(at.rows))
    expect(where(fold({ lot: null }))).toMatchObject({ where: 'in' })
    expect(now()).toEqual({ where: 'waiting', at: 'interview', why: '' })
    const left = at.wait('waiting.left', { note: '陪同' })
    expect(now().where).toBe('out')
    at.wait('waiting.returned', { names: left })
    at.wait('waiting.called')
    expect(now().where).toBe('called')
    at.step('interview.entered')
    expect(now().where).toBe('inside')
    at.step('interview.left')
    expect(now().where).toBe('scoring')
    for (const [index, operator] of ['a', 'b'].entries()) at.step('interview.marked', { operator, number: index + 1, marks: Array.from({ length: 7 }, () => ['60']) })
    expect(now().where).toBe('scoring')
    expect(fold(at.rows).unsigned).toEqual(['interview'])
    at.sign()
    expect(now().where).toBe('passed')
    expect(fold(at.rows).unsigned).toEqual([])
  })

  it('a score below the pass mark fails, one at it passes, and without a pass mark any score passes', () => {
    const end = (total: string, change?: (pack: RulePack) => void) => {
      const at = steps()
      at.scored(total)
      const given = change === undefined ? {} : { change }
      at.sign(given)
      return where(fold(at.rows, given))
    }
    expect(end('59.99')).toEqual({ where: 'interview_failed', at: 'interview', why: 'pass_mark' })
    expect(end('60').where).toBe('passed')
    expect(end('0', (pack) => {
      pack.interview!.passMark = { technical: null, general: null, undivided: null }
    }).where).toBe('passed')
  })

  it('not there when called, left without return, zero by ruling: ends of their own', () => {
    const absent = steps()
    absent.wait('waiting.no_show', { note: '叫三次未到' })
    expect(where(fold(absent.rows))).toEqual({ where: 'interview_absent', at: 'interview', why: '叫三次未到' })
    const lapsed = steps()
    const left = lapsed.wait('waiting.left')
    lapsed.wait('waiting.lapsed', { names: left, note: '未归' })
    expect(where(fold(lapsed.rows))).toEqual({ where: 'lapsed', at: 'interview', why: '未归' })
    const zero = steps()
    zero.scored('88')
    zero.step('interview.zeroed', { score: 'zero', note: '报出姓名' })
    expect(where(fold(zero.rows))).toEqual({ where: 'interview_zero', at: 'interview', why: 'zero' })
    expect([absent, lapsed, zero].map(({ rows }) => unfinished(fold(rows), day))).toEqual([null, null, null])
  })

  it('two scored stages are done one after another, and the first that is not passed ends the day', () => {
    const at = steps()
    at.scored('88')
    expect(where(fold(at.rows, both))).toMatchObject({ where: 'scoring', at: 'interview' })
    at.sign(both)
    expect(where(fold(at.rows, both))).toMatchObject({ where: 'waiting', at: 'professional' })
    at.scored('70', 'professional')
    at.sign(both, 'professional')
    expect(where(fold(at.rows, both)).where).toBe('passed')
    const low = steps()
    low.scored('10')
    low.sign(both)
    expect(where(fold(low.rows, both))).toMatchObject({ where: 'interview_failed', at: 'interview' })
    expect(shutBy(fold(low.rows, both), 'professional')).toMatchObject({ stage: 'interview', state: 'failed' })
  })

  it('withdrawn and barred come before everything of the room', () => {
    const at = steps()
    at.scored('88')
    at.sign()
    expect(where(fold({ ...at.rows, withdrawn: { ...mark(90), reason: '放弃' } })).where).toBe('withdrawn')
    expect(where(fold({ ...at.rows, violations: [violation(91, 'barred')] }))).toEqual({ where: 'barred', at: '', why: '手机响' })
  })
})

describe('a stage opens when every earlier stage of the post was passed, in whichever session it was held', () => {
  const three: Given = { stages: ['psych', 'fitness', 'interview'] }
  const passedPsych = { psych: { ...mark(3), result: 'passed' as const, source: 'hand' as const, ruled: false } }

  it('Shenzhen: the interview after psych and fitness', () => {
    expect(shutBy(fold({ ...passedPsych, elsewhere: { fitness: 'passed' } }, three), 'interview')).toBeNull()
    expect(shutBy(fold({ ...passedPsych, elsewhere: { fitness: 'failed' } }, three), 'interview')).toMatchObject({ stage: 'fitness', state: 'failed' })
    expect(shutBy(fold({ ...passedPsych }, three), 'interview')).toMatchObject({ stage: 'fitness', state: 'open' })
    expect(where(fold({ ...passedPsych, elsewhere: { fitness: 'passed' } }, three)).where).toBe('waiting')
    expect(where(fold({ ...passedPsych, elsewhere: { fitness: 'failed' } }, three))).toEqual({ where: 'fitness_failed', at: '', why: 'earlier_stage' })
    expect(where(fold({ elsewhere: { fitness: 'passed' }, psych: { ...passedPsych.psych, result: 'failed' } }, three)).where).toBe('psych_failed')
    expect(unfinished(fold({ ...passedPsych }, three), day)).toBe('stage_not_open')
  })

  it('Hangzhou: fitness after the interview', () => {
    const hangzhou: Given = { stages: ['interview', 'fitness'], here: ['fitness'] }
    expect(fold({ elsewhere: { interview: 'passed' } }, hangzhou).gate).toBeNull()
    expect(fold({}, hangzhou).gate).toBe('earlier_stage')
    expect(where(fold({ elsewhere: { interview: 'failed' } }, hangzhou))).toEqual({ where: 'interview_failed', at: 'interview', why: 'earlier_stage' })
    expect(where(fold({ elsewhere: { interview: 'passed' } }, hangzhou)).where).toBe('lot_drawn')
  })

  it('a post without fitness waits for none, and a stage no session holds for the post shuts nothing', () => {
    expect(shutBy(fold({}), 'interview')).toBeNull()
    expect(shutBy(fold({}, { ...three, change: (pack) => pack.sessions.splice(1) }), 'interview')).toBeNull()
    expect(shutBy(fold(passedPsych, { ...three, change: (pack) => {
      pack.sessions[1]!.due = { kind: 'posts', posts: ['J001'] }
    } }), 'interview')).toBeNull()
    // What comes after a stage does not undo it.
    const after: Given = { stages: ['interview', 'fitness'], here: ['interview'] }
    const at = steps()
    at.scored('88')
    at.sign(after)
    expect(where(fold({ ...at.rows, elsewhere: { fitness: 'failed' } }, after)).where).toBe('passed')
  })
})

describe('a violation has the effect the pack gives its kind (规则 §10)', () => {
  it('none changes nothing; barred stops everything', () => {
    expect(where(fold({ violations: [violation(9, 'none')] })).where).toBe('waiting')
    expect(stopped(fold({ violations: [violation(9, 'barred')] }))).toBe('barred')
  })

  it('zero is a ruling on the scored stage, the named one where there are two', () => {
    expect(fold({ violations: [violation(9, 'zero')] }).scored.get('interview')?.ruling).toMatchObject({ from: 'violation', reason: '手机响' })
    expect(where(fold({ violations: [violation(9, 'zero')] }))).toEqual({ where: 'interview_zero', at: 'interview', why: 'violation' })
    const named = fold({ violations: [violation(9, 'zero', 'professional')] }, both)
    expect(named.scored.get('interview')?.ruling).toBeNull()
    expect(where(named)).toMatchObject({ where: 'interview_zero', at: 'professional' })
  })

  const half: Given = { stages: ['psych', 'fitness'], here: ['psych', 'fitness'] }
  const ready = { psych: { ...mark(3), result: 'passed' as const, source: 'hand' as const, ruled: false } }
  const jump: AttemptRow = { ...mark(4), root: `${station}/4`, item: 'jump', outcome: { kind: 'reading', reading: '270' }, heat: null }

  it('where no stage is marked, zero fails the stage that comes last', () => {
    const failed = fold({ ...ready, attempts: [jump], violations: [violation(9, 'zero')] }, half)
    expect(where(failed)).toEqual({ where: 'fitness_failed', at: 'shuttle', why: 'violation' })
    expect(failed.fitness?.items['jump']).toMatchObject({ status: 'passed' })
    expect(failed.fitness?.items['run']).toMatchObject({ status: 'failed', endedBy: 'violation', locked: 'fitness_failed' })
    expect(where(fold({ violations: [violation(9, 'zero')] }, { stages: ['psych'], here: ['psych'] }))).toEqual({ where: 'psych_failed', at: '', why: 'violation' })
  })

  it('an item of fitness fails, later ones do not open, and nobody has to sign what two people ended', () => {
    const failed = fold({ ...ready, attempts: [jump], violations: [violation(9, 'itemFails', 'shuttle')] }, half)
    expect(failed.fitness?.items['shuttle']).toMatchObject({ status: 'failed', endedBy: 'violation', left: 0 })
    expect(failed.fitness?.items['run']?.locked).toBe('fitness_failed')
    expect(failed.unsigned).toEqual(['jump'])
    expect(where(failed)).toEqual({ where: 'fitness_failed', at: 'shuttle', why: 'violation' })
    // Even one that was passed before.
    expect(fold({ ...ready, attempts: [jump], violations: [violation(9, 'itemFails', 'jump')] }, half).fitness?.items['jump']).toMatchObject({ status: 'failed' })
  })

  it('a whole stage fails when it is named', () => {
    expect(where(fold({ ...ready, violations: [violation(9, 'itemFails', 'psych')] }, half))).toEqual({ where: 'psych_failed', at: '', why: 'violation' })
    expect(where(fold({ violations: [violation(9, 'itemFails', 'interview')] }))).toMatchObject({ where: 'interview_zero' })
  })
})

describe('closing: who still has no end (规则 §11)', () => {
  it('somebody with a lot who was never interviewed is not failed in silence', () => {
    const at = steps()
    expect(unfinished(fold(at.rows), day)).toBe('not_interviewed')
    expect(whereabouts(fold(at.rows), { ...day, closed: true }).where).toBe('waiting')
    at.wait('waiting.called')
    expect(unfinished(fold(at.rows), day)).toBe('not_interviewed')
    at.step('interview.entered')
    expect(unfinished(fold(at.rows), day)).toBe('still_inside')
    at.step('interview.left')
    expect(unfinished(fold(at.rows), day)).toBe('score_open')
  })

  it('a score waits for its three signatures, then for the slip', () => {
    const at = steps()
    at.scored('88')
    expect(unfinished(fold(at.rows), day)).toBe('score_open')
    at.sign()
    expect(unfinished(fold(at.rows), day)).toBe('slip_open')
    at.step('interview.slip', { score: '88.00', note: 'on_paper' })
    expect(unfinished(fold(at.rows), day)).toBeNull()
  })
})
