import { z } from 'zod'
import { BothTongues, DecimalText, Key } from './pack-text.ts'

/** How a result is brought to its decimals. */
export const ScoreRounding = z.enum(['halfUp', 'down'])

/** A value for each category of post; `undivided` is for announcements that do not divide posts. */
const perCategory = <T extends z.ZodType>(value: T) =>
  z.strictObject({ technical: value, general: value, undivided: value })

/** The correction coefficient between panels of one post (规则 §8). */
export const Coefficient = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.enum(['pooledMean', 'meanOfMeans']),
    coefficientDecimals: z.int().min(0).max(6),
    finalDecimals: z.int().min(0).max(6),
    rounding: ScoreRounding,
  }),
  z.strictObject({
    kind: z.literal('trimmed'),
    trim: z.int().min(1).max(10),
    coefficientDecimals: z.int().min(0).max(6),
    finalDecimals: z.int().min(0).max(6),
    rounding: ScoreRounding,
  }),
])

/** How examiners' marks become one score (规则 §8): the common part of the interview and the professional test. */
export const ScoringRules = z.strictObject({
  panel: z.int().min(1).max(15).describe('examiners who mark each candidate'),
  drop: z.enum(['totals', 'perElement', 'none']),
  elements: z
    .array(z.strictObject({ id: Key, title: BothTongues, max: DecimalText }))
    .describe('empty: one total per examiner, at most fullMark'),
  fullMark: DecimalText.default('100').describe('greatest total an examiner can give (百分制 100) when there are no elements'),
  markDecimals: z.int().min(0).max(3),
  scoreDecimals: z.int().min(0).max(4),
  scoreRounding: ScoreRounding,
  minutes: perCategory(z.int().min(1).max(240).nullable()),
  warningSeconds: z.array(z.int().min(1)).describe('seconds left at which a warning is seen and heard'),
  entry: z.enum(['twice', 'onceVerified']),
  passMark: perCategory(DecimalText.nullable()),
  clause: z.string().min(1),
})
export type ScoringRules = z.infer<typeof ScoringRules>

/** The professional test (专业能力测试): a scored stage entered by two people as the interview is; null minutes is no clock. */
export const ProfessionalRules = ScoringRules
export type ProfessionalRules = z.infer<typeof ProfessionalRules>

/** The waiting room (规则 §8); no announcement states these figures, so they are the customer's to set. */
export const WaitingRules = z.strictObject({
  alarmMinutes: z.int().min(1).max(60).describe('away from the waiting room longer than this raises an alarm'),
  callsBeforeAbsent: z.int().min(1).max(10).describe('calls after which somebody who does not come may be recorded as absent'),
})
export type WaitingRules = z.infer<typeof WaitingRules>

/** The structured interview (规则 §8): panel, marks, formula, clock, gate and who is invited. */
export const InterviewRules = ScoringRules.extend({
  clockStopsForReread: z.boolean(),
  identityRevealed: z.enum(['zero', 'disqualified']),
  quota: perCategory(
    z
      .array(z.strictObject({ upToHeadcount: z.int().min(1).nullable(), ratio: DecimalText }))
      .nullable()
      .describe('first row whose upToHeadcount reaches the headcount; null is no limit'),
  ),
  coefficient: Coefficient,
  waiting: WaitingRules.default({ alarmMinutes: 10, callsBeforeAbsent: 3 }),
})
export type InterviewRules = z.infer<typeof InterviewRules>

/** How a total is made for one category of post (规则 §9). */
export const TotalFormula = z.strictObject({
  terms: z
    .array(
      z.strictObject({ score: z.enum(['written', 'interview', 'professional', 'fitnessPoints']), weight: DecimalText }),
    )
    .min(1),
  decimals: z.int().min(0).max(6),
  rounding: ScoreRounding,
  clause: z.string().min(1),
})

/** Totals, ranking and shortlists (规则 §9). */
export const RankingRules = z.strictObject({
  totals: perCategory(TotalFormula.nullable()),
  tieBreakers: z.array(z.enum(['written', 'policeAptitude', 'runTime', 'interview'])),
  runTimeAcrossSexes: z.literal('flagForHq'),
  writtenPassLine: perCategory(DecimalText.nullable()),
  qualificationRatio: DecimalText.nullable(),
  medicalRatio: perCategory(DecimalText.nullable()),
  fractions: z.enum(['halfUp', 'up', 'down']),
  clause: z.string().min(1),
})
export type RankingRules = z.infer<typeof RankingRules>
