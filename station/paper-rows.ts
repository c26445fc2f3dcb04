import { journeyOf } from '../db/journey.ts'
import { factById } from '../db/ledger.ts'
import { factNamer } from '../db/stations.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { ScannedRow } from '../shared/api/paper.ts'
import { factId, type FactId, type FactType } from '../shared/facts.ts'
import { lotOfRow, readRowCode, rowMatches, type RowCode } from '../shared/paper/row-code.ts'
import type { FitnessItem, Session } from '../shared/pack-schema.ts'
import { permissions } from '../shared/permissions.ts'
import type { Candidate } from '../shared/roster.ts'
import type { Standing } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { enterRow } from './paper-entry.ts'
import { sessionOf } from './session-day.ts'
import type { UseCases } from './use-cases.ts'

/** After an outage: what a row of a fallback sheet stands for, and its value as ordinary facts. */
export const paperRowMethods: Pick<UseCases<'paper'>, 'scan' | 'enter'> = {
  scan: (venue, caller, input) => {
    const found = rowAt(venue, input.session, input.code)
    if (!found.ok) return found
    const rows = permissions['sessions.rows']
    const knows = typeof rows === 'string' || caller.roles.some((role) => rows.includes(role))
    // a check-in row sets a roster number beside a lot; whoever works with lots has no business with it
    if (!knows && found.code.kind === 'checkIn') return refuse('row_not_yours')
    const row = scannedRow(venue, found)
    return { ok: true, row: knows ? row : { ...row, rosterNumber: '', candidate: row.lot } }
  },
  enter: enterRow,
}

/** A row of a fallback sheet: whose, of what, and where that person stands now. */
export interface PaperRow {
  ok: true
  code: RowCode
  session: Session
  person: Candidate
  standing: Standing
  /** Null but for attempts. */
  item: FitnessItem | null
}

/**
 * Resolves a row's code against this venue. Refused: 'row_unknown' (no code, of another exam or roster, or of a pack that
 * has changed), 'row_other_session'.
 */
export function rowAt(venue: OpenVenue, sessionId: string, text: string): PaperRow | Refused {
  const board = boardOf(venue)
  const session = sessionOf(venue, sessionId)
  if (session === null) return refuse('session_unknown', { session: sessionId })
  const code = readRowCode(text)
  const printed = code === null ? undefined : venue.pack.sessions[code.session]
  if (code === null || printed === undefined) return refuse('row_unknown')
  const lot = lotOfRow(code)
  const person = lot === null ? board.people()[code.candidate] : board.person(board.byLot(printed.id, lot)?.candidate ?? '')
  if (person == null || !rowMatches(code, venue.exam, person.id)) return refuse('row_unknown')
  if (printed.id !== session.id) return refuse('row_other_session', { session: printed.title.zh })
  const standing = board.standing(session.id, person.id)
  // a lot that was given up stands for nobody
  if (lot !== null && standing?.lot?.lot !== lot) return refuse('row_unknown')
  const item = code.kind === 'attempt' ? venue.pack.fitness?.items[code.item] : null
  if (standing === null || item === undefined) return refuse('row_unknown')
  return { ok: true, code, session, person, standing, item }
}

/** Printing a strip or a notice changes nothing of what a row says; that it was typed is told by what it became. */
const silent: readonly FactType[] = ['lots.printed', 'psych.noticed', 'paper.typed', 'paper.printed']

/**
 * Facts about the candidate since the sheet was drawn, oldest first. What other rows of paper became is left out: whoever
 * types a stack in knows it, and it was written after the sheet as this row was.
 */
export function newerFacts(venue: OpenVenue, { code, person }: Pick<PaperRow, 'code' | 'person'>): ScannedRow['newer'] {
  const name = factNamer(venue.db)
  const otherRows = new Set(venue.db.all<{ fact: number; key: string }>("SELECT fact, key FROM paper WHERE type = 'paper.typed' AND candidate = ?", person.id)
    .flatMap(({ fact, key }) => (key === code.row ? [] : [factById(venue.db, name(fact))?.fact.cmd ?? ''])))
  return journeyOf(venue.db, person.id).map(({ fact }) => fact)
    .filter((fact) => fact.at >= code.printedAt && !silent.includes(fact.type) && !otherRows.has(fact.cmd))
    .map((fact) => ({ fact: factId(fact), type: fact.type, at: fact.at, by: boardOf(venue).nameOf(fact.by) }))
}

/** Newer facts that the typist has not named as seen. */
export function unseenFacts(venue: OpenVenue, row: PaperRow, seen: readonly FactId[]): ScannedRow['newer'] {
  return newerFacts(venue, row).filter(({ fact }) => !seen.includes(fact))
}

function scannedRow(venue: OpenVenue, row: PaperRow): ScannedRow {
  const { code, session, person, standing, item } = row
  const typed = venue.db.one<{ n: number }>("SELECT count(*) AS n FROM paper WHERE kind = ? AND key = ? AND sheet = ? AND type = 'paper.typed'", code.kind, code.row, code.sheet)
  return {
    sheet: code.sheet, row: code.row, kind: code.kind, session: session.id, candidate: person.id, rosterNumber: person.rosterNumber,
    lot: standing.lot?.lot ?? '', item: item?.id ?? '', title: item?.title ?? { zh: '', en: '' }, printedAt: code.printedAt, alreadyTyped: typed?.n ?? 0,
    newer: newerFacts(venue, row),
  }
}
