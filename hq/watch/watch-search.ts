import { sql, type RawBuilder } from 'kysely'
import type { Hit } from '../../shared/hq/api/watch.ts'
import { lotPattern } from '../../shared/lot-number.ts'
import { isIn } from '../bulk-rows.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import { storedPage } from '../receive/stored-pages.ts'
import type { Db, StoreKind } from '../store.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

type By = Hit['by']
interface Found { person: string; by: By; lot: string }

/**
 * One field for everything: what is typed says by its form what it can be, and each form is one look into an index. The
 * best match comes first: an exact number before the beginning of a name.
 */
export async function search({ inside: { store } }: HqCall, input: HqInput<'watch', 'search'>): Promise<HqOutput<'watch', 'search'>> {
  const { db, kind } = store
  const row = await foundRecruitment(db, input.recruitment)
  if (isRefused(row)) return row
  const text = input.text.trim()
  if (text === '') return { ok: true, hits: [], more: false }
  const found = new Map<string, Found>()
  const many = input.limit + 1
  for (const look of looks(db, kind, row.no, text, many)) {
    if (found.size >= many) break
    for (const each of await look()) if (!found.has(each.person)) found.set(each.person, each)
  }
  const all = [...found.values()]
  return { ok: true, hits: await shown(db, kind, row.no, all.slice(0, input.limit)), more: all.length > input.limit }
}

/** Looks from the surest to the vaguest; each answers at most `many` people. */
function looks(db: Db, kind: StoreKind, no: number, text: string, many: number): (() => Promise<Found[]>)[] {
  const upper = text.toUpperCase()
  const people = (where: RawBuilder<boolean>, by: By) => async (): Promise<Found[]> =>
    (await db.selectFrom('person').select('id').where('recruitment', '=', no).where(where).limit(many).execute()).map(({ id }) => ({ person: id, by, lot: '' }))
  const [lot, session] = upper.split(/[\s/@]+/)
  const tail = upper.slice(-6)
  return [
    ...(/^[0-9a-f]{16}\/\d+$/.test(text) ? [() => whoseFact(db, no, text)] : []),
    ...(lot !== undefined && lotPattern.test(lot) ? [() => whoseLot(db, no, lot, session ?? '', many)] : []),
    people(sql<boolean>`ticket = ${text}`, 'ticket'),
    people(sql<boolean>`roster_number = ${upper}`, 'roster'),
    ...(/^\d{5}[\dX]$|^\d{17}[\dX]$/.test(upper) ? [people(sql<boolean>`${tailOf(kind)} = ${tail}`, 'resident')] : []),
    people(sql<boolean>`id = ${text}`, 'candidate'),
    people(begins(kind, 'name', text), 'name'),
    ...(text.length >= 3 ? [people(begins(kind, 'ticket', text), 'ticket'), people(begins(kind, 'roster_number', upper), 'roster')] : []),
  ]
}

/** The last six of a resident id, as the index has them. */
const tailOf = (kind: StoreKind): RawBuilder<string> => (kind === 'postgres' ? sql`right(resident_id, 6)` : sql`substr(resident_id, -6)`)

/** Beginning of a text by code points, as the index has it: 张 to the last character there is. */
function begins(kind: StoreKind, column: 'name' | 'ticket' | 'roster_number', text: string): RawBuilder<boolean> {
  const end = `${text}\u{10FFFF}`
  return kind === 'postgres'
    ? sql<boolean>`${sql.ref(column)} COLLATE "C" >= ${text} AND ${sql.ref(column)} COLLATE "C" < ${end}`
    : sql<boolean>`${sql.ref(column)} >= ${text} AND ${sql.ref(column)} < ${end}`
}

/** `A001`, or `A001 wh-fit-1`: a letter is unique within a half day only. */
async function whoseLot(db: Db, no: number, lot: string, session: string, many: number): Promise<Found[]> {
  const rows = await db.selectFrom('drawn_lot').select(['person', 'session', 'lot']).where('recruitment', '=', no).where('lot', '=', lot)
    .$if(session !== '', (query) => query.where('session', '=', session.toLowerCase())).orderBy('session').limit(many).execute()
  return rows.map((row) => ({ person: row.person, by: 'lot', lot: `${row.lot} · ${row.session}` }))
}

/** Whom a fact is about, from the page that holds it. */
async function whoseFact(db: Db, no: number, fact: string): Promise<Found[]> {
  const [station = '', number = ''] = fact.split('/')
  const streams = await db.selectFrom('stream').select('no').where('recruitment', '=', no).where('station', '=', station).execute()
  for (const { no: stream } of streams) {
    const page = await db.selectFrom('page').select(['first', 'packed']).where('recruitment', '=', no).where('stream', '=', stream)
      .where('first', '<=', Number(number)).where('last', '>=', Number(number)).executeTakeFirst()
    const held = page === undefined ? undefined : storedPage(page.packed).facts[Number(number) - page.first]
    if (held === undefined) continue
    const { body } = JSON.parse(held.bytes.toString('utf8')) as { body: { candidate?: string | null } }
    if (typeof body.candidate === 'string') return [{ person: body.candidate, by: 'fact', lot: fact }]
  }
  return []
}

async function shown(db: Db, kind: StoreKind, no: number, found: readonly Found[]): Promise<Hit[]> {
  const ids = found.map(({ person }) => person)
  const rows = await db.selectFrom('person')
    .leftJoin('standing', (on) => on.onRef('standing.recruitment', '=', 'person.recruitment').onRef('standing.person', '=', 'person.id'))
    .leftJoin('venue', (on) => on.onRef('venue.recruitment', '=', 'person.recruitment').onRef('venue.id', '=', 'standing.venue'))
    .select(['person.id', 'person.roster_number', 'person.ticket', 'person.name', 'person.post', 'standing.venue', 'venue.name as venueName', 'standing.place', 'standing.conflicts'])
    .where('person.recruitment', '=', no).where(isIn(kind, 'person.id', ids)).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return found.flatMap(({ person, by, lot }): Hit[] => {
    const row = byId.get(person)
    if (row === undefined) return []
    return [{
      candidate: row.id, rosterNumber: row.roster_number, ticket: row.ticket, name: row.name, post: row.post, venue: row.venue ?? '', venueName: row.venueName ?? '',
      place: row.place ?? 'due', by, lot, conflicts: (JSON.parse(row.conflicts ?? '[]') as unknown[]).length,
    }]
  })
}
