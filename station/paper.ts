import { refuse } from '../shared/api/answer.ts'
import { SheetKind, type OpenedSheet, type SheetInfo, type SheetPaper } from '../shared/api/paper.ts'
import { mayPrint } from '../shared/paper/sheet-rights.ts'
import { sheetId, sheetTime } from '../shared/paper/row-code.ts'
import type { Session } from '../shared/pack-schema.ts'
import { boardOf } from './board.ts'
import type { FactDraft, OpenVenue } from './open-venue.ts'
import { joinKeys, printed } from './paper/copies.ts'
import { drawSheets, headNow, type Drawn } from './paper/drawing.ts'
import { contextOf, type SheetContext } from './paper/sheet-context.ts'
import { makerOf, paperOf } from './paper/sheet-makers.ts'
import { paperRowMethods } from './paper-rows.ts'
import { folderUseCases } from './paper-folder.ts'
import { heldBy } from './repeat.ts'
import { sessionOf } from './session-day.ts'
import type { Caller, Input, Output, UseCases } from './use-cases.ts'

/** Opened sheets whose pages are still fetched, newest last. */
const shelves = new WeakMap<OpenVenue['ledger'], Drawn[]>()
const shelfLength = 6
/** How much of a sheet a preview shows. */
const previewSheets = 4
const previewPages = 4
/** Prints of one venue are opened one after another, so that no two are the same copy. */
const queues = new WeakMap<OpenVenue['ledger'], Promise<unknown>>()

function inTurn<T>(venue: OpenVenue, work: () => Promise<T>): Promise<T> {
  const before = queues.get(venue.ledger) ?? Promise.resolve()
  const mine = before.then(work, work)
  queues.set(venue.ledger, mine.catch(() => undefined))
  return mine
}

/** Everything that goes to paper (issue: paper): what there is, one counted print, its pages in parts. */
export const paperUseCases: UseCases<'paper'> = {
  sheets: (venue, caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const context = contextOf(venue, session, venue.clock.now(), '')
    return { ok: true, sheets: SheetKind.options.flatMap((kind) => offered(context, caller, kind)) }
  },

  open: (venue, caller, input) => inTurn(venue, () => open(venue, caller, input)),

  preview: async (venue, caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    if (!mayPrint(caller.roles, input.kind, input.key)) return refuse('sheet_not_yours', { kind: input.kind })
    const at = venue.clock.now()
    const sheet = sheetId(at, 0)
    const keys = keysOf(contextOf(venue, session, at, sheet), { kind: input.kind, keys: [input.key], paper: input.paper })
    const drawn = await drawSheets(venue, { session, kind: input.kind, keys: keys.slice(0, previewSheets), paper: input.paper, sheet, at, copyOf: () => 0, preview: true })
    if (drawn === null) return refuse('sheet_empty')
    return { ok: true, title: drawn.title, pages: drawn.pages.slice(0, previewPages), total: drawn.pages.length + Math.max(0, keys.length - previewSheets) }
  },

  pages: (venue, caller, { sheet, offset, limit }) => {
    const drawn = shelves.get(venue.ledger)?.find((each) => each.opened.sheet === sheet)
    if (drawn === undefined) return refuse('sheet_unknown')
    if (!mayPrint(caller.roles, drawn.opened.kind, drawn.opened.key)) return refuse('sheet_not_yours')
    return { ok: true, pages: drawn.pages.slice(offset, offset + limit), total: drawn.pages.length }
  },

  ...paperRowMethods,
  ...folderUseCases,
}

function offered(context: SheetContext, caller: Caller, kind: SheetKind): SheetInfo[] {
  const maker = makerOf(kind, undefined)
  const { venue, session } = context
  return maker.offers(context).filter(({ key }) => mayPrint(caller.roles, kind, key)).map(({ key, title, rows }) => {
    const keys = maker.expand?.(context, key) ?? [key]
    const prints = keys.map((each) => printed(venue, session.id, kind, each))
    const at = prints.reduce((last, each) => Math.max(last, each.at), 0)
    return { kind, key, title, rows, copies: prints.reduce((most, each) => Math.max(most, each.copies), 0), printedAt: at === 0 ? null : at, paper: paperOf[kind] }
  })
}

