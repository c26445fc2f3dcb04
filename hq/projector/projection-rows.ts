import { sql } from 'kysely'
import type { FactId } from '../../shared/facts.ts'
import type { PersonRow } from '../../shared/hq/projector-person.ts'
import { decidingVenueFacts } from '../../shared/hq/projector-venue.ts'
import type { Reach } from '../../shared/hq/projector-reach.ts'
import type { ProjectorThere } from '../../shared/hq/projector.ts'
import { masterPack } from '../../shared/hq/venue-pack.ts'
import { isIn, putRows } from '../bulk-rows.ts'
import { hqSessions } from '../division/division-read.ts'
import { readHqFact } from '../own-ledger.ts'
import { packOf, type Recruitment } from '../recruitments/recruitment-row.ts'
import type { Db, StoreKind, Trx } from '../store.ts'
import { docText, packedDoc, type ToWrite } from './record-docs.ts'

export { reachOf, type Reach } from '../../shared/hq/projector-reach.ts'

type Compute = (there: ProjectorThere) => ToWrite | Promise<ToWrite>

/**
 * Projects one batch inside a transaction: locks the people it reaches, reads what is known of them, computes, writes.
 * `compute` is projectBatch, here or in a worker thread. Two transactions that reach the same person come one after the
 * other, and the later one reads what the earlier wrote; so any order of batches ends in the same rows.
 */
export async function projectInto(trx: Trx, kind: StoreKind, row: Recruitment, reach: Reach, now: number, compute: Compute): Promise<void> {
  const ids = await lockedPeople(trx, kind, row.no, reach)
  const projected = await compute(await readThere(trx, kind, row, ids, reach.people, now))
  await writeProjected(trx, kind, row.no, projected)
}

/** What was computed before a transaction; false where another projection was written since: then nothing is. */
export type WriteLater = (trx: Trx) => Promise<boolean>

/**
 * The same where one connection does everything (SQLite): reads and computes before the transaction, so that pages are
 * taken meanwhile. What else may have changed since (the division, a bar, a decision) asks for standings anew by itself.
 */
export async function projectAhead(db: Db, kind: StoreKind, row: Recruitment, reach: Reach, now: number, compute: Compute): Promise<WriteLater> {
  const before = await projections(db, row.no)
  const found = await idsReached(db, kind, row.no, reach)
  const known = await db.selectFrom('person').select('id').where('recruitment', '=', row.no).where(isIn(kind, 'id', found)).orderBy('id').execute()
  const projected = await compute(await readThere(db, kind, row, known.map(({ id }) => id), reach.people, now))
  return async (trx) => {
    if ((await projections(trx, row.no)) !== before) return false
    await writeProjected(trx, kind, row.no, projected)
    return true
  }
}

/** How often a recruitment's projections were written. */
async function projections(db: Db | Trx, no: number): Promise<number> {
  return (await db.selectFrom('pulse').select('n').where('recruitment', '=', no).where('noun', '=', 'projection').executeTakeFirst())?.n ?? 0
}

/** What was computed ahead of this transaction is not written after it. */
export async function outdate(trx: Trx, no: number): Promise<void> {
  await sql`INSERT INTO pulse (recruitment, noun, n) VALUES (${no}, 'projection', 1) ON CONFLICT (recruitment, noun) DO UPDATE SET n = pulse.n + 1`.execute(trx)
}

async function lockedPeople(trx: Trx, kind: StoreKind, no: number, reach: Reach): Promise<string[]> {
  const found = await idsReached(trx, kind, no, reach)
  if (kind === 'postgres') await lockStrangers(trx, no, found)
  const people = trx.selectFrom('person').select('id').where('recruitment', '=', no).where(isIn(kind, 'id', found)).orderBy('id')
  return (await (kind === 'postgres' ? people.forUpdate() : people).execute()).map(({ id }) => id)
}

/** Records of ids that nobody of the roster has are kept too, and have no person's row to be locked by. */
async function lockStrangers(trx: Trx, no: number, ids: readonly string[]): Promise<void> {
  const known = new Set((await trx.selectFrom('person').select('id').where('recruitment', '=', no).where(isIn('postgres', 'id', ids)).execute()).map(({ id }) => id))
  for (const id of ids.filter((each) => !known.has(each)).sort()) await sql`SELECT pg_advisory_xact_lock(${no}::integer, hashtext(${id}))`.execute(trx)
}

async function idsReached(db: Db, kind: StoreKind, no: number, { people, sessions, posts, venues, everybody }: Reach): Promise<string[]> {
  const ids = new Set(people)
  const add = (rows: readonly { person: string }[]) => rows.forEach(({ person }) => ids.add(person))
  if (everybody || posts.length > 0) {
    const found = db.selectFrom('person').select('id as person').where('recruitment', '=', no)
    add(await (everybody ? found : found.where('post', 'in', posts)).execute())
  }
  const half = [...sessions]
  if (venues.length > 0) half.push(...(await db.selectFrom('session').select('id').where('recruitment', '=', no).where('venue', 'in', venues).execute()).map(({ id }) => id))
  if (half.length > 0) {
    add(await db.selectFrom('due').select('person').where('recruitment', '=', no).where(isIn(kind, 'session', half)).execute())
    add(await db.selectFrom('attendance').select('person').where('recruitment', '=', no).where(isIn(kind, 'session', half)).execute())
  }
  return [...ids]
}

