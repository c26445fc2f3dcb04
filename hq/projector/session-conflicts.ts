import { sql } from 'kysely'
import { factId, type Fact } from '../../shared/facts.ts'
import { conflict, twoRoomDraws, twoShortlists, type ConflictRecord } from '../../shared/record-conflicts.ts'
import { roomRecordsOf } from '../../shared/room-records.ts'
import { recordOf } from '../../shared/candidate-record.ts'
import { rowsOfFacts } from '../../shared/fact-rows.ts'
import { factsOf } from '../../shared/hq/projector.ts'
import { ownFacts } from '../../shared/hq/projector-person.ts'
import { decisionsOf, named, ownHalfDay, type Decided } from '../../shared/hq/projector-venue.ts'
import { decidedConflicts } from './projection-rows.ts'
import { docText } from './record-docs.ts'
import type { Db } from '../store.ts'

/**
 * Conflicts that are about no single person and that nobody has decided: one lot of two people, two lists of one post,
 * two draws of rooms (规则 §8, §11). Those of one person stand in `standing.conflicts`.
 */
export async function sessionConflicts(db: Db, no: number): Promise<ConflictRecord[]> {
  const venueOf = await venueOfSession(db, no)
  const rows = (await db.selectFrom('venue_fact').select(['venue', 'fact', 'type', 'session', 'at', 'doc']).where('recruitment', '=', no)
    .where('type', 'in', ['shortlist.adopted', 'rooms.frozen', 'rooms.drawn', 'rooms.aborted', 'rooms.examiners', 'conflict.resolved']).execute())
    .filter(({ venue, session }) => ownHalfDay(venueOf, venue, session))
  const facts = rows.map(({ doc }) => JSON.parse(doc) as Fact)
  const decided = decisionsOf(rows, await decidedConflicts(db, no))
  const dropped = decided.droppedOf(rows)
  const lists = Map.groupBy(facts.filter((fact) => fact.type === 'shortlist.adopted'), ({ body }) => body.session)
  const found = [...lists].flatMap(([session, adopted]) =>
    twoShortlists(adopted.map((read) => ({ fact: factId(read), at: read.at, replaces: read.body.replaces, post: read.body.post })), dropped)
      .map((ids) => conflict('two_shortlists', session, null, ids)))
  const rooms = Map.groupBy(facts.filter((fact) => fact.type.startsWith('rooms.')), ({ body }) => ('session' in body ? (body.session ?? '') : ''))
  for (const [session, ofSession] of rooms) {
    found.push(...twoRoomDraws(roomRecordsOf(ofSession, dropped).draws).map((ids) => conflict('two_room_draws', session, null, ids)))
  }
  found.push(...await lotsTwice(db, no, decided, venueOf))
  return found.filter((each) => !decided.isResolved(each)).sort((a, b) => (a.conflict < b.conflict ? -1 : 1))
}

/** The venue of every half day of a recruitment. */
export async function venueOfSession(db: Db, no: number): Promise<Record<string, string>> {
  return Object.fromEntries((await db.selectFrom('session').select(['id', 'venue']).where('recruitment', '=', no).execute()).map(({ id, venue }) => [id, venue]))
}

/** Lots of one half day that two people hold now, by records; a void lot is nobody's. */
async function lotsTwice(db: Db, no: number, decided: Decided, venueOf: Readonly<Record<string, string>>): Promise<ConflictRecord[]> {
  const suspects = await db.selectFrom('drawn_lot').select(['session', 'lot']).where('recruitment', '=', no)
    .groupBy(['session', 'lot']).having(sql<boolean>`count(DISTINCT person) > 1`).execute()
  const found: ConflictRecord[] = []
  for (const { session, lot } of suspects) {
    const holders = await db.selectFrom('drawn_lot').innerJoin('record', (on) => on.onRef('record.recruitment', '=', 'drawn_lot.recruitment').onRef('record.person', '=', 'drawn_lot.person'))
      .select(['record.person', 'record.doc']).where('drawn_lot.recruitment', '=', no).where('drawn_lot.session', '=', session).where('drawn_lot.lot', '=', lot).execute()
    const facts = holders.flatMap(({ person, doc }) => {
      const own = ownFacts(venueOf, factsOf(docText(doc)))
      const rows = rowsOfFacts(person, own).get(session)
      return rows === undefined ? [] : recordOf(session, person, rows, decided.droppedOf(named(own))).lots.filter((drawn) => drawn.lot === lot).slice(0, 1)
    })
    if (facts.length > 1) found.push(conflict('lot_twice', session, null, facts.map(({ fact }) => fact)))
  }
  return found
}
