import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { contentOf, readPackage, type ExamPackage, type PackageOperator } from '../../exchange/package.ts'
import type { PackageContent } from '../../shared/package-changes.ts'
import { packHoles, type PackHole } from '../../shared/pack-holes.ts'
import { canonical } from '../../shared/pack-hash.ts'
import type { RulePack, Stage } from '../../shared/pack-schema.ts'
import { mayComeTo, passedAtOthers } from '../../shared/hq/passed-elsewhere.ts'
import type { StandingDoc } from '../../shared/hq/standing-doc.ts'
import { venuePack, venueRoster, type RosterPerson } from '../../shared/hq/venue-pack.ts'
import { byText } from '../../shared/text-order.ts'
import { readDivision, wholePack, type Divided } from '../division/division-read.ts'
import type { HqKeys } from '../inside.ts'
import type { Recruitment } from '../recruitments/recruitment-row.ts'
import type { Db } from '../store.ts'
import type { Tables } from '../tables.ts'

export type VenueRow = Selectable<Tables['venue']>
type PersonRow = Selectable<Tables['person']>

/** Everything that packages of a recruitment are made of, read once for all venues. */
export interface Prepared {
  row: Recruitment
  divided: Divided
  master: RulePack
  people: readonly RosterPerson[]
  /** Who withdrew: in no package, and named as such where one was in the package before. */
  withdrawn: ReadonlySet<string>
  /** Names of all, those who withdrew too, for telling people at HQ whom a change is about. */
  names: ReadonlyMap<string, string>
  venues: readonly VenueRow[]
  /** By candidate, the stages passed anywhere, of those who may come to more than one venue. */
  passed: ReadonlyMap<string, readonly Stage[]>
}

export async function readPrepared(db: Db, row: Recruitment): Promise<Prepared> {
  const divided = await readDivision(db, row)
  const rows = await db.selectFrom('person').selectAll().where('recruitment', '=', row.no).execute()
  const venues = await db.selectFrom('venue').selectAll().where('recruitment', '=', row.no).orderBy('id').execute()
  const passed = await passedStages(db, row.no, divided)
  const staying = rows.filter(({ withdrawn }) => withdrawn === null).sort((a, b) => byText(a.ticket, b.ticket))
  return {
    row, divided, venues, passed,
    names: new Map(rows.map(({ id, name }) => [id, name])), master: wholePack(divided), people: staying.map(rosterPerson),
    withdrawn: new Set(rows.filter(({ withdrawn }) => withdrawn !== null).map(({ id }) => id)),
  }
}

const peopleAtOnce = 500

/** Only of those who may come to several venues: of the others nobody is told anything. */
async function passedStages(db: Db, recruitment: number, { sessions, people, dueOf }: Divided): Promise<ReadonlyMap<string, readonly Stage[]>> {
  const venueOf = new Map(sessions.map(({ venue, session }) => [session.id, venue]))
  const listed = new Map<string, string[]>()
  for (const { venue, session: { due } } of sessions) {
    if (due.kind === 'shortlist') for (const post of due.posts) listed.set(post, [...(listed.get(post) ?? []), venue])
  }
  const several = people.filter(({ id, post }) => {
    const venues = (dueOf.get(id) ?? []).map((session) => venueOf.get(session))
    return new Set([...venues, ...(listed.get(post) ?? [])]).size > 1
  })
  const passed = new Map<string, readonly Stage[]>()
  for (let at = 0; at < several.length; at += peopleAtOnce) {
    const ids = several.slice(at, at + peopleAtOnce).map(({ id }) => id)
    const rows = await db.selectFrom('standing').select(['person', 'doc']).where('recruitment', '=', recruitment).where('person', 'in', ids).execute()
    for (const { person, doc } of rows) passed.set(person, (JSON.parse(doc) as StandingDoc).passed)
  }
  return passed
}

