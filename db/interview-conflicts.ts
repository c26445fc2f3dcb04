import { factId, type Fact, type FactId } from '../shared/facts.ts'
import { interviewContradictionsOf, twoRoomDraws, twoShortlists, type Contradiction } from '../shared/record-conflicts.ts'
import { candidateRecord } from './candidate-record.ts'
import { counting } from '../shared/counting.ts'
import { droppedFacts } from './dropped.ts'
import { readFact } from './envelope.ts'
import type { Db } from './open.ts'
import { roomRecords } from './room-draws.ts'
import { factNamer } from './stations.ts'

/** Contradictions of an interview day, decided ones included. Suspects come from one grouped query each; what counts is looked at after. */
export function interviewContradictions(db: Db, session: string): Contradiction[] {
  const people = new Set(suspectQueries.flatMap((sql) => db.all<{ candidate: string }>(sql, session).map((row) => row.candidate)))
  return [
    ...[...people].flatMap((candidate) => interviewContradictionsOf(candidateRecord(db, session, candidate))),
    ...correctedTwice(db, session), ...shortlistsTwice(db, session), ...rooms(db, session),
  ]
}

const suspectQueries = [
  "SELECT candidate FROM interview WHERE session = ? AND type = 'interview.marked' AND replaces IS NULL GROUP BY candidate, stage, operator HAVING count(*) > 1",
  "SELECT candidate FROM interview WHERE session = ? AND type = 'interview.marked' GROUP BY candidate, stage, number HAVING count(DISTINCT operator) > 1",
  "SELECT candidate FROM interview WHERE session = ? AND type IN ('interview.entered', 'interview.zeroed') GROUP BY candidate, stage, type HAVING count(*) > 1",
  "SELECT candidate FROM waiting WHERE session = ? AND type = 'waiting.called' GROUP BY candidate HAVING count(DISTINCT room) > 1",
  "SELECT candidate FROM waiting WHERE session = ? AND type IN ('waiting.lapsed', 'waiting.no_show')",
] as const

/** Two corrections of one entry of marks: the later counts until a person decides. */
function correctedTwice(db: Db, session: string): Contradiction[] {
  const name = factNamer(db)
  const rows = db.all<{ fact: FactId; at: number; replaces: FactId | null; candidate: string }>(
    `SELECT fact, at, replaces, candidate FROM interview WHERE session = ? AND type = 'interview.marked' AND replaces IN
     (SELECT replaces FROM interview WHERE session = ? AND type = 'interview.marked' AND replaces IS NOT NULL GROUP BY replaces HAVING count(*) > 1)`, session, session)
  for (const row of rows) row.fact = name(Number(row.fact))
  return counting(rows, droppedFacts(db)).rivals.map(({ rivals }) => ({ kind: 'two_marks', candidate: rivals[0]?.candidate ?? null, facts: rivals.map((row) => row.fact) }))
}

function shortlistsTwice(db: Db, session: string): Contradiction[] {
  const name = factNamer(db)
  const rows = db.all<{ fact: FactId; at: number; replaces: FactId | null; post: string }>('SELECT fact, at, replaces, post FROM shortlist WHERE session = ?', session)
  for (const row of rows) row.fact = name(Number(row.fact))
  return twoShortlists(rows, droppedFacts(db)).map((facts) => ({ kind: 'two_shortlists', candidate: null, facts }))
}

function rooms(db: Db, session: string): Contradiction[] {
  const { draws } = roomRecords(db, session)
  const found: Contradiction[] = twoRoomDraws(draws).map((facts) => ({ kind: 'two_room_draws', candidate: null, facts }))
  const dropped = droppedFacts(db)
  const joined = db.all<{ bytes: Buffer }>("SELECT f.bytes FROM room r JOIN fact f ON f.n = r.fact WHERE r.session = ? AND r.type = 'rooms.joined'", session)
    .map((row) => readFact(row.bytes)).filter((fact): fact is Extract<Fact, { type: 'rooms.joined' }> => fact.type === 'rooms.joined' && !dropped.has(factId(fact)))
  const groups = draws.find(({ frozen, drawn, aborted }) => frozen.body.kind === 'groups' && drawn !== null && aborted === null)?.drawn
  for (const [candidate, joins] of Map.groupBy(joined, (fact) => fact.body.candidate)) {
    const before = groups?.body.members.find((member) => member.candidate === candidate)
    const places = new Set([...joins.map((fact) => fact.body.room), ...(before === undefined ? [] : [before.room])])
    // The draw itself stays: a person decides between the joinings, or against the one that contradicts it.
    if (places.size > 1) found.push({ kind: 'two_rooms', candidate, facts: joins.map(factId) })
  }
  return found
}
