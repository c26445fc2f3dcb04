import { sql } from 'kysely'
import { z } from 'zod'
import { vouchWith } from '../../exchange/framing.ts'
import { Hello, Receipt, StreamHead, type Order, type SignedReceipt } from '../../exchange/messages.ts'
import { signReceipt } from '../../exchange/signing.ts'
import { again } from '../again.ts'
import type { Inside } from '../inside.ts'
import type { Trx } from '../store.ts'

/** A venue that was heard: from which station, and what it said if it greeted. */
export interface Heard {
  station: string
  hello?: Hello
  /** ms since 1970, where it was heard by a file that was written earlier. */
  at?: number
}

const most = { quarantined: 100, orders: 20, heads: 200 }

/**
 * Signs how far HQ holds every stream of a venue, and keeps what was signed. What is in it was durable before. Where nothing
 * changed since the last receipt, that one is answered again: a venue that greets every minute fills no table.
 */
export async function makeReceipt(inside: Inside, recruitment: { no: number; id: string }, venue: string, heard?: Heard): Promise<{ receipt: Receipt; signed: SignedReceipt }> {
  const { store, clock, keys } = inside
  return again(() => store.db.transaction().execute(async (trx) => {
    const at = Math.round(clock.now())
    // the venue's row is the lock: numbers of receipts rise as what they say does
    await noteHeard(trx, recruitment.no, venue, at, heard)
    const content: Omit<Receipt, 'no' | 'at'> = {
      v: 1, hq: keys.id, exam: recruitment.id, venue, heads: await headsOf(trx, recruitment.no, venue),
      package: await newestPackage(trx, recruitment.no, venue), orders: await ordersFor(trx, recruitment, venue),
      quarantined: await trx.selectFrom('quarantine').select(['station', 'seq', 'why']).where('recruitment', '=', recruitment.no).where('venue', '=', venue)
        .where('outcome', 'is', null).orderBy('no').limit(most.quarantined).execute(),
    }
    const last = await trx.selectFrom('receipt').select(['bytes', 'sig']).where('recruitment', '=', recruitment.no).where('venue', '=', venue).orderBy('no', 'desc').limit(1).executeTakeFirst()
    if (last !== undefined) {
      const before = Receipt.parse(JSON.parse(last.bytes.toString('utf8')))
      if (JSON.stringify({ ...before, no: 0, at: 0 }) === JSON.stringify({ ...Receipt.parse({ ...content, no: 1, at: 0 }), no: 0 }))
        return { receipt: before, signed: { receipt: last.bytes.toString('base64'), sig: last.sig.toString('base64') } }
    }
    const receipt: Receipt = { ...content, no: await nextNumber(trx, store.kind), at }
    const signed = signReceipt(receipt, vouchWith(keys.signing))
    await trx.insertInto('receipt').values({
      no: receipt.no, recruitment: recruitment.no, venue, bytes: Buffer.from(signed.receipt, 'base64'), sig: Buffer.from(signed.sig, 'base64'), at,
    }).execute()
    await inside.touch(trx, recruitment.no, 'receive', 'watch')
    return { receipt, signed }
  }))
}

async function nextNumber(trx: Trx, kind: 'sqlite' | 'postgres'): Promise<number> {
  if (kind === 'postgres') {
    const { rows } = await sql<{ no: number }>`SELECT nextval(pg_get_serial_sequence('receipt', 'no')) AS no`.execute(trx)
    return rows[0]!.no
  }
  // SQLite has one writer; the transaction took the right to write at its beginning
  const last = await trx.selectFrom('receipt').select(({ fn }) => fn.max('no').as('no')).executeTakeFirst()
  return ((last?.no as number | null | undefined) ?? 0) + 1
}

async function noteHeard(trx: Trx, recruitment: number, venue: string, at: number, heard: Heard | undefined): Promise<void> {
  const row = trx.updateTable('venue').where('recruitment', '=', recruitment).where('id', '=', venue)
  if (heard === undefined) {
    await row.set((eb) => ({ heard_at: eb.ref('heard_at') })).execute()
    return
  }
  // an older file, or one from a station whose clock runs ahead, does not cover what was heard since
  const then = Math.min(at, heard.at ?? at)
  const { numUpdatedRows } = await row.where((where) => where.or([where('heard_at', 'is', null), where('heard_at', '<=', then)])).set({ heard_at: then }).executeTakeFirst()
  if (numUpdatedRows === 0n || heard.hello === undefined) return
  const { heads, said, packageVersion } = heard.hello
  const held = await trx.selectFrom('venue').select('announced').where('recruitment', '=', recruitment).where('id', '=', venue).executeTakeFirst()
  const announced = new Map(announcedHeads(held?.announced ?? '').map((head) => [head.station, head]))
  for (const head of heads) announced.set(head.station, head)
  await row.set({ announced: JSON.stringify([...announced.values()].slice(0, most.heads)), said: JSON.stringify({ ...said, station: heard.station }), taken_version: packageVersion }).execute()
}

/** `venue.announced` as it lies in the database; empty where a venue never greeted. */
export function announcedHeads(text: string): StreamHead[] {
  if (text === '') return []
  const read = z.array(StreamHead).safeParse(JSON.parse(text))
  return read.success ? read.data : []
}

async function headsOf(trx: Trx, recruitment: number, venue: string): Promise<StreamHead[]> {
  const rows = await trx.selectFrom('stream').select(['station', 'seq', 'hash']).where('recruitment', '=', recruitment).where('venue', '=', venue)
    .where('seq', '>', 0).orderBy('no').limit(most.heads).execute()
  return rows.map(({ station, seq, hash }) => ({ station, seq, hash: hash.toString('hex') }))
}

async function newestPackage(trx: Trx, recruitment: number, venue: string): Promise<Receipt['package']> {
  const row = await trx.selectFrom('package').select(['version', 'hash']).where('recruitment', '=', recruitment).where('venue', '=', venue).orderBy('version', 'desc').limit(1).executeTakeFirst()
  return row ?? null
}

/** What of a kept erase order the stations are told. */
const KeptOrder = z.looseObject({ reason: z.string().max(500).default(''), venues: z.array(z.string()).optional() })

async function ordersFor(trx: Trx, recruitment: { no: number; id: string }, venue: string): Promise<Order[]> {
  const rows = await trx.selectFrom('erase_order').select(['id', 'bytes', 'at']).where('recruitment', '=', recruitment.no).where('done_at', 'is', null).orderBy('at').limit(most.orders).execute()
  return rows.flatMap(({ id, bytes, at }) => {
    const kept = KeptOrder.safeParse(JSON.parse(bytes.toString('utf8')))
    if (!kept.success || (kept.data.venues !== undefined && !kept.data.venues.includes(venue))) return []
    return [{ id, kind: 'erase' as const, exam: recruitment.id, venue, at, reason: kept.data.reason }]
  })
}
