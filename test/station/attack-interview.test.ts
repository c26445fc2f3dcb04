import { describe, expect, it } from 'vitest'
import { forget } from '../../db/kept.ts'
import type { FactType } from '../../shared/facts.ts'
import { boardOf } from '../../station/board.ts'
import { secretKey } from '../../station/draws.ts'
import { at, day, interviewVenue, seven, sevenScore, totals, who } from './interview-venue.ts'
import { person } from './practice-venue.ts'

const two = who('interview-1', 'supervisor-1')
const other = totals('80', '80', '80', '80', '80', '80', '80')

describe('one reading of the sheets, as long as it is the only one', () => {
  it('is on no sheet of paper, in no journey, list, preview or refusal, for nobody', async () => {
    const venue = interviewVenue()
    const { call, must, answered, mark } = venue
    await answered(1)
    await mark(1, 'interview-1', totals('81.27', '82.27', '83.27', '84.27', '85.27', '86.27', '87.27'))
    const told: unknown[] = []
    const roles = ['chief-1', 'supervisor-1', 'auditor-1', 'interview-2', 'interview-1', 'waiting-1', 'lots-1', 'checkin-1'] as const
    for (const operator of roles) {
      const caller = who(operator)
      const { sheets } = await must(caller, 'paper', 'sheets', { session: day })
      for (const { kind, key } of sheets) {
        told.push(await call(caller, 'paper', 'preview', { session: day, kind, key }))
        const opened = await call(caller, 'paper', 'open', { session: day, kind, keys: [key] })
        if (opened.ok) told.push(await call(caller, 'paper', 'pages', { sheet: opened.opened.sheet, limit: 200 }))
      }
      for (const kind of ['evidence', 'roomSummary', 'examiner', 'scoreSlip', 'fallback'] as const) {
        for (const key of [person(1).id, 'A001', 'interview.1']) told.push(await call(caller, 'paper', 'preview', { session: day, kind, key }))
      }
      told.push(await call(caller, 'interview', 'find', { session: day, lot: 'A001' }), await call(caller, 'interview', 'room', { session: day, room: '1' }))
      told.push(await call(caller, 'journey', 'find', { session: day, candidate: person(1).id }), await call(caller, 'standings', 'post', { post: 'Y001' }))
      told.push(await call(caller, 'standings', 'why', { candidate: person(1).id }), await call(caller, 'sessions', 'conflicts', { session: day }))
      told.push(await call(caller, 'waiting', 'list', { session: day }), await call(caller, 'waiting', 'board', {}))
      for (const role of ['recorder', 'verifier', 'supervisor'] as const) told.push(await call(caller, 'interview', 'sign', { ...at(1), role, score: '84.20' }))
      told.push(await call(caller, 'interview', 'slip', { ...at(1), score: '84.20', acknowledgement: { kind: 'on_paper' } }))
    }
    expect(told.length).toBeGreaterThan(100)
    expect(told.flatMap((each) => [.../.{80}8[1-7]\.27/.exec(JSON.stringify(each)) ?? []])).toEqual([])
  })
})

describe('the room stays usable', () => {
  it('a lot is not taken from somebody who is inside or was: the marks are under it', async () => {
    const { must, reason, clerk, answered, bothMark, venue, room } = interviewVenue()
    const voided = (n: number) => reason(who('chief-1', 'supervisor-1'), 'lots', 'void', { replaces: boardOf(venue).standing(day, person(n).id)!.lot!.fact, reason: '发错条' })
    await must(clerk, 'interview', 'enter', at(2))
    expect(await voided(2)).toBe('still_inside')
    await must(clerk, 'interview', 'leave', at(2))
    expect(await voided(2)).toBe('interview_over')
    await answered(1)
    await bothMark(1, seven)
    expect(await voided(1)).toBe('interview_over')
    expect(await voided(3)).toBeNull()
    await must(clerk, 'interview', 'enter', at(4))
    expect((await room()).inside).toMatchObject({ lot: 'A004' })
  })

  it('a session does not close over somebody who is inside, barred or not', async () => {
    const { must, call, clerk, venue, cmd } = interviewVenue()
    await must(clerk, 'interview', 'enter', at(1))
    for (const n of [1, 2, 3, 4, 5, 6]) venue.record(who('chief-1', 'supervisor-1'), 'conduct.withdrawn', { session: day, candidate: person(n).id, reason: '书面放弃' }, cmd())
    const close = () => call(who('chief-1', 'supervisor-1'), 'sessions', 'close', { session: day })
    expect(await close()).toMatchObject({ refused: { reason: 'session_unbalanced' } })
    await must(clerk, 'interview', 'leave', at(1))
    expect(await close()).toMatchObject({ ok: true })
  })
})

