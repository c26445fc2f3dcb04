import { expect, test } from 'vitest'
import { allRecords, candidateRecord } from '../../db/candidate-record.ts'
import { droppedFacts } from '../../db/dropped.ts'
import { isKnownType } from '../../db/envelope.ts'
import { openInMemory } from '../../db/open.ts'
import { project } from '../../db/project.ts'
import { receive } from '../../db/receive.ts'
import { registerStation } from '../../db/stations.ts'
import { emptyRecord, recordOf } from '../../shared/candidate-record.ts'
import { rowsOfFacts } from '../../shared/fact-rows.ts'
import { factBodies, type Fact } from '../../shared/facts.ts'
import { printedSeed, randomStream, testStation } from './arbitrary-facts.ts'

const people = ['c0', 'c1', 'c2', 'c3']

test('a candidate’s record is the same from the tables of a station and from the facts themselves', () => {
  const seed = printedSeed('records from rows and facts')
  for (let round = 0; round < 60; round += 1) {
    const [one, other] = [testStation(), testStation()]
    const first = randomStream(one, 120, seed + round)
    const second = randomStream(other, 60, seed + round + 1000, first.map(({ fact }) => `${fact.station}/${String(fact.seq)}`))
    const db = openInMemory()
    for (const station of [one, other]) registerStation(db, station.publicKey)
    for (const page of [first, second]) expect(receive(db, page).ok).toBe(true)
    const facts = [...first, ...second].map(({ fact }) => fact)
    const dropped = droppedFacts(db)
    const fromTables = allRecords(db)
    for (const candidate of people) {
      const rows = rowsOfFacts(candidate, facts)
      for (const session of ['s-am', 's-pm']) {
        const found = rows.get(session)
        const record = found === undefined ? emptyRecord(session, candidate) : recordOf(session, candidate, found, dropped)
        expect(record).toEqual(candidateRecord(db, session, candidate))
        expect(record).toEqual(fromTables.get(session)?.get(candidate) ?? emptyRecord(session, candidate))
      }
    }
    db.close()
  }
})

test('every fact that leaves a row in a candidate’s tables leaves one here, and no other does', () => {
  const tables = new Set(['check_in', 'lot', 'psych', 'attempt', 'sign_off', 'conduct', 'waiting', 'interview'])
  const station = testStation()
  const seen = new Set<string>()
  for (let seed = 1; seed < 60; seed += 1) {
    for (const { fact } of randomStream(station, 60, seed)) {
      if (!('candidate' in fact.body) || fact.body.candidate === null) continue
      const rows = [...rowsOfFacts(fact.body.candidate, [fact]).values()].flatMap((nouns) => Object.values<unknown[]>({ ...nouns }).flat())
      expect(rows.length, fact.type).toBe(tables.has(project(1, fact).table) ? 1 : 0)
      seen.add(fact.type)
    }
  }
  // what the arbitrary ledgers never hold is named here, so that a new type of fact is learnt by this test
  const ofCandidates = Object.entries(factBodies).flatMap(([type, body]) => ('candidate' in body.shape && 'session' in body.shape ? [type] : []))
  expect(ofCandidates.filter((type) => isKnownType(type) && !seen.has(type)).sort()).toEqual(['checkin.consented', 'lots.printed', 'psych.noticed', 'psych.ruled'])
  for (const type of ['checkin.consented', 'lots.printed', 'psych.noticed', 'psych.ruled'] as const) {
    const body = { session: 's', candidate: 'c', lot: 'A001', copy: 1, replaces: `${station.id}/1`, result: 'passed', reason: 'x' }
    const fact = { station: station.id, seq: 2, at: 1, mono: 1, by: 'x', type, body } as unknown as Fact
    expect([...rowsOfFacts('c', [fact]).values()].flatMap((nouns) => Object.values<unknown[]>({ ...nouns }).flat())).toHaveLength(1)
  }
})
