import { compareDecimals, decimal, parseDecimal, type Decimal } from './decimal.ts'
import type { ScoringRules } from './pack-interview-schema.ts'
import { asQuotient, compareQuotients, meanOf, quotientOf, roundedText, sumOf, type Quotient } from './quotient.ts'

/** What is wrong with a mark, or with the shape of the sheet. */
export interface MarkFault {
  /** `[]` the number of examiners, `[examiner]` the number of marks in a row, `[examiner, column]` one mark; 0-based. */
  at: readonly number[]
  fault: 'not_a_mark' | 'too_many_decimals' | 'above_maximum' | 'wrong_count'
}

/** Indexes of the examiners whose highest and lowest mark is dropped, 0-based; the first of equals, never one twice. */
export type Dropped = readonly [highest: number, lowest: number]

/** Which marks do not count: none, one pair of whole rows, or one pair for each element in the pack's order. */
export type DroppedMarks =
  { by: 'none' } | { by: 'totals'; pair: Dropped } | { by: 'perElement'; pairs: readonly Dropped[] }

/** The score of one candidate from one panel; texts have the pack's decimals. */
export type PanelScore =
  | {
      ok: true
      score: string
      /** Mean of each element over the marks that count, rounded to be shown; empty for a pack without elements. */
      elements: readonly string[]
      dropped: DroppedMarks
    }
  | { ok: false; faults: readonly MarkFault[] }

/** The greatest mark of each column of a sheet: one for each element, or the single total of a pack without elements. */
export function columnMaxima(rules: ScoringRules): readonly string[] {
  return rules.elements.length === 0 ? [rules.fullMark] : rules.elements.map((element) => element.max)
}

/** Why one mark is refused (规则 §8), or null; `column` is 0-based, and too many decimals are counted as written. */
export function markFault(rules: ScoringRules, column: number, text: string): MarkFault['fault'] | null {
  const maximum = columnMaxima(rules)[column]
  return maximum === undefined ? 'wrong_count' : faultAgainst(rules, decimal(maximum), text)
}

function faultAgainst(rules: ScoringRules, maximum: Decimal, text: string): MarkFault['fault'] | null {
  const mark = parseDecimal(text)
  if (mark === null) return 'not_a_mark'
  if (mark.decimals > rules.markDecimals) return 'too_many_decimals'
  return compareDecimals(mark, maximum) > 0 ? 'above_maximum' : null
}

/** Every fault of a sheet `marks[examiner][column]`, in reading order; an empty list means it can be scored. */
export function sheetFaults(rules: ScoringRules, marks: readonly (readonly string[])[]): MarkFault[] {
  if (marks.length !== rules.panel) return [{ at: [], fault: 'wrong_count' }]
  const maxima = columnMaxima(rules).map(decimal)
  return marks.flatMap((row, examiner): MarkFault[] => {
    if (row.length !== maxima.length) return [{ at: [examiner], fault: 'wrong_count' }]
    return maxima.flatMap((maximum, column) => {
      const fault = faultAgainst(rules, maximum, row[column] ?? '')
      return fault === null ? [] : [{ at: [examiner, column], fault }]
    })
  })
}

/**
 * The score of a panel's sheet `marks[examiner][column]` (规则 §8), one column for each element or a single column of
 * totals. Dropping whole totals and dropping per element give different scores; the pack says which. The score is made
 * of exact means and rounded once; the elements beside it are rounded only to be shown, so they need not add up to it.
 */
export function panelScore(rules: ScoringRules, marks: readonly (readonly string[])[]): PanelScore {
  const faults = sheetFaults(rules, marks)
  if (faults.length > 0) return { ok: false, faults }
  const rows = marks.map((row) => row.map(quotientOf))
  const dropped = droppedMarks(rules, rows)
  const means = columnMaxima(rules).map((_maximum, column) =>
    meanOf(rows.filter((_row, examiner) => counts(dropped, examiner, column)).map((row) => cell(row, column))),
  )
  return {
    ok: true,
    score: roundedText(sumOf(means), rules.scoreDecimals, rules.scoreRounding),
    elements: rules.elements.map((_element, at) =>
      roundedText(cell(means, at), rules.scoreDecimals, rules.scoreRounding),
    ),
    dropped,
  }
}

/** Whether a mark takes part in the mean; `examiner` and `column` are 0-based. */
export function counts(dropped: DroppedMarks, examiner: number, column: number): boolean {
  switch (dropped.by) {
    case 'none':
      return true
    case 'totals':
      return !dropped.pair.includes(examiner)
    case 'perElement':
      return dropped.pairs[column]?.includes(examiner) !== true
    default:
      return dropped satisfies never
  }
}

function droppedMarks(rules: ScoringRules, rows: readonly (readonly Quotient[])[]): DroppedMarks {
  switch (rules.drop) {
    case 'none':
      return { by: 'none' }
    case 'totals':
      return { by: 'totals', pair: extremes(rows.map(sumOf)) }
    case 'perElement':
      return {
        by: 'perElement',
        pairs: columnMaxima(rules).map((_maximum, column) => extremes(rows.map((row) => cell(row, column)))),
      }
    default:
      return rules.drop satisfies never
  }
}

/** One highest and one lowest of at least three: of a shared extreme only the first goes (规则 §8). */
function extremes(marks: readonly Quotient[]): Dropped {
  if (marks.length < 3) throw new RangeError('fewer than three marks cannot lose two')
  const first = (others: readonly number[], sign: 1 | -1) =>
    others.reduce((best, at) => (compareQuotients(cell(marks, at), cell(marks, best)) === sign ? at : best))
  const places = [...marks.keys()]
  const highest = first(places, 1)
  // when all marks are equal the first is the highest and the second the lowest: two examiners go, as the rule says
  return [
    highest,
    first(
      places.filter((at) => at !== highest),
      -1,
    ),
  ]
}

function cell(row: readonly Quotient[], column: number): Quotient {
  const value = row[column]
  if (value === undefined) throw new RangeError(`no column ${column}`)
  return value
}

/** The score of somebody who gets zero by ruling, with the pack's decimals: `0.00` (规则 §8). */
export function zeroScore(rules: ScoringRules): string {
  return roundedText({ over: 0n, under: 1n }, rules.scoreDecimals, rules.scoreRounding)
}

/** A mean worked out elsewhere, brought to the pack's decimals as a score is: 59.995 becomes 60.00, or 59.99 where the pack truncates. */
export function scoreText(rules: Pick<ScoringRules, 'scoreDecimals' | 'scoreRounding'>, mean: string): string {
  return roundedText(asQuotient(decimal(mean)), rules.scoreDecimals, rules.scoreRounding)
}
