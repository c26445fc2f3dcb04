import { stationId } from '../../db/envelope.ts'
import { readPage } from '../../exchange/page.ts'
import { hqRefuse } from '../../shared/hq/answer.ts'
import { checkPool } from './check-pool.ts'
import { ingest, takeWaiting } from './ingest.ts'
import { takePages } from './ingest-stream.ts'
import type { Inside } from '../inside.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import { announcedHeads } from '../exchange/receipts.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

/** Reasons for which taking facts after all can help: the others are no facts of their stream whatever anybody decides. */
export const takeableWhys: readonly string[] = ['unknown_station', 'station_revoked', 'hole']

interface Row {
  no: number
  recruitment: number
  venue: string | null
  station: string
  why: string
  bytes: Buffer
  public_key: string | null
  outcome: string | null
}

/**
 * A person settles what was kept apart. Taking makes an unknown station known (a second person compared its key with the
 * station's screen) or takes facts of a revoked one, checked like all others; keeping out only says so.
 */
export async function settle(call: HqCall, input: HqInput<'receive', 'settle'>): Promise<HqOutput<'receive', 'settle'>> {
  const { inside, caller } = call
  const { quarantine: no, outcome, reason, cmd } = input
  const recruitment = await foundRecruitment(inside.store.db, input.recruitment)
  if (isRefused(recruitment)) return recruitment
  const before = await inside.store.db.selectFrom('hq_fact').select('seq').where('cmd', '=', cmd).where('type', '=', 'quarantine.settled').executeTakeFirst()
  if (before !== undefined) return { ok: true, fact: before.seq, repeated: true, accepted: 0 }
  const row = await inside.store.db.selectFrom('quarantine').select(['no', 'recruitment', 'venue', 'station', 'why', 'bytes', 'public_key', 'outcome'])
    .where('no', '=', no).where('recruitment', '=', recruitment.no).executeTakeFirst()
  if (row === undefined) return hqRefuse('quarantine_unknown')
  if (row.outcome !== null) return hqRefuse('quarantine_settled')
  if (outcome === 'taken') {
    if (caller.second === undefined) return hqRefuse('second_needed')
    if (!takeableWhys.includes(row.why)) return hqRefuse('quarantine_not_takeable', { why: row.why })
  }
  const accepted = outcome === 'taken' ? await takeAfterAll(call, recruitment, row as Row) : 0
  if (accepted === null) return hqRefuse('quarantine_not_takeable', { why: row.why })
  const fact = await inside.acting(async (trx, append) => {
    await trx.updateTable('quarantine').set({ outcome }).where('no', '=', no).execute()
    const appended = await append({
      by: caller.account, second: caller.second?.account, cmd, type: 'quarantine.settled', recruitment: recruitment.no, body: { quarantine: no, outcome, reason },
    })
    await inside.touch(trx, recruitment.no, 'receive', 'watch')
    return appended
  })
  return { ok: true, fact: fact.seq, repeated: fact.repeated, accepted }
}

/** How many facts came in; null where the facts do not hold, whatever was decided. */
async function takeAfterAll({ inside, caller }: HqCall, recruitment: { no: number; id: string }, row: Row): Promise<number | null> {
  const venue = row.venue ?? ''
  if (row.why === 'unknown_station') {
    const made = await enrolByHand(inside, recruitment, venue, row, caller.account, caller.second?.account)
    if (!made) return null
    return takeWaiting(inside, recruitment, venue, row.station)
  }
  if (row.why === 'hole') {
    const { accepted, quarantined } = await ingest(inside, { recruitment, venue, source: 'recheck', pages: [{ bytes: row.bytes }] })
    return quarantined.length > 0 ? null : accepted
  }
  const stream = await inside.store.db.selectFrom('stream').select(['no', 'recruitment', 'public_key']).where('recruitment', '=', recruitment.no)
    .where('venue', '=', venue).where('station', '=', row.station).executeTakeFirst()
  const page = readPage(row.bytes)
  if (stream === undefined || !page.ok) return null
  const check = await checkPool().ask({ kind: 'page', bytes: row.bytes, publicKey: stream.public_key.toString('hex') })
  if (!check.ok) return null
  const [outcome] = await takePages(inside, stream, [{ header: page.header, bytes: row.bytes, hashes: Buffer.from(check.hashes), squeezed: Buffer.from(check.packed) }], true)
  return outcome?.why === null ? outcome.accepted : null
}

async function enrolByHand(inside: Inside, recruitment: { no: number; id: string }, venue: string, row: Row, by: string, second: string | undefined): Promise<boolean> {
  const key = row.public_key === null ? null : Buffer.from(row.public_key, 'hex')
  if (key?.length !== 32 || stationId(key) !== row.station) return false
  const page = readPage(row.bytes)
  if (!page.ok || page.header.exam !== recruitment.id || page.header.venue !== venue) return false
  const check = await checkPool().ask({ kind: 'page', bytes: row.bytes, publicKey: key.toString('hex') })
  if (!check.ok) return false
  await inside.acting(async (trx, append) => {
    const now = Math.round(inside.clock.now())
    const made = await trx.insertInto('stream').values({
      recruitment: recruitment.no, venue, station: row.station, public_key: key, enrolled_at: now, how: 'file', state: 'active', seq: 0, hash: Buffer.alloc(32),
      projected: 0, turn: 0, recipient: null,
    }).onConflict((on) => on.columns(['recruitment', 'venue', 'station']).doNothing()).returning('no').executeTakeFirst()
    if (made === undefined) return
    await append({
      by, second, cmd: `enrol-${String(row.no)}-${row.station}`, type: 'venue.enrolled', recruitment: recruitment.no,
      body: { recruitment: recruitment.id, venue, station: row.station, publicKey: key.toString('hex'), how: 'file' },
    })
    await inside.touch(trx, recruitment.no, 'receive', 'watch')
  })
  return true
}

/** A station that is lost or in wrong hands: from now on nothing of it is taken and nothing answered. */
export async function revoke({ inside, caller }: HqCall, { recruitment, venue, station, reason, cmd }: HqInput<'receive', 'revoke'>): Promise<HqOutput<'receive', 'revoke'>> {
  const row = await foundRecruitment(inside.store.db, recruitment)
  if (isRefused(row)) return row
  return inside.acting(async (trx, append) => {
    const found = await trx.selectFrom('stream').select('no').where('recruitment', '=', row.no).where('venue', '=', venue).where('station', '=', station).executeTakeFirst()
    if (found === undefined) return hqRefuse('station_unknown', { station })
    const fact = await append({ by: caller.account, cmd, type: 'station.revoked', recruitment: row.no, body: { recruitment, venue, station, reason } })
    await trx.updateTable('stream').set({ state: 'revoked' }).where('no', '=', found.no).execute()
    // what it announced, of itself or of stations nobody knows, will never come: nobody is to wait for it
    const streams = await trx.selectFrom('stream').select('station').where('recruitment', '=', row.no).where('venue', '=', venue).where('state', '=', 'active').execute()
    const told = await trx.selectFrom('venue').select('announced').where('recruitment', '=', row.no).where('id', '=', venue).executeTakeFirstOrThrow()
    const heads = announcedHeads(told.announced).filter((head) => streams.some((stream) => stream.station === head.station))
    await trx.updateTable('venue').set({ announced: JSON.stringify(heads) }).where('recruitment', '=', row.no).where('id', '=', venue).execute()
    await inside.touch(trx, row.no, 'receive', 'watch')
    return { ok: true, fact: fact.seq, repeated: fact.repeated }
  })
}
