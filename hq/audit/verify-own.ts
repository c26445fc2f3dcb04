import { setImmediate as breathe } from 'node:timers/promises'
import { createPublicKey } from 'node:crypto'
import { bodyText, NO_HASH } from '../../db/envelope.ts'
import type { HqFact } from '../../shared/hq/facts.ts'
import { hqFactHash, readHqFact, verifyHqFact } from '../own-ledger.ts'
import type { Inside } from '../inside.ts'

export interface OwnLedgerFault { seq: number; why: 'missing' | 'chain' | 'signature' | 'content' | 'columns' }
export interface OwnLedgerReport { whole: boolean; facts: number; head: string; publicKey: string; fault: OwnLedgerFault | null }

/** Facts read and checked before others get their turn: about 30 ms of one core. */
const step = 250

/**
 * Reads HQ's own ledger from its first fact to its last: numbers without a gap, every hash over the one before, every
 * signature by this HQ's key, and the columns that lists are found by as the signed bytes say. Stops at the first fault.
 */
export async function verifyOwnLedger({ store, keys }: Pick<Inside, 'store' | 'keys'>): Promise<OwnLedgerReport> {
  const publicKey = createPublicKey(keys.signing)
  const numbers = new Map((await store.db.selectFrom('recruitment').select(['no', 'id']).execute()).map(({ no, id }) => [no, id]))
  let prev: Buffer = NO_HASH
  let seq = 0
  const report = (fault: OwnLedgerFault | null): OwnLedgerReport => ({ whole: fault === null, facts: seq, head: prev.toString('hex'), publicKey: keys.publicKey, fault })
  for (;;) {
    const rows = await store.db.selectFrom('hq_fact').selectAll().where('seq', '>', seq).orderBy('seq').limit(step).execute()
    if (rows.length === 0) return report(null)
    for (const row of rows) {
      if (row.seq !== seq + 1) return report({ seq: seq + 1, why: 'missing' })
      if (!hqFactHash(prev, row.bytes).equals(row.hash)) return report({ seq: row.seq, why: 'chain' })
      if (!verifyHqFact(row.hash, row.sig, publicKey)) return report({ seq: row.seq, why: 'signature' })
      const fact = content(row.bytes)
      if (fact?.seq !== row.seq || fact.prev !== prev.toString('hex') || fact.hq !== keys.id) return report({ seq: row.seq, why: 'content' })
      const columns = fact.at === row.at && fact.by === row.by && (fact.second ?? null) === row.second && fact.cmd === row.cmd && fact.type === row.type
      if (!columns || !sameRecruitment(fact, row.recruitment, numbers)) return report({ seq: row.seq, why: 'columns' })
      prev = row.hash
      seq = row.seq
    }
    await breathe()
  }
}

/** The fact in these bytes; null where they are not exactly what we write. */
function content(bytes: Buffer): HqFact | null {
  try {
    const fact = readHqFact(bytes)
    return Buffer.from(bodyText(fact)).equals(bytes) ? fact : null
  } catch {
    return null
  }
}

function sameRecruitment(fact: HqFact, column: number | null, numbers: ReadonlyMap<number, string>): boolean {
  if (column === null) return true
  return 'recruitment' in fact.body && numbers.get(column) === fact.body.recruitment
}
