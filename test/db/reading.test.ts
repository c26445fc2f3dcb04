import { beforeEach, expect, test } from 'vitest'
import { candidateRecord, sessionRecords } from '../../db/candidate-record.ts'
import { openConflicts } from '../../db/conflicts.ts'
import { heatById } from '../../db/heats.ts'
import { journeyOf } from '../../db/journey.ts'
import { countUp, forget, keep, kept, keptUnder } from '../../db/kept.ts'
import { openLedger, type Draft, type Ledger } from '../../db/ledger.ts'
import { candidatesByLot, drawById } from '../../db/lots.ts'
import { openInMemory, type Db } from '../../db/open.ts'
import { operatorById, operators } from '../../db/operators.ts'
import { allCandidates, candidateById, candidateByTicket, candidatesByResidentId, dueIn, eraseRoster, importRoster } from '../../db/roster.ts'
import { sessionStates } from '../../db/sessions.ts'
import { madeRoster } from '../../tools/bench/made-roster.ts'
import type { FactBody, FactType } from '../../shared/facts.ts'
import { commandOf, handClock, SESSION, testStation } from './arbitrary-facts.ts'

let db: Db
let ledger: Ledger
let next: number
let clock: ReturnType<typeof handClock>

beforeEach(() => {
  db = openInMemory()
  clock = handClock()
  const ticking = {
    now: () => {
      clock.move(1000)
      return clock.now()
    },
    mono: () => clock.mono(),
  }
  ledger = openLedger(db, { exam: 'exam-1', venue: 'venue-1', signingKey: testStation().key, clock: ticking })
  next = 0
})

/** Records one fact and answers its id. */
function record<T extends FactType>(type: T, body: FactBody<T>): string {
  next += 1
  const answer = ledger.append({ type, body, by: 'op-1', cmd: commandOf(next) } as Draft)
  if (!answer.ok) throw new Error(answer.refused.reason)
  return answer.id
}

const about = (candidate = 'c1') => ({ session: SESSION, candidate })
const admit = (candidate = 'c1') => record('checkin.admitted', { ...about(candidate), tag: '7', consent: true, warnings: [] })
const draw = (candidate: string, lot: string, turn = 1) => record('lots.drawn', { ...about(candidate), draw: 'd1', turn, lot })
const kinds = () => openConflicts(db, SESSION).map(({ kind, candidate, facts }) => ({ kind, candidate, facts }))

test('two admissions of one person are a conflict until one is undone; an undone one does not count', () => {
  const first = admit()
  const second = admit()
  expect(kinds()).toEqual([{ kind: 'two_check_ins', candidate: 'c1', facts: [first, second].sort() }])
  record('checkin.undone', { ...about(), replaces: second, reason: 'wrong person' })
  expect(kinds()).toEqual([])
  expect(candidateRecord(db, SESSION, 'c1').admissions.map((each) => each.fact)).toEqual([first])
})

test('one lot with two holders and one person with two lots of a draw are conflicts; a voided lot is nobody’s', () => {
  const a = draw('c1', 'A001')
  const b = draw('c2', 'A001', 2)
  expect(kinds()).toEqual([{ kind: 'lot_twice', candidate: null, facts: [a, b].sort() }])
  expect(candidatesByLot(db, SESSION, 'A001').sort()).toEqual(['c1', 'c2'])
  record('lots.voided', { ...about('c2'), replaces: b, draw: 'd1', lot: 'A001', reason: 'torn' })
  expect(candidatesByLot(db, SESSION, 'A001')).toEqual(['c1'])
  const c = draw('c1', 'A003', 3)
  expect(kinds()).toEqual([{ kind: 'two_lots', candidate: 'c1', facts: [a, c].sort() }])
})

test('two psych results are a conflict; a ruling on one is not', () => {
  const first = record('psych.recorded', { ...about(), lot: 'A001', result: 'invalid', source: 'hand' })
  record('psych.ruled', { ...about(), replaces: first, lot: 'A001', result: 'passed', reason: 'read again' })
  expect(kinds()).toEqual([])
  expect(candidateRecord(db, SESSION, 'c1').psych).toMatchObject([{ result: 'passed', root: first, type: 'psych.ruled' }])
  record('psych.recorded', { ...about(), lot: 'A001', result: 'failed', source: 'file' })
  expect(kinds()).toMatchObject([{ kind: 'two_psych' }])
})

test('facts after a session closed are conflicts; a resolution settles exactly those it names', () => {
  record('session.opened', { session: SESSION })
  admit()
  record('session.closed', { session: SESSION, counts: {}, conflicts: [] })
  expect(sessionStates(db).get(SESSION)).toMatchObject({ state: 'closed' })
  const late = admit('c2')
  const [found] = openConflicts(db, SESSION)
  expect(found).toMatchObject({ kind: 'after_close', candidate: 'c2', facts: [late] })
  record('conflict.resolved', { conflict: found!.conflict, session: SESSION, keep: late, drop: [], reason: 'was in the room' })
  expect(kinds()).toEqual([])
  admit('c3')
  expect(kinds()).toMatchObject([{ candidate: 'c3' }])
  record('session.opened', { session: SESSION })
  expect(kinds(), 'a session opened again takes facts').toEqual([])
})

