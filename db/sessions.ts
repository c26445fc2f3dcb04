import { sessionStatesOf, type SessionRecord } from '../shared/session-states.ts'
import type { Db } from './open.ts'
import { factNamer } from './stations.ts'

/** Sessions that were ever opened, with their state now, by session id. */
export function sessionStates(db: Db): Map<string, SessionRecord> {
  const name = factNamer(db)
  return sessionStatesOf(db.all<{ fact: number; type: string; at: number; session: string }>('SELECT fact, type, at, session FROM session_fact')
    .map((row) => ({ ...row, fact: name(row.fact) })))
}
