import type { OpenedSheet, SheetKind, SheetPaper } from '../../shared/api/paper.ts'
import { framing, onPaper, setSheet, type Framing, type Stamp } from '../../shared/paper/frame.ts'
import type { PaperNode } from '../../shared/paper/tree.ts'
import { heads } from '../../db/ledger.ts'
import type { Session } from '../../shared/pack-schema.ts'
import type { OpenVenue } from '../open-venue.ts'
import { contextOf, moment, sessionLine } from './sheet-context.ts'
import { makerOf } from './sheet-makers.ts'

/** An opened sheet and its pages, as long as somebody fetches them. */
export interface Drawn {
  opened: OpenedSheet
  session: string
  pages: readonly PaperNode[]
  head: string
}

/** The venue's own stream's head, as every page carries it. */
export function headNow(venue: OpenVenue): { head: string; headFact: string } {
  const head = heads(venue.db).find((each) => each.station === venue.ledger.station)
  return { head: head?.hash ?? '0'.repeat(64), headFact: `${venue.ledger.station}/${String(head?.seq ?? 0)}` }
}

export function stampOf(venue: OpenVenue, session: Session, at: number): Stamp {
  return { venue: venue.name, session: sessionLine(session), ...headNow(venue), printed: moment(venue, at), rehearsal: venue.mode === 'rehearsal' }
}

/** Longest piece of work before the machine gets to breathe, ms. */
const slice = 25

/** Gives other work its turn whenever this one has run for a slice. */
export function breather(venue: Pick<OpenVenue, 'clock'>): () => Promise<void> {
  let began = venue.clock.mono()
  return async () => {
    if (venue.clock.mono() - began < slice) return
    await new Promise((resolve) => setImmediate(resolve))
    began = venue.clock.mono()
  }
}

export interface Order {
  session: Session
  kind: SheetKind
  keys: readonly string[]
  paper: SheetPaper | undefined
  sheet: string
  at: number
  /** Which copy of a key this print is; 0 for a preview. */
  copyOf(key: string): number
  preview?: boolean
}

/** Draws every key's sheet. Null: none of them has anything on it; keys without a sheet are left out of `keys`. */
export async function drawSheets(venue: OpenVenue, order: Order): Promise<{ pages: PaperNode[]; keys: string[]; title: string; paper: SheetPaper } | null> {
  const { session, kind, sheet, at } = order
  const context = contextOf(venue, session, at, sheet)
  const maker = makerOf(kind, order.paper)
  const frame: Framing = framing({ ...stampOf(venue, session, at), preview: order.preview === true })
  const breathe = breather(venue)
  const framed: PaperNode[] = []
  const keys: string[] = []
  let title = ''
  let format: Parameters<typeof onPaper>[1] = 'A4'
  for (const key of order.keys) {
    const draft = maker.make(context, key, order.copyOf(key))
    if (draft === null) continue
    const { scanned, ...text } = draft
    format = draft.format
    title ||= draft.title
    framed.push(...setSheet({ ...text, copy: order.copyOf(key), ...(scanned === true ? { sheet } : {}) }, frame))
    keys.push(key)
    await breathe()
  }
  if (framed.length === 0) return null
  const many = keys.length > 1 ? (maker.offers(context)[0]?.title ?? title) : title
  return { pages: onPaper(framed, format), keys, title: many.replaceAll('　', ' '), paper: format === 'half' ? 'A4' : format }
}
