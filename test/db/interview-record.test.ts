import { beforeEach, describe, expect, it } from 'vitest'
import { candidateRecord } from '../../db/candidate-record.ts'
import { openConflicts } from '../../db/conflicts.ts'
import { journeyOf } from '../../db/journey.ts'
import type { Draft, Ledger } from '../../db/ledger.ts'
import { openInMemory, type Db } from '../../db/open.ts'
import { roomMembers } from '../../db/room-draws.ts'
import { adoptionsOf } from '../../db/shortlists.ts'
import type { FactBody, FactType, Marks } from '../../shared/facts.ts'
import { commandOf, SESSION, testLedger, testStation } from './arbitrary-facts.ts'

let db: Db
let ledger: Ledger
let next: number

beforeEach(() => {
  db = openInMemory()
  ledger = testLedger(db, testStation())
  next = 0
})

/** Records one fact and answers its id. */
function record<T extends FactType>(type: T, body: FactBody<T>): string {
  next += 1
  const answer = ledger.append({ type, body, by: 'op-1', cmd: commandOf(next) } as Draft)
  if (!answer.ok) throw new Error(answer.refused.reason)
  return answer.id
}

const about = { session: SESSION, candidate: 'c1' }
const inStage = { ...about, lot: 'A001', stage: 'interview' as const }
const inRoom = { ...inStage, room: '1' }
const mark = (entry: 1 | 2, operator: string, replaces: string | null = null, marks: Marks = [['88']]) =>
  record('interview.marked', { ...inRoom, entry, operator, marks, replaces, reason: '' })
const drop = (...facts: string[]) => record('conflict.resolved', { conflict: 'x', session: SESSION, keep: null, drop: facts, reason: 'seen on video' })
const now = () => candidateRecord(db, SESSION, 'c1')
const kinds = () => openConflicts(db, SESSION).map(({ kind, facts }) => ({ kind, facts }))
const hash = 'a'.repeat(64)

describe('what counts of the waiting room and the interview room', () => {
  it('a step taken back counts no more, in the interview room as in the waiting room, unless the taking back was dropped', () => {
    const called = record('waiting.called', { ...about, lot: 'A001', room: '1', call: 1 })
    const entered = record('interview.entered', inRoom)
    const undone = record('waiting.undone', { ...about, replaces: entered, reason: 'wrong person' })
    expect(now().interview).toEqual([])
    expect(now().waiting.map((row) => row.fact)).toEqual([called])
    record('waiting.undone', { ...about, replaces: called, reason: 'wrong person' })
    expect(now().waiting).toEqual([])
    drop(undone)
    expect(now().interview.map((row) => row.fact)).toEqual([entered])
  })

  it('an entry of marks counts as it was corrected last; a correction taken back leaves the one before', () => {
    const first = mark(1, 'op-1')
    const other = mark(2, 'op-2')
    const corrected = mark(1, 'op-1', first, [['87']])
    expect(now().interview.map((row) => [row.fact, row.marks])).toEqual([[other, [['88']]], [corrected, [['87']]]])
    record('waiting.undone', { ...about, replaces: corrected, reason: 'wrong sheet' })
    expect(now().interview.map((row) => row.fact)).toEqual([first, other])
  })

  it('a lifted ruling is gone, a return ends its leaving without replacing it, and a check names the entry it held', () => {
    const zeroed = record('interview.zeroed', { ...inStage, ruling: 'zero', kind: 'identity_revealed', reason: 'said the name' })
    const left = record('waiting.left', { ...about, lot: 'A001', escort: '陪同', why: 'toilet', note: '' })
    const back = record('waiting.returned', { ...about, lot: 'A001', left })
    const marked = mark(1, 'op-1')
    record('interview.checked', { ...inStage, marked, operator: 'op-2' })
    expect(now().waiting.map((row) => [row.fact, row.names, row.note])).toEqual([[left, null, '陪同'], [back, left, '']])
    expect(now().interview.map((row) => [row.type, row.names, row.score])).toEqual([
      ['interview.zeroed', null, 'zero'], ['interview.marked', null, ''], ['interview.checked', marked, ''],
    ])
    record('interview.ruling_lifted', { ...inStage, replaces: zeroed, reason: 'another voice' })
    expect(now().interview.map((row) => row.type)).toEqual(['interview.marked', 'interview.checked'])
  })

  it('a signature keeps the entries it was put under', () => {
    const marked = mark(1, 'op-1')
    record('interview.signed', { ...inStage, role: 'recorder', operator: 'op-1', score: '88.00', sheets: [marked] })
    expect(now().interview.at(-1)).toMatchObject({ sheets: [marked], marks: null, note: 'recorder', score: '88.00' })
  })
})

