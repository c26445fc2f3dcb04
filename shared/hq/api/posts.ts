import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Base64, cmd } from '../../api/answer.ts'
import { PackError, SheetMapping, SheetProblem } from '../../api/venue.ts'
import { Post, PostCategory, Stage } from '../../pack-schema.ts'
import { hqAnswer, hqRecorded, ofRecruitment } from '../answer.ts'
import { looking, planning, type RightsOf } from '../rights.ts'
import { packReason } from './recruitments.ts'

const code = z.string().min(1).max(20)
/** A sheet of posts; `category` is what rows without a column of their own get. */
const sheet = { name: z.string().max(300), bytes: Base64, mapping: SheetMapping.optional(), category: PostCategory.default('undivided') }
const based = { base: z.number().int().min(1), reason: packReason }
const kept = hqAnswer({ ...hqRecorded, version: z.number().int() })

/** A post (岗位) of the pack, and how many candidates it has. */
export const PostRow = z.strictObject({ post: Post, people: z.number().int(), out: z.number().int(), places: z.number().int().nullable() })
export type PostRow = z.infer<typeof PostRow>

export const posts = {
  /** `places`: of the qualification list; `divided`: quotas go by category; `stages`: those the pack has rules for. */
  list: oc.input(z.strictObject(ofRecruitment)).output(hqAnswer({
    posts: z.array(PostRow), version: z.number().int(), issued: z.number().int(), divided: z.boolean(), stages: z.array(Stage),
  })),
  /** Reads a sheet and says what it would do; nothing is stored. Refused: sheet_unreadable. */
  preview: oc.input(z.strictObject({ ...ofRecruitment, ...sheet })).output(hqAnswer({
    headers: z.array(z.string()), mapping: SheetMapping, count: z.number().int(), problems: z.array(SheetProblem), sample: z.array(z.record(z.string(), z.string())),
    posts: z.array(Post), headcount: z.number().int(),
    /** Codes that are new, that say something else than now, and that would go. */
    added: z.array(code), changed: z.array(code), gone: z.array(code),
    /** Faults of the whole pack with these posts in it that no row of the sheet has. */
    errors: z.array(PackError), version: z.number().int(), needsReason: z.boolean(),
  })),
  /** All posts of the pack are those of the sheet afterwards, or nothing changed. Refused: sheet_rows, post_in_use, stale, reason_missing, pack_invalid, already_so. */
  import: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, ...sheet, ...based })).output(kept),
  /** One post by hand; `was` is its code before, null for a new one. Refused: post_unknown, post_exists, post_in_use, stale, reason_missing, pack_invalid, already_so. */
  put: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, post: Post, was: code.nullable(), ...based })).output(kept),
  /** Refused: post_unknown, post_in_use, stale, reason_missing, pack_invalid. */
  remove: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, code, ...based })).output(kept),
}

export const postsRights: RightsOf<typeof posts> = { list: looking, preview: planning, import: planning, put: planning, remove: planning }
