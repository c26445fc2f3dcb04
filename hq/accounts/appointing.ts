import type { HqRefused } from '../../shared/hq/answer.ts'
import { appointing } from '../../shared/hq/rights.ts'
import { needsTotp } from '../../shared/hq/roles.ts'
import { readHqFact } from '../own-ledger.ts'
import type { Db } from '../store.ts'
import type { HqCaller } from '../use-cases.ts'
import { lacksSecond } from './two-people.ts'

/**
 * Whether this account appoints alone: nobody else has ever signed in with the power to decide or to keep accounts, so that
 * there is nobody who could be asked. HQ's ledger says so, and it never forgets: closing the others' accounts does not bring
 * that time back.
 */
export async function appointsAlone(db: Db, account: string): Promise<boolean> {
  const made = await db.selectFrom('hq_fact').select(['seq', 'bytes']).where('recruitment', 'is', null).where('type', 'in', ['account.added', 'account.changed']).orderBy('seq').execute()
  const powerful = new Map<string, number>()
  for (const { seq, bytes } of made) {
    const { type, body } = readHqFact(bytes)
    if ((type === 'account.added' || type === 'account.changed') && body.account !== account && needsTotp(body.roles) && !powerful.has(body.account)) powerful.set(body.account, seq)
  }
  if (powerful.size === 0) return true
  const seen = await db.selectFrom('hq_fact').select(({ fn }) => ['by', fn.max('seq').as('last')]).where('recruitment', 'is', null).where('type', '=', 'account.signed_in')
   .where('by', 'in', [...powerful.keys()]).groupBy('by').execute()
  return !seen.some(({ by, last }) => last > (powerful.get(by) ?? 0))
}

/** Handing out the power to decide or to keep accounts takes a second person who has it: second_needed, second_role. */
export async function lacksAppointer(db: Db, caller: HqCaller): Promise<HqRefused | null> {
  const lacks = lacksSecond(caller, appointing)
  return lacks === null || (await appointsAlone(db, caller.account)) ? null : lacks
}
