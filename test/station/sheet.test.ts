import { describe, expect, it } from 'vitest'
import { bareCell, csvCell, decodeText, parseCsv } from '../../exchange/sheets/csv.ts'
import { exportSheet } from '../../exchange/sheets/export-sheet.ts'
import { fieldOfHeader, mapHeaders } from '../../exchange/sheets/sheet-headers.ts'
import { readSheet, type ReadSheet } from '../../exchange/sheets/sheet.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const texts = (sheet: ReadSheet) => sheet.rows.map(({ cells }) => cells.map((cell) => cell.text))
async function read(bytes: Uint8Array): Promise<ReadSheet> {
  const answer = await readSheet(bytes)
  if (!answer.ok) throw new Error(answer.fault)
  return answer.sheet
}

describe('a sheet of comma separated text', () => {
  it('is read in UTF-8 with and without a mark, in UTF-16 with a mark, and in GB18030', async () => {
    const text = '准考证号,姓名\r\n0001,张伟\r\n'
    const gb = Uint8Array.from([
      0xd7, 0xbc, 0xbf, 0xbc, 0xd6, 0xa4, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0d, 0x0a, 0x30, 0x30, 0x30, 0x31,
      0x2c, 0xd5, 0xc5, 0xce, 0xb0,
    ])
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from(Array.from(text, (letter) => letter.charCodeAt(0))).buffer),
    ])
    for (const bytes of [utf8(text), utf8(`\uFEFF${text}`), gb, utf16]) {
      const sheet = await read(bytes)
      expect(sheet.headers).toEqual(['准考证号', '姓名'])
      expect(texts(sheet)).toEqual([['0001', '张伟']])
    }
  })

  it('reads four-byte characters of GB18030', () => {
    expect(decodeText(Uint8Array.from([0x95, 0x32, 0x82, 0x36]))).toBe('\u{20000}')
  })

  it('keeps separators, quotes and line ends inside quotes, and rows keep their numbers', () => {
    const limits = { rows: 10, columns: 10, cell: 100 }
    expect(parseCsv('a,"b,""c""\nd"\n\n1,2\n', limits)).toEqual([
      { row: 1, cells: ['a', 'b,"c"\nd'] },
      { row: 3, cells: ['1', '2'] },
    ])
    expect(parseCsv('a;b\r1;2', limits)).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 2, cells: ['1', '2'] },
    ])
    expect(parseCsv('a\tb,c\n', limits)).toHaveLength(1)
    expect(parseCsv('a,"b\n', limits)).toBeNull()
  })

  it('refuses bytes that are no text', async () => {
    expect(await readSheet(Uint8Array.from([0x00, 0x01, 0xff, 0xff, 0x00]))).toEqual({ ok: false, fault: 'not_text' })
    expect(await readSheet(new Uint8Array())).toEqual({ ok: false, fault: 'empty' })
  })

  it('finds the headers below titles, and tells apart two columns of one name', async () => {
    const sheet = await read(utf8('深圳市公安局名单,,\n（共 2 人）,,\n姓名,姓名,准考证号\n张,伟,007\n'))
    expect(sheet.headerRow).toBe(3)
    expect(sheet.headers).toEqual(['姓名', '姓名 (2)', '准考证号'])
    expect(sheet.rows[0]?.row).toBe(4)
  })
})

describe('headers', () => {
  it('are recognised in their usual variants, with blanks, marks and remarks', () => {
    for (const header of ['准考证号', '准考证', '考号', ' 准考证号：', '准考证号（笔试）', '准 考 证 号*'])
      expect(fieldOfHeader(header)).toBe('ticket')
    for (const header of ['身份证号', '身份证号码', '证件号码', '公民身份号码', '居民身份证号码'])
      expect(fieldOfHeader(header)).toBe('residentId')
    for (const header of ['姓名', '考生姓名']) expect(fieldOfHeader(header)).toBe('name')
    for (const header of ['岗位代码', '职位编号', '报考岗位']) expect(fieldOfHeader(header)).toBe('post')
    for (const [header, field] of [
      ['性别', 'sex'],
      ['出生年月日', 'birth'],
      ['场次', 'session'],
      ['笔试成绩', 'written'],
      ['《公安素质测试》成绩', null],
      ['公安素质测试成绩', 'quality'],
      ['序号', 'rosterNumber'],
    ] as const) {
      if (field !== null) expect(fieldOfHeader(header)).toBe(field)
    }
    expect(fieldOfHeader('电话')).toBeNull()
    expect(fieldOfHeader('__proto__')).toBeNull()
  })

  it('choose the more exact of two that fit one field', () => {
    expect(mapHeaders(['岗位', '岗位代码', '编号', '序号'])).toEqual({ post: '岗位代码', rosterNumber: '序号' })
  })
})

describe('a list written for other programs', () => {
  const payloads = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '\t=1',
    ' =1',
    "=cmd|'/C calc'!A0",
    '"quoted"',
    'a,b',
    '两\n行',
    "'已有撇号",
    '𠮷䶮',
    '001',
  ]
  const rows = [['准考证号', '备注'], ...payloads.map((payload, index) => [String(index).padStart(4, '0'), payload])]

  it.each(['xlsx', 'csv'] as const)(
    'comes back from .%s with the same visible text, and without a formula',
    async (format) => {
      const bytes = await exportSheet(format, '名单', rows)
      const sheet = await read(bytes)
      expect(texts(sheet)).toEqual(rows.slice(1).map((row) => row.map((cell) => cell.trim())))
      expect(sheet.rows.every(({ cells }) => cells.every((cell) => cell.kind === 'text'))).toBe(true)
    },
  )

  it('leaves no cell of .csv that a spreadsheet would take for a formula', async () => {
    const text = new TextDecoder().decode(await exportSheet('csv', '', rows))
    const cells =
      parseCsv(text.replace(/^\uFEFF/, ''), { rows: 99, columns: 9, cell: 999 })?.flatMap((row) => row.cells) ?? []
    expect(cells.length).toBe(rows.length * 2)
    expect(cells.filter((cell) => /^\s*[=+\-@＝＋－＠]/.test(cell))).toEqual([])
    expect(
      parseCsv(['a', ...payloads].join('\n'), { rows: 99, columns: 9, cell: 999 })?.some(
        ({ cells: [cell] }) => cell?.startsWith('=') ?? false,
      ),
    ).toBe(true)
  })

  it('writes no formula into .xlsx', async () => {
    const bytes = await exportSheet('xlsx', '名单 [1]/*', rows)
    const { readXlsx } = await import('hucre/xlsx')
    const book = await readXlsx(bytes)
    expect(book.sheets[0]?.rows.flat().every((value) => typeof value === 'string')).toBe(true)
    expect([...(book.sheets[0]?.cells?.values() ?? [])].filter((cell) => cell.formula !== undefined)).toEqual([])
  })

  it('quotes and unquotes one cell to the same text', () => {
    for (const text of payloads) {
      const cell = parseCsv(csvCell(text), { rows: 9, columns: 9, cell: 99 })?.[0]?.cells[0] ?? ''
      expect(bareCell(cell)).toBe(text)
    }
    expect(bareCell('="001"')).toBe('001')
  })
})
