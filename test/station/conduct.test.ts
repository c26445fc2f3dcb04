import { describe, expect, it } from 'vitest'
import type { ConductRule } from '../../shared/pack-schema.ts'
import { whereabouts } from '../../shared/standing.ts'
import { boardOf } from '../../station/board.ts'
import { dayOf, sessionOf } from '../../station/session-day.ts'
import { day, interviewVenue, seven, sevenScore, who } from './interview-venue.ts'
import { person, practiceVenue, session, type Practice } from './practice-venue.ts'

const rule = (id: string, effect: ConductRule['effect']): ConductRule => ({ id, title: { zh: id, en: id }, effect, clause: '规则 §10' })
const kinds = [rule('noise', 'none'), rule('helped', 'itemFails'), rule('phone', 'zero'), rule('swap', 'barred')]
const change = (pack: { conduct: ConductRule[] }): void => {
  pack.conduct = [...kinds]
}
const reason = '监考员当场发现'

function whereIs(practice: Pick<Practice, 'venue'>, of: string, n: number) {
  const standing = boardOf(practice.venue).standing(of, person(n).id)!
  return whereabouts(standing, dayOf(practice.venue, sessionOf(practice.venue, of)!))
}

describe('a violation (规则 §10)', () => {
  it('takes its effect from the pack; one that ends something takes a second person', async () => {
    const venue = interviewVenue({ change })
    const violate = (n: number, kind: string, by = who('interview-1'), given = {}) =>
      venue.reason(by, 'sessions', 'violate', { session: day, candidate: person(n).id, kind, reason, ...given })
    expect(await venue.must(who('interview-1'), 'sessions', 'conductKinds')).toEqual(kinds)
    expect(await violate(1, 'noise')).toBeNull()
    expect(whereIs(venue, day, 1).where).toBe('waiting')
    for (const kind of ['helped', 'phone', 'swap']) expect(await violate(1, kind)).toBe('second_person_needed')
    expect(await violate(1, 'phone', who('interview-1', 'auditor-1'))).toBe('second_person_role')
    expect(await violate(1, 'phone', who('interview-1', 'supervisor-1'))).toBeNull()
    expect(whereIs(venue, day, 1)).toEqual({ where: 'interview_zero', at: 'interview', why: 'violation' })
    expect(await violate(2, 'swap', who('interview-1', 'supervisor-1'))).toBeNull()
    expect(whereIs(venue, day, 2)).toEqual({ where: 'barred', at: '', why: reason })
    expect(await violate(2, 'phone', who('interview-1', 'supervisor-1'))).toBe('barred')
    expect(await violate(3, 'unheard', who('interview-1', 'supervisor-1'))).toBe('conduct_unknown')
  })

  it('is recorded by lot where no name may be known, and only once however often it is sent', async () => {
    const venue = interviewVenue({ change })
    const sent = { cmd: venue.cmd(), session: day, lot: 'A002', kind: 'noise', reason, evidence: '录像 09:12' }
    const first = await venue.must(who('interview-1'), 'sessions', 'violate', sent)
    expect(await venue.must(who('interview-1'), 'sessions', 'violate', sent)).toEqual({ ...first, repeated: true })
    expect(await venue.reason(who('interview-1'), 'sessions', 'violate', { ...sent, evidence: '' })).toBe('command_reused')
    expect(await venue.reason(who('interview-1'), 'sessions', 'violate', { ...sent, cmd: venue.cmd(), lot: 'A009' })).toBe('lot_unknown')
    expect(boardOf(venue.venue).standing(day, person(2).id)?.violations).toMatchObject([{ kind: 'noise', effect: 'none', item: null }])
  })

  it('fails the named item of fitness, and no later one opens', async () => {
    const practice = practiceVenue([person(1)], { change })
    const [lot] = await practice.ready([1])
    await practice.read(lot!, 'jump', '270')
    await practice.sign(lot!, 'jump')
    const { as } = practice
    expect(await practice.reason(as('judge'), 'sessions', 'violate', { session, lot: lot!, kind: 'helped', item: 'javelin', reason })).toBe('item_unknown')
    await practice.must(as('judge', 'supervisor'), 'sessions', 'violate', { session, lot: lot!, kind: 'helped', item: 'shuttle', reason })
    expect(whereIs(practice, session, 1)).toEqual({ where: 'fitness_failed', at: 'shuttle', why: 'violation' })
    expect(await practice.reason(as('judge'), 'fitness', 'record', { session, lot: lot!, item: 'run', outcome: { kind: 'reading', reading: '250' } })).toBe('fitness_failed')
    const preview = await practice.must(as('chief'), 'sessions', 'closePreview', { session })
    expect(preview).toMatchObject({ balanced: true, open: [] })
  })

  it('without a named item fails the one somebody is at; zero where nothing is marked fails the stage that is last', async () => {
    const practice = practiceVenue([person(1), person(2)], { change })
    const [lot] = await practice.ready([1, 2])
    await practice.read(lot!, 'jump', '270')
    const by = practice.as('supervisor', 'judge')
    await practice.must(by, 'sessions', 'violate', { session, candidate: person(1).id, kind: 'helped', reason })
    expect(whereIs(practice, session, 1)).toMatchObject({ where: 'fitness_failed', at: 'shuttle' })
    await practice.must(by, 'sessions', 'violate', { session, candidate: person(2).id, kind: 'phone', reason })
    expect(boardOf(practice.venue).standing(session, person(2).id)?.violations).toMatchObject([{ item: 'fitness' }])
    expect(whereIs(practice, session, 2)).toMatchObject({ where: 'fitness_failed', why: 'violation' })
    expect(await practice.reason(by, 'sessions', 'violate', { session, candidate: person(2).id, kind: 'phone', item: 'interview', reason })).toBe('stage_not_open')
  })
})

