import { parentPort, workerData } from 'node:worker_threads'
import type { SheetFault } from '../../shared/sheet-problems.ts'
import { decodeText, bareCell, parseCsv } from './csv.ts'
import { fieldOfHeader } from './sheet-headers.ts'
import { emptyCell, readWorkbook, textCell, type SheetRow } from './sheet-workbook.ts'
import { screenWorkbook } from './sheet-zip.ts'

// A sheet is a stranger's file: it is unpacked and parsed here, in a thread that may die of it and nothing else with it.

/** A sheet as read: headers made unique, rows as wide as the headers. */
export interface ReadSheet {
  headers: string[]
  /** Row of the headers as the spreadsheet counts. */
  headerRow: number
  rows: SheetRow[]
}

export type SheetAnswer = { ok: true; sheet: ReadSheet } | { ok: false; fault: SheetFault }

const limits = { rows: 30_000, columns: 200, cell: 5000 }

async function read(bytes: Uint8Array): Promise<SheetAnswer> {
  const begins = (...mark: number[]) => mark.every((byte, index) => bytes[index] === byte)
  // an .xls or an .xlsx under a password is a compound file
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) return { ok: false, fault: 'old_xls' }
  const found = begins(0x50, 0x4b) ? await fromWorkbook(bytes) : fromCsv(bytes)
  return typeof found === 'string' ? { ok: false, fault: found } : withHeaders(found)
}

async function fromWorkbook(bytes: Uint8Array): Promise<SheetRow[] | SheetFault> {
  const fault = await screenWorkbook(bytes)
  if (fault !== null) return fault
  try {
    const { rows, more } = await readWorkbook(bytes, limits.rows)
    return more ? 'too_many_rows' : rows
  } catch {
    return 'not_a_workbook'
  }
}

function fromCsv(bytes: Uint8Array): SheetRow[] | SheetFault {
  const text = decodeText(bytes)
  if (text === null) return 'not_text'
  const rows = parseCsv(text, limits)
  if (rows === null) return 'quotes'
  if (rows.length > limits.rows) return 'too_many_rows'
  return rows.map(({ row, cells }) => ({ row, cells: cells.map((cell) => textCell(bareCell(cell))) }))
}

/** The header is the line with most known headers among the first twenty; without any, the first line of two cells. */
function withHeaders(all: SheetRow[]): SheetAnswer {
  const rows = all.filter(({ cells }) => cells.some((cell) => cell.kind !== 'empty'))
  const knownIn = ({ cells }: SheetRow) =>
    new Set(cells.map((cell) => fieldOfHeader(cell.text)).filter((field) => field !== null)).size
  const first = rows.slice(0, 20)
  const best = first.reduce<SheetRow | null>(
    (found, row) => (knownIn(row) > (found === null ? 1 : knownIn(found)) ? row : found),
    null,
  )
  const header =
    best ?? first.find(({ cells }) => cells.filter((cell) => cell.kind !== 'empty').length >= 2) ?? first[0]
  if (header === undefined) return { ok: false, fault: 'empty' }
  const width = header.cells.findLastIndex((cell) => cell.kind !== 'empty') + 1
  if (width > limits.columns) return { ok: false, fault: 'too_many_columns' }
  const below = rows.filter(({ row }) => row > header.row)
  if (below.length > limits.rows) return { ok: false, fault: 'too_many_rows' }
  const headers = unique(header.cells.slice(0, width).map((cell, index) => cell.text || columnName(index)))
  return {
    ok: true,
    sheet: {
      headers,
      headerRow: header.row,
      rows: below.map(({ row, cells }) => ({
        row,
        cells: headers.map((_, index) => shortened(cells[index] ?? emptyCell)),
      })),
    },
  }
}

function shortened(cell: SheetRow['cells'][number]): SheetRow['cells'][number] {
  return cell.text.length > limits.cell ? { ...cell, text: cell.text.slice(0, limits.cell) } : cell
}

/** A second column of the same name is told apart by a number. */
function unique(headers: string[]): string[] {
  const seen = new Map<string, number>()
  return headers.map((header) => {
    const times = (seen.get(header) ?? 0) + 1
    seen.set(header, times)
    return times === 1 ? header : `${header} (${times})`
  })
}

/** A, B … Z, AA as the spreadsheet names its columns. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

if (parentPort !== null) parentPort.postMessage(await read((workerData as { sheet: Uint8Array }).sheet))
