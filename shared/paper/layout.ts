import { fit, fitHeight, fitted } from './fit.ts'
import { el, withAttributes, type PaperNode } from './tree.ts'

/** A column of a table: share of the width in mm; `kind` says how its cells are set. */
export interface Column {
  title: string
  width: number
  /** `num`: figures, to the right; `mid`: centred; `hand`: room to write; `text` wraps on two lines in full size. */
  kind?: 'text' | 'num' | 'mid' | 'hand' | 'lot'
  /** Running text: as many lines in full size as it takes, in place of smaller type. */
  wraps?: boolean
}

/** A cell: text that is fitted, or a node whose height (mm) the row must have. */
export type Cell = string | { node: PaperNode; height: number; className?: string }

export interface TableBlock {
  kind: 'table'
  columns: readonly Column[]
  rows: readonly (readonly Cell[])[]
  /** Least height of a row, mm: room for a hand or a code. */
  rowHeight: number
  /** Type size; 9.5 unless `small` (8.5). */
  points?: 8.5
  /** A line above the columns, repeated with them. */
  caption?: string
  className?: string
  /** The columns' titles only where the table begins a page: parts of one long table come as blocks of their own. */
  headless?: boolean
}

/** Something that stays whole; `height` in mm is what must be free for it, `takes` what it takes of it (all, unless said). */
export interface FixedBlock {
  kind: 'fixed'
  height: number
  takes?: number
  node: PaperNode
}

export type Block = TableBlock | FixedBlock

/** Row heights are classes `h4` … `h80`, in whole mm. */
export const rowHeights: readonly number[] = Array.from({ length: 77 }, (_, at) => at + 4)

const padding = 2
/** A row's share of the lines between rows, mm. */
const rule = 0.25
const tablePoints = 9.5

/** Blocks laid on pages of `height` mm: table rows go one after another and the head of the table stands on each page. */
export function paginate(blocks: readonly Block[], width: number, height: number): PaperNode[][] {
  const pages: PaperNode[][] = [[]]
  let left = height
  const turn = () => {
    pages.push([])
    left = height
  }
  for (const block of blocks) {
    if (block.kind === 'fixed') {
      if (block.height > left && left < height) turn()
      pages.at(-1)?.push(block.node)
      left -= block.takes ?? block.height
      continue
    }
    const set = setTable(block, width)
    let from = 0
    do {
      const first = set.rows[from]?.height ?? 0
      if (set.headHeight + first > left && left < height) turn()
      const bare = block.headless === true && left < height
      let space = left - (bare ? 0 : set.headHeight)
      let to = from
      for (let row = set.rows[to]; row !== undefined && row.height + rule <= space; row = set.rows[to]) {
        space -= row.height + rule
        to += 1
      }
      // a single row that is taller than a page still has to stand somewhere
      if (to === from && set.rows.length > 0) to += 1
      pages.at(-1)?.push(set.table(from, to, bare))
      left = Math.max(0, space)
      from = to
      if (from < set.rows.length) turn()
    } while (from < set.rows.length)
  }
  return pages
}

interface SetTable {
  headHeight: number
  rows: readonly { node: PaperNode; height: number }[]
  table(from: number, to: number, bare: boolean): PaperNode
}

function setTable(block: TableBlock, width: number): SetTable {
  const points = block.points ?? tablePoints
  const whole = block.columns.reduce((sum, column) => sum + column.width, 0)
  const widths = block.columns.map((column) => (column.width / whole) * width)
  const head = block.columns.map(({ title }, at) => fit(title, (widths[at] ?? 0) - padding, points - 1, 2))
  const headHeight = Math.ceil(Math.max(...head.map((each) => fitHeight(each, points - 1))) + padding + 1)
  const captionHeight = block.caption === undefined ? 0 : 8
  const columns = block.columns.map((_, at) =>
    withAttributes(el('col', ''), { width: `${(((widths[at] ?? 0) / width) * 100).toFixed(3)}%` }))
  const headRow = el('tr', `h${String(headHeight)}`, ...block.columns.map((column, at) =>
    withAttributes(el('th', column.kind ?? 'text', fitted(column.title, head[at] ?? { step: 0, lines: 1 })), { scope: 'col' })))
  const rows = block.rows.map((cells) => setRow(block, cells, widths, points))
  return {
    headHeight: headHeight + captionHeight,
    rows,
    table: (from, to, bare) => el('table', [block.className ?? '', bare ? 'bare' : '', points === tablePoints ? '' : 'small'].filter(Boolean).join(' '),
      block.caption === undefined ? null : el('caption', '', block.caption),
      el('colgroup', '', ...columns), bare ? null : el('thead', '', headRow), el('tbody', '', ...rows.slice(from, to).map((row) => row.node))),
  }
}

function setRow(block: TableBlock, cells: readonly Cell[], widths: readonly number[], points: number): { node: PaperNode; height: number } {
  let tallest = block.rowHeight
  const nodes = cells.map((cell, at) => {
    const column = block.columns[at]
    const kind = column?.kind ?? 'text'
    if (typeof cell !== 'string') {
      tallest = Math.max(tallest, cell.height + padding)
      return el('td', [kind, cell.className ?? ''].filter(Boolean).join(' '), cell.node)
    }
    const size = kind === 'lot' ? points + 2 : points
    const set = fit(cell, (widths[at] ?? 0) - padding, size, column?.wraps === true ? 200 : kind === 'text' && block.rowHeight >= 9 ? 2 : 1)
    tallest = Math.max(tallest, fitHeight(set, size) + padding)
    return el('td', kind, cell === '' ? null : fitted(cell, set))
  })
  const height = Math.ceil(tallest)
  return { node: el('tr', `h${String(Math.min(height, rowHeights.at(-1) ?? height))}`, ...nodes), height }
}

/** A line of text as a block of its own, as tall as it will be, with air above it where it follows a table. */
export function textBlock(text: string, width: number, points = 10.5, className = ''): FixedBlock {
  const set = fit(text, width, points, 200)
  return { kind: 'fixed', height: fitHeight(set, points) + 3.5, node: el('p', ['say', className].filter(Boolean).join(' '), fitted(text, set)) }
}

/** Pairs of a name and a value, one under the other, `nameWidth` mm for the names. */
export function pairsBlock(pairs: readonly (readonly [name: string, value: string])[], width: number, points = 10.5): FixedBlock {
  let height = 2
  const nodes = pairs.flatMap(([name, value]) => {
    const set = fit(value, width - 34, points, 4)
    const row = Math.ceil(Math.max(6, fitHeight(set, points) + 1.4))
    height += row
    return [el('tr', `h${String(row)}`, withAttributes(el('th', '', name), { scope: 'row' }), el('td', '', fitted(value, set)))]
  })
  return {
    kind: 'fixed', height,
    node: el('table', 'pairs', el('colgroup', '', withAttributes(el('col', ''), { width: `${((32 / width) * 100).toFixed(2)}%` }), el('col', '')), el('tbody', '', ...nodes)),
  }
}
