import { jsonOf } from '../exchange/framing.ts'
import { exchangeHeaders, RefusedExchange, type ExchangeRefusal } from '../exchange/messages.ts'
import { checkAnswer, signQuestion } from '../exchange/signing.ts'
import { stationId } from '../db/envelope.ts'
import { jumpTurn, nextTurn } from '../db/hq-link.ts'
import type { Ledger } from '../db/ledger.ts'
import type { Db } from '../db/open.ts'
import type { HqLine, LineFault } from './hq-line.ts'

/** Why a question to HQ got no answer that counts. */
export type ExchangeFault =
  | LineFault
  /** Something answered, but not with the signature of the HQ that issued the exam package. */
  | 'not_hq'
  /** A server in front of HQ answered that HQ does not. `detail`: the HTTP status. */
  | 'gateway'
  /** What answers there does not go by the address it was asked under (HTTP 421, unsigned as it comes before HQ's exchange). */
  | 'misdirected'

export type ExchangeAnswer =
  | { kind: 'answer'; body: Buffer; headers: Readonly<Record<string, string | string[] | undefined>> }
  | { kind: 'refused'; reason: ExchangeRefusal; station: string; seq: number }
  | { kind: 'fault'; fault: ExchangeFault; detail: string }

export type ExchangeName = 'enrol' | 'hello' | 'page' | 'pull' | 'package'

/** A station's name and voice: what a question needs of a ledger. */
export type Speaker = Pick<Ledger, 'station' | 'exam' | 'venue' | 'vouch'>

/** Who asks whom: the station by its ledger's key, HQ by the key pinned from the exam package. */
export interface Asker {
  db: Db
  ledger: Speaker
  /** HQ's raw public key, 32 bytes. */
  hqKey: Buffer
  line: HqLine
}

/** What is signed when HQ could not read the question at all. */
const noQuestion = '0'.repeat(64)

/**
 * Asks HQ one thing: signed with a turn never used before, answered by HQ's own signature over this very question, or
 * it counts as no answer. A turn that HQ knows already is jumped over once.
 */
export async function askHq(asker: Asker, name: ExchangeName, body: Buffer, options: { most: number; proved?: boolean }): Promise<ExchangeAnswer> {
  const first = await askOnce(asker, name, body, options)
  if (!('staleTurn' in first)) return first
  jumpTurn(asker.db, first.staleTurn)
  const second = await askOnce(asker, name, body, options)
  return 'staleTurn' in second ? { kind: 'refused', reason: 'stale_turn', station: '', seq: 0 } : second
}

async function askOnce(
  { db, ledger, hqKey, line }: Asker, name: ExchangeName, body: Buffer, options: { most: number; proved?: boolean },
): Promise<ExchangeAnswer | { staleTurn: number }> {
  const hq = stationId(hqKey)
  const path = `/exchange/v1/${name}`
  const { station, exam, venue } = ledger
  const { headers, question } = signQuestion({ path, hq, exam, venue, station, turn: nextTurn(db), body }, ledger.vouch)
  const came = await line.post({ path, headers, body, most: options.most, proved: options.proved === true })
  if (!came.ok) return { kind: 'fault', fault: came.fault, detail: came.detail }
  const signature = String(came.headers[exchangeHeaders.answer] ?? '')
  const signed = (of: string): boolean => checkAnswer({ hq, question: of, status: came.status, body: came.body }, signature, hqKey)
  const good = came.status === 200
  const toUs = signed(question)
  if (!toUs && (good || !signed(noQuestion))) {
    return { kind: 'fault', fault: unsigned(came.status), detail: String(came.status) }
  }
  // an answer to no question can be heard by anybody and said again: it tells, but it proves nothing about this connection
  if (toUs) line.prove()
  if (good) return { kind: 'answer', body: came.body, headers: came.headers }
  const refusal = RefusedExchange.safeParse(jsonOf(came.body))
  if (!refusal.success) return { kind: 'fault', fault: 'not_hq', detail: String(came.status) }
  const { refused, station: of, seq, turn } = refusal.data
  if (refused === 'stale_turn' && turn !== undefined && toUs) return { staleTurn: turn }
  return { kind: 'refused', reason: refused, station: of ?? '', seq: seq ?? 0 }
}

/** What an unsigned answer says: nothing of HQ, but enough for people to know where to look. */
function unsigned(status: number): ExchangeFault {
  switch (status) {
    case 421:
      return 'misdirected'
    case 502:
    case 503:
    case 504:
      return 'gateway'
    default:
      return 'not_hq'
  }
}
