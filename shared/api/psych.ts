import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FactId, PsychResult } from '../facts.ts'
import { answer, Base64, Bilingual, cmd, id, recorded, Second, withReason } from './answer.ts'
import { SheetProblem } from './venue.ts'

/** A lot as the psych clerk sees it: no name. */
export const PsychView = z.strictObject({
  session: id, lot: z.string(), sex: z.string(),
  result: PsychResult.nullable(), fact: FactId.nullable(), at: z.number().nullable(), by: z.string(), source: z.string(),
  /** An invalid result waits for a person's decision. */
  needsRuling: z.boolean(), ruled: z.boolean(), notices: z.number().int(),
  /** Why nothing may be recorded now, or null. */
  blocked: z.strictObject({ reason: z.string(), detail: z.record(z.string(), z.string()) }).nullable(),
})
export type PsychView = z.infer<typeof PsychView>

export const PsychNotice = z.strictObject({ lot: z.string(), session: Bilingual, venue: z.string(), date: z.string(), result: PsychResult, clause: Bilingual, copy: z.number().int(), head: z.string() })

const file = { session: id, name: z.string().max(300), bytes: Base64 }

export const psych = {
  find: oc.input(z.strictObject({ session: id, lot: z.string().max(16) })).output(answer({ view: PsychView })),
  list: oc.input(z.strictObject({ session: id, which: z.enum(['waiting', 'passed', 'failed', 'invalid', 'all']).default('all') })).output(z.array(PsychView)),
  record: oc.input(z.strictObject({ ...cmd, session: id, lot: z.string(), result: PsychResult })).output(answer({ ...recorded, view: PsychView })),
  correct: oc.input(z.strictObject({ ...cmd, replaces: FactId, result: PsychResult, ...withReason, second: Second.optional() })).output(answer({ ...recorded, view: PsychView })),
  /** 无效 → a person decides (规则 §6). */
  rule: oc.input(z.strictObject({ ...cmd, replaces: FactId, result: z.enum(['passed', 'failed']), ...withReason, second: Second.optional() })).output(answer({ ...recorded, view: PsychView })),
  previewFile: oc.input(z.strictObject(file)).output(answer({ headers: z.array(z.string()), count: z.number().int(), problems: z.array(SheetProblem), counts: z.record(z.string(), z.number().int()) })),
  /** All rows or none. */
  importFile: oc.input(z.strictObject({ ...cmd, ...file })).output(answer({ imported: z.number().int() })),
  notice: oc.input(z.strictObject({ ...cmd, session: id, lot: z.string() })).output(answer({ notice: PsychNotice })),
}
