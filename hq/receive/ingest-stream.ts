import { cutPage, readPage } from '../../exchange/page.ts'
import type { PageHeader } from '../../exchange/messages.ts'
import { again } from '../again.ts'
import { announcedHeads } from '../exchange/receipts.ts'
import type { Inside } from '../inside.ts'
import { enqueue, lookNow } from '../jobs/jobs.ts'
import type { Store, Trx } from '../store.ts'
import { heldHash, toStore } from './stored-pages.ts'

/** A page whose facts were checked in a thread: `hashes` of all of them, `squeezed` the page under zstd. */
export interface CheckedPage {
  header: PageHeader
  bytes: Buffer
  hashes: Buffer
  squeezed: Buffer
}

/** What became of a page of a stream: facts taken and facts that were here already, or why it was kept apart. */
export type PageOutcome = { page: CheckedPage; accepted: number; repeated: number; why: null } | { page: CheckedPage; why: 'hole' | 'fork' | 'station_revoked' | 'unknown_station'; seq: number }

/**
 * ms that projecting waits while a station is known to have more: a day sent stage by stage touches everybody with nearly
 * every page, and what has come together is projected once. Whoever has sent all waits for nothing.
 */
const gathering = 1000
/** ms after which all signatures of new pages are gone through: behind the rush of a closing half day. */
const leisure = 60_000

/** Checked pages of one stream; `despiteRevoked`: two people took them after all. */
interface Taking { stream: number; pages: readonly CheckedPage[]; despiteRevoked: boolean }

/**
 * Takes checked pages of one stream in one transaction under the lock of the stream's row: what is held already is cut
 * off, what does not continue the stream is said and not taken. Facts, head and the job that projects them are durable
 * together when this resolves.
 */
export async function takePages(inside: Inside, stream: { no: number }, pages: readonly CheckedPage[], despiteRevoked = false): Promise<PageOutcome[]> {
  const taking = { stream: stream.no, pages, despiteRevoked }
  const outcomes = inside.store.kind === 'sqlite'
    ? await takenTogether(inside, taking)
    : await again(() => inside.store.db.transaction().execute((trx) => take(inside, trx, taking)))
  lookNow(inside)
  return outcomes
}

interface Waiting { taking: Taking; done: (outcomes: PageOutcome[]) => void; failed: (error: unknown) => void }
const waiting = new WeakMap<Store, Waiting[]>()

/** SQLite has one writer: pages of several streams that wait for their turn go in together, with one sync of the file for all. */
function takenTogether(inside: Inside, taking: Taking): Promise<PageOutcome[]> {
  const { store } = inside
  let queue = waiting.get(store)
  if (queue === undefined) waiting.set(store, (queue = []))
  const pages = queue
  return new Promise((done, failed) => {
    // whoever waits already takes those along that come before its transaction begins
    if (pages.push({ taking, done, failed }) > 1) return
    void takeWaitingPages(inside, pages)
  })
}

async function takeWaitingPages(inside: Inside, queue: Waiting[]): Promise<void> {
  const alone = (taking: Taking) => inside.store.db.transaction().execute((trx) => take(inside, trx, taking))
  let some: Waiting[] = []
  try {
    const outcomes = await inside.store.db.transaction().execute(async (trx) => {
      some = queue.splice(0)
      const taken: PageOutcome[][] = []
      for (const { taking } of some) taken.push(await take(inside, trx, taking))
      return taken
    })
    some.forEach(({ done }, at) => done(outcomes[at]!))
  } catch (error) {
    const [only] = some
    if (some.length === 0) queue.splice(0).forEach(({ failed }) => failed(error))
    else if (some.length === 1) only?.failed(error)
    // nothing of it has happened; each by itself, so that one cannot keep back the others
    else for (const { taking, done, failed } of some) await alone(taking).then(done, failed)
  }
}

