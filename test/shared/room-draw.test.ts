import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { canAssign, drawRooms, roomPoolHash, roomPoolText, type RoomPool } from '../../shared/room-draw.ts'
import { balancedGroups, exclusionsOf, groupsFault, roomsOfPost, roomToJoin, seatsOf } from '../../shared/rooms.ts'
import { hex, sha256 } from '../../shared/sha256.ts'
import { projectRoot } from './worked-cases.ts'

const seed = 20_230_617
const folder = mkdtempSync(path.join(tmpdir(), 'rooms-'))
afterAll(() => rmSync(folder, { recursive: true }))

const secretOf = (n: number): string => hex(sha256(`secret ${String(n)}`))
const groupsOf = (count: number): RoomPool['units'] => Array.from({ length: count }, (_, at) => ({ unit: `g${String(at + 1)}`, posts: [`P${String(at + 1)}`] }))
const roomsOf = (count: number): string[] => Array.from({ length: count }, (_, at) => String(at + 1))
const people = (post: string, count: number): RoomPool['candidates'] => Array.from({ length: count }, (_, at) => ({ candidate: `${post}-${String(at + 1)}`, post }))
const groupPool = (given: Partial<RoomPool> = {}): RoomPool => ({ kind: 'groups', units: groupsOf(2), candidates: [...people('P1', 5), ...people('P2', 3)], places: roomsOf(2), excluded: [], ...given })
const drawn = (pool: RoomPool, n = 1, digits = '0123456789') => drawRooms(pool, { drawId: 'd-1', secret: secretOf(n), digits })!

function evidence(pool: RoomPool, n = 1) {
  const { poolHash, commitment, assigned, members } = drawn(pool, n)
  return structuredClone({ format: 'kaodian-room-evidence/1', drawId: 'd-1', ...pool, poolHash, commitment, secret: secretOf(n), digits: '0123456789', assigned, members })
}

function verify(file: unknown): { out: string; code: number | null } {
  const name = path.join(folder, 'evidence.json')
  writeFileSync(name, JSON.stringify(file))
  const run = spawnSync(process.execPath, [path.join(projectRoot, 'tools/verify-draw.mjs'), name], { encoding: 'utf8' })
  return { out: run.stdout, code: run.status }
}

/** Pools of any shape, ids that are prefixes of each other and not in order included. */
const anyPool: fc.Arbitrary<RoomPool> = fc.record({
  kind: fc.constantFrom('groups' as const, 'examiners' as const), groups: fc.integer({ min: 1, max: 6 }), rooms: fc.integer({ min: 1, max: 6 }),
  posts: fc.array(fc.record({ size: fc.integer({ min: 0, max: 9 }), of: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }) }), { maxLength: 5 }),
}).map(({ kind, groups, rooms, posts }) => ({
  kind, places: roomsOf(rooms).map((room) => `室${room}`), excluded: [],
  units: Array.from({ length: groups }, (_, at) => ({ unit: `g${String(groups - at)}`, posts: posts.flatMap(({ of }, index) => (of.some((each) => each % groups === at) ? [`岗${String(index)}`] : [])) })),
  candidates: posts.flatMap(({ size }, index) => people(`岗${String(index)}`, size)),
}))

