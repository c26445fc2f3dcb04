import type { Stage } from '../pack-schema.ts'
import type { HqEntry } from './standing-doc.ts'

/** Who stands on the adopted lists of a post; null where nothing is adopted. */
export interface ListedPeople {
  qualification: ReadonlySet<string> | null
  interview: ReadonlySet<string> | null
}

/**
 * The entries of a post with the end of those whom an adopted list left out: for them no half day is held, so nothing of
 * theirs is open. Facts win: whoever passed a stage although no list names them goes on.
 */
export function withoutUnlisted(entries: readonly HqEntry[], { qualification, interview }: ListedPeople, stages: readonly Stage[]): readonly HqEntry[] {
  if (qualification === null && interview === null) return entries
  return entries.map((entry): HqEntry => {
    const { id, end, open, passed } = entry
    const unqualified = qualification !== null && !qualification.has(id) && passed.length === 0 && (open === null || open === stages[0])
    const ended = end === null && (unqualified || (interview !== null && open === 'interview' && !interview.has(id)))
    return ended || unqualified ? { ...entry, ...(ended ? { end: 'not_listed', open: null } : {}), ...(unqualified ? { unqualified } : {}) } : entry
  })
}
