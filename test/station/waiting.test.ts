import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { waitingStanding } from '../../shared/waiting.ts'
import type { WaitingRow } from '../../shared/interview-rows.ts'
import { boardOf } from '../../station/board.ts'
import { day, interviewVenue, seven, sevenScore, who } from './interview-venue.ts'
import { person } from './practice-venue.ts'

const clerk = who('waiting-1')
const two = who('waiting-1', 'supervisor-1')
const of = (n: number) => ({ session: day, candidate: person(n).id })
const leave = (n: number, escort = '引导员甲') => ({ ...of(n), escort, why: 'toilet' as const, note: '' })

function room(venue = interviewVenue()) {
  const { must } = venue
  return {
    ...venue,
    list: () => must(clerk, 'waiting', 'list', { session: day }),
    row: async (lot: string) => (await must(clerk, 'waiting', 'list', { session: day })).rows.find((each) => each.lot === lot)!,
    callThrice: async (n: number) => {
      for (let times = 0; times < 3; times += 1) await must(clerk, 'waiting', 'call', of(n))
    },
  }
}

describe('calling', () => {
  it('lists everybody with a lot by room and lot, and says who is next and whether the room is free', async () => {
    const { list, must } = room()
    const first = await list()
    expect(first.rows.map((row) => row.lot)).toEqual(['A001', 'A002', 'A003', 'A004', 'B001', 'B002'])
    expect(first.rooms).toMatchObject([{ room: '1', waiting: 4, next: 'A001', free: true }, { room: '2', waiting: 2, next: 'B001', free: true }])
    expect(first).toMatchObject({ alarmMinutes: 10, callsBeforeAbsent: 3 })
    await must(clerk, 'waiting', 'call', of(2))
    expect((await list()).rooms[0]).toMatchObject({ waiting: 3, called: 'A002', next: 'A001', free: false, inside: '' })
  })

  it('calls one of a room at a time, counts every call, and another room calls beside it', async () => {
    const { must, reason, row } = room()
    await must(clerk, 'waiting', 'call', of(1))
    expect(await reason(clerk, 'waiting', 'call', of(2))).toBe('call_open')
    await must(clerk, 'waiting', 'call', of(5))
    await must(clerk, 'waiting', 'call', of(1))
    expect(await row('A001')).toMatchObject({ state: 'called', calls: 2, last: { type: 'waiting.called', undoable: true } })
  })

  it('may call the next while one is inside, never somebody who is out, inside or through', async () => {
    const { must, reason, row, clerk: interviewer } = room()
    await must(clerk, 'waiting', 'call', of(1))
    await must(interviewer, 'interview', 'enter', { ...of(1), stage: 'interview' })
    expect(await row('A001')).toMatchObject({ state: 'inside', calls: 0, last: { type: 'interview.entered', undoable: false } })
    expect(await reason(clerk, 'waiting', 'call', of(1))).toBe('not_waiting')
    await must(clerk, 'waiting', 'leave', leave(2))
    expect(await reason(clerk, 'waiting', 'call', of(2))).toBe('is_out')
    await must(clerk, 'waiting', 'call', of(3))
    expect(await reason(clerk, 'waiting', 'call', { session: day, candidate: 'nobody' })).toBe('not_waiting')
  })

  it('a double click is one call; a command id used for somebody else is refused', async () => {
    const { must, reason, row, cmd } = room()
    const sent = { cmd: cmd(), ...of(1) }
    const first = await must(clerk, 'waiting', 'call', sent)
    expect(await must(clerk, 'waiting', 'call', sent)).toEqual({ ...first, repeated: true })
    expect((await row('A001')).calls).toBe(1)
    expect(await reason(clerk, 'waiting', 'call', { ...sent, candidate: person(5).id })).toBe('command_reused')
    const out = { cmd: cmd(), ...leave(2) }
    await must(clerk, 'waiting', 'leave', out)
    expect(await reason(clerk, 'waiting', 'leave', { ...out, escort: '另一人' })).toBe('command_reused')
  })
})

