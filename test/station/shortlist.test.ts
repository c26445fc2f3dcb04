import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RulePack, Stage } from '../../shared/pack-schema.ts'
import { boardOf } from '../../station/board.ts'
import { person, practiceVenue } from './practice-venue.ts'

const first = '0609-am'
const day = '0617-am'
const witnesses = ['甲', '乙']

interface Options {
  /** Written score of person n, absent when empty. */
  written: readonly string[]
  headcount?: number
  stages?: Stage[]
  /** Stages of the session the shortlist is for. */
  held?: Stage[]
  category?: 'technical' | 'general'
  /** By number, people of another venue: due in no half day here, with what they passed there. */
  away?: Readonly<Record<number, Stage[]>>
  change?: (pack: RulePack) => void
}

/** Two half days: psych (or interview) first, then the one whose list is adopted. Person n of post Y001, up to eight of them. */
function venueOf(given: Options) {
  const { written } = given
  const stages = given.stages ?? ['psych', 'interview']
  const held = given.held ?? ['interview']
  const before = stages.filter((stage) => !held.includes(stage))
  const people = written.map((score, at) => {
    const away = given.away?.[at + 1]
    return person(at + 1, {
      post: 'Y001', sessions: before.length > 0 && away === undefined ? [first] : [], ...(score === '' ? {} : { written: score }),
      ...(away === undefined || away.length === 0 ? {} : { passed: away }),
    })
  })
  const practice = practiceVenue(people, {
    change: (pack) => {
      const post = pack.posts.find((each) => each.code === 'Y001')!
      pack.posts = [{ ...post, stages, headcount: given.headcount ?? 1, category: given.category ?? 'general' }]
      const title = { zh: '场次', en: 'Session' }
      pack.sessions = [
        ...(before.length === 0 ? [] : [{ id: first, date: '2023-06-09', half: 'am' as const, title, stages: before, window: { from: '07:45', to: '08:15' }, due: { kind: 'posts' as const, posts: ['Y001'] }, rooms: [] }]),
        {
          id: day, date: '2023-06-17', half: 'am', title, stages: held, window: { from: '07:30', to: '08:30' }, due: { kind: 'shortlist', posts: ['Y001'] },
          rooms: [{ id: '1', title, letters: 'A' }],
        },
      ]
      pack.pools = before.length === 0 ? [] : [{ id: 'p', session: first, step: 'order', stages: before, letters: 'ABC', title, who: { sex: 'any', posts: null } }]
      given.change?.(pack)
    },
  })
  const { must, as, reason } = practice
  const psych = (n: number, result: 'passed' | 'failed', lot: string) => must(as('psych'), 'psych', 'record', { session: first, lot, result }).then(() => n)
  const venue = {
    ...practice,
    /** Everybody through psych: those named fail, those in `absent` do not come. */
    morning: async (failed: readonly number[] = [], absent: readonly number[] = []) => {
      await practice.open()
      const came = written.map((_, at) => at + 1).filter((n) => !absent.includes(n))
      for (const n of came) await practice.admit(n)
      const lots = await practice.drawFor(came, 'p')
      for (const [at, n] of came.entries()) await psych(n, failed.includes(n) ? 'failed' : 'passed', lots[at]!)
      practice.at('09:00')
    },
    fixed: async () => (await must(as('chief'), 'shortlist', 'propose', { session: day })).fixed,
    propose: async () => (await must(as('chief'), 'shortlist', 'propose', { session: day })).posts[0]!,
    listed: async () => (await venue.propose()).rows.filter((row) => row.listed).map((row) => row.candidate),
    adopt: () => must(as('chief', 'supervisor'), 'shortlist', 'adopt', { session: day, posts: ['Y001'] }),
    adoptReason: () => reason(as('chief', 'supervisor'), 'shortlist', 'adopt', { session: day, posts: ['Y001'] }),
    due: () => boardOf(practice.venue).standings(day).map((standing) => standing.candidate),
  }
  return venue
}

