import { afterEach, describe, expect, it } from 'vitest'
import type { RulePack } from '../../shared/pack-schema.ts'
import type { Candidate } from '../../shared/roster.ts'
import { ok, refusedAs } from '../../tools/simulate/crew.ts'
import { makeBeside, totals } from '../e2e/interview-beside.ts'
import { interviewDay, madePack, madePerson, madePost, openMade, type MadeVenue } from '../e2e/made-venue.ts'

// packs that set the stages of a post otherwise than Shenzhen does, each played from the shortlist to closed half days

let venue: MadeVenue
afterEach(() => venue.stop())

const sessionOf = (pack: RulePack, id: string) => pack.sessions.find((session) => session.id === id)!
const due = (beside: ReturnType<typeof makeBeside>) => beside.rows().then((rows) => rows.map((row) => row.candidate).sort())
const ids = (...people: Candidate[]) => people.map(({ id }) => id).sort()

/** Seven equal totals: the score is that mark. */
const seven = (mark: string) => totals(...Array.from({ length: 7 }, () => mark))

/** Every line of the closed session's counts is even, and its closing package is sealed to the practice HQ. */
async function balances(session: string): Promise<void> {
  const chief = venue.crew.as('chief-1')
  const { balanced } = ok(await chief.closing.balance({ session }), 'balance')
  expect(balanced).toBe(true)
  expect(ok(await chief.closing.package({ cmd: venue.crew.cmd(), session }), 'package').package.recipients).toHaveLength(1)
}

describe('Hangzhou: the interview before fitness', () => {
  it('everybody of the post by written score is interviewed first; who passes is due for fitness, and only who passes both has passed', async () => {
    const pack = madePack('shenzhen-2023', (given) => {
      given.posts = [madePost('H001', { stages: ['interview', 'fitness'], category: 'general' })]
      const fitness = given.sessions[0]!
      given.sessions = [
        interviewDay('d1', { date: '2023-06-09', posts: ['H001'], letters: ['A', 'B'] }),
        { ...fitness, id: 'd2', date: '2023-06-10', stages: ['fitness'], due: { kind: 'shortlist', posts: ['H001'] } },
      ]
      given.pools = [{ id: 'd2-all', session: 'd2', step: 'order', stages: ['fitness'], letters: 'CDEF', title: { zh: '全体', en: 'all' }, who: { sex: 'any', posts: null } }]
    })
    const people = ['80', '78', '76', '74'].map((written, n) => madePerson(n, { post: 'H001', written }))
    const [first, second, third, fourth] = people as [Candidate, Candidate, Candidate, Candidate]
    venue = await openMade({ pack, people })
    const [interview, fitness] = [makeBeside(venue, sessionOf(pack, 'd1')), makeBeside(venue, sessionOf(pack, 'd2'))]
    const chief = venue.crew.as('chief-1')

    await venue.at(sessionOf(pack, 'd1'), '08:00')
    expect(await interview.adopt()).toEqual(ids(first, second, third))
    // fitness waits for the interviews of these three; the one who was not invited waits for nothing
    const waits = ok(await chief.shortlist.propose({ session: 'd2' }), 'list of fitness').posts[0]!
    expect(waits).toMatchObject({ quota: null, unfinished: 3 })
    refusedAs(
      await chief.shortlist.adopt({ cmd: venue.crew.cmd(), session: 'd2', posts: ['H001'], second: venue.crew.second('supervisor-1') }),
      'shortlist_unfinished', 'fitness before the interviews',
    )
    await interview.open()
    await interview.drawRooms()
    await interview.admit(first, second, third)
    await interview.freezeLots()
    for (const person of [first, second, third]) await interview.drawLot(person)
    expect(await interview.interviewed(first, seven('90'))).toBe('90.00')
    expect(await interview.interviewed(second, seven('60'))).toBe('60.00')
    expect(await interview.interviewed(third, seven('59.99'))).toBe('59.99')
    await venue.at(sessionOf(pack, 'd1'), '12:00')
    expect(await interview.close()).toEqual({ passed: 2, interview_failed: 1 })
    await balances('d1')

    await venue.at(sessionOf(pack, 'd2'), '07:50')
    expect((await fitness.adopt()).sort()).toEqual(ids(first, second))
    await fitness.open()
    expect(await due(fitness)).toEqual(ids(first, second))
    expect(await due(interview)).toEqual(ids(first, second, third))
    await fitness.fitnessDay([first, second], [second])
    await venue.at(sessionOf(pack, 'd2'), '11:30')
    expect(await fitness.close()).toEqual({ passed: 1, fitness_failed: 1 })
    await balances('d2')
    expect(await fitness.whereabouts(first)).toBe('passed')

    // only the one who passed both is on the medical list; nobody who failed either has a rank
    const { standing } = ok(await chief.standings.post({ post: 'H001' }), 'standing')
    expect(standing.rows.filter((row) => row.rank !== null).map((row) => [row.candidate, row.rank])).toEqual([[first.id, 1]])
    const missing = new Map(standing.rows.map((row) => [row.candidate, row.missing]))
    expect([second, third, fourth].map(({ id }) => missing.get(id))).toEqual(['fitness_failed', 'interview_failed', 'not_listed'])
    expect(await venue.crew.as('auditor-1').system.verify({ full: true })).toMatchObject({ ok: true, bad: null })
  })
})

