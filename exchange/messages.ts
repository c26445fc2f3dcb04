import { z } from 'zod'

// What a station and HQ say to each other, on the line and in files (docs/formats/exchange.md). Machines of different
// ages talk: unknown fields of an answer are let through, unknown fields of a question are refused.

/** The version in every address (`/exchange/v1/…`) and message. */
export const EXCHANGE_VERSION = 1

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${String(length)}}$`))
export const StationKeyId = hex(16)
const hash = hex(64)
const name = z.string().min(1).max(100)
const ms = z.int()

/** How far one stream goes: its last fact's number and hash. */
export const StreamHead = z.object({ station: StationKeyId, seq: z.int().min(1).max(4_294_967_295), hash })
export type StreamHead = z.infer<typeof StreamHead>

/** What a station tells of itself besides facts: nothing of a person. */
export const SaidOfStation = z.object({
  program: z.string().max(60), stationName: z.string().max(20), unsent: z.int().min(0), oldestUnsentAt: ms.nullable(),
  /** Short keys, as the station's own screens show them. */
  trouble: z.array(z.string().max(60)).max(20),
})
export type SaidOfStation = z.infer<typeof SaidOfStation>

/**
 * `POST enrol`: a station that holds the venue's package makes itself known, once per card. `proof` is
 * HMAC-SHA256(card code, "kaodian-enrol-v1\0" ‖ exam ‖ \0 ‖ venue ‖ \0 ‖ publicKey), so that the code itself never travels.
 */
export const Enrol = z.strictObject({
  v: z.literal(1), exam: name, venue: name, station: StationKeyId, publicKey: hash, recipient: z.string().regex(/^age1[0-9a-z]{58}$/), proof: hash,
})
export type Enrol = z.infer<typeof Enrol>

/** `POST hello`: what the station holds; the answer is a receipt of what HQ holds. */
export const Hello = z.strictObject({
  v: z.literal(1), heads: z.array(StreamHead).max(200), said: SaidOfStation,
  /** Version of the exam package the venue works by; 0: made on the spot. */
  packageVersion: z.int().min(0),
  /** Erase orders this station has carried out. */
  erased: z.array(z.string().min(1).max(64)).max(100),
})
export type Hello = z.infer<typeof Hello>

/** `POST pull`: the facts of a stream after `after`, for a station that lost its folder; answered by a packed page. */
export const Pull = z.strictObject({ v: z.literal(1), station: StationKeyId, after: z.int().min(0), most: z.int().min(1).max(2000) })
export type Pull = z.infer<typeof Pull>

/** `POST package`: the newest exam package, sealed to the venue's recipient; answered by its bytes. */
export const AskPackage = z.strictObject({ v: z.literal(1), version: z.int().min(1) })
export type AskPackage = z.infer<typeof AskPackage>

/** An order of HQ that a station carries out by itself when it has verified it. */
export const Order = z.object({ id: z.string().min(1).max(64), kind: z.enum(['erase']), exam: name, venue: name, at: ms, reason: z.string().max(500) })
export type Order = z.infer<typeof Order>

/** What HQ answers and signs: how far it holds every stream of the venue, durable on its disk. */
export const Receipt = z.object({
  v: z.literal(1), hq: StationKeyId, exam: name, venue: name,
  /** Number of the receipt at HQ; a higher one is newer. */
  no: z.int().min(1), at: ms, heads: z.array(StreamHead).max(200),
  /** The newest package HQ issued to this venue, or null. */
  package: z.object({ version: z.int().min(1), hash }).nullable(),
  orders: z.array(Order).max(20),
  /** What HQ keeps apart of this venue: stream, number and why. */
  quarantined: z.array(z.object({ station: z.string().max(64), seq: z.int().min(0), why: z.string().max(60) })).max(100),
})
export type Receipt = z.infer<typeof Receipt>

/** A receipt as it travels: the exact bytes that were signed, base64, and HQ's Ed25519 signature, base64. */
export const SignedReceipt = z.object({ receipt: z.string().max(200_000), sig: z.string().max(100) })
export type SignedReceipt = z.infer<typeof SignedReceipt>

/** Why HQ refuses an exchange; in the answer's body as `{ refused }`, signed like every answer. */
const exchangeRefusals = [
  /** Not the bytes or fields this address takes. */
  'malformed', 'too_large',
  /** The signature under the question is not that of a station known here. */
  'unknown_station', 'bad_signature', 'station_revoked',
  /** The question names another recruitment, venue or HQ than the station's. */
  'foreign',
  /** A question with a turn that was used before; `turn` in the answer says the last one. */
  'stale_turn',
  /** The card's code is wrong, used, or replaced by a newer card. */
  'card_wrong', 'card_used',
  /** Facts: a gap before them, a broken chain, another history of the same stream, a signature that is not the station's. */
  'hole', 'chain_broken', 'fork', 'fact_signature', 'fact_malformed',
  'no_package', 'erased', 'busy',
] as const
export const ExchangeRefusal = z.enum(exchangeRefusals)
export type ExchangeRefusal = z.infer<typeof ExchangeRefusal>
export const RefusedExchange = z.object({ refused: ExchangeRefusal, station: z.string().max(64).optional(), seq: z.int().optional(), turn: z.int().optional() })
export type RefusedExchange = z.infer<typeof RefusedExchange>

/** Names of the headers of a question and an answer; values of signatures are base64url. */
export const exchangeHeaders = {
  station: 'kaodian-station', exam: 'kaodian-exam', venue: 'kaodian-venue', turn: 'kaodian-turn', signature: 'kaodian-signature', answer: 'kaodian-hq-signature',
  /** On a pulled page: raw public key of its stream, hex. */
  streamKey: 'kaodian-stream-key',
} as const

/**
 * What a station signs for one question: canonical JSON of this in the order given, under the tag
 * "kaodian-exchange-v1\0". `hq` is HQ's key id, `body` the SHA-256 of the body, hex; exam and venue travel
 * percent-encoded in headers and plain in here.
 */
export interface QuestionStatement { v: 1; path: string; hq: string; exam: string; venue: string; station: string; turn: number; body: string }
/** What HQ signs for one answer, under the tag "kaodian-exchange-answer-v1\0"; `question` is the SHA-256 of the question's statement, hex. */
export interface AnswerStatement { v: 1; hq: string; question: string; status: number; body: string }

/** First bytes of a packed page; header JSON and facts follow (exchange/page.ts). */
export const PageHeader = z.strictObject({
  v: z.literal(1), exam: name, venue: name, station: StationKeyId, first: z.int().min(1), last: z.int().min(1),
  /** Hash of the fact before `first` (64 zeros for the first), and of `last`. */
  prev: hash, hash,
})
export type PageHeader = z.infer<typeof PageHeader>
/** Most facts and bytes of one page. */
export const pageLimits = { facts: 2000, bytes: 8_000_000 }

/** What an exam package says about its HQ, so that the station knows where to send and whose receipts to believe. */
export const HqContact = z.strictObject({
  /** `https://…` or, for rehearsals on one machine, `http://127.0.0.1…`; no slash at the end. */
  address: z.string().max(300),
  /** SHA-256 of HQ's TLS key (SPKI), hex, where it serves TLS with its own certificate. */
  tlsPin: hash.optional(),
})
export type HqContact = z.infer<typeof HqContact>