describe('who is proposed', () => {
  it('those who passed the stages before, best written score first, as many as the quota; the others are counted out', async () => {
    const { morning, propose } = venueOf({ written: ['60', '70', '80.5', '90', '65', '75'], headcount: 1 })
    await morning([4], [6])
    const proposal = await propose()
    expect(proposal).toMatchObject({ quota: 3, ratio: '3', out: 2, unfinished: 0, tied: 0, withoutScore: 0, adopted: null, changed: false })
    expect(proposal.clause).not.toBe('')
    expect(proposal.rows.map(({ candidate, place, listed }) => [candidate, place, listed])).toEqual([
      ['c003', 1, true], ['c002', 2, true], ['c005', 3, true], ['c001', 4, false],
    ])
  })

  it('those who passed the stages before at another venue, as HQ says, besides those who passed them here', async () => {
    const { morning, propose } = venueOf({ written: ['60', '70', '80', '90', '95'], headcount: 1, away: { 4: ['psych'], 5: [] } })
    await morning([], [4, 5])
    const proposal = await propose()
    expect(proposal).toMatchObject({ quota: 3, out: 1, unfinished: 0 })
    expect(proposal.rows.map(({ candidate, listed }) => [candidate, listed])).toEqual([['c004', true], ['c003', true], ['c002', true], ['c001', false]])
  })

  it('where no stage before is held here, whoever HQ says passed it; everybody where HQ says nothing', async () => {
    const change = (pack: RulePack) => {
      pack.sessions = pack.sessions.filter(({ id }) => id === day)
      pack.pools = []
    }
    const told = venueOf({ written: ['60', '70', '80'], headcount: 1, away: { 1: ['psych'], 2: ['psych'], 3: [] }, change })
    expect(await told.propose()).toMatchObject({ out: 1, unfinished: 0 })
    expect(await told.listed()).toEqual(['c002', 'c001'])
    const silent = venueOf({ written: ['60', '70', '80'], headcount: 1, away: { 1: [], 2: [], 3: [] }, change })
    expect(await silent.listed()).toEqual(['c003', 'c002', 'c001'])
  })

  it('everybody equal at the cut is in and marked, never cut by accident', async () => {
    const { morning, propose } = venueOf({ written: ['60', '70', '70', '70.0', '90', '50'], headcount: 1 })
    await morning()
    const proposal = await propose()
    expect(proposal).toMatchObject({ quota: 3, tied: 3 })
    expect(proposal.rows.filter((row) => row.tied).map((row) => row.candidate)).toEqual(['c002', 'c003', 'c004'])
    expect(proposal.rows.filter((row) => row.listed)).toHaveLength(4)
  })

  it('a missing written score is named and not placed while there are more people than places; where all fit nobody is left out', async () => {
    const many = venueOf({ written: ['60', '', '80', '90', '65'], headcount: 1 })
    await many.morning()
    const proposal = await many.propose()
    expect(proposal.withoutScore).toBe(1)
    expect(proposal.rows.at(-1)).toMatchObject({ candidate: 'c002', written: null, place: null, listed: false })
    const few = venueOf({ written: ['60', '', '80'], headcount: 1 })
    await few.morning()
    expect(await few.listed()).toEqual(['c003', 'c001', 'c002'])
  })

  it('before fitness everybody of the post, after the interview all who passed it and no quota', async () => {
    const before = venueOf({ written: ['60', '70', '80', '90'], stages: ['interview', 'fitness'], headcount: 1 })
    expect(await before.propose()).toMatchObject({ quota: 3, out: 0, unfinished: 0 })
    const after = venueOf({ written: ['60', '70', '80', '90', '95'], stages: ['psych', 'fitness'], held: ['fitness'], headcount: 1 })
    await after.morning([5])
    expect(await after.propose()).toMatchObject({ quota: null, ratio: null, out: 1 })
    expect(await after.listed()).toEqual(['c004', 'c003', 'c002', 'c001'])
  })

  it('not who was barred before the day, or withdrew', async () => {
    const { morning, venue, as, cmd, propose, listed } = venueOf({ written: ['60', '70', '80', '90'], headcount: 1 })
    await morning()
    venue.record(as('chief'), 'conduct.withdrawn', { session: first, candidate: 'c004', reason: '书面放弃' }, cmd())
    expect(await listed()).toEqual(['c003', 'c002', 'c001'])
    expect(await propose()).toMatchObject({ out: 1 })
  })

  it('is the same list whatever order people came in: seeded scores, never fewer than the places, never a cut between equals', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 60, max: 64 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 2 }), async (scores, headcount) => {
      const { propose } = venueOf({ written: scores.map(String), stages: ['interview'], headcount })
      const { rows, quota } = await propose()
      const [inside, outside] = [rows.filter((row) => row.listed), rows.filter((row) => !row.listed)]
      expect(inside.length).toBeGreaterThanOrEqual(Math.min(quota!, scores.length))
      const lowest = Math.min(...inside.map((row) => Number(row.written)))
      for (const row of outside) expect(Number(row.written)).toBeLessThan(lowest)
      if (inside.length > quota!) expect(inside.filter((row) => row.tied).length).toBeGreaterThan(inside.length - quota!)
    }), { seed: 20_230_617, numRuns: 25 })
  })
})

