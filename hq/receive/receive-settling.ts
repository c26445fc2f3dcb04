import { stationId } from '../../db/envelope.ts'
import { readPage } from '../../exchange/page.ts'
import { hqRefuse } from '../../shared/hq/answer.ts'
import { vouching } from '../../shared/hq/rights.ts'
import { recordedBefore } from '../accounts/repeat.ts'
import { lacksSecond } from '../accounts/two-people.ts'
import { checkPool } from './check-pool.ts'
import { takeWaiting } from './ingest.ts'
import { takePages, type PageOutcome } from './ingest-stream.ts'
import type { Inside } from '../inside.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import { announcedHeads } from '../exchange/receipts.ts'
import type { Db } from '../store.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

/** Reasons for which taking facts after all can help: the others are no facts of their stream whatever anybody decides. */
export const takeableWhys: readonly string[] = ['unknown_station', 'station_revoked', 'hole']

interface Row {
  no: number
  venue: string | null
  station: string
  why: string
  bytes: Buffer
  public_key: string | null
}

/**
 * A person settles what was kept apart. Taking makes an unknown station known (a second person compared its key with the
 * station's screen) or takes facts of a revoked one, checked like all others; keeping out only says so. Of two who settle
 * the same at once one is recorded and the other told.
 */
export async function settle(call: HqCall, input: HqInput<'receive', 'settle'>): Promise<HqOutput<'receive', 'settle'>> {
  const { inside, caller } = call
  const { quarantine: no, outcome, cmd } = input
  const recruitment = await foundRecruitment(inside.store.db, input.recruitment)
  if (isRefused(recruitment)) return recruitment
  const before = await settledBefore(inside.store.db, cmd)
  if (before !== null) return before
  const row = await inside.store.db.selectFrom('quarantine').select(['no', 'venue', 'station', 'why', 'bytes', 'public_key', 'outcome'])
    .where('no', '=', no).where('recruitment', '=', recruitment.no).executeTakeFirst()
  if (row === undefined) return hqRefuse('quarantine_unknown')
  if (row.outcome !== null) return hqRefuse('quarantine_settled')
  if (outcome === 'kept_out') return record(call, recruitment.no, input, 0)
  const alone = lacksSecond(caller, vouching)
  if (alone !== null) return alone
  return takeableWhys.includes(row.why) ? takeAfterAll(call, input, recruitment, row) : hqRefuse('quarantine_not_takeable', { why: row.why })
}

/** A command settles by one of two facts: the settling itself, or the enrolment after which the rest takes itself. */
async function settledBefore(db: Db, cmd: string): Promise<HqOutput<'receive', 'settle'> | null> {
  const done = (await recordedBefore(db, cmd, 'quarantine.settled')) ?? (await recordedBefore(db, enrolling(cmd), 'venue.enrolled'))
  return done === null ? null : { ok: true, fact: done.seq, repeated: true, accepted: 0 }
}

const enrolling = (cmd: string): string => `${cmd}.enrol`

async function takeAfterAll(call: HqCall, input: HqInput<'receive', 'settle'>, recruitment: { no: number; id: string }, row: Row): Promise<HqOutput<'receive', 'settle'>> {
  const { inside } = call
  const not = hqRefuse('quarantine_not_takeable', { why: row.why })
  const venue = row.venue ?? ''
  const enrolled = row.why === 'unknown_station' ? await enrolByHand(call, input.cmd, recruitment, venue, row) : null
  if (enrolled === 'not_its_own') return not
  const outcome = await takeItsPage(inside, recruitment.no, venue, row)
  const rest = (): Promise<number> => takeWaiting(inside, recruitment, venue, row.station)
  if (outcome?.why === null) {
    const answer = await record(call, recruitment.no, input, outcome.accepted)
    const more = row.why === 'station_revoked' ? 0 : await rest()
    return answer.ok ? { ...answer, accepted: answer.accepted + more } : answer
  }
  // the station is known from now on; facts before these are missing, or wait beside them: what fits takes itself
  return outcome?.why === 'hole' && enrolled !== null ? { ok: true, fact: enrolled, repeated: false, accepted: await rest() } : not
}

