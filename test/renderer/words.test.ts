import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { refusalReasons } from '../../shared/refusals.ts'
import { sheetProblems } from '../../shared/sheet-problems.ts'

const renderer = path.resolve(import.meta.dirname, '../../renderer')

type Words = string | { [key: string]: Words }
const read = (language: string): Map<string, string> => {
  const folder = path.join(renderer, 'i18n', language)
  const all = new Map<string, string>()
  const walk = (words: Words, key: string) => {
    if (typeof words === 'string') all.set(key, words)
    else for (const [part, below] of Object.entries(words)) walk(below, `${key}.${part}`)
  }
  for (const file of readdirSync(folder)) walk(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Words, path.parse(file).name)
  return all
}
const zh = read('zh')
const en = read('en')

const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(renderer, file), 'utf8') }))

const nouns = new Set([...zh.keys()].map((key) => key.split('.')[0]))
const noun = [...nouns].join('|')
/** Keys written out in the sources, and the fixed beginnings of those that are put together. */
const whole = new Map<string, string>()
const begun = new Map<string, string>()
for (const { file, text } of sources) {
  for (const [, key = ''] of text.matchAll(new RegExp(`['\`"]((?:${noun})(?:\\.[\\w-]+)+)['\`"]`, 'g'))) whole.set(key, file)
  for (const [, key = ''] of text.matchAll(new RegExp(`\`((?:${noun})\\.[\\w.-]*)\\$\\{`, 'g'))) begun.set(key, file)
}

/** Keys that are asked for in so many words: `t('…')`. */
const asked = sources.flatMap(({ file, text }) => [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key = '']) => ({ file, key })))

// a fact names its item by the pack's Chinese title and by its id
const variables = (text: string) =>
  [...new Set([...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => (name === 'itemTitle' ? 'item' : name)))].sort()

describe('words of the screens', () => {
  it('every text stands in Chinese and in English', () => {
    expect([...en.keys()].filter((key) => !zh.has(key))).toEqual([])
    expect([...zh.keys()].filter((key) => !en.has(key))).toEqual([])
  })

  it('both languages are filled with the same values', () => {
    const different = [...zh].filter(([key, text]) => variables(text).join() !== variables(en.get(key) ?? '').join())
    expect(different.map(([key]) => key)).toEqual([])
  })

  it('no text is empty, but for counts, which have no unit', () => {
    expect([...zh, ...en].filter(([key, text]) => text.trim() === '' && !key.includes('.unit.')).map(([key]) => key)).toEqual([])
  })

  it('no screen asks for a text that is not there', () => {
    expect(asked.length).toBeGreaterThan(200)
    expect(asked.filter(({ key }) => !zh.has(key))).toEqual([])
    const nothing = [...begun].filter(([key]) => ![...zh.keys()].some((known) => known.startsWith(key)))
    expect(nothing).toEqual([])
  })

  it('no text is left that no screen shows', () => {
    const shown = (key: string) => whole.has(key) || [...begun.keys()].some((start) => key.startsWith(start))
    const below = (key: string) => key.split('.').some((_, at, parts) => at > 0 && whole.has(parts.slice(0, at).join('.')))
    expect([...zh.keys()].filter((key) => !shown(key) && !below(key))).toEqual([])
  })

  it('every refusal has its sentence and its next step', () => {
    const lacking = refusalReasons.filter((reason) => !zh.has(`refusals.${reason}.why`) || !zh.has(`refusals.${reason}.next`))
    expect(lacking).toEqual([])
  })

  it('every problem of a sheet has its sentence', () => {
    expect(sheetProblems.filter((problem) => !zh.has(`setup.sheet_problem.${problem}`))).toEqual([])
  })
})