describe('drawing rooms', () => {
  it('gives every unit one place and every place one unit, the rest are reserves, and everybody sits in a room of the post', () => {
    fc.assert(
      fc.property(anyPool, fc.nat(), (pool, n) => {
        const { assigned, members } = drawn(pool, n)
        const places = assigned.flatMap(({ place }) => place ?? [])
        expect(new Set(places).size).toBe(places.length)
        expect(places.length).toBe(Math.min(pool.units.length, pool.places.length))
        expect(assigned.map(({ unit }) => unit).sort()).toEqual(pool.units.map(({ unit }) => unit).sort())
        for (const { candidate, room } of members) {
          const post = pool.candidates.find((each) => each.candidate === candidate)!.post
          expect(roomsOfPost(pool.units, assigned, post)).toContain(room)
        }
        if (pool.kind === 'groups' && pool.units.length <= pool.places.length) expect(members).toHaveLength(pool.candidates.length)
      }),
      { seed, numRuns: 200 },
    )
  })

  it('hangs on secret, digits and everything in the pool, and not on the order in which it is written', () => {
    const pool = groupPool({ units: groupsOf(4), places: roomsOf(4), candidates: [1, 2, 3, 4].flatMap((n) => people(`P${String(n)}`, 4)) })
    const reversed = { ...pool, units: [...pool.units].reverse(), candidates: [...pool.candidates].reverse(), places: [...pool.places].reverse() }
    expect(drawn(reversed)).toEqual(drawn(pool))
    const hashes = [
      pool, { ...pool, kind: 'examiners' as const }, { ...pool, candidates: pool.candidates.slice(1) }, { ...pool, places: [...pool.places, '5'] },
      { ...pool, excluded: [{ unit: 'g1', place: '1' }] }, { ...pool, units: pool.units.map((each) => ({ ...each, posts: ['P1'] })) },
    ].map((each) => hex(roomPoolHash(each)))
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(new Set([1, 2, 3, 4, 5, 6].map((n) => JSON.stringify(drawn(pool, n).assigned))).size).toBeGreaterThan(2)
    expect(drawn(pool, 1, '9876543210').assigned).not.toEqual(drawn(pool, 1, '1111111111').assigned)
    expect(drawn(pool, 1, '1').commitment).toBe(drawn(pool, 1, '2').commitment)
  })

  it('lets no id pass for another line of the pool', () => {
    expect(() => roomPoolText(groupPool({ places: ['1', '2\nplace\t3'] }))).toThrow('control character')
    expect(() => roomPoolText(groupPool({ candidates: [{ candidate: 'a\tb', post: 'P1' }] }))).toThrow('control character')
  })

  it('is even: over many secrets each of three groups comes to each of three rooms equally often', () => {
    const counts = new Map<string, number>()
    const rounds = 3000
    for (let n = 0; n < rounds; n += 1) {
      for (const { unit, place } of drawn(groupPool({ units: groupsOf(3), places: roomsOf(3), candidates: [] }), n).assigned) {
        const key = `${unit} ${String(place)}`
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
    }
    expect(counts.size).toBe(9)
    for (const count of counts.values()) expect(Math.abs(count - rounds / 3)).toBeLessThan(130)
  })

  it('is even over the assignments the exclusions leave: each of them comes equally often', () => {
    const pool: RoomPool = { kind: 'examiners', units: ['a', 'b', 'c'].map((unit) => ({ unit, posts: [] })), candidates: [], places: ['1/1', '2/1', '3/1'], excluded: [{ unit: 'a', place: '1/1' }, { unit: 'b', place: '2/1' }] }
    const counts = new Map<string, number>()
    const rounds = 3000
    for (let n = 0; n < rounds; n += 1) {
      const key = drawn(pool, n).assigned.map(({ place }) => place).join()
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual(['2/1,1/1,3/1', '2/1,3/1,1/1', '3/1,1/1,2/1'])
    for (const count of counts.values()) expect(Math.abs(count - rounds / 3)).toBeLessThan(130)
  })

  it('deals the candidates of a shared post evenly over its groups, differing by one at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 5 }), fc.nat(), (size, groups, n) => {
        const pool = groupPool({ units: groupsOf(groups).map((each) => ({ ...each, posts: ['P0'] })), places: roomsOf(groups), candidates: people('P0', size) })
        const counts = roomsOf(groups).map((room) => drawn(pool, n).members.filter((member) => member.room === room).length)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
      { seed, numRuns: 60 },
    )
  })

  it('never lets an examiner meet a related post or candidate, whatever is declared; where no way is left it says so', () => {
    const declared = fc.array(fc.record({ posts: fc.uniqueArray(fc.constantFrom('P1', 'P2', 'P3'), { maxLength: 2 }), candidates: fc.uniqueArray(fc.constantFrom('P1-1', 'P2-1', 'P3-1'), { maxLength: 1 }) }), { minLength: 6, maxLength: 10 })
    fc.assert(
      fc.property(declared, fc.nat(), (relations, n) => {
        const groups = drawn(groupPool({ units: groupsOf(3), places: roomsOf(3), candidates: [1, 2, 3].flatMap((each) => people(`P${String(each)}`, 2)) }), n)
        const members = new Map(groups.members.map(({ candidate, room }) => [candidate, room]))
        const byPost = new Map(['P1', 'P2', 'P3'].map((post) => [post, roomsOfPost(groupsOf(3), groups.assigned, post)]))
        const examiners = relations.map((related, at) => ({ examiner: `e${String(at)}`, name: '考官', unit: '', related: { ...related, note: '' } }))
        const places = seatsOf(roomsOf(3), 2)
        const pool: RoomPool = { kind: 'examiners', units: examiners.map(({ examiner }) => ({ unit: examiner, posts: [] })), candidates: [], places, excluded: exclusionsOf(examiners, places, byPost, members) }
        if (!canAssign(pool)) return
        const { assigned } = drawn(pool, n)
        expect(assigned.filter(({ place }) => place !== null)).toHaveLength(places.length)
        for (const { unit, place } of assigned) {
          const { related } = examiners.find(({ examiner }) => examiner === unit)!
          const met = [...related.posts.flatMap((post) => byPost.get(post)!), ...related.candidates.map((candidate) => members.get(candidate)!)]
          if (place !== null) expect(met).not.toContain(place.split('/')[0])
        }
      }),
      { seed, numRuns: 100 },
    )
    const all = ['a', 'b'].map((unit) => ({ unit, posts: [] }))
    const impossible: RoomPool = { kind: 'examiners', units: all, candidates: [], places: ['1/1', '2/1'], excluded: [{ unit: 'a', place: '1/1' }, { unit: 'b', place: '1/1' }] }
    expect(canAssign(impossible)).toBe(false)
    expect(drawRooms(impossible, { drawId: 'd', secret: secretOf(1), digits: '1' })).toBeNull()
  })
})

