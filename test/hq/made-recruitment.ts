import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { makePartition } from '../../hq/partitions.ts'
import type { Store } from '../../hq/store.ts'

export interface MadePerson {
  id: string; post: string; sessions: readonly string[]; name?: string; ticket?: string; rosterNumber?: string; residentId?: string
  sex?: 'M' | 'F'; birth?: string; written?: string | undefined; quality?: string | undefined; barred?: string | undefined
}

/** A recruitment with half days and people in an empty store, written straight into its tables; answers its number. */
export async function madeRecruitment(
  { db, kind }: Store, pack: RulePack, venueOf: Readonly<Record<string, string>>, people: readonly MadePerson[], id = 'exam-1',
): Promise<number> {
  const { no } = await db.insertInto('recruitment').values({
    id, title: pack.title.zh, pack: JSON.stringify({ ...pack, sessions: [], pools: [] }), pack_version: 1, pack_hash: `made ${id} ${String(pack.posts.length)}`,
    retain_until: null, address: '', created_at: 1, erased_at: null,
  }).returning('no').executeTakeFirstOrThrow()
  await db.transaction().execute((trx) => makePartition(trx, kind, no))
  for (const venue of new Set(Object.values(venueOf))) {
    await db.insertInto('venue').values({
      recruitment: no, id: venue, name: `考点 ${venue}`, stations: '[]', operators: '[]', code: 'X', card: 1, card_used_at: null, recipient: null,
      announced: '[]', heard_at: null, said: '{}', taken_version: 0,
    }).execute()
  }
  for (const session of pack.sessions) {
    const pools = pack.pools.filter((pool) => pool.session === session.id)
    await db.insertInto('session').values({ recruitment: no, id: session.id, venue: venueOf[session.id] ?? '', body: JSON.stringify(session), pools: JSON.stringify(pools), capacity: 500 }).execute()
  }
  for (let at = 0; at < people.length; at += 200) {
    const some = people.slice(at, at + 200)
    await db.insertInto('person').values(some.map((person) => ({
      recruitment: no, id: person.id, roster_number: person.rosterNumber ?? person.id, ticket: person.ticket ?? `T${person.id}`, resident_id: person.residentId ?? '',
      name: person.name ?? person.id, sex: person.sex ?? 'M', birth: person.birth ?? '1998-03-04', post: person.post, written: 'written' in person ? (person.written ?? null) : '70.5',
      quality: 'quality' in person ? (person.quality ?? null) : '60', barred: person.barred ?? null, withdrawn: null, photo: null,
    }))).execute()
    const due = some.flatMap((person) => person.sessions.map((session) => ({ recruitment: no, session, person: person.id })))
    if (due.length > 0) await db.insertInto('due').values(due).execute()
  }
  return no
}

/** The rehearsal pack of Shenzhen with two half days: `s-am` at venue a (psych and fitness), `s-pm` at venue b (interviews by shortlist). */
export function twoHalfDays(): RulePack {
  const shipped = packNamed('shenzhen-2023')!
  const [first, second] = shipped.posts
  const morning = shipped.sessions.find(({ stages }) => stages.includes('fitness'))!
  const interviews = shipped.sessions.find(({ stages }) => stages.includes('interview'))!
  const posts = [{ ...first!, code: 'P1', sex: 'any' as const }, { ...second!, code: 'P2', sex: 'any' as const }]
  return {
    ...shipped, posts, pools: [],
    sessions: [
      { ...morning, id: 's-am', due: { kind: 'roster' } },
      { ...interviews, id: 's-pm', due: { kind: 'shortlist', posts: ['P1', 'P2'] } },
    ],
  }
}
