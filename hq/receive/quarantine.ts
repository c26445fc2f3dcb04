import { newCommand } from '../../exchange/chance.ts'
import { digestOf } from '../../exchange/framing.ts'
import type { ExchangeRefusal } from '../../exchange/messages.ts'
import type { Inside } from '../inside.ts'

/** Why facts were kept apart: the exchange's words for what is wrong with facts. */
export type QuarantineWhy = Extract<
  ExchangeRefusal,
  'malformed' | 'too_large' | 'foreign' | 'unknown_station' | 'station_revoked' | 'hole' | 'chain_broken' | 'fork' | 'fact_signature' | 'fact_malformed' | 'erased'
>

/** Facts kept apart: which, of whom, why. `seq`: the number that is wrong or missing; 0 where nothing can be read. */
export interface Quarantined {
  station: string
  seq: number
  why: QuarantineWhy
}

/** What is to be kept apart. `last`: number of its last fact; `publicKey` hex, where it came with the facts. */
export interface ToQuarantine extends Quarantined {
  bytes: Buffer
  last: number
  publicKey?: string | undefined
}

/**
 * Keeps bytes apart and says so in HQ's ledger; the same bytes of a recruitment are kept once, with what was said of them
 * first. Nothing that came is thrown away while its recruitment was not erased.
 */
export async function quarantine(inside: Inside, place: { recruitment: { no: number; id: string }; venue: string; source: string }, what: ToQuarantine): Promise<void> {
  const { recruitment, venue, source } = place
  const hash = digestOf(what.bytes).toString('hex')
  const before = await inside.store.db.selectFrom('quarantine').select('no').where('hash', '=', hash).where('recruitment', '=', recruitment.no).executeTakeFirst()
  if (before !== undefined) return
  await inside.acting(async (trx, append) => {
    const about = trx.selectFrom('recruitment').select('erased_at').where('no', '=', recruitment.no)
    // whoever erases changes this row first: what was on its way then leaves no bytes behind
    const { erased_at: erased } = await (inside.store.kind === 'postgres' ? about.forShare() : about).executeTakeFirstOrThrow()
    const bytes = erased === null ? what.bytes : Buffer.alloc(0)
    const row = await trx.insertInto('quarantine').values({
      recruitment: recruitment.no, venue, station: what.station, seq: what.seq, last: what.last, why: what.why, bytes, source: source.slice(0, 200),
      at: Math.round(inside.clock.now()), outcome: null, hash, public_key: what.publicKey ?? null,
    }).onConflict((row) => row.columns(['hash', 'recruitment']).doNothing()).returning('no').executeTakeFirst()
    if (row === undefined) return
    await append({
      by: 'system', cmd: newCommand(inside.clock.now(), inside.chance), type: 'quarantine.opened', recruitment: recruitment.no,
      body: { quarantine: row.no, recruitment: recruitment.id, venue, station: what.station, seq: what.seq, why: what.why, hash },
    })
    await inside.touch(trx, recruitment.no, 'receive', 'watch')
  })
}

/** What waits for facts before it or for its station to be known came to be taken, or turned out to be something else. */
export async function settleWaiting(inside: Inside, recruitment: { no: number; id: string }, no: number, outcome: 'taken' | Quarantined): Promise<void> {
  await inside.acting(async (trx, append) => {
    const open = trx.updateTable('quarantine').where('no', '=', no).where('outcome', 'is', null)
    const cmd = newCommand(inside.clock.now(), inside.chance)
    if (outcome === 'taken') {
      const { numUpdatedRows } = await open.set({ outcome: 'taken' }).executeTakeFirst()
      if (numUpdatedRows === 0n) return
      await append({ by: 'system', cmd, type: 'quarantine.settled', recruitment: recruitment.no, body: { quarantine: no, outcome: 'taken', reason: '前面的记录已到齐，自动收下' } })
    } else {
      const row = await open.where('why', '<>', outcome.why).set({ why: outcome.why, seq: outcome.seq }).returning(['venue', 'hash']).executeTakeFirst()
      if (row === undefined) return
      await append({
        by: 'system', cmd, type: 'quarantine.opened', recruitment: recruitment.no,
        body: { quarantine: no, recruitment: recruitment.id, venue: row.venue, station: outcome.station, seq: outcome.seq, why: outcome.why, hash: row.hash },
      })
    }
    await inside.touch(trx, recruitment.no, 'receive', 'watch')
  })
}