describe('groups of posts', () => {
  const load = (post: string, candidates: number, panels = 1) => ({ post, candidates, panels })

  it('are balanced by number of candidates, one group for each post, as many as its panels for a shared one', () => {
    expect(balancedGroups([load('A', 9), load('B', 5), load('C', 4)], 2)).toEqual([{ group: 'g1', posts: ['A'] }, { group: 'g2', posts: ['B', 'C'] }])
    expect(balancedGroups([load('A', 30, 3), load('B', 4)], 3)).toEqual([
      { group: 'g1', posts: ['A', 'B'] }, { group: 'g2', posts: ['A'] }, { group: 'g3', posts: ['A'] },
    ])
    expect(balancedGroups([load('A', 1)], 3)).toEqual([{ group: 'g1', posts: ['A'] }])
  })

  it('as proposed are always without fault, whatever the posts', () => {
    const posts = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 12 })
      .map((list) => list.map(([candidates, panels], at) => load(`P${String(at)}`, candidates, panels)))
    fc.assert(fc.property(posts, fc.integer({ min: 1, max: 8 }), (list, rooms) => {
      expect(groupsFault(balancedGroups(list, rooms), list, rooms)).toBeNull()
    }), { seed, numRuns: 200 })
  })

  it('with a fault are named: a post missing, twice without several panels, unknown, too many groups, two of one name', () => {
    const posts = [load('A', 3), load('B', 2, 2), load('C', 0)]
    const fault = (...groups: string[][]) => groupsFault(groups.map((listed, at) => ({ group: `g${String(at)}`, posts: listed })), posts, 2)
    expect(fault(['A', 'B'], ['B'])).toBeNull()
    expect(fault(['A', 'C'], ['B', 'A'])).toEqual({ fault: 'panels', what: 'A' })
    expect(fault(['A'])).toEqual({ fault: 'missing', what: 'B' })
    expect(fault(['A', 'X'], ['B'])).toEqual({ fault: 'unknown', what: 'X' })
    expect(fault(['A', 'A'], ['B'])).toEqual({ fault: 'repeated', what: 'A' })
    expect(fault(['A'], ['B'], ['C'])).toEqual({ fault: 'too_many', what: '3' })
    expect(groupsFault([{ group: 'g', posts: ['A'] }, { group: 'g', posts: ['B'] }], posts, 2)).toEqual({ fault: 'repeated', what: 'g' })
    expect(groupsFault([{ group: 'g\t', posts: ['A', 'B'] }], posts, 2)).toEqual({ fault: 'name', what: 'g\t' })
  })

  it('take whoever comes later into the room of the post, of several into the one with fewest', () => {
    const members = new Map([['a', '1'], ['b', '2'], ['c', '1']])
    expect(roomToJoin(['1', '2', '3'], ['1'], members)).toBe('1')
    expect(roomToJoin(['1', '2', '3'], ['1', '2'], members)).toBe('2')
    expect(roomToJoin(['1', '2', '3'], ['3', '2', '1'], members)).toBe('3')
    expect(roomToJoin(['1', '2'], [], members)).toBeNull()
  })
})

