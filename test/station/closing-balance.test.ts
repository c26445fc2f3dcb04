import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { balanceLines, isBalanced, type BalanceCase, type BalancePerson } from '../../shared/balance.ts'
import { halfDay, venueFor } from './closed-venue.ts'
import { session } from './practice-venue.ts'

const title = { zh: '上午', en: 'am' }
const ended: BalancePerson = { where: 'passed', problem: null, desk: 'd1', hasLot: true, room: 'r1', items: { jump: 'passed' }, unsigned: [] }
const whole = (people: readonly BalancePerson[], given: Partial<BalanceCase> = {}): BalanceCase => ({
  title, session: 's', due: people.length, people, strays: 0,
  desks: new Map([['d1', { admitted: people.filter((person) => person.desk === 'd1').length, doubled: 0, title }]]),
  items: [{ id: 'jump', title }], rooms: [{ id: 'r1', title }], ...given,
})
const lineOf = (held: BalanceCase, of: string) => balanceLines(held).find((line) => line.of === of)!

describe('the balance of a session', () => {
  it('adds up on every line, whatever happened to whom', () => {
    const person = fc.record({
      where: fc.constantFrom('passed', 'fitness_failed', 'interview_zero', 'lapsed', 'absent', 'withdrawn', 'waiting', 'in'), problem: fc.constantFrom(null, null, 'no_lot', 'unsigned'),
      desk: fc.constantFrom('d1', 'd2', null), hasLot: fc.boolean(), room: fc.constantFrom('r1', null),
      items: fc.constantFrom({ jump: 'passed' }, { jump: 'failed' }, { jump: 'open' }, {}), unsigned: fc.constantFrom([], ['jump']),
    }) as fc.Arbitrary<BalancePerson>
    fc.assert(fc.property(fc.array(person, { maxLength: 40 }), (people) => {
      const desks = new Map(['d1', 'd2'].map((desk) => [desk, { admitted: people.filter((each) => each.desk === desk).length, doubled: 0, title }]))
      const lines = balanceLines(whole(people, { desks }))
      for (const line of lines) {
        expect(line.accounted + line.open).toBe(line.expected)
        expect(line.balanced).toBe(line.open === 0)
      }
      if (people.every((each) => each.problem === null && each.where !== 'waiting' && each.where !== 'in')) {
        expect(lines.filter((line) => line.of !== 'room').every((line) => line.balanced)).toBe(true)
      }
    }), { seed: 20230609 })
  })

  it('does not balance when somebody is lost, came twice, or stands in it without being due', () => {
    expect(isBalanced(balanceLines(whole([ended, ended])))).toBe(true)
    expect(lineOf(whole([ended], { due: 2 }), 'session')).toMatchObject({ expected: 2, accounted: 1, open: 0, balanced: false })
    expect(lineOf(whole([ended], { strays: 1 }), 'session')).toMatchObject({ balanced: false, parts: { strays: 1 } })
    const desks = (admitted: number, doubled: number) => ({ desks: new Map([['d1', { admitted, doubled, title }]]) })
    expect(lineOf(whole([ended], desks(2, 0)), 'desk')).toMatchObject({ balanced: false })
    // of two admissions that contradict each other the conflict itself is signed for
    expect(lineOf(whole([ended], desks(2, 1)), 'desk')).toMatchObject({ balanced: true, parts: { passed: 1, doubled: 1 } })
  })

  it('counts a room by how its lots ended, and an item by how far people came', () => {
    const room = (where: BalancePerson['where'], problem: string | null = null): BalancePerson => ({ ...ended, items: {}, where, problem })
    const people = [room('passed'), room('interview_failed'), room('interview_zero'), room('interview_absent'), room('lapsed'), room('withdrawn'), room('barred')]
    expect(lineOf(whole(people), 'room')).toMatchObject({ expected: 7, accounted: 7, balanced: true, parts: { scored: 2, zero: 1, noShow: 1, lapsed: 1, withdrawn: 1, barred: 1 } })
    expect(lineOf(whole([...people, room('scoring', 'score_open')]), 'room')).toMatchObject({ expected: 8, accounted: 7, open: 1, balanced: false })
    const failed: BalancePerson = { ...ended, items: { jump: 'failed' }, where: 'fitness_failed', problem: 'unsigned', unsigned: ['jump'] }
    expect(lineOf(whole([ended, failed, { ...ended, items: { jump: 'open' } }]), 'item')).toMatchObject({
      expected: 3, accounted: 2, open: 1, balanced: false, parts: { passed: 1, failed: 1, notReached: 1, unsigned: 1 },
    })
  })

  it('of a real half day names desk, items and what is unsigned, and balances once everything is signed', async () => {
    const practice = venueFor([])
    const { must, as } = practice
    await halfDay(practice, false)
    const before = await must(as('supervisor'), 'closing', 'balance', { session })
    expect(before.balanced).toBe(false)
    expect(before.lines.map((line) => [line.of, line.key.split('@')[0], line.expected, line.open])).toEqual([
      ['session', session, 6, 2], ['desk', 'checkin-1', 4, 2], ['item', 'jump', 3, 1], ['item', 'shuttle', 3, 0], ['item', 'run', 3, 0],
    ])
    const closed = venueFor([])
    await halfDay(closed)
    const { balanced, lines } = await closed.must(closed.as('chief'), 'closing', 'balance', { session })
    expect(balanced).toBe(true)
    expect(lines[1]).toMatchObject({ title: { zh: 'checkin-1 · 1号台' }, expected: 4, parts: { passed: 1, fitness_failed: 1, psych_failed: 1, withdrawn: 1 } })
    expect(lines[2]?.parts).toEqual({ passed: 1, failed: 1, notReached: 1 })
  })

  it('that does not add up keeps the session open, although everybody on the board has an end', async () => {
    const practice = venueFor([])
    const { must, reason, as, db } = practice
    const [, b = ''] = await halfDay(practice, false)
    await practice.sign(b, 'jump')
    await must(as('supervisor', 'checkin'), 'sessions', 'withdraw', { session, candidate: 'c006', reason: '本人书面放弃' })
    expect((await must(as('chief'), 'sessions', 'closePreview', { session })).balanced).toBe(true)
    db.run("DELETE FROM due WHERE candidate = 'c005'")
    expect(await reason(as('chief', 'supervisor'), 'sessions', 'close', { session })).toBe('counts_unbalanced')
    db.run('INSERT INTO due (session, candidate) VALUES (?, ?)', session, 'c005')
    expect(await reason(as('chief', 'supervisor'), 'sessions', 'close', { session })).toBeNull()
  })
})
