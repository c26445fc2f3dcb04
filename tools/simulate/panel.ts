import type { PostCategory } from '../../shared/pack-schema.ts'
import type { ScoringRules } from '../../shared/pack-interview-schema.ts'
import type { SeededRandom } from '../../shared/random.ts'

/** Marks of a panel around a level of 0–100, with as many decimals as the pack allows: `marks[examiner][element]`. */
export function panelMarks(random: SeededRandom, rules: ScoringRules, level: number): string[][] {
  const maxima = rules.elements.length === 0 ? [rules.fullMark] : rules.elements.map((element) => element.max)
  const unit = 10 ** rules.markDecimals
  return Array.from({ length: rules.panel }, () =>
    maxima.map((maximum) => {
      const top = Math.round(Number(maximum) * unit)
      const mark = Math.round((top * level) / 100) + random.between(-Math.round(top / 20), Math.round(top / 20))
      return (Math.max(0, Math.min(top, mark)) / unit).toFixed(rules.markDecimals)
    }),
  )
}

/**
 * The score by the announcement's words, written a second time on purpose: whole numbers, nothing shared with the
 * program's own rules. Marks have at most `rules.markDecimals` decimals.
 */
export function scoreByHand(rules: ScoringRules, marks: readonly (readonly string[])[]): string {
  const unit = 10 ** rules.markDecimals
  const whole = marks.map((row) => row.map((mark) => Math.round(Number(mark) * unit)))
  const columns =
    rules.drop === 'totals' || rules.elements.length === 0
      ? [whole.map((row) => row.reduce((sum, mark) => sum + mark, 0))]
      : rules.elements.map((_element, at) => whole.map((row) => row[at] ?? 0))
  const dropped = rules.drop === 'none' ? 0 : 1
  const left = rules.panel - 2 * dropped
  // the sum over all columns of what is left; one column's mean is that sum over `left`
  const sum = columns.reduce((total, column) => {
    const sorted = [...column].sort((a, b) => a - b)
    return total + sorted.slice(dropped, sorted.length - dropped).reduce((part, mark) => part + mark, 0)
  }, 0)
  const target = 10 ** rules.scoreDecimals
  const scaled = sum * target
  const by = left * unit
  const down = Math.floor(scaled / by)
  const up = rules.scoreRounding === 'halfUp' && 2 * (scaled % by) >= by
  return ((down + (up ? 1 : 0)) / target).toFixed(rules.scoreDecimals)
}

/** Whether a score reaches the pass mark of its category; where the pack has none everybody does. */
export function reaches(rules: ScoringRules, category: PostCategory, score: string): boolean {
  const mark = rules.passMark[category]
  return mark === null || Math.round(Number(score) * 10_000) >= Math.round(Number(mark) * 10_000)
}
