import { describe, expect, it } from 'vitest'
import { handClock } from '../../exchange/clock.ts'
import { interviewUseCases } from '../../station/interview.ts'
import { at, day, interviewVenue, seven, sevenScore, totals, who } from './interview-venue.ts'
import { person } from './practice-venue.ts'

const wrong = totals('88', '68.5', '90', '85', '84', '87.25', '86')

describe('two people read the sheets', () => {
  it('a mismatch shows both and names nobody as right, until both agree', async () => {
    const { answered, mark, sheet } = interviewVenue()
    await answered(1)
    await mark(1, 'interview-1', seven)
    const second = await mark(1, 'interview-2', wrong)
    expect(second.sheet).toMatchObject({
      state: 'mismatch', score: null, why: null, mismatches: [{ examiner: 1, element: 0, first: '86.5', second: '68.5' }],
      entries: [{ entry: 1, operator: 'interview-1', name: '工作人员2', mine: false, marks: seven }, { entry: 2, mine: true, marks: wrong }],
    })
    const mended = await mark(1, 'interview-2', totals('88.0', '86.50', '90', '85', '84', '87.25', '86'), { replaces: second.fact })
    expect(mended.sheet).toMatchObject({ state: 'agreed', score: sevenScore, mismatches: [], passMark: '60', passed: true, dropped: [{ highest: 2, lowest: 4 }] })
    expect(await sheet('A001')).toMatchObject({ why: { rounded: sevenScore, standard: '60', clause: expect.stringContaining('公告') as string, panel: { marks: seven } } })
  })

  it('not one figure of an entry is in any answer before the other is in, nor in that of the one who typed it', async () => {
    const { answered, mark, room, sheet, call, must, reason } = interviewVenue()
    await answered(1)
    const told: unknown[] = []
    const secrets = ['77.31', '68.42', '91.53', '85.64', '84.75', '87.26', '86.17']
    const first = await mark(1, 'interview-1', totals(...secrets))
    told.push(first)
    for (const name of ['interview-1', 'interview-2', 'chief-1', 'supervisor-1']) {
      told.push(await room('1', who(name)), await sheet('A001', who(name)), await call(who(name), 'interview', 'rooms', { session: day }))
    }
    for (const name of ['interview-1', 'interview-2']) {
      told.push(await call(who(name), 'interview', 'mark', { ...at(1), marks: totals('1', '2') }))
      told.push(await call(who(name), 'interview', 'sign', { ...at(1), role: 'recorder', score: '1.00' }))
      told.push(await call(who(name), 'interview', 'mark', { ...at(1), marks: totals(...secrets), replaces: first.fact, reason: '' }))
      told.push(await call(who(name), 'interview', 'slip', { ...at(1), score: '1.00', acknowledgement: { kind: 'on_paper' } }))
    }
    const zero = await call(who('interview-2', 'chief-1'), 'interview', 'zero', { ...at(1), kind: 'identity_revealed', reason: '说出姓名' })
    expect(zero).toMatchObject({ ok: true })
    told.push(await room(), await sheet('A001'))
    // those above the room see names and results, but no more of a single entry than the room does
    const chief = who('chief-1')
    told.push(
      await must(chief, 'journey', 'find', { session: day, lot: 'A001' }), await call(chief, 'sessions', 'rows', { session: day, list: 'all' }),
      await must(chief, 'sessions', 'closePreview', { session: day }), await call(chief, 'sessions', 'conflicts', { session: day }),
      await must(chief, 'waiting', 'list', { session: day }), await call(chief, 'standings', 'why', { candidate: person(1).id }),
    )
    const all = JSON.stringify(told)
    for (const secret of secrets) expect(all).not.toContain(secret)
    expect(all).toContain('"marks":null')
    expect(await reason(who('interview-2'), 'interview', 'sign', { ...at(2), role: 'recorder', score: '1.00' })).toBe('marks_missing')
  })

  it('one person twice and a third person are refused', async () => {
    const { answered, mark, reason } = interviewVenue()
    await answered(1)
    const first = await mark(1, 'interview-1', seven)
    expect(await reason(who('interview-1'), 'interview', 'mark', { ...at(1), marks: seven })).toBe('same_clerk')
    expect(await reason(who('interview-2', 'interview-1'), 'interview', 'mark', { ...at(1), marks: seven, asSecond: true })).toBe('same_clerk')
    expect(await reason(who('interview-2'), 'interview', 'mark', { ...at(1), marks: seven, replaces: first.fact })).toBe('fact_unknown')
    const mended = await mark(1, 'interview-1', wrong, { replaces: first.fact })
    expect(await reason(who('interview-1'), 'interview', 'mark', { ...at(1), marks: seven, replaces: first.fact })).toBe('already_replaced')
    await mark(1, 'interview-2', seven)
    expect(await reason(who('interview-3'), 'interview', 'mark', { ...at(1), marks: seven })).toBe('third_entry')
    expect(await mark(1, 'interview-1', seven, { replaces: mended.fact })).toMatchObject({ sheet: { state: 'agreed' } })
  })

  it('the second may type in place, where the first is signed in', async () => {
    const { answered, mark, must, reason, sheet } = interviewVenue()
    await answered(1)
    await mark(1, 'interview-1', seven)
    expect(await reason(who('interview-1'), 'interview', 'mark', { ...at(1), marks: seven, asSecond: true })).toBe('second_person_needed')
    expect(await reason(who('interview-1', 'judge-1'), 'interview', 'mark', { ...at(1), marks: seven, asSecond: true })).toBe('second_person_role')
    await must(who('interview-1', 'interview-2'), 'interview', 'mark', { ...at(1), marks: seven, asSecond: true })
    expect((await sheet('A001')).entries.map((entry) => [entry.operator, entry.mine])).toEqual([['interview-1', true], ['interview-2', false]])
  })

  it('a mark above the maximum, with too many decimals or missing is refused by its place; nobody outside is marked', async () => {
    const { answered, call, reason, facts } = interviewVenue({ interview: { markDecimals: 1 } })
    expect(await reason(who('interview-1'), 'interview', 'mark', { ...at(1), marks: seven })).toBe('not_inside')
    await answered(1)
    const before = facts()
    const refused = async (...marks: string[]) => {
      const answer = await call(who('interview-1'), 'interview', 'mark', { ...at(1), marks: totals(...marks) })
      return answer.ok ? null : [answer.refused.reason, answer.refused.detail]
    }
    expect(await refused('88', '86', '90', '85', '100.1', '87', '86')).toMatchObject(['marks_wrong', { problem: 'above_maximum', examiner: '5', element: '', maximum: '100' }])
    expect(await refused('88', '86', '90.25', '85', '84', '87', '86')).toMatchObject(['marks_wrong', { problem: 'too_many_decimals', examiner: '3', decimals: '1' }])
    expect(await refused('88', '86')).toMatchObject(['marks_wrong', { problem: 'wrong_count', expected: '7' }])
    expect(facts()).toBe(before)
  })

  it('marks of elements are scored by element, and one above its own maximum is refused', async () => {
    const elements = [{ id: 'a', title: { zh: '综合分析', en: 'analysis' }, max: '40' }, { id: 'b', title: { zh: '仪表', en: 'bearing' }, max: '60' }]
    const { answered, bothMark, call } = interviewVenue({ interview: { panel: 3, drop: 'perElement', elements } })
    await answered(1)
    expect(await call(who('interview-1'), 'interview', 'mark', { ...at(1), marks: [['30', '50'], ['41', '40'], ['20', '45']] }))
      .toMatchObject({ refused: { reason: 'marks_wrong', detail: { examiner: '2', element: '1', maximum: '40' } } })
    expect(await bothMark(1, [['30', '50'], ['35', '40'], ['20', '45']])).toMatchObject({
      score: '75.00', elements: ['30.00', '45.00'], dropped: [{ highest: 1, lowest: 2 }, { highest: 0, lowest: 1 }],
    })
  })

  it('a repeated command answers the same and appends nothing; with another figure it is refused', async () => {
    const { answered, call, cmd, facts, mark } = interviewVenue()
    await answered(1)
    const sent = { ...at(1), cmd: cmd(), marks: seven }
    const first = await call(who('interview-1'), 'interview', 'mark', sent)
    await mark(1, 'interview-2', seven)
    const before = facts()
    expect(await call(who('interview-1'), 'interview', 'mark', sent)).toMatchObject({ ok: true, repeated: true, fact: first.ok && first.fact, sheet: { state: 'agreed' } })
    expect(await call(who('interview-1'), 'interview', 'mark', { ...sent, marks: wrong })).toMatchObject({ refused: { reason: 'command_reused' } })
    expect(await call(who('interview-3'), 'interview', 'mark', sent)).toMatchObject({ refused: { reason: 'command_reused' } })
    expect(facts()).toBe(before)
  })
})

