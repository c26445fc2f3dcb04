import { readXlsx, writeXlsx } from 'hucre/xlsx'

/** One cell as it stands in the file; dates are ISO days, truth values TRUE and FALSE, formulas their stored result. */
export interface SheetCell {
  kind: 'text' | 'number' | 'date' | 'empty'
  text: string
}

/** One non-empty line; `row` counts as the spreadsheet does, 1 for the first. */
export interface SheetRow {
  row: number
  cells: SheetCell[]
}

export const emptyCell: SheetCell = { kind: 'empty', text: '' }

/** A cell of text, trimmed and in one Unicode form; blank text is an empty cell. */
export function textCell(text: string): SheetCell {
  const clean = text.normalize('NFC').replace(/^[\s\ufeff\u3000]+|[\s\u3000]+$/g, '')
  return clean === '' ? emptyCell : { kind: 'text', text: clean }
}

/**
 * The first visible sheet with anything in it, as rows of values; never a formula. `more` tells that the sheet goes on
 * after `maxRows` lines. Throws when the file is no workbook: the caller screened it and runs in a worker.
 */
export async function readWorkbook(bytes: Uint8Array, maxRows: number): Promise<{ rows: SheetRow[]; more: boolean }> {
  const book = await readXlsx(bytes, {
    maxRows: maxRows + 1,
    readStyles: false,
    sheets: (info) => info.hidden !== true && info.veryHidden !== true,
  })
  for (const sheet of book.sheets) {
    const rows = sheet.rows.map((cells, index) => ({ row: index + 1, cells: cells.map(cellOf) }))
    const filled = rows.filter(({ cells }) => cells.some((cell) => cell.kind !== 'empty'))
    if (filled.length > 0) return { rows: filled, more: sheet.rows.length > maxRows }
  }
  return { rows: [], more: false }
}

function cellOf(value: unknown): SheetCell {
  if (value === null || value === undefined) return emptyCell
  if (typeof value === 'string') return textCell(value)
  if (typeof value === 'number') return { kind: 'number', text: plainNumber(value) }
  if (typeof value === 'boolean') return { kind: 'text', text: value ? 'TRUE' : 'FALSE' }
  if (value instanceof Date && !Number.isNaN(value.getTime()))
    return { kind: 'date', text: value.toISOString().slice(0, 10) }
  return emptyCell
}

/** Without an exponent, so that a person recognises what was typed. */
function plainNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1e21 ? BigInt(value).toString() : String(value)
}

/** One sheet to be written: lines of text, of which the first `head` stay in place, the last of these naming the columns. */
export interface SheetToWrite {
  name: string
  rows: readonly (readonly string[])[]
  head: number
}

/** A workbook whose cells are all text; lines above the columns' names (title, notes) run over the whole width. */
export async function writeWorkbook(sheets: readonly SheetToWrite[], made?: number): Promise<Uint8Array> {
  const taken = new Set<string>()
  return writeXlsx({
    ...(made === undefined ? {} : { properties: { created: new Date(made), modified: new Date(made) } }),
    sheets: sheets.map(({ name, rows, head }) => {
      const columns = rows[head - 1] ?? []
      const widths = columns.map((_, column) =>
        Math.min(40, Math.max(8, ...rows.slice(head - 1, 200).map((row) => widthOf(row[column] ?? '')))),
      )
      const above = Array.from({ length: head - 1 }, (_, row) => row)
      return {
        name: sheetName(name, taken),
        rows: rows.map((row) => row.map((cell) => (cell === '' ? null : cell))),
        columns: widths.map((width) => ({ width, numFmt: '@' })),
        freezePane: { rows: head },
        ...(above.length === 0 || columns.length < 2
          ? {}
          : { merges: above.map((row) => ({ startRow: row, startCol: 0, endRow: row, endCol: columns.length - 1 })) }),
      }
    }),
  })
}

/** What a sheet may be called: 31 characters, none of them of a path, no name twice. */
function sheetName(title: string, taken: Set<string>): string {
  const base =
    title
      .replace(/[[\]:*?/\\']/g, ' ')
      .trim()
      .slice(0, 31) || 'Sheet1'
  let name = base
  for (let turn = 2; taken.has(name.toLowerCase()); turn += 1) name = `${base.slice(0, 28)} ${String(turn)}`
  taken.add(name.toLowerCase())
  return name
}

/** Chinese characters take two places. */
function widthOf(text: string): number {
  return 2 + Array.from(text).reduce((sum, character) => sum + (character > 'ÿ' ? 2 : 1), 0)
}
