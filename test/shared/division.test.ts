import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overfull, proposeDivision, type Division, type PostToDivide, type SessionToFill } from '../../shared/hq/division.ts'
import type { Stage } from '../../shared/pack-schema.ts'

const stageSets: Stage[][] = [['psych', 'fitness', 'interview'], ['fitness', 'interview'], ['interview'], ['interview', 'professional'], ['psych', 'fitness']]
const heldSets: Stage[][] = [['psych', 'fitness'], ['fitness'], ['interview'], ['interview', 'professional']]

const posts = fc.array(fc.record({ stages: fc.constantFrom(...stageSets), count: fc.integer({ min: 0, max: 120 }), expected: fc.integer({ min: 1, max: 30 }), listed: fc.boolean() }), { maxLength: 12 })
const sessions = fc.array(fc.record({
  venue: fc.constantFrom('v1', 'v2', 'v3'), day: fc.integer({ min: 1, max: 6 }), half: fc.constantFrom('am' as const, 'pm' as const),
  stages: fc.constantFrom(...heldSets), capacity: fc.integer({ min: 1, max: 150 }), shortlist: fc.boolean(),
}), { maxLength: 14 })

function toDivide(given: { stages: Stage[]; count: number; expected: number; listed: boolean }[]): PostToDivide[] {
  return given.map(({ stages, count, expected, listed }, at) => {
    const people = Array.from({ length: count }, (_, n) => `p${String(at)}-${String(n)}`)
    const late = (stage: Stage) => (stage === 'interview' || stage === 'professional') && stages.indexOf(stage) > 0
    return { code: String(at + 1).padStart(3, '0'), stages, expected, people: (stage) => (late(stage) ? (listed ? people.filter((_, n) => n % 3 === 0) : null) : people) }
  })
}

const toFill = (given: (Omit<SessionToFill, 'id' | 'date'> & { day: number })[]): SessionToFill[] =>
  given.map(({ day, ...each }, at) => ({ id: `s${String(at)}`, date: `2026-03-0${String(day)}`, ...each, shortlist: each.shortlist && each.stages.includes('interview') }))

const placedOf = ({ placed }: Division, stage: Stage, post: string) => placed.filter((each) => each.post === post && each.stages.includes(stage))

