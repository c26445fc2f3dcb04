import { compareDecimals, parseDecimal } from './decimal.ts'
import type { Marks } from './facts.ts'
import { columnMaxima, sheetFaults, type MarkFault } from './interview-score.ts'
import type { ScoringRules } from './pack-interview-schema.ts'

/** A cell that two people read differently; `examiner` and `element` are 0-based, an empty text is a mark that is not there. */
export interface Mismatch {
  examiner: number
  element: number
  first: string
  second: string
}

/** The cells in which two entries differ, in reading order; compared as numbers, so that 88 and 88.0 agree. */
export function differences(first: Marks, second: Marks): Mismatch[] {
  const found: Mismatch[] = []
  for (let examiner = 0; examiner < Math.max(first.length, second.length); examiner += 1) {
    const [one, other] = [first[examiner] ?? [], second[examiner] ?? []]
    for (let element = 0; element < Math.max(one.length, other.length); element += 1) {
      const [left, right] = [one[element] ?? '', other[element] ?? '']
      if (!sameMark(left, right)) found.push({ examiner, element, first: left, second: right })
    }
  }
  return found
}

function sameMark(one: string, other: string): boolean {
  if (one === other) return true
  const [left, right] = [parseDecimal(one), parseDecimal(other)]
  return left !== null && right !== null && compareDecimals(left, right) === 0
}

/** What a sentence about a fault needs: places counted from 1 (empty for a whole row or sheet), the maximum, the decimals and marks asked for. */
export interface MarkProblem {
  problem: MarkFault['fault']
  detail: Record<string, string>
}

/** Every fault of a sheet by the pack, in reading order. */
export function markFaults(rules: ScoringRules, marks: Marks): MarkProblem[] {
  const maxima = columnMaxima(rules)
  return sheetFaults(rules, marks).map(({ at, fault }) => {
    const [examiner, element] = at
    return {
      problem: fault,
      detail: {
        problem: fault, examiner: place(examiner), element: rules.elements.length === 0 ? '' : place(element), maximum: maxima[element ?? 0] ?? '',
        decimals: String(rules.markDecimals), expected: String(examiner === undefined ? rules.panel : maxima.length),
      },
    }
  })
}

const place = (at: number | undefined): string => (at === undefined ? '' : String(at + 1))
