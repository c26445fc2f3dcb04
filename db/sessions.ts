import type { FactId } from '../shared/facts.ts'
import { inOrder } from './counting.ts'
import type { Db } from './open.ts'
import { factNamer } from './stations.ts'

export interface SessionRecord {
  session: string
  state: 'open' | 'closed'
  /** The fact that opened or closed it last. */
  fact: FactId
  at: number
}

/** Sessions that were ever opened, with their state now, by session id. A session without a fact is upcoming. */
export function sessionStates(db: Db): Map<string, SessionRecord> {
  const name = factNamer(db)
  const rows = db.all<{ fact: number; type: string; at: number; session: string }>('SELECT fact, type, at, session FROM session_fact')
    .map((row) => ({ ...row, fact: name(row.fact) }))
  return new Map(inOrder(rows).map((row) => [
    row.session,
    { session: row.session, state: row.type === 'session.opened' ? 'open' as const : 'closed' as const, fact: row.fact, at: row.at },
  ]))
}
