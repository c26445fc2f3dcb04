import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../shared/facts.ts'
import { person, practiceVenue, session } from './practice-venue.ts'

const people = [person(1), person(2), person(3, { sex: 'F' })]
const reading = (text: string): Outcome => ({ kind: 'reading', reading: text })

describe('a judge at an item', () => {
  it('sees lot, band, standard and attempts, and never who it is', async () => {
    const { ready, must, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    const { view } = await must(as('judge'), 'fitness', 'find', { session, lot, item: 'shuttle' })
    expect(view).toMatchObject({
      lot, sex: 'M', band: { zh: '30岁（含）以下' }, standard: { zh: '≤ 13.1 秒', en: '≤ 13.1 s' }, attemptsAllowed: 2, attemptsLeft: 2, state: 'locked',
      blocked: { reason: 'wrong_order', detail: { item: 'jump' } },
    })
    expect((await must(as('judge'), 'fitness', 'find', { session, lot, item: 'run' })).view.standard.zh).toBe('≤ 4′25″')
    const waiting = await must(as('judge'), 'fitness', 'waiting', { session, item: 'jump' })
    const all = JSON.stringify([view, waiting, await must(as('judge'), 'fitness', 'items', { session })])
    for (const secret of [people[0]!.name, people[0]!.residentId, people[0]!.ticket, people[0]!.rosterNumber]) expect(all).not.toContain(secret)
  })

  it('one pass ends an item and opens the next; three fails end everything', async () => {
    const { ready, read, reason, as } = practiceVenue(people)
    const [a = '', b = ''] = await ready([1, 2])
    expect((await read(a, 'jump', '265')).view).toMatchObject({ state: 'passed', verdict: 'open' })
    expect(await reason(as('judge'), 'fitness', 'record', { session, lot: a, item: 'jump', outcome: reading('270') })).toBe('item_closed')
    expect((await read(a, 'shuttle', '13.11')).view.attempts.at(-1)).toMatchObject({ n: 1, rounded: '13.2', verdict: 'fail' })
    expect((await read(a, 'shuttle', '13.10')).view.state).toBe('passed')
    for (const text of ['264', '260']) expect((await read(b, 'jump', text)).view.state).toBe('open')
    expect((await read(b, 'jump', '264')).view).toMatchObject({ state: 'failed', verdict: 'failed' })
    expect(await reason(as('judge'), 'fitness', 'record', { session, lot: b, item: 'jump', outcome: reading('270') })).toBe('no_attempts_left')
    expect(await reason(as('judge'), 'fitness', 'record', { session, lot: b, item: 'shuttle', outcome: reading('12.00') })).toBe('fitness_failed')
  })

  it('asks about a reading nobody can reach, and keeps that it was confirmed', async () => {
    const { ready, call, must, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    const odd = { session, lot, item: 'jump', outcome: reading('26') }
    expect(await call(as('judge'), 'fitness', 'record', odd)).toMatchObject({ refused: { reason: 'implausible', detail: { from: '150', to: '380' } } })
    const { view } = await must(as('judge'), 'fitness', 'record', { ...odd, confirmed: true })
    expect(view.attempts).toHaveLength(1)
  })

  it('refuses what the item cannot have: decimals, fouls of other items, unfinished jumps', async () => {
    const { ready, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    const record = (outcome: Outcome, item = 'jump') => reason(as('judge'), 'fitness', 'record', { session, lot, item, outcome })
    expect(await record(reading('270.5'))).toBe('reading_malformed')
    expect(await record({ kind: 'foul', foul: 'block' })).toBe('foul_unknown')
    expect(await record({ kind: 'did_not_finish' })).toBe('outcome_not_allowed')
    expect(await record(reading('270'), 'swim')).toBe('item_unknown')
    expect(await record({ kind: 'touch', touch: true })).toBeNull()
    expect(await record({ kind: 'touch', touch: true }, 'shuttle')).toBe('outcome_not_allowed')
  })

  it('a foul counts, an official’s fault does not and needs a second person, giving up ends the item', async () => {
    const { ready, must, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    const fault = { session, lot, item: 'jump', outcome: { kind: 'official_fault' as const, reason: '器材松动' } }
    expect(await reason(as('judge'), 'fitness', 'record', fault)).toBe('second_person_needed')
    expect((await must(as('judge', 'supervisor'), 'fitness', 'record', fault)).view).toMatchObject({ attemptsLeft: 3, attempts: [{ n: null, verdict: 'not_counted' }] })
    expect((await must(as('judge'), 'fitness', 'record', { session, lot, item: 'jump', outcome: { kind: 'foul', foul: 'stepped' } })).view.attemptsLeft).toBe(2)
    expect((await must(as('judge'), 'fitness', 'record', { session, lot, item: 'jump', outcome: { kind: 'gave_up' } })).view).toMatchObject({ state: 'failed', verdict: 'failed' })
  })
})

describe('corrections and signatures', () => {
  it('before the signature a judge takes an attempt back or replaces it with a reason', async () => {
    const { ready, read, must, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    const { view } = await read(lot, 'jump', '246')
    expect(view.undo).toBe(view.attempts[0]!.fact)
    const corrected = await must(as('judge'), 'fitness', 'correct', { replaces: view.undo!, outcome: reading('264'), reason: '数字颠倒' })
    expect(corrected.view.attempts).toMatchObject([{ n: 1, outcome: { reading: '264' }, corrected: true }])
    expect(await reason(as('judge'), 'fitness', 'correct', { replaces: view.undo!, outcome: null, reason: '撤销' })).toBe('already_replaced')
    const undone = await must(as('judge'), 'fitness', 'correct', { replaces: corrected.fact, outcome: null, reason: '撤销' })
    expect(undone.view).toMatchObject({ attempts: [], attemptsLeft: 3, undo: null })
  })

  it('after the signature only two people change it, and a changed verdict has to be signed again', async () => {
    const { ready, read, sign, must, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    await read(lot, 'jump', '270')
    const { view } = await sign(lot, 'jump')
    expect(view).toMatchObject({ signed: { kind: 'on_paper' }, undo: null })
    expect(await reason(as('judge'), 'fitness', 'sign', { session, lot, item: 'jump', acknowledgement: { kind: 'on_paper' } })).toBe('signed_already')
    const target = view.attempts[0]!.fact
    expect(await reason(as('judge'), 'fitness', 'correct', { replaces: target, outcome: null, reason: '撤销' })).toBe('second_person_needed')
    const corrected = await must(as('judge', 'supervisor'), 'fitness', 'correct', { replaces: target, outcome: reading('260'), reason: '看错刻度' })
    expect(corrected.view).toMatchObject({ state: 'open', signed: null, attemptsLeft: 2 })
    await read(lot, 'jump', '266')
    expect((await must(as('chief'), 'sessions', 'overview', { session })).overview.unsigned).toBe(1)
    expect((await sign(lot, 'jump')).view.signed).not.toBeNull()
  })

  it('an unsigned item is not changed alone either when a signed later one would fall with it', async () => {
    const { ready, read, sign, must, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    const jump = await read(lot, 'jump', '270')
    await read(lot, 'shuttle', '12.50')
    await sign(lot, 'shuttle')
    const change = { replaces: jump.fact, outcome: reading('260'), reason: '看错刻度' }
    expect(await reason(as('judge'), 'fitness', 'correct', change)).toBe('second_person_needed')
    await must(as('judge', 'judge'), 'fitness', 'correct', change)
    // Passed again, the shuttle that was run stands as it was.
    await read(lot, 'jump', '270')
    expect((await must(as('judge'), 'fitness', 'find', { session, lot, item: 'shuttle' })).view).toMatchObject({ state: 'passed', attempts: [{ n: 1 }] })
  })

  it('a refused signature is witnessed by the supervisor, with a note, and the result stands', async () => {
    const { ready, must, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    await must(as('judge'), 'fitness', 'record', { session, lot, item: 'jump', outcome: { kind: 'gave_up' } })
    const refusal = { session, lot, item: 'jump', acknowledgement: { kind: 'refused' as const, note: '不认可高度' } }
    expect(await reason(as('judge'), 'fitness', 'sign', refusal)).toBe('second_person_needed')
    expect(await reason(as('judge', 'judge'), 'fitness', 'sign', refusal)).toBe('second_person_role')
    expect((await must(as('judge', 'supervisor'), 'fitness', 'sign', refusal)).view).toMatchObject({ state: 'failed', signed: { kind: 'refused' } })
  })

  it('an official’s fault is not made an attempt after all when all attempts are used', async () => {
    const { ready, read, must, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    const fault = await must(as('judge', 'supervisor'), 'fitness', 'record', { session, lot, item: 'jump', outcome: { kind: 'official_fault', reason: '器材松动' } })
    for (const text of ['250', '251', '252']) await read(lot, 'jump', text)
    const change = { replaces: fault.fact, outcome: reading('270'), reason: '其实有效' }
    expect(await reason(as('judge', 'supervisor'), 'fitness', 'correct', change)).toBe('no_attempts_left')
  })

  it('nothing is signed before it is decided', async () => {
    const { ready, read, reason, as } = practiceVenue(people)
    const [lot = ''] = await ready([1])
    const sign = { session, lot, item: 'jump', acknowledgement: { kind: 'on_paper' as const } }
    expect(await reason(as('judge'), 'fitness', 'sign', sign)).toBe('nothing_to_sign')
    await read(lot, 'jump', '200')
    expect(await reason(as('judge'), 'fitness', 'sign', sign)).toBe('item_open')
  })
})