describe('taking conduct back', () => {
  it('names the withdrawal, bar or violation, takes two people, and gives back what it ended', async () => {
    const venue = interviewVenue({ change })
    const chief = who('chief-1', 'supervisor-1')
    const target = { session: day, candidate: person(1).id, reason }
    const { fact: withdrawn } = await venue.must(chief, 'sessions', 'withdraw', target)
    const { fact: barred } = await venue.must(chief, 'sessions', 'bar', target)
    const revoke = (replaces: string, by = chief) => venue.reason(by, 'sessions', 'revoke', { replaces, reason: '申诉成立' })
    expect(await revoke(barred, who('chief-1'))).toBe('second_person_needed')
    expect(await revoke(barred)).toBeNull()
    expect(whereIs(venue, day, 1).where).toBe('withdrawn')
    expect(await revoke(withdrawn)).toBeNull()
    expect(whereIs(venue, day, 1).where).toBe('waiting')
    const { fact: zero } = await venue.must(chief, 'sessions', 'violate', { ...target, kind: 'phone' })
    await revoke(zero)
    expect(whereIs(venue, day, 1).where).toBe('waiting')
    expect(await revoke(zero)).toBe('nothing_to_revoke')
    expect(await revoke(`${'0'.repeat(16)}/1`)).toBe('nothing_to_revoke')
    const admitted = boardOf(venue.venue).standing(day, person(1).id)!.admitted!.fact
    expect(await revoke(admitted)).toBe('nothing_to_revoke')
  })

  it('is refused once the session is closed, and a repeated command answers the same fact', async () => {
    const venue = interviewVenue({ change })
    const chief = who('chief-1', 'supervisor-1')
    const facts: string[] = []
    for (const n of [1, 2, 3, 4, 5, 6]) facts.push((await venue.must(chief, 'sessions', 'withdraw', { session: day, candidate: person(n).id, reason })).fact)
    const sent = { cmd: venue.cmd(), replaces: facts[0]!, reason: '申诉成立' }
    const first = await venue.must(chief, 'sessions', 'revoke', sent)
    expect(await venue.must(chief, 'sessions', 'revoke', sent)).toEqual({ ...first, repeated: true })
    await venue.must(chief, 'sessions', 'withdraw', { session: day, candidate: person(1).id, reason })
    await venue.must(chief, 'sessions', 'close', { session: day })
    expect(await venue.reason(chief, 'sessions', 'revoke', { replaces: facts[1]!, reason })).toBe('session_closed')
  })
})

