import { describe, expect, it } from 'vitest'
import { permissions } from '../../shared/permissions.ts'
import { at, day, interviewVenue, seven, sevenScore, totals, who } from './interview-venue.ts'
import { person } from './practice-venue.ts'

describe('who goes in', () => {
  it('one at a time, of this room, and the next while the score of the last is being made', async () => {
    const { must, call, clerk, answered, room, sheet } = interviewVenue()
    expect((await room()).queue.map((row) => row.lot)).toEqual(['A001', 'A002', 'A003', 'A004'])
    await must(clerk, 'interview', 'enter', at(2))
    expect(await call(clerk, 'interview', 'enter', at(1))).toMatchObject({ refused: { reason: 'room_busy', detail: { lot: 'A002' } } })
    expect(await call(clerk, 'interview', 'enter', at(2))).toMatchObject({ refused: { reason: 'still_inside' } })
    await must(clerk, 'interview', 'enter', at(5))
    expect(await room('1')).toMatchObject({ inside: { lot: 'A002' }, counts: { due: 4, done: 0 } })
    expect((await must(clerk, 'interview', 'rooms', { session: day })).rooms).toMatchObject([{ room: '1', inside: 'A002', due: 4 }, { room: '2', inside: 'B001', due: 2 }])
    await must(clerk, 'interview', 'leave', at(2))
    await answered(1)
    expect(await call(clerk, 'interview', 'enter', at(1))).toMatchObject({ refused: { reason: 'interview_over' } })
    await must(clerk, 'interview', 'enter', at(3))
    expect(await room()).toMatchObject({ inside: { lot: 'A003' }, scoring: [{ lot: 'A002' }, { lot: 'A001' }], queue: [{ lot: 'A004' }] })
    expect(await sheet('A001')).toMatchObject({ state: 'entering', category: 'general', stage: 'interview' })
  })

  it('nobody without lot or room, barred, withdrawn, lapsed, not there or out of the waiting room', async () => {
    const { must, reason, clerk, venue, cmd, room } = interviewVenue()
    const chief = who('chief-1')
    const candidate = (n: number) => person(n).id
    venue.record(chief, 'conduct.barred', { session: day, candidate: candidate(1), reason: '替考' }, cmd())
    venue.record(chief, 'conduct.withdrawn', { session: day, candidate: candidate(2), reason: '书面放弃' }, cmd())
    venue.record(chief, 'waiting.no_show', { session: day, candidate: candidate(3), lot: 'A003', calls: 3, reason: '不在' }, cmd())
    const left = venue.record(chief, 'waiting.left', { session: day, candidate: candidate(4), lot: 'A004', escort: '引导员', why: 'toilet', note: '' }, cmd())
    expect(await reason(clerk, 'interview', 'enter', at(1))).toBe('barred')
    expect(await reason(clerk, 'interview', 'enter', at(2))).toBe('withdrawn')
    expect(await reason(clerk, 'interview', 'enter', at(3))).toBe('interview_over')
    expect(await reason(clerk, 'interview', 'enter', at(4))).toBe('is_out')
    expect((await room()).queue).toMatchObject([{ lot: 'A004', state: 'out' }])
    venue.record(chief, 'waiting.lapsed', { session: day, candidate: candidate(4), lot: 'A004', left: left.ok ? left.fact : '', reason: '未归' }, cmd())
    expect(await reason(clerk, 'interview', 'enter', at(4))).toBe('interview_over')
    expect((await room()).done.map((row) => [row.lot, row.how])).toEqual([['A001', 'stopped'], ['A002', 'stopped'], ['A003', 'no_show'], ['A004', 'stopped']])
    expect((await room()).counts).toEqual({ due: 4, done: 4 })
    expect(await reason(clerk, 'interview', 'enter', { ...at(1), candidate: 'nobody' })).toBe('candidate_unknown')
    expect(await reason(clerk, 'interview', 'enter', at(5, 'professional'))).toBe('no_interview_in_post')
    expect(await reason(clerk, 'interview', 'find', { session: day, lot: 'A777' })).toBe('lot_unknown')
    expect(await reason(clerk, 'interview', 'room', { session: day, room: '9' })).toBe('room_unknown')
    await must(clerk, 'interview', 'enter', at(5))
    venue.record(chief, 'conduct.barred', { session: day, candidate: candidate(5), reason: '替考' }, cmd())
    // whoever is barred inside still has to come out, or the room is lost
    await must(clerk, 'interview', 'leave', at(5))
    await must(clerk, 'interview', 'enter', at(6))
  })

  it('nobody whose earlier stage is not passed', async () => {
    const { reason, clerk, room, must } = interviewVenue({ stages: ['psych', 'interview'] })
    expect(await reason(clerk, 'interview', 'enter', at(1))).toBe('stage_not_open')
    expect((await room()).queue).toEqual([])
    await must(who('psych-1'), 'psych', 'record', { session: day, lot: 'A001', result: 'passed' })
    await must(who('psych-1'), 'psych', 'record', { session: day, lot: 'A002', result: 'failed' })
    expect((await room()).queue).toMatchObject([{ lot: 'A001' }])
    expect((await room()).counts).toEqual({ due: 4, done: 1 })
    expect(await reason(clerk, 'interview', 'enter', at(2))).toBe('stage_not_open')
    expect(await reason(clerk, 'interview', 'enter', at(1))).toBeNull()
  })

  it('only in an open session', async () => {
    const { reason, clerk, venue, cmd } = interviewVenue()
    venue.record(who('chief-1'), 'session.closed', { session: day, counts: {}, conflicts: [] }, cmd())
    expect(await reason(clerk, 'interview', 'enter', at(1))).toBe('session_closed')
    expect(await reason(clerk, 'interview', 'mark', { ...at(1), marks: seven })).toBe('session_closed')
  })
})