describe('conduct', () => {
  it('a withdrawal, a bar and a violation that were revoked count no more', () => {
    const facts = [
      record('conduct.withdrawn', { ...about, reason: 'ill' }), record('conduct.barred', { ...about, reason: 'another person' }),
      record('conduct.violated', { ...about, kind: 'phone', effect: 'zero', item: 'interview', reason: 'rang', evidence: '' }),
    ]
    expect([now().withdrawn, now().barred, now().violations].map((rows) => rows.map((row) => row.fact))).toEqual(facts.map((fact) => [fact]))
    expect(now().violations[0]).toMatchObject({ kind: 'phone', effect: 'zero', item: 'interview', reason: 'rang' })
    for (const replaces of facts) record('conduct.revoked', { ...about, replaces, reason: 'appeal' })
    expect([now().withdrawn, now().barred, now().violations]).toEqual([[], [], []])
  })
})

describe('contradictions of stations that had not heard of each other', () => {
  it('one number of the two entries by two people, and two corrections of one entry', () => {
    const [one, two] = [mark(1, 'op-1'), mark(1, 'op-2')]
    expect(kinds()).toEqual([{ kind: 'two_entries', facts: [one, two].sort() }])
    drop(two)
    expect(kinds()).toEqual([])
    const rivals = [mark(1, 'op-1', one, [['80']]), mark(1, 'op-1', one, [['81']])]
    expect(kinds()).toEqual([{ kind: 'two_marks', facts: rivals.sort() }])
  })

  it('two entrances, two rulings, calls to two rooms; several calls to one room are none', () => {
    const calls = [1, 2].map((call) => record('waiting.called', { ...about, lot: 'A001', room: '1', call }))
    expect(kinds()).toEqual([])
    const elsewhere = record('waiting.called', { ...about, lot: 'A001', room: '2', call: 1 })
    const entrances = [record('interview.entered', inRoom), record('interview.entered', inRoom)]
    const rulings = [1, 2].map(() => record('interview.zeroed', { ...inStage, ruling: 'zero', kind: 'violation', reason: 'phone' }))
    expect(kinds()).toEqual(expect.arrayContaining([
      { kind: 'two_calls', facts: [calls[0], elsewhere].sort() }, { kind: 'two_entrances', facts: entrances.sort() }, { kind: 'two_rulings', facts: rulings.sort() },
    ]))
    expect(kinds()).toHaveLength(3)
  })

  it('somebody recorded as not there who is inside; who lapsed after leaving the room is no contradiction', () => {
    const entered = record('interview.entered', inRoom)
    record('interview.left', inRoom)
    const out = record('waiting.left', { ...about, lot: 'A001', escort: '陪同', why: 'toilet', note: '' })
    const lapsed = record('waiting.lapsed', { ...about, lot: 'A001', left: out, reason: 'gone' })
    expect(kinds()).toEqual([])
    record('waiting.undone', { ...about, replaces: lapsed, reason: 'came back' })
    record('waiting.undone', { ...about, replaces: entered, reason: 'wrong person' })
    const gone = record('waiting.no_show', { ...about, lot: 'A001', calls: 3, reason: 'not there' })
    const inside = record('interview.entered', inRoom)
    expect(kinds()).toEqual([{ kind: 'ended_and_inside', facts: [gone, inside].sort() }])
  })

  it('two shortlists of one post, and two that replace the same one; the latest of a chain counts', () => {
    const adopt = (candidates: string[], replaces: string | null = null, post = 'P1') =>
      record('shortlist.adopted', { session: SESSION, post, quota: 2, candidates, tied: [], replaces })
    const first = adopt(['c1', 'c2'])
    const second = adopt(['c1'], first)
    adopt(['c3'], null, 'P2')
    expect(adoptionsOf(db, SESSION).get('P1')?.body.candidates).toEqual(['c1'])
    expect(kinds()).toEqual([])
    const rival = adopt(['c2'], first)
    expect(kinds()).toEqual([{ kind: 'two_shortlists', facts: [second, rival].sort() }])
    drop(rival)
    expect(kinds()).toEqual([])
    expect(adoptionsOf(db, SESSION).get('P1')?.body.candidates).toEqual(['c1'])
    const unheard = adopt(['c9'])
    expect(kinds()).toEqual([{ kind: 'two_shortlists', facts: [second, unheard].sort() }])
  })

  it('two draws of rooms that were both drawn, and somebody joined to another room than drawn', () => {
    const drawIn = (draw: string, room: string) => {
      record('rooms.frozen', {
        draw, session: SESSION, kind: 'groups', units: [{ unit: 'g1', posts: ['P1'] }], candidates: [], places: ['1'], excluded: [], poolHash: hash, commitment: hash,
      })
      return record('rooms.drawn', { draw, session: SESSION, secret: hash, assigned: [], members: [{ candidate: 'c1', room }] })
    }
    const one = drawIn('r1', '1')
    expect(roomMembers(db, SESSION).get('c1')).toBe('1')
    record('rooms.joined', { ...about, room: '1' })
    expect(kinds()).toEqual([])
    const joined = record('rooms.joined', { ...about, room: '2' })
    expect(kinds()).toMatchObject([{ kind: 'two_rooms' }])
    drop(joined)
    const two = drawIn('r2', '2')
    expect(kinds()).toEqual([{ kind: 'two_room_draws', facts: [one, two].sort() }])
    expect(roomMembers(db, SESSION).get('c1')).toBe('1')
    record('rooms.aborted', { draw: 'r2', session: SESSION, reason: 'drawn twice' })
    expect(kinds()).toEqual([])
  })

  it('facts of the waiting room, the interview room and conduct after the session closed', () => {
    record('session.opened', { session: SESSION })
    record('session.closed', { session: SESSION, counts: {}, conflicts: [] })
    const late = [
      record('waiting.called', { ...about, lot: 'A001', room: '1', call: 1 }), record('interview.entered', inRoom), record('conduct.withdrawn', { ...about, reason: 'ill' }),
    ]
    expect(kinds().map(({ kind, facts }) => [kind, ...facts]).sort()).toEqual(late.map((fact) => ['after_close', fact]).sort())
  })
})

