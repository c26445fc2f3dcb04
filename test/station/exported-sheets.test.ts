import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { StandingsList } from '../../shared/api/standings.ts'
import { listNames } from '../../shared/list-names.ts'
import { maskedName } from '../../shared/masked-name.ts'
import { maskedTicket } from '../../shared/paper/masked-ticket.ts'
import { parseCsv } from '../../exchange/sheets/csv.ts'
import { exportSheet } from '../../exchange/sheets/export-sheet.ts'
import { person } from './practice-venue.ts'
import { fitnessDay, interviewDay, standingsVenue } from './standings-venue.ts'

// Every exported sheet, opened by a program that shares nothing with the library that wrote it (规则 §11 results leave the
// venue as sheets): LibreOffice where there is one, and a reader of a few lines of our own where there is none.

const office = ['soffice', 'libreoffice', '/usr/lib/libreoffice/program/soffice'].find((program) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore', timeout: 60_000 })
    return true
  } catch {
    return false
  }
})
const reader = office === undefined ? 'a reader of our own' : 'LibreOffice'

const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-sheets-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Sheet by sheet, lines of cells as text. */
type Book = string[][][]

const hostile = [
  "=cmd|' /C calc'!A0", '@SUM(1+1)*cmd|x', '＝1+1', '+1+1', '-1+1', '\t=1+1', '=HYPERLINK("http://x.example","点")', '" =1+1', '\u00a0=1+1', '张"三", 李',
]
const ids = ['0230600001', '11010519491231002X', '440524188001010014', '000000000000000000', '1E5', '2023-06-09', '0x1F', 'TRUE', '00']

