import type { FactId } from '../shared/facts.ts'
import { afterClosing, conflict, type ConflictRecord } from '../shared/record-conflicts.ts'
import { candidateRecord } from './candidate-record.ts'
import { counting } from '../shared/counting.ts'
import { droppedFacts } from './dropped.ts'
import { interviewContradictions } from './interview-conflicts.ts'
import type { Db } from './open.ts'
import { sessionStates } from './sessions.ts'
import { factNamer } from './stations.ts'

/** Conflicts of a session that nobody resolved yet. How many attempts are too many is for the rule pack to say. */
export function openConflicts(db: Db, session: string): ConflictRecord[] {
  const resolved = resolvedConflicts(db, session)
  const interview = interviewContradictions(db, session).map(({ kind, candidate, facts }) => conflict(kind, session, candidate, facts))
  const found = [...twoCheckIns(db, session), ...lots(db, session), ...twoPsych(db, session), ...twoCorrections(db, session), ...interview, ...afterClose(db, session)]
  return found.filter((record) => !resolved.has(record.conflict)).sort((a, b) => (a.conflict < b.conflict ? -1 : 1))
}

/** Names of the conflicts of a session that somebody has decided on. */
export function resolvedConflicts(db: Db, session: string): ReadonlySet<string> {
  return new Set(db.all<{ conflict: string }>('SELECT conflict FROM resolution WHERE session = ?', session).map((row) => row.conflict))
}

// Each kind first finds suspects with one grouped query, then looks at what really counts for them.
function suspects(db: Db, sql: string, session: string): string[] {
  return db.all<{ candidate: string }>(sql, session).map((row) => row.candidate)
}

function twoCheckIns(db: Db, session: string): ConflictRecord[] {
  const sql = "SELECT candidate FROM check_in WHERE session = ? AND type = 'checkin.admitted' GROUP BY candidate HAVING count(*) > 1"
  return suspects(db, sql, session).flatMap((candidate) => {
    const { admissions } = candidateRecord(db, session, candidate)
    return admissions.length > 1 ? [conflict('two_check_ins', session, candidate, admissions.map((mark) => mark.fact))] : []
  })
}

function lots(db: Db, session: string): ConflictRecord[] {
  const twoLots = "SELECT candidate FROM lot WHERE session = ? AND type = 'lots.drawn' GROUP BY candidate, draw HAVING count(*) > 1"
  const own = [...new Set(suspects(db, twoLots, session))].flatMap((candidate) => {
    const byDraw = Map.groupBy(candidateRecord(db, session, candidate).lots, (drawn) => drawn.draw)
    return [...byDraw.values()].filter((same) => same.length > 1).map((same) => conflict('two_lots', session, candidate, same.map((drawn) => drawn.fact)))
  })
  const sharedSql = "SELECT lot FROM lot WHERE session = ? AND type = 'lots.drawn' GROUP BY lot HAVING count(DISTINCT candidate) > 1"
  const shared = db.all<{ lot: string }>(sharedSql, session).flatMap(({ lot }) => {
    const holders = db.all<{ candidate: string }>('SELECT DISTINCT candidate FROM lot WHERE session = ? AND lot = ?', session, lot)
    const facts = holders.flatMap(({ candidate }) => candidateRecord(db, session, candidate).lots.filter((drawn) => drawn.lot === lot).slice(0, 1))
    return facts.length > 1 ? [conflict('lot_twice', session, null, facts.map((drawn) => drawn.fact))] : []
  })
  return [...own, ...shared]
}

function twoPsych(db: Db, session: string): ConflictRecord[] {
  const sql = "SELECT candidate FROM psych WHERE session = ? AND type = 'psych.recorded' GROUP BY candidate HAVING count(*) > 1"
  return suspects(db, sql, session).flatMap((candidate) => {
    const { psych } = candidateRecord(db, session, candidate)
    return psych.length > 1 ? [conflict('two_psych', session, candidate, psych.map((mark) => mark.fact))] : []
  })
}

const replaceable = ['check_in', 'lot', 'psych', 'attempt', 'heat'] as const

function twoCorrections(db: Db, session: string): ConflictRecord[] {
  const dropped = droppedFacts(db)
  const name = factNamer(db)
  return replaceable.flatMap((table) => {
    const owner = table === 'heat' ? 'NULL AS candidate' : 'candidate'
    const rows = db.all<{ fact: FactId; at: number; replaces: FactId; candidate: string | null }>(
      `SELECT fact, at, replaces, ${owner} FROM ${table} WHERE session = ? AND replaces IN
       (SELECT replaces FROM ${table} WHERE replaces IS NOT NULL GROUP BY replaces HAVING count(*) > 1)`, session)
    for (const row of rows) row.fact = name(Number(row.fact))
    return counting(rows, dropped).rivals.map(({ rivals }) => conflict('two_corrections', session, rivals[0]?.candidate ?? null, rivals.map((row) => row.fact)))
  })
}

function afterClose(db: Db, session: string): ConflictRecord[] {
  const closing = sessionStates(db).get(session)
  if (closing?.state !== 'closed') return []
  const dropped = droppedFacts(db)
  const name = factNamer(db)
  return (['check_in', 'lot', 'psych', 'attempt', 'sign_off', 'waiting', 'interview', 'conduct'] as const).flatMap((table) =>
    db.all<{ fact: number; at: number; candidate: string | null }>(`SELECT fact, at, candidate FROM ${table} WHERE session = ?`, session).flatMap((row) => {
      const fact = name(row.fact)
      return afterClosing(closing, { fact, at: row.at }) && !dropped.has(fact) ? [conflict('after_close', session, row.candidate, [fact])] : []
    }))
}
