import type { FactId } from './facts.ts'
import type { RulePack } from './pack-schema.ts'
import { hex, sha256 } from './sha256.ts'
import type { Standing } from './standing.ts'

/** More attempts than an item allows: two stations that had not heard of each other, or a fault taken back (规则 §7). */
export interface SurplusAttempts {
  /** Stable while the same attempts are in it. */
  conflict: string
  kind: 'too_many_attempts'
  candidate: string
  item: string
  facts: FactId[]
}

/** Items at which more attempts count against a candidate than the pack allows; what does not count is left out. */
export function surplusAttempts(pack: RulePack, standing: Standing): SurplusAttempts[] {
  const items = pack.fitness?.items ?? []
  const state = standing.fitness?.items ?? {}
  return items.flatMap((item) => {
    const excused = new Set((state[item.id]?.attempts ?? []).filter((attempt) => !attempt.counted).map((attempt) => attempt.index))
    const facts = standing.folded.flatMap((row, index) =>
      row.item === item.id && row.outcome.kind !== 'official_fault' && !excused.has(index) ? [row.fact] : [])
    if (facts.length <= item.attempts) return []
    const sorted = [...facts].sort()
    const digest = hex(sha256(sorted.join('\n'))).slice(0, 12)
    return [{ conflict: `too_many_attempts:${standing.candidate}:${digest}`, kind: 'too_many_attempts' as const, candidate: standing.candidate, item: item.id, facts: sorted }]
  })
}
