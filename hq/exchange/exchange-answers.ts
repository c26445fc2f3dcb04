import { stationId } from '../../db/envelope.ts'
import { newCommand } from '../../exchange/chance.ts'
import { AskPackage, Enrol, exchangeHeaders, Hello, pageLimits, Pull, type ExchangeRefusal, type RefusedExchange } from '../../exchange/messages.ts'
import { packPage, readPage, type Page, type SignedBytes } from '../../exchange/page.ts'
import { jsonOf } from '../../exchange/framing.ts'
import { questionSignedBy } from '../../exchange/signing.ts'
import { checkPool } from '../receive/check-pool.ts'
import { enrol } from './enrol.ts'
import { digestOfQuestion, placeOf, Refusal, useTurn, type Asked, type Came, type Proved } from './exchange-question.ts'
import { ingest } from '../receive/ingest.ts'
import type { Inside } from '../inside.ts'
import { makeReceipt, type Heard } from './receipts.ts'
import { pagesAfter, prevOf, storedPage } from '../receive/stored-pages.ts'

/** What goes back: bytes, and the hash by which the answer names its question. */
export interface Answered {
  question: string
  body: Buffer
  headers?: Record<string, string>
}

const refusal = (question: string, refused: ExchangeRefusal, more: Partial<RefusedExchange> = {}): Refusal => new Refusal({ refused, ...more }, question)

async function receiptFor(inside: Inside, question: string, recruitment: { no: number; id: string }, venue: string, heard: Heard): Promise<Answered> {
  const { signed } = await makeReceipt(inside, recruitment, venue, heard)
  return { question, body: Buffer.from(JSON.stringify(signed)) }
}

/** `POST enrol`: the station is not known yet; it proves its key by the signature and its venue by the card. */
export async function answerEnrol(inside: Inside, came: Came, asked: Asked): Promise<Answered> {
  const digest = digestOfQuestion(inside, came, asked)
  const question = digest.toString('hex')
  const read = Enrol.safeParse(jsonOf(came.body))
  if (!read.success) throw refusal(question, 'malformed')
  const { data } = read
  if (data.exam !== asked.exam || data.venue !== asked.venue || data.station !== asked.station) throw refusal(question, 'foreign')
  const publicKey = Buffer.from(data.publicKey, 'hex')
  // a key of one's own under the name of an enrolled station would use up that station's turns
  if (stationId(publicKey) !== data.station) throw refusal(question, 'foreign')
  if (!questionSignedBy(publicKey, digest, asked.signature)) throw refusal(question, 'bad_signature')
  const place = await placeOf(inside, asked)
  if (place === null) throw refusal(question, 'foreign')
  const { recruitment, venue } = place
  if (recruitment.erased) throw refusal(question, 'erased')
  const known = await inside.store.db.selectFrom('stream').select(['no', 'state']).where('recruitment', '=', recruitment.no).where('venue', '=', venue).where('station', '=', data.station).executeTakeFirst()
  if (known?.state === 'revoked') throw refusal(question, 'station_revoked', { station: data.station })
  // a station that did not hear the first answer asks again: no card for that, but a new turn
  if (known !== undefined) await useTurn(inside, known.no, asked.turn, (refused, more) => refusal(question, refused, more))
  else {
    const refused = await enrol(inside, recruitment, data, { by: 'network', turn: asked.turn })
    if (refused !== null) throw refusal(question, refused)
  }
  return receiptFor(inside, question, recruitment, venue, { station: data.station })
}

/** `POST hello`. */
export async function answerHello(inside: Inside, { place: { recruitment, venue }, question, stream }: Proved, body: Buffer): Promise<Answered> {
  const read = Hello.safeParse(jsonOf(body))
  if (!read.success) throw refusal(question, 'malformed')
  await confirmErased(inside, recruitment, venue, stream.station, read.data.erased)
  return receiptFor(inside, question, recruitment, venue, { station: stream.station, hello: read.data })
}

/** Erase orders that a station says it carried out; each is a fact once. */
export async function confirmErased(inside: Inside, recruitment: { no: number; id: string }, venue: string, station: string, orders: readonly string[]): Promise<void> {
  for (const order of orders) {
    const known = await inside.store.db.selectFrom('erase_order').select('id').where('recruitment', '=', recruitment.no).where('id', '=', order).executeTakeFirst()
    const before = await inside.store.db.selectFrom('erased_venue').select('at').where('recruitment', '=', recruitment.no).where('order', '=', order)
      .where('venue', '=', venue).where('station', '=', station).executeTakeFirst()
    if (known === undefined || before !== undefined) continue
    await inside.acting(async (trx, append) => {
      const row = await trx.insertInto('erased_venue').values({ recruitment: recruitment.no, order, venue, station, at: Math.round(inside.clock.now()) })
        .onConflict((on) => on.columns(['recruitment', 'order', 'venue', 'station']).doNothing()).returning('at').executeTakeFirst()
      if (row === undefined) return
      await append({
        by: 'system', cmd: newCommand(inside.clock.now(), inside.chance), type: 'erase.confirmed', recruitment: recruitment.no,
        body: { recruitment: recruitment.id, order, venue, station },
      })
      await inside.touch(trx, recruitment.no, 'erase', 'receive')
    })
  }
}

