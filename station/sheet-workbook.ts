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

/** A workbook of one sheet whose cells are all text, with the first row as a header that stays in place. */
export async function writeWorkbook(title: string, rows: readonly (readonly string[])[]): Promise<Uint8Array> {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(40, Math.max(8, ...rows.slice(0, 200).map((row) => widthOf(row[column] ?? '')))),
  )
  return writeXlsx({
    sheets: [
      {
        name:
          title
            .replace(/[[\]:*?/\\']/g, ' ')
            .trim()
            .slice(0, 31) || 'Sheet1',
        rows: rows.map((row) => row.map((cell) => (cell === '' ? null : cell))),
        columns: widths.map((width) => ({ width, numFmt: '@' })),
        freezePane: { rows: 1 },
      },
    ],
  })
}

/** Chinese characters take two places. */
function widthOf(text: string): number {
  return 2 + Array.from(text).reduce((sum, character) => sum + (character > 'ÿ' ? 2 : 1), 0)
}
