import { expect, test } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { tryFitness, tryScores } from '../../shared/hq/pack-cases.ts'
import { packChanges } from '../../shared/hq/pack-diff.ts'
import { rosterChanges, type RosterPerson } from '../../shared/hq/roster-changes.ts'

const person = (n: number, over: Partial<RosterPerson> = {}): RosterPerson => ({
  id: `id${String(n)}`, rosterNumber: String(n), ticket: `T${String(n)}`, residentId: `R${String(n)}`, name: `N${String(n)}`, sex: 'M', birth: '2000-01-01', post: '001', written: '60', quality: null, ...over,
})
const row = (n: number, over: Partial<RosterPerson> = {}) => ({ ...person(n, over), row: n + 1 })

test('a cases try is the rules console’s answer: 13.11 up to 13.2 passes 13.2 and misses 13.1 (national-2024)', () => {
  const pack = packNamed('national-2024')
  if (pack === null) throw new Error('no pack')
  const tried = tryFitness(pack, { sex: 'M', birth: '1996-01-01', day: '2025-06-01', readings: { shuttle: '13.11', jump: '265' } })
  if (!tried.ok) throw new Error(tried.fault)
  expect(tried.readings.map(({ item, rounded, verdict }) => [item, rounded, verdict])).toContainEqual(['shuttle', '13.2', expect.stringMatching(/pass|fail/) as unknown])
  expect(tryFitness(pack, { sex: 'M', birth: '1996-02-30', day: '2025-06-01', readings: {} })).toEqual({ ok: false, fault: 'birth' })
})

test('marks and a written score give score and total by the pack (shenzhen: seven examiners, extremes dropped, 50 % each)', () => {
  const pack = packNamed('shenzhen-aux-2023')
  if (pack === null) throw new Error('no pack')
  const marks = ['81', '82', '83', '84', '85', '86', '87'].map((mark) => [mark])
  expect(tryScores(pack, { category: 'technical', written: '78.5', professional: '', marks })).toMatchObject({ interview: '84.00', total: { ok: true, total: '81.250' } })
  expect(tryScores(pack, { category: 'technical', written: '', professional: '', marks })).toMatchObject({ total: { ok: false, missing: ['written'] } })
  expect(tryScores(pack, { category: 'technical', written: '1', professional: '', marks: [['101'], ...marks.slice(1)] }).faults).toEqual([{ at: [0, 0], fault: 'above_maximum' }])
})

test('a difference of packs names entries by what names them, and a changed order once', () => {
  const before = { posts: [{ code: '001', n: 1 }, { code: '002', n: 2 }], keys: ['a', 'b'] }
  const after = { posts: [{ code: '000', n: 0 }, { code: '002', n: 3 }, { code: '001', n: 1 }], keys: ['b', 'a'] }
  expect(packChanges(before, after)).toEqual([
    { path: 'posts[000]', before: null, after: '{"code":"000","n":0}' }, { path: 'posts[002].n', before: '2', after: '3' },
    { path: 'posts[]', before: '001, 002', after: '000, 002, 001' }, { path: 'keys', before: '["a","b"]', after: '["b","a"]' },
  ])
  expect(packChanges(after, structuredClone(after))).toEqual([])
})

test('rosters: the same person by id number, else by ticket and name; nobody is in two groups', () => {
  const present = [person(1), person(2), person(3), person(4)]
  const found = rosterChanges(present, [row(1), row(2, { ticket: 'T9' }), row(3, { residentId: 'R8' }), row(5), row(6, { ticket: 'T4', name: 'else' })])
  expect(found.same).toBe(1)
  expect(found.changed.map(({ id, fields }) => [id, fields])).toEqual([['id2', ['ticket']], ['id3', ['residentId']]])
  expect(found.added.map(({ ticket }) => ticket)).toEqual(['T5', 'T4'])
  expect(found.missing.map(({ id }) => id)).toEqual(['id4'])
  expect(found.taken).toEqual([{ row: 7, ticket: 'T4', name: 'N4' }])
})
