import type { Db } from '../store.ts'

/** Where a candidate stands in an exam package that went out. */
export interface IssuedTo {
  venue: string
  version: number
  at: number
  /** The venue has no newer package. */
  newest: boolean
}

/** Candidate → every issued package that holds them; what `package.content` says of its roster. */
export async function issuedPeople(db: Db, recruitment: number): Promise<Map<string, IssuedTo[]>> {
  const rows = await db.selectFrom('package').select(['venue', 'version', 'content', 'issued_at']).where('recruitment', '=', recruitment).execute()
  const newest = new Map<string, number>()
  for (const { venue, version } of rows) newest.set(venue, Math.max(version, newest.get(venue) ?? 0))
  const people = new Map<string, IssuedTo[]>()
  for (const { venue, version, content, issued_at } of rows) {
    const to = { venue, version, at: issued_at, newest: newest.get(venue) === version }
    for (const id of rosterIds(content)) people.set(id, [...(people.get(id) ?? []), to])
  }
  return people
}

/** Venues whose newest package holds a candidate: each has to be amended when something about the person changes. */
export async function venuesToAmend(db: Db, recruitment: number, candidate: string): Promise<string[]> {
  const held = (await issuedPeople(db, recruitment)).get(candidate) ?? []
  return held.filter(({ newest }) => newest).map(({ venue }) => venue).sort()
}

function rosterIds(content: string): string[] {
  const { roster } = JSON.parse(content) as { roster?: readonly (string | { readonly id: string })[] }
  return (roster ?? []).map((each) => (typeof each === 'string' ? each : each.id))
}