describe('who is out is not ruled upon', () => {
  it('nobody who lapsed or did not come gets a score of zero instead', async () => {
    const { reason, venue, cmd } = interviewVenue()
    const left = venue.record(two, 'waiting.left', { session: day, candidate: person(1).id, lot: 'A001', escort: '甲', why: 'toilet', note: '' }, cmd())
    venue.record(two, 'waiting.lapsed', { session: day, candidate: person(1).id, lot: 'A001', left: left.ok ? left.fact : '', reason: '未归' }, cmd())
    venue.record(two, 'waiting.no_show', { session: day, candidate: person(2).id, lot: 'A002', calls: 3, reason: '不在' }, cmd())
    for (const n of [1, 2]) expect(await reason(two, 'interview', 'zero', { ...at(n), kind: 'violation', reason: '作弊' })).toBe('interview_over')
    expect(await reason(two, 'interview', 'zero', { ...at(3), kind: 'violation', reason: '作弊' })).toBeNull()
  })
})

describe('two stations that had not met', () => {
  const facts = (venue: ReturnType<typeof interviewVenue>) => venue.db.all<{ n: number }>('SELECT count(*) AS n FROM fact')[0]!.n
  it('the same account entering twice without knowing is a contradiction, not a silent last word', async () => {
    const venue = interviewVenue()
    const { answered, mark, call, cmd } = venue
    await answered(1)
    await mark(1, 'interview-1', seven)
    const before = facts(venue)
    // the other station's fact, as it comes in by exchange
    venue.venue.record(who('interview-1'), 'interview.marked', {
      session: day, candidate: person(1).id, lot: 'A001', stage: 'interview', room: '1', entry: 1, operator: 'interview-1', marks: other, replaces: null, reason: '',
    }, cmd())
    expect(facts(venue)).toBe(before + 1)
    const conflicts = await call(who('chief-1'), 'sessions', 'conflicts', { session: day })
    expect(conflicts).toMatchObject([{ facts: [{ type: 'interview.marked' satisfies FactType }, { type: 'interview.marked' }] }])
  })
})

describe('signatures and slips', () => {
  it('nobody changes, rules or lifts anything under a slip without the signatures and the slip falling with it', async () => {
    const { answered, bothMark, signAll, slip, must, sheet, reason } = interviewVenue()
    await answered(1)
    await bothMark(1, seven)
    await signAll(1, sevenScore)
    await slip(1, sevenScore)
    expect(await reason(two, 'interview', 'slip', { ...at(1), score: sevenScore, acknowledgement: { kind: 'on_paper' } })).toBe('signed_already')
    const mine = (await sheet('A001')).entries.find((entry) => entry.operator === 'interview-1')!.fact
    expect(await reason(who('interview-1'), 'interview', 'mark', { ...at(1), marks: other, replaces: mine, reason: '看错' })).toBe('second_person_needed')
    expect(await reason(who('interview-1', 'interview-2'), 'interview', 'mark', { ...at(1), marks: other, replaces: mine, reason: '看错' })).toBe('same_clerk')
    await must(two, 'interview', 'mark', { ...at(1), marks: other, replaces: mine, reason: '看错' })
    expect(await sheet('A001')).toMatchObject({ state: 'mismatch', signatures: [], slip: null, score: null })
    await must(two, 'interview', 'zero', { ...at(1), kind: 'identity_revealed', reason: '说了姓名' })
    expect(await sheet('A001')).toMatchObject({ signatures: [], slip: null, score: '0.00' })
    expect(await reason(two, 'interview', 'slip', { ...at(1), score: '0.00', acknowledgement: { kind: 'on_paper' } })).toBe('not_signed')
  })
})

describe('a secret that is gone', () => {
  it('is a refusal with a way on, not a crash: the draw is given up openly', async () => {
    const { must, reason, venue, call } = interviewVenue({ change: (pack) => { pack.interview!.panel = 3 } })
    const lots = who('lots-1')
    // rooms were joined as facts in this venue; the groups are still to be drawn
    const { view } = await must(lots, 'rooms', 'view', { session: day })
    const frozen = await must(lots, 'rooms', 'freeze', { session: day, kind: 'groups', groups: view.proposed })
    await must(lots, 'rooms', 'digits', { draw: frozen.draw, digits: '0123456789', witnesses: ['甲', '乙'] })
    forget(venue.db, secretKey(frozen.draw))
    expect(await reason(lots, 'rooms', 'draw', { draw: frozen.draw })).toBe('draw_not_ready')
    expect(await call(who('chief-1', 'supervisor-1'), 'rooms', 'abort', { draw: frozen.draw, reason: '密钥不在本机' })).toMatchObject({ ok: true })
  })
})
