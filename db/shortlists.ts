import { factId, type Fact } from '../shared/facts.ts'
import { counting } from './counting.ts'
import { droppedFacts } from './dropped.ts'
import { readFact } from './envelope.ts'
import type { Db } from './open.ts'

/** Who goes on to a session of one post, as two people adopted it (规则 §8). */
export type Adoption = Extract<Fact, { type: 'shortlist.adopted' }>

/** The adoption in force of every post of a session; posts nobody adopted are missing. */
export function adoptionsOf(db: Db, session: string): ReadonlyMap<string, Adoption> {
  const facts = db.all<{ bytes: Buffer }>('SELECT f.bytes FROM shortlist s JOIN fact f ON f.n = s.fact WHERE s.session = ?', session)
    .map((row) => readFact(row.bytes)).filter((fact): fact is Adoption => fact.type === 'shortlist.adopted')
  const rows = facts.map((read) => ({ fact: factId(read), at: read.at, replaces: read.body.replaces, read }))
  return new Map(counting(rows, droppedFacts(db)).counts.map(({ now }) => [now.read.body.post, now.read]))
}