describe('after a restart of the program', () => {
  it('the clock goes on where it was, the entries are there, and figures stay hidden', async () => {
    const { must, clerk, clock, mark, restarted } = interviewVenue()
    await must(clerk, 'interview', 'enter', at(1))
    await must(clerk, 'interview', 'start', at(1))
    clock.pass(61_000)
    clock.shiftWall(-3_600_000)
    await mark(1, 'interview-1', seven)
    const found = await interviewUseCases.find(restarted(), who('interview-2'), { session: day, lot: 'A001' })
    expect(found).toMatchObject({ ok: true, sheet: { clock: { state: 'running', elapsed: 61_000, exact: true }, entries: [{ operator: 'interview-1', marks: null }] } })
    // the machine itself was started anew: its monotonic clock is young again, and the wall clock has to do
    const rebooted = restarted(handClock(clock.now() + 3_600_000 + 30_000, 20))
    expect(await interviewUseCases.find(rebooted, clerk, { session: day, lot: 'A001' })).toMatchObject({ sheet: { clock: { state: 'running', elapsed: 91_000, exact: false } } })
  })
})

describe('signatures and slip', () => {
  it('three different people sign for the score they see: who read, who read again, and somebody over them', async () => {
    const { answered, mark, reason, must, sheet, bothMark } = interviewVenue()
    await answered(1)
    const sign = (operator: string, role: 'recorder' | 'verifier' | 'supervisor', score = sevenScore, second?: string) =>
      reason(who(operator, second), 'interview', 'sign', { ...at(1), role, score })
    expect(await sign('interview-1', 'recorder')).toBe('marks_missing')
    await mark(1, 'interview-1', seven)
    expect(await sign('interview-1', 'recorder')).toBe('not_agreed')
    const other = await mark(1, 'interview-2', wrong)
    expect(await sign('interview-1', 'recorder')).toBe('marks_differ')
    await mark(1, 'interview-2', seven, { replaces: other.fact })
    expect(await sign('interview-1', 'recorder', '86.54')).toBe('score_changed')
    expect(await sign('interview-3', 'recorder')).toBe('not_three_people')
    expect(await sign('interview-1', 'recorder')).toBeNull()
    expect(await sign('interview-2', 'recorder')).toBe('signed_already')
    expect(await sign('interview-1', 'verifier')).toBe('not_three_people')
    expect(await sign('interview-1', 'verifier', sevenScore, 'interview-2')).toBeNull()
    expect(await sign('interview-3', 'supervisor')).toBe('second_person_role')
    expect(await sign('interview-2', 'supervisor')).toBe('not_three_people')
    expect(await reason(who('interview-1'), 'interview', 'slip', { ...at(1), score: sevenScore, acknowledgement: { kind: 'on_paper' } })).toBe('not_signed')
    expect(await sign('interview-1', 'supervisor', sevenScore, 'supervisor-1')).toBeNull()
    expect(await sheet('A001')).toMatchObject({
      state: 'signed', signatures: [{ role: 'recorder', operator: 'interview-1' }, { role: 'verifier', operator: 'interview-2' }, { role: 'supervisor', operator: 'supervisor-1' }],
    })
    await answered(2)
    await bothMark(2, seven)
    // who read the sheets oversees nobody, whatever the role
    await must(who('chief-1'), 'interview', 'enter', at(3))
    await must(who('chief-1'), 'interview', 'leave', at(3))
    await mark(3, 'chief-1', seven)
    await mark(3, 'interview-1', seven)
    expect(await reason(who('chief-1'), 'interview', 'sign', { ...at(3), role: 'supervisor', score: sevenScore })).toBe('not_three_people')
  })

  it('a change after the signatures takes a reason and somebody who read neither sheet, and ends the signatures', async () => {
    const { answered, bothMark, signAll, slip, reason, mark, sheet, must } = interviewVenue()
    await answered(1)
    const { entries } = await bothMark(1, seven)
    await signAll(1, sevenScore)
    await slip(1, sevenScore)
    expect(await sheet('A001')).toMatchObject({ state: 'announced', slip: { kind: 'on_paper' } })
    const change = { ...at(1), marks: totals('88', '86.5', '90', '85', '84', '87.25', '86.5'), replaces: entries[0]!.fact }
    expect(await reason(who('interview-1', 'supervisor-1'), 'interview', 'mark', change)).toBe('reason_missing')
    expect(await reason(who('interview-1'), 'interview', 'mark', { ...change, reason: '看错' })).toBe('second_person_needed')
    expect(await reason(who('interview-1', 'interview-2'), 'interview', 'mark', { ...change, reason: '看错' })).toBe('same_clerk')
    expect(await reason(who('interview-1', 'psych-1'), 'interview', 'mark', { ...change, reason: '看错' })).toBe('second_person_role')
    await must(who('interview-1', 'supervisor-1'), 'interview', 'mark', { ...change, reason: '看错' })
    expect(await sheet('A001')).toMatchObject({ state: 'mismatch', signatures: [], slip: null })
    // the signatures are gone, and the three will sign again for what the other's entry makes of it
    await must(who('interview-1', 'interview-2'), 'interview', 'mark', { ...change, replaces: entries[1]!.fact, asSecond: true })
    expect(await sheet('A001')).toMatchObject({ state: 'agreed', score: '86.65', signatures: [] })
    expect(await reason(who('interview-1'), 'interview', 'sign', { ...at(1), role: 'recorder', score: sevenScore })).toBe('score_changed')
    await signAll(1, '86.65')
    expect((await sheet('A001')).state).toBe('signed')
    await slip(1, '86.65')
    expect((await sheet('A001')).state).toBe('announced')
    expect(await reason(who('interview-3'), 'interview', 'mark', { ...at(1), marks: seven })).toBe('third_entry')
    expect(await mark(1, 'interview-1', seven, { replaces: (await sheet('A001')).entries[0]!.fact, reason: '复核' }).catch((error: unknown) => String(error))).toContain('second_person_needed')
  })

  it('the slip is given outside, once, for the score that holds; a refusal to sign is witnessed', async () => {
    const { must, clerk, bothMark, signAll, reason, sheet } = interviewVenue()
    await must(clerk, 'interview', 'enter', at(1))
    await bothMark(1, seven)
    await signAll(1, sevenScore)
    const refused = { ...at(1), score: sevenScore, acknowledgement: { kind: 'refused' as const, note: '不认可' } }
    expect(await reason(clerk, 'interview', 'slip', refused)).toBe('still_inside')
    await must(clerk, 'interview', 'leave', at(1))
    expect(await reason(clerk, 'interview', 'slip', { ...refused, score: '90.00' })).toBe('score_changed')
    expect(await reason(clerk, 'interview', 'slip', refused)).toBe('second_person_needed')
    expect(await reason(who('interview-1', 'interview-2'), 'interview', 'slip', refused)).toBe('second_person_role')
    await must(who('interview-1', 'supervisor-1'), 'interview', 'slip', refused)
    expect(await reason(clerk, 'interview', 'slip', { ...refused, acknowledgement: { kind: 'on_paper' } })).toBe('signed_already')
    expect(await sheet('A001')).toMatchObject({ state: 'announced', slip: { kind: 'refused' } })
  })
})