async function takeItsPage(inside: Inside, recruitment: number, venue: string, row: Row): Promise<PageOutcome | undefined> {
  const stream = await inside.store.db.selectFrom('stream').select(['no', 'recruitment', 'public_key']).where('recruitment', '=', recruitment)
    .where('venue', '=', venue).where('station', '=', row.station).executeTakeFirst()
  const page = readPage(row.bytes)
  if (stream === undefined || !page.ok) return undefined
  const check = await checkPool().ask({ kind: 'page', bytes: row.bytes, publicKey: stream.public_key.toString('hex') })
  if (!check.ok) return undefined
  const checked = { header: page.header, bytes: row.bytes, hashes: Buffer.from(check.hashes), squeezed: Buffer.from(check.packed) }
  return (await takePages(inside, stream, [checked], row.why === 'station_revoked'))[0]
}

/** The settling with its fact; whoever comes second finds the row settled and nothing is appended. */
async function record({ inside, caller }: HqCall, recruitment: number, input: HqInput<'receive', 'settle'>, accepted: number): Promise<HqOutput<'receive', 'settle'>> {
  const { quarantine: no, outcome, reason, cmd } = input
  return inside.acting(async (trx, append) => {
    const { numUpdatedRows } = await trx.updateTable('quarantine').set({ outcome }).where('no', '=', no)
      // facts that were taken are said to be: somebody who kept them out in the same moment was too late
      .where((row) => (accepted > 0 ? row.or([row('outcome', 'is', null), row('outcome', '=', 'kept_out')]) : row('outcome', 'is', null))).executeTakeFirst()
    if (numUpdatedRows === 0n) return (await settledBefore(trx, cmd)) ?? hqRefuse('quarantine_settled')
    const fact = await append({ by: caller.account, second: caller.second?.account, cmd, type: 'quarantine.settled', recruitment, body: { quarantine: no, outcome, reason } })
    await inside.touch(trx, recruitment, 'receive', 'watch')
    return { ok: true, fact: fact.seq, repeated: fact.repeated, accepted }
  })
}

/** Number of the fact that made the station known, null where it is known already, or that these facts are not its own. */
async function enrolByHand({ inside, caller }: HqCall, cmd: string, recruitment: { no: number; id: string }, venue: string, row: Row): Promise<number | null | 'not_its_own'> {
  const key = row.public_key === null ? null : Buffer.from(row.public_key, 'hex')
  if (key?.length !== 32 || stationId(key) !== row.station) return 'not_its_own'
  const page = readPage(row.bytes)
  if (!page.ok || page.header.exam !== recruitment.id || page.header.venue !== venue) return 'not_its_own'
  const check = await checkPool().ask({ kind: 'page', bytes: row.bytes, publicKey: key.toString('hex') })
  if (!check.ok) return 'not_its_own'
  return inside.acting(async (trx, append) => {
    const now = Math.round(inside.clock.now())
    const made = await trx.insertInto('stream').values({
      recruitment: recruitment.no, venue, station: row.station, public_key: key, enrolled_at: now, how: 'file', state: 'active', seq: 0, hash: Buffer.alloc(32),
      projected: 0, turn: 0, recipient: null,
    }).onConflict((on) => on.columns(['recruitment', 'venue', 'station']).doNothing()).returning('no').executeTakeFirst()
    if (made === undefined) return null
    const fact = await append({
      by: caller.account, second: caller.second?.account, cmd: enrolling(cmd), type: 'venue.enrolled', recruitment: recruitment.no,
      body: { recruitment: recruitment.id, venue, station: row.station, publicKey: key.toString('hex'), how: 'file' },
    })
    await inside.touch(trx, recruitment.no, 'receive', 'watch')
    return fact.seq
  })
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
