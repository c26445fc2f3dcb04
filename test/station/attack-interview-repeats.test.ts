import { describe, expect, it } from 'vitest'
import type { Contract } from '../../shared/api.ts'
import type { Caller, Input, Noun } from '../../station/use-cases.ts'
import { at, day, interviewVenue, seven, sevenScore, totals, who } from './interview-venue.ts'
import { person } from './practice-venue.ts'

type Venue = ReturnType<typeof interviewVenue>
const clerk = who('interview-1')
const two = who('interview-1', 'supervisor-1')
const waiter = who('waiting-1')
const of = (n: number) => ({ session: day, candidate: person(n).id })
const paper = { kind: 'on_paper' } as const

/** Sends a command, the same again, and then the same id with other inputs, which must not be answered as recorded. */
async function reused<N extends Noun, M extends keyof Contract[N] & string>(
  { cmd, must, call, reason, facts }: Venue, caller: Caller, noun: N, method: M, first: Partial<Input<N, M>>, ...others: Partial<Input<N, M>>[]
): Promise<string> {
  const id = cmd()
  const done = await must(caller, noun, method, { cmd: id, ...first })
  const before = facts()
  expect(await call(caller, noun, method, { cmd: id, ...first }), `${noun}.${method}, again`).toMatchObject({ ok: true, fact: (done as { fact: string }).fact, repeated: true })
  for (const other of others) expect(await reason(caller, noun, method, { cmd: id, ...first, ...other }), `${noun}.${method} ${JSON.stringify(other)}`).toBe('command_reused')
  expect(facts()).toBe(before)
  return (done as { fact: string }).fact
}

describe('an old command id under another input is never answered as recorded', () => {
  it('in the waiting room', async () => {
    const venue = interviewVenue()
    const call = await reused(venue, waiter, 'waiting', 'call', of(1), of(2))
    await reused(venue, waiter, 'waiting', 'undo', { replaces: call, reason: '叫错' }, { reason: '别的' })
    const leave = { ...of(1), escort: '甲', why: 'toilet' as const, note: '' }
    await reused(venue, waiter, 'waiting', 'leave', leave, { escort: '乙' }, { why: 'medical' }, { note: '急' }, of(2))
    await reused(venue, waiter, 'waiting', 'back', of(1), of(2))
    await venue.must(waiter, 'waiting', 'leave', leave)
    await reused(venue, who('waiting-1', 'supervisor-1'), 'waiting', 'lapse', { ...of(1), reason: '未归' }, { reason: '别的' }, of(2))
    for (let times = 0; times < 3; times += 1) await venue.must(waiter, 'waiting', 'call', of(2))
    await reused(venue, who('waiting-1', 'supervisor-1'), 'waiting', 'noShow', { ...of(2), reason: '不在' }, { reason: '别的' }, of(3))
  })

  it('in the interview room', async () => {
    const venue = interviewVenue()
    const entered = await reused(venue, clerk, 'interview', 'enter', at(1), at(2))
    await reused(venue, clerk, 'interview', 'undo', { replaces: entered, reason: '点错' }, { reason: '别的' })
    await venue.must(clerk, 'interview', 'enter', at(1))
    await reused(venue, clerk, 'interview', 'start', at(1), at(2))
    await reused(venue, clerk, 'interview', 'finish', at(1), at(2))
    await reused(venue, clerk, 'interview', 'leave', at(1), at(2))
    await reused(venue, clerk, 'interview', 'mark', { ...at(1), marks: seven }, { marks: totals('1', '2', '3', '4', '5', '6', '7') }, at(2), { reason: '因为' })
    await venue.mark(1, 'interview-2', seven)
    await reused(venue, clerk, 'interview', 'sign', { ...at(1), role: 'recorder', score: sevenScore }, { role: 'verifier' }, { score: '90.00' }, at(2))
    await venue.must(who('interview-2'), 'interview', 'sign', { ...at(1), role: 'verifier', score: sevenScore })
    await venue.must(who('supervisor-1'), 'interview', 'sign', { ...at(1), role: 'supervisor', score: sevenScore })
    await reused(venue, clerk, 'interview', 'slip', { ...at(1), score: sevenScore, acknowledgement: paper }, { score: '90.00' }, at(2))
    const ruling = await reused(venue, two, 'interview', 'zero', { ...at(3), kind: 'violation', reason: '作弊' }, { kind: 'identity_revealed' }, { reason: '别的' }, at(2))
    await reused(venue, two, 'interview', 'liftRuling', { ...at(3), replaces: ruling, reason: '误判' }, { reason: '别的' })
  })

  it('one id for two methods is for the first of them alone', async () => {
    const venue = interviewVenue()
    const id = venue.cmd()
    await venue.must(clerk, 'interview', 'enter', { cmd: id, ...at(1) })
    for (const method of ['start', 'finish', 'leave'] as const) expect(await venue.reason(clerk, 'interview', method, { cmd: id, ...at(1) })).toBe('command_reused')
    expect(await venue.reason(clerk, 'interview', 'mark', { cmd: id, ...at(1), marks: seven })).toBe('command_reused')
    expect(await venue.reason(waiter, 'waiting', 'call', { cmd: id, ...of(2) })).toBe('command_reused')
    expect(await venue.reason(two, 'interview', 'zero', { cmd: id, ...at(1), kind: 'violation', reason: '作弊' })).toBe('command_reused')
  })
})