describe(`exported sheets, opened by ${reader}`, () => {
  it('the server that builds has LibreOffice; elsewhere the own reader stands in', () => {
    if (process.env['KAODIAN_CI'] !== undefined && office === undefined)
      throw new Error('LibreOffice is missing: apt-get install --no-install-recommends libreoffice-calc (.ci/run does it)')
    console.log(`exported sheets are read by ${reader}`)
  })

  it('ids stay to the character and hostile names stay text', async () => {
    const rows = [['序号', '准考证号', '姓名'], ...[...ids, ...hostile].map((text, at) => [String(at + 1), text, text])]
    const bytes = await exportSheet('xlsx', '名单', rows)
    const [sheet] = open([{ name: 'plain.xlsx', bytes }]).get('plain.xlsx') ?? []
    expect(sheet).toEqual(rows)
    expect(formulasIn(bytes)).toEqual([])
  })

  it('every list of the standings and of a session opens, with the ids and names of the roster, and without a formula', async () => {
    const venue = playedVenue()
    const files: { name: string; bytes: Uint8Array; people: boolean }[] = []
    for (const list of StandingsList.options) {
      for (const post of [null, 'T']) {
        const sheet = await venue.must(venue.as('chief'), 'standings', 'exportList', { list, post, format: 'xlsx' })
        files.push({ name: `${list}-${post ?? 'all'}.xlsx`, bytes: Buffer.from(sheet.bytes, 'base64'), people: true })
      }
    }
    for (const list of listNames) {
      const sheet = await venue.must(venue.as('chief'), 'sessions', 'exportList', { session: fitnessDay, list, format: 'xlsx' })
      files.push({ name: `session-${list}.xlsx`, bytes: Buffer.from(sheet.bytes, 'base64'), people: list === 'all' })
    }
    const books = open(files)
    const known = new Map(venue.people.map(({ ticket, name }) => [ticket, name]))
    const masked = new Map(venue.people.map(({ ticket, name }) => [maskedTicket(ticket), maskedName(name)]))
    for (const { name, bytes, people } of files) {
      expect(formulasIn(bytes), name).toEqual([])
      let found = 0
      for (const sheet of books.get(name) ?? []) {
        const head = sheet.findIndex((row) => row.includes('准考证号'))
        expect(head, name).toBeGreaterThanOrEqual(0)
        const [ticketAt, nameAt] = [sheet[head]!.indexOf('准考证号'), sheet[head]!.indexOf('姓名')]
        for (const row of sheet.slice(head + 1)) {
          const expected = (name.startsWith('public') ? masked : known).get(row[ticketAt] ?? '')
          expect(expected, `${name}: ${row.join(' | ')}`).toBeDefined()
          expect(row[nameAt], name).toBe(expected)
          found += 1
        }
      }
      if (people) expect(found, name).toBeGreaterThan(0)
    }
  }, 180_000)

  it('ranking, notice board, medical and qualification lists say what the standing says, in the layout of the annexes', async () => {
    const venue = playedVenue()
    const lists = ['ranking', 'public', 'medical', 'qualification', 'shortlist', 'interview'] as const
    const files = await Promise.all(lists.map(async (list) => ({
      name: `${list}.xlsx`, bytes: Buffer.from((await venue.must(venue.as('chief'), 'standings', 'exportList', { list, post: 'T', format: 'xlsx' })).bytes, 'base64'),
    })))
    const books = open(files)
    const sheet = (list: (typeof lists)[number]) => {
      const rows = books.get(`${list}.xlsx`)?.[0] ?? []
      const head = rows[2] ?? []
      return { title: rows[0]?.[0] ?? '', note: rows[1]?.[0] ?? '', head, lines: rows.slice(3).map((row) => Object.fromEntries(head.map((title, at) => [title, row[at] ?? '']))) }
    }
    const ranking = sheet('ranking')
    expect(ranking.title).toContain('总成绩及排名表')
    expect(ranking.note).toMatch(/^暂定，以总部公布的为准　演练/)
    expect(ranking.head.slice(0, 8)).toEqual(['序号', '名册序号', '准考证号', '姓名', '性别', '岗位代码', '岗位名称', '招聘人数'])
    const { rows } = venue.standing('T')
    expect(ranking.lines.map((line) => [line['序号'], line['准考证号'], line['总成绩'], line['排名']])).toEqual(
      rows.map((row, at) => [String(at + 1), row.ticket, row.total ?? '', row.rank === null ? '' : String(row.rank)]),
    )
    expect(sheet('public').lines.map((line) => line['姓名'])).toEqual(rows.filter(({ rank }) => rank !== null).map(({ name }) => maskedName(name)))
    expect(sheet('public').head).not.toContain('名册序号')
    expect(sheet('medical').lines.map((line) => line['准考证号'])).toEqual(rows.filter(({ medical }) => medical).map(({ ticket }) => ticket))
    expect(sheet('medical').note).toContain('T 1:1.3=2.6→3')
    expect(sheet('qualification').lines.map((line) => [line['笔试成绩'], line['笔试是否合格'], line['是否入围资格审核'], line['排名']])).toEqual([
      ['91', '是', '是', '1'], ['90', '是', '是', '2'], ['88', '是', '是', '3'], ['75', '是', '是', '4'], ['74', '是', '是', '5'], ['73', '是', '是', '6'],
      ['50', '是', '是', '7'], ['50', '是', '是', '8'], ['50', '是', '否', '9'], ['49.9', '否', '否', ''],
    ])
    expect(sheet('shortlist').lines[0]).toMatchObject({ 面试时间: '2023-06-17 面试', 报到时间: '07:30—08:30' })
    expect(sheet('interview').lines[0]).toMatchObject({ 面试室: '06-17 上午 第一面试室', 面试成绩: '80.00' })
  })

  it('as comma separated text: one line each, ids intact, and nothing a spreadsheet would take for a formula', async () => {
    const venue = playedVenue()
    const { bytes, name } = await venue.must(venue.as('chief'), 'standings', 'exportList', { list: 'ranking', post: null, format: 'csv' })
    expect(name).toMatch(/^2023-06-\d\d-总成绩及排名表\.csv$/)
    const text = Buffer.from(bytes, 'base64').toString('utf8')
    const cells = parseCsv(text.replace('\ufeff', ''), { rows: 1000, columns: 100, cell: 1000 })?.flatMap((row) => row.cells) ?? []
    for (const { ticket } of venue.people) expect(cells).toContain(ticket)
    expect(cells.filter((cell) => /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cell))).toEqual([])
    for (const line of text.split('\r\n').filter(Boolean)) expect(line).toMatch(/^\ufeff?"/)
  })

  it('the own reader tells a formula and a number from text', () => {
    expect(cellsOf('<row r="1"><c r="A1" t="inlineStr"><is><t>0123</t></is></c><c r="C1"><v>123</v></c><c r="D1"><f>1+1</f><v>2</v></c></row>', [])).toEqual([
      { row: 0, column: 0, text: '0123', kind: 'text' }, { row: 0, column: 2, text: '123', kind: 'number' }, { row: 0, column: 3, text: '2', kind: 'formula' },
    ])
  })
})

