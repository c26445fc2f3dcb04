import { addDecimals, compareDecimals, decimal, decimalText, roundDecimal, timesDecimals, type Decimal } from './decimal.ts'
import type { RankingRules, ScoringRules } from './pack-interview-schema.ts'
import type { PostCategory, RulePack, Stage } from './pack-schema.ts'
import { productText } from './quotient.ts'

/** The scores a total can be made of. */
export type ScoreName = NonNullable<RankingRules['totals'][PostCategory]>['terms'][number]['score']

/** Scores of one candidate as decimal text, rounded as their stage says; what is not there yet is absent. */
export type Scores = { readonly [Name in ScoreName]?: string | undefined }

/** Everything of a pack that makes and gates the totals of one post; a stage the post does not have is null. */
export interface TotalRules {
  ranking: RankingRules
  interview: ScoringRules | null
  professional: ScoringRules | null
}

/** One line of the sum behind a total: value × weight = product, all exact, for the "why" of the number. */
export interface TotalTerm {
  score: ScoreName
  value: string
  weight: string
  product: string
}

/** One pass mark a candidate was held against. */
export interface Gate {
  stage: 'interview' | 'professional'
  value: string
  passMark: string
  verdict: 'pass' | 'fail'
}

/** The total of one candidate with its reasons, or every score that is missing for it. */
export type Total =
  | {
      ok: true
      total: string
      /** `fail` as soon as one pass mark is missed: ranked, but never in the medical list (规则 §8). */
      gate: 'pass' | 'fail'
      gates: readonly Gate[]
      terms: readonly TotalTerm[]
      clause: string
    }
  /** `formula`: the pack says nothing for this category of post. */
  | { ok: false; missing: readonly (ScoreName | 'formula')[] }

/** What a post's totals are made by; null for a pack without totals. `stages` null: the post is not in the pack. */
export function totalRulesOf(
  pack: Pick<RulePack, 'ranking' | 'interview' | 'professional'>,
  stages: readonly Stage[] | null,
): TotalRules | null {
  if (pack.ranking === null) return null
  const held = (stage: Stage) => stages === null || stages.includes(stage)
  return {
    ranking: pack.ranking,
    interview: held('interview') ? pack.interview : null,
    professional: held('professional') ? pack.professional : null,
  }
}

/** Whether a score as it is shown reaches its pass mark; 60.00 passes 60, 59.99 does not; without one all pass (规则 §8). */
export function passes(rules: ScoringRules, category: PostCategory, score: string): boolean {
  const passMark = rules.passMark[category]
  return passMark === null || reaches(score, passMark)
}

const weights = new Map<string, Decimal>()

/** A pack has a handful of weights and every candidate is weighed by them. */
function weightOf(text: string): Decimal {
  let weight = weights.get(text)
  if (weight === undefined) weights.set(text, (weight = decimal(text)))
  return weight
}

function reaches(score: string, passMark: string): boolean {
  return compareDecimals(decimal(score), decimal(passMark)) >= 0
}

/**
 * The total of a candidate by the pack's formula for the category of the post, rounded once at the end (规则 §9), and
 * whether every pass mark is reached. Without a score that the formula or a pass mark needs there is no total.
 */
export function totalOf(rules: TotalRules, category: PostCategory, scores: Scores): Total {
  const formula = rules.ranking.totals[category]
  if (formula === null) return { ok: false, missing: ['formula'] }
  const gated = (['interview', 'professional'] as const).flatMap((stage) => {
    const passMark = rules[stage]?.passMark[category] ?? null
    return passMark === null ? [] : [{ stage, passMark }]
  })
  const needed = new Set<ScoreName>([...formula.terms.map(({ score }) => score), ...gated.map(({ stage }) => stage)])
  const missing = [...needed].filter((name) => scores[name] === undefined)
  if (missing.length > 0) return { ok: false, missing }
  let exact: Decimal = { scaled: 0n, decimals: 0 }
  const terms = formula.terms.map(({ score, weight }): TotalTerm => {
    const value = scores[score] ?? '0'
    exact = addDecimals(exact, timesDecimals(decimal(value), weightOf(weight)))
    // written out when somebody asks why, not for every one of a million
    return { score, value, weight, get product() { return productText(value, weight) } }
  })
  const gates = gated.map(({ stage, passMark }): Gate => {
    const value = scores[stage] ?? '0'
    return { stage, value, passMark, verdict: reaches(value, passMark) ? 'pass' : 'fail' }
  })
  return {
    ok: true,
    total: decimalText(roundDecimal(exact, formula.decimals, formula.rounding)),
    gate: gates.every(({ verdict }) => verdict === 'pass') ? 'pass' : 'fail',
    gates,
    terms,
    clause: formula.clause,
  }
}