describe('nobody ends an interview alone', () => {
  const ends = async (venue: Venue, caller: (second?: string) => Caller) => {
    const { reason } = venue
    const chief = (second?: string) => who('chief-1', second)
    const kinds = await venue.must(chief(), 'sessions', 'conductKinds', {}) as unknown as { id: string; effect: string }[]
    const grave = kinds.filter(({ effect }) => effect !== 'none')
    expect(grave.length).toBeGreaterThan(0)
    return {
      lapse: (second?: string) => reason(caller(second), 'waiting', 'lapse', { ...of(1), reason: '未归' }),
      noShow: (second?: string) => reason(caller(second), 'waiting', 'noShow', { ...of(2), reason: '不在' }),
      zero: (second?: string) => reason(who('interview-1', second), 'interview', 'zero', { ...at(3), kind: 'identity_revealed', reason: '说了姓名' }),
      withdraw: (second?: string) => reason(chief(second), 'sessions', 'withdraw', { ...of(4), reason: '书面' }),
      bar: (second?: string) => reason(chief(second), 'sessions', 'bar', { ...of(4), reason: '替考' }),
      ...Object.fromEntries(grave.map(({ id }) => [`violate ${id}`, (second?: string) => reason(caller(second), 'sessions', 'violate', { session: day, candidate: person(5).id, kind: id, reason: '查实', evidence: '' })])),
    }
  }

  it('without a second person, with oneself, or with one whose role only reads', async () => {
    const venue = interviewVenue()
    await venue.must(waiter, 'waiting', 'leave', { ...of(1), escort: '甲', why: 'toilet', note: '' })
    for (let times = 0; times < 3; times += 1) await venue.must(waiter, 'waiting', 'call', of(2))
    const before = venue.facts()
    const all = await ends(venue, (second) => who('waiting-1', second))
    for (const [name, end] of Object.entries(all)) {
      expect(await end(), name).toBe('second_person_needed')
      expect(await end('auditor-1'), name).toBe('second_person_role')
    }
    expect(await venue.reason(who('waiting-1', 'waiting-1'), 'waiting', 'lapse', { ...of(1), reason: '未归' })).toBe('second_person_same')
    expect(venue.facts()).toBe(before)
    // and taking an end back is no lesser thing
    const lapsed = await venue.must(who('waiting-1', 'supervisor-1'), 'waiting', 'lapse', { ...of(1), reason: '未归' })
    expect(await venue.reason(waiter, 'waiting', 'undo', { replaces: lapsed.fact, reason: '回来了' })).toBe('second_person_needed')
    expect(await venue.reason(clerk, 'interview', 'undo', { replaces: lapsed.fact, reason: '回来了' })).not.toBeNull()
    const barred = await venue.must(who('chief-1', 'supervisor-1'), 'sessions', 'bar', { ...of(4), reason: '替考' })
    expect(await venue.reason(who('chief-1'), 'sessions', 'revoke', { replaces: barred.fact, reason: '误判' })).toBe('second_person_needed')
  })
})

describe('marks that are no numbers of the pack', () => {
  it('are refused by schema or pack, whatever writing they use', async () => {
    const venue = interviewVenue()
    await venue.answered(1)
    const before = venue.facts()
    for (const wrong of ['88.', '.88', '0088', '88e0', '８８', '٨٨', '-1', '+88', '88,5', ' 88', '88\n', '', 'NaN', '1e2', '0x50', '88.1234', '1000', '100.01', '101', '88.123']) {
      const given = { ...at(1), marks: totals(wrong, '86.5', '90', '85', '84', '87.25', '86') }
      const answer = await venue.reason(clerk, 'interview', 'mark', given).catch((error: unknown) => (error as Error).name)
      expect(answer, JSON.stringify(wrong)).toMatch(/^(marks_wrong|ZodError|\$ZodError)$/)
    }
    for (const marks of [[], [[]], totals('88'), totals(...Array.from({ length: 8 }, () => '88')), seven.map((row) => [...row, '1'])]) {
      const answer = await venue.reason(clerk, 'interview', 'mark', { ...at(1), marks }).catch((error: unknown) => (error as Error).name)
      expect(answer).toMatch(/^(marks_wrong|ZodError|\$ZodError)$/)
    }
    expect(venue.facts()).toBe(before)
    await venue.mark(1, 'interview-1', totals('100', '100.0', '100.00', '0', '0.0', '59.99', '60'))
    expect((await venue.mark(1, 'interview-2', totals('100', '100', '100', '0', '0', '59.99', '60'))).sheet).toMatchObject({ mismatches: [], score: '64.00' })
  })
})