describe('leaving the waiting room', () => {
  it('is with an escort and shows since when; coming back makes somebody wait again', async () => {
    const { must, reason, row, clock } = room()
    await must(clerk, 'waiting', 'leave', leave(1))
    const since = clock.now()
    clock.pass(12 * 60_000)
    expect(await row('A001')).toMatchObject({ state: 'out', out: { escort: '引导员甲', why: 'toilet', at: since } })
    expect(await reason(clerk, 'waiting', 'leave', leave(1))).toBe('is_out')
    await must(clerk, 'waiting', 'back', of(1))
    expect(await row('A001')).toMatchObject({ state: 'waiting', out: null })
    expect(await reason(clerk, 'waiting', 'back', of(1))).toBe('not_out')
  })

  it('gives up a call: the calls before do not count towards an absence', async () => {
    const { must, reason, row, callThrice } = room()
    await callThrice(1)
    await must(clerk, 'waiting', 'leave', leave(1))
    await must(clerk, 'waiting', 'call', of(2))
    await must(clerk, 'waiting', 'back', of(1))
    expect(await row('A001')).toMatchObject({ state: 'waiting', calls: 0 })
    expect(await reason(two, 'waiting', 'noShow', { ...of(1), reason: '未到' })).toBe('not_called')
  })

  it('without return ends the interview by two people; the lot stays used', async () => {
    const { must, reason, row, list, venue } = room()
    await must(clerk, 'waiting', 'leave', leave(1))
    expect(await reason(clerk, 'waiting', 'lapse', { ...of(1), reason: '半小时未归' })).toBe('second_person_needed')
    expect(await reason(two, 'waiting', 'lapse', { ...of(2), reason: '半小时未归' })).toBe('not_out')
    await must(two, 'waiting', 'lapse', { ...of(1), reason: '半小时未归' })
    expect(await row('A001')).toMatchObject({ state: 'lapsed', out: null })
    expect((await list()).rooms[0]).toMatchObject({ left: 1, out: 0, next: 'A002' })
    expect(await reason(clerk, 'waiting', 'call', of(1))).toBe('interview_over')
    expect(boardOf(venue).standing(day, person(1).id)?.lot?.lot).toBe('A001')
    expect(boardOf(venue).byLot(day, 'A001')).toEqual({ candidate: person(1).id })
  })
})

describe('who does not come', () => {
  it('is absent after as many calls as the pack asks, by two people', async () => {
    const { must, reason, row } = room()
    expect(await reason(two, 'waiting', 'noShow', { ...of(1), reason: '三次未到' })).toBe('not_called')
    await must(clerk, 'waiting', 'call', of(1))
    await must(clerk, 'waiting', 'call', of(1))
    expect(await reason(two, 'waiting', 'noShow', { ...of(1), reason: '三次未到' })).toBe('too_few_calls')
    await must(clerk, 'waiting', 'call', of(1))
    expect(await reason(clerk, 'waiting', 'noShow', { ...of(1), reason: '三次未到' })).toBe('second_person_needed')
    await must(two, 'waiting', 'noShow', { ...of(1), reason: '三次未到' })
    expect(await row('A001')).toMatchObject({ state: 'no_show', last: { type: 'waiting.no_show', undoable: true } })
    await must(clerk, 'waiting', 'call', of(2))
  })
})

describe('taking back', () => {
  it('the last step only: a call, a leave, a return', async () => {
    const { must, reason, row } = room()
    const called = await must(clerk, 'waiting', 'call', of(1))
    const left = await must(clerk, 'waiting', 'leave', leave(1))
    expect(await reason(clerk, 'waiting', 'undo', { replaces: called.fact, reason: '叫错' })).toBe('undo_too_late')
    await must(clerk, 'waiting', 'undo', { replaces: left.fact, reason: '点错人' })
    expect(await row('A001')).toMatchObject({ state: 'called', calls: 1 })
    await must(clerk, 'waiting', 'undo', { replaces: called.fact, reason: '叫错' })
    expect(await row('A001')).toMatchObject({ state: 'waiting', calls: 0, last: null })
    expect(await reason(clerk, 'waiting', 'undo', { replaces: called.fact, reason: '叫错' })).toBe('undo_too_late')
    await must(clerk, 'waiting', 'call', of(2))
  })

  it('what ended an interview by two people; while another is called a no-show stays', async () => {
    const { must, reason, row, callThrice } = room()
    await callThrice(1)
    const end = await must(two, 'waiting', 'noShow', { ...of(1), reason: '三次未到' })
    expect(await reason(clerk, 'waiting', 'undo', { replaces: end.fact, reason: '在场' })).toBe('second_person_needed')
    const other = await must(clerk, 'waiting', 'call', of(2))
    expect(await reason(two, 'waiting', 'undo', { replaces: end.fact, reason: '在场' })).toBe('call_open')
    await must(clerk, 'waiting', 'undo', { replaces: other.fact, reason: '先等' })
    await must(two, 'waiting', 'undo', { replaces: end.fact, reason: '在场' })
    expect(await row('A001')).toMatchObject({ state: 'called', calls: 3 })
    await must(clerk, 'waiting', 'leave', leave(3))
    const lapse = await must(two, 'waiting', 'lapse', { ...of(3), reason: '未归' })
    expect(await reason(clerk, 'waiting', 'undo', { replaces: lapse.fact, reason: '已归' })).toBe('second_person_needed')
    await must(two, 'waiting', 'undo', { replaces: lapse.fact, reason: '已归' })
    expect(await row('A003')).toMatchObject({ state: 'out' })
  })

  it('never a step after which the candidate went in', async () => {
    const { must, reason, clerk: interviewer } = room()
    const called = await must(clerk, 'waiting', 'call', of(1))
    await must(interviewer, 'interview', 'enter', { ...of(1), stage: 'interview' })
    expect(await reason(clerk, 'waiting', 'undo', { replaces: called.fact, reason: '叫错' })).toBe('undo_too_late')
    expect(await reason(clerk, 'waiting', 'undo', { replaces: 'f'.repeat(16) + '/1', reason: '叫错' })).toBe('fact_unknown')
  })
})