describe('a name on a notice board', () => {
  it('keeps the first character, and the last of three or more', () => {
    expect(['张', '张三', '张三丰', '欧阳娜娜', '买买提·艾合买提', '𠮷田', ''].map(maskedName)).toEqual(['张＊', '张＊', '张＊丰', '欧＊＊娜', '买＊＊提', '𠮷＊', ''])
  })
})

/** Ten people of one post and one of another with names and tickets meant to hurt; eight of them interviewed. */
function playedVenue() {
  const written = ['90', '88', '91', '75', '74', '73', '50', '50', '50', '49.9', '60']
  const people = written.map((score, at) => person(at + 1, {
    post: at < 10 ? 'T' : 'G', sessions: [fitnessDay], written: score, quality: String(60 - at), name: hostile[at] ?? '普通人', ticket: ids[at] ?? `0${String(at)}00${String(at)}`,
  }))
  const venue = standingsVenue(people)
  for (let n = 1; n <= 8; n += 1) venue.fit(n)
  venue.fit(11)
  venue.adopt('T', [1, 2, 3, 4, 5, 6])
  venue.adopt('G', [11])
  for (const n of [1, 2, 3, 4, 5]) venue.interviewed(n, '80')
  venue.interviewed(11, '75', '2')
  venue.record('waiting.no_show', { session: interviewDay, candidate: 'c006', lot: 'A006', calls: 3, reason: '未到' })
  return { ...venue, people }
}

/** Opens workbooks, all at once: a spreadsheet program takes its time to start. */
function open(files: readonly { name: string; bytes: Uint8Array }[]): Map<string, Book> {
  if (office === undefined) return new Map(files.map(({ name, bytes }) => [name, ownBook(bytes)]))
  const here = mkdtempSync(path.join(folder, 'open-'))
  const out = path.join(here, 'csv')
  mkdirSync(out)
  for (const { name, bytes } of files) writeFileSync(path.join(here, name), bytes)
  // every sheet to a file of its own, comma, quotes round all text, UTF-8, as it is shown
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1'
  execFileSync(office, [
    `-env:UserInstallation=file://${here}/profile`, '--headless', '--norestore', '--convert-to', filter, '--outdir', out, ...files.map(({ name }) => path.join(here, name)),
  ], { stdio: 'ignore', timeout: 150_000 })
  const made = readdirSync(out).sort()
  return new Map(files.map(({ name }) => {
    const stem = `${path.parse(name).name}-`
    const sheets = made.filter((file) => file.startsWith(stem) && file.endsWith('.csv')).map((file) => csvLines(readFileSync(path.join(out, file), 'utf8')))
    if (sheets.length === 0 || !existsSync(path.join(here, name))) throw new Error(`${reader} did not open ${name}: ${made.join(', ')}`)
    return [name, sheets]
  }))
}

/** Lines of what the spreadsheet program wrote; with all text in quotes an unquoted cell is a number or a formula's result. */
function csvLines(text: string): string[][] {
  const lines: string[][] = []
  let cells: string[] = []
  const pattern = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/gy
  for (let match = pattern.exec(text); match !== null && match[0] !== ''; match = pattern.exec(text)) {
    const bare = match[2] ?? ''
    if (bare !== '') throw new Error(`a cell that is no text: ${bare}`)
    cells.push((match[1] ?? '').replaceAll('""', '"'))
    if (match[3] === ',') continue
    lines.push(cells)
    cells = []
  }
  return lines.filter((line) => line.some((cell) => cell !== ''))
}

