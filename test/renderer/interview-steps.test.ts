import { describe, expect, it } from 'vitest'
import type { RoomView, Sheet, SheetRules } from '../../shared/api/interview.ts'
import { droppedAt, nextOf, paneOf, personStep, primarySide, signatureFor } from '../../renderer/interview/room-steps.ts'

const clock: Sheet['clock'] = { state: 'not_started', seconds: 300, warnings: [60], elapsed: 0, exact: true, fact: null }
const sheet: Sheet = {
  candidate: 'c1', lot: 'A001', stage: 'interview', room: '1', category: 'general', state: 'inside', clock, entries: [], checked: null, mismatches: [],
  score: null, elements: [], dropped: [], passMark: null, passed: null, ruling: null, signatures: [], slip: null, why: null, last: null,
}
const rules: SheetRules = { panel: 7, drop: 'totals', elements: [], fullMark: '100', markDecimals: 2, entry: 'twice', clause: '四' }
const entry = (n: number, mine: boolean): Sheet['entries'][number] => ({ entry: n, fact: `f${String(n)}`, operator: `o${String(n)}`, name: `甲${String(n)}`, at: 0, mine, marks: null })
const waits = (lot: string, state: 'waiting' | 'out' | 'called'): RoomView['queue'][number] => ({ candidate: lot, lot, state, stage: 'interview' })
const begun: Sheet = { ...sheet, clock: { ...clock, state: 'running' } }

describe('the next step of the interview room', () => {
  it('whoever is inside comes first: start, finish, leave', () => {
    expect(personStep({ inside: sheet, queue: [waits('A002', 'waiting')] })).toBe('start')
    expect(personStep({ inside: begun, queue: [] })).toBe('finish')
    expect(personStep({ inside: { ...sheet, clock: { ...clock, state: 'over' } }, queue: [] })).toBe('leave')
  })

  it('without a clock, or ruled out before it began, the next step is to leave', () => {
    expect(personStep({ inside: { ...sheet, clock: { ...clock, seconds: 0 } }, queue: [] })).toBe('leave')
    const ruling: Sheet['ruling'] = { fact: 'f', ruling: 'zero', kind: 'identity_revealed', reason: '', by: '', second: '' }
    expect(personStep({ inside: { ...sheet, ruling }, queue: [] })).toBe('leave')
  })

  it('whoever was called comes in before anybody else is called; who is out is passed over', () => {
    expect(personStep({ inside: null, queue: [waits('A001', 'out'), waits('A002', 'waiting'), waits('A003', 'called')] })).toBe('enter')
    expect(nextOf([waits('A001', 'out'), waits('A002', 'waiting')])?.lot).toBe('A002')
    expect(personStep({ inside: null, queue: [waits('A001', 'out')] })).toBe('is_out')
    expect(personStep({ inside: null, queue: [] })).toBe('nobody')
  })
})

describe('what stands in the place of the sheets', () => {
  it('nothing is typed before the clock has begun', () => {
    expect(paneOf(sheet, rules, true)).toBe('not_yet')
    expect(paneOf(begun, rules, true)).toBe('entry')
    expect(paneOf({ ...sheet, clock: { ...clock, seconds: 0 } }, rules, true)).toBe('entry')
  })

  it('after my entry the second person is asked; the other clerk gets an empty sheet', () => {
    expect(paneOf({ ...begun, state: 'entering', entries: [entry(1, true)] }, rules, true)).toBe('second')
    expect(paneOf({ ...begun, state: 'entering', entries: [entry(1, false)] }, rules, true)).toBe('entry')
    expect(paneOf({ ...begun, state: 'entering', entries: [entry(1, false)] }, rules, false)).toBe('look')
  })

  it('a pack with one entry asks for a check instead', () => {
    const once: SheetRules = { ...rules, entry: 'onceVerified' }
    expect(paneOf({ ...begun, state: 'entering', entries: [entry(1, true)] }, once, true)).toBe('check')
    expect(paneOf({ ...begun, state: 'entering', entries: [entry(1, true)], checked: { operator: 'o2', name: '' } }, once, true)).toBe('look')
  })

  it('differences come before a score, a score before all else, and an end without one is an end', () => {
    const both = { ...begun, entries: [entry(1, true), entry(2, false)] }
    expect(paneOf({ ...both, state: 'mismatch', mismatches: [{ examiner: 0, element: 0, first: '1', second: '2' }] }, rules, true)).toBe('mismatch')
    expect(paneOf({ ...both, state: 'agreed', score: '86.43' }, rules, true)).toBe('score')
    expect(paneOf({ ...sheet, state: 'no_show' }, rules, true)).toBe('ended')
    expect(paneOf({ ...sheet, state: 'stopped' }, rules, true)).toBe('ended')
  })
})

describe('the one primary action', () => {
  it('the examiner’s word comes before all paper', () => {
    expect(primarySide('start', 'mismatch', false, true)).toBe('person')
  })

  it('while somebody answers, only the sheets of somebody else are worked on', () => {
    expect(primarySide('finish', 'entry', true, true)).toBe('person')
    expect(primarySide('finish', 'score', false, false)).toBe('sheet')
  })

  it('whoever has finished leaves first, unless the sheets are typed already', () => {
    expect(primarySide('leave', 'entry', true, false)).toBe('person')
    expect(primarySide('leave', 'entry', true, true)).toBe('sheet')
  })

  it('with nothing to type the next candidate is fetched', () => {
    expect(primarySide('call', null, false, false)).toBe('person')
    expect(primarySide('call', 'ended', false, false)).toBe('person')
    expect(primarySide('call', 'second', false, false)).toBe('sheet')
  })
})

describe('marks that do not count', () => {
  it('are whole rows where totals are dropped, and cells where elements are', () => {
    const dropped = [{ highest: 2, lowest: 5 }]
    expect(droppedAt({ dropped }, 'totals', 2, 3)).toBe('highest')
    expect(droppedAt({ dropped }, 'totals', 5, 0)).toBe('lowest')
    expect(droppedAt({ dropped }, 'totals', 0, 0)).toBeNull()
    const each = [{ highest: 0, lowest: 1 }, null, { highest: 3, lowest: 4 }]
    expect(droppedAt({ dropped: each }, 'perElement', 0, 0)).toBe('highest')
    expect(droppedAt({ dropped: each }, 'perElement', 0, 1)).toBeNull()
    expect(droppedAt({ dropped: each }, 'perElement', 4, 2)).toBe('lowest')
    expect(droppedAt({ dropped }, 'none', 2, 0)).toBeNull()
  })
})

describe('who is expected to sign', () => {
  it('the first entry records, the second or the check verifies, and nobody is guessed as supervisor', () => {
    const both = { ...sheet, entries: [entry(1, false), entry(2, true)] }
    expect(signatureFor(both, 'recorder')).toBe('o1')
    expect(signatureFor(both, 'verifier')).toBe('o2')
    expect(signatureFor({ ...sheet, entries: [entry(1, true)], checked: { operator: 'o9', name: '' } }, 'verifier')).toBe('o9')
    expect(signatureFor(both, 'supervisor')).toBe('')
  })
})