function rosterPerson({ id, roster_number: rosterNumber, ticket, resident_id: residentId, name, sex, birth, post, written, quality, barred, photo }: PersonRow): RosterPerson {
  return {
    id, rosterNumber, ticket, residentId, name, sex, birth, post,
    ...(written === null ? {} : { written }), ...(quality === null ? {} : { quality }), ...(barred === null ? {} : { barred }), ...(photo === null ? {} : { photo }),
  }
}

/** What a venue's next package holds, without photos, version and changes. */
export type VenueContent = Omit<ExamPackage, 'photos' | 'version' | 'replaces' | 'changes'>

/** One venue's part and nothing of another's: its half days, their people, the posts of these, its accounts. */
export function venueContent(
  { row, divided, master, people, passed }: Prepared, venue: VenueRow, keys: Pick<HqKeys, 'recipient' | 'tlsPin'>,
): VenueContent {
  const sessions = divided.sessions.filter((each) => each.venue === venue.id).map(({ session }) => session)
  const roster = venueRoster(people, divided.dueOf, sessions, ({ id, post }) => {
    const any = passed.get(id)
    return any === undefined ? [] : passedAtOthers(any, mayComeTo(divided.sessions, divided.dueOf.get(id) ?? [], post), venue.id)
  })
  const pack = venuePack(master, { name: venue.name, title: row.title, sessions: new Set(sessions.map(({ id }) => id)), posts: new Set(roster.map(({ post }) => post)) })
  return {
    exam: row.id, venue: venue.id, pack, roster, recipients: [keys.recipient], hq: { address: row.address, ...(keys.tlsPin === undefined ? {} : { tlsPin: keys.tlsPin }) },
    stations: JSON.parse(venue.stations) as string[], operators: JSON.parse(venue.operators) as PackageOperator[],
  }
}

/** Holes of a venue's pack for its people (规则 §2). */
export function contentHoles({ pack, roster }: Pick<VenueContent, 'pack' | 'roster'>): PackHole[] {
  return packHoles(pack, roster)
}

/** What of a package is kept beside its bytes: found without opening it. */
export interface KeptContent {
  /** SHA-256 over everything a new version could change. */
  fingerprint: string
  sessions: string[]
  posts: string[]
  candidates: string[]
}

export function keptContent(content: VenueContent): KeptContent {
  const { pack, roster } = content
  return {
    fingerprint: fingerprintOf(content), sessions: pack.sessions.map(({ id }) => id), posts: pack.posts.map(({ code }) => code), candidates: roster.map(({ id }) => id),
  }
}

function fingerprintOf(content: VenueContent): string {
  const { pack, roster, operators, stations, recipients, address } = compared(content)
  const hash = createHash('sha256').update('kaodian-package-content-v1\0')
  hash.update(canonical([{ ...pack, version: 0 }, operators, stations, recipients, address]))
  // as text of the fields in the order they were put together: thousands of people, looked at again and again
  for (const person of roster) hash.update(JSON.stringify(person)).update('\n')
  return hash.digest('hex')
}

/** Content as two versions are compared by. */
export const compared = (content: VenueContent): PackageContent => contentOf({ ...content, photos: new Map() })

export type PackageRecord = Selectable<Tables['package']>

/** The newest package of a venue, or null. */
export async function newestPackage(db: Db, recruitment: number, venue: string): Promise<PackageRecord | null> {
  const row = await db.selectFrom('package').selectAll().where('recruitment', '=', recruitment).where('venue', '=', venue).orderBy('version', 'desc').limit(1).executeTakeFirst()
  return row ?? null
}

/** What a stored package holds; HQ wrote and checked it itself, so one that does not read is damage and throws. */
export async function contentBefore(bytes: Buffer): Promise<PackageContent> {
  const read = await readPackage(bytes)
  if (!read.ok) throw new Error(`a package kept here does not read back: ${read.reason}`)
  return contentOf(read.package)
}