/** Formulas, numbers and other cells that are not plain text, by a reader that knows nothing but the format. */
function formulasIn(bytes: Uint8Array): string[] {
  const parts = unzipped(bytes)
  const shared = sharedOf(parts)
  return [...parts].filter(([name]) => name.startsWith('xl/worksheets/')).flatMap(([, xml]) =>
    cellsOf(xml, shared).filter(({ kind }) => kind !== 'text').map(({ kind, text }) => `${kind} ${text}`))
}

function ownBook(bytes: Uint8Array): Book {
  const parts = unzipped(bytes)
  const shared = sharedOf(parts)
  return [...parts].filter(([name]) => name.startsWith('xl/worksheets/')).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, xml]) => {
    const lines: string[][] = []
    for (const { row, column, text, kind } of cellsOf(xml, shared)) {
      if (kind !== 'text') throw new Error(`a cell that is no text: ${text}`)
      const line = (lines[row] ??= [])
      for (let at = line.length; at < column; at += 1) line[at] = ''
      line[column] = text
    }
    const width = Math.max(0, ...lines.filter(Boolean).map((line) => line.length))
    return lines.filter(Boolean).map((line) => Array.from({ length: width }, (_, at) => line[at] ?? ''))
  })
}

/** The entries of a .zip by its own directory, as text. */
function unzipped(bytes: Uint8Array): Map<string, string> {
  const data = Buffer.from(bytes)
  const end = data.lastIndexOf(Buffer.from('504b0506', 'hex'))
  const parts = new Map<string, string>()
  let at = data.readUInt32LE(end + 16)
  for (let count = data.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [method, packed, nameLength, extra, comment, local] = [
      data.readUInt16LE(at + 10), data.readUInt32LE(at + 20), data.readUInt16LE(at + 28), data.readUInt16LE(at + 30), data.readUInt16LE(at + 32), data.readUInt32LE(at + 42),
    ]
    const name = data.toString('utf8', at + 46, at + 46 + nameLength)
    const from = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28)
    const body = data.subarray(from, from + packed)
    parts.set(name, (method === 0 ? body : inflateRawSync(body)).toString('utf8'))
    at += 46 + nameLength + extra + comment
  }
  return parts
}

const unescaped = (xml: string): string =>
  xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/gi, (_all, hex?: string, digits?: string, name?: string) =>
    name !== undefined ? { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }[name.toLowerCase()] ?? '' : String.fromCodePoint(hex === undefined ? Number(digits) : parseInt(hex, 16)))
const textIn = (xml: string): string => [...xml.matchAll(/<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g)].map((match) => unescaped(match[1] ?? '')).join('')

function sharedOf(parts: ReadonlyMap<string, string>): string[] {
  return [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map((match) => textIn(match[1] ?? ''))
}

interface ReadCell { row: number; column: number; text: string; kind: 'text' | 'number' | 'formula' }

function cellsOf(xml: string, shared: readonly string[]): ReadCell[] {
  return [...xml.matchAll(/<c\s([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)].flatMap(([, attributes = '', inner = '']): ReadCell[] => {
    const place = /\br="([A-Z]+)(\d+)"/.exec(attributes)
    const column = Array.from(place?.[1] ?? 'A').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
    const type = /\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n'
    const value = /<v>([\s\S]*?)<\/v>/.exec(inner)?.[1] ?? ''
    if (inner === '') return []
    const kind = /<f[\s>/]/.test(inner) ? 'formula' : type === 's' || type === 'inlineStr' ? 'text' : 'number'
    const text = type === 's' ? shared[Number(value)] ?? '' : type === 'inlineStr' ? textIn(inner) : unescaped(value)
    return [{ row: Number(place?.[2] ?? 1) - 1, column, text, kind }]
  })
}
