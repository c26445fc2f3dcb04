import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { rankPost, type Contender, type Ranking } from '../../shared/ranking.ts'
import { totalRulesOf, type TotalRules } from '../../shared/totals.ts'

const seed = 20230621

function shenzhen(): TotalRules {
  const pack = packNamed('shenzhen-2023')
  const rules = pack === null ? null : totalRulesOf(pack, null)
  if (rules === null) throw new Error('shenzhen-2023')
  return rules
}

const rules = shenzhen()

/** A handful of values each, so that ties of every depth come up. */
const person = {
  written: fc.constantFrom('70', '70.00', '70.5', '71'),
  interview: fc.constantFrom('59.99', '60', '60.00', '70'),
  quality: fc.constantFrom('65', '65.0', '66'),
  run: fc.constantFrom('230', '230.0', '231'),
  sex: fc.constantFrom('M' as const, 'F' as const),
}
const named = (people: readonly Omit<Contender, 'id'>[]): Contender[] =>
  people.map((each, at) => ({ ...each, id: `c${String(at).padStart(2, '0')}` }))
const complete = fc.array(fc.record(person), { maxLength: 14 }).map(named)
const men = fc.array(fc.record({ ...person, sex: fc.constant('M' as const) }), { maxLength: 14 }).map(named)
const holed = fc.array(fc.record(person, { requiredKeys: ['sex'] }), { maxLength: 14 }).map(named)
const places = fc.integer({ min: 0, max: 8 })
const category = fc.constantFrom('technical' as const, 'general' as const)

const rank = (kind: 'technical' | 'general', people: readonly Contender[], cut: number | null): Ranking =>
  rankPost(rules, kind, people, cut)

/** What each key says of somebody, as numbers of which more is better. */
function keys(kind: 'technical' | 'general', { written, interview, quality, run }: Contender): number[] {
  const [w, i] = [Number(written), Number(interview)]
  return [kind === 'technical' ? Math.round((w + i) * 500) : w * 1000, w, Number(quality), -Number(run)]
}

describe('the ranking of a post', () => {
  it('counts for each man how many are better by total, then written, then aptitude, then run', () => {
    fc.assert(
      fc.property(category, men, (kind, people) => {
        const better = (a: readonly number[], b: readonly number[]) => {
          const at = a.findIndex((value, key) => value !== b[key])
          return at !== -1 && (a[at] ?? 0) > (b[at] ?? 0)
        }
        for (const { id, rank: place } of rank(kind, people, null).ranked) {
          const own = people.find((each) => each.id === id)
          if (own === undefined) throw new Error(id)
          expect(place).toBe(1 + people.filter((each) => better(keys(kind, each), keys(kind, own))).length)
        }
      }),
      { seed, numRuns: 500 },
    )
  })

  it('is the same in whatever order the people come', () => {
    fc.assert(
      fc.property(
        category,
        holed.chain((people) =>
          fc.tuple(fc.constant(people), fc.shuffledSubarray(people, { minLength: people.length })),
        ),
        places,
        (kind, [people, shuffled], cut) => {
          expect(rank(kind, shuffled, cut)).toEqual(rank(kind, people, cut))
        },
      ),
      { seed, numRuns: 500 },
    )
  })

  it('has everybody exactly once, ranked or named with what is missing', () => {
    fc.assert(
      fc.property(category, holed, (kind, people) => {
        const { ranked, unranked } = rank(kind, people, 3)
        expect([...ranked, ...unranked].map(({ id }) => id).sort()).toEqual(people.map(({ id }) => id))
        for (const { id, missing } of unranked) {
          const own = people.find((each) => each.id === id)
          expect(missing).toEqual((['written', 'interview'] as const).filter((name) => own?.[name] === undefined))
        }
      }),
      { seed, numRuns: 500 },
    )
  })

  it('leaves out as many ranks as share one, and flags exactly those who share', () => {
    fc.assert(
      fc.property(category, holed, (kind, people) => {
        const { ranked, flags } = rank(kind, people, null)
        ranked.forEach(({ rank: place, tie }, at) => {
          const sharing = ranked.filter((other) => other.rank === place)
          expect(place).toBe(ranked.findIndex((other) => other.rank === place) + 1)
          expect(place).toBeLessThanOrEqual(at + 1)
          expect(tie).toBe(sharing.length > 1)
        })
        const flagged = flags.flatMap((flag) => (flag.flag === 'tie' ? flag.ids : []))
        expect(flagged).toEqual(ranked.filter(({ tie }) => tie).map(({ id }) => id))
      }),
      { seed, numRuns: 500 },
    )
  })

  it('never lets run times decide between a man and a woman', () => {
    fc.assert(
      fc.property(category, complete, fc.constantFrom('1', '999'), (kind, people, run) => {
        const shown = (list: readonly Contender[]) => {
          const { ranked } = rank(kind, list, null)
          return new Map(ranked.map(({ id, rank: place }) => [id, place]))
        }
        // with every woman's run replaced, the order between each man and each woman is what it was
        const [before, after] = [
          shown(people),
          shown(people.map((each) => (each.sex === 'F' ? { ...each, run } : each))),
        ]
        for (const man of people.filter(({ sex }) => sex === 'M')) {
          for (const woman of people.filter(({ sex }) => sex === 'F')) {
            const order = (places: Map<string, number>) =>
              Math.sign((places.get(man.id) ?? 0) - (places.get(woman.id) ?? 0))
            expect(order(after)).toBe(order(before))
          }
        }
      }),
      { seed, numRuns: 500 },
    )
  })
})

