import { fit, fitted } from './fit.ts'
import { paginate, type Block } from './layout.ts'
import { qrNode } from './qr.ts'
import { el, type PaperNode } from './tree.ts'

/** Paper and how a sheet lies on it: `half` are two to an A4 page with a line to cut along, `strip` one 80 mm strip. */
export type Format = 'A4' | 'A4-landscape' | 'half' | 'strip-80'

/** What every page of a print says about itself. */
export interface Stamp {
  venue: string
  /** Session and date; empty for sheets of the whole exam. */
  session: string
  /** The ledger's head: hash in hex, and the fact it is of. */
  head: string
  headFact: string
  /** `2023-06-09 08:15:07` */
  printed: string
  rehearsal: boolean
  /** Shown on a screen before it is printed: says so across the page, and is no print. */
  preview?: boolean
}

/** One sheet before it is set: what it says, block by block, and who signs. */
export interface SheetText {
  title: string
  /** A line under venue and session. */
  about?: string
  format: Format
  blocks: readonly Block[]
  /** Who signs at the foot of each page. */
  signs: readonly string[]
  /** 0: drawn to the folder and not counted as a print; from 2 on the page says reprint. */
  copy: number
  /** Id of the sheet on paper; absent where no row of it can be scanned. */
  sheet?: string
  /** Where this is one page of a longer list that is drawn page by page. */
  place?: { page: number; of: number }
}

/** Inner width and height for the body in mm, by format; signatures take their part of it. */
export const bodyOf: Readonly<Record<Format, { width: number; height: number }>> = {
  'A4': { width: 186, height: 238 }, 'A4-landscape': { width: 273, height: 151 }, 'half': { width: 186, height: 97 }, 'strip-80': { width: 72, height: 46 },
}
const signHeight = 17
const signsInRow = 4

/** What the QR code of a page's foot says: the ledger's head as a witness, 20 characters of which stand beside it. */
export function headCode(stamp: Pick<Stamp, 'head' | 'headFact'>): string {
  return `KDH1:${stamp.headFact.replace('/', ':')}:${stamp.head}`.toUpperCase()
}

/** Everything that is the same on all pages of one print, drawn once. */
export interface Framing {
  stamp: Stamp
  code: PaperNode
}

export function framing(stamp: Stamp): Framing {
  return { stamp, code: qrNode(headCode(stamp), 'qr-head', 'L') }
}

/** The pages' insides of one sheet, each framed for its format; a page of halves is put together by `pagesOf`. */
export function setSheet(text: SheetText, frame: Framing): PaperNode[] {
  const body = bodyOf[text.format]
  const signed = Math.ceil(text.signs.length / signsInRow) * signHeight
  const inner = paginate(text.blocks, body.width, body.height - signed)
  return inner.map((nodes, at) => framed(text, frame, nodes, (text.place?.page ?? 1) + at, text.place?.of ?? inner.length))
}

function framed(text: SheetText, { stamp, code }: Framing, nodes: readonly PaperNode[], page: number, of: number): PaperNode {
  const strip = text.format === 'strip-80'
  return el('section', `sheet ${classOf(text.format)}`,
    stamp.preview === true ? el('b', 'drill', '预览') : stamp.rehearsal ? el('b', 'drill', '演练') : null,
    strip ? null : header(text, stamp),
    el('div', 'body', ...nodes),
    text.signs.length === 0 ? null : el('div', 'signs', ...text.signs.map((who) => el('span', '', who))),
    el('footer', 'foot',
      el('div', 'made',
        el('p', '', `打印 ${stamp.printed}`, text.copy > 1 ? el('b', 'again', `重印 ${String(text.copy)}`) : null, stamp.rehearsal ? el('b', 'again', '演练') : null),
        el('p', '', '账本摘要 ', headText(stamp.head), text.sheet === undefined ? null : el('span', 'id', `表号 ${text.sheet}`))),
      el('span', 'page-no', `第 ${String(page)} 页，共 ${String(of)} 页`),
      code))
}

/** The first 20 characters of the head in groups of five, which reads out well; the text itself has no gaps. */
function headText(head: string): PaperNode {
  const groups = head.slice(0, 20).match(/.{1,5}/g) ?? []
  return el('b', 'head', ...groups.map((group) => el('i', '', group)))
}

function header(text: SheetText, stamp: Stamp): PaperNode {
  const { width } = bodyOf[text.format]
  const where = [stamp.venue, stamp.session].filter((part) => part !== '').join(' · ')
  return el('header', 'top',
    el('h1', '', fitted(text.title, fit(text.title, width - 2, text.format === 'half' ? 14 : 16))),
    el('p', 'where', fitted(where, fit(where, width - 2, 10))),
    text.about === undefined || text.about === '' ? null : el('p', 'about', fitted(text.about, fit(text.about, width - 2, 9.5))))
}

function classOf(format: Format): string {
  switch (format) {
    case 'A4':
      return 'a4'
    case 'A4-landscape':
      return 'wide'
    case 'half':
      return 'half'
    case 'strip-80':
      return 'strip'
    default:
      return format satisfies never
  }
}

/** Framed sheets put on paper: halves two to a page, everything else as it is. */
export function onPaper(sheets: readonly PaperNode[], format: Format): PaperNode[] {
  if (format !== 'half') return [...sheets]
  const pages: PaperNode[] = []
  for (let at = 0; at < sheets.length; at += 2) pages.push(el('div', 'sheet a4 halves', ...sheets.slice(at, at + 2)))
  return pages
}
