import type { SheetProblem } from '../../shared/api/venue.ts'
import type { SheetPost } from '../../shared/session-making.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { readResidentId } from '../../shared/resident-id.ts'
import type { Candidate } from '../../shared/roster.ts'
import { bareName, namesInCell, sessionNames } from '../../shared/session-names.ts'
import type { SheetProblemName } from '../../shared/sheet-problems.ts'
import type { Chance } from '../chance.ts'
import { digitsLost, hasHidden, readDate, readScore, readSex } from './sheet-cells.ts'
import { mapHeaders, sheetFields, type SheetField, type SheetMapping } from './sheet-headers.ts'
import { cellUnder, type ReadSheet, type SheetCell } from './sheet.ts'

/** A sheet read as a roster. `candidates` is empty unless `problems` is: all rows come in, or none. */
export interface RosterReading {
  mapping: SheetMapping
  /** Rows with anything in them. */
  count: number
  problems: SheetProblem[]
  candidates: Candidate[]
  /** The first rows by field, to look at before importing. */
  sample: Record<string, string>[]
  /** Posts as the sheet tells them, whether the pack has them or not. */
  posts: SheetPost[]
  /** Names in the column of sessions; empty when there is none. */
  sessions: string[]
}

const rosterFields = sheetFields.filter((field) => field !== 'lot' && field !== 'result')
/** Without these no roster; sex and birth are taken from the resident id when they have no column. */
const required: readonly SheetField[] = ['ticket', 'residentId', 'name', 'post']
/** Numbers that are names: as a spreadsheet number their zeros or last digits are already lost. */
const textOnly: readonly SheetField[] = ['ticket', 'residentId', 'post']
/** What is shown and offered of a cell that names a post or a session. */
const longestName = 200
const longest: Partial<Record<SheetField, number>> = { rosterNumber: 32, ticket: 32, name: 100, post: 32 }

type Cells = Record<SheetField, SheetCell>

/**
 * Reads a roster with the columns of `mapping` (by default those whose headers are recognised) and lists every problem
 * by row and column. A field mapped to '' is left out on purpose.
 */
export function readRoster(sheet: ReadSheet, pack: RulePack, given?: Readonly<Record<string, string>>): RosterReading {
  const problems: SheetProblem[] = []
  const add = (row: number, column: string, problem: SheetProblemName, value = '') =>
    problems.push({ row, column, problem, value: value.slice(0, 80) })
  const mapping = chooseMapping(sheet, given, add)
  const seen = new Map<string, number>()
  const candidates = sheet.rows.map(({ row, cells }, index) => {
    const byField = {} as Cells
    for (const field of sheetFields) byField[field] = cellUnder(sheet, { row, cells }, mapping[field])
    const at = (field: SheetField) => mapping[field] ?? field
    const problem = (field: SheetField, name: SheetProblemName, value = byField[field].text) =>
      add(row, at(field), name, value)
    checkCells(byField, mapping, problem)
    checkDuplicates(byField, row, seen, problem)
    return candidateOf(byField, index, mapping, pack, problem)
  })
  return {
    mapping,
    count: sheet.rows.length,
    problems,
    candidates: problems.length === 0 ? candidates : [],
    ...namesIn(sheet, mapping),
    sample: sheet.rows
      .slice(0, 8)
      .map((row) =>
        Object.fromEntries(rosterFields.map((field) => [field, cellUnder(sheet, row, mapping[field]).text])),
      ),
  }
}

/**
 * The same people under ids in an order of chance: an id goes to everybody who works with lots, and one that ran as the
 * rows of the roster do would say whose lot it is.
 */
export function withOpaqueIds(candidates: readonly Candidate[], chance: Chance): Candidate[] {
  const order = candidates.map((_, index) => ({ index, key: chance.bytes(8).toString('hex') })).sort((a, b) => (a.key < b.key ? -1 : 1))
  const ids = new Map(order.map(({ index }, place) => [index, `c${String(place + 1).padStart(5, '0')}`]))
  return candidates.map((candidate, index) => ({ ...candidate, id: ids.get(index) ?? candidate.id }))
}

/** The sheet's posts and names of sessions, in the order of their first row. */
function namesIn(sheet: ReadSheet, mapping: SheetMapping): Pick<RosterReading, 'posts' | 'sessions'> {
  const posts = new Map<string, SheetPost>()
  const sessions = new Set<string>()
  for (const row of sheet.rows) {
    const cell = (field: SheetField) => cellUnder(sheet, row, mapping[field]).text.slice(0, longestName)
    const code = cell('post')
    const known = posts.get(code) ?? { code, count: 0, unit: '', title: '', headcount: '' }
    known.count += 1
    known.unit ||= cell('unit')
    known.title ||= cell('postTitle')
    known.headcount ||= cell('headcount')
    if (code !== '') posts.set(code, known)
    for (const name of namesInCell(cell('session'))) sessions.add(name)
  }
  return { posts: [...posts.values()], sessions: [...sessions] }
}

type Problem = (field: SheetField, name: SheetProblemName, value?: string) => void

