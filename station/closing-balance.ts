import { sessionRecords } from '../db/candidate-record.ts'
import type { CandidateRecord } from '../shared/candidate-record.ts'
import { dueIn } from '../db/roster.ts'
import type { Bilingual } from '../shared/api/answer.ts'
import type { BalanceLine } from '../shared/api/closing.ts'
import { balanceLines, type BalancePerson, type DeskTally } from '../shared/balance.ts'
import type { Session } from '../shared/pack-schema.ts'
import { unfinished, whereabouts, type Day, type Standing } from '../shared/standing.ts'
import type { Unfinished } from '../shared/whereabouts.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { dayOf } from './session-day.ts'
import { stationNames } from './station-names.ts'
import { readVenueMeta } from './venue-meta.ts'

/** What still stands between somebody and an end, a heat that runs included; null when nothing does. */
export function problemOf(venue: OpenVenue, session: Session, standing: Standing): Unfinished | 'in_heat' | null {
  const heat = boardOf(venue).heatOf(session.id, standing.candidate)
  // A heat that was never started binds nobody to the end of the day; one that runs has to be finished.
  if (heat !== null && heat.started !== null) return 'in_heat'
  return unfinished(standing, dayOf(venue, session))
}

/**
 * The balance of a session (规则 §11). Ends come from the board; who is due, and what every desk admitted, is counted
 * from the rows of the ledger, so that a person lost between the two leaves a line that does not balance.
 */
export function balanceOf(venue: OpenVenue, session: Session): BalanceLine[] {
  const board = boardOf(venue)
  const standings = board.standings(session.id)
  const records = sessionRecords(venue.db, session.id)
  const asIfClosed: Day = { ...dayOf(venue, session), closed: true }
  const due = new Set(standings.map((standing) => standing.candidate))
  const closed = board.state(session.id) === 'closed'
  return balanceLines({
    title: session.title, session: session.id,
    due: session.due.kind === 'shortlist' ? standings.length : dueIn(venue.db, session.id).length,
    people: standings.map((standing): BalancePerson => ({
      where: whereabouts(standing, asIfClosed).where,
      problem: closed ? null : problemOf(venue, session, standing),
      desk: standing.admitted === null ? null : deskOf(standing.admitted),
      hasLot: standing.lot !== null, room: standing.room,
      items: Object.fromEntries(Object.entries(standing.fitness?.items ?? {}).map(([id, item]) => [id, item.status])),
      unsigned: standing.unsigned,
    })),
    strays: [...records.values()].filter((record) => !due.has(record.candidate) && cameIn(record)).length,
    desks: desksIn(venue, [...records.values()].filter((record) => due.has(record.candidate))),
    items: session.stages.includes('fitness') ? (venue.pack.fitness?.items ?? []) : [],
    rooms: session.rooms,
  })
}

/** Came, and has no end of their own: who withdrew or was barred may have made room for the next on the shortlist. */
function cameIn({ admissions, lots, attempts, psych, withdrawn, barred }: CandidateRecord): boolean {
  return withdrawn.length + barred.length === 0 && admissions.length + lots.length + attempts.length + psych.length > 0
}

/** One operator at one station. */
function deskOf({ by, fact }: { by: string; fact: string }): string {
  return `${by}@${fact.slice(0, 16)}`
}

function desksIn(venue: OpenVenue, records: readonly CandidateRecord[]): Map<string, DeskTally & { title: Bilingual }> {
  const names = stationNames(venue.db, venue.ledger.station, readVenueMeta(venue.db)?.stationName ?? '')
  const desks = new Map<string, DeskTally & { title: Bilingual }>()
  for (const { admissions } of records) {
    for (const [turn, admission] of admissions.entries()) {
      const key = deskOf(admission)
      const station = names[admission.fact.slice(0, 16)] ?? admission.fact.slice(0, 8)
      const title = `${boardOf(venue).nameOf(admission.by)} · ${station}`
      const desk = desks.get(key) ?? { admitted: 0, doubled: 0, title: { zh: title, en: title } }
      desks.set(key, { ...desk, admitted: desk.admitted + 1, doubled: desk.doubled + (turn === 0 ? 0 : 1) })
    }
  }
  return desks
}