it('a journey holds the shortlist, the draw and the joining of rooms, and every step of that person alone', () => {
  const mine = [
    record('shortlist.adopted', { session: SESSION, post: 'P1', quota: 2, candidates: ['c1', 'c2'], tied: [], replaces: null }),
    record('rooms.drawn', { draw: 'r1', session: SESSION, secret: hash, assigned: [], members: [{ candidate: 'c1', room: '1' }] }),
    record('rooms.joined', { ...about, room: '1' }), record('waiting.called', { ...about, lot: 'A001', room: '1', call: 1 }),
    record('interview.entered', inRoom), record('conduct.violated', { ...about, kind: 'phone', effect: 'none', item: null, reason: 'rang', evidence: '' }),
    record('paper.typed', { ...about, sheet: 's1', row: '1', kind: 'interview', writtenAt: '', newer: [] }),
  ]
  record('shortlist.adopted', { session: SESSION, post: 'P2', quota: 2, candidates: ['c11', 'c2'], tied: [], replaces: null })
  record('rooms.drawn', { draw: 'r2', session: SESSION, secret: hash, assigned: [], members: [{ candidate: 'c2', room: '1' }] })
  record('waiting.called', { session: SESSION, candidate: 'c2', lot: 'A002', room: '1', call: 1 })
  expect(journeyOf(db, 'c1').map(({ id }) => id)).toEqual(mine)
})