describe('the clock', () => {
  it('starts on the word with the minutes of the post, knows no pause, and is exact whatever the wall clock does', async () => {
    const { must, reason, clerk, clock, sheet } = interviewVenue()
    expect(await reason(clerk, 'interview', 'start', at(1))).toBe('not_inside')
    await must(clerk, 'interview', 'enter', at(1))
    expect((await sheet('A001')).clock).toMatchObject({ state: 'not_started', seconds: 300, warnings: [60], fact: null })
    expect(await reason(clerk, 'interview', 'finish', at(1))).toBe('clock_not_running')
    await must(clerk, 'interview', 'start', at(1))
    expect(await reason(clerk, 'interview', 'start', at(1))).toBe('clock_running')
    clock.pass(100_000)
    clock.shiftWall(-7_200_000)
    expect((await sheet('A001')).clock).toMatchObject({ state: 'running', elapsed: 100_000, exact: true })
    clock.shiftWall(86_400_000)
    clock.pass(215_500)
    expect((await sheet('A001')).clock).toMatchObject({ state: 'running', elapsed: 315_500 })
    await must(clerk, 'interview', 'finish', at(1))
    clock.pass(50_000)
    expect((await sheet('A001')).clock).toMatchObject({ state: 'over', elapsed: 315_500 })
    expect(await reason(clerk, 'interview', 'start', at(1))).toBe('interview_over')
  })

  it('has no limit where the pack names none', async () => {
    const { must, clerk, sheet } = interviewVenue({ interview: { minutes: { technical: 8, general: null, undivided: null } } })
    await must(clerk, 'interview', 'enter', at(1))
    await must(clerk, 'interview', 'start', at(1))
    expect((await sheet('A001')).clock).toMatchObject({ state: 'running', seconds: 0 })
  })

  it('ends by itself when the candidate leaves', async () => {
    const { must, clerk, clock, sheet } = interviewVenue()
    await must(clerk, 'interview', 'enter', at(1))
    await must(clerk, 'interview', 'start', at(1))
    clock.pass(12_345)
    await must(clerk, 'interview', 'leave', at(1))
    clock.pass(1000)
    expect(await sheet('A001')).toMatchObject({ state: 'entering', clock: { state: 'over', elapsed: 12_345 } })
  })
})

describe('taking back', () => {
  it('a step of the room goes back with a reason while nothing came after it, and only once', async () => {
    const { must, reason, clerk, sheet, room } = interviewVenue()
    const entered = await must(clerk, 'interview', 'enter', at(1))
    const started = await must(clerk, 'interview', 'start', at(1))
    expect(await reason(clerk, 'interview', 'undo', { replaces: entered.fact, reason: '误按' })).toBe('undo_too_late')
    expect(await sheet('A001')).toMatchObject({ last: { fact: started.fact, undoable: true } })
    await must(clerk, 'interview', 'undo', { replaces: started.fact, reason: '考官尚未宣布' })
    expect(await reason(clerk, 'interview', 'undo', { replaces: started.fact, reason: '再来' })).toBe('already_replaced')
    expect((await sheet('A001')).clock.state).toBe('not_started')
    await must(clerk, 'interview', 'undo', { replaces: entered.fact, reason: '叫错号' })
    expect(await room()).toMatchObject({ inside: null, queue: [{ lot: 'A001' }, {}, {}, {}] })
    await must(clerk, 'interview', 'enter', at(2))
    const left = await must(clerk, 'interview', 'leave', at(2))
    await must(clerk, 'interview', 'enter', at(1))
    expect((await sheet('A002')).last).toMatchObject({ type: 'interview.left', undoable: false })
    expect(await reason(clerk, 'interview', 'undo', { replaces: left.fact, reason: '误按' })).toBe('room_busy')
    await must(clerk, 'interview', 'leave', at(1))
    await must(clerk, 'interview', 'undo', { replaces: left.fact, reason: '误按' })
    expect((await room()).inside?.lot).toBe('A002')
  })

  it('marks, signatures and slips are not taken back but corrected', async () => {
    const { reason, clerk, answered, mark } = interviewVenue()
    await answered(1)
    const { fact } = await mark(1, 'interview-1', seven)
    expect(await reason(clerk, 'interview', 'undo', { replaces: fact, reason: '错' })).toBe('undo_too_late')
    expect(await reason(clerk, 'interview', 'undo', { replaces: `${'0'.repeat(16)}/1`, reason: '错' })).toBe('fact_unknown')
  })
})

