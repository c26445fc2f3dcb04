import type { Stage } from '../../shared/pack-schema.ts'
import { readDate } from '../../exchange/sheets/sheet-cells.ts'

const stageOf: readonly (readonly [words: RegExp, stage: Stage | null])[] = [
  // what is held before or after a venue's day is no stage of it
  [/^(笔试|体检|考察|政审|政治审查|资格复审|资格审查|公示)$/, null],
  [/^(心理素质测评|心理素质测试|心理测评|心理测试|心理素质|心理)$/, 'psych'],
  [/^(体能测评|体能测试|体能考核|体能|体测)$/, 'fitness'],
  [/^(面试|结构化面试|面谈)$/, 'interview'],
  [/^(专业能力测试|专业能力测评|专业测试|专业考试|专业技能测试|技能测试|实操|实际操作)$/, 'professional'],
]

/** 笔试+体能测评+面试 as stages in order; words that name no stage are returned as they are. */
export function readStages(text: string): { stages: Stage[]; unknown: string[] } {
  const words = text.normalize('NFKC').split(/[+、,;/→\-—\s]+/).map((word) => word.replace(/\([^)]*\)/g, '').trim()).filter((word) => word !== '')
  const stages: Stage[] = []
  const unknown: string[] = []
  for (const word of words) {
    const known = stageOf.find(([pattern]) => pattern.test(word))
    if (known === undefined) unknown.push(word)
    else if (known[1] !== null) stages.push(known[1])
  }
  return { stages, unknown }
}

/** 男, 女, 不限 and what else is written for them; an empty cell is 不限. */
export function readPostSex(text: string): 'any' | 'M' | 'F' | null {
  const word = text.normalize('NFKC').replace(/\s/g, '')
  if (/^(|-|—|\/|不限|男女不限|无|无要求|男女|男、女|男女均可|any)$/i.test(word)) return 'any'
  if (/^(男|男性|限男性|仅限男性|m|male)$/i.test(word)) return 'M'
  return /^(女|女性|限女性|仅限女性|f|female)$/i.test(word) ? 'F' : null
}

/** 技术类 or 一般类; null when it is neither. */
export function readCategory(text: string): 'technical' | 'general' | 'undivided' | null {
  const word = text.normalize('NFKC').replace(/\s|岗位|岗|类别|类|职位|辅警/g, '').toLowerCase()
  if (/^(技术|专业技术|technical)$/.test(word)) return 'technical'
  if (/^(一般|普通|综合|通用|general)$/.test(word)) return 'general'
  return /^(不分|undivided)$/.test(word) ? 'undivided' : null
}

/** A month or a day; text that is neither is null. */
export function readMonth(text: string): string | null {
  return readDate(text)
}

/** 1989年10月至2007年10月期间出生 as its two ends; null when it is no such window. */
export function readWindow(text: string): { from: string; to: string } | null {
  const clean = text.normalize('NFKC').replace(/期间|之间|出生|\(含\)|\s/g, '')
  const [from = '', to = '', more] = clean.split(/至|到|~|—+|–/)
  const ends = { from: readDate(from), to: readDate(to) }
  return more === undefined && ends.from !== null && ends.to !== null ? { from: ends.from, to: ends.to } : null
}

/** 3 or 3人 as a whole number from 1 up; null otherwise. */
export function readHeadcount(text: string): number | null {
  const match = /^(\d{1,5})(人|名)?$/.exec(text.normalize('NFKC').trim())
  const n = Number(match?.[1] ?? '0')
  return n >= 1 ? n : null
}
