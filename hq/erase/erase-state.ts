import type { VenueErasing } from '../../shared/hq/api/erase.ts'
import { venueTime } from '../../shared/venue-time.ts'
import { headsOf } from '../decide/openness.ts'
import { packOf, type Recruitment } from '../recruitments/recruitment-row.ts'
import { readHqFact } from '../own-ledger.ts'
import type { Db } from '../store.ts'

/** The newest order to erase of a recruitment, as it was signed. */
export interface EraseOrder { id: string; at: number; reason: string; venues: readonly string[]; doneAt: number | null }

export async function eraseOrder(db: Db, recruitment: number): Promise<EraseOrder | null> {
  const row = await db.selectFrom('erase_order').select(['id', 'bytes', 'at', 'done_at']).where('recruitment', '=', recruitment).orderBy('at', 'desc').limit(1).executeTakeFirst()
  if (row === undefined) return null
  const { reason, venues } = JSON.parse(row.bytes.toString('utf8')) as { reason: string; venues: string[] }
  return { id: row.id, at: row.at, reason, venues, doneAt: row.done_at }
}

/** Whether the retention date has passed: the day after it, on the venues' calendar. */
export function retentionOver(row: Recruitment, now: number): { over: boolean; today: string } {
  const today = venueTime(now, packOf(row).venue.utcOffset).date
  return { over: row.retain_until !== null && today > row.retain_until, today }
}

/** How far every venue is: which facts HQ still lacks, and which stations have said that they erased. */
export async function venuesErasing(db: Db, recruitment: number, order: EraseOrder | null): Promise<VenueErasing[]> {
  const [venues, streams, quarantined, confirmed, issues] = await Promise.all([
    db.selectFrom('venue').select(['id', 'name', 'announced', 'heard_at']).where('recruitment', '=', recruitment).orderBy('id').execute(),
    db.selectFrom('stream').select(['venue', 'station', 'seq', 'state']).where('recruitment', '=', recruitment).orderBy('station').execute(),
    db.selectFrom('quarantine').select(['venue', (eb) => eb.fn.countAll<number>().as('n')]).where('recruitment', '=', recruitment).where('outcome', 'is', null).groupBy('venue').execute(),
    order === null ? [] : db.selectFrom('erased_venue').select(['venue', 'station', 'at']).where('recruitment', '=', recruitment).where('order', '=', order.id).execute(),
    db.selectFrom('hq_fact').select('bytes').where('recruitment', '=', recruitment).where('type', '=', 'package.issued').execute(),
  ])
  // by the ledger: the packages themselves go when HQ erases
  const issued = new Set(issues.map(({ bytes }) => readHqFact(bytes)).flatMap((fact) => (fact.type === 'package.issued' ? [fact.body.venue] : [])))
  return venues.map(({ id, name, announced, heard_at: heardAt }): VenueErasing => {
    const heads = new Map(headsOf(announced).map(({ station, seq }) => [station, seq]))
    // a station that was revoked will never answer; what it announced is not waited for
    const mine = streams.filter(({ venue, state }) => venue === id && state === 'active')
    const unknown = [...heads.keys()].filter((station) => !streams.some((stream) => stream.station === station && stream.venue === id))
    const stations = [
      ...mine.map(({ station, seq }) => ({
        station, held: seq, announced: Math.max(seq, heads.get(station) ?? 0), erasedAt: confirmed.find((each) => each.venue === id && each.station === station)?.at ?? null,
      })),
      ...unknown.map((station) => ({ station, held: 0, announced: heads.get(station) ?? 0, erasedAt: null })),
    ]
    const kept = quarantined.find(({ venue }) => venue === id)?.n ?? 0
    const behind = kept > 0 || stations.some(({ held, announced: told }) => held < told)
    const state = stations.length === 0 ? (issued.has(id) ? 'unheard' : 'none') : behind ? 'behind' : order === null ? 'ready' : stations.every(({ erasedAt }) => erasedAt !== null) ? 'erased' : 'ordered'
    return { venue: id, name, heardAt, quarantined: kept, stations, state }
  })
}
