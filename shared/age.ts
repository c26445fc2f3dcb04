import type { AgeBand, AgeReference } from './pack-fitness-schema.ts'

/** An age in completed years, with the reference it was counted at; `on` is a day, or a month `YYYY-MM`. */
export interface CountedAge {
  age: number
  reference: AgeReference['kind']
  on: string
}

/**
 * Completed years of a person at a pack's reference (规则 §7). Dates are `YYYY-MM-DD`. At a day, the birthday itself
 * counts as reached and 29 February is reached on 1 March of common years; at the test month, any birthday in that
 * month counts as reached. A birth after the reference gives a negative age.
 */
export function countAge(birth: string, reference: AgeReference, testDay: string): CountedAge {
  switch (reference.kind) {
    case 'fixed':
      return { age: years(birth, reference.date), reference: 'fixed', on: reference.date }
    case 'testDay':
      return { age: years(birth, testDay), reference: 'testDay', on: testDay }
    case 'testMonth':
      return { age: years(birth.slice(0, 7), testDay.slice(0, 7)), reference: 'testMonth', on: testDay.slice(0, 7) }
    default:
      return reference satisfies never
  }
}

/** Both as `YYYY-MM-DD` or both as `YYYY-MM`; the part after the year is compared as text, so 02-29 is reached on 03-01. */
function years(birth: string, on: string): number {
  return Number(on.slice(0, 4)) - Number(birth.slice(0, 4)) - (on.slice(5) < birth.slice(5) ? 1 : 0)
}

/** The bands an age falls into: exactly one in a pack without holes. */
export function bandsOf(bands: readonly AgeBand[], age: number): AgeBand[] {
  return bands.filter((band) => age >= (band.minAge ?? 0) && age <= (band.maxAge ?? Infinity))
}
