import { countReceipts, hqHeads, hqLink, isAtHq, newestReceipt, tries, unsentStreams } from '../db/hq-link.ts'
import { factsOfType } from '../db/journey.ts'
import { factById, heads, type Head } from '../db/ledger.ts'
import type { Db } from '../db/open.ts'
import { factNamer } from '../db/stations.ts'
import { jsonOf } from '../exchange/framing.ts'
import { Receipt } from '../exchange/messages.ts'
import { fingerprint } from '../exchange/package.ts'
import type { FactId } from '../shared/facts.ts'
import { SyncWhy, type SyncBrief, type SyncState } from '../shared/api/sync.ts'
import type { HqStanding } from './hq-link.ts'
import type { RunningVenue } from './running-venue.ts'

/** What the counting receipt says; null before there is one. */
export function receiptThatCounts(db: Db): Receipt | null {
  const newest = newestReceipt(db)
  return newest === null ? null : (Receipt.safeParse(jsonOf(newest.bytes)).data ?? null)
}

/** Heads of this file's streams as HQ's receipt vouches for them: facts cut off or rewritten here show against it. */
export function receiptHeads(db: Db): Head[] {
  const here = new Set(heads(db).map(({ station }) => station))
  return (receiptThatCounts(db)?.heads ?? []).filter(({ station }) => here.has(station))
}

/** The first fact HQ does not hold: by time over all streams. */
export function oldestUnsent(db: Db): { fact: FactId; at: number } | null {
  const firsts = unsentStreams(db).flatMap(({ station, after }) => {
    const stored = factById(db, `${station}/${String(after + 1)}`)
    return stored === undefined ? [] : [{ fact: stored.id, at: stored.fact.at }]
  })
  return firsts.sort((a, b) => a.at - b.at)[0] ?? null
}

export function countUnsent(db: Db): number {
  return unsentStreams(db).reduce((sum, { after, last }) => sum + last - after, 0)
}

/** Why the oldest unsent fact is unsent; what HQ holds is never called unsent because of a line that broke since. */
function whyOf(standing: HqStanding, unsent: number): Pick<SyncBrief, 'why' | 'detail'> {
  const { why, detail, asking } = standing
  if (why === 'ahead' || why === 'fork' || why === 'no_hq') return { why, detail }
  if (unsent === 0) return { why: 'all_at_hq', detail: '' }
  if (why !== 'all_at_hq') return { why, detail }
  return { why: asking ? 'sending' : 'waiting', detail: '' }
}

/** For the top bar; null where the venue has no HQ. */
export function syncBrief({ db, hq }: Pick<RunningVenue, 'db' | 'hq'>): SyncBrief | null {
  const standing = hq.standing()
  if (standing.why === 'no_hq') return null
  const unsent = countUnsent(db)
  return { unsent, oldestAt: unsent === 0 ? null : (oldestUnsent(db)?.at ?? null), ...whyOf(standing, unsent) }
}

/** Everything the room 上报总部 shows. */
export function syncState(venue: RunningVenue): SyncState {
  const { db, hq, meta } = venue
  const standing = hq.standing()
  const unsent = countUnsent(db)
  const link = hqLink(db)
  const newest = newestReceipt(db)
  const receipt = receiptThatCounts(db)
  const held = new Map(hqHeads(db).map((head) => [head.station, head]))
  const oldest = unsent === 0 ? null : oldestUnsent(db)
  const streams = heads(db).map(({ station, seq }) => {
    const at = held.get(station)
    return { station, facts: seq, atHq: Math.min(seq, at?.seq ?? 0), agrees: at?.agrees ?? ('same' as const) }
  })
  const place = hq.place()
  const enrolled = link?.station === venue.station
  return {
    unsent, oldestAt: oldest?.at ?? null, ...whyOf(standing, unsent),
    hq: meta.issuer === '' ? null : { address: place?.address ?? '', byChief: place?.byChief === true, key: fingerprint(meta.issuer) },
    enrolledAt: enrolled ? link.enrolledAt : null,
    keyRenewed: link !== null && link.station !== null && !enrolled,
    facts: streams.reduce((sum, { facts }) => sum + facts, 0),
    atHq: streams.reduce((sum, { atHq }) => sum + atHq, 0),
    oldest, asking: standing.asking, nextAt: standing.nextAt,
    lastReceipt: newest === null || receipt === null ? null : { no: newest.no, at: receipt.at, receivedAt: newest.receivedAt, came: newest.came },
    receipts: countReceipts(db),
    packageHere: meta.packageVersion, packageAtHq: receipt?.package?.version ?? null,
    quarantined: receipt?.quarantined ?? [],
    streams,
    history: tries(db, 50).flatMap(({ at, outcome, detail }) => {
      const known = SyncWhy.safeParse(outcome)
      return known.success ? [{ at, outcome: known.data, detail }] : []
    }),
    stick: meta.recipients.length > 0,
    erased: erasedBy(db),
  }
}

/** The order by which personal data went from this venue, and when; null when they did not. */
export function erasedBy(db: Db): { order: string; at: number } | null {
  const stored = factsOfType(db, 'venue.erased').at(-1)
  return stored?.fact.type === 'venue.erased' ? { order: stored.fact.body.order, at: stored.fact.at } : null
}

/** Whether HQ holds everything of a half day by receipt: its closing and every fact of this ledger that names it. */
export function sessionAtHq(db: Db, session: string): { closed: boolean; atHq: boolean; unsent: number } {
  const closing = db.one<{ fact: number }>("SELECT fact FROM session_fact WHERE session = ? AND type = 'session.closed'", session)
  const unsent = unsentStreams(db).reduce((sum, { station, after }) => sum + namingSession(db, station, after, session), 0)
  return { closed: closing !== undefined, atHq: closing !== undefined && isAtHq(db, factNamer(db)(closing.fact)) && unsent === 0, unsent }
}

/** Unsent facts of a stream that name the half day. */
function namingSession(db: Db, station: string, after: number, session: string): number {
  const [row] = db.all<{ count: number }>(
    `SELECT count(*) AS count FROM station s JOIN fact f ON f.n BETWEEN s.no * 4294967296 + ? AND s.no * 4294967296 + 4294967295
     WHERE s.id = ? AND json_extract(CAST(f.bytes AS TEXT), '$.body.session') = ?`, after + 1, station, session,
  )
  return row?.count ?? 0
}
