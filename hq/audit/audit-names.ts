import { z } from 'zod'
import type { AuditNames, AuditRow } from '../../shared/hq/api/audit.ts'
import { eachAuditId } from '../../shared/hq/audit-ids.ts'
import type { Db } from '../store.ts'

const Half = z.object({ date: z.string(), half: z.enum(['am', 'pm']) })

/** The rows with how the venues and half days they name by id are called now; what is gone since has no name. */
export async function withNames(db: Db, rows: readonly AuditRow[]): Promise<AuditRow[]> {
  const named: AuditRow[] = []
  for (const [recruitment, some] of Map.groupBy(rows, (row) => row.recruitment)) {
    const told = some.map((row) => ({ row, ids: idsIn(row) }))
    const known = await namesOf(db, recruitment, { venue: [...new Set(told.flatMap(({ ids }) => ids.venue))], session: [...new Set(told.flatMap(({ ids }) => ids.session))] })
    for (const { row, ids } of told) named.push({ ...row, names: { venues: only(known.venues, ids.venue), sessions: only(known.sessions, ids.session) } })
  }
  return named.sort((a, b) => b.seq - a.seq)
}

function idsIn({ body }: AuditRow): { venue: string[]; session: string[] } {
  const ids = { venue: [] as string[], session: [] as string[] }
  eachAuditId(JSON.parse(body), (kind, id) => ids[kind].push(id))
  return ids
}

async function namesOf(db: Db, recruitment: string | null, ids: { venue: readonly string[]; session: readonly string[] }): Promise<AuditNames> {
  const row = recruitment === null ? undefined : await db.selectFrom('recruitment').select('no').where('id', '=', recruitment).executeTakeFirst()
  if (row === undefined) return { venues: {}, sessions: {} }
  const venues = ids.venue.length === 0 ? [] : await db.selectFrom('venue').select(['id', 'name']).where('recruitment', '=', row.no).where('id', 'in', ids.venue).execute()
  const sessions = ids.session.length === 0 ? [] : await db.selectFrom('session').leftJoin('venue', (on) => on.onRef('venue.id', '=', 'session.venue').onRef('venue.recruitment', '=', 'session.recruitment'))
    .select(['session.id', 'session.body', 'session.venue', 'venue.name']).where('session.recruitment', '=', row.no).where('session.id', 'in', ids.session).execute()
  return { venues: Object.fromEntries(venues.map(({ id, name }) => [id, name])), sessions: Object.fromEntries(sessions.map(({ id, body, venue, name }) => [id, { ...Half.parse(JSON.parse(body)), venue: name ?? venue }])) }
}

function only<T>(names: Readonly<Record<string, T>>, ids: readonly string[]): Record<string, T> {
  return Object.fromEntries(ids.flatMap((id) => (Object.hasOwn(names, id) ? [[id, names[id] as T] as const] : [])))
}
