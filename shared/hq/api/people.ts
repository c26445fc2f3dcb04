import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { Base64, cmd, page, withReason } from '../../api/answer.ts'
import { PackError, SheetMapping, SheetProblem } from '../../api/venue.ts'
import { Candidate } from '../../roster.ts'
import { hqAnswer, hqRecorded, ofRecruitment } from '../answer.ts'
import { looking, planning, type RightsOf } from '../rights.ts'
import { RowChange } from '../roster-changes.ts'

const candidate = z.string().min(1).max(64)
const post = z.string().min(1).max(32)
const count = z.number().int().min(0)
const of = { ...ofRecruitment, candidate }
const sheet = { name: z.string().max(300), bytes: Base64, mapping: SheetMapping.optional() }

export const peopleStatuses = ['all', 'in', 'withdrawn', 'barred', 'no_score', 'not_due'] as const

/** A candidate (考生) as a list shows it; the id number only by its end. */
export const PersonRow = z.strictObject({
  candidate, rosterNumber: z.string(), ticket: z.string(), idTail: z.string(), name: z.string(), sex: z.enum(['M', 'F']), birth: z.string(), post: z.string(),
  written: z.string().nullable(), quality: z.string().nullable(), barred: z.string().nullable(), withdrawn: z.string().nullable(), sessions: count,
})
export type PersonRow = z.infer<typeof PersonRow>

/** What was done to a candidate, from HQ's own ledger, newest first. */
export const PersonFact = z.strictObject({ fact: z.number().int(), at: z.number(), by: z.string(), what: z.string(), fields: z.array(z.string()), reason: z.string() })
export type PersonFact = z.infer<typeof PersonFact>

/** What a person at HQ may put right on a candidate; what is absent stays. */
export const Correction = Candidate.pick({ rosterNumber: true, ticket: true, residentId: true, name: true, sex: true, birth: true, post: true })
  .extend({ written: Candidate.shape.written.unwrap().nullable(), quality: Candidate.shape.quality.unwrap().nullable() }).partial()
export type Correction = z.infer<typeof Correction>

/** How far a post's qualification list is; `ratio`, `exact` and `fractions` say how its places came about (规则 §9). */
export const QualificationPost = z.strictObject({
  post, title: z.string(), unit: z.string(), headcount: count, people: count, passLine: z.string().nullable(), ratio: z.string().nullable(), exact: z.string().nullable(),
  places: count.nullable(), fractions: z.string(), listed: count, tied: count,
  /** The tie at the last place was decided by people. */
  decided: z.boolean(),
  /** No written score is known, and: below the pass line, barred or withdrawn. */
  without: count, below: count, out: count,
  adopted: z.strictObject({ fact: count, at: z.number(), by: z.string(), second: z.string(), listed: count }).nullable(),
  /** Whom adopting it again would move. */
  moved: count,
  /** Of the list as it would be adopted now. */
  hash: z.string(),
})
export type QualificationPost = z.infer<typeof QualificationPost>

/** An import as it goes on: a step and how far, then one answer and nothing after it. */
export const ImportStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('step'), step: z.enum(['reading', 'writing']), done: count, of: count }),
  z.strictObject({ kind: z.literal('answer'), answer: hqAnswer({ ...hqRecorded, added: count, changed: count, removed: count }) }),
])
export type ImportStep = z.infer<typeof ImportStep>

export const people = {
  list: oc
    .input(z.strictObject({ ...ofRecruitment, post: post.optional(), status: z.enum(peopleStatuses).default('all'), query: z.string().trim().max(60).default(''), ...page }))
    .output(hqAnswer({ rows: z.array(PersonRow), total: count, all: count })),
  /** One candidate whole, where they are due, which venues' packages hold them, and what was done to them. */
  get: oc.input(z.strictObject(of)).output(hqAnswer({
    person: Candidate.omit({ sessions: true }).extend({ withdrawn: z.string().nullable(), barred: z.string().nullable() }), postTitle: z.string(), unit: z.string(),
    sessions: z.array(z.strictObject({ session: z.string(), venue: z.string(), venueName: z.string(), title: z.string(), date: z.string() })),
    issued: z.array(z.strictObject({ venue: z.string(), name: z.string(), version: count, at: z.number(), amend: z.boolean() })),
    warnings: z.array(z.strictObject({ reason: z.string(), detail: z.record(z.string(), z.string()) })),
    facts: z.array(PersonFact), photo: z.strictObject({ mime: z.string(), bytes: z.string() }).nullable(),
  })),
  /**
   * Reads a roster and says what it would do; nothing is stored. At most 1,000 problems, warnings and changes are listed, all
   * are counted. `seen` names exactly this preview: the import is refused as stale when it would do something else.
   */
  preview: oc.input(z.strictObject({ ...ofRecruitment, ...sheet })).output(hqAnswer({
    headers: z.array(z.string()), mapping: SheetMapping, count, sample: z.array(z.record(z.string(), z.string())),
    problems: z.array(SheetProblem), problemCount: count, warnings: z.array(SheetProblem), warningCount: count,
    posts: z.array(z.strictObject({ code: z.string(), count })), withoutScore: count,
    added: count, changed: count, same: count, missing: count, missingIssued: count, changes: z.array(RowChange), missingPeople: z.array(z.strictObject({ candidate, name: z.string(), ticket: z.string(), post: z.string(), issued: z.boolean() })),
    holes: z.array(PackError), seen: z.string(),
  })),
  /**
   * Every row comes in, or none, in one transaction. `missing`: what becomes of those who are there and not in the sheet;
   * whoever stands in an issued package stays in any case. Refused: sheet_unreadable, sheet_rows, no_posts, stale.
   */
  import: oc
    .input(z.strictObject({ ...cmd, ...ofRecruitment, ...sheet, seen: z.string().max(100), missing: z.enum(['keep', 'remove']).default('keep') }))
    .output(eventIterator(ImportStep)),
  /** Photos from a .zip of `ticket.jpg` or `.png`; without `take` it only says what fits. */
  photos: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, name: z.string().max(300), bytes: Base64, take: z.boolean() })).output(hqAnswer({
    ...hqRecorded, matched: count, replaced: count, without: count, problems: z.array(z.strictObject({ file: z.string(), problem: z.string() })),
  })),
  /** Withdraws, bars or takes either back; the venue's package has to be amended afterwards. Refused: candidate_unknown, already_so. */
  mark: oc.input(z.strictObject({ ...cmd, ...of, what: z.enum(['withdrawn', 'barred', 'restored']), ...withReason })).output(hqAnswer({ ...hqRecorded, amend: z.array(z.string()) })),
  /** Refused: candidate_unknown, post_unknown, ticket_taken, already_so. */
  correct: oc.input(z.strictObject({ ...cmd, ...of, fields: Correction, ...withReason })).output(hqAnswer({ ...hqRecorded, amend: z.array(z.string()) })),
  /** One candidate by hand, who was forgotten. Refused: post_unknown, ticket_taken. */
  add: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, person: Correction.required().extend({ residentId: z.string().length(18) }), ...withReason })).output(hqAnswer({ ...hqRecorded, candidate })),

  /** The posts and how far their qualification lists are (规则 §9); lines, ties and adoption are decide's, list `qualification`. */
  qualification: oc.input(z.strictObject(ofRecruitment)).output(hqAnswer({ posts: z.array(QualificationPost), at: z.number() })),
}

export const peopleRights: RightsOf<typeof people> = {
  list: looking, get: looking, preview: planning, import: planning, photos: planning, mark: planning, correct: planning, add: planning,
  qualification: looking,
}
