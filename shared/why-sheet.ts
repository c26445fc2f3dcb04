import type { z } from 'zod'
import type { Why as WhySchema } from './api/fitness.ts'
import { addDecimals, decimal } from './decimal.ts'
import type { Why } from './fitness.ts'
import type { FitnessItem, RulePack } from './pack-schema.ts'

/** The side sheet of a verdict, as the screens show it. */
export type WhySheet = z.infer<typeof WhySchema>

export interface Bilingual {
  zh: string
  en: string
}

export function itemOf(pack: RulePack, item: string): FitnessItem | null {
  return pack.fitness?.items.find((each) => each.id === item) ?? null
}

/** An item's name for a person: 1000 米 or 800 米 by sex, where the pack says so. */
export function itemTitle(item: FitnessItem, sex: 'M' | 'F' | null): Bilingual {
  return (sex === null ? null : item.titleBySex?.[sex]) ?? item.title
}

export function bandLabel(pack: RulePack, band: string): Bilingual {
  return pack.fitness?.bands.find((each) => each.id === band)?.label ?? { zh: '', en: '' }
}

/** From inputs over rounding and standard with its clause to the verdict (规则 §7). */
export function whySheet(pack: RulePack, item: FitnessItem, why: Why, verdict: string): WhySheet {
  return {
    item: itemTitle(item, why.sex),
    unit: item.unit,
    reading: why.reading ?? '',
    rounded: why.rounded ?? '',
    rounding: { mode: why.rounding.mode, decimals: why.rounding.mode === 'none' ? null : why.rounding.decimals },
    standard: why.standard ?? '',
    comparison: item.mode === 'touch' ? 'touch' : item.mode === 'points' ? 'points' : item.comparison,
    clause: why.clause,
    sex: why.sex,
    band: bandLabel(pack, why.band),
    age: why.age,
    referenceDate: why.referenceDate,
    verdict,
  }
}

/** A standard ready to be read, e.g. `≤ 13.1 秒`, `≤ 4′25″`, `≥ 265 cm`; empty where the item has none. */
export function standardText(item: FitnessItem, standard: string | null): Bilingual {
  if (standard === null) return { zh: '', en: '' }
  if (item.mode === 'touch') return { zh: `摸到 ${standard} cm`, en: `touch ${standard} cm` }
  const sign = item.comparison === 'atMost' ? '≤' : '≥'
  switch (item.unit) {
    case 's': {
      const long = duration(standard)
      return long === null ? { zh: `${sign} ${standard} 秒`, en: `${sign} ${standard} s` } : { zh: `${sign} ${long}`, en: `${sign} ${long}` }
    }
    case 'cm':
      return { zh: `${sign} ${standard} cm`, en: `${sign} ${standard} cm` }
    case 'count':
      return { zh: `${sign} ${standard} 次`, en: `${sign} ${standard}` }
    default:
      return item.unit satisfies never
  }
}

/** Whole seconds from one minute up as minutes and seconds; null for shorter times and fractions. */
function duration(seconds: string): string | null {
  const { scaled, decimals } = addDecimals(decimal(seconds), decimal('0'))
  if (decimals > 0 || scaled < 60n) return null
  return `${(scaled / 60n).toString()}′${(scaled % 60n).toString().padStart(2, '0')}″`
}
