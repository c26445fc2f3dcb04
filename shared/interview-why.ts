import type { Why } from './api/fitness.ts'
import type { ScoredStage } from './facts.ts'
import type { ScoredStanding } from './interview.ts'
import { panelScore, type DroppedMarks } from './interview-score.ts'
import type { ScoringRules } from './pack-interview-schema.ts'
import type { PostCategory } from './pack-schema.ts'

/** Decimals of the exact mean shown beyond those of the score; what is longer is cut, and the score never made of it. */
const meanDecimals = 4

/** The two scored stages as people call them. */
export const scoredStageTitles: Readonly<Record<ScoredStage, { zh: string; en: string }>> = {
  interview: { zh: '面试', en: 'Interview' },
  professional: { zh: '专业能力测试', en: 'Professional test' },
}

const categoryTitles: Readonly<Record<PostCategory, { zh: string; en: string }>> = {
  technical: { zh: '技术类岗位', en: 'technical post' },
  general: { zh: '一般类岗位', en: 'general post' },
  undivided: { zh: '', en: '' },
}

/** Dropped marks as lists show them: one pair for whole rows, one for each element, none at all (examiners from 0). */
export function droppedPairs(dropped: DroppedMarks): { highest: number; lowest: number }[] {
  switch (dropped.by) {
    case 'none':
      return []
    case 'totals':
      return [{ highest: dropped.pair[0], lowest: dropped.pair[1] }]
    case 'perElement':
      return dropped.pairs.map(([highest, lowest]) => ({ highest, lowest }))
    default:
      return dropped satisfies never
  }
}

/**
 * How a score came about (规则 §8): the sheets both read alike, what was dropped, the exact mean, the pack's rounding,
 * the pass mark and the clause. A ruling is in it with its reason and the marks it set aside. Null before there is a score.
 */
export function scoreWhy(rules: ScoringRules, standing: ScoredStanding): Why | null {
  const { score, panel, ruling, passMark, passed } = standing
  const marks = panel === null ? undefined : standing.entries[0]?.marks
  if (score === null) return null
  const fine = marks === undefined ? null
    : panelScore({ ...rules, scoreDecimals: rules.scoreDecimals + meanDecimals, scoreRounding: 'down' }, marks)
  return {
    item: scoredStageTitles[standing.stage], unit: '', reading: fine?.ok === true ? shorter(fine.score, rules.scoreDecimals) : '', rounded: score,
    rounding: ruling === null ? { mode: rules.scoreRounding, decimals: rules.scoreDecimals } : { mode: 'none', decimals: null },
    standard: passMark ?? '', comparison: 'atLeast', clause: rules.clause,
    sex: '', band: categoryTitles[standing.category], age: 0, referenceDate: '',
    verdict: passed === false ? 'failed' : passed === true ? 'passed' : '',
    panel: {
      marks: marks ?? null, dropped: panel === null ? [] : droppedPairs(panel.dropped),
      elements: rules.elements.flatMap(({ title }, at) => {
        const mean = panel?.elements[at]
        return mean === undefined ? [] : [{ title, mean }]
      }),
      ruling: ruling?.reason ?? '',
    },
  }
}

/** Without the zeros that say nothing, but never fewer decimals than the score has: 86.000000 is 86.00. */
function shorter(text: string, decimals: number): string {
  let end = text.length
  while (end > text.indexOf('.') + 1 + decimals && text[end - 1] === '0') end -= 1
  return decimals === 0 && text[end - 1] === '.' ? text.slice(0, end - 1) : text.slice(0, end)
}