/** Rows of one venue that may wait in quarantine before the line is told to come back later. */
const mostWaiting = 1000

/** `POST page`. */
export async function answerPage(inside: Inside, { place: { recruitment, venue }, question, stream }: Proved, body: Buffer): Promise<Answered> {
  if (recruitment.erased) throw refusal(question, 'erased')
  const read = readPage(body)
  if (!read.ok) throw refusal(question, read.fault === 'too_large' ? 'too_large' : 'malformed')
  const waiting = await inside.store.db.selectFrom('quarantine').select(({ fn }) => fn.countAll().as('n')).where('recruitment', '=', recruitment.no)
    .where('venue', '=', venue).where('outcome', 'is', null).executeTakeFirst()
  if (Number(waiting?.n ?? 0) >= mostWaiting) throw refusal(question, 'busy')
  const { quarantined: [apart] } = await ingest(inside, { recruitment, venue, pages: [{ bytes: body }], source: 'line' })
  if (apart !== undefined) throw refusal(question, apart.why, { station: apart.station, seq: apart.seq })
  return receiptFor(inside, question, recruitment, venue, { station: stream.station })
}

/** `POST pull`: facts of a stream of the station's own venue, for whoever lost them. */
export async function answerPull(inside: Inside, { place: { recruitment, venue }, question }: Proved, body: Buffer): Promise<Answered> {
  const read = Pull.safeParse(jsonOf(body))
  if (!read.success) throw refusal(question, 'malformed')
  const { station, after, most } = read.data
  const stream = await inside.store.db.selectFrom('stream').select(['no', 'recruitment', 'seq', 'public_key']).where('recruitment', '=', recruitment.no).where('venue', '=', venue)
    .where('station', '=', station).executeTakeFirst()
  if (stream === undefined) throw refusal(question, 'unknown_station', { station })
  if (after >= stream.seq) throw refusal(question, 'hole', { station, seq: stream.seq })
  // whoever lost the folder lost the stream's key, too; it proves itself by the station's name and the page's last signature
  return { question, body: await pageAfter(inside, stream, after, most), headers: { [exchangeHeaders.streamKey]: stream.public_key.toString('hex') } }
}

/** A page with the facts behind `after`, as many as are asked for and a page may hold. */
async function pageAfter(inside: Inside, stream: { no: number; recruitment: number }, after: number, most: number): Promise<Buffer> {
  const facts: SignedBytes[] = []
  let header: Page['header'] | null = null
  let length = 0
  let seq = after
  let page: Page | null = null
  fill: for (;;) {
    const rows = await pagesAfter(inside.store.db, stream, seq, 8)
    for (const row of rows) {
      page = storedPage(row.packed)
      header ??= { ...page.header, first: after + 1, prev: after === page.header.first - 1 ? page.header.prev : (prevOf(page, after + 1) ?? '') }
      for (const fact of page.facts.slice(seq + 1 - page.header.first)) {
        if (facts.length === most || (facts.length > 0 && length + fact.bytes.length > pageLimits.bytes - 10_000)) break fill
        facts.push(fact)
        length += fact.bytes.length + 68
        seq += 1
      }
    }
    if (rows.length === 0) break
  }
  if (header === null || page === null) throw new Error('a stream ends where its pages end')
  const hash = seq === page.header.last ? page.header.hash : prevOf(page, seq + 1)
  return packPage({ ...header, last: seq, hash: hash ?? '' }, facts)
}

/** `POST package`: the newest exam package, sealed to the station that asks. */
export async function answerPackage(inside: Inside, { place: { recruitment, venue }, question, stream }: Proved, body: Buffer): Promise<Answered> {
  const read = AskPackage.safeParse(jsonOf(body))
  if (!read.success) throw refusal(question, 'malformed')
  const row = await inside.store.db.selectFrom('package').select(['version', 'bytes']).where('recruitment', '=', recruitment.no).where('venue', '=', venue)
    .orderBy('version', 'desc').limit(1).executeTakeFirst()
  if (row === undefined || row.version < read.data.version || stream.recipient === null) throw refusal(question, 'no_package')
  const { sealed } = await checkPool().ask({ kind: 'seal', plain: row.bytes, recipient: stream.recipient })
  return { question, body: Buffer.from(sealed) }
}
