import { addDecimals, compareDecimals, decimal, decimalText, parseDecimal } from '../../shared/decimal.ts'
import type { Marks } from '../../shared/facts.ts'

/** What a room's rules say of one column of its sheets. */
export interface Column {
  max: string
  decimals: number
}

/** What is wrong with a mark as typed; `unfinished` may still become one. The station checks again by the pack. */
export type MarkWrong = 'above' | 'decimals' | 'unfinished'

/** The sheets as typed: `grid[examiner][column]`, an empty text where nothing is typed yet. */
export type Grid = readonly (readonly string[])[]

/** Brings what a keyboard or an input method makes of a number to digits and one kind of point. */
export function tidyMark(text: string): string {
  const plain = text.normalize('NFKC').replace(/[。，,、]/g, '.').replace(/[^\d.]/g, '')
  const [whole = '', ...rest] = plain.split('.')
  return rest.length === 0 ? whole : `${whole}.${rest.join('')}`
}

/** Why a typed mark cannot stand (规则 §8: above its maximum, too many decimals), or null; an empty one is not wrong. */
export function markWrong(text: string, { max, decimals }: Column): MarkWrong | null {
  if (text === '') return null
  const fraction = text.split('.')[1]
  if (fraction !== undefined && fraction.length > decimals) return 'decimals'
  const mark = parseDecimal(text.endsWith('.') ? text.slice(0, -1) : text)
  if (mark === null || text.endsWith('.')) return mark !== null && above(mark, max) ? 'above' : 'unfinished'
  return above(mark, max) ? 'above' : null
}

function above(mark: NonNullable<ReturnType<typeof parseDecimal>>, max: string): boolean {
  return compareDecimals(mark, decimal(max)) > 0
}

/** Whether a mark stands as it is. */
export function markStands(text: string, column: Column): boolean {
  return text !== '' && markWrong(text, column) === null
}

/** Whether no further key could make another mark of it, so that the next cell may come by itself: 20 of 20, 14.5 with one decimal. */
export function markComplete(text: string, column: Column): boolean {
  if (!markStands(text, column)) return false
  const [, fraction] = text.split('.')
  if (fraction !== undefined && fraction.length >= column.decimals) return true
  const mark = decimal(text)
  if (compareDecimals(mark, decimal(column.max)) === 0) return true
  if (fraction !== undefined) return false
  // a point could follow, and after it anything up to the maximum
  if (column.decimals > 0) return false
  return text === '0' || above(decimal(`${text}0`), column.max)
}

/** A sheet of `rows` × `columns` with nothing in it. */
export function emptyGrid(rows: number, columns: number): string[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => ''))
}

/** A grid with one cell changed. */
export function withMark(grid: Grid, row: number, column: number, text: string): string[][] {
  return grid.map((cells, at) => cells.map((cell, col) => (at === row && col === column ? text : cell)))
}

/** A draft as kept, or an empty sheet where it is none or has another shape. */
export function gridOf(draft: string, rows: number, columns: number): string[][] {
  const empty = emptyGrid(rows, columns)
  if (draft === '') return empty
  const kept = draft.split('\n').map((line) => line.split('\t'))
  return kept.length === rows && kept.every((row) => row.length === columns) ? kept.map((row) => row.map(tidyMark)) : empty
}

/** The draft of a grid; a sheet with nothing in it is no draft. */
export function draftOf(grid: Grid): string {
  return grid.every((row) => row.every((cell) => cell === '')) ? '' : grid.map((row) => row.join('\t')).join('\n')
}

/** The exact running sum of the marks of one examiner that stand; null while there is none. */
export function rowSum(row: readonly string[], columns: readonly Column[]): string | null {
  const marks = row.flatMap((text, at) => (columns[at] !== undefined && markStands(text, columns[at]) ? [decimal(text)] : []))
  const [first, ...rest] = marks
  return first === undefined ? null : decimalText(rest.reduce(addDecimals, first))
}

/** How many marks stand. */
export function marksStanding(grid: Grid, columns: readonly Column[]): number {
  return grid.reduce((sum, row) => sum + row.filter((text, at) => columns[at] !== undefined && markStands(text, columns[at])).length, 0)
}

/** The marks ready to be sent, or null while one of them does not stand. */
export function marksOf(grid: Grid, columns: readonly Column[]): Marks | null {
  const whole = grid.length > 0 && grid.every((row) => row.length === columns.length && row.every((text, at) => columns[at] !== undefined && markStands(text, columns[at])))
  return whole ? grid.map((row) => [...row]) : null
}

/** The first cell that does not stand, from a place on and then from the start; null when all do. */
export function nextOpen(grid: Grid, columns: readonly Column[], from: readonly [row: number, column: number]): [number, number] | null {
  const cells = grid.flatMap((row, at) => row.map((text, col) => ({ at, col, open: columns[col] !== undefined && !markStands(text, columns[col]) })))
  const start = from[0] * columns.length + from[1]
  const found = [...cells.slice(start), ...cells.slice(0, start)].find((cell) => cell.open)
  return found === undefined ? null : [found.at, found.col]
}
