import { csvCell } from './csv.ts'
import { writeWorkbook, type SheetToWrite } from './sheet-workbook.ts'

/**
 * A list as a file for other people's programs: the first row is the header, every cell is text. In .xlsx no cell can
 * be a formula; in .csv (UTF-8 with a mark, so that spreadsheets read Chinese) what begins like one is quoted and led
 * by an apostrophe.
 */
export async function exportSheet(
  format: 'xlsx' | 'csv',
  title: string,
  rows: readonly (readonly string[])[],
): Promise<Uint8Array> {
  return exportSheets(format, [{ name: title, rows, head: 1 }])
}

/**
 * The same for several sheets with a title above the header; .csv has no sheets, so there they follow each other. `made`
 * (ms) is written into .xlsx as its date: the same sheets with the same date are the same bytes.
 */
export async function exportSheets(format: 'xlsx' | 'csv', sheets: readonly SheetToWrite[], made?: number): Promise<Uint8Array> {
  const clean = sheets.map(({ name, rows, head }) => ({ name, head, rows: rows.map((row) => row.map(printable)) }))
  if (format === 'xlsx') return writeWorkbook(clean, made)
  const lines = clean.flatMap(({ rows }) => rows.map((row) => row.map(csvCell).join(',')))
  return new TextEncoder().encode(`\ufeff${lines.map((line) => `${line}\r\n`).join('')}`)
}

/** Without the control characters, half characters and non-characters that neither format can hold. */
function printable(text: string): string {
  // eslint's no-control-regex would flag a literal class: the characters are told by their code
  return Array.from(text.toWellFormed())
    .filter((character) => isPrintable(character.codePointAt(0) ?? 0))
    .join('')
}

function isPrintable(code: number): boolean {
  return (code >= 32 || code === 9 || code === 10) && code !== 127 && code !== 0xfffe && code !== 0xffff
}
