import { z } from 'zod'
import { hqRefusalReasons } from './refusals.ts'

/** A refusal at HQ: a stable reason and what the sentence on screen needs to be exact. */
export const HqRefusal = z.strictObject({ reason: z.enum(hqRefusalReasons), detail: z.record(z.string(), z.string()).optional() })
export type HqRefusal = z.infer<typeof HqRefusal>

export const HqRefused = z.strictObject({ ok: z.literal(false), refused: HqRefusal })
export type HqRefused = z.infer<typeof HqRefused>

/** Either what was asked for, or a refusal; never an exception for something a person may do wrong. */
export function hqAnswer<S extends z.ZodRawShape>(shape: S) {
  return z.discriminatedUnion('ok', [z.strictObject({ ok: z.literal(true), ...shape }), HqRefused])
}

/** Number of the fact in HQ's own ledger; `repeated`: this command id was recorded before and nothing was appended now. */
export const hqRecorded = { fact: z.number().int(), repeated: z.boolean() }
export const HqRecorded = hqAnswer(hqRecorded)

export function hqRefuse(reason: HqRefusal['reason'], detail?: Record<string, string>): HqRefused {
  return { ok: false, refused: detail ? { reason, detail } : { reason } }
}

/** Id of a recruitment (招聘) at HQ; it is also the `exam` of every package and fact. */
export const RecruitmentId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
/** Id of a venue (考点) within its recruitment; it is also the `venue` of its packages and facts. */
export const VenueId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
export const ofRecruitment = { recruitment: RecruitmentId }
/** Another account's name and password, and its one-time code where it has one, typed in place; never one's own. */
export const HqSecond = z.strictObject({ account: z.string().min(1).max(64), password: z.string().min(1).max(200), code: z.string().max(8).default('') })
export type HqSecond = z.infer<typeof HqSecond>
