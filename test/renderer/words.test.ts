import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { hqFactBodies } from '../../shared/hq/facts.ts'
import { hqRefusalReasons } from '../../shared/hq/refusals.ts'
import { refusalReasons } from '../../shared/refusals.ts'
import { sheetProblems } from '../../shared/sheet-problems.ts'

const renderer = path.resolve(import.meta.dirname, '../../renderer')

type Words = string | { [key: string]: Words }
function read(folder: string, files: (noun: string) => boolean = () => true): Map<string, string> {
  const all = new Map<string, string>()
  const walk = (words: Words, key: string) => {
    if (typeof words === 'string') all.set(key, words)
    else for (const [part, below] of Object.entries(words)) walk(below, `${key}.${part}`)
  }
  for (const file of readdirSync(folder).filter((each) => files(path.parse(each).name)))
    walk(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Words, path.parse(file).name)
  return all
}

/** Nouns of the station's words that HQ's page takes over, as its hq-words.ts names them. */
const taken = new Set(/zh\/\{([\w,-]+)\}/.exec(readFileSync(path.join(renderer, 'hq/i18n/hq-words.ts'), 'utf8'))?.[1]?.split(',') ?? [])

interface PageOfWords {
  name: string
  folder: string
  /** Sources of this page, and of the parts that both use. */
  mine: (file: string) => boolean
  /** Words of another page that this one takes over. */
  below: (language: string) => Map<string, string>
  least: number
}
const hqFile = (file: string) => file.startsWith('hq/') || file.startsWith('hq\\')

/** These sources and every one they are made of: what they import, and what that imports. */
function madeOf(first: readonly string[]): Set<string> {
  const reached = new Set<string>()
  const walk = (file: string) => {
    if (reached.has(file) || !existsSync(path.join(renderer, file))) return
    reached.add(file)
    const text = readFileSync(path.join(renderer, file), 'utf8')
    for (const [, named = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+\.tsx?)'/g)) walk(path.join(path.dirname(file), named))
  }
  first.forEach(walk)
  return reached
}
const sourceFiles = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
const hqPage = madeOf(sourceFiles.filter(hqFile))
const pages: PageOfWords[] = [
  { name: 'the station’s page', folder: 'i18n', mine: (file) => !hqFile(file), below: () => new Map(), least: 200 },
  { name: 'HQ’s page', folder: 'hq/i18n', mine: (file) => hqPage.has(file), below: (language) => read(path.join(renderer, 'i18n', language), (noun) => taken.has(noun)), least: 100 },
]

const everything = sourceFiles.map((file) => ({ file, text: readFileSync(path.join(renderer, file), 'utf8') }))

// a fact names its item by the pack's Chinese title and by its id
const variables = (text: string) =>
  [...new Set([...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => (name === 'itemTitle' ? 'item' : name)))].sort()

describe.each(pages)('words of $name', ({ folder, mine, below, least }) => {
  const zh = read(path.join(renderer, folder, 'zh'))
  const en = read(path.join(renderer, folder, 'en'))
  const known = new Map([...below('zh'), ...zh])
  const sources = everything.filter(({ file }) => mine(file))
  const noun = [...new Set([...known.keys()].map((key) => key.split('.')[0]))].join('|')
  /** Keys written out in the sources, and the fixed beginnings of those that are put together; what the parts show counts for every page. */
  const whole = new Map<string, string>()
  const begun = new Map<string, string>()
  for (const { file, text } of everything) {
    for (const [, key = ''] of text.matchAll(new RegExp(`[\'\`"]((?:${noun})(?:\\.[\\w-]+)+)[\'\`"]`, 'g'))) whole.set(key, file)
    for (const [, key = ''] of text.matchAll(new RegExp(`\`((?:${noun})\\.[\\w.-]*)\\$\\{`, 'g'))) begun.set(key, file)
  }
  /** Keys that are asked for in so many words: `t('…')`. */
  const asked = sources.flatMap(({ file, text }) => [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key = '']) => ({ file, key })))

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
    expect(asked.length).toBeGreaterThan(least)
    expect(asked.filter(({ key }) => !known.has(key))).toEqual([])
    // what stands in t(`…${}`): other texts may look like a key, such as a path in a rule pack
    const together = sources.flatMap(({ file, text }) => [...text.matchAll(/\bt\(\s*`([\w.-]+)\$\{/g)].map(([, key = '']) => [key, file] as const))
    // a part serves both pages, and a value of one page's refusals may have its words there alone
    const both = [...known.keys(), ...pages.flatMap((page) => [...read(path.join(renderer, page.folder, 'zh')).keys()])]
    const there = (file: string) => (file.startsWith('parts') ? both : [...known.keys()])
    expect(together.filter(([key, file]) => !there(file).some((each) => each.startsWith(key)))).toEqual([])
  })

  it('no text is left that no screen shows', () => {
    const shown = (key: string) => whole.has(key) || [...begun.keys()].some((start) => key.startsWith(start))
    const above = (key: string) => key.split('.').some((_, at, parts) => at > 0 && whole.has(parts.slice(0, at).join('.')))
    expect([...zh.keys()].filter((key) => !shown(key) && !above(key))).toEqual([])
  })
})

describe('words that data ask for', () => {
  const station = read(path.join(renderer, 'i18n/zh'))
  const hq = read(path.join(renderer, 'hq/i18n/zh'))

  it('every refusal has its sentence and its next step', () => {
    const lacking = (reasons: readonly string[], words: Map<string, string>) => reasons.filter((reason) => !words.has(`refusals.${reason}.why`) || !words.has(`refusals.${reason}.next`))
    expect(lacking(refusalReasons, station)).toEqual([])
    expect(lacking(hqRefusalReasons, hq)).toEqual([])
  })

  it('HQ has no sentence for a refusal that nobody can get', () => {
    const reasons = new Set<string>([...hqRefusalReasons, 'no_answer'])
    expect([...hq.keys()].filter((key) => key.startsWith('refusals.') && !reasons.has(key.split('.')[1] ?? ''))).toEqual([])
  })

  it('every kind of fact of HQ’s own ledger has its word', () => {
    expect(Object.keys(hqFactBodies).filter((type) => !hq.has(`audit.types.${type.replace('.', '_')}`))).toEqual([])
  })

  it('every problem of a sheet has its sentence', () => {
    expect(sheetProblems.filter((problem) => !station.has(`setup.sheet_problem.${problem}`))).toEqual([])
  })
})
