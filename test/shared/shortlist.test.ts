import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { qualificationList, shortlist, type ShortlistCandidate } from '../../shared/shortlist.ts'

const seed = 20230622
const candidates = fc
  .array(fc.option(fc.constantFrom('60', '60.0', '61.5', '62', '63', '63.00'), { nil: undefined }), { maxLength: 20 })
  .map((scores) =>
    scores.map((written, at): ShortlistCandidate => ({ id: `c${String(at).padStart(2, '0')}`, written })),
  )
const places = fc.integer({ min: 0, max: 12 })

describe('the shortlist', () => {
  it('goes by written score and shows the ranks, equals by id', () => {
    const people = [
      { id: 'd', written: '70.5' },
      { id: 'a', written: '65' },
      { id: 'c', written: '70.50' },
      { id: 'b', written: '80' },
    ]
    expect(shortlist(people, 3)).toEqual({
      rows: [
        { id: 'b', written: '80', rank: 1, invited: true },
        { id: 'c', written: '70.50', rank: 2, invited: true },
        { id: 'd', written: '70.5', rank: 2, invited: true },
        { id: 'a', written: '65', rank: 4, invited: false },
      ],
      invited: ['b', 'c', 'd'],
      tied: [],
      missing: [],
    })
  })

  it('has a tie at the cut in it whole, and names it', () => {
    const people = ['80', '70', '70', '70', '60'].map((written, at) => ({ id: String(at), written }))
    expect(shortlist(people, 2)).toMatchObject({ invited: ['0', '1', '2', '3'], tied: ['1', '2', '3'] })
    expect(shortlist(people, 4)).toMatchObject({ invited: ['0', '1', '2', '3'], tied: [] })
    expect(shortlist(people, 1)).toMatchObject({ invited: ['0'], tied: [] })
  })

  it('takes everybody where there is no limit, those without a written score after the others', () => {
    const people = [{ id: 'a' }, { id: 'b', written: '60' }, { id: 'c', written: '70' }]
    expect(shortlist(people, null)).toMatchObject({ invited: ['c', 'b', 'a'], tied: [], missing: ['a'] })
  })

  it('names who has no written score, and never places them where there is a limit', () => {
    expect(shortlist([{ id: 'a' }, { id: 'b', written: '60' }], 5)).toMatchObject({ invited: ['b'], missing: ['a'] })
  })

  it('of nobody, or with no place, is empty', () => {
    expect(shortlist([], 3)).toEqual({ rows: [], invited: [], tied: [], missing: [] })
    expect(shortlist([{ id: 'a', written: '60' }], 0)).toMatchObject({ invited: [], tied: [] })
  })

  it('never cuts a tie, is full when enough are there, and is the same in any order', () => {
    fc.assert(
      fc.property(
        candidates.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        places,
        ([people, shuffled], cut) => {
          const list = shortlist(people, cut)
          expect(shortlist(shuffled, cut)).toEqual(
            // the same score may be written two ways; the rows keep each person's own
            list,
          )
          const written = new Map(people.map((each) => [each.id, Number(each.written)]))
          const [inside, outside] = [true, false].map((invited) => list.rows.filter((row) => row.invited === invited))
          const least = Math.min(...(inside ?? []).map(({ id }) => written.get(id) ?? 0))
          for (const { id } of outside ?? []) expect(written.get(id)).toBeLessThan(least)
          expect(list.invited).toEqual((inside ?? []).map(({ id }) => id))
          expect(list.invited.length).toBeGreaterThanOrEqual(Math.min(cut, list.rows.length))
          expect(list.rows.length + list.missing.length).toBe(people.length)
          expect(list.tied).toEqual(
            list.invited.length > cut ? list.invited.filter((id) => written.get(id) === least) : [],
          )
          if (cut > 0 && list.tied.length > 0) expect(list.invited.length - list.tied.length).toBeLessThan(cut)
        },
      ),
      { seed, numRuns: 1000 },
    )
  })
})

describe('the qualification list', () => {
  const people = [{ id: 'a', written: '44.99' }, { id: 'b', written: '45' }, { id: 'c', written: '80' }, { id: 'd' }]

  it('leaves out and names those below the pass line; the line itself passes', () => {
    expect(qualificationList(people, '45', 4)).toMatchObject({ invited: ['c', 'b'], below: ['a'], missing: ['d'] })
  })

  it('has no line where the pack sets none, and is cut by its places', () => {
    expect(qualificationList(people, null, 4)).toMatchObject({ invited: ['c', 'b', 'a'], below: [] })
    expect(qualificationList(people, '45', 1)).toMatchObject({ invited: ['c'], below: ['a'] })
  })
})
