import type { Fact } from '../../shared/facts.ts'
import { boardOf } from '../board.ts'
import type { OpenVenue } from '../open-venue.ts'

/** How often a sheet was printed and when last. */
export interface Printed {
  copies: number
  at: number
}

/** Keys of one print stand in one fact, a line each. */
export const joinKeys = (keys: readonly string[]): string => keys.join('\n')

const held = new WeakMap<OpenVenue['ledger'], Map<string, Printed>>()

const nameOf = (session: string | null, kind: string, key: string): string => `${session ?? ''}\n${kind}\n${key}`

function count(table: Map<string, Printed>, session: string | null, kind: string, keys: string, at: number): void {
  for (const key of keys.split('\n')) {
    const name = nameOf(session, kind, key)
    const before = table.get(name)
    table.set(name, { copies: (before?.copies ?? 0) + 1, at: Math.max(before?.at ?? 0, at) })
  }
}

/** Prints so far, read once and kept up to date with the ledger. */
function table(venue: OpenVenue): Map<string, Printed> {
  const known = held.get(venue.ledger)
  if (known !== undefined) return known
  const made = new Map<string, Printed>()
  for (const row of venue.db.all<{ session: string | null; kind: string; key: string; at: number }>(
    "SELECT session, kind, key, at FROM paper WHERE type = 'paper.printed'")) count(made, row.session, row.kind, row.key, row.at)
  venue.ledger.onAppended((facts: readonly Fact[]) => {
    for (const fact of facts) if (fact.type === 'paper.printed') count(made, fact.body.session, fact.body.kind, fact.body.key, fact.at)
  })
  held.set(venue.ledger, made)
  return made
}

/**
 * Prints of one sheet so far. Strips and notices have facts of their own, which older prints have too: those count.
 */
export function printed(venue: OpenVenue, session: string, kind: string, key: string): Printed {
  const own = table(venue).get(nameOf(session, kind, key)) ?? { copies: 0, at: 0 }
  const standing = kind === 'strips' || kind === 'psychNotice' ? boardOf(venue).standing(session, key) : null
  if (standing === null) return own
  return { copies: kind === 'strips' ? (standing.printed[standing.lot?.lot ?? ''] ?? 0) : standing.notices, at: own.at }
}
