import { z } from 'zod'
import { corrected, type CoefficientRules } from '../shared/coefficient.ts'
import { compareDecimals, decimal as readDecimal } from '../shared/decimal.ts'
import {
  columnMaxima,
  panelScore,
  scoreText,
  type DroppedMarks,
  type MarkFault,
  type PanelScore,
} from '../shared/interview-score.ts'
import type { InterviewRules, ScoringRules } from '../shared/pack-interview-schema.ts'
import { pathText } from '../shared/pack-errors.ts'
import { PostCategory, type RulePack } from '../shared/pack-schema.ts'
import { quotasOf } from '../shared/quotas.ts'
import { rankPost, type Contender } from '../shared/ranking.ts'
import { totalOf, totalRulesOf, type Scores, type TotalRules } from '../shared/totals.ts'
import { read, Unanswerable, type Answer, type ConsolePack } from './rules-unanswerable.ts'

const decimal = z
  .string({ error: 'a decimal as text, such as "86.5"' })
  .regex(/^\d{1,15}(\.\d{1,15})?$/, { error: 'a decimal as text, such as "86.5", of 15 digits at most' })
/** Absent and null both mean that there is no such score. */
const score = decimal.nullish().transform((text) => text ?? undefined)
const scores = { written: score, interview: score, professional: score, fitnessPoints: score }
// A million is beyond any recruitment; with more, headcount × ratio would leave the whole numbers JSON can hold.
const headcount = z.int().min(1).max(1_000_000)
const mark = z.string({ error: 'a mark is a decimal as text, such as "86.5"' })
// Which of the two a sheet is, the pack says; so that a fault is named by the mark, it is read after the pack is known.
const sheetOfTotals = z.object({ marks: z.array(mark, { error: 'one mark for each examiner' }) })
const sheetOfElements = z.object({
  marks: z.array(z.array(mark, { error: 'a row of marks, one for each element' }), {
    error: 'one row of marks for each examiner',
  }),
})

/** Five asks for scores (规则 §8), totals, ranks and quotas (§9). */
export const scoreAsks = {
  interview: z.object({ stage: z.enum(['interview', 'professional']).default('interview') }),
  total: z.object({ category: PostCategory, ...scores }),
  rank: z.object({
    post: z.string(),
    headcount,
    candidates: z.array(
      z.object({
        id: z.string().min(1),
        category: PostCategory,
        ...scores,
        quality: score,
        sex: z.enum(['M', 'F']),
        run: score,
      }),
    ),
  }),
  quota: z.object({ category: PostCategory, headcount }),
  coefficient: z.object({
    method: z.enum(['pooled', 'meanOfMeans', 'trimmed']),
    panels: z.array(z.array(decimal).min(1)).min(1),
    coefficientDecimals: z.int().min(0).max(6).optional(),
    finalDecimals: z.int().min(0).max(6).optional(),
    rounding: z.enum(['halfUp', 'down']).optional(),
    trim: z.int().min(1).max(10).optional(),
  }),
}

/** The score of one panel's sheet: one total an examiner, or a row of elements where the pack has them. */
export function answerInterview(
  ask: z.infer<typeof scoreAsks.interview>,
  line: Record<string, unknown>,
  pack: RulePack,
): Answer {
  const rules = pack[ask.stage]
  if (rules === null) throw new Unanswerable(`the rule pack has no ${ask.stage} rules`, ask.stage)
  const byElement = rules.elements.length > 0
  const marks = byElement
    ? read(sheetOfElements, line).marks
    : read(sheetOfTotals, line).marks.map((each) => [each])
  const scored = panelScore(rules, marks)
  if (!scored.ok) throw unreadable(rules, scored, byElement)
  return {
    score: scored.score,
    ...(byElement ? { elements: scored.elements } : {}),
    dropped: droppedIndexes(scored.dropped),
  }
}

/** `[highest, lowest]`, or one such pair for each element; empty where nothing is dropped. */
function droppedIndexes(dropped: DroppedMarks): readonly unknown[] {
  switch (dropped.by) {
    case 'none':
      return []
    case 'totals':
      return dropped.pair
    case 'perElement':
      return dropped.pairs
    default:
      return dropped satisfies never
  }
}

/** The first fault of a sheet, with the path the asker wrote it at. */
function unreadable(
  rules: ScoringRules,
  { faults: [first] }: Extract<PanelScore, { ok: false }>,
  byElement: boolean,
): Unanswerable {
  if (first === undefined) throw new Error('a refused sheet has a fault')
  const [, column = 0] = first.at
  const messages = {
    not_a_mark: 'a mark is a decimal as text, such as "86.5"',
    too_many_decimals: `a mark has ${String(rules.markDecimals)} decimals at most`,
    above_maximum: `a mark is ${columnMaxima(rules)[column] ?? ''} at most`,
    wrong_count:
      first.at.length === 0
        ? `the panel has ${String(rules.panel)} examiners`
        : `a row has ${String(rules.elements.length)} marks, one for each element`,
  } as const satisfies Record<MarkFault['fault'], string>
  return new Unanswerable(messages[first.fault], pathText(['marks', ...(byElement ? first.at : first.at.slice(0, 1))]))
}

/** The total of one candidate, and `"gate":"fail"` when a pass mark is missed. */
export function answerTotal(ask: z.infer<typeof scoreAsks.total>, pack: RulePack): Answer {
  const rules = totalRules(pack, null)
  const total = totalOf(rules, ask.category, keptScores(ask, pack, ''))
  if (total.ok) return { total: total.total, ...(total.gate === 'fail' ? { gate: 'fail' } : {}) }
  const [missing = 'formula'] = total.missing
  if (missing === 'formula') throw noFormula('category')
  throw new Unanswerable('the total needs this score', missing)
}

