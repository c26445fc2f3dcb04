import type { SheetProblem } from '../../shared/api/venue.ts'
import { postFields, type PostField } from '../../shared/hq/post-fields.ts'
import type { PostProblem } from '../../shared/hq/sheet-problems.ts'
import { dividesPosts } from '../../shared/pack-checks.ts'
import type { Post, PostCategory, RulePack } from '../../shared/pack-schema.ts'
import { hasHidden } from '../../exchange/sheets/sheet-cells.ts'
import { cellUnder, type ReadSheet, type SheetCell } from '../../exchange/sheets/sheet.ts'
import { readCategory, readHeadcount, readMonth, readPostSex, readStages, readWindow } from './post-cells.ts'
import { mapPostHeaders } from './post-headers.ts'

/** A sheet read as posts. `posts` is empty unless `problems` is: all rows come in, or none. */
export interface PostReading {
  mapping: Partial<Record<PostField, string>>
  count: number
  problems: SheetProblem[]
  posts: Post[]
  sample: Record<string, string>[]
  /** Row of each post, in the order of `posts`. */
  rows: number[]
}

const required: readonly PostField[] = ['code', 'unit', 'title', 'headcount', 'stages']
const longest: Partial<Record<PostField, number>> = { code: 20, unit: 200, title: 200 }
type Cells = Record<PostField, SheetCell>
type Problem = (field: PostField, name: PostProblem, value?: string) => void

/**
 * Reads a list of posts (岗位表) with the columns of `mapping`, by default those whose headers are recognised; a field
 * mapped to '' is left out on purpose. Every problem is named by row and column. What a sheet does not say of a post the
 * pack knows (its category, its panels) stays as it is.
 */
export function readPosts(sheet: ReadSheet, pack: RulePack, category: PostCategory, given?: Readonly<Record<string, string>>): PostReading {
  const problems: SheetProblem[] = []
  const add = (row: number, column: string, problem: PostProblem, value = '') => problems.push({ row, column, problem, value: value.slice(0, 80) })
  const mapping = chosenMapping(sheet, given, add)
  const seen = new Map<string, number>()
  const divided = dividesPosts(pack)
  const posts = sheet.rows.map((row): Post => {
    const cells = Object.fromEntries(postFields.map((field) => [field, oneLine(cellUnder(sheet, row, mapping[field]))])) as Cells
    const problem: Problem = (field, name, value = cells[field].text) => add(row.row, mapping[field] ?? field, name, value)
    checkCells(cells, mapping, problem)
    const code = cells.code.text
    const before = seen.get(code)
    if (before !== undefined && code !== '') problem('code', 'duplicate', `${code} = ${String(before)}`)
    seen.set(code, row.row)
    const known = pack.posts.find((post) => post.code === code)
    const post = postOf(cells, mapping, pack, known, category, problem)
    if (divided && post.category === 'undivided' && post.stages.some((stage) => stage === 'interview' || stage === 'professional')) problem('category', 'category_missing', code)
    return post
  })
  return {
    mapping, count: sheet.rows.length, problems, posts: problems.length === 0 ? posts : [], rows: sheet.rows.map(({ row }) => row),
    sample: sheet.rows.slice(0, 8).map((row) => Object.fromEntries(postFields.map((field) => [field, cellUnder(sheet, row, mapping[field]).text]))),
  }
}

/** A cell broken into lines to fit its column is one text again; between Chinese characters no blank is left. */
function oneLine(cell: SheetCell): SheetCell {
  return cell.text.includes('\n') ? { ...cell, text: cell.text.replace(/[ \t]*[\r\n]+[ \t]*/g, '') } : cell
}

function chosenMapping(sheet: ReadSheet, given: Readonly<Record<string, string>> | undefined, add: (row: number, column: string, problem: PostProblem) => void) {
  const mapping: Partial<Record<PostField, string>> = given === undefined ? mapPostHeaders(sheet.headers) : {}
  for (const field of postFields) {
    const header = given?.[field]
    if (header === undefined || header === '') continue
    if (sheet.headers.includes(header)) mapping[field] = header
    else add(sheet.headerRow, header, 'no_such_column')
  }
  for (const field of required) if (mapping[field] === undefined) add(sheet.headerRow, field, 'column_missing')
  return mapping
}

