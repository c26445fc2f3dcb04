import { oc } from '@orpc/contract'
import { z } from 'zod'
import { CheckInRefusal, DoubtKind, FactId } from '../facts.ts'
import { answer, Base64, Bilingual, cmd, id, Recorded, recorded, Second, withReason } from './answer.ts'

export const CheckInState = z.enum(['due', 'in', 'late', 'absent', 'refused', 'doubt', 'not_due', 'barred', 'withdrawn'])
export type CheckInState = z.infer<typeof CheckInState>

export const SearchHit = z.strictObject({
  candidate: id, rosterNumber: z.string(), ticket: z.string(), residentTail: z.string(), name: z.string(), post: z.string(),
  lot: z.string(), state: CheckInState,
})
export type SearchHit = z.infer<typeof SearchHit>

/** A reason to doubt that needs a second person (规则 §3); never a silent pass, never an automatic bar. */
export const Warning = z.strictObject({ reason: z.string(), detail: z.record(z.string(), z.string()) })

export const Card = z.strictObject({
  candidate: id, rosterNumber: z.string(), ticket: z.string(), name: z.string(), sex: z.string(), birth: z.string(),
  /** 110101********0001; the whole number comes from `reveal`. */
  residentMasked: z.string(), photo: z.string().nullable(),
  post: z.strictObject({ code: z.string(), unit: z.string(), title: z.string() }),
  sessions: z.array(z.strictObject({ id, title: Bilingual, date: z.string(), window: z.string() })),
  /** Stages of the post, in order. */
  stages: z.array(z.string()),
  state: CheckInState,
  /** Why check-in would be refused now, or null; with what the sentence needs (window, where and when already in). */
  blocked: z.strictObject({ reason: z.string(), detail: z.record(z.string(), z.string()) }).nullable(),
  warnings: z.array(Warning),
  admitted: z.strictObject({ fact: FactId, at: z.number(), by: z.string(), station: z.string(), tag: z.string(), consent: z.boolean() }).nullable(),
  doubt: z.strictObject({ fact: FactId, kind: DoubtKind, note: z.string(), at: z.number(), by: z.string() }).nullable(),
  refusals: z.array(z.strictObject({ fact: FactId, reason: CheckInRefusal, at: z.number(), by: z.string(), note: z.string() })),
  lot: z.string(),
  /** Minutes until the window closes; negative after it, null when not due. */
  minutesLeft: z.number().nullable(),
  consentRequired: z.boolean(),
})
export type Card = z.infer<typeof Card>

/** People due in the session by state; `due`: not here yet and still in time. Barred and withdrawn are not among them. */
export const CheckInCounts = z.strictObject({ due: z.number().int(), in: z.number().int(), late: z.number().int(), absent: z.number().int(), refused: z.number().int(), doubt: z.number().int() })

export const checkIn = {
  /** Ticket, id tail (last 6), roster number, name, pinyin, initials, lot. `exact` when a scan names one person. */
  search: oc.input(z.strictObject({ session: id, query: z.string().max(80), limit: z.number().int().min(1).max(50).default(12) })).output(z.strictObject({ hits: z.array(SearchHit), total: z.number().int(), exact: id.nullable() })),
  card: oc.input(z.strictObject({ session: id, candidate: id })).output(answer({ card: Card })),
  /** The whole resident id, for holding the card beside the screen. */
  reveal: oc.input(z.strictObject({ candidate: id })).output(answer({ residentId: z.string() })),
  photo: oc.input(z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) })).output(answer({ mime: z.string(), bytes: Base64 })),
  admit: oc
    .input(z.strictObject({
      ...cmd, session: id, candidate: id, documents: z.strictObject({ idCard: z.boolean(), ticket: z.boolean() }),
      tag: z.string().trim().max(32), consent: z.boolean(), acceptWarnings: z.array(z.string().max(60)).max(10).default([]), second: Second.optional(),
    }))
    .output(answer({ ...recorded, rosterNumber: z.string() })),
  refuse: oc.input(z.strictObject({ ...cmd, session: id, candidate: id.nullable(), reason: CheckInRefusal, note: z.string().max(300).default('') })).output(Recorded),
  consent: oc.input(z.strictObject({ ...cmd, session: id, candidate: id })).output(Recorded),
  doubt: oc
    .input(z.strictObject({ ...cmd, session: id, candidate: id, kind: DoubtKind, note: z.string().max(300).default(''), photo: Base64.optional() }))
    .output(Recorded),
  /** Two operators confirm. Admitting needs the documents, tag and consent as any admission does. */
  settleDoubt: oc
    .input(z.strictObject({
      ...cmd, doubt: FactId, session: id, candidate: id, outcome: z.enum(['admitted', 'refused']), note: z.string().max(300).default(''),
      documents: z.strictObject({ idCard: z.boolean(), ticket: z.boolean() }).optional(), tag: z.string().trim().max(32).default(''), consent: z.boolean().default(false),
      acceptWarnings: z.array(z.string().max(60)).max(10).default([]), second: Second.optional(),
    }))
    .output(Recorded),
  /** Takes an admission back (wrong person ticked); refused once a lot is drawn. */
  undo: oc.input(z.strictObject({ ...cmd, replaces: FactId, ...withReason, second: Second.optional() })).output(Recorded),
  counts: oc.input(z.strictObject({ session: id })).output(answer({ counts: CheckInCounts })),
}
