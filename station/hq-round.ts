import { setImmediate as nextTurnOfLoop } from 'node:timers/promises'
import { factsToSend, hashAt, hqHeads, keepReceipt, setAgreed, unsentStreams, type CameBy, type SentFact, type Unsent } from '../db/hq-link.ts'
import { NO_HASH, factHash, stationId } from '../db/envelope.ts'
import { heads } from '../db/ledger.ts'
import { jsonOf } from '../exchange/framing.ts'
import { pageLimits, SignedReceipt, type ExchangeRefusal, type Hello, type Pull, type Receipt } from '../exchange/messages.ts'
import { packPage, readPage } from '../exchange/page.ts'
import { readReceipt } from '../exchange/signing.ts'
import type { SyncWhy } from '../shared/api/sync.ts'
import { askHq, type Asker, type ExchangeAnswer, type ExchangeName } from './hq-exchange.ts'

/** How a round ended; 'all_at_hq' when HQ holds everything it was given. */
export interface RoundEnd {
  why: SyncWhy
  detail: string
}

/** What a round needs besides the asker. */
export interface RoundParts extends Asker {
  /** What the station says of itself now. */
  greeting(): Pick<Hello, 'said' | 'packageVersion' | 'erased'>
  now(): number
  /** A receipt was verified and kept; `counts`: it is the newest. */
  received(receipt: Receipt, counts: boolean): void
  /** The program is closing. */
  stopped(): boolean
}

/** What believing a receipt needs. */
export type Believer = Pick<RoundParts, 'db' | 'ledger' | 'hqKey' | 'now' | 'received'>

/** Facts read between two turns of the station: a few milliseconds. */
const slice = 200
/** A page with its frame stays below `pageLimits.bytes`. */
const mostBytes = pageLimits.bytes - 100_000
const mostAnswer = 400_000

/** Refusals that are about one stream: what they say does not hinder another. */
const ofOneStream: ReadonlySet<ExchangeRefusal> = new Set<ExchangeRefusal>(['hole', 'chain_broken', 'fork', 'fact_signature', 'fact_malformed', 'unknown_station'])

/**
 * One round with HQ: greet where that is due, then page after page of every stream from where the receipt ends, until
 * HQ lacks nothing or cannot be served. Not a byte of a fact leaves on a connection whose other end has not answered
 * with HQ's signature.
 */
export async function runRound(parts: RoundParts, greet: boolean): Promise<RoundEnd> {
  if (greet || !parts.line.proved()) {
    const end = await hello(parts)
    if (end !== null) return end
  }
  const given = new Map<string, RoundEnd>()
  for (;;) {
    const stream = unsentStreams(parts.db).find(({ station }) => !given.has(station))
    if (stream === undefined) break
    const end = await serve(parts, stream)
    if (end === null) continue
    if (!ofStream(end)) return end
    given.set(stream.station, end)
  }
  // somebody put an older copy in place without a restore: what is written now would fork this station's own stream
  const own = hqHeads(parts.db).find(({ station }) => station === parts.ledger.station)
  if (own?.agrees === 'ahead') return { why: 'ahead', detail: own.station }
  return [...given.values()][0] ?? { why: 'all_at_hq', detail: '' }
}

function ofStream({ why, detail }: RoundEnd): boolean {
  return why === 'fork' || why === 'stuck' || (why === 'refused' && ofOneStream.has(detail as ExchangeRefusal))
}

/** Greets HQ; null when its receipt came. */
async function hello(parts: RoundParts): Promise<RoundEnd | null> {
  const body: Hello = { v: 1, heads: heads(parts.db).slice(0, 200), ...parts.greeting() }
  return receiptFor(parts, 'hello', Buffer.from(JSON.stringify(body)), false)
}

/** Asks something that is answered by a receipt, and keeps it; null when that went well. */
export async function receiptFor(parts: Asker & Believer, name: ExchangeName, body: Buffer, proved: boolean): Promise<RoundEnd | null> {
  const answer = await askHq(parts, name, body, { most: mostAnswer, proved })
  if (answer.kind !== 'answer') return endOf(answer)
  return takeReceipt(parts, jsonOf(answer.body), 'line') === null ? { why: 'not_hq', detail: 'receipt' } : null
}