describe('a stage after a stage', () => {
  it('the professional test opens when the interview is passed and signed, and closes the day', async () => {
    const venue = interviewVenue({ stages: ['interview', 'professional'], professional: { entry: 'onceVerified', minutes: { technical: null, general: null, undivided: null } } })
    const { reason, clerk, must, answered, bothMark, signAll, slip, room, sheet } = venue
    expect(await reason(clerk, 'interview', 'enter', at(1, 'professional'))).toBe('stage_not_open')
    await answered(1)
    await bothMark(1, seven)
    expect((await room()).queue.map((row) => row.lot)).toEqual(['A002', 'A003', 'A004'])
    await signAll(1, sevenScore)
    await slip(1, sevenScore)
    expect((await room()).queue).toMatchObject([{ lot: 'A001', stage: 'professional', state: 'waiting' }, {}, {}, {}])
    expect(await sheet('A001')).toMatchObject({ stage: 'professional', state: 'waiting' })
    await answered(1, 'professional')
    const { fact, sheet: first } = await venue.mark(1, 'interview-1', totals('80', '80', '80', '80', '80', '80', '80'), { stage: 'professional' })
    // whoever holds the sheets against the entry has to see it
    expect(first.entries).toMatchObject([{ marks: [['80'], ['80'], ['80'], ['80'], ['80'], ['80'], ['80']] }])
    expect(await reason(clerk, 'interview', 'check', { ...at(1, 'professional'), marked: fact })).toBe('same_clerk')
    expect(await reason(who('interview-2'), 'interview', 'mark', { ...at(1, 'professional'), marks: seven })).toBe('third_entry')
    expect(await reason(clerk, 'interview', 'sign', { ...at(1, 'professional'), role: 'recorder', score: '80.00' })).toBe('not_agreed')
    await must(who('interview-2'), 'interview', 'check', { ...at(1, 'professional'), marked: fact })
    expect(await sheet('A001')).toMatchObject({ state: 'agreed', score: '80.00', checked: { operator: 'interview-2', name: '工作人员3' } })
    await signAll(1, '80.00', 'professional')
    await slip(1, '80.00', 'professional')
    expect((await room()).done).toMatchObject([{ stage: 'interview', score: sevenScore, passed: true, how: 'scored' }, { stage: 'professional', score: '80.00' }])
    expect((await room()).counts.done).toBe(1)
  })

  it('stays shut after an interview that was not passed', async () => {
    const { reason, clerk, answered, bothMark, signAll, slip, room } = interviewVenue({ stages: ['interview', 'professional'], professional: {} })
    await answered(1)
    const low = totals('59.99', '59.99', '59.99', '59.99', '59.99', '60', '1')
    expect((await bothMark(1, low)).score).toBe('59.99')
    await signAll(1, '59.99')
    await slip(1, '59.99')
    expect(await reason(clerk, 'interview', 'enter', at(1, 'professional'))).toBe('stage_not_open')
    expect(await room()).toMatchObject({ done: [{ lot: 'A001', passed: false }], counts: { done: 1 } })
  })
})

describe('what the room is told', () => {
  it('lots only: no name, ticket, roster number, resident id or post is in any answer', async () => {
    const venue = interviewVenue()
    await venue.answered(1)
    await venue.bothMark(1, seven)
    const all = JSON.stringify([await venue.room(), await venue.sheet('A001'), await venue.must(venue.clerk, 'interview', 'rooms', { session: day })])
    for (const { name, ticket, rosterNumber, residentId, post } of [person(1), person(2), person(6)]) {
      for (const secret of [name, ticket, rosterNumber, residentId, `"${post}"`]) expect(all).not.toContain(secret)
    }
  })

  it('is for the clerks and those above them', () => {
    const rights = Object.entries(permissions).filter(([method]) => method.startsWith('interview.'))
    expect(rights.length).toBe(14)
    for (const [method, roles] of rights) {
      expect(roles, method).toContain('chief')
      for (const role of ['judge', 'checkin', 'lots', 'psych', 'waiting']) expect(roles, method).not.toContain(role)
    }
    expect(permissions['interview.liftRuling']).not.toContain('interview')
    expect(permissions['interview.mark']).not.toContain('supervisor')
    expect(permissions['journey.find']).not.toContain('interview')
  })
})
