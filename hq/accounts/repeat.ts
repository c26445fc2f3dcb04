import type { Appended } from '../own-ledger.ts'
import type { Db } from '../store.ts'

/**
 * The fact that this command id was recorded as, or null. Asked first in a transaction that would otherwise refuse its
 * own repetition (an account that exists now, because the first try made it).
 */
export async function recordedBefore(db: Db, cmd: string, type: string): Promise<Appended | null> {
  const found = await db.selectFrom('hq_fact').select('seq').where('cmd', '=', cmd).where('type', '=', type).executeTakeFirst()
  return found === undefined ? null : { seq: found.seq, repeated: true }
}