async function open(venue: OpenVenue, caller: Caller, input: Input<'paper', 'open'>): Promise<Output<'paper', 'open'>> {
  const session = sessionOf(venue, input.session)
  if (session === null) return refuse('session_unknown', { session: input.session })
  if (input.keys.some((key) => !mayPrint(caller.roles, input.kind, key))) return refuse('sheet_not_yours', { kind: input.kind })
  const held = heldBy(venue, input.cmd, ['paper.printed'], (body) => body.session === input.session && body.kind === input.kind)
  if (held?.ok === false) return held
  if (held !== null && !samePrint(contextOf(venue, session, venue.clock.now(), ''), input, held.body.key)) return refuse('command_reused')
  const known = held === null ? undefined : shelves.get(venue.ledger)?.find((each) => each.opened.sheet === held.body.sheet)
  if (known !== undefined) return { ok: true, opened: known.opened }
  const at = held === null ? venue.clock.now() : (sheetTime(held.body.sheet) ?? venue.clock.now())
  const sheet = held?.body.sheet ?? sheetId(at, venue.chance.bytes(4).readUInt32BE())
  const keys = held === null ? keysOf(contextOf(venue, session, at, sheet), input) : held.body.key.split('\n')
  const repeated = held === null ? 0 : -1
  const order = {
    session, kind: input.kind, keys, paper: input.paper, sheet, at,
    copyOf: (key: string) => printed(venue, session.id, input.kind, key).copies + 1 + repeated,
  }
  const drawn = await drawSheets(venue, order)
  if (drawn === null) return refuse('sheet_empty')
  const copy = drawn.keys.reduce((most, key) => Math.max(most, order.copyOf(key)), 1)
  const key = joinKeys(drawn.keys)
  const { head } = headNow(venue)
  if (held === null) {
    const body = { session: session.id, sheet, kind: input.kind, key, copy, pages: drawn.pages.length, head }
    const recorded = venue.recordAll(caller, [{ type: 'paper.printed', body }, ...ownFacts(venue, session, input.kind, drawn.keys)], input.cmd)
    if (!recorded.ok) return recorded
  }
  const opened: OpenedSheet = {
    sheet, kind: input.kind, key: drawn.keys.length === 1 ? key : '', title: drawn.title, file: fileName(session, drawn.title, copy), copy, pages: drawn.pages.length, paper: drawn.paper,
  }
  const shelf = shelves.get(venue.ledger) ?? []
  shelf.push({ opened, session: session.id, pages: drawn.pages, head })
  shelves.set(venue.ledger, shelf.slice(-shelfLength))
  return { ok: true, opened }
}

function keysOf(context: SheetContext, { kind, keys, paper }: { kind: SheetKind; keys: readonly string[]; paper?: SheetPaper | undefined }): string[] {
  const maker = makerOf(kind, paper)
  return [...new Set(keys.flatMap((key) => maker.expand?.(context, key) ?? [key]))]
}

/** Whether an earlier print under this command was of these keys: nothing in it that is not asked for, and no single sheet left out. */
function samePrint(context: SheetContext, asked: { kind: SheetKind; keys: readonly string[]; paper?: SheetPaper | undefined }, printedKeys: string): boolean {
  const before = new Set(printedKeys.split('\n'))
  const now = new Set(keysOf(context, asked))
  return [...before].every((key) => now.has(key)) && asked.keys.every((key) => !now.has(key) || before.has(key))
}

/** Strips and notices are steps of a candidate's journey besides. */
function ownFacts(venue: OpenVenue, session: Session, kind: SheetKind, keys: readonly string[]): FactDraft[] {
  if (kind !== 'strips' && kind !== 'psychNotice') return []
  return keys.flatMap((candidate): FactDraft[] => {
    const lot = boardOf(venue).standing(session.id, candidate)?.lot?.lot
    if (lot === undefined) return []
    const body = { session: session.id, candidate, lot, copy: printed(venue, session.id, kind, candidate).copies + 1 }
    return [kind === 'strips' ? { type: 'lots.printed', body } : { type: 'psych.noticed', body }]
  })
}

function fileName(session: Session, title: string, copy: number): string {
  const plain = `${session.date}-${session.half === 'am' ? '上午' : '下午'}-${title}${copy > 1 ? `-重印${String(copy)}` : ''}`
  return plain.replaceAll(/[\\/:*?"<>|\s]+/g, ' ').trim()
}