describe('the medical list', () => {
  it('never cuts a tie, never has anybody below the pass mark, and is full when enough passed', () => {
    fc.assert(
      fc.property(category, holed, places, (kind, people, cut) => {
        const { ranked, medical, flags } = rank(kind, people, cut)
        const passed = ranked.filter(({ gate }) => gate === 'pass')
        const inside = passed.filter(({ id }) => medical.includes(id))
        expect(inside.map(({ id }) => id)).toEqual(medical)
        const last = inside.at(-1)?.rank ?? 0
        expect(passed.filter(({ rank: place }) => place <= last)).toEqual(inside)
        expect(medical.length).toBeGreaterThanOrEqual(Math.min(cut, passed.length))
        // more than the places only by the tie at the cut, which is flagged then and only then
        const tied = inside.filter(({ rank: place }) => place === last)
        if (medical.length > cut) expect(medical.length - tied.length).toBeLessThan(cut)
        expect(flags.filter(({ flag }) => flag === 'tie_at_cut')).toEqual(
          medical.length > cut ? [{ flag: 'tie_at_cut', rank: last, ids: tied.map(({ id }) => id) }] : [],
        )
      }),
      { seed, numRuns: 1000 },
    )
  })

  it('is empty without a ratio, and with no place', () => {
    const one = named([{ sex: 'M', written: '70', interview: '80' }])
    expect(rank('technical', one, null).medical).toEqual([])
    expect(rank('technical', one, 0).medical).toEqual([])
    expect(rank('technical', one, 1).medical).toEqual(['c00'])
  })
})

describe('a tie', () => {
  const equal = { written: '70', interview: '80', quality: '65', run: '230', sex: 'M' } as const

  it('says why it could not be broken, and at which key', () => {
    const why = (second: Omit<Contender, 'id'>) => rank('technical', named([equal, second]), null).flags
    const ids = ['c00', 'c01']
    expect(why(equal)).toEqual([{ flag: 'tie', rank: 1, ids, why: 'all_keys_equal', key: null }])
    expect(why({ ...equal, sex: 'F', run: '1' })).toEqual([
      { flag: 'tie', rank: 1, ids, why: 'run_across_sexes', key: 'runTime' },
    ])
    expect(why({ ...equal, quality: undefined })).toEqual([
      { flag: 'tie', rank: 1, ids, why: 'key_missing', key: 'policeAptitude' },
    ])
    expect(why({ ...equal, run: undefined })).toEqual([
      { flag: 'tie', rank: 1, ids, why: 'key_missing', key: 'runTime' },
    ])
    expect(why({ ...equal, run: '231' })).toEqual([])
  })

  it('goes on to the next key, and says so, when none of them has the one before', () => {
    const without = { ...equal, quality: undefined }
    const { ranked, flags } = rank('technical', named([{ ...without, run: '231' }, without]), null)
    expect(ranked.map(({ id, rank: place }) => [id, place])).toEqual([
      ['c01', 1],
      ['c00', 2],
    ])
    expect(flags).toEqual([{ flag: 'key_skipped', key: 'policeAptitude', ids: ['c00', 'c01'] }])
  })

  it('of both sexes stays whole: two men in it are not told apart around a woman', () => {
    const { ranked } = rank('technical', named([equal, { ...equal, run: '240' }, { ...equal, sex: 'F' }]), null)
    expect(ranked.map(({ rank: place, tie }) => [place, tie])).toEqual([
      [1, true],
      [1, true],
      [1, true],
    ])
  })
})