describe('a proposed division', () => {
  it('loses nobody, places nobody twice, keeps every capacity, and is the same for the same people', () => {
    fc.assert(fc.property(posts, sessions, (somePosts, someSessions) => {
      const [divide, fill] = [toDivide(somePosts), toFill(someSessions)]
      const division = proposeDivision(divide, fill)
      const counts = new Map<string, number>()
      for (const { session, count } of division.placed) counts.set(session, (counts.get(session) ?? 0) + count)
      expect(overfull(fill, counts)).toEqual([])
      for (const post of divide) {
        for (const stage of post.stages) {
          const here = placedOf(division, stage, post.code)
          const people = here.flatMap((each) => each.people)
          expect(new Set(people).size).toBe(people.length)
          const waiting = division.unplaced.filter((each) => each.post === post.code && each.stages.includes(stage))
          const shortlisted = here.some(({ session }) => fill.find(({ id }) => id === session)?.shortlist)
          if (shortlisted) expect(here).toHaveLength(1)
          // who comes to stages held together comes to the first of them
          const coming = post.people((here[0] ?? waiting[0])?.stages[0] ?? stage)
          const why = waiting[0]?.why
          // a shortlist's half days take whole posts by their places
          if (shortlisted || (why === 'no_room' && waiting[0]?.count === post.expected && here.length === 0)) continue
          if (coming === null) expect(people).toEqual([])
          else if (why !== 'too_early' && why !== 'no_session') expect(people.length + waiting.reduce((sum, { count }) => sum + count, 0)).toBe(waiting[0]?.why === 'not_listed' ? 0 : coming.length)
          if (coming !== null) for (const id of people) expect(coming).toContain(id)
        }
      }
      expect(proposeDivision(toDivide(somePosts), toFill(someSessions))).toEqual(division)
      // in whatever order the half days are handed in
      expect(new Set(proposeDivision(divide, fill.toReversed()).placed.map((each) => JSON.stringify(each)))).toEqual(new Set(division.placed.map((each) => JSON.stringify(each))))
    }), { numRuns: 400 })
  })

  it('keeps a post together where it fits, and names every post it cut', () => {
    fc.assert(fc.property(posts, sessions, (somePosts, someSessions) => {
      const division = proposeDivision(toDivide(somePosts), toFill(someSessions))
      const cut = new Map<string, string[]>()
      for (const { post, stages, session } of division.placed) cut.set(`${post} ${stages.join()}`, [...(cut.get(`${post} ${stages.join()}`) ?? []), session])
      const several = [...cut].filter(([, ids]) => ids.length > 1).map(([key]) => key).sort()
      expect(division.splits.map(({ post, stages }) => `${post} ${stages.join()}`).sort()).toEqual(several)
    }), { numRuns: 200 })
  })

  it('holds no stage before the one that comes first for a post', () => {
    fc.assert(fc.property(posts, sessions, (somePosts, someSessions) => {
      const fill = toFill(someSessions)
      const slot = (id: string) => { const found = fill.find((each) => each.id === id); return `${found?.date ?? ''} ${found?.half ?? ''}` }
      const divide = toDivide(somePosts)
      const division = proposeDivision(divide, fill)
      for (const { code, stages } of divide) for (const [at, stage] of stages.entries()) {
        const before = stages.slice(0, at).flatMap((each) => placedOf(division, each, code)).filter((each) => !each.stages.includes(stage)).map(({ session }) => slot(session))
        for (const { session } of placedOf(division, stage, code)) for (const each of before) expect(slot(session) > each).toBe(true)
      }
    }), { numRuns: 200 })
  })

  const small = (capacities: readonly number[], count: number): Division => {
    const people = Array.from({ length: count }, (_, n) => `p${String(n)}`)
    return proposeDivision(
      [{ code: '001', stages: ['interview'], expected: 0, people: () => people }],
      capacities.map((capacity, at) => ({ id: `s${String(at)}`, venue: 'v1', date: '2026-03-01', half: 'am', stages: ['interview'], capacity, shortlist: false })),
    )
  }

  it('cuts a post only when no half day takes it whole, says that its panels have to be compared, and who found no room', () => {
    expect(small([30, 100], 80)).toMatchObject({ placed: [{ session: 's1', count: 80 }], splits: [], unplaced: [] })
    expect(small([60, 60], 100)).toMatchObject({ placed: [{ session: 's0', count: 50 }, { session: 's1', count: 50 }], splits: [{ post: '001', panel: true }] })
    expect(small([30, 30], 100)).toMatchObject({ unplaced: [{ post: '001', count: 40, why: 'no_room' }] })
    expect(small([], 100)).toMatchObject({ unplaced: [{ post: '001', count: 100, why: 'no_session' }] })
  })

  it('fills half days evenly, and 20,000 people into 40 of them within a second', () => {
    const fill = Array.from({ length: 40 }, (_, at): SessionToFill => ({
      id: `s${String(at)}`, venue: `v${String(at % 4)}`, date: `2026-03-${String(1 + Math.floor(at / 8)).padStart(2, '0')}`, half: at % 8 < 4 ? 'am' : 'pm', stages: ['psych', 'fitness'], capacity: 600, shortlist: false,
    }))
    const divide = Array.from({ length: 45 }, (_, at): PostToDivide => {
      const people = Array.from({ length: 100 + ((at * 37) % 690) }, (_one, n) => `p${String(at)}-${String(n)}`)
      return { code: String(at), stages: ['psych', 'fitness', 'interview'], expected: 9, people: (stage) => (stage === 'interview' ? null : people) }
    })
    const all = divide.reduce((sum, post) => sum + (post.people('fitness')?.length ?? 0), 0)
    expect(all).toBeGreaterThan(18_000)
    const began = process.hrtime.bigint()
    const division = proposeDivision(divide, fill)
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(1000)
    expect(division.unplaced.filter(({ why }) => why !== 'not_listed')).toEqual([])
    const counts = fill.map(({ id }) => division.placed.filter(({ session }) => session === id).reduce((sum, { count }) => sum + count, 0))
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(all)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(400)
  })
})
