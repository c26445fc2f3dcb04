import { factNumber } from './fact-number.ts'
import { heads, type Head } from './ledger.ts'
import type { Db } from './open.ts'
import { stationNo } from './stations.ts'

// What a station keeps of its HQ besides facts: the way there, receipts, how far HQ holds each stream.

/** The one HQ of this venue. */
export interface HqLink {
  /** Where the chief said HQ is, when it is not where the exam package says; null otherwise. */
  address: string | null
  /** Key id under which this station enrolled, and when (ms); null before. */
  station: string | null
  enrolledAt: number | null
  /** The venue's age identity (`AGE-SECRET-KEY-…`): what HQ seals to this venue is opened with it. */
  identity: string
}

interface LinkRow {
  address: string | null
  station: string | null
  enrolled_at: number | null
  identity: string
}

export function hqLink(db: Db): HqLink | null {
  const row = db.one<LinkRow>('SELECT address, station, enrolled_at, identity FROM hq_link WHERE one = 1')
  return row === undefined ? null : { address: row.address, station: row.station, enrolledAt: row.enrolled_at, identity: row.identity }
}

/** Makes the link when there is none; an identity that was made once stays. */
export function makeHqLink(db: Db, identity: string): void {
  db.run('INSERT INTO hq_link (one, turn, identity) VALUES (1, 0, ?) ON CONFLICT (one) DO NOTHING', identity)
}

export function setHqAddress(db: Db, address: string | null): void {
  db.run('UPDATE hq_link SET address = ? WHERE one = 1', address)
}

export function setEnrolled(db: Db, station: string, at: number): void {
  db.run('UPDATE hq_link SET station = ?, enrolled_at = ? WHERE one = 1', station, at)
}

/** The next turn of a question, on disk when this returns: no turn is used twice, whatever is killed when. */
export function nextTurn(db: Db): number {
  return db.one<{ turn: number }>('UPDATE hq_link SET turn = turn + 1 WHERE one = 1 RETURNING turn')!.turn
}

/** HQ knows a higher turn of this key: go on above it. */
export function jumpTurn(db: Db, known: number): void {
  db.run('UPDATE hq_link SET turn = max(turn, ?) WHERE one = 1', known)
}

/** How a receipt came. */
export type CameBy = 'line' | 'stick'

export interface KeptReceipt {
  no: number
  came: CameBy
  receivedAt: number
  /** The bytes HQ signed. */
  bytes: Buffer
  /** 64 bytes. */
  sig: Buffer
}

/**
 * Keeps a verified receipt. It counts from now on when it answered a question of this very moment (`line`), or when its
 * number is higher than that of the one that counts: a stick may bring an old one. A head counts only where the fact
 * lying here has the same hash: HQ's word about another history is no receipt for this one. All or nothing; answers
 * whether it counts.
 */
export function keepReceipt(db: Db, receipt: KeptReceipt, said: readonly Head[]): boolean {
  return db.transaction(() => {
    const newest = newestReceipt(db)
    const counts = receipt.came === 'line' || receipt.no > (newest?.no ?? 0)
    const known = db.one('SELECT 1 FROM hq_receipt WHERE no = ? AND bytes = ?', receipt.no, receipt.bytes)
    // where nothing changed HQ answers with the same receipt again: then it was only heard again
    if (counts && newest?.bytes.equals(receipt.bytes) === true) {
      db.run('UPDATE hq_receipt SET received_at = ? WHERE n = (SELECT max(n) FROM hq_receipt WHERE counted = 1)', receipt.receivedAt)
    } else if (known === undefined || counts) {
      db.run(
        'INSERT INTO hq_receipt (no, came, received_at, bytes, sig, counted) VALUES (?, ?, ?, ?, ?, ?)',
        receipt.no, receipt.came, receipt.receivedAt, receipt.bytes, receipt.sig, counts ? 1 : 0,
      )
    }
    if (!counts) return false
    const before = new Map(hqHeads(db).map((head) => [head.station, head]))
    db.run('DELETE FROM hq_head')
    for (const head of said) {
      const held = compare(db, head, before.get(head.station))
      db.run('INSERT INTO hq_head (station, seq, hash, agrees) VALUES (?, ?, ?, ?)', held.station, held.seq, held.hash, held.agrees)
    }
    return true
  })
}

/** HQ showed that it holds this stream up to here with the same hash, or (null) that it holds another history. */
export function setAgreed(db: Db, station: string, seq: number | null): void {
  if (seq === null) db.run("UPDATE hq_head SET seq = 0, agrees = 'fork' WHERE station = ?", station)
  else db.run('UPDATE hq_head SET seq = ? WHERE station = ?', seq, station)
}

