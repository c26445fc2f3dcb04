import type { FactId } from '../shared/facts.ts'
import type { Db } from './open.ts'

/** Facts that named people decided do not count, when they resolved a conflict. */
export function droppedFacts(db: Db): ReadonlySet<FactId> {
  return new Set(db.all<{ dropped: string }>("SELECT dropped FROM resolution WHERE dropped <> '[]'").flatMap((row) => JSON.parse(row.dropped) as FactId[]))
}
