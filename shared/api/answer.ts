import { z } from 'zod'
import { CommandId, FactId } from '../facts.ts'
import { refusalReasons } from '../refusals.ts'

/** A refusal: a stable reason and what the sentence on screen needs to be exact (times, names, numbers as text). */
export const Refusal = z.strictObject({
  reason: z.enum(refusalReasons),
  detail: z.record(z.string(), z.string()).optional(),
})
export type Refusal = z.infer<typeof Refusal>

export const Refused = z.strictObject({ ok: z.literal(false), refused: Refusal })
export type Refused = z.infer<typeof Refused>

/** Either what was asked for, or a refusal; never an exception for something a person may do wrong. */
export function answer<S extends z.ZodRawShape>(shape: S) {
  return z.discriminatedUnion('ok', [z.strictObject({ ok: z.literal(true), ...shape }), Refused])
}

/** `repeated`: this command id was recorded before; nothing was appended this time. */
export const recorded = { fact: FactId, repeated: z.boolean() }
export const Recorded = answer(recorded)
export type Recorded = z.infer<typeof Recorded>

/** Another account's name and PIN, typed in place; never one's own (规则: second person). */
export const Second = z.strictObject({ operator: z.string().min(1).max(64), pin: z.string().min(4).max(12) })
export type Second = z.infer<typeof Second>

export const cmd = { cmd: CommandId }
export const withReason = { reason: z.string().trim().min(1).max(500) }
export const id = z.string().min(1).max(64)
/** Text on screen in both languages. */
export const Bilingual = z.strictObject({ zh: z.string(), en: z.string() })
export type Bilingual = z.infer<typeof Bilingual>
/** File contents in base64; at most 30 MB of it. */
export const Base64 = z.string().max(40_000_000)
export const page = { offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(500).default(100) }

export function refuse(reason: Refusal['reason'], detail?: Record<string, string>): Refused {
  return { ok: false, refused: detail ? { reason, detail } : { reason } }
}
