import type { Fact } from '../shared/facts.ts'
import { isKnownType, readFact } from './envelope.ts'
import type { Db } from './open.ts'

/** Every fact of every stream that this program understands, in no order. Reads the whole ledger: for decisions made once. */
export function knownFacts(db: Db): Fact[] {
  const facts: Fact[] = []
  for (const [bytes] of db.scan<[Buffer]>('SELECT bytes FROM fact')) {
    const fact = readFact(bytes)
    if (isKnownType(fact.type)) facts.push(fact)
  }
  return facts
}
