import type { InterviewRules, RankingRules } from './pack-interview-schema.ts'
import type { PostCategory } from './pack-schema.ts'
import { productText, quotientOf, roundedText, times } from './quotient.ts'

/** How many of a post go on, and how the number came about: headcount × ratio, exact, then made whole. */
export interface Quota {
  ratio: string
  /** The product before it is made whole, such as `7.2`; shown beside the list because no announcement rounds it. */
  exact: string
  places: number
  fractions: RankingRules['fractions']
}

/** The quotas of one post; null where the pack sets none. */
export interface Quotas {
  interview: Quota | null
  qualification: Quota | null
  medical: Quota | null
}

/** The sections of a pack that hold ratios. */
export interface QuotaRules {
  interview: Pick<InterviewRules, 'quota'> | null
  ranking: Pick<RankingRules, 'qualificationRatio' | 'medicalRatio' | 'fractions'> | null
}

/**
 * Places for the interview (R = 3Y, or 2Y ⚙ by headcount, 规则 §8), the qualification list (1:4) and the medical (1:1.3,
 * 1:1.2; 规则 §9) of a post with this headcount. Fractions are made whole as the pack says, half up where it is silent.
 */
export function quotasOf(rules: QuotaRules, category: PostCategory, headcount: number): Quotas {
  const fractions = rules.ranking?.fractions ?? 'halfUp'
  const row = rules.interview?.quota[category]?.find(
    ({ upToHeadcount }) => upToHeadcount === null || headcount <= upToHeadcount,
  )
  return {
    interview: share(headcount, row?.ratio ?? null, fractions),
    qualification: share(headcount, rules.ranking?.qualificationRatio ?? null, fractions),
    medical: share(headcount, rules.ranking?.medicalRatio[category] ?? null, fractions),
  }
}

function share(headcount: number, ratio: string | null, fractions: Quota['fractions']): Quota | null {
  if (ratio === null) return null
  const people = String(headcount)
  return {
    ratio,
    exact: productText(people, ratio),
    places: Number(roundedText(times(quotientOf(people), quotientOf(ratio)), 0, fractions)),
    fractions,
  }
}
