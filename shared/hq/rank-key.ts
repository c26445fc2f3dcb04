import type { Post, RulePack } from '../pack-schema.ts'
import { keyValue, type PostEntry } from '../post-standing.ts'
import { totalOf, totalRulesOf } from '../totals.ts'

/**
 * Total and ordering key of one candidate who went through everything; null where the total waits for a score, or for
 * the means of other panels (规则 §8). Keys sort as text, better first: total, then the pack's tie-breakers as far as
 * any two can be compared (runs of two sexes cannot), so that a database can say who stands where over a million rows.
 */
export function rankKey(pack: RulePack, post: Post, entry: PostEntry): { total: string; key: string } | null {
  const rules = totalRulesOf(pack, post.stages)
  if (rules === null) return null
  const corrects = pack.interview !== null && pack.interview.coefficient.kind !== 'none' && post.panels > 1 && entry.panel !== null
  if (corrects) return null
  const total = totalOf(rules, post.category, entry)
  if (!total.ok) return null
  const keys = rules.ranking.tieBreakers.filter((key) => key !== 'runTime' || post.sex !== 'any')
  return { total: total.total, key: [falling(total.total), ...keys.map((key) => (key === 'runTime' ? rising : falling)(keyValue(entry, key)))].join(' ') }
}

/** Fixed width, 6 digits and 4 decimals; what is missing comes last. */
function rising(value: string | undefined): string {
  if (value === undefined) return '~'
  const [whole = '', decimals = ''] = value.split('.')
  return `${whole.padStart(6, '0')}.${decimals.padEnd(4, '0')}`
}

/** The same with every digit taken from nine: larger values first. */
function falling(value: string | undefined): string {
  return rising(value).replace(/\d/g, (digit) => String(9 - Number(digit)))
}
