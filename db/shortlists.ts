import type { Fact } from '../shared/facts.ts'
import { adoptionsInForce, type Adoption } from '../shared/shortlist-people.ts'
import { droppedFacts } from './dropped.ts'
import { readFact } from './envelope.ts'
import type { Db } from './open.ts'

/** The adoption in force of every post of a session; posts nobody adopted are missing. */
export function adoptionsOf(db: Db, session: string): ReadonlyMap<string, Adoption> {
  const facts = db.all<{ bytes: Buffer }>('SELECT f.bytes FROM shortlist s JOIN fact f ON f.n = s.fact WHERE s.session = ?', session)
    .map((row): Fact => readFact(row.bytes)).filter((fact) => fact.type === 'shortlist.adopted')
  return adoptionsInForce(facts, droppedFacts(db))
}
