import { readPage } from '../../exchange/page.ts'
import { checkPool } from './check-pool.ts'
import { takePages, type CheckedPage } from './ingest-stream.ts'
import type { Inside } from '../inside.ts'
import { quarantine, settleWaiting, type Quarantined, type QuarantineWhy, type ToQuarantine } from './quarantine.ts'

/** A packed page as it came; `publicKey` hex, where the file it came in names the stream's key. */
export interface IncomingPage {
  bytes: Buffer
  publicKey?: string | undefined
}

/** Pages for one venue of a recruitment; `source`: 'line', or the name of the file. */
export interface Incoming {
  recruitment: { no: number; id: string }
  venue: string
  pages: readonly IncomingPage[]
  source: string
}

/** Facts that are new here, facts that were here already, and what was kept apart with its reason. */
export interface Ingested {
  accepted: number
  repeated: number
  quarantined: Quarantined[]
}

interface Stream {
  no: number
  recruitment: number
  publicKey: string
}

/**
 * Takes pages, in whatever order and however often they come: every fact is checked in a thread, every stream's pages are
 * taken in one transaction, and what cannot be taken is quarantined while the rest goes on. When this resolves all of it is
 * on the disk; only then may a receipt be signed.
 */
export async function ingest(inside: Inside, { recruitment, venue, pages, source }: Incoming): Promise<Ingested> {
  const found: Ingested = { accepted: 0, repeated: 0, quarantined: [] }
  const place = { recruitment, venue, source }
  const apart = async (what: ToQuarantine): Promise<void> => {
    await quarantine(inside, place, what)
    found.quarantined.push({ station: what.station, seq: what.seq, why: what.why })
  }
  const streams = await streamsOf(inside, recruitment.no, venue)
  const known = await Promise.all(pages.map((page) => checked(page, { exam: recruitment.id, venue }, streams)))
  const byStream = new Map<string, CheckedPage[]>()
  for (const each of known) {
    if ('why' in each) await apart(each)
    else byStream.set(each.header.station, [...(byStream.get(each.header.station) ?? []), each])
  }
  for (const [station, checkedPages] of byStream) {
    const stream = streams.get(station)
    if (stream === undefined) continue
    let grew = false
    for (const outcome of await takePages(inside, stream, checkedPages)) {
      if (outcome.why === null) {
        found.accepted += outcome.accepted
        found.repeated += outcome.repeated
        grew ||= outcome.accepted > 0
      } else {
        await apart({ station, seq: outcome.seq, why: outcome.why, bytes: outcome.page.bytes, last: outcome.page.header.last })
        grew ||= outcome.why === 'hole'
      }
    }
    // also after a hole: what fills it may have come to another process while it was put aside
    if (grew) found.accepted += await takeWaiting(inside, recruitment, venue, station)
  }
  return found
}

async function streamsOf(inside: Inside, recruitment: number, venue: string): Promise<Map<string, Stream>> {
  const rows = await inside.store.db.selectFrom('stream').select(['no', 'recruitment', 'station', 'public_key']).where('recruitment', '=', recruitment).where('venue', '=', venue).execute()
  return new Map(rows.map(({ no, recruitment: of, station, public_key }) => [station, { no, recruitment: of, publicKey: public_key.toString('hex') }]))
}

async function checked({ bytes, publicKey }: IncomingPage, { exam, venue }: { exam: string; venue: string }, streams: ReadonlyMap<string, Stream>): Promise<CheckedPage | ToQuarantine> {
  const read = readPage(bytes)
  if (!read.ok) return { station: '', seq: 0, last: 0, why: read.fault === 'too_large' ? 'too_large' : 'malformed', bytes, publicKey }
  const { header } = read
  const no = (why: QuarantineWhy, seq = header.first): ToQuarantine => ({ station: header.station, seq, last: header.last, why, bytes, publicKey })
  if (header.exam !== exam || header.venue !== venue) return no('foreign')
  const stream = streams.get(header.station)
  if (stream === undefined) return no('unknown_station')
  const check = await checkPool().seat(stream.no).ask({ kind: 'page', bytes, publicKey: stream.publicKey })
  return check.ok ? { header, bytes, hashes: Buffer.from(check.hashes), squeezed: Buffer.from(check.packed) } : no(check.fault, check.seq)
}

const waitingFor: readonly QuarantineWhy[] = ['hole', 'unknown_station']

/**
 * Takes what was kept apart only because facts before it were missing or its station was not known yet, for as long as
 * something fits. Answers how many facts were taken.
 */
export async function takeWaiting(inside: Inside, recruitment: { no: number; id: string }, venue: string, station: string): Promise<number> {
  const { db } = inside.store
  let taken = 0
  for (;;) {
    const stream = await db.selectFrom('stream').select(['no', 'recruitment', 'public_key', 'seq']).where('recruitment', '=', recruitment.no).where('venue', '=', venue).where('station', '=', station).executeTakeFirst()
    if (stream === undefined) return taken
    const row = await db.selectFrom('quarantine').select(['no', 'bytes']).where('recruitment', '=', recruitment.no).where('venue', '=', venue).where('station', '=', station)
      .where('outcome', 'is', null).where('why', 'in', waitingFor)
      .where((where) => where.or([where('why', '=', 'unknown_station'), where('seq', '<=', stream.seq + 1)]))
      .orderBy('seq').limit(1).executeTakeFirst()
    if (row === undefined) return taken
    const page = await checked({ bytes: row.bytes }, { exam: recruitment.id, venue }, new Map([[station, { no: stream.no, recruitment: stream.recruitment, publicKey: stream.public_key.toString('hex') }]]))
    if ('why' in page) {
      await settleWaiting(inside, recruitment, row.no, page)
      continue
    }
    const [outcome] = await takePages(inside, stream, [page])
    if (outcome === undefined) return taken
    if (outcome.why === null) {
      taken += outcome.accepted
      await settleWaiting(inside, recruitment, row.no, 'taken')
      continue
    }
    await settleWaiting(inside, recruitment, row.no, { station, seq: outcome.seq, why: outcome.why })
  }
}