describe('rulings', () => {
  it('identity revealed: zero by two people, no marks needed, the sheets kept, lifted by two', async () => {
    const { answered, mark, reason, must, sheet, signAll, slip, room, restarted, clerk } = interviewVenue()
    await answered(1)
    await mark(1, 'interview-1', seven)
    const zero = { ...at(1), kind: 'identity_revealed' as const, reason: '说出姓名' }
    expect(await reason(who('interview-1'), 'interview', 'zero', zero)).toBe('second_person_needed')
    const ruled = await must(who('interview-1', 'chief-1'), 'interview', 'zero', zero)
    expect(await reason(who('interview-1', 'chief-1'), 'interview', 'zero', zero)).toBe('ruled_already')
    expect(await sheet('A001')).toMatchObject({
      state: 'agreed', score: '0.00', passed: false, ruling: { fact: ruled.fact, ruling: 'zero', kind: 'identity_revealed', reason: '说出姓名', by: '工作人员2', second: '工作人员1' },
      entries: [{ operator: 'interview-1', marks: null }], why: { rounded: '0.00', verdict: 'failed', panel: { ruling: '说出姓名' } },
    })
    await signAll(1, '0.00')
    expect(await reason(who('interview-2'), 'interview', 'mark', { ...at(1), marks: seven })).toBe('reason_missing')
    await slip(1, '0.00')
    expect((await room()).done).toMatchObject([{ lot: 'A001', score: '0.00', passed: false, how: 'zero' }])
    expect(await interviewUseCases.room(restarted(), clerk, { session: day, room: '1' })).toMatchObject({ view: { done: [{ how: 'zero' }] } })
    expect(await reason(who('supervisor-1'), 'interview', 'liftRuling', { ...at(1), replaces: ruled.fact, reason: '误判' })).toBe('second_person_needed')
    expect(await reason(who('supervisor-1', 'chief-1'), 'interview', 'liftRuling', { ...at(2), replaces: ruled.fact, reason: '误判' })).toBe('not_ruled')
    await must(who('supervisor-1', 'chief-1'), 'interview', 'liftRuling', { ...at(1), replaces: ruled.fact, reason: '误判' })
    expect(await sheet('A001')).toMatchObject({ state: 'entering', ruling: null, score: null, signatures: [], entries: [{ marks: null }] })
    expect((await mark(1, 'interview-2', seven)).sheet).toMatchObject({ state: 'agreed', score: sevenScore })
  })

  it('the pack may disqualify instead', async () => {
    const { answered, must, sheet } = interviewVenue({ interview: { identityRevealed: 'disqualified' } })
    await answered(1)
    await must(who('interview-1', 'interview-2'), 'interview', 'zero', { ...at(1), kind: 'identity_revealed', reason: '说出姓名' })
    expect((await sheet('A001')).ruling?.ruling).toBe('disqualified')
    await answered(2)
    await must(who('interview-1', 'interview-2'), 'interview', 'zero', { ...at(2), kind: 'violation', reason: '带手机' })
    expect((await sheet('A002')).ruling).toMatchObject({ ruling: 'zero', kind: 'violation' })
  })

  it('a violation of the pack with the effect of zero is taken back as a violation, not here', async () => {
    const { venue, cmd, reason, sheet } = interviewVenue()
    const done = venue.record(who('chief-1', 'supervisor-1'), 'conduct.violated', {
      session: day, candidate: person(1).id, kind: 'phone', effect: 'zero', item: null, reason: '带手机', evidence: '',
    }, cmd())
    const fact = done.ok ? done.fact : ''
    expect(await sheet('A001')).toMatchObject({ score: '0.00', ruling: { fact, kind: 'violation', reason: '带手机', second: '工作人员5' } })
    expect(await reason(who('chief-1', 'supervisor-1'), 'interview', 'liftRuling', { ...at(1), replaces: fact, reason: '误判' })).toBe('not_ruled')
  })
})

