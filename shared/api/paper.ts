import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FactId, Outcome, PsychResult } from '../facts.ts'
import type { PaperNode } from '../paper/tree.ts'
import { answer, Bilingual, cmd, id, Second } from './answer.ts'

/** Every kind of sheet the program prints (issue: paper); `evidence` is a candidate's whole pack, `list` a list of the session by its name. */
export const SheetKind = z.enum([
  'attendance', 'absent', 'strips', 'draw', 'roomDraw', 'judge', 'heat', 'psychNotice', 'fitnessSlip', 'waiting', 'examiner', 'roomSummary',
  'scoreSlip', 'ranking', 'closing', 'evidence', 'fallback', 'list',
])
export type SheetKind = z.infer<typeof SheetKind>

/** Paper a sheet is laid out for: A4 upright or lying, or 80 mm thermal strips. */
export const SheetPaper = z.enum(['A4', 'A4-landscape', 'strip-80'])
export type SheetPaper = z.infer<typeof SheetPaper>

/** A sheet that can be printed now: `key` says of what (a room, an item, a heat, a post, a candidate; empty: the whole session). */
export const SheetInfo = z.strictObject({
  kind: SheetKind, key: z.string(), title: z.string(),
  /** What is on it in people or rows; 0: there is nothing to print yet. */
  rows: z.number().int(), copies: z.number().int(), printedAt: z.number().nullable(), paper: SheetPaper,
})
export type SheetInfo = z.infer<typeof SheetInfo>

/** A page as a tree of elements; the same tree becomes React elements on screen and HTML text in a file. */
export const Page: z.ZodType<PaperNode, PaperNode> = z.lazy(() => z.strictObject({
  tag: z.string().regex(/^[a-z][a-z0-9]{0,15}$/), class: z.string().max(100).optional(), attributes: z.record(z.string(), z.string()).optional(),
  children: z.array(z.union([z.string(), Page])).optional(),
}))

export const OpenedSheet = z.strictObject({
  sheet: id, kind: SheetKind, key: z.string(), title: z.string(), file: z.string(), copy: z.number().int(), pages: z.number().int(),
  paper: SheetPaper,
})
export type OpenedSheet = z.infer<typeof OpenedSheet>

/** What a row of a fallback sheet stands for, and what has happened since it was printed. */
export const ScannedRow = z.strictObject({
  sheet: id, row: z.string(), kind: z.enum(['checkIn', 'psych', 'attempt', 'interview']), session: id, candidate: id, rosterNumber: z.string(), lot: z.string(),
  item: z.string(), title: Bilingual, printedAt: z.number(), alreadyTyped: z.number().int(),
  /** Facts about this candidate newer than the sheet. */
  newer: z.array(z.strictObject({ fact: FactId, type: z.string(), at: z.number(), by: z.string() })),
})
export type ScannedRow = z.infer<typeof ScannedRow>

/** What was written in a row by hand. */
export const PaperEntry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('checkIn'), tag: z.string().trim().max(32), consent: z.boolean() }),
  z.strictObject({ kind: z.literal('psych'), result: PsychResult }),
  /** In the order written. `confirmed`: the judge was asked about an implausible reading; `signed`: both names stand in the row. */
  z.strictObject({ kind: z.literal('attempt'), item: id, outcomes: z.array(Outcome).min(1).max(10), confirmed: z.boolean().default(false), signed: z.boolean() }),
])
export type PaperEntry = z.infer<typeof PaperEntry>

export const paper = {
  sheets: oc.input(z.strictObject({ session: id })).output(answer({ sheets: z.array(SheetInfo) })),
  /** Counts a print and fixes its pages; copy 2 and more say "reprint". Several `keys` (slips of many people) go on one print. */
  open: oc
    .input(z.strictObject({ ...cmd, session: id, kind: SheetKind, keys: z.array(z.string().max(100)).min(1).max(20_000), paper: SheetPaper.optional() }))
    .output(answer({ opened: OpenedSheet })),
  /** The first pages as they would be printed, marked as a preview; counts nothing and is no print. */
  preview: oc
    .input(z.strictObject({ session: id, kind: SheetKind, key: z.string().max(100), paper: SheetPaper.optional() }))
    .output(answer({ title: z.string(), pages: z.array(Page), total: z.number().int() })),
  /** Pages of an opened sheet, a part at a time, so that the screen can show how far it is and stop. */
  pages: oc.input(z.strictObject({ sheet: id, offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(200).default(50) })).output(answer({ pages: z.array(Page), total: z.number().int() })),
  /** A row's code after an outage. */
  scan: oc.input(z.strictObject({ session: id, code: z.string().max(200) })).output(answer({ row: ScannedRow })),
  /**
   * The row's value, as ordinary facts and one that says they came from paper, all or none. Newer facts have to be seen
   * (`newer`); `writtenAt` (hh:mm on the day of the session) is when it was written, not before the sheet was printed.
   */
  enter: oc
    .input(z.strictObject({ ...cmd, session: id, code: z.string().max(200), entry: PaperEntry, writtenAt: z.string().regex(/^$|^([01]\d|2[0-3]):[0-5]\d$/).default(''), newer: z.array(FactId).max(100).default([]), second: Second.optional() }))
    .output(answer({ facts: z.array(FactId), repeated: z.boolean() })),
  /** The folder that gets the state as printable sheets every minute (a stick); null switches it off. */
  setFolder: oc.input(z.strictObject({ ...cmd, folder: z.string().trim().max(300).nullable() })).output(answer({ folder: z.string().nullable() })),
  folder: oc.output(z.strictObject({ folder: z.string().nullable(), lastAt: z.number().nullable(), pages: z.number().int(), changed: z.number().int(), problem: z.string() })),
}