function checkCells(cells: Cells, mapping: Partial<Record<PostField, string>>, problem: Problem): void {
  for (const field of postFields) {
    if (mapping[field] === undefined) continue
    const { kind, text } = cells[field]
    if (kind === 'empty' && required.includes(field)) problem(field, 'missing')
    // 001 as a number is 1
    if ((kind === 'number' || kind === 'date') && field === 'code') problem(field, 'number_cell')
    if (text.length > (longest[field] ?? 2000)) problem(field, 'too_long')
    if (hasHidden(text)) problem(field, 'characters')
  }
}

function postOf(cells: Cells, mapping: PostReading['mapping'], pack: RulePack, known: Post | undefined, fallback: PostCategory, problem: Problem): Post {
  const headcount = readHeadcount(cells.headcount.text)
  if (headcount === null && cells.headcount.kind !== 'empty') problem('headcount', 'headcount_malformed')
  const sex = readPostSex(cells.sex.text)
  if (sex === null) problem('sex', 'sex_malformed')
  const read = mapping.category === undefined || cells.category.kind === 'empty' ? (known?.category === undefined || known.category === 'undivided' ? fallback : known.category) : readCategory(cells.category.text)
  if (read === null) problem('category', 'category_malformed')
  return {
    code: cells.code.text, unit: cells.unit.text, title: cells.title.text, headcount: headcount ?? 1, sex: sex ?? 'any', birth: windowOf(cells, problem), category: read ?? 'undivided',
    stages: stagesOf(cells, pack, problem), panels: known?.panels ?? 1, requirements: requirementsOf(cells), notes: notesOf(cells, known),
  }
}

function windowOf(cells: Cells, problem: Problem): Post['birth'] {
  const { birth, birthFrom, birthTo } = cells
  if (birthFrom.kind === 'empty' && birthTo.kind === 'empty') {
    if (birth.kind === 'empty') return null
    const window = readWindow(birth.text)
    if (window === null) problem('birth', 'month_malformed')
    return window
  }
  const [from, to] = [readMonth(birthFrom.text), readMonth(birthTo.text)]
  if (birthFrom.kind === 'empty' || birthTo.kind === 'empty') problem(birthFrom.kind === 'empty' ? 'birthFrom' : 'birthTo', 'window_open')
  else if (from === null || to === null) problem(from === null ? 'birthFrom' : 'birthTo', 'month_malformed')
  // a month at the end counts with all of its days
  else if (from > `${to}-99`) problem('birthTo', 'window_reversed')
  return from === null || to === null ? null : { from, to }
}

function stagesOf(cells: Cells, pack: RulePack, problem: Problem): Post['stages'] {
  const { stages, unknown } = readStages(cells.stages.text)
  for (const word of unknown) problem('stages', 'stage_unknown', word)
  if (new Set(stages).size < stages.length) problem('stages', 'stage_twice')
  if (cells.stages.kind !== 'empty' && unknown.length === 0 && stages.length === 0) problem('stages', 'stages_none')
  for (const stage of stages) if ((stage === 'fitness' || stage === 'psych') && pack[stage] === null) problem('stages', 'stage_without_rules', cells.stages.text)
  return stages
}

/** Conditions as one text, in the order announcements print them. */
function requirementsOf({ age, education, degree, major, other, work }: Cells): string {
  const said = (words: string, { text }: SheetCell) => (text === '' ? '' : `${words}${text}`)
  return [age.text, education.text, said('学位：', degree), said('专业：', major), other.text, work.text].filter((text) => text !== '').join('；')
}

/** A remark of the sheet; one that the pack has in both languages stays as it is there. */
function notesOf(cells: Cells, known: Post | undefined): Post['notes'] {
  const { text } = cells.notes
  if (text === '') return known?.notes ?? []
  return known?.notes.some(({ zh }) => zh === text) === true ? known.notes : [{ zh: text, en: text }]
}