describe('adopting', () => {
  it('waits for everybody of the post and asks for two people; then they are due', async () => {
    const { morning, reason, as, adopt, due, adoptReason, propose } = venueOf({ written: ['60', '70', '80', '90'], headcount: 1 })
    expect(await adoptReason()).toBe('shortlist_unfinished')
    expect(await propose()).toMatchObject({ unfinished: 4 })
    await morning()
    expect(await reason(as('chief'), 'shortlist', 'adopt', { session: day, posts: ['Y001'] })).toBe('second_person_needed')
    expect(await reason(as('chief', 'checkin'), 'shortlist', 'adopt', { session: day, posts: ['Y001'] })).toBe('second_person_role')
    expect(due()).toEqual([])
    expect(await adopt()).toMatchObject({ candidates: 3 })
    expect(due()).toEqual(['c002', 'c003', 'c004'])
    expect((await propose()).adopted).toMatchObject({ by: 'chief-1', second: 'supervisor-2', count: 3 })
  })

  it('again takes the place of the one before; what changed since is shown', async () => {
    const { morning, venue, as, cmd, adopt, propose, due } = venueOf({ written: ['60', '70', '80', '90'], headcount: 1 })
    await morning()
    await adopt()
    venue.record(as('chief'), 'conduct.withdrawn', { session: first, candidate: 'c004', reason: '书面放弃' }, cmd())
    expect(await propose()).toMatchObject({ changed: true })
    await adopt()
    expect(await propose()).toMatchObject({ changed: false, adopted: { count: 3 } })
    expect(due()).toEqual(['c001', 'c002', 'c003'])
  })

  it('is refused once rooms or lots were frozen, and open again when that was given up', async () => {
    const { morning, must, as, adopt, adoptReason, at, fixed } = venueOf({ written: ['60', '70', '80', '90'], headcount: 1 })
    await morning()
    await adopt()
    at('08:00', '2023-06-17')
    await must(as('chief'), 'sessions', 'open', { session: day })
    const { draw } = await must(as('lots'), 'rooms', 'freeze', { session: day, kind: 'groups', groups: [{ group: 'g1', posts: ['Y001'] }] })
    expect(await adoptReason()).toBe('shortlist_fixed')
    expect(await fixed()).toBe(true)
    await must(as('chief', 'supervisor'), 'rooms', 'abort', { draw, reason: '名单有误' })
    expect(await fixed()).toBe(false)
    expect(await adoptReason()).toBeNull()
    const again = await must(as('lots'), 'rooms', 'freeze', { session: day, kind: 'groups', groups: [{ group: 'g1', posts: ['Y001'] }] })
    await must(as('lots'), 'rooms', 'digits', { draw: again.draw, digits: '0123456789', witnesses })
    await must(as('lots'), 'rooms', 'draw', { draw: again.draw })
    expect(await adoptReason()).toBe('shortlist_fixed')
  })

  it('of an unknown post, or where no shortlist is used, is refused; a repeat records nothing', async () => {
    const { morning, must, reason, as, cmd, facts } = venueOf({ written: ['60', '70'], headcount: 1 })
    await morning()
    const two = as('chief', 'supervisor')
    expect(await reason(two, 'shortlist', 'adopt', { session: day, posts: ['X'] })).toBe('post_unknown')
    expect(await reason(two, 'shortlist', 'propose', { session: first })).toBe('shortlist_not_used')
    expect(await reason(two, 'shortlist', 'propose', { session: 'unknown' })).toBe('session_unknown')
    const sent = { cmd: cmd(), session: day, posts: ['Y001'] }
    const done = await must(two, 'shortlist', 'adopt', sent)
    const count = facts()
    expect(await must(two, 'shortlist', 'adopt', sent)).toEqual({ ...done, repeated: true })
    expect(await reason(two, 'shortlist', 'adopt', { ...sent, session: first })).toBe('command_reused')
    expect(facts()).toBe(count)
  })
})

describe('somebody who has checked in', () => {
  it('is not dropped by a later list without the check-in being taken back: nobody could end their day', async () => {
    const { morning, adopt, adoptReason, due, at, must, as, admit, call, venue } = venueOf({ written: ['60', '70', '80', '90', '65', '75'], headcount: 1 })
    await morning()
    await adopt()
    at('07:50', '2023-06-17')
    await must(as('chief'), 'sessions', 'open', { session: day })
    const { fact } = await admit(4, { session: day })
    const psych = boardOf(venue).standing(first, 'c004')!.psych!.fact
    await must(as('psych', 'supervisor'), 'psych', 'correct', { replaces: psych, result: 'failed', reason: '录错' })
    expect(await call(as('chief', 'supervisor'), 'shortlist', 'adopt', { session: day, posts: ['Y001'] }))
      .toMatchObject({ refused: { reason: 'shortlist_admitted', detail: { count: '1', people: 'B004' } } })
    expect(due()).toContain('c004')
    await must(as('checkin', 'supervisor'), 'checkIn', 'undo', { replaces: fact, reason: '不在名单' })
    expect(await adoptReason()).toBeNull()
    expect(due()).toEqual(['c002', 'c003', 'c006'])
    at('09:50', '2023-06-17')
    await must(as('chief', 'supervisor'), 'sessions', 'close', { session: day })
  })

  it('and withdrew makes room for the next, and the session still closes', async () => {
    const { morning, adopt, due, at, must, as, admit } = venueOf({ written: ['60', '70', '80', '90', '65', '75'], headcount: 1 })
    await morning()
    await adopt()
    at('07:50', '2023-06-17')
    await must(as('chief'), 'sessions', 'open', { session: day })
    await admit(4, { session: day })
    await must(as('chief', 'supervisor'), 'sessions', 'withdraw', { session: day, candidate: 'c004', reason: '书面放弃' })
    await adopt()
    expect(due()).toContain('c002')
    at('09:50', '2023-06-17')
    await must(as('chief', 'supervisor'), 'sessions', 'close', { session: day })
  })
})
