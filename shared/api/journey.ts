import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FactId, StationName } from '../facts.ts'
import { answer, Bilingual, cmd, id, Recorded } from './answer.ts'
import { Why } from './fitness.ts'
import { CandidateRow, Whereabouts } from './sessions.ts'

/** One fact of a candidate's journey, ready to be read. `params` fill the sentence of its type on screen. */
export const Step = z.strictObject({
  fact: FactId, type: z.string(), at: z.number(), station: z.string(), by: z.string(), second: z.string(),
  params: z.record(z.string(), z.string()), replaces: FactId.nullable(), replacedBy: FactId.nullable(),
  why: Why.nullable(), hash: z.string(),
  /** Whether HQ holds it by receipt; absent where the venue has no HQ, and at HQ. */
  atHq: z.boolean().optional(),
})
export type Step = z.infer<typeof Step>

export const Journey = z.strictObject({
  row: CandidateRow, birth: z.string(), residentMasked: z.string(), postTitle: z.string(), stages: z.array(z.string()),
  where: Whereabouts, steps: z.array(Step),
  items: z.array(z.strictObject({ item: id, title: Bilingual, state: z.string(), result: z.string(), signed: z.string(), why: Why.nullable() })),
})
export type Journey = z.infer<typeof Journey>

export const journey = {
  /** By candidate id or by lot. Names only for roles that may see them. */
  find: oc.input(z.strictObject({ session: id, candidate: id.optional(), lot: z.string().max(16).optional() })).output(answer({ journey: Journey })),
}

export const BackupInfo = z.strictObject({ file: z.string(), at: z.number(), bytes: z.number(), facts: z.number().int(), head: z.string() })

/** A restore as the ledger has it: `replaced` = facts of the ledger kept aside, null when unknown or none. Operators by name. */
export const RestoreInfo = z.strictObject({
  fact: FactId, at: z.number(), by: z.string(), second: z.string(), file: z.string(), facts: z.number().int(), replaced: z.number().int().nullable(),
})

export const system = {
  /** Chain of every fact, signature of each stream's last, projections against a refill; names the first bad fact. */
  verify: oc.input(z.strictObject({ full: z.boolean().default(false) })).output(z.strictObject({ ok: z.boolean(), facts: z.number().int(), streams: z.number().int(), milliseconds: z.number(), bad: z.strictObject({ fact: z.string(), problem: z.string() }).nullable() })),
  backup: oc.input(z.strictObject({ passphrase: z.string().max(200).optional() })).output(answer({ backup: BackupInfo })),
  backups: oc.output(z.array(BackupInfo)),
  /** Puts a backup in place of the live data after keeping the live folder aside; everyone is signed out. */
  restore: oc.input(z.strictObject({ file: z.string().max(300), second: z.strictObject({ operator: id, pin: z.string().min(4).max(12) }).optional() })).output(answer({ facts: z.number().int(), keptAside: z.string() })),
  /** What people call this station; shown wherever a station is named (规则 §1: 台). */
  nameStation: oc.input(z.strictObject({ ...cmd, name: StationName })).output(Recorded),
  status: oc.output(z.strictObject({ facts: z.number().int(), head: z.string(), heads: z.array(z.strictObject({ station: z.string(), seq: z.number().int(), hash: z.string() })), folder: z.string(), freeBytes: z.number(), databaseBytes: z.number(), lastBackup: z.number().nullable(), keyKept: z.string(), selfTest: z.boolean(), memoryMb: z.number(), restores: z.array(RestoreInfo) })),
}
