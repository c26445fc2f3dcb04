import Database from 'better-sqlite3'
import type { Fact } from '../shared/facts.ts'
import { checkProjections } from './check-projections.ts'
import { signatureChecker, signatureHolds, type SignatureChecker } from './check-signatures.ts'
import { walkChain, type ChainFault } from './check-chain.ts'
import { stationId } from './envelope.ts'
import { factNumber, seqOf, streamRange } from './fact-number.ts'
import type { Head } from './ledger.ts'
import type { Cell, Db } from './open.ts'
import { putAside, restores, type Restore } from './restored.ts'
import { stations, type Station } from './stations.ts'

export type Fault =
  | ChainFault
  /** The signature is not the station's over this fact's hash. */
  | 'bad_signature'
  /** The station's public key is not the one its name is made from. */
  | 'foreign_key'
  /** An anchor (receipt, backup, printed sheet) knows a later fact than the ledger holds. */
  | 'cut_off'
  /** An anchor knows another fact under this number. */
  | 'rewritten'
  /** The command index does not agree with the fact. */
  | 'command_index'
  /** A projection row differs from what the fact leaves, or stands without a fact. */
  | 'projection'
  /** The file cannot be read at this fact: a page was changed, and its seal says so. */
  | 'unreadable'
  /** Tables, indexes or triggers are not those the program makes: a guard was taken away or something was added. */
  | 'strange_shape'

export interface Finding {
  /** Empty when the damage lies outside every stream (an index, the roster). */
  station: string
  /** Number of the first bad fact in its stream; 0 when it is the stream itself. */
  seq: number
  fault: Fault
}

export interface VerifyReport {
  ok: boolean
  facts: number
  heads: Head[]
  /** The first finding of each stream, streams by id. */
  findings: Finding[]
  signatures: 'last' | 'all'
  /** Restores this ledger remembers; the streams they name end where they say, and what they replaced is not missed. */
  restores: Restore[]
}

export interface VerifyOptions {
  /** 'last': of each stream's last fact, which covers all before it. 'all': every one, on all cores. */
  signatures?: 'last' | 'all'
  /** Also compare every projection row and the command index with the facts. */
  projections?: boolean
  /** Heads known from elsewhere; without one, facts cut off at the end leave no trace in the chain. */
  anchors?: readonly Head[]
  /** A restore that will be recorded at the next opening; what it put aside is not missed either. */
  pending?: Restore['body']
  /** Signature checker to use instead of one of its own; the caller closes it. */
  checker?: SignatureChecker
}

/** Checks the ledger against itself and against what is known from elsewhere. Reads only; throws only on bugs. */
export async function verifyLedger(db: Db, options: VerifyOptions = {}): Promise<VerifyReport> {
  const signatures = options.signatures ?? 'all'
  const report: VerifyReport = { ok: true, facts: 0, heads: [], findings: [], signatures, restores: [] }
  const checker = signatures === 'all' ? (options.checker ?? signatureChecker()) : undefined
  let known: Station[]
  try {
    known = stations(db)
    report.restores = restoresReadable(db)
  } catch (error) {
    if (!unreadable(error)) throw error
    if (options.checker === undefined) await checker?.close()
    return { ...report, ok: false, findings: [{ station: '', seq: 0, fault: 'unreadable' }] }
  }
  try {
    for (const station of known) {
      const finding = await checkStream(db, station, options, checker, report)
      if (finding !== null) report.findings.push({ station: station.id, ...finding })
    }
  } finally {
    if (options.checker === undefined) await checker?.close()
  }
  for (const anchor of anchorsOf(options, report)) {
    if (!known.some((station) => station.id === anchor.station) && !putAside(restoredIn(options, report), anchor, 0)) report.findings.push({ station: anchor.station, seq: anchor.seq, fault: 'cut_off' })
  }
  if (report.findings.length === 0 && options.projections !== false && !everyPageReads(db)) report.findings.push({ station: '', seq: 0, fault: 'unreadable' })
  report.ok = report.findings.length === 0
  return report
}

/** Reads what no fact led to: index pages, the roster, what is kept. A changed page fails its seal. */
function everyPageReads(db: Db): boolean {
  try {
    return db.raw.pragma('integrity_check(1)', { simple: true }) === 'ok'
  } catch (error) {
    if (!unreadable(error)) throw error
    return false
  }
}

/** A restore is signed by the stream it began, and vouches for where the streams before it ended. */
function anchorsOf(options: VerifyOptions, report: VerifyReport): Head[] {
  return [...(options.anchors ?? []), ...report.restores.flatMap(({ body }) => body.heads)]
}

function restoredIn(options: VerifyOptions, report: VerifyReport): Restore['body'][] {
  return [...report.restores.map(({ body }) => body), ...(options.pending === undefined ? [] : [options.pending])]
}

/** Restores as far as they can be read: a damaged page is named where its stream is checked. */
function restoresReadable(db: Db): Restore[] {
  try {
    return restores(db)
  } catch (error) {
    if (!unreadable(error)) throw error
    return []
  }
}

type Found = Omit<Finding, 'station'> | null

