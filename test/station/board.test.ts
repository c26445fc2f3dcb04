import { describe, expect, it } from 'vitest'
import { candidateRecord } from '../../db/candidate-record.ts'
import { currentRows } from '../../shared/record-rows.ts'
import type { RulePack, Session, Stage } from '../../shared/pack-schema.ts'
import { shutBy, whereabouts } from '../../shared/standing.ts'
import { boardOf } from '../../station/board.ts'
import { dayOf, sessionOf } from '../../station/session-day.ts'
import { person, practiceVenue, session as fitnessDay, type Practice } from './practice-venue.ts'

const interviewDay = 'interviews'

/** The fitness half day of the practice pack, and a half day of interviews of its own kind. */
function twoDays(due: Session['due'], options: { order?: Stage[]; date?: string } = {}) {
  const people = [person(1), person(2), person(3)].map((each) => (due.kind === 'posts' ? { ...each, sessions: [fitnessDay, interviewDay] } : each))
  return practiceVenue(people, {
    change: (pack: RulePack) => {
      for (const post of pack.posts) post.stages = options.order ?? ['psych', 'fitness', 'interview']
      pack.sessions = [...pack.sessions.filter(({ id }) => id === fitnessDay), {
        id: interviewDay, date: options.date ?? '2023-06-17', half: 'am', title: { zh: '面试', en: 'Interviews' }, stages: ['interview'], window: { from: '07:30', to: '08:30' }, due,
        rooms: [{ id: '1', title: { zh: '第一面试室', en: 'Room 1' }, letters: 'A' }, { id: '2', title: { zh: '第二面试室', en: 'Room 2' }, letters: 'B' }],
      }]
    },
  })
}
const shortlist: Session['due'] = { kind: 'shortlist', posts: ['Y001'] }
const chief = { operator: 'chief-1', name: 'chief', roles: ['chief' as const], second: { operator: 'supervisor-1', roles: ['supervisor' as const] } }

const adopt = (practice: Practice, candidates: number[], replaces: string | null = null, post = 'Y001') => {
  const done = practice.venue.record(chief, 'shortlist.adopted', {
    session: interviewDay, post, quota: 2, candidates: candidates.map((n) => person(n).id), tied: [], replaces,
  }, practice.cmd())
  if (!done.ok) throw new Error(done.refused.reason)
  return done.fact
}
const due = (practice: Practice) => boardOf(practice.venue).standings(interviewDay).map(({ candidate }) => candidate)

describe('a half day for those on the shortlist', () => {
  it('nobody is due before it is adopted, then those on the latest list, and the roster names nobody less', () => {
    const practice = twoDays(shortlist)
    const board = boardOf(practice.venue)
    expect(due(practice)).toEqual([])
    const first = adopt(practice, [1, 2])
    expect(due(practice)).toEqual([person(1).id, person(2).id])
    expect(board.person(person(1).id)?.sessions).toEqual([fitnessDay, interviewDay])
    adopt(practice, [2, 3], first)
    expect(due(practice)).toEqual([person(2).id, person(3).id])
    expect(board.person(person(1).id)?.sessions).toEqual([fitnessDay])
    expect(board.standings(fitnessDay)).toHaveLength(3)
    expect(boardOf(practice.restarted()).standings(interviewDay).map(({ candidate }) => candidate)).toEqual(due(practice))
  })

  it('a list of a post the session is not for adds nobody', () => {
    const practice = twoDays(shortlist)
    adopt(practice, [1], null, 'J001')
    expect(due(practice)).toEqual([])
  })

  it('opens only when every post of it has an adopted list, and names those that have none', async () => {
    const practice = twoDays({ kind: 'shortlist', posts: ['Y001', 'J001'] })
    adopt(practice, [1])
    expect(await practice.call(practice.as('chief'), 'sessions', 'open', { session: interviewDay })).toMatchObject({ ok: false, refused: { reason: 'shortlist_missing', detail: { posts: 'J001' } } })
    adopt(practice, [], null, 'J001')
    expect(await practice.reason(practice.as('chief'), 'sessions', 'open', { session: interviewDay })).toBeNull()
    expect((await practice.must(practice.as('chief'), 'sessions', 'list')).find(({ id }) => id === interviewDay)).toMatchObject({ due: 1, state: 'open' })
  })
})