describe('Wuhan 004–007: no fitness at all, marks by element', () => {
  it('the written score alone invites, elements are trimmed one by one, and the total is half written and half interview', async () => {
    const pack = madePack('wuhan-2025', (given) => {
      given.posts = [madePost('004', { stages: ['interview'], category: 'undivided' })]
      given.sessions = [interviewDay('d1', { date: '2025-11-16', posts: ['004'], letters: ['A', 'B'] })]
      given.pools = []
    })
    const people = ['81.5', '80', '70'].map((written, n) => madePerson(n, { post: '004', written }))
    const [first, second, third] = people as [Candidate, Candidate, Candidate]
    venue = await openMade({ pack, people })
    const day = makeBeside(venue, pack.sessions[0]!)
    await venue.at(pack.sessions[0]!, '08:00')
    expect(await day.adopt()).toEqual(ids(first, second, third))
    await day.open()
    await day.drawRooms()
    await day.admit(first, second)
    await day.freezeLots()
    for (const person of [first, second]) await day.drawLot(person)
    // the first and the sixth are highest in one element and lowest in another: 14 + 17 + 16 + 13 + 15 + 8 are left
    const plain = ['14', '17', '16', '13', '15', '8']
    const odd = ['15', '10', '16', '13', '17', '8']
    const low = ['10', '20', '16', '13', '15', '8']
    const marks = [odd, plain, plain, plain, plain, low, plain]
    expect(pack.interview?.drop).toBe('perElement')
    const score = await day.interviewed(first, marks)
    expect(score).toBe('83.00')
    const sheet = await day.sheet(first)
    expect(sheet.elements).toHaveLength(6)
    expect(sheet.dropped[0]).toEqual({ highest: 0, lowest: 5 })
    expect(sheet.dropped[1]).toEqual({ highest: 5, lowest: 0 })
    // a mark above the maximum of its element is refused by examiner and element
    await day.answered(second)
    const above = marks.map((row, at) => (at === 2 ? row.with(5, '10.1') : row))
    const refused = await venue.crew.as('interview-1').interview.mark({ cmd: venue.crew.cmd(), session: 'd1', candidate: second.id, stage: 'interview', marks: above })
    refusedAs(refused, 'marks_wrong', 'a mark above its element')
    expect(await day.marked(second, Array.from({ length: 7 }, () => ['9', '12', '12', '9', '12', '5.9']))).toBe('59.90')
    await day.signed(second, '59.90')
    await day.slip(second, '59.90')
    await venue.at(pack.sessions[0]!, '12:00')
    expect(await day.close()).toEqual({ passed: 1, interview_failed: 1, absent: 1 })
    await balances('d1')
    const { standing } = ok(await venue.crew.as('chief-1').standings.post({ post: '004' }), 'standing')
    // (81.5 + 83.00) / 2; whoever stays under the pass mark has a total and no medical
    expect(standing.rows.map((row) => [row.candidate, row.rank, row.total, row.gate, row.medical, row.missing])).toEqual([
      [first.id, 1, '82.25', 'pass', true, null], [second.id, 2, '69.95', 'fail', false, null], [third.id, null, null, 'open', false, 'absent'],
    ])
  })
})

