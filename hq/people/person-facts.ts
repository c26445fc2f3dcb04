import type { PersonFact } from '../../shared/hq/api/people.ts'
import { readHqFact } from '../own-ledger.ts'
import { accountNames } from '../decide/post-reading.ts'
import type { Db } from '../store.ts'

/** What people at HQ did to one candidate, newest first. */
export async function personFacts(db: Db, recruitment: number, candidate: string): Promise<PersonFact[]> {
  const rows = await db.selectFrom('hq_fact').select(['seq', 'bytes']).where('recruitment', '=', recruitment).where('type', '=', 'person.changed').orderBy('seq', 'desc').execute()
  const names = await accountNames(db)
  return rows.flatMap(({ seq, bytes }) => {
    const fact = readHqFact(bytes)
    if (fact.type !== 'person.changed' || fact.body.candidate !== candidate) return []
    return [{ fact: seq, at: fact.at, by: names.get(fact.by) ?? fact.by, what: fact.body.what, fields: fact.body.fields, reason: fact.body.reason }]
  })
}