/** Verifies and keeps a receipt; null when it is none of this HQ for this venue. */
export function takeReceipt(parts: Believer, signed: unknown, came: CameBy): { receipt: Receipt; counts: boolean } | null {
  const { exam, venue } = parts.ledger
  const reading = readReceipt(signed, { hqKey: parts.hqKey, hq: stationId(parts.hqKey), exam, venue })
  if (!reading.ok) return null
  const { receipt } = reading
  const { receipt: bytes, sig } = SignedReceipt.parse(signed)
  const kept = { no: receipt.no, came, receivedAt: Math.round(parts.now()), bytes: Buffer.from(bytes, 'base64'), sig: Buffer.from(sig, 'base64') }
  const counts = keepReceipt(parts.db, kept, receipt.heads)
  parts.received(receipt, counts)
  return { receipt, counts }
}

export function endOf(answer: Exclude<ExchangeAnswer, { kind: 'answer' }>): RoundEnd {
  if (answer.kind === 'refused') return { why: 'refused', detail: answer.reason }
  // the connection that had been proved is gone: the next round greets on a new one
  return answer.fault === 'not_proved' ? { why: 'no_line', detail: '' } : { why: answer.fault, detail: answer.detail }
}

/** Serves one stream as far as it goes; null when there may be more to do. */
async function serve(parts: RoundParts, stream: Unsent): Promise<RoundEnd | null> {
  if (stream.agrees === 'fork') return { why: 'fork', detail: stream.station }
  if (stream.agrees === 'ahead') return compareWithHq(parts, stream)
  const page = await nextPage(parts, stream)
  if (page === null || parts.stopped()) return { why: 'stuck', detail: stream.station }
  const end = await receiptFor(parts, 'page', page.packed, true)
  if (end !== null) return end
  const left = unsentStreams(parts.db).find(({ station }) => station === stream.station)
  // HQ took the page and says it holds no more than before: asking again would go on for ever
  return left !== undefined && left.after <= stream.after && left.agrees === 'same' ? { why: 'stuck', detail: stream.station } : null
}

/** The page after what HQ holds, as large as a page may be; read in slices, the desks come in between. */
export async function nextPage({ db, ledger }: Pick<RoundParts, 'db' | 'ledger'>, { station, after }: Pick<Unsent, 'station' | 'after'>): Promise<{ packed: Buffer; last: number } | null> {
  const facts: SentFact[] = []
  let bytes = 0
  fill: while (facts.length < pageLimits.facts) {
    const some = factsToSend(db, station, after + facts.length, Math.min(slice, pageLimits.facts - facts.length))
    for (const fact of some) {
      const size = fact.bytes.length + 68
      if (facts.length > 0 && bytes + size > mostBytes) break fill
      facts.push(fact)
      bytes += size
    }
    if (some.length < slice) break
    await nextTurnOfLoop()
  }
  const last = facts.at(-1)
  if (last === undefined) return null
  const { exam, venue } = ledger
  const prev = after === 0 ? NO_HASH.toString('hex') : hashAt(db, station, after)
  if (prev === undefined) return null
  const header = { v: 1 as const, exam, venue, station, first: after + 1, last: after + facts.length, prev, hash: last.hash.toString('hex') }
  return { packed: packPage(header, facts), last: header.last }
}

/**
 * HQ holds more of a stream than lies here (this ledger was restored from an older copy): its next page shows whether it
 * is the same history as far as ours goes.
 */
async function compareWithHq(parts: RoundParts, { station, after, last }: Unsent): Promise<RoundEnd | null> {
  const question: Pull = { v: 1, station, after, most: pageLimits.facts }
  const answer = await askHq(parts, 'pull', Buffer.from(JSON.stringify(question)), { most: pageLimits.bytes, proved: true })
  if (answer.kind !== 'answer') return endOf(answer)
  const page = readPage(answer.body)
  if (!page.ok || page.header.station !== station || page.header.first !== after + 1) return { why: 'not_hq', detail: 'page' }
  let prev: Buffer = after === 0 ? NO_HASH : Buffer.from(hashAt(parts.db, station, after) ?? '', 'hex')
  for (const [index, { bytes }] of page.facts.entries()) {
    const seq = after + 1 + index
    if (seq > last) break
    prev = factHash(prev, bytes)
    if (prev.toString('hex') !== hashAt(parts.db, station, seq)) {
      setAgreed(parts.db, station, null)
      return { why: 'fork', detail: station }
    }
    setAgreed(parts.db, station, seq)
  }
  return null
}
