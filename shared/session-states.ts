import { inOrder } from './counting.ts'
import type { FactId } from './facts.ts'

export interface SessionRecord {
  session: string
  state: 'open' | 'closed'
  /** The fact that opened or closed it last. */
  fact: FactId
  at: number
}

/** Sessions that were ever opened, with their state now, from all their openings and closings. One without a fact is upcoming. */
export function sessionStatesOf(rows: readonly { fact: FactId; type: string; at: number; session: string }[]): Map<string, SessionRecord> {
  return new Map(inOrder(rows).map((row) => [
    row.session,
    { session: row.session, state: row.type === 'session.opened' ? 'open' as const : 'closed' as const, fact: row.fact, at: row.at },
  ]))
}
