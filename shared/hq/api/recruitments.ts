import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Bilingual, cmd } from '../../api/answer.ts'
import { PackError } from '../../api/venue.ts'
import { isRealDate } from '../../pack-text.ts'
import { hqAnswer, hqRecorded, HqRecorded, ofRecruitment, RecruitmentId } from '../answer.ts'
import { PackChange } from '../pack-diff.ts'
import { looking, planning, type RightsOf } from '../rights.ts'

/** A rule pack as JSON text, or the name of a shipped one. */
const packText = z.string().min(1).max(2_000_000)
const title = z.string().trim().min(1).max(100)
const day = z.string().refine(isRealDate)
/** Why a pack changes; empty is taken only while nothing of the recruitment was issued. */
export const packReason = z.string().trim().max(500).default('')

/** One recruitment (招聘) as a list shows it: counts of what is prepared, `issued` exam packages. */
export const RecruitmentRow = z.strictObject({
  recruitment: RecruitmentId, title: z.string(), pack: Bilingual,
  /** Practice (演练): its pack is a practice copy, and every screen and paper says so. */
  rehearsal: z.boolean(), packVersion: z.number().int(), packHash: z.string(),
  posts: z.number().int(), headcount: z.number().int(), people: z.number().int(), venues: z.number().int(), issued: z.number().int(),
  /** yyyy-mm-dd: after it personal data may be erased; null: not set yet. */
  retainUntil: z.string().nullable(),
  /** Where venues reach HQ, as cards and packages say it. */
  address: z.string(), createdAt: z.number(), erasedAt: z.number().nullable(),
})
export type RecruitmentRow = z.infer<typeof RecruitmentRow>

/** One version of a recruitment's pack as it was kept. */
export const PackVersion = z.strictObject({ version: z.number().int(), hash: z.string(), at: z.number(), by: z.string(), reason: z.string() })
export type PackVersion = z.infer<typeof PackVersion>

export const recruitments = {
  list: oc.output(z.strictObject({ recruitments: z.array(RecruitmentRow) })),
  /** Shipped packs; a recruitment made of a practice copy (`rehearsal`) is practice for ever. */
  packs: oc.output(z.strictObject({ packs: z.array(z.strictObject({ name: z.string(), title: Bilingual, rehearsal: z.boolean(), posts: z.number().int(), holes: z.number().int() })) })),
  /** Refused: recruitment_exists, pack_invalid. Half days and pools of the pack are left out: they are the division's. */
  make: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, title, pack: packText })).output(HqRecorded),
  get: oc.input(z.strictObject(ofRecruitment)).output(hqAnswer({ recruitment: RecruitmentRow, versions: z.array(PackVersion) })),
  change: oc
    .input(z.strictObject({ ...cmd, ...ofRecruitment, title, retainUntil: day.nullable(), address: z.string().trim().max(300).regex(/^(https?:\/\/\S+)?$/) }))
    .output(HqRecorded),
  /** The pack's whole text, newest or of a version before. */
  packText: oc.input(z.strictObject({ ...ofRecruitment, version: z.number().int().min(1).optional() })).output(hqAnswer({ json: z.string(), version: z.number().int() })),
  /** What a text would be as the next version: every error by path, every hole that a candidate falls into, what it changes (at most 500). */
  checkPack: oc.input(z.strictObject({ ...ofRecruitment, json: packText })).output(hqAnswer({
    valid: z.boolean(), errors: z.array(PackError), holes: z.array(PackError), changes: z.array(PackChange), changed: z.number().int(),
    /** Exam packages were issued: a reason is asked for. */
    needsReason: z.boolean(),
    /** The day ages were counted at where the pack counts at the test day: of the first half day, else today. */
    day: z.string(),
  })),
  /** `base`: the version it was edited from. Refused: stale, pack_invalid, pack_rehearsal (practice stays practice, an exam an exam), post_in_use, reason_missing, already_so. */
  setPack: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, json: packText, base: z.number().int().min(1), reason: packReason })).output(hqAnswer({ ...hqRecorded, version: z.number().int() })),
  /** What one version says otherwise than another. */
  compare: oc.input(z.strictObject({ ...ofRecruitment, from: z.number().int().min(1), to: z.number().int().min(1) })).output(hqAnswer({ changes: z.array(PackChange), changed: z.number().int() })),
}

export const recruitmentsRights: RightsOf<typeof recruitments> = {
  list: 'signed_in', packs: planning, make: planning, get: 'signed_in', change: planning, packText: looking, checkPack: looking, setPack: planning, compare: looking,
}
