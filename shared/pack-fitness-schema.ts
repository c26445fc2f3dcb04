import { z } from 'zod'
import { BothTongues, DateText, DecimalText, Key } from './pack-text.ts'

/** The day an age is counted at: one fixed date, the test day, or the test month (the birthday's month counts as older). */
export const AgeReference = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), date: DateText }),
  z.strictObject({ kind: z.literal('testDay') }),
  z.strictObject({ kind: z.literal('testMonth') }),
])
export type AgeReference = z.infer<typeof AgeReference>

/** One age band in completed years, both ends included; a null end is open. */
export const AgeBand = z.strictObject({
  id: Key,
  label: BothTongues,
  minAge: z.int().min(0).max(150).nullable().default(null),
  maxAge: z.int().min(0).max(150).nullable().default(null),
})
export type AgeBand = z.infer<typeof AgeBand>

/** One cell of the standards table; a null value is a cell the customer must still enter. */
export const Standard = z.strictObject({
  sex: z.enum(['M', 'F', 'any']),
  band: Key.describe("an id of fitness.bands, or 'any'"),
  value: DecimalText.nullable(),
  clause: z.string().min(1),
})
export type Standard = z.infer<typeof Standard>

/** One row of a points table: who reaches `value` gets `points`; the best reached row counts. */
export const PointsRow = z.strictObject({
  sex: z.enum(['M', 'F', 'any']),
  band: Key,
  value: DecimalText,
  points: DecimalText,
})
export type PointsRow = z.infer<typeof PointsRow>

/** How a raw reading is brought to the decimals that are compared; `none` compares it as read. */
export const Rounding = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }),
  z.strictObject({ mode: z.enum(['up', 'down', 'halfUp']), decimals: z.int().min(0).max(6) }),
])
export type Rounding = z.infer<typeof Rounding>

/** One kind of foul a judge can choose. */
export const Foul = z.strictObject({ id: Key, title: BothTongues })

/** One fitness exercise: what is read, how it is rounded, compared and tried (规则 §7). */
export const FitnessItem = z.strictObject({
  id: Key.describe('jump, shuttle, run, or another key'),
  title: BothTongues,
  titleBySex: z.strictObject({ M: BothTongues, F: BothTongues }).nullable().default(null),
  unit: z.enum(['s', 'cm', 'count']),
  mode: z
    .enum(['threshold', 'touch', 'points', 'gatePoints'])
    .describe(
      'threshold: against standards; touch: the line at the standard is touched; points: best attempt by table; gatePoints: standards decide, table scores',
    ),
  comparison: z.enum(['atMost', 'atLeast']),
  readingDecimals: z.int().min(0).max(3).describe('decimals a judge may type; hundredths of a second are 2'),
  rounding: Rounding,
  attempts: z.int().min(1).max(20),
  fouls: z.array(Foul),
  falseStart: z.enum(['attempt', 'warning', 'endsItem']),
  falseStartAfterWarning: z.enum(['attempt', 'endsItem']).default('attempt'),
  implausible: z
    .strictObject({ below: DecimalText.nullable(), above: DecimalText.nullable() })
    .describe('readings outside ask before they are saved'),
  heat: z.boolean(),
  standards: z.array(Standard),
  pointsTable: z.array(PointsRow).default([]),
  clause: z.string().min(1),
})
export type FitnessItem = z.infer<typeof FitnessItem>

/** The fitness part of a pack: ages, bands, items in order. */
export const FitnessRules = z.strictObject({
  reference: AgeReference,
  bands: z.array(AgeBand).min(1),
  order: z.enum(['fixed', 'free']),
  consentRequired: z.boolean(),
  items: z.array(FitnessItem).min(1),
  passPoints: DecimalText.nullable().default(null).describe('points modes: least sum of points that passes'),
  resultSigners: z.array(z.enum(['judge', 'candidate', 'supervisor'])).default(['judge', 'candidate']),
  clause: z.string().min(1),
})
export type FitnessRules = z.infer<typeof FitnessRules>
