import { roomRecordsOf, type RoomRecords } from '../shared/room-records.ts'
import { droppedFacts } from './dropped.ts'
import { readFact } from './envelope.ts'
import type { Db } from './open.ts'

/** Room draws, examiners and members of a session, read at once. */
export function roomRecords(db: Db, session: string): RoomRecords {
  const facts = db.all<{ bytes: Buffer }>('SELECT f.bytes FROM room r JOIN fact f ON f.n = r.fact WHERE r.session = ?', session).map((row) => readFact(row.bytes))
  return roomRecordsOf(facts, droppedFacts(db))
}

/** Which room everybody of a session is in: candidate → room; empty before the rooms were drawn. */
export function roomMembers(db: Db, session: string): ReadonlyMap<string, string> {
  return roomRecords(db, session).members
}