/** The ranking of one post and its medical list; the ask says headcount and category, so that any post can be tried. */
export function answerRank(ask: z.infer<typeof scoreAsks.rank>, pack: RulePack): Answer {
  const post = pack.posts.find((each) => each.code === ask.post)
  const rules = totalRules(pack, post?.stages ?? null)
  const [first] = ask.candidates
  const seen = new Set<string>()
  const contenders = ask.candidates.map((candidate, index): Contender => {
    const at = `candidates[${String(index)}]`
    if (seen.has(candidate.id)) throw new Unanswerable('one candidate twice', `${at}.id`)
    seen.add(candidate.id)
    if (candidate.category !== first?.category) {
      throw new Unanswerable('the candidates of one post are of one category', `${at}.category`)
    }
    return { ...candidate, ...keptScores(candidate, pack, `${at}.`) }
  })
  if (first === undefined) return { ranked: [], medical: [], flags: [] }
  const { category } = first
  if (rules.ranking.totals[category] === null) throw noFormula('candidates[0].category')
  const places = quotasOf(pack, category, ask.headcount).medical?.places ?? null
  const { ranked, medical, flags, unranked } = rankPost(rules, category, contenders, places)
  const failed = ranked.filter(({ gate }) => gate === 'fail').map(({ id }) => id)
  return {
    ranked: ranked.map(({ id, total, rank, tie }) => ({ id, total, rank, ...(tie ? { tie } : {}) })),
    medical,
    flags: [
      ...flags,
      ...(failed.length === 0 ? [] : [{ flag: 'gate_failed', ids: failed }]),
      ...unranked.map(({ id, missing }) => ({ flag: 'no_total', ids: [id], missing })),
    ],
  }
}

function totalRules(pack: RulePack, stages: RulePack['posts'][number]['stages'] | null): TotalRules {
  const rules = totalRulesOf(pack, stages)
  if (rules === null) throw new Unanswerable('the rule pack has no rules for totals', 'ranking')
  return rules
}

function noFormula(path: string): Unanswerable {
  return new Unanswerable('the rule pack has no total for this category', path)
}

/**
 * Scores of panels are brought to their decimals before anything else, as they are when a panel is scored: 59.995 is
 * 60.00 and passes. A corrected score may lie above the full mark, any other may not.
 */
function keptScores(asked: Scores, pack: RulePack, prefix: string): Scores {
  const kept: { -readonly [Name in keyof Scores]: Scores[Name] } = {}
  for (const name of ['written', 'interview', 'professional', 'fitnessPoints'] as const) {
    const text = asked[name]
    if (text === undefined) continue
    const rules = name === 'interview' || name === 'professional' ? pack[name] : null
    if (rules === null) {
      kept[name] = text
      continue
    }
    const coefficient = name === 'interview' ? (pack.interview?.coefficient ?? null) : null
    const corrects = coefficient !== null && coefficient.kind !== 'none'
    if (!corrects && compareDecimals(readDecimal(text), readDecimal(rules.fullMark)) > 0) {
      throw new Unanswerable(`a score is ${rules.fullMark} at most`, `${prefix}${name}`)
    }
    kept[name] = scoreText(
      corrects ? { scoreDecimals: coefficient.finalDecimals, scoreRounding: coefficient.rounding } : rules,
      text,
    )
  }
  return kept
}

/** Places by headcount; null where the pack sets none. The medical's is text, as the announcements' tables have it. */
export function answerQuota(ask: z.infer<typeof scoreAsks.quota>, pack: RulePack): Answer {
  if (pack.interview === null && pack.ranking === null) throw new Unanswerable('the rule pack has no quotas', 'ranking')
  const { interview, qualification, medical } = quotasOf(pack, ask.category, ask.headcount)
  return {
    interview: interview?.places ?? null,
    qualification: qualification?.places ?? null,
    medical: medical === null ? null : String(medical.places),
  }
}

/** What an ask leaves out and the pack does not say: as the sheets published for each method have it. */
const published = {
  pooled: { coefficientDecimals: 3, finalDecimals: 2 },
  meanOfMeans: { coefficientDecimals: 3, finalDecimals: 2 },
  trimmed: { coefficientDecimals: 4, finalDecimals: 2 },
} as const

/** Coefficients and corrected scores of the panels of one post; needs no pack, but uses the rule of the same method in one. */
export function answerCoefficient(ask: z.infer<typeof scoreAsks.coefficient>, loaded: ConsolePack | null): Answer {
  const result = corrected(coefficientRules(ask, loaded?.ok === true ? loaded.pack.interview : null), ask.panels)
  if (result.ok) return { coefficients: result.coefficients, scores: result.scores }
  const messages = {
    too_few: 'too few scores for the mean of this panel',
    mean_zero: 'the mean of this panel is zero',
  } as const satisfies Record<typeof result.reason, string>
  throw new Unanswerable(messages[result.reason], `panels[${String(result.panel)}]`)
}

function coefficientRules(
  ask: z.infer<typeof scoreAsks.coefficient>,
  interview: InterviewRules | null,
): CoefficientRules {
  const kind = ask.method === 'pooled' ? 'pooledMean' : ask.method
  const held = interview?.coefficient
  const common = held !== undefined && held.kind !== 'none' && held.kind === kind ? held : published[ask.method]
  const decimals = {
    coefficientDecimals: ask.coefficientDecimals ?? common.coefficientDecimals,
    finalDecimals: ask.finalDecimals ?? common.finalDecimals,
    rounding: ask.rounding ?? ('rounding' in common ? common.rounding : 'halfUp'),
  }
  if (kind !== 'trimmed') return { kind, ...decimals }
  return { kind, trim: ask.trim ?? (held?.kind === 'trimmed' ? held.trim : 2), ...decimals }
}