function chooseMapping(
  sheet: ReadSheet,
  given: Readonly<Record<string, string>> | undefined,
  add: (row: number, column: string, problem: SheetProblemName) => void,
): SheetMapping {
  const mapping = given === undefined ? mapHeaders(sheet.headers, rosterFields) : {}
  for (const field of rosterFields) {
    const header = given?.[field]
    if (header === undefined || header === '') continue
    if (sheet.headers.includes(header)) mapping[field] = header
    else add(sheet.headerRow, header, 'no_such_column')
  }
  for (const field of required) if (mapping[field] === undefined) add(sheet.headerRow, field, 'column_missing')
  return mapping
}

function checkCells(cells: Cells, mapping: SheetMapping, problem: Problem): void {
  for (const field of rosterFields) {
    if (mapping[field] === undefined) continue
    const { kind, text } = cells[field]
    if (kind === 'empty' && required.includes(field)) problem(field, 'missing')
    if ((kind === 'number' || kind === 'date') && textOnly.includes(field)) problem(field, 'number_cell')
    else if (textOnly.includes(field) && digitsLost(text)) problem(field, 'digits_lost')
    if (text.length > (longest[field] ?? 200)) problem(field, 'too_long')
    if (hasHidden(text)) problem(field, 'characters')
  }
}

function checkDuplicates(cells: Cells, row: number, seen: Map<string, number>, problem: Problem): void {
  for (const field of ['ticket', 'residentId', 'rosterNumber'] as const) {
    const text = cells[field].text.toUpperCase()
    if (text === '') continue
    const before = seen.get(`${field}\0${text}`)
    if (before === undefined) seen.set(`${field}\0${text}`, row)
    else problem(field, 'duplicate', `${cells[field].text} = ${before}`)
  }
}

function candidateOf(cells: Cells, index: number, mapping: SheetMapping, pack: RulePack, problem: Problem): Candidate {
  const { sex, birth, residentId } = personOf(cells, problem)
  const post = cells.post.text
  if (post !== '' && pack.posts.length > 0 && !pack.posts.some((each) => each.code === post))
    problem('post', 'unknown_post')
  const written = scoreOf('written', cells, problem)
  const quality = scoreOf('quality', cells, problem)
  return {
    id: `c${String(index + 1).padStart(5, '0')}`,
    rosterNumber: cells.rosterNumber.text === '' ? String(index + 1) : cells.rosterNumber.text,
    ticket: cells.ticket.text,
    residentId,
    name: cells.name.text,
    sex,
    birth,
    post,
    sessions: sessionsOf(cells, mapping, pack, problem),
    ...(written === '' ? {} : { written }),
    ...(quality === '' ? {} : { quality }),
  }
}

/** Sex and birth as the sheet has them, else as the resident id says; a difference is a problem, to be settled in the sheet. */
function personOf(cells: Cells, problem: Problem): Pick<Candidate, 'sex' | 'birth' | 'residentId'> {
  const id = cells.residentId.kind === 'text' ? readResidentId(cells.residentId.text) : null
  if (id?.valid === false && !digitsLost(cells.residentId.text))
    problem('residentId', `resident_id_${id.reason === 'check-digit' ? 'check_digit' : id.reason}`)
  const known = id?.valid === true ? id : null
  const sex = cells.sex.kind === 'empty' ? (known?.sex ?? null) : readSex(cells.sex.text)
  const date = cells.birth.kind === 'empty' ? (known?.birth ?? null) : readDate(cells.birth.text)
  if (sex === null && cells.sex.kind !== 'empty') problem('sex', 'sex_malformed')
  if (known !== null && sex !== null && sex !== known.sex) problem('sex', 'sex_differs_from_id')
  // a month alone is enough where the id knows the day
  const birth = date !== null && date.length === 7 && known?.birth.startsWith(date) === true ? known.birth : date
  if ((birth === null && cells.birth.kind !== 'empty') || birth?.length === 7) problem('birth', 'birth_malformed')
  else if (known !== null && birth !== null && birth !== known.birth) problem('birth', 'birth_differs_from_id')
  return { sex: sex ?? 'M', birth: birth ?? '', residentId: known?.id ?? cells.residentId.text }
}

function scoreOf(field: 'written' | 'quality', cells: Cells, problem: Problem): string {
  const score = readScore(cells[field].text)
  if (score === null) problem(field, 'score_malformed')
  return score ?? ''
}

/** The sessions the sheet names; without such a column those that list the post. */
function sessionsOf(cells: Cells, mapping: SheetMapping, pack: RulePack, problem: Problem): string[] {
  const listed = pack.sessions
    .filter((session) => session.due.kind === 'posts' && session.due.posts.includes(cells.post.text))
    .map((session) => session.id)
  if (mapping.session === undefined || cells.session.kind === 'empty') {
    const needed = listed.length === 0 && pack.sessions.some((session) => session.due.kind === 'roster')
    if (needed) problem(mapping.session === undefined ? 'post' : 'session', 'session_missing')
    return listed
  }
  const named = namesInCell(cells.session.text)
  return [
    ...new Set(
      named.flatMap((text) => {
        const session = pack.sessions.find((each) => sessionNames(each).includes(bareName(text)))
        if (session === undefined) problem('session', 'unknown_session', text)
        return session === undefined ? [] : [session.id]
      }),
    ),
  ]
}
