import type { InterviewRules } from './pack-interview-schema.ts'
import { compareQuotients, dividedBy, meanOf, quotientOf, roundedText, times, type Quotient } from './quotient.ts'

/** The ways to correct scores between panels that need a calculation. */
export type CoefficientRules = Exclude<InterviewRules['coefficient'], { kind: 'none' }>

/** Coefficients and corrected scores of the panels of one post, in the order given, or why there are none. */
export type Corrected =
  | { ok: true; coefficients: readonly string[]; scores: readonly (readonly string[])[] }
  /** `panel` is 0-based; `too_few`: nothing is left for its mean; `mean_zero`: nothing can be divided by it. */
  | { ok: false; panel: number; reason: 'too_few' | 'mean_zero' }

/**
 * Corrects the scores of several panels of one post (规则 §8). The coefficient of a panel is the overall mean ÷ its own
 * mean, rounded as the pack says; every score is multiplied by the rounded coefficient, as the published sheets do, and
 * rounded once. Overall mean: of everybody's scores (pooledMean), of the panels' means (meanOfMeans), or of everybody's
 * without the k highest and k lowest, as each panel's own (trimmed). The means themselves are never rounded. Absentees
 * are left out before the call. Nothing holds a corrected score below the full mark: no announcement seen does.
 */
export function corrected(rules: CoefficientRules, panels: readonly (readonly string[])[]): Corrected {
  const read = panels.map((panel) => panel.map(quotientOf))
  const means: Quotient[] = []
  for (const [panel, scores] of read.entries()) {
    const counted = countedScores(rules, scores)
    if (counted.length === 0) return { ok: false, panel, reason: 'too_few' }
    const mean = meanOf(counted)
    if (mean.over === 0n) return { ok: false, panel, reason: 'mean_zero' }
    means.push(mean)
  }
  const overall = rules.kind === 'meanOfMeans' ? meanOf(means) : meanOf(countedScores(rules, read.flat()))
  const coefficients = means.map((mean) => coefficientText(rules, overall, mean))
  return {
    ok: true,
    coefficients,
    scores: read.map((scores, panel) => {
      const coefficient = quotientOf(coefficients[panel] ?? '')
      return scores.map((score) => roundedText(times(score, coefficient), rules.finalDecimals, rules.rounding))
    }),
  }
}

/** The coefficient of a panel from two means, with the pack's decimals; a mean of zero is a bug and throws. */
export function coefficientText(
  rules: Pick<CoefficientRules, 'coefficientDecimals' | 'rounding'>,
  overall: Quotient,
  mean: Quotient,
): string {
  return roundedText(dividedBy(overall, mean), rules.coefficientDecimals, rules.rounding)
}

function countedScores(rules: CoefficientRules, scores: readonly Quotient[]): readonly Quotient[] {
  switch (rules.kind) {
    case 'pooledMean':
    case 'meanOfMeans':
      return scores
    case 'trimmed':
      return [...scores].sort(compareQuotients).slice(rules.trim, Math.max(rules.trim, scores.length - rules.trim))
    default:
      return rules satisfies never
  }
}