describe('the independent verifier', () => {
  it('is still under 100 lines and knows nothing of this program', () => {
    expect(readFileSync(path.join(projectRoot, 'tools/verify-draw.mjs'), 'utf8').split('\n').length).toBeLessThan(100)
  })

  it('agrees with the program on pools of any shape', () => {
    fc.assert(fc.property(anyPool, fc.nat(), (pool, n) => {
      expect(verify(evidence(pool, n))).toMatchObject({ code: 0, out: expect.stringMatching(/^OK: /) as string })
    }), { seed, numRuns: 12 })
  })

  it('agrees on examiners kept apart from their relations', () => {
    const places = seatsOf(['1', '2'], 3)
    const units = Array.from({ length: 8 }, (_, at) => ({ unit: `e${String(at)}`, posts: [] }))
    const excluded = places.filter((place) => place.startsWith('1/')).flatMap((place) => ['e0', 'e1', 'e2'].map((unit) => ({ unit, place })))
    expect(verify(evidence({ kind: 'examiners', units, candidates: [], places, excluded }, 7)).out).toBe('OK: 8 places recomputed, 0 candidates in rooms\n')
  })

  type Evidence = ReturnType<typeof evidence>
  it.each<[string, (file: Evidence) => void, RegExp]>([
    ['another secret', (f) => void (f.secret = secretOf(2)), /commitment/],
    ['another draw id', (f) => void (f.drawId = 'd-2'), /commitment/],
    ['a candidate put into the pool', (f) => void Object.assign(f, { candidates: [...f.candidates, { candidate: 'x', post: 'P1' }] }), /poolHash/],
    ['a post moved to another group', (f) => void Object.assign(f, { units: [{ unit: 'g1', posts: ['P1', 'P2'] }, { unit: 'g2', posts: [] }] }), /poolHash/],
    ['an exclusion left out', (f) => void Object.assign(f, { excluded: [] }), /poolHash/],
    ['two groups with their rooms exchanged', (f) => void ([f.assigned[0]!.place, f.assigned[1]!.place] = [f.assigned[1]!.place, f.assigned[0]!.place]), /assigned/],
    ['somebody put into another room', (f) => void (f.members[0]!.room = f.members[0]!.room === '1' ? '2' : '1'), /members/],
    ['somebody left out of the rooms', (f) => void f.members.pop(), /members/],
    ['a secret that is none', (f) => void (f.secret = 'x'), /secret/],
  ])('finds %s', (_what, change, difference) => {
    const file = evidence(groupPool({ excluded: [{ unit: 'g1', place: '1' }] }))
    change(file)
    const { out, code } = verify(file)
    expect(out).toMatch(/^DIFFERENT: /)
    expect(out).toMatch(difference)
    expect(code).toBe(1)
  })
})
