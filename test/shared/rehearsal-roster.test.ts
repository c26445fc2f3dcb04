import { describe, expect, it } from 'vitest'
import { packNamed, rehearsalNames } from '../../shared/pack-catalogue.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { edgeBirths, windowDays } from '../../shared/rehearsal-births.ts'
import { certainNames } from '../../shared/rehearsal-names.ts'
import { defaultRehearsalCount, rehearsalRoster, unassignedProvinces } from '../../shared/rehearsal-roster.ts'
import { readResidentId } from '../../shared/resident-id.ts'
import { Candidate } from '../../shared/roster.ts'

/** Provinces of GB/T 2260 that are given out, and the prefixes of permits and foreigners' cards. */
const assigned = [
  '11',
  '12',
  '13',
  '14',
  '15',
  '21',
  '22',
  '23',
  '31',
  '32',
  '33',
  '34',
  '35',
  '36',
  '37',
  '41',
  '42',
  '43',
  '44',
  '45',
  '46',
  '50',
  '51',
  '52',
  '53',
  '54',
  '61',
  '62',
  '63',
  '64',
  '65',
  '71',
  '81',
  '82',
  '83',
  '91',
]

const pack = (name: string): RulePack => {
  const found = packNamed(name)
  if (found === null) throw new Error(name)
  return found
}

describe.each(rehearsalNames)('the roster made for %s', (rehearsal) => {
  const rules = pack(rehearsal)
  const people = rehearsalRoster({ pack: rules, rehearsal, seed: 1 })
  const postOf = (code: string) => rules.posts.find((post) => post.code === code)!
  const tested = people.filter((person) => postOf(person.post).stages.includes('fitness'))

  it('has at least 200 people by default, each of them a well-formed candidate', () => {
    expect(people).toHaveLength(defaultRehearsalCount)
    expect(people.length).toBeGreaterThanOrEqual(200)
    for (const person of people) expect(Candidate.safeParse(person).success).toBe(true)
  })

  it('gives everyone a valid resident id that no real person can have', () => {
    for (const person of people) {
      const checked = readResidentId(person.residentId)
      expect(checked.valid).toBe(true)
      if (checked.valid) expect(checked.sex).toBe(person.sex)
      expect(assigned).not.toContain(person.residentId.slice(0, 2))
      expect(person.residentId.startsWith('9')).toBe(false)
    }
    expect(unassignedProvinces.filter((province) => assigned.includes(province))).toEqual([])
  })

  it('never gives one ticket, roster number, resident id or candidate id to two people, and keeps leading zeros', () => {
    for (const key of ['ticket', 'rosterNumber', 'residentId', 'id'] as const)
      expect(new Set(people.map((person) => person[key])).size).toBe(people.length)
    for (const person of people) expect(person.ticket).toMatch(/^0\d+$/)
    expect(people[0]?.rosterNumber).toBe('A001')
  })

  it('has the rare, long and double names a screen must show', () => {
    const names = people.map((person) => person.name)
    for (const { name } of certainNames) expect(names).toContain(name)
    expect(new Set(names).size).toBeLessThan(names.length)
  })

  it('puts both sexes on both sides of every edge of the age bands', () => {
    expect(edgeBirths(rules).length).toBeGreaterThan(0)
    for (const birth of edgeBirths(rules)) {
      for (const sex of ['M', 'F'] as const) {
        const possible = rules.posts.some((post) => {
          const window = windowDays(post, 2023)
          return (
            post.stages.includes('fitness') &&
            (post.sex === 'any' || post.sex === sex) &&
            birth >= window.from &&
            birth <= window.to
          )
        })
        if (possible)
          expect(
            tested.some((person) => person.birth === birth && person.sex === sex),
            `${sex} ${birth}`,
          ).toBe(true)
      }
    }
  })

  it('has leap-day birthdays, tied scores, and a few of each kind the desk must stop at', () => {
    expect(people.filter((person) => person.birth.endsWith('-02-29')).length).toBeGreaterThan(0)
    const written = people.map((person) => person.written)
    expect(new Set(written).size).toBeLessThan(written.length)
    const outside = people.filter(({ post, birth }) => {
      const window = windowDays(postOf(post), 2023)
      return birth < window.from || birth > window.to
    })
    const differs = people.filter((person) => !person.residentId.includes(person.birth.replaceAll('-', '')))
    const wrongSex = people.filter((person) => !['any', person.sex].includes(postOf(person.post).sex))
    const barred = people.filter((person) => person.barred !== undefined)
    for (const few of [outside, differs, wrongSex, barred]) {
      expect(few.length).toBeGreaterThan(0)
      expect(few.length).toBeLessThanOrEqual(12)
    }
  })

  it('makes people due exactly where their post is, and nobody without fitness due in a fitness session', () => {
    for (const person of people) {
      const expected = rules.sessions
        .filter((session) => session.due.kind === 'posts' && session.due.posts.includes(person.post))
        .map((session) => session.id)
      expect(person.sessions).toEqual(expected)
    }
    expect(new Set(people.flatMap((person) => person.sessions))).toEqual(
      new Set(rules.sessions.filter((session) => session.due.kind === 'posts').map((session) => session.id)),
    )
    expect(new Set(people.map((person) => person.post)).size).toBe(rules.posts.length)
  })

  it('is the same for the same seed, another for another', () => {
    expect(rehearsalRoster({ pack: rules, rehearsal, seed: 1 })).toEqual(people)
    expect(rehearsalRoster({ pack: rules, rehearsal, seed: 2 })).not.toEqual(people)
  })

  it('makes 20,000 people, all different, in under 1.5 s', () => {
    const begin = performance.now()
    const many = rehearsalRoster({ pack: rules, rehearsal, seed: 3, count: 20_000 })
    expect(performance.now() - begin).toBeLessThan(1500)
    expect(many).toHaveLength(20_000)
    expect(new Set(many.map((person) => person.residentId)).size).toBe(20_000)
    expect(new Set(many.map((person) => person.rosterNumber)).size).toBe(20_000)
  })

  it('still makes a small roster of twenty', () => {
    expect(rehearsalRoster({ pack: rules, rehearsal, seed: 4, count: 20 })).toHaveLength(20)
  })
})

it('knows the edges of Shenzhen 2023: a fixed day, both ends included', () => {
  expect(edgeBirths(pack('shenzhen-2023'))).toEqual([
    '1982-05-05',
    '1982-05-06',
    '1987-05-05',
    '1987-05-06',
    '1992-05-05',
    '1992-05-06',
  ])
})

it('knows the edge of Wuhan 2025: counted by month, the whole birthday month is already older', () => {
  expect(edgeBirths(pack('wuhan-2025'))).toEqual(['1994-11-30', '1994-12-01'])
})
