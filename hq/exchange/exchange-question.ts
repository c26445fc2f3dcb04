import { z } from 'zod'
import { EXCHANGE_VERSION, StationKeyId, exchangeHeaders, type ExchangeRefusal, type RefusedExchange } from '../../exchange/messages.ts'
import { questionDigest, questionSignedBy } from '../../exchange/signing.ts'
import type { Inside } from '../inside.ts'

/** A question as it came over the line; `path` as the station signed it. */
export interface Came {
  path: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
  from: string
}

/** What the headers say, before anything of it is believed. */
export interface Asked {
  exam: string
  venue: string
  station: string
  turn: number
  signature: string
}

/** A refusal on its way out; `question` as the answer has to name it. */
export class Refusal extends Error {
  readonly refused: RefusedExchange
  readonly question: string
  constructor(refused: RefusedExchange, question: string) {
    super(refused.refused)
    this.refused = refused
    this.question = question
  }
}

/** What is answered to who could not be read at all. */
export const noQuestion = '0'.repeat(64)

const name = z.string().min(1).max(300).transform((text, context) => {
  try {
    return decodeURIComponent(text)
  } catch {
    context.addIssue('per cent sign with no number behind it')
    return z.NEVER
  }
}).pipe(z.string().min(1).max(100).regex(/^[^\p{Cc}\p{Cs}]+$/u))
const AskedHeaders = z.object({
  [exchangeHeaders.exam]: name, [exchangeHeaders.venue]: name, [exchangeHeaders.station]: StationKeyId,
  [exchangeHeaders.turn]: z.string().regex(/^[1-9]\d{0,14}$/).transform(Number), [exchangeHeaders.signature]: z.string().min(1).max(200),
})

/** Reads the headers of a question; null when they are not of the exchange. */
export function askedBy(headers: Came['headers']): Asked | null {
  const read = AskedHeaders.safeParse(headers)
  if (!read.success) return null
  const { data } = read
  return {
    exam: data[exchangeHeaders.exam], venue: data[exchangeHeaders.venue], station: data[exchangeHeaders.station], turn: data[exchangeHeaders.turn],
    signature: data[exchangeHeaders.signature],
  }
}

/** Where a question belongs: a recruitment that is here, and one of its venues. */
export interface Place {
  recruitment: { no: number; id: string; erased: boolean }
  venue: string
}

export async function placeOf(inside: Inside, { exam, venue }: { exam: string; venue: string }): Promise<Place | null> {
  const row = await inside.store.db.selectFrom('recruitment').innerJoin('venue', 'venue.recruitment', 'recruitment.no')
    .select(['recruitment.no', 'recruitment.id', 'recruitment.erased_at']).where('recruitment.id', '=', exam).where('venue.id', '=', venue).executeTakeFirst()
  return row === undefined ? null : { recruitment: { no: row.no, id: row.id, erased: row.erased_at !== null }, venue }
}

/** What the station signed (32 bytes), whoever it is; its hex is how the answer names the question. */
export function digestOfQuestion(inside: Inside, { path, body }: Came, asked: Asked): Buffer {
  return questionDigest({ path, hq: inside.keys.id, exam: asked.exam, venue: asked.venue, station: asked.station, turn: asked.turn, body })
}

/** Who asked, proved: a station that is enrolled at this very venue. */
export interface Proved {
  place: Place
  asked: Asked
  question: string
  stream: { no: number; station: string; recipient: string | null }
}

/**
 * Lets a question of an enrolled station through: recruitment and venue, station, signature, not revoked, and a turn that
 * was never used before, which is used up by this. Throws `Refusal`.
 */
export async function prove(inside: Inside, came: Came, asked: Asked): Promise<Proved> {
  const digest = digestOfQuestion(inside, came, asked)
  const question = digest.toString('hex')
  const no = (refused: ExchangeRefusal, more: Partial<RefusedExchange> = {}): Refusal => new Refusal({ refused, ...more }, question)
  const place = await placeOf(inside, asked)
  if (place === null) throw no('foreign')
  const { db } = inside.store
  const stream = await db.selectFrom('stream').select(['no', 'station', 'public_key', 'state', 'recipient']).where('recruitment', '=', place.recruitment.no)
    .where('venue', '=', place.venue).where('station', '=', asked.station).executeTakeFirst()
  if (stream === undefined) {
    const elsewhere = await db.selectFrom('stream').select('no').where('station', '=', asked.station).executeTakeFirst()
    throw no(elsewhere === undefined ? 'unknown_station' : 'foreign', { station: asked.station })
  }
  if (!questionSignedBy(stream.public_key, digest, asked.signature)) throw no('bad_signature')
  if (stream.state === 'revoked') throw no('station_revoked', { station: asked.station })
  await useTurn(inside, stream.no, asked.turn, no)
  return { place, asked, question, stream: { no: stream.no, station: stream.station, recipient: stream.recipient } }
}

/** One statement in the database: of two processes with the same turn, one gets it. */
export async function useTurn(inside: Inside, stream: number, turn: number, no: (refused: ExchangeRefusal, more: Partial<RefusedExchange>) => Refusal): Promise<void> {
  const { numUpdatedRows } = await inside.store.db.updateTable('stream').set({ turn }).where('no', '=', stream).where('turn', '<', turn).executeTakeFirst()
  if (numUpdatedRows > 0n) return
  const held = await inside.store.db.selectFrom('stream').select('turn').where('no', '=', stream).executeTakeFirst()
  throw no('stale_turn', { turn: held?.turn ?? 0 })
}

/** Address of a question: `/exchange/v1/…`. */
export const exchangePath = (name: string): string => `/exchange/v${String(EXCHANGE_VERSION)}/${name}`