async function take({ store, clock }: Inside, trx: Trx, { stream, pages, despiteRevoked }: Taking): Promise<PageOutcome[]> {
  const inOrder = pages.toSorted((a, b) => a.header.first - b.header.first)
  const reading = trx.selectFrom('stream').select(['no', 'recruitment', 'venue', 'station', 'state', 'seq', 'hash']).where('no', '=', stream)
  const row = await (store.kind === 'postgres' ? reading.forUpdate() : reading).executeTakeFirst()
  if (row === undefined) return inOrder.map((page) => ({ page, why: 'unknown_station', seq: page.header.first }))
  const held = { ...row }
  const outcomes: PageOutcome[] = []
  const now = Math.round(clock.now())
  for (const page of inOrder) {
    const { header: { first, last } } = page
    if (last > held.seq && row.state === 'revoked' && !despiteRevoked) {
      outcomes.push({ page, why: 'station_revoked', seq: Math.max(first, held.seq + 1) })
      continue
    }
    if (first > held.seq + 1) {
      outcomes.push({ page, why: 'hole', seq: first })
      continue
    }
    const fork = await forkAt(trx, held, page)
    if (fork !== null) {
      outcomes.push({ page, why: 'fork', seq: fork })
      continue
    }
    const accepted = Math.max(0, last - held.seq)
    if (accepted > 0) {
      const packed = first === held.seq + 1 ? page.squeezed : toStore(cut(page, held.seq))
      const hash = hashAt(page, last)
      await trx.insertInto('page').values({ recruitment: row.recruitment, stream: row.no, first: held.seq + 1, last, packed, hash, checked: 0, received_at: now }).execute()
      held.seq = last
      held.hash = hash
    }
    outcomes.push({ page, accepted, repeated: last - first + 1 - accepted, why: null })
  }
  if (held.seq > row.seq) {
    await trx.updateTable('stream').set({ seq: held.seq, hash: held.hash }).where('no', '=', row.no).execute()
    await enqueue(trx, 'project', String(row.no), {}, (await announced(trx, row)) > held.seq ? now + gathering : 0)
    await enqueue(trx, 'signatures', String(row.no), {}, now + leisure)
  }
  return outcomes
}

/** The last fact that a stream's venue has said it holds of it; 0 where it said nothing. */
async function announced(trx: Trx, { recruitment, venue, station }: { recruitment: number; venue: string; station: string }): Promise<number> {
  const said = await trx.selectFrom('venue').select('announced').where('recruitment', '=', recruitment).where('id', '=', venue).executeTakeFirst()
  return announcedHeads(said?.announced ?? '').find((head) => head.station === station)?.seq ?? 0
}

const hashAt = ({ header, hashes }: CheckedPage, seq: number): Buffer => Buffer.from(hashes.subarray((seq - header.first) * 32, (seq - header.first + 1) * 32))

function cut(page: CheckedPage, after: number): Buffer {
  const read = readPage(page.bytes)
  if (!read.ok) throw new Error('a checked page can be read')
  return cutPage(read, read.facts.map((_fact, index) => hashAt(page, read.header.first + index)), after)
}

/**
 * The first number from which a page tells another history than the stream, or null. One comparison is enough where they
 * agree, since every hash covers all before it; only a fork is looked for fact by fact.
 */
async function forkAt(trx: Trx, held: { no: number; recruitment: number; seq: number; hash: Buffer }, page: CheckedPage): Promise<number | null> {
  const { first, last, prev } = page.header
  if (held.seq === 0) return null
  const shared = Math.min(last, held.seq)
  const theirs = (seq: number): string => (seq < first ? prev : hashAt(page, seq).toString('hex'))
  const ours = shared === held.seq ? held.hash.toString('hex') : await heldHash(trx, held, shared)
  if (theirs(shared) === ours) return null
  let low = first - 1
  // up to `low` both agree (or nothing is known before the page), at `high` they differ
  let high = shared
  if (low > 0 && theirs(low) !== (await heldHash(trx, held, low))) return first
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (theirs(middle) === (await heldHash(trx, held, middle))) low = middle
    else high = middle
  }
  return high
}