describe('rooms', () => {
  it('are known from the draw and from who joined later, as soon as either is recorded', () => {
    const practice = twoDays(shortlist)
    const { venue } = practice
    adopt(practice, [1, 2])
    const roomOf = (n: number) => boardOf(venue).standing(interviewDay, person(n).id)?.room
    const hash = 'a'.repeat(64)
    expect(roomOf(1)).toBeNull()
    venue.record(chief, 'rooms.frozen', {
      draw: 'r1', session: interviewDay, kind: 'groups', units: [{ unit: 'g', posts: ['Y001'] }], candidates: [], places: ['1', '2'], excluded: [], poolHash: hash, commitment: hash,
    }, practice.cmd())
    venue.record(chief, 'rooms.drawn', { draw: 'r1', session: interviewDay, secret: hash, assigned: [], members: [{ candidate: person(1).id, room: '2' }] }, practice.cmd())
    expect([roomOf(1), roomOf(2)]).toEqual(['2', null])
    venue.record(chief, 'rooms.joined', { session: interviewDay, candidate: person(2).id, room: '1' }, practice.cmd())
    expect([roomOf(1), roomOf(2)]).toEqual(['2', '1'])
  })
})

describe('what one session knows of another', () => {
  it('the interview opens to who passed fitness in its own session, and shuts again when a correction takes that back', async () => {
    const practice = twoDays(shortlist)
    const [lot] = await practice.ready([1])
    adopt(practice, [1])
    const shut = () => shutBy(boardOf(practice.venue).standing(interviewDay, person(1).id)!, 'interview')
    expect(shut()).toMatchObject({ stage: 'fitness', state: 'open' })
    await practice.read(lot!, 'jump', '270')
    await practice.read(lot!, 'shuttle', '12.50')
    const { fact } = await practice.read(lot!, 'run', '250')
    expect(shut()).toBeNull()
    await practice.must(practice.as('judge'), 'fitness', 'correct', { replaces: fact, outcome: { kind: 'gave_up' }, reason: '看错了号' })
    expect(shut()).toMatchObject({ stage: 'fitness', state: 'failed' })
    expect(boardOf(practice.restarted()).standing(interviewDay, person(1).id)).toMatchObject({ elsewhere: { fitness: 'failed' } })
  })

  it('fitness after the interview waits for it; closing the interviews fails who did not pass them', async () => {
    const practice = twoDays({ kind: 'posts', posts: ['Y001'] }, { order: ['interview', 'fitness'], date: '2023-06-08' })
    const { venue, as } = practice
    await practice.open()
    await practice.admit(1)
    const [lot] = await practice.drawFor([1])
    const where = () => whereabouts(boardOf(venue).standing(fitnessDay, person(1).id)!, dayOf(venue, sessionOf(venue, fitnessDay)!))
    expect(where()).toEqual({ where: 'lot_drawn', at: 'interview', why: 'earlier_stage' })
    const jump = { session: fitnessDay, lot: lot!, item: 'jump', outcome: { kind: 'reading' as const, reading: '270' } }
    expect(await practice.call(as('judge'), 'fitness', 'record', jump)).toMatchObject({ refused: { reason: 'stage_not_open', detail: { stage: 'interview' } } })
    venue.record(chief, 'session.closed', { session: interviewDay, counts: {}, conflicts: [] }, practice.cmd())
    expect(where()).toEqual({ where: 'interview_failed', at: 'interview', why: 'earlier_stage' })
  })

  it('a bar by violation reaches the sessions after it, a zero does not', () => {
    const practice = twoDays(shortlist)
    adopt(practice, [1, 2])
    for (const [n, effect] of [[1, 'barred'], [2, 'zero']] as const) {
      practice.venue.record(chief, 'conduct.violated', { session: fitnessDay, candidate: person(n).id, kind: 'x', effect, item: null, reason: '替考', evidence: '' }, practice.cmd())
    }
    const of = (n: number) => boardOf(practice.venue).standing(interviewDay, person(n).id)
    expect(of(1)?.barred?.reason).toBe('替考')
    expect(of(2)).toMatchObject({ barred: null, violations: [] })
    // Read alone it says the same as on the board.
    const records = [candidateRecord(practice.db, fitnessDay, person(1).id)]
    expect(currentRows(candidateRecord(practice.db, interviewDay, person(1).id), { pack: practice.venue.pack, session: interviewDay, records, results: {} }, null).violations).toHaveLength(1)
  })
})
