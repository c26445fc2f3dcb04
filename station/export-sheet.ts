import { csvCell } from './csv.ts'
import { writeWorkbook } from './sheet-workbook.ts'

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
  if (format === 'xlsx')
    return writeWorkbook(
      title,
      rows.map((row) => row.map(printable)),
    )
  const lines = rows.map((row) => row.map((cell) => csvCell(printable(cell))).join(','))
  return new TextEncoder().encode(`\ufeff${lines.map((line) => `${line}\r\n`).join('')}`)
}

/** Without the control characters that neither format can hold. */
function printable(text: string): string {
  // eslint's no-control-regex would flag a literal class: the characters are told by their code
  return Array.from(text)
    .filter((character) => (character.codePointAt(0) ?? 0) >= 32 || character === '\n' || character === '\t')
    .join('')
}
