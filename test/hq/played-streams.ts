import { factHash, NO_HASH } from '../../db/envelope.ts'
import { stations } from '../../db/stations.ts'
import { packPage } from '../../exchange/page.ts'
import type { Inside } from '../../hq/inside.ts'
import type { SeededRandom } from '../../shared/random.ts'
import { madeRecruitment } from './made-recruitment.ts'
import type { PlayedVenue } from './venue-days.ts'

/** The recruitment of a played day with its streams, nothing received yet. */
export async function receiving({ store }: Inside, played: PlayedVenue): Promise<{ no: number; exam: string; venue: string }> {
  const { exam, venue } = played.streams[0]!.facts[0]!
  const no = await madeRecruitment(store, played.venue.pack, Object.fromEntries(played.venue.pack.sessions.map(({ id }) => [id, venue])), played.roster, exam)
  for (const { id, publicKey } of stations(played.venue.db)) {
    await store.db.insertInto('stream').values({
      recruitment: no, venue, station: id, public_key: publicKey, enrolled_at: 1, how: 'network', state: 'active', seq: 0, hash: Buffer.alloc(32), projected: 0, turn: 0, recipient: null,
    }).execute()
  }
  return { no, exam, venue }
}

/** The streams of a played day, each in pages of chance lengths of at most so many facts. */
export function pagesByStream(played: PlayedVenue, random: SeededRandom, most: number): Buffer[][] {
  return played.streams.map(({ station, facts, bytes }) => {
    const { exam, venue } = facts[0]!
    const made: Buffer[] = []
    let prev: Buffer = NO_HASH
    for (let at = 0; at < bytes.length;) {
      const some = bytes.slice(at, at + 1 + random.below(most))
      const before = prev
      for (const each of some) prev = factHash(prev, each.bytes)
      made.push(packPage({ v: 1, exam, venue, station, first: at + 1, last: at + some.length, prev: before.toString('hex'), hash: prev.toString('hex') }, some))
      at += some.length
    }
    return made
  })
}

/** Everything HQ has projected, in an order of its own. */
export async function projections({ store: { db } }: Inside): Promise<unknown> {
  return {
    records: await db.selectFrom('record').select(['person', 'doc']).orderBy('person').execute(),
    venueFacts: await db.selectFrom('venue_fact').select(['venue', 'fact', 'doc']).orderBy('fact').execute(),
    incidents: await db.selectFrom('incident').selectAll().orderBy('fact').execute(),
    standings: await db.selectFrom('standing').selectAll().orderBy('person').execute(),
    attendance: await db.selectFrom('attendance').selectAll().orderBy('person').orderBy('session').execute(),
    lots: await db.selectFrom('drawn_lot').selectAll().orderBy('person').orderBy('session').orderBy('lot').execute(),
  }
}
