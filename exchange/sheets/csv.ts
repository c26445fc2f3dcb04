/** Text of a .csv file: UTF-8 with or without a mark, UTF-16 with a mark, else GB18030; null when it is none of these. */
export function decodeText(bytes: Uint8Array): string | null {
  const marks: readonly [readonly number[], string][] = [
    [[0xef, 0xbb, 0xbf], 'utf-8'],
    [[0xff, 0xfe], 'utf-16le'],
    [[0xfe, 0xff], 'utf-16be'],
  ]
  const marked = marks.find(([mark]) => mark.every((byte, index) => bytes[index] === byte))
  // Chinese text in GB18030 is almost never valid UTF-8, so the stricter encoding is asked first
  for (const encoding of marked === undefined ? ['utf-8', 'gb18030'] : [marked[1]]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      return text.includes('\0') ? null : text
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  return null
}

/** One line of a .csv file: `row` is the line's number in a spreadsheet, 1 for the first. */
export interface CsvRow {
  row: number
  cells: string[]
}

/**
 * Reads RFC 4180 text: quoted cells with doubled quotes, separators and line ends inside quotes; the separator (comma,
 * semicolon, tab) is the one most frequent in the first line. Null when a quote is never closed.
 */
export function parseCsv(text: string, limits: { rows: number; columns: number; cell: number }): CsvRow[] | null {
  const separator = separatorOf(text)
  const rows: CsvRow[] = []
  let cells: string[] = []
  let row = 1
  let at = 0
  while (at <= text.length) {
    const cell = text[at] === '"' ? quoted(text, at) : bare(text, at, separator)
    if (cell === null || cell.text.length > limits.cell) return null
    cells.push(cell.text)
    at = cell.end
    if (text[at] === separator) {
      if (cells.length >= limits.columns) return null
      at += 1
      continue
    }
    if (cells.some((each) => each !== '')) rows.push({ row, cells })
    if (rows.length > limits.rows) return rows
    cells = []
    row += 1
    if (at >= text.length) break
    at += text.startsWith('\r\n', at) ? 2 : 1
    if (at === text.length) break
  }
  return rows
}

function separatorOf(text: string): string {
  const end = text.search(/[\r\n]/)
  const line = end === -1 ? text : text.slice(0, end)
  const counts = [',', '\t', ';'].map((separator) => ({ separator, count: line.split(separator).length }))
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).separator
}

function quoted(text: string, start: number): { text: string; end: number } | null {
  let value = ''
  let at = start + 1
  for (;;) {
    const close = text.indexOf('"', at)
    if (close === -1) return null
    value += text.slice(at, close)
    if (text[close + 1] !== '"') {
      // what follows a closing quote up to the separator is kept, as spreadsheets do
      const end = close + 1
      return { text: value, end: endOfCell(text, end) ?? end }
    }
    value += '"'
    at = close + 2
  }
}

/** A stray character after a closing quote makes the cell unreadable only if it is not blank. */
function endOfCell(text: string, at: number): number | null {
  let end = at
  while (text[end] === ' ') end += 1
  return end
}

function bare(text: string, start: number, separator: string): { text: string; end: number } {
  let end = start
  while (end < text.length && text[end] !== separator && text[end] !== '\r' && text[end] !== '\n') end += 1
  return { text: text.slice(start, end), end }
}

/** One cell as text for a .csv file: always quoted; what a spreadsheet would take for a formula gets a leading apostrophe. */
export function csvCell(text: string): string {
  const safe = /^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** Undoes what `csvCell` and spreadsheets do to keep text text: a leading apostrophe, `="…"`, a leading tab. */
export function bareCell(text: string): string {
  const wrapped = /^="(.*)"$/s.exec(text)
  if (wrapped?.[1] !== undefined) return wrapped[1]
  return /^'(?=[\s]*[=+\-@＝＋－＠\d]|[\t\r\n])/.test(text) ? text.slice(1) : text
}