describe('an interview half day in figures', () => {
  it('everybody due is counted once, and each room adds up', async () => {
    const venue = interviewVenue({ change })
    const chief = who('chief-1', 'supervisor-1')
    await venue.answered(1)
    await venue.bothMark(1, seven)
    await venue.signAll(1, sevenScore)
    await venue.slip(1, sevenScore)
    await venue.answered(2)
    await venue.bothMark(2, seven)
    await venue.must(venue.clerk, 'interview', 'enter', { session: day, candidate: person(5).id, stage: 'interview' })
    await venue.must(chief, 'sessions', 'violate', { session: day, candidate: person(6).id, kind: 'phone', reason })
    const { overview } = await venue.must(chief, 'sessions', 'overview', { session: day })
    expect(overview.counts).toEqual({ passed: 1, scoring: 1, waiting: 2, inside: 1, interview_zero: 1 })
    expect(Object.values(overview.counts).reduce((sum, n) => sum + n, 0)).toBe(overview.due)
    expect(overview.rooms).toMatchObject([
      { item: '1', waiting: 2, open: 1, passed: 1, failed: 0, unsigned: 1 }, { item: '2', waiting: 0, open: 1, passed: 0, failed: 1, unsigned: 0 },
    ])
    expect(overview.unsigned).toBe(1)
    const onList = async (list: 'waiting' | 'scoring' | 'scored' | 'interview_failed' | 'unsigned' | 'violations') =>
      (await venue.must(chief, 'sessions', 'rows', { session: day, list })).rows.map((row) => row.lot)
    expect(await onList('waiting')).toEqual(['A003', 'A004'])
    expect(await onList('scoring')).toEqual(['A002', 'B001'])
    expect(await onList('scored')).toEqual(['A001', 'B002'])
    expect(await onList('interview_failed')).toEqual(['B002'])
    expect(await onList('unsigned')).toEqual(['A002'])
    expect(await onList('violations')).toEqual(['B002'])
  })

  it('closing names everybody who was not interviewed, whose score is open and whose slip is not signed for', async () => {
    const venue = interviewVenue({ change })
    const chief = who('chief-1', 'supervisor-1')
    await venue.answered(1)
    await venue.bothMark(1, seven)
    await venue.signAll(1, sevenScore)
    await venue.answered(2)
    const preview = await venue.must(chief, 'sessions', 'closePreview', { session: day })
    expect(preview.open.map(({ lot, problem }) => [lot, problem])).toEqual([
      ['A001', 'slip_open'], ['A002', 'score_open'], ['A003', 'not_interviewed'], ['A004', 'not_interviewed'], ['B001', 'not_interviewed'], ['B002', 'not_interviewed'],
    ])
    expect(await venue.reason(chief, 'sessions', 'close', { session: day })).toBe('session_unbalanced')
  })

  it('the journey tells the steps in order, hides marks, and explains the score', async () => {
    const venue = interviewVenue({ change })
    await venue.answered(1)
    await venue.bothMark(1, seven)
    await venue.signAll(1, sevenScore)
    const { journey } = await venue.must(who('chief-1'), 'journey', 'find', { session: day, lot: 'A001' })
    expect(journey.steps.map(({ type }) => type)).toEqual([
      'checkin.admitted', 'rooms.joined', 'lots.drawn', 'interview.entered', 'interview.started', 'interview.finished', 'interview.left',
      'interview.marked', 'interview.marked', 'interview.signed', 'interview.signed', 'interview.signed',
    ])
    expect(JSON.stringify(journey.steps.filter(({ type }) => type === 'interview.marked'))).not.toContain('86.5')
    expect(journey.items).toMatchObject([{ item: 'interview', state: 'passed', result: sevenScore, signed: 'three' }])
    expect(journey.items[0]?.why).toMatchObject({ rounded: sevenScore, panel: { dropped: [{ highest: 2, lowest: 4 }] } })
    expect(journey.steps.at(-1)?.why?.rounded).toBe(sevenScore)
  })
})
