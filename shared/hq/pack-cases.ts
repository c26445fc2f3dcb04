import { ageAndBand, judgeOutcome, type FitnessProblem } from '../fitness-judge.ts'
import { panelScore, columnMaxima, type MarkFault } from '../interview-score.ts'
import { isRealDate } from '../pack-text.ts'
import type { PostCategory, RulePack } from '../pack-schema.ts'
import { parseDecimal } from '../decimal.ts'
import type { Sex } from '../roster.ts'
import { totalOf, totalRulesOf, type Total } from '../totals.ts'

/** One reading held against a pack: what it was rounded to, the standard, the verdict; or the hole in the way. */
export interface TriedReading {
  item: string
  reading: string
  rounded: string | null
  standard: string | null
  verdict: 'pass' | 'fail' | null
  points: string | null
  fault: FitnessProblem['reason'] | null
}

export type TriedFitness = { ok: true; age: number; band: string; on: string; readings: TriedReading[] } | { ok: false; fault: 'no_fitness' | 'birth' | 'day' | FitnessProblem['reason'] }

/** One person's readings by the pack, without any fact: for trying a rule before it is kept (规则 §7). */
export function tryFitness(pack: RulePack, { sex, birth, day, readings }: { sex: Sex; birth: string; day: string; readings: Readonly<Record<string, string>> }): TriedFitness {
  const { fitness } = pack
  if (fitness === null) return { ok: false, fault: 'no_fitness' }
  if (!isRealDate(birth)) return { ok: false, fault: 'birth' }
  if (!isRealDate(day)) return { ok: false, fault: 'day' }
  const aged = ageAndBand(fitness, birth, day)
  if (!aged.ok) return { ok: false, fault: aged.problem.reason }
  const tried = fitness.items.flatMap((item): TriedReading[] => {
    const reading = readings[item.id]?.trim() ?? ''
    if (reading === '') return []
    const none = { item: item.id, reading, rounded: null, standard: null, verdict: null, points: null }
    const judged = judgeOutcome(fitness, { sex, birth }, day, item.id, { kind: 'reading', reading })
    if (!judged.ok) return [{ ...none, fault: judged.problem.reason }]
    const { verdict, points, why } = judged.value
    return [{ item: item.id, reading, rounded: why.rounded, standard: why.standard, verdict, points, fault: null }]
  })
  return { ok: true, age: aged.value.age, band: aged.value.band.id, on: aged.value.on, readings: tried }
}

export type TriedScores = {
  /** The panel's score; null where the pack has no interview or the marks are not whole yet. */
  interview: string | null
  faults: readonly MarkFault[]
  total: Total | null
}

/** Marks of one panel and a written score by the pack: score and total as they would stand (规则 §8, §9). `marks` by examiner and column. */
export function tryScores(pack: RulePack, { category, written, professional, marks }: { category: PostCategory; written: string; professional: string; marks: readonly (readonly string[])[] }): TriedScores {
  const rules = totalRulesOf(pack, null)
  const scored = pack.interview === null || marks.every((row) => row.every((mark) => mark === '')) ? null : panelScore(pack.interview, marks)
  const interview = scored?.ok === true ? scored.score : null
  const given = (text: string) => (parseDecimal(text) === null ? undefined : text)
  const total = rules === null ? null : totalOf(rules, category, { written: given(written), professional: given(professional), interview: interview ?? undefined })
  return { interview, faults: scored?.ok === false ? scored.faults : [], total }
}

/** How many marks one examiner gives by this pack: one for each element, or one total. */
export function marksOfPanel(pack: RulePack): { examiners: number; columns: number } {
  return pack.interview === null ? { examiners: 0, columns: 0 } : { examiners: pack.interview.panel, columns: columnMaxima(pack.interview).length }
}