describe('belongings', () => {
  it('go back when somebody leaves for good, once; where nothing was handed in there is nothing', async () => {
    const venue = interviewVenue()
    const { must, reason, row, answered, bothMark, signAll, slip } = room(venue)
    expect(await reason(clerk, 'waiting', 'belongings', of(1))).toBe('no_belongings')
    const admitted = boardOf(venue.venue).standing(day, person(2).id)!.admitted!.fact
    venue.venue.record(clerk, 'checkin.undone', { replaces: admitted, candidate: person(2).id, session: day, reason: '补牌号' }, venue.cmd())
    venue.venue.record(clerk, 'checkin.admitted', { session: day, candidate: person(2).id, tag: '017', consent: true, warnings: [] }, venue.cmd())
    expect(await row('A002')).toMatchObject({ belongings: 'held', tag: '017' })
    expect(await reason(clerk, 'waiting', 'belongings', of(2))).toBe('belongings_kept')
    await answered(2)
    expect(await row('A002')).toMatchObject({ state: 'scoring' })
    expect(await reason(clerk, 'waiting', 'belongings', of(2))).toBe('belongings_kept')
    await bothMark(2, seven)
    await signAll(2, sevenScore)
    await slip(2, sevenScore)
    expect(await row('A002')).toMatchObject({ state: 'left' })
    await must(clerk, 'waiting', 'belongings', of(2))
    expect(await row('A002')).toMatchObject({ belongings: 'returned', tag: '' })
    expect(await reason(clerk, 'waiting', 'belongings', of(2))).toBe('belongings_returned')
  })
})

describe('withdrawn or barred', () => {
  it('somebody is called no more and keeps the lot; inside they first come out', async () => {
    const { must, reason, row, venue, cmd, clerk: interviewer } = room()
    venue.record(clerk, 'conduct.withdrawn', { session: day, candidate: person(1).id, reason: '书面放弃' }, cmd())
    expect(await row('A001')).toMatchObject({ state: 'stopped', lot: 'A001' })
    expect(await reason(clerk, 'waiting', 'call', of(1))).toBe('interview_over')
    await must(interviewer, 'interview', 'enter', { ...of(2), stage: 'interview' })
    venue.record(clerk, 'conduct.barred', { session: day, candidate: person(2).id, reason: '替考' }, cmd())
    expect(await row('A002')).toMatchObject({ state: 'inside' })
  })
})

