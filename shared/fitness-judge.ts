import { bandsOf, countAge, type CountedAge } from './age.ts'
import { compareDecimals, decimal, decimalText, parseDecimal, roundDecimal, type Decimal } from './decimal.ts'
import type { Outcome } from './facts.ts'
import type { AgeBand, FitnessItem, FitnessRules, Rounding } from './pack-fitness-schema.ts'
import type { Sex } from './roster.ts'

/** What fitness rules need to know of a person; `birth` is `YYYY-MM-DD`. */
export interface FitnessPerson {
  sex: Sex
  birth: string
}

/** Everything a verdict was made from, for the side sheet “why” (规则 §7). Decimals are texts in the item's unit. */
export interface Why {
  item: string
  outcome: Outcome['kind']
  /** The raw reading, or null where there is none. */
  reading: string | null
  rounded: string | null
  rounding: Rounding
  standard: string | null
  comparison: FitnessItem['comparison']
  clause: string
  sex: Sex
  band: string
  age: number
  /** The day or month the age was counted at. */
  referenceDate: string
}

/** An attempt weighed; `verdict` is null for an official's fault, which is no attempt at all. */
export interface JudgedAttempt {
  verdict: 'pass' | 'fail' | null
  points: string | null
  why: Why
}

/** Why no verdict can be given; `path` names the field of the pack or of the input. */
export interface FitnessProblem {
  reason:
    'no_fitness' | 'unknown_item' | 'no_band' | 'two_bands' | 'standard_missing' | 'reading_malformed' | 'no_touch'
  path: string
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: FitnessProblem }

const problem = (reason: FitnessProblem['reason'], path: string) => ({ ok: false, problem: { reason, path } }) as const

/** The age and the one band of a person at a test day, or which hole of the pack is in the way. */
export function ageAndBand(
  fitness: FitnessRules,
  birth: string,
  testDay: string,
): Result<CountedAge & { band: AgeBand }> {
  const counted = countAge(birth, fitness.reference, testDay)
  const [band, second] = bandsOf(fitness.bands, counted.age)
  if (band === undefined) return problem('no_band', 'fitness.bands')
  if (second !== undefined) return problem('two_bands', 'fitness.bands')
  return { ok: true, value: { ...counted, band } }
}

/** The standard of an item for a sex and band; a missing or empty cell is named by its path. */
export function standardFor(
  fitness: FitnessRules,
  item: FitnessItem,
  sex: Sex,
  band: string,
): Result<{ value: string; clause: string }> {
  const path = `fitness.items[${String(fitness.items.indexOf(item))}].standards`
  const index = item.standards.findIndex(
    (each) => (each.sex === 'any' || each.sex === sex) && (each.band === 'any' || each.band === band),
  )
  const standard = item.standards[index]
  if (standard === undefined) return problem('standard_missing', path)
  if (standard.value === null) return problem('standard_missing', `${path}[${String(index)}].value`)
  return { ok: true, value: { value: standard.value, clause: standard.clause } }
}

/** Whether the pack decides this item by standards; a pure points item has none. */
export function needsStandard(item: FitnessItem): boolean {
  return item.mode !== 'points'
}

/** Weighs one outcome by the pack: rounding, standard, comparison, points (规则 §7). */
export function judgeOutcome(
  fitness: FitnessRules,
  person: FitnessPerson,
  testDay: string,
  itemId: string,
  outcome: Outcome,
): Result<JudgedAttempt> {
  const item = fitness.items.find((each) => each.id === itemId)
  if (item === undefined) return problem('unknown_item', 'item')
  const aged = ageAndBand(fitness, person.birth, testDay)
  if (!aged.ok) return aged
  const standard = needsStandard(item) ? standardFor(fitness, item, person.sex, aged.value.band.id) : null
  if (standard !== null && !standard.ok) return standard
  const why: Why = {
    item: item.id,
    outcome: outcome.kind,
    reading: null,
    rounded: null,
    rounding: item.rounding,
    standard: standard?.value.value ?? null,
    comparison: item.comparison,
    clause: standard?.value.clause ?? item.clause,
    sex: person.sex,
    band: aged.value.band.id,
    age: aged.value.age,
    referenceDate: aged.value.on,
  }
  switch (outcome.kind) {
    case 'reading':
      return judgeReading(item, why, outcome.reading)
    case 'touch':
      if (item.unit !== 'cm') return problem('no_touch', 'touch')
      return { ok: true, value: { verdict: outcome.touch ? 'pass' : 'fail', points: null, why } }
    case 'official_fault':
      return { ok: true, value: { verdict: null, points: null, why } }
    case 'foul':
    case 'false_start':
    case 'did_not_finish':
    case 'gave_up':
      return { ok: true, value: { verdict: 'fail', points: null, why } }
    default:
      return outcome satisfies never
  }
}

function judgeReading(item: FitnessItem, why: Why, reading: string): Result<JudgedAttempt> {
  const raw = parseDecimal(reading)
  if (raw === null) return problem('reading_malformed', 'reading')
  const rounded = item.rounding.mode === 'none' ? raw : roundDecimal(raw, item.rounding.decimals, item.rounding.mode)
  const read: Why = { ...why, reading, rounded: item.rounding.mode === 'none' ? reading : decimalText(rounded) }
  const points = pointsFor(item, why, rounded)
  const passed = why.standard === null ? points !== null : reaches(item, rounded, decimal(why.standard))
  return { ok: true, value: { verdict: passed ? 'pass' : 'fail', points, why: read } }
}

function reaches(item: FitnessItem, rounded: Decimal, value: Decimal): boolean {
  const order = compareDecimals(rounded, value)
  return item.comparison === 'atMost' ? order <= 0 : order >= 0
}

/** The most points any row of the table gives this reading, or null when no row is reached. */
function pointsFor(item: FitnessItem, why: Why, rounded: Decimal): string | null {
  return item.pointsTable
    .filter((row) => (row.sex === 'any' || row.sex === why.sex) && (row.band === 'any' || row.band === why.band))
    .filter((row) => reaches(item, rounded, decimal(row.value)))
    .reduce<string | null>((best, row) => morePoints(best, row.points), null)
}

/** The greater of two numbers of points; null is none. */
export function morePoints(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return compareDecimals(decimal(a), decimal(b)) < 0 ? b : a
}

/** Whether a reading asks “are you sure” before it is saved; null when it is plausible or not a decimal. */
export function implausible(item: FitnessItem, reading: string): 'below' | 'above' | null {
  const value = parseDecimal(reading)
  if (value === null) return null
  const { below, above } = item.implausible
  if (below !== null && compareDecimals(value, decimal(below)) < 0) return 'below'
  return above !== null && compareDecimals(value, decimal(above)) > 0 ? 'above' : null
}

/** What is wrong with a typed reading: not a decimal, or more decimals than the item is read in. */
export function readingFault(item: FitnessItem, reading: string): 'malformed' | 'too_many_decimals' | null {
  const value = parseDecimal(reading)
  if (value === null) return 'malformed'
  return value.decimals > item.readingDecimals ? 'too_many_decimals' : null
}