/** The receipt that counts; null when there is none. */
export function newestReceipt(db: Db): KeptReceipt | null {
  return kept(db.all<ReceiptRow>('SELECT * FROM hq_receipt WHERE counted = 1 ORDER BY n DESC LIMIT 1'))[0] ?? null
}

interface ReceiptRow {
  no: number
  came: CameBy
  received_at: number
  bytes: Buffer
  sig: Buffer
}

function kept(rows: readonly ReceiptRow[]): KeptReceipt[] {
  return rows.map(({ no, came, received_at, bytes, sig }) => ({ no, came, receivedAt: received_at, bytes, sig }))
}

export function countReceipts(db: Db): number {
  return db.one<{ n: number }>('SELECT count(*) AS n FROM hq_receipt')!.n
}

/**
 * How far HQ holds one stream of this ledger. 'ahead': HQ holds facts that are missing here, and `seq` is how far it is
 * known to agree. 'fork': HQ holds another fact under a number of this stream; nothing of it counts as held.
 */
export interface HqHead extends Head {
  agrees: 'same' | 'ahead' | 'fork'
}

export function hqHeads(db: Db): HqHead[] {
  return db.all<HqHead>('SELECT station, seq, hash, agrees FROM hq_head ORDER BY station')
}

function compare(db: Db, said: Head, before: HqHead | undefined): HqHead {
  const held = hashAt(db, said.station, said.seq)
  if (held === said.hash) return { ...said, agrees: 'same' }
  if (held !== undefined) return { station: said.station, seq: 0, hash: said.hash, agrees: 'fork' }
  return { station: said.station, seq: before?.agrees === 'fork' ? 0 : (before?.seq ?? 0), hash: said.hash, agrees: 'ahead' }
}

/** Hash (hex) of the fact that lies here under a number; undefined when there is none. */
export function hashAt(db: Db, station: string, seq: number): string | undefined {
  const no = stationNo(db, station)
  if (no === undefined) return undefined
  return db.one<{ hash: Buffer }>('SELECT hash FROM fact WHERE n = ?', factNumber(no, seq))?.hash.toString('hex')
}

/** A stream HQ does not hold to its end: facts after `after` (0: none is held) up to `last`. */
export interface Unsent {
  station: string
  after: number
  last: number
  agrees: HqHead['agrees']
}

/** What HQ lacks of this ledger, by its newest receipt; streams held to their end are left out. */
export function unsentStreams(db: Db): Unsent[] {
  const held = new Map(hqHeads(db).map((head) => [head.station, head]))
  return heads(db).flatMap(({ station, seq }) => {
    const at = held.get(station)
    const after = Math.min(at?.seq ?? 0, seq)
    return after === seq && at?.agrees !== 'fork' ? [] : [{ station, after, last: seq, agrees: at?.agrees ?? 'same' }]
  })
}

/** Whether HQ holds this fact by receipt. */
export function isAtHq(db: Db, fact: string): boolean {
  const [station = '', seq = '0'] = fact.split('/')
  const head = db.one<{ seq: number }>('SELECT seq FROM hq_head WHERE station = ?', station)
  return head !== undefined && Number(seq) >= 1 && Number(seq) <= head.seq
}

/** A fact as it travels, with its hash. */
export interface SentFact {
  bytes: Buffer
  hash: Buffer
  sig: Buffer
}

/** Facts of a stream after `after`, in order, at most `limit`; nothing of them is read. */
export function factsToSend(db: Db, station: string, after: number, limit: number): SentFact[] {
  const no = stationNo(db, station)
  if (no === undefined) return []
  return db.all<SentFact>(
    'SELECT bytes, hash, sig FROM fact WHERE n BETWEEN ? AND ? ORDER BY n LIMIT ?', factNumber(no, after + 1), factNumber(no, 4_294_967_295), limit,
  )
}

/** How the way to HQ stood from a moment on. */
export interface HqTry {
  at: number
  outcome: string
  detail: string
}

/** Turns kept of the history. */
const mostTries = 200

/** Notes a turn in the way to HQ: nothing when it stands as it stood. */
export function noteTry(db: Db, turn: HqTry): void {
  const [last] = tries(db, 1)
  if (last?.outcome === turn.outcome && last.detail === turn.detail) return
  db.transaction(() => {
    db.run('INSERT INTO hq_try (at, outcome, detail) VALUES (?, ?, ?)', turn.at, turn.outcome, turn.detail)
    db.run('DELETE FROM hq_try WHERE n <= (SELECT max(n) FROM hq_try) - ?', mostTries)
  })
}

/** The newest turns first. */
export function tries(db: Db, most: number): HqTry[] {
  return db.all<HqTry>('SELECT at, outcome, detail FROM hq_try ORDER BY n DESC LIMIT ?', most)
}