test('a draw tells its own story from freezing to the revealed secret, with voided places kept', () => {
  const hash = 'a'.repeat(64)
  record('lots.frozen', { draw: 'd1', pool: 'men', session: SESSION, letters: ['A'], candidates: ['c1', 'c2'], poolHash: hash, commitment: hash, desks: 1 })
  record('lots.digits', { draw: 'd1', digits: '0123456789', witnesses: ['甲'] })
  const first = draw('c1', 'A002')
  const voided = record('lots.voided', { ...about(), replaces: first, draw: 'd1', lot: 'A002', reason: 'torn' })
  draw('c2', 'A001', 2)
  record('lots.closed', { draw: 'd1', session: SESSION, secret: hash })
  expect(drawById(db, 'd1')).toMatchObject({
    digits: { body: { digits: '0123456789' } }, closed: { body: { secret: hash } }, aborted: null,
    drawn: [{ lot: 'A002', voided }, { lot: 'A001', voided: null }],
  })
})

test('a heat shows its runs, the recall, and taps as they were put right', () => {
  const heat = { heat: 'h1', session: SESSION }
  record('heat.made', { ...heat, item: 'run', entries: [{ bib: '1', candidate: 'c1', lot: 'A001' }] })
  record('heat.started', { ...heat, run: 1 })
  record('heat.recalled', { ...heat, run: 1, reason: 'false_start', falseStarters: ['c1'] })
  record('heat.started', { ...heat, run: 2 })
  const tap = record('heat.tapped', { ...heat, run: 2, elapsed: 21_050 })
  const right = record('heat.tap_changed', { ...heat, replaces: tap, bib: '1', elapsed: 21_050, removed: false, reason: '' })
  expect(heatById(db, 'h1')).toMatchObject({
    item: 'run', entries: [{ bib: '1' }],
    runs: [{ run: 1, recalled: { falseStarters: ['c1'] }, taps: [] }, { run: 2, recalled: null, taps: [{ fact: right, root: tap, bib: '1', elapsed: 21_050 }] }],
  })
})

test('an account is as its last change says, also when the clock was set back in between', () => {
  record('operator.added', { operator: 'o1', name: '王', roles: ['judge'] })
  record('operator.signed_in', { operator: 'o1' })
  expect(operatorById(db, 'o1')).toMatchObject({ active: true, roles: ['judge'], signedInSince: expect.any(Number) as number })
  clock.move(-3_600_000)
  record('operator.changed', { operator: 'o1', name: '王', roles: ['judge', 'chief'], active: false })
  record('operator.signed_out', { operator: 'o1', why: 'left' })
  expect(operators(db)).toMatchObject([{ operator: 'o1', active: false, roles: ['judge', 'chief'], signedInSince: null }])
})

test('a journey holds every fact about a person, in order, and nobody else’s', () => {
  const first = admit()
  admit('c2')
  const tried = record('fitness.attempted', { ...about(), lot: 'A001', item: 'jump', outcome: { kind: 'touch', touch: false } })
  const solved = record('conflict.resolved', { conflict: 'x', session: SESSION, keep: null, drop: [tried], reason: 'seen' })
  expect(journeyOf(db, 'c1').map((entry) => entry.id)).toEqual([first, tried, solved])
  expect(candidateRecord(db, SESSION, 'c1').attempts).toEqual([])
  expect(sessionRecords(db, SESSION).get('c1')).toEqual(candidateRecord(db, SESSION, 'c1'))
})

test('a roster is read in the order of its numbers as they count', () => {
  importRoster(db, madeRoster(4, 3).map((one, at) => ({ ...one, rosterNumber: ['65', '7', 'A010', '13'][at]! })))
  expect(allCandidates(db).map(({ rosterNumber }) => rosterNumber)).toEqual(['7', '13', '65', 'A010'])
})

test('a roster is imported whole or not at all, is found by its numbers, and can be erased', () => {
  const roster = madeRoster(50, 3)
  const { rosterHash } = importRoster(db, roster)
  expect(importRoster(db, [...roster].reverse()).rosterHash).toBe(rosterHash)
  const one = roster[7]!
  expect(candidateById(db, one.id)).toEqual(one)
  expect(candidateByTicket(db, one.ticket)).toEqual(one)
  expect(candidatesByResidentId(db, one.residentId.toLowerCase())).toContainEqual(one)
  expect(dueIn(db, '2023-06-09-am')).toHaveLength(50)
  expect(() => importRoster(db, [roster[0]!, { ...roster[1]!, ticket: roster[0]!.ticket }])).toThrow()
  expect(allCandidates(db)).toHaveLength(50)
  eraseRoster(db)
  expect(allCandidates(db)).toEqual([])
})

test('what is kept locally is kept, counted and forgotten, and never becomes a fact', () => {
  keep(db, 'pin/a', 'one')
  keep(db, 'pin/a', 'two')
  keep(db, 'other', 'x')
  expect(kept(db, 'pin/a')?.toString()).toBe('two')
  expect(keptUnder(db, 'pin/').map(({ key }) => key)).toEqual(['pin/a'])
  expect([countUp(db, 'n'), countUp(db, 'n')]).toEqual([1, 2])
  forget(db, 'pin/a')
  expect(kept(db, 'pin/a')).toBeUndefined()
  expect(db.one('SELECT 1 FROM fact')).toBeUndefined()
})
