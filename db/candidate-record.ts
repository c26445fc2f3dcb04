import { noRecordRows, recordOf, rowNouns, type CandidateRecord, type RecordRow, type RecordRows } from '../shared/candidate-record.ts'
import { droppedFacts } from './dropped.ts'
import type { Db } from './open.ts'
import { factNamer } from './stations.ts'

const sources = {
  checkIn: 'SELECT session, fact, type, at, "by", second, candidate, replaces, doubt, reason, note, tag, consent, warnings FROM check_in',
  lot: 'SELECT session, fact, type, at, "by", second, candidate, replaces, draw, lot, turn, copy FROM lot',
  psych: 'SELECT session, fact, type, at, "by", second, candidate, replaces, result, source FROM psych',
  attempt: 'SELECT session, fact, type, at, "by", second, candidate, replaces, item, outcome, heat FROM attempt',
  signOff: 'SELECT session, fact, type, at, "by", second, candidate, NULL AS replaces, item, verdict, attempts, acknowledgement FROM sign_off',
  // a return names its leaving, and replaces nothing
  waiting: 'SELECT session, fact, type, at, "by", second, candidate, NULL AS replaces, replaces AS names, room, number, note FROM waiting',
  interview: 'SELECT session, fact, type, at, "by", second, candidate, NULL AS replaces, replaces AS names, stage, room, mono, number, operator, marks, score, note FROM interview',
  conduct: 'SELECT session, fact, type, at, "by", second, candidate, NULL AS replaces, replaces AS names, reason, kind, effect, item FROM conduct',
} as const satisfies Record<keyof RecordRows, string>

/** Everything about one candidate in one session, for a decision: eight indexed look-ups. */
export function candidateRecord(db: Db, session: string, candidate: string): CandidateRecord {
  const rows = noRecordRows()
  for (const noun of rowNouns) {
    const found = db.all<RecordRow & { fact: unknown }>(ofCandidate[noun], candidate, session)
    if (found.length > 0) rows[noun] = named(db, found) as never
  }
  return recordOf(session, candidate, rows, droppedFacts(db))
}

/** The same for everybody who has any fact in the session, by candidate id; one scan per noun. */
export function sessionRecords(db: Db, session: string): Map<string, CandidateRecord> {
  const everyone = new Map<string, RecordRows>()
  for (const noun of rowNouns) {
    for (const row of named(db, db.all<RecordRow & { fact: unknown }>(`${sources[noun]} WHERE session = ? AND candidate IS NOT NULL`, session))) {
      let rows = everyone.get(row.candidate)
      if (rows === undefined) {
        rows = noRecordRows()
        everyone.set(row.candidate, rows)
      }
      rows[noun].push(row as never)
    }
  }
  const dropped = droppedFacts(db)
  return new Map([...everyone].map(([candidate, rows]) => [candidate, recordOf(session, candidate, rows, dropped)]))
}

/** The same for every session at once, by session id and candidate id: one scan per noun, however many sessions there are. */
export function allRecords(db: Db): Map<string, Map<string, CandidateRecord>> {
  const sessions = new Map<string, Map<string, RecordRows>>()
  for (const noun of rowNouns) {
    const found = db.all<RecordRow & { fact: unknown; session: string }>(`${sources[noun]} WHERE candidate IS NOT NULL`)
    named(db, found)
    for (const row of found) {
      let everyone = sessions.get(row.session)
      if (everyone === undefined) sessions.set(row.session, (everyone = new Map<string, RecordRows>()))
      let rows = everyone.get(row.candidate)
      if (rows === undefined) everyone.set(row.candidate, (rows = noRecordRows()))
      rows[noun].push(row as never)
    }
  }
  const dropped = droppedFacts(db)
  return new Map([...sessions].map(([session, everyone]) =>
    [session, new Map([...everyone].map(([candidate, rows]) => [candidate, recordOf(session, candidate, rows, dropped)]))]))
}

// Whole texts, so that a look-up finds its prepared statement without putting the text together again.
const ofCandidate = Object.fromEntries(rowNouns.map((noun) => [noun, `${sources[noun]} WHERE candidate = ? AND session = ?`])) as Record<keyof typeof sources, string>

function named(db: Db, rows: (RecordRow & { fact: unknown })[]): RecordRow[] {
  const name = factNamer(db)
  for (const row of rows) row.fact = name(Number(row.fact))
  return rows
}
