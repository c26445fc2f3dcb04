import { digestOf } from '../../exchange/framing.ts'
import { receiptFile } from '../../exchange/signing.ts'
import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import { readCarried, takeCarried, type Carried, type TakenFile } from './carried-file.ts'
import type { Inside } from '../inside.ts'
import { readHqFact, type Appended } from '../own-ledger.ts'
import { foundRecruitment, isRefused, type Recruitment } from '../recruitments/recruitment-row.ts'
import { makeReceipt } from '../exchange/receipts.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

/** Rows of an answer; the rest is counted and stands in the list of what is kept apart. */
const shownApart = 50

async function opened({ inside }: HqCall, { recruitment, bytes }: { recruitment: string; bytes: string }): Promise<{ row: Recruitment; carried: Carried; file: Buffer } | HqRefused> {
  const row = await foundRecruitment(inside.store.db, recruitment)
  if (isRefused(row)) return row
  if (row.erased_at !== null) return hqRefuse('recruitment_erased')
  const file = Buffer.from(bytes, 'base64')
  const carried = await readCarried(inside, row, file)
  return isRefused(carried) ? carried : { row, carried, file }
}

/** Whose file it is and what in it is new here. */
export async function previewFile(call: HqCall, input: HqInput<'receive', 'preview'>): Promise<HqOutput<'receive', 'preview'>> {
  const read = await opened(call, input)
  if (isRefused(read)) return read
  const { row, carried } = read
  const { db } = call.inside.store
  const held = await db.selectFrom('stream').select(['station', 'seq', 'state']).where('recruitment', '=', row.no).where('venue', '=', carried.venue).execute()
  const enrols = carried.kind === 'courier' && carried.manifest.enrol !== null && !held.some(({ station }) => station === carried.station)
  const streams = carried.streams.map(({ station, last }) => {
    const here = held.find((each) => each.station === station)
    const state = here?.state ?? (enrols && station === carried.station ? ('enrols' as const) : ('unknown' as const))
    return { station, last, held: here?.seq ?? 0, fresh: Math.max(0, last - (here?.seq ?? 0)), state }
  })
  return {
    ok: true, kind: carried.kind, venue: carried.venue, venueName: await venueName(call, row.no, carried.venue), station: carried.station, created: carried.created,
    facts: carried.facts, fresh: streams.reduce((sum, { fresh }) => sum + fresh, 0), enrols, known: held.some(({ station }) => station === carried.station), streams,
  }
}

/** Takes a file in. A command that came before is answered as it was then. */
export async function takeFile(call: HqCall, input: HqInput<'receive', 'take'>): Promise<HqOutput<'receive', 'take'>> {
  const { inside, caller } = call
  const before = await inside.store.db.selectFrom('hq_fact').select(['seq', 'bytes']).where('cmd', '=', input.cmd).where('type', '=', 'file.imported').executeTakeFirst()
  const read = await opened(call, input)
  if (isRefused(read)) return read
  const { row, carried, file } = read
  const name = await venueName(call, row.no, carried.venue)
  if (before !== undefined) {
    const fact = readHqFact(before.bytes)
    if (fact.type !== 'file.imported') throw new Error('a fact has the type it was found by')
    const { accepted, repeated, quarantined } = fact.body
    const { receipt } = await makeReceipt(inside, row, carried.venue)
    return { ok: true, fact: before.seq, repeated: true, venue: carried.venue, venueName: name, accepted, here: repeated, quarantined: [], apart: quarantined, enrolled: null, receipt: receipt.no }
  }
  const taken = await importFile(inside, row, { carried, file, name: input.name }, { by: caller.account, cmd: input.cmd })
  if ('ok' in taken) return taken
  const { accepted, repeated, quarantined, fact } = taken
  const enrolled = taken.enrolled === 'enrolled' || taken.enrolled === 'card_wrong' || taken.enrolled === 'card_used' || taken.enrolled === null ? taken.enrolled : 'foreign'
  return {
    ok: true, fact: fact.seq, repeated: fact.repeated, venue: carried.venue, venueName: name, accepted, here: repeated, quarantined: quarantined.slice(0, shownApart), apart: quarantined.length,
    enrolled, receipt: taken.receipt,
  }
}

/** Takes a file that was read, and says so in HQ's ledger. */
export async function importFile(
  inside: Inside, row: { no: number; id: string }, { carried, file, name }: { carried: Carried; file: Buffer; name: string }, { by, cmd }: { by: string; cmd: string },
): Promise<(TakenFile & { fact: Appended }) | HqRefused> {
  const taken = await takeCarried(inside, row, carried, name)
  if ('ok' in taken) return taken
  const { accepted, repeated, quarantined, heads } = taken
  const fact = await inside.acting(async (trx, append) => {
    const appended = await append({
      by, cmd, type: 'file.imported', recruitment: row.no,
      body: { recruitment: row.id, venue: carried.venue, kind: carried.kind, hash: digestOf(file).toString('hex'), accepted, repeated, quarantined: quarantined.length, heads },
    })
    await inside.touch(trx, row.no, 'receive', 'watch')
    return appended
  })
  return { ...taken, fact }
}

async function venueName({ inside }: HqCall, recruitment: number, venue: string): Promise<string> {
  const row = await inside.store.db.selectFrom('venue').select('name').where('recruitment', '=', recruitment).where('id', '=', venue).executeTakeFirst()
  return row?.name ?? venue
}

/** The newest receipt of a venue, as the stick takes it back. That somebody took it is a fact. */
export async function receiptForStick(call: HqCall, { recruitment, venue, cmd }: HqInput<'receive', 'receipt'>): Promise<HqOutput<'receive', 'receipt'>> {
  const { inside, caller } = call
  const row = await foundRecruitment(inside.store.db, recruitment)
  if (isRefused(row)) return row
  const found = await inside.store.db.selectFrom('venue').select('name').where('recruitment', '=', row.no).where('id', '=', venue).executeTakeFirst()
  if (found === undefined) return hqRefuse('venue_unknown', { venue })
  const { receipt, signed } = await makeReceipt(inside, row, venue)
  const before = await inside.store.db.selectFrom('hq_fact').select('seq').where('cmd', '=', cmd).executeTakeFirst()
  if (before === undefined)
    await inside.acting((_trx, append) => append({ by: caller.account, cmd, type: 'receipt.signed', recruitment: row.no, body: { recruitment: row.id, venue, heads: receipt.heads } }))
  return { ok: true, name: `${found.name.replaceAll(/[\\/:*?"<>|\s]+/gu, '-')}-回执${String(receipt.no)}.kdreceipt`, bytes: receiptFile(signed).toString('base64'), no: receipt.no, at: receipt.at }
}