describe('repeats', () => {
  it('every command sent twice answers the same fact and appends nothing', async () => {
    const venue = interviewVenue()
    const { call, cmd, facts, clerk } = venue
    const twice = async (method: 'enter' | 'start' | 'finish' | 'leave' | 'zero' | 'liftRuling' | 'sign' | 'slip' | 'undo', caller: typeof clerk, input: Record<string, unknown>): Promise<string> => {
      const sent = { ...input, cmd: cmd() } as never
      const first = await call(caller, 'interview', method, sent)
      if (!first.ok) throw new Error(`${method}: ${first.refused.reason}`)
      const before = facts()
      expect(await call(caller, 'interview', method, sent), method).toEqual({ ...first, repeated: true })
      expect(facts(), method).toBe(before)
      return first.fact
    }
    const entered = await twice('enter', clerk, at(1))
    await twice('undo', clerk, { replaces: entered, reason: '误按' })
    await twice('enter', clerk, at(1))
    await twice('start', clerk, at(1))
    await twice('finish', clerk, at(1))
    await twice('leave', clerk, at(1))
    const ruled = await twice('zero', who('interview-1', 'chief-1'), { ...at(1), kind: 'violation', reason: '带手机' })
    await twice('liftRuling', who('supervisor-1', 'chief-1'), { ...at(1), replaces: ruled, reason: '误判' })
    await venue.bothMark(1, seven)
    await twice('sign', clerk, { ...at(1), role: 'recorder', score: sevenScore })
    await twice('sign', who('interview-1', 'interview-2'), { ...at(1), role: 'verifier', score: sevenScore })
    await twice('sign', who('supervisor-1'), { ...at(1), role: 'supervisor', score: sevenScore })
    await twice('slip', clerk, { ...at(1), score: sevenScore, acknowledgement: { kind: 'on_paper' } })
    await venue.must(clerk, 'interview', 'enter', at(2))
    await venue.must(clerk, 'interview', 'start', at(2))
    await twice('leave', clerk, at(2))
  })
})
