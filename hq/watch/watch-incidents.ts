import { sql } from 'kysely'
import type { Incident, OpenConflict } from '../../shared/hq/api/watch.ts'
import type { ConflictRecord } from '../../shared/record-conflicts.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import { sessionConflicts } from '../projector/session-conflicts.ts'
import type { Db } from '../store.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'
import { inConflict } from './watch-board.ts'

/** A page of incidents, newest first, with the names of whom they are about. */
export async function incidentRows(
  db: Db, no: number, { venue, kind, offset, limit }: { venue?: string | undefined; kind?: string | undefined; offset: number; limit: number },
): Promise<{ rows: Incident[]; total: number }> {
  const chosen = db.selectFrom('incident').where('incident.recruitment', '=', no)
    .$if(venue !== undefined, (query) => query.where('incident.venue', '=', venue ?? '')).$if(kind !== undefined, (query) => query.where('incident.type', '=', kind ?? ''))
  const { n } = await chosen.select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow()
  const rows = await chosen
    .leftJoin('person', (on) => on.onRef('person.recruitment', '=', 'incident.recruitment').onRef('person.id', '=', 'incident.person'))
    .leftJoin('venue', (on) => on.onRef('venue.recruitment', '=', 'incident.recruitment').onRef('venue.id', '=', 'incident.venue'))
    .select(['incident.venue', 'venue.name as venueName', 'incident.fact', 'incident.type', 'incident.session', 'incident.person', 'person.roster_number', 'person.name', 'incident.at', 'incident.note'])
    .orderBy('incident.at', 'desc').orderBy('incident.fact').limit(limit).offset(offset).execute()
  return {
    total: n,
    rows: rows.map((row): Incident => ({
      venue: row.venue, venueName: row.venueName ?? row.venue, fact: row.fact, type: row.type, session: row.session ?? '', candidate: row.person ?? '',
      rosterNumber: row.roster_number ?? '', name: row.name ?? '', at: row.at, note: row.note,
    })),
  }
}

export async function incidents({ inside: { store: { db } } }: HqCall, input: HqInput<'watch', 'incidents'>): Promise<HqOutput<'watch', 'incidents'>> {
  const row = await foundRecruitment(db, input.recruitment)
  if (isRefused(row)) return row
  const kinds = await db.selectFrom('incident').select(['type', sql<number>`count(*)`.as('n')]).where('recruitment', '=', row.no)
    .$if(input.venue !== undefined, (query) => query.where('venue', '=', input.venue ?? '')).groupBy('type').execute()
  return { ok: true, ...await incidentRows(db, row.no, input), kinds: Object.fromEntries(kinds.map(({ type, n }) => [type, n])) }
}

const most = 500

/** Contradictions nobody decided: of one person, and of a half day as a whole. */
export async function openConflicts({ inside: { store: { db } } }: HqCall, input: HqInput<'watch', 'conflicts'>): Promise<HqOutput<'watch', 'conflicts'>> {
  const row = await foundRecruitment(db, input.recruitment)
  if (isRefused(row)) return row
  const own = await db.selectFrom('standing').innerJoin('person', (on) => on.onRef('person.recruitment', '=', 'standing.recruitment').onRef('person.id', '=', 'standing.person'))
    .select(['standing.person', 'standing.conflicts', 'person.roster_number', 'person.name', 'person.post'])
    .where('standing.recruitment', '=', row.no).where(inConflict).orderBy('standing.person').execute()
  const venues = new Map((await db.selectFrom('session').innerJoin('venue', (on) => on.onRef('venue.recruitment', '=', 'session.recruitment').onRef('venue.id', '=', 'session.venue'))
    .select(['session.id', 'venue.id as venue', 'venue.name']).where('session.recruitment', '=', row.no).execute()).map(({ id, venue, name }) => [id, { venue, name }]))
  const shown = (record: ConflictRecord, who: { person: string; roster_number: string; name: string; post: string } | null): OpenConflict => ({
    conflict: record.conflict, kind: record.kind, session: record.session, venue: venues.get(record.session)?.venue ?? '', venueName: venues.get(record.session)?.name ?? '',
    candidate: who?.person ?? '', rosterNumber: who?.roster_number ?? '', name: who?.name ?? '', post: who?.post ?? '', facts: record.facts,
  })
  const all = [
    ...(await sessionConflicts(db, row.no)).map((record) => shown(record, null)),
    ...own.flatMap((who) => (JSON.parse(who.conflicts) as ConflictRecord[]).map((record) => shown(record, who))),
  ].filter(({ venue }) => input.venue === undefined || venue === input.venue)
  return { ok: true, rows: all.slice(0, most), total: all.length }
}
