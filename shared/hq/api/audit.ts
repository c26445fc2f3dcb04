import { oc } from '@orpc/contract'
import { z } from 'zod'
import { RecruitmentId } from '../answer.ts'
import type { RightsOf } from '../rights.ts'

const ms = z.number().int()
const filter = {
  /** An account id, or 'system'. */
  by: z.string().max(64).optional(),
  /** A fact type, or the noun before its dot. */
  type: z.string().max(60).optional(),
  recruitment: RecruitmentId.optional(),
  from: ms.optional(), until: ms.optional(),
}

/** How the venues and half days that a fact names by id are called, as far as they are still there. */
export const AuditNames = z.strictObject({
  venues: z.record(z.string(), z.string()),
  sessions: z.record(z.string(), z.strictObject({ date: z.string(), half: z.enum(['am', 'pm']), venue: z.string() })),
})
export type AuditNames = z.infer<typeof AuditNames>

/** One fact of HQ's own ledger. `body`: JSON, ids and counts only. */
export const AuditRow = z.strictObject({
  seq: z.number().int(), at: ms, by: z.string(), byName: z.string(), second: z.string().nullable(), secondName: z.string().nullable(),
  type: z.string(), recruitment: z.string().nullable(), body: z.string(), hash: z.string(), names: AuditNames,
})
export type AuditRow = z.infer<typeof AuditRow>

export const audit = {
  /** Newest first, in pages. */
  list: oc
    .input(z.strictObject({ ...filter, offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }))
    .output(z.strictObject({ rows: z.array(AuditRow), total: z.number().int() })),
  /** Types and people that occur, for the filters. */
  filters: oc.output(z.strictObject({ types: z.array(z.string()), people: z.array(z.strictObject({ account: z.string(), name: z.string() })) })),
  /** Reads the whole ledger: every hash, every signature, no number missing. `fault`: the first fact that is not as it was recorded. */
  verify: oc.output(z.strictObject({
    whole: z.boolean(), facts: z.number().int(), head: z.string(), publicKey: z.string(),
    fault: z.strictObject({ seq: z.number().int(), why: z.enum(['missing', 'chain', 'signature', 'content', 'columns']) }).nullable(),
  })),
  /** What the filter shows as .csv (UTF-8 with BOM), at most 200,000 rows, newest first; base64. */
  exportCsv: oc.input(z.strictObject(filter)).output(z.strictObject({ fileName: z.string(), base64: z.string(), rows: z.number().int() })),
}


export const auditRights: RightsOf<typeof audit> = { list: ['auditor', 'admin'], filters: ['auditor', 'admin'], verify: ['auditor', 'admin'], exportCsv: ['auditor'] }
