import { ageAndBand, standardFor } from '../../shared/fitness-judge.ts'
import type { FitnessItem } from '../../shared/pack-schema.ts'
import type { HalfDay } from './half-day.ts'
import type { Person } from './people.ts'

/** How far a reading lies from the standard. */
export type Reach = 'well' | 'exactly' | 'just_missed' | 'missed'

/** A reading as a judge would type it, in the item's unit and decimals. */
export function readingFor(day: HalfDay, person: Person, item: FitnessItem, reach: Reach): string {
  return decimalText(hundredths(day, person, item, reach), item.readingDecimals)
}

/** The same in units of the last decimal of a reading. */
export function hundredths(day: HalfDay, person: Person, item: FitnessItem, reach: Reach): number {
  const standard = standardOf(day, person, item)
  const better = item.comparison === 'atMost' ? -1 : 1
  const one = 10 ** item.readingDecimals
  switch (reach) {
    case 'well':
      return standard + better * day.random.between(Math.ceil(one / 10), Math.ceil(standard / 25))
    case 'exactly':
      return standard
    case 'just_missed':
      return standard - better * smallestMiss(item)
    case 'missed':
      return standard - better * (one + day.random.below(Math.ceil(standard / 20)))
    default:
      return reach satisfies never
  }
}

/** The least a reading may be worse so that rounding does not save it. */
function smallestMiss(item: FitnessItem): number {
  if (item.rounding.mode === 'none' || item.rounding.mode === 'up') return 1
  return 10 ** Math.max(0, item.readingDecimals - item.rounding.decimals)
}

/** A reading nobody believes at first sight, on the good side. */
export function unbelievable(item: FitnessItem): string {
  const limit = item.comparison === 'atMost' ? item.implausible.below : item.implausible.above
  if (limit === null) throw new Error(`${item.id} has no implausible reading`)
  const scaled = scale(limit, item.readingDecimals)
  return decimalText(item.comparison === 'atMost' ? scaled - 10 : scaled + 3, item.readingDecimals)
}

function standardOf(day: HalfDay, person: Person, item: FitnessItem): number {
  const { fitness } = day.pack
  if (fitness === null) throw new Error('a fitness session without fitness rules')
  const band = ageAndBand(fitness, person.candidate.birth, day.session.date)
  const standard = band.ok ? standardFor(fitness, item, person.candidate.sex, band.value.band.id) : band
  if (!standard.ok) throw new Error(`no standard of ${item.id} for ${person.candidate.id}`)
  return scale(standard.value.value, item.readingDecimals)
}

function scale(text: string, decimals: number): number {
  const [whole = '0', fraction = ''] = text.split('.')
  return Number(whole + fraction.padEnd(decimals, '0').slice(0, decimals))
}

export function decimalText(scaled: number, decimals: number): string {
  if (decimals === 0) return String(scaled)
  const digits = String(scaled).padStart(decimals + 1, '0')
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
