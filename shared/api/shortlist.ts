import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FactId } from '../facts.ts'
import { answer, cmd, id, recorded, Second } from './answer.ts'

/** One candidate of a post as the shortlist has it (规则 §8): everybody who passed the stages before, by written score. */
export const ShortlistRow = z.strictObject({
  candidate: id, rosterNumber: z.string(), name: z.string(),
  /** Decimal text; null where the roster has none: never guessed. */
  written: z.string().nullable(),
  /** Place by written score, equal scores share one; null without a score. */
  place: z.number().int().nullable(),
  listed: z.boolean(),
  /** Equal to the last place: shown, never cut by accident. */
  tied: z.boolean(),
})
export type ShortlistRow = z.infer<typeof ShortlistRow>

export const PostShortlist = z.strictObject({
  post: z.string(), title: z.string(), category: z.string(), headcount: z.number().int(),
  /** Places (R = 3Y, or 2Y ⚙); null: no limit, everybody eligible goes on. */
  quota: z.number().int().nullable(), ratio: z.string().nullable(), clause: z.string(),
  rows: z.array(ShortlistRow),
  /** People of the post who did not pass a stage before this one. */
  out: z.number().int(),
  /** Candidates of the post whose earlier stages have not ended yet; adopting before they have is refused. */
  unfinished: z.number().int(),
  tied: z.number().int(), withoutScore: z.number().int(),
  adopted: z.strictObject({ fact: FactId, at: z.number(), by: z.string(), second: z.string(), count: z.number().int() }).nullable(),
  /** What would be adopted now differs from what was. */
  changed: z.boolean(),
})
export type PostShortlist = z.infer<typeof PostShortlist>

export const shortlist = {
  /** `fixed`: rooms or lots were frozen from the list, so it can no longer be adopted. */
  propose: oc.input(z.strictObject({ session: id })).output(answer({ posts: z.array(PostShortlist), fixed: z.boolean() })),
  /** Adopts what `propose` shows for these posts, all or none; two people. Refused once lots or rooms of the session are frozen. */
  adopt: oc
    .input(z.strictObject({ ...cmd, session: id, posts: z.array(z.string().max(32)).min(1).max(200), second: Second.optional() }))
    .output(answer({ ...recorded, candidates: z.number().int() })),
}