describe('the public board', () => {
  it('shows numbers, rooms and times and nothing that leads to a person', async () => {
    const { must, clock } = room()
    await must(clerk, 'waiting', 'call', of(1))
    clock.pass(60_000)
    await must(clerk, 'waiting', 'call', of(6))
    await must(clerk, 'waiting', 'leave', leave(3, '王引导'))
    const board = await must({ operator: 'nobody', name: '', roles: [] }, 'waiting', 'board', {})
    expect(board.calls.map(({ lot, room: title, call }) => [lot, title.zh, call])).toEqual([['B002', '第二面试室', 1], ['A001', '第一面试室', 1]])
    expect(board.rooms.map(({ next, waiting }) => [next, waiting])).toEqual([[['A002', 'A004'], 2], [['B001'], 1]])
    const text = JSON.stringify(board)
    for (const n of [1, 2, 3, 4, 5, 6]) {
      // roster numbers of the practice people look like lots, so they are told apart by the lots that were not shown
      const { id, name, ticket, residentId, post } = person(n, { post: 'Y001' })
      for (const secret of [`"${id}"`, name, ticket, residentId, post, '王引导', 'A003']) expect(text).not.toContain(secret)
    }
  })

  it('shows no lot of a session that is not open', async () => {
    const { must, reason, venue, cmd } = room()
    await must(clerk, 'waiting', 'call', of(1))
    venue.record(clerk, 'session.closed', { session: day, counts: {}, conflicts: [] }, cmd())
    const board = await must({ operator: 'nobody', name: '', roles: [] }, 'waiting', 'board', { session: day })
    expect(board.calls).toEqual([])
    expect(board.rooms.every((each) => each.next.length === 0 && each.waiting === 0)).toBe(true)
    expect(await reason({ operator: 'nobody', name: '', roles: [] }, 'waiting', 'board', { session: 'unknown' })).toBe('session_unknown')
  })
})

describe('where somebody is', () => {
  const row = (seq: number, type: WaitingRow['type'], names: string | null = null): WaitingRow =>
    ({ fact: `${'a'.repeat(16)}/${String(seq)}`, at: 1000, by: 'w', second: null, type, room: type === 'waiting.called' ? '1' : '', number: 0, note: '甲', names })

  it('follows the numbers of the facts where the clock stands still', () => {
    const steps = [row(1, 'waiting.called'), row(3, 'waiting.left'), row(4, 'waiting.returned', `${'a'.repeat(16)}/3`)]
    expect(waitingStanding(steps, [], '7')).toMatchObject({ state: 'waiting', calls: 0, out: null, belongings: 'held', leaves: [{ end: 1000 }] })
    expect(waitingStanding(steps.slice(0, 2), [], '')).toMatchObject({ state: 'out', out: { escort: '甲' }, belongings: 'none' })
  })

  it('between two scored stages is waiting again, after the last the score is waited for', () => {
    const inside = (seq: number, type: 'interview.entered' | 'interview.left' | 'interview.slip', stage: 'interview' | 'professional') => ({
      fact: `${'a'.repeat(16)}/${String(seq)}`, at: 1000, by: 'i', second: null, type, stage, room: '1', mono: 0, number: 0, operator: '', marks: null, sheets: [], score: '', note: '', names: null,
    })
    const rows = [inside(2, 'interview.entered', 'interview'), inside(3, 'interview.left', 'interview'), inside(4, 'interview.slip', 'interview'), inside(5, 'interview.entered', 'professional'), inside(6, 'interview.left', 'professional'), inside(7, 'interview.slip', 'professional')]
    const states = rows.map((_, at) => waitingStanding([row(1, 'waiting.called')], rows.slice(0, at + 1), '', ['interview', 'professional']).state)
    expect(states).toEqual(['inside', 'waiting', 'waiting', 'inside', 'scoring', 'left'])
  })
})

describe('any order of steps', () => {
  it('never leaves two called of one room, never ends anybody by one person, and whoever ended is called no more', async () => {
    const step = fc.record({ n: fc.integer({ min: 1, max: 4 }), what: fc.constantFrom('call' as const, 'leave' as const, 'back' as const, 'lapse' as const, 'noShow' as const, 'undo' as const), alone: fc.boolean() })
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const { call, list, venue } = room()
      const facts = () => venue.db.one<{ n: number }>("SELECT count(*) AS n FROM waiting WHERE type IN ('waiting.lapsed', 'waiting.no_show') AND second IS NULL")!.n
      for (const { n, what, alone } of steps) {
        const caller = alone ? clerk : two
        const before = (await list()).rows.find((each) => each.candidate === person(n).id)!
        const answer = what === 'undo'
          ? await call(caller, 'waiting', 'undo', { replaces: before.last?.fact ?? `${'0'.repeat(16)}/1`, reason: '撤' })
          : what === 'leave' ? await call(caller, 'waiting', 'leave', leave(n))
            : what === 'lapse' || what === 'noShow' ? await call(caller, 'waiting', what, { ...of(n), reason: '理由' }) : await call(caller, 'waiting', what, of(n))
        if (['no_show', 'lapsed'].includes(before.state) && what !== 'undo') expect(answer.ok).toBe(false)
        expect((await list()).rows.filter((each) => each.room === '1' && each.state === 'called').length).toBeLessThanOrEqual(1)
      }
      expect(facts()).toBe(0)
    }), { seed: 20_230_617, numRuns: 15 })
  })
})