/** Everything that says where these people stand. `others`: ids of records that may be nobody's of the roster. */
export async function readThere(db: Db, kind: StoreKind, row: Recruitment, ids: readonly string[], others: readonly string[], now: number): Promise<ProjectorThere> {
  const no = row.no
  const sessions = await hqSessions(db, no)
  const shortlists = sessions.filter(({ session }) => session.due.kind === 'shortlist').map(({ session }) => session.id)
  const venueFacts = await db.selectFrom('venue_fact').select(['venue', 'fact', 'type', 'session', 'at', 'doc'])
    .where('recruitment', '=', no).where('type', 'in', decidingVenueFacts).execute()
  const records = await db.selectFrom('record').select(['person', 'doc']).where('recruitment', '=', no)
    .where(isIn(kind, 'person', [...new Set([...ids, ...others])])).execute()
  return {
    pack: masterPack(packOf(row), sessions), venueOf: Object.fromEntries(sessions.map(({ session, venue }) => [session.id, venue])),
    people: await peopleRows(db, kind, no, ids), records: records.map(({ person, doc }) => ({ person, doc: docText(doc) })), venueFacts, divided: await dividedShortlists(db, kind, no, shortlists),
    decided: await decidedConflicts(db, no), now,
  }
}

async function peopleRows(db: Db, kind: StoreKind, no: number, ids: readonly string[]): Promise<PersonRow[]> {
  const due = await db.selectFrom('due').select(['person', 'session']).where('recruitment', '=', no).where(isIn(kind, 'person', ids)).execute()
  const sessions = Map.groupBy(due, ({ person }) => person)
  const rows = await db.selectFrom('person').select(['id', 'sex', 'birth', 'post', 'written', 'quality', 'barred', 'withdrawn'])
    .where('recruitment', '=', no).where(isIn(kind, 'id', ids)).orderBy('id').execute()
  return rows.map((person) => ({ ...person, sessions: (sessions.get(person.id) ?? []).map(({ session }) => session) }))
}

async function dividedShortlists(db: Db, kind: StoreKind, no: number, shortlists: readonly string[]): Promise<Record<string, string[]>> {
  if (shortlists.length === 0) return {}
  const rows = await db.selectFrom('due').innerJoin('person', (on) => on.onRef('person.recruitment', '=', 'due.recruitment').onRef('person.id', '=', 'due.person'))
    .select(['person.post', 'due.session']).distinct().where('due.recruitment', '=', no).where(isIn(kind, 'due.session', shortlists)).execute()
  return Object.fromEntries([...Map.groupBy(rows, ({ post }) => post)].map(([post, all]) => [post, all.map(({ session }) => session)]))
}

/** What HQ decided about conflicts: facts of its own ledger. */
export async function decidedConflicts(db: Db, no: number): Promise<{ conflict: string; drop: FactId[] }[]> {
  const rows = await db.selectFrom('hq_fact').select('bytes').where('type', '=', 'conflict.decided').where('recruitment', '=', no).orderBy('seq').execute()
  return rows.map(({ bytes }) => readHqFact(bytes)).flatMap((fact) => (fact.type === 'conflict.decided' ? [{ conflict: fact.body.conflict, drop: fact.body.drop }] : []))
}

async function writeProjected(trx: Trx, kind: StoreKind, no: number, { records, venueFacts, incidents, standings, attendance, lots }: ToWrite): Promise<void> {
  // where rows are locked nobody needs the count, and all would wait for it
  if (kind === 'sqlite') await outdate(trx, no)
  const packed = records.map(({ person, doc }) => ({ person, doc: typeof doc === 'string' ? packedDoc(doc) : Buffer.from(doc.buffer, doc.byteOffset, doc.byteLength) }))
  await putRows(trx, kind, 'record', no, packed, { key: ['person'], bytes: ['doc'] })
  await putRows(trx, kind, 'venue_fact', no, venueFacts, { key: ['venue', 'fact'], numbers: ['at'], keep: true })
  await putRows(trx, kind, 'incident', no, incidents, { key: ['venue', 'fact'], numbers: ['at'], keep: true })
  await putRows(trx, kind, 'standing', no, standings, { key: ['person'], numbers: ['last'] })
  const people = standings.map(({ person }) => person)
  if (people.length > 0) await sql`DELETE FROM attendance WHERE recruitment = ${no} AND ${isIn(kind, 'person', people)}`.execute(trx)
  await putRows(trx, kind, 'attendance', no, attendance, { key: ['person', 'session'] })
  // a lot once drawn is drawn for ever; of two facts that say so the record decides, not which came first
  await putRows(trx, kind, 'drawn_lot', no, lots, { key: ['person', 'session', 'lot'] })
}
