import { z } from 'zod'
import { factBodies, factId, type FactBody, type FactId } from '../shared/facts.ts'
import { parseFact } from './envelope.ts'
import { factNumber } from './fact-number.ts'
import { forget, keep, kept } from './kept.ts'
import { heads, type Head, type Ledger } from './ledger.ts'
import type { Db } from './open.ts'
import { stations } from './stations.ts'

/** What a restored database carries until it is opened for work: what its first fact will say, and by whom. */
const Pending = z.strictObject({
  body: factBodies['venue.restored'],
  /** Stations whose keys may live on elsewhere, or signed what was put aside: none of them signs here again. */
  retired: z.array(z.string()),
  by: z.string(),
  second: z.string().optional(),
})
export type PendingRestore = z.infer<typeof Pending>

const KEY = 'restore'

/** Leaves word in a restored database, before it takes its place. */
export function leavePending(db: Db, pending: PendingRestore): void {
  keep(db, KEY, JSON.stringify(pending))
}

/** What `leavePending` left; null when the restore was recorded, or there was none. */
export function pendingRestore(db: Db): PendingRestore | null {
  const text = kept(db, KEY)
  return text === undefined ? null : Pending.parse(JSON.parse(text.toString('utf8')))
}

/** Whether this station's key must not sign in this database: its stream may have gone on somewhere else. */
export function mustRenewKey(db: Db, station: string): boolean {
  const pending = pendingRestore(db)
  return pending !== null && (pending.retired.includes(station) || heads(db).some((head) => head.station === station))
}

/** Records a pending restore as the first fact of the new stream, and takes the word away: both or neither. */
export function recordRestore(db: Db, ledger: Ledger, cmd: string): void {
  const pending = pendingRestore(db)
  if (pending === null) return
  if (mustRenewKey(db, ledger.station)) throw new Error('a restored ledger goes on under a fresh key')
  const { body, by, second } = pending
  db.transaction(() => {
    const done = ledger.append({ type: 'venue.restored', body, by, cmd, ...(second !== undefined && { second }) })
    if (!done.ok) throw new Error(`a fresh stream refused its first fact: ${done.refused.reason}`)
    forget(db, KEY)
  })
}

/** A restore as it stands in the ledger. */
export interface Restore {
  fact: FactId
  at: number
  by: string
  second: string | null
  body: FactBody<'venue.restored'>
}

/** Every restore this ledger remembers, each after those it built on. A restore is the first fact of its stream; what does not read as one is none. */
export function restores(db: Db): Restore[] {
  return stations(db).flatMap(({ no }) => {
    const row = db.one<{ bytes: Buffer }>('SELECT bytes FROM fact WHERE n = ?', factNumber(no, 1))
    const fact = row === undefined ? 'malformed' : parseFact(row.bytes)
    if (fact === 'malformed' || !('known' in fact) || fact.known.type !== 'venue.restored') return []
    const { known } = fact
    return [{ fact: factId(known), at: known.at, by: known.by, second: known.second ?? null, body: known.body }]
  }).sort((a, b) => a.body.heads.length - b.body.heads.length || a.at - b.at)
}

/** The stream this installation wrote last: the first one made in this file, or what went on from it after restores. */
export function ownStream(db: Db): string {
  const after = new Map(restores(db).map(({ fact, body }) => [body.station, fact.slice(0, 16)]))
  let own = db.one<{ id: string }>('SELECT id FROM station ORDER BY no LIMIT 1')?.id ?? ''
  for (let next = after.get(own); next !== undefined; next = after.get(own)) {
    after.delete(own)
    own = next
  }
  return own
}

/** How far each stream is known to have reached, by any of the lists. */
export function furthest(...known: readonly (readonly Head[])[]): Head[] {
  const reached = new Map<string, Head>()
  for (const head of known.flat()) {
    if ((reached.get(head.station)?.seq ?? 0) < head.seq) reached.set(head.station, head)
  }
  return [...reached.values()].sort((a, b) => (a.station < b.station ? -1 : 1))
}

/**
 * Whether a fact known from elsewhere and not held here was put aside by a recorded restore: it lies in what that
 * restore replaced, and its stream ends here exactly where the restored one ended.
 */
export function putAside(known: readonly Restore['body'][], anchor: Head, end: number): boolean {
  return known.some((body) => {
    const restored = body.heads.find((head) => head.station === anchor.station)?.seq ?? 0
    const replaced = body.replaced?.heads.find((head) => head.station === anchor.station)
    if (replaced === undefined || restored !== end || anchor.seq <= end) return false
    return anchor.seq < replaced.seq || (anchor.seq === replaced.seq && anchor.hash === replaced.hash)
  })
}
