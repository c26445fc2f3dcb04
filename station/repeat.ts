import { bodyText } from '../db/envelope.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import { factId, type Fact, type FactBody, type FactId, type FactType } from '../shared/facts.ts'
import { readLot } from '../shared/strip-code.ts'
import type { OpenVenue } from './open-venue.ts'

/** A fact an earlier sending of the same command left. */
export interface Held<T extends FactType> {
  ok: true
  fact: FactId
  body: FactBody<T>
  /** Everything that command recorded, in order. */
  all: Fact[]
}

/**
 * Asked first by every command: a double click or a retry is answered from what it recorded the first time, even where
 * the same question would now be refused. Null for a new command; 'command_reused' when the id was used for something else.
 * `same` has to ask for everything of the input that became part of the fact: a number sent under an old command id must
 * never be answered as recorded.
 */
export function heldBy<T extends FactType>(
  venue: OpenVenue, cmd: string, types: readonly T[], same: (body: FactBody<T>) => boolean,
): Held<T> | Refused | null {
  const all = venue.ledger.heldByCommand(cmd)
  if (all.length === 0) return null
  const known: readonly string[] = types
  const found = all.find((fact) => known.includes(fact.type))
  if (found === undefined) return refuse('command_reused')
  const body = found.body as FactBody<T>
  return same(body) ? { ok: true, fact: factId(found), body, all } : refuse('command_reused')
}

/** Whether two parts of an input and of a fact say the same, whatever the order of their keys. */
export function alike(sent: unknown, recorded: unknown): boolean {
  return bodyText(sent) === bodyText(recorded)
}

/** Whether a lot as typed or scanned is the lot a fact names. */
export function sameLot(venue: OpenVenue, session: string, text: string, lot: string): boolean {
  return readLot(venue.exam, session, text) === lot
}

/** A name without the blanks, widths and case by which one person could be written as two. */
export function plainName(name: string): string {
  return name.normalize('NFKC').replaceAll(/[\s\p{Cf}]/gu, '').toLowerCase()
}