async function checkStream(db: Db, station: Station, options: VerifyOptions, checker: SignatureChecker | undefined, report: VerifyReport): Promise<Found> {
  try {
    if (stationId(station.publicKey) !== station.id) return { seq: 0, fault: 'foreign_key' }
    const chain = await checkFacts(db, station, checker, report)
    if (chain !== null) return chain
    const end = report.heads.find((head) => head.station === station.id)?.seq ?? 0
    for (const anchor of anchorsOf(options, report)) {
      const fault = anchor.station === station.id && !putAside(restoredIn(options, report), anchor, end) ? checkAnchor(db, station, anchor) : null
      if (fault !== null) return { seq: anchor.seq, fault }
    }
    return options.projections === false ? null : checkProjections(db, station)
  } catch (error) {
    if (!unreadable(error)) throw error
    return { seq: firstUnreadable(db, station), fault: 'unreadable' }
  }
}

/** Small enough that the next page is read while the signatures of this one are checked. */
const PAGE = 4000
type Row = [n: number, bytes: Buffer, hash: Buffer, sig: Buffer]

async function checkFacts(db: Db, station: Station, checker: SignatureChecker | undefined, report: VerifyReport): Promise<Found> {
  const [first, last] = streamRange(station.no)
  const opening = db.one<{ bytes: Buffer }>('SELECT bytes FROM fact WHERE n BETWEEN ? AND ? ORDER BY n LIMIT 1', first, last)
  if (opening === undefined) return null
  const walk = walkChain({ station: station.id, ...nameOf(opening.bytes) })
  let sig: Buffer | undefined
  let signatures: Promise<Found> = Promise.resolve(null)
  for (let after = first - 1; ;) {
    const rows = db.raw.prepare('SELECT n, bytes, hash, sig FROM fact WHERE n > ? AND n <= ? ORDER BY n LIMIT ?').raw().all(after, last, PAGE) as Row[]
    if (rows.length === 0) break
    let fault: Found = null
    let fitting = 0
    for (const [n, bytes, hash] of rows) {
      const wrong = walk.next([seqOf(n), bytes, hash])
      if (wrong !== null) {
        // Of missing facts the first missing number is named.
        fault = { seq: wrong === 'missing' ? walk.seq + 1 : seqOf(n), fault: wrong }
        break
      }
      fitting += 1
    }
    if (checker !== undefined && fitting > 0) {
      const earlier = await signatures
      if (earlier !== null) return earlier
      signatures = checker.check(batchOf(rows.slice(0, fitting), station))
        .then((bad) => (bad < 0 ? null : { seq: seqOf(rows[bad]![0]), fault: 'bad_signature' }))
    }
    // what is wrong with an earlier fact is named first
    if (fault !== null) return (await signatures) ?? fault
    const end = rows.at(-1)!
    after = end[0]
    sig = end[3]
  }
  const late = await signatures
  if (late !== null) return late
  report.facts += walk.seq
  report.heads.push({ station: station.id, seq: walk.seq, hash: walk.hash.toString('hex') })
  if (checker === undefined && sig !== undefined && !signatureHolds(walk.hash, sig, station.publicKey)) return { seq: walk.seq, fault: 'bad_signature' }
  return null
}

function batchOf(rows: readonly Row[], station: Station) {
  const hashes = new SharedArrayBuffer(rows.length * 32)
  const sigs = new SharedArrayBuffer(rows.length * 64)
  const [intoHashes, intoSigs] = [Buffer.from(hashes), Buffer.from(sigs)]
  rows.forEach(([, , hash, sig], at) => {
    hash.copy(intoHashes, at * 32)
    sig.copy(intoSigs, at * 64)
  })
  return { publicKey: station.publicKey, count: rows.length, hashes, sigs }
}

/** Exam and venue as the stream's first fact gives them; nonsense when its bytes were changed, and then nothing fits. */
function nameOf(bytes: Buffer): { exam: string; venue: string } {
  try {
    const { exam, venue } = JSON.parse(bytes.toString('utf8')) as Partial<Pick<Fact, 'exam' | 'venue'>>
    return { exam: exam ?? '', venue: venue ?? '' }
  } catch {
    return { exam: '', venue: '' }
  }
}

function checkAnchor(db: Db, station: Station, anchor: Head): Fault | null {
  const row = db.one<{ hash: Buffer }>('SELECT hash FROM fact WHERE n = ?', factNumber(station.no, anchor.seq))
  if (row === undefined) return 'cut_off'
  return row.hash.toString('hex') === anchor.hash ? null : 'rewritten'
}

function unreadable(error: unknown): boolean {
  // SQLITE_ERROR: a table or column is not there; the queries themselves are fixed and right.
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR|ERROR)/.test(error.code)
}

/** The first fact of a stream that cannot be read, found one by one; only used once something could not be read. */
function firstUnreadable(db: Db, station: Station): number {
  const [first, last] = streamRange(station.no)
  for (let n = first; n <= last; n += 1) {
    try {
      if (db.one<Record<string, Cell>>('SELECT * FROM fact WHERE n = ?', n) === undefined) return 0
    } catch (error) {
      if (!unreadable(error)) throw error
      return seqOf(n)
    }
  }
  return 0
}