describe('Wuhan 001–003: a professional test after the interview', () => {
  it('only who passed the interview sits the test; one entry is checked by another, and three scores make the total', async () => {
    const pack = madePack('wuhan-2025', (given) => {
      given.posts = [madePost('001', { stages: ['interview', 'professional'] })]
      given.sessions = [interviewDay('d1', { date: '2025-11-16', posts: ['001'], letters: ['A', 'B'], stages: ['interview', 'professional'] })]
      given.pools = []
    })
    const people = ['80', '75', '70'].map((written, n) => madePerson(n, { post: '001', written }))
    const [first, second, third] = people as [Candidate, Candidate, Candidate]
    venue = await openMade({ pack, people })
    const day = makeBeside(venue, pack.sessions[0]!)
    await venue.at(pack.sessions[0]!, '08:00')
    await day.adopt()
    await day.open()
    await day.drawRooms()
    await day.admit(...people)
    await day.freezeLots()
    for (const person of people) await day.drawLot(person)
    const panel = (row: string[]) => Array.from({ length: 7 }, () => row)
    const entering = { session: 'd1', candidate: first.id, stage: 'professional' as const }
    await day.call(first)
    const before = await venue.crew.as('interview-1').interview.enter({ cmd: venue.crew.cmd(), ...entering })
    expect(before.ok).toBe(false)
    await day.call(first) // the call stands, and a second one is a second call
    await day.enter(first)
    await day.start(first)
    venue.crew.pass(60_000)
    ok(await venue.crew.as('interview-1').interview.finish({ cmd: venue.crew.cmd(), ...entering, stage: 'interview' }), 'the end')
    ok(await venue.crew.as('interview-1').interview.leave({ cmd: venue.crew.cmd(), ...entering, stage: 'interview' }), 'leaving')
    expect(await day.marked(first, panel(['12', '16', '16', '12', '16', '8']))).toBe('80.00')
    await day.signed(first, '80.00')
    await day.slip(first, '80.00')
    // three examiners, nothing dropped, no clock
    expect(await day.interviewed(first, totals('90', '91', '92.5'), 'professional')).toBe('91.17')
    expect(await day.interviewed(second, panel(['9', '12', '12', '9', '12', '5.9']))).toBe('59.90')
    await day.call(third)
    const wrong = await venue.crew.as('interview-1').interview.enter({ cmd: venue.crew.cmd(), session: 'd1', candidate: second.id, stage: 'professional' })
    expect(wrong.ok).toBe(false)
    ok(await venue.crew.as('supervisor-1').sessions.withdraw({ cmd: venue.crew.cmd(), session: 'd1', candidate: third.id, reason: '书面放弃', second: venue.crew.second('chief-1') }), 'withdrawal')
    await venue.at(pack.sessions[0]!, '12:00')
    expect(await day.close()).toEqual({ passed: 1, interview_failed: 1, withdrawn: 1 })
    await balances('d1')
    const { standing } = ok(await venue.crew.as('chief-1').standings.post({ post: '001' }), 'standing')
    // 80 × 0.4 + 80.00 × 0.3 + 91.17 × 0.3 = 83.351
    expect(standing.rows[0]).toMatchObject({ candidate: first.id, rank: 1, written: '80', interview: '80.00', professional: '91.17', total: '83.35' })
    expect(standing.rows.slice(1).map((row) => [row.rank, row.missing])).toEqual([[null, 'interview_failed'], [null, 'withdrawn']])
  })
})

describe('the same sheets under two packs', () => {
  it('give two scores: totals trimmed and elements trimmed are different announcements', async () => {
    const marks = [
      ['15', '10', '16', '13', '17', '8'], ['14', '17', '16', '13', '15', '8'], ['13', '18', '17', '12', '15', '9'], ['14', '16', '15', '14', '16', '7'],
      ['12', '19', '18', '13', '14', '8'], ['14', '17', '16', '11', '15', '10'], ['11', '20', '14', '15', '18', '6'],
    ]
    const scores: string[] = []
    for (const drop of ['totals', 'perElement'] as const) {
      const pack = madePack('wuhan-2025', (given) => {
        given.posts = [madePost('004', { stages: ['interview'], category: 'undivided' })]
        given.sessions = [interviewDay('d1', { date: '2025-11-16', posts: ['004'], letters: ['A', 'B'] })]
        given.pools = []
        given.interview!.drop = drop
      })
      const person = madePerson(0, { post: '004', written: '70' })
      if (scores.length > 0) await venue.stop()
      venue = await openMade({ pack, people: [person] })
      const day = makeBeside(venue, pack.sessions[0]!)
      await venue.at(pack.sessions[0]!, '08:00')
      await day.adopt()
      await day.open()
      await day.drawRooms()
      await day.admit(person)
      await day.freezeLots()
      await day.drawLot(person)
      scores.push(await day.interviewed(person, marks))
    }
    // totals 79 83 84 82 84 83 84 without 84 and 79: 416 / 5; by element 13.4 + 17.4 + 16 + 13 + 15.6 + 8
    expect(scores).toEqual(['83.20', '83.40'])
  })
})
