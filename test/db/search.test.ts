import { expect, test } from 'vitest'
import { openInMemory } from '../../db/open.ts'
import { buildSearchIndex } from '../../db/search.ts'
import { madeQueries, makeScanTable, scanFor } from '../../tools/bench/like-scan.ts'
import { dice, madeRoster } from '../../tools/bench/made-roster.ts'
import { printedSeed } from './arbitrary-facts.ts'
import type { Candidate } from '../../shared/roster.ts'

test('the index answers what a LIKE scan of the same rows answers: the same first ones, the same total', () => {
  const seed = printedSeed('search')
  const roster = madeRoster(3000, seed)
  const lots = new Map(roster.slice(0, 900).map((candidate, at) => [`A${String(at + 1).padStart(3, '0')}`, candidate.id]))
  const index = buildSearchIndex(roster)
  for (const [lot, candidate] of lots) index.setLot(lot, candidate)
  const db = openInMemory()
  makeScanTable(db, roster, lots)
  let found = 0
  for (const query of [...madeQueries(roster, lots, 1800, dice(seed)), 'w', '王', 'zzzz', '9', 'a0', '𠮷']) {
    const answer = index.search(query, 20)
    expect({ candidates: answer.candidates, total: answer.total }, query).toEqual(scanFor(db, query, 20))
    if (answer.total > 0) found += 1
  }
  expect(found).toBeGreaterThan(1700)
})

const person = (id: string, name: string, over: Partial<Candidate> = {}): Candidate => ({
  id, name, rosterNumber: `N${id}`, ticket: `T${id}00`, residentId: `99999919900101${id}`, sex: 'M', birth: '1990-01-01', post: '001', sessions: [], ...over,
})

test('people are found by how a name sounds, also when a surname is read otherwise, and by rare characters', () => {
  const index = buildSearchIndex([person('1111', '单雄信'), person('2222', '欧阳·阿卜杜拉'), person('3333', '䶮𠮷'), person('4444', '吕布'), person('555X', '曾国藩')])
  const hits = (text: string) => index.search(text, 10).candidates
  expect(hits('shanxiong')).toEqual(['1111'])
  expect(hits('danxx')).toEqual([])
  expect(hits('danxiongxin')).toEqual(['1111'])
  expect(hits('sxx')).toEqual(['1111'])
  expect(hits('dxx')).toEqual(['1111'])
  expect(hits('xx')).toEqual(['1111'])
  expect(hits('欧阳阿卜')).toEqual(['2222'])
  expect(hits('欧阳·阿卜')).toEqual(['2222'])
  expect(hits('Ou Yang')).toEqual(['2222'])
  expect(hits('𠮷')).toEqual(['3333'])
  expect(hits('lvbu')).toEqual(['4444'])
  expect(hits('01555x')).toEqual(['555X'])
  expect(hits('５５５Ｘ')).toEqual(['555X'])
  expect(hits('  ')).toEqual([])
})

test('a scan names one person exactly; a lot is found from the moment it is drawn until it is voided', () => {
  const index = buildSearchIndex([person('1111', '王伟', { rosterNumber: 'A001' }), person('2222', '王伟', { rosterNumber: 'A002' })])
  expect(index.search('T111100', 10)).toEqual({ candidates: ['1111'], total: 1, exact: '1111' })
  expect(index.search('王伟', 1)).toEqual({ candidates: ['1111'], total: 2, exact: null })
  expect(index.search('B007', 10).total).toBe(0)
  index.setLot('B007', '2222')
  expect(index.search('b007', 10)).toEqual({ candidates: ['2222'], total: 1, exact: '2222' })
  expect(index.search('b0', 10).total).toBe(1)
  index.setLot('A001', '2222')
  expect(index.search('A001', 10), 'a roster number and a lot of two people').toMatchObject({ candidates: ['1111', '2222'], exact: null })
  index.setLot('B007', null)
  expect(index.search('b0', 10).total).toBe(0)
})
