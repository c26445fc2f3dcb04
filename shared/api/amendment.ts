import { oc } from '@orpc/contract'
import { z } from 'zod'
import { contradictionKinds, remedies } from '../contradiction.ts'
import { FactId } from '../facts.ts'
import { changeKinds } from '../package-changes.ts'
import { answer, Base64, cmd, id, recorded, Second } from './answer.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
/** Ids and fields as the change has them, and beside each id what people call it (`sessionTitle`, `name`, `rosterNumber` …). */
const Words = z.record(z.string(), z.string())

export const changeGroups = ['sessions', 'people', 'posts', 'rules', 'venue'] as const
export type ChangeGroup = (typeof changeGroups)[number]

/** One thing that a newer exam package does differently, with the names that ids stand for. */
export const ShownChange = z.strictObject({ kind: z.enum(changeKinds), words: Words })
export type ShownChange = z.infer<typeof ShownChange>

/** One recorded fact that stands against it. */
export const ShownContradiction = z.strictObject({
  kind: z.enum(contradictionKinds), words: Words, remedy: z.enum(remedies), more: z.number().int(),
  fact: z.strictObject({ id: FactId, type: z.string(), at: z.number(), by: z.string(), second: z.string() }),
  /** Whose journey shows the fact, and in which session; null where it is of no candidate. */
  journey: z.strictObject({ session: id, candidate: id }).nullable(),
})
export type ShownContradiction = z.infer<typeof ShownContradiction>

export const AmendmentView = z.strictObject({
  version: z.number().int(), from: z.number().int(), hash, candidates: z.number().int(),
  may: z.boolean(),
  /** At most 200 changes of each group; `total` counts them all. */
  groups: z.array(z.strictObject({ group: z.enum(changeGroups), total: z.number().int(), changes: z.array(ShownChange) })),
  /** At most 100; `contradicted` counts them all. */
  contradictions: z.array(ShownContradiction), contradicted: z.number().int(),
})
export type AmendmentView = z.infer<typeof AmendmentView>

const file = { bytes: Base64.optional(), passphrase: z.string().max(200).optional() }

/** A newer exam package for a venue that works: from a file, or (without `bytes`) the one the line to HQ brought. */
export const amending = {
  /** Version the venue works by (0: from no package) and what the line brought that nobody took yet. */
  offeredAmendment: oc.output(z.strictObject({
    present: z.number().int(), fromPackage: z.boolean(), offered: z.strictObject({ version: z.number().int(), hash, at: z.number() }).nullable(),
  })),
  /** What it changes and what is recorded against it; nothing is stored. */
  previewAmendment: oc.input(z.strictObject(file)).output(answer({ amendment: AmendmentView })),
  /**
   * Takes it, all or nothing, with a second person; `hash` is that of the preview. Refused 'amendment_contradicts' when
   * something recorded stands against it by now.
   */
  takeAmendment: oc.input(z.strictObject({ ...cmd, ...file, hash, second: Second.optional() })).output(answer({ ...recorded, version: z.number().int() })),
}
