import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FactId } from '../facts.ts'
import { answer, Bilingual, id } from './answer.ts'

/** One post at a glance: provisional at the venue, final only at HQ (规则 §9). */
export const PostSummary = z.strictObject({
  post: z.string(), unit: z.string(), title: z.string(), category: z.string(), headcount: z.number().int(),
  candidates: z.number().int(), ranked: z.number().int(), withoutTotal: z.number().int(), ties: z.number().int(), flags: z.number().int(),
  quotas: z.strictObject({ interview: z.number().int().nullable(), qualification: z.number().int().nullable(), medical: z.number().int().nullable() }),
  /** Best total so far, and the one at the medical cut; null without. */
  best: z.string().nullable(), cut: z.string().nullable(),
})
export type PostSummary = z.infer<typeof PostSummary>

/** One fact and its clause that a number comes from. */
export const NumberSource = z.strictObject({ fact: FactId.nullable(), what: z.string(), value: z.string(), clause: z.string(), at: z.number().nullable() })

export const RankRow = z.strictObject({
  candidate: id, rosterNumber: z.string(), ticket: z.string(), name: z.string(), sex: z.string(), lot: z.string(),
  rank: z.number().int().nullable(), tie: z.boolean(), medical: z.boolean(),
  written: z.string().nullable(), quality: z.string().nullable(), interview: z.string().nullable(), corrected: z.string().nullable(),
  professional: z.string().nullable(), run: z.string().nullable(), total: z.string().nullable(),
  gate: z.enum(['pass', 'fail', 'open']),
  /** Why there is no rank: the missing score or how the exam ended; empty with a rank. */
  missing: z.string(),
})
export type RankRow = z.infer<typeof RankRow>

export const RankFlag = z.strictObject({ flag: z.enum(['tie', 'tie_at_cut', 'no_total', 'run_across_sexes', 'coefficient']), rank: z.number().int().nullable(), candidates: z.array(id), detail: z.string() })

export const PostStanding = z.strictObject({
  summary: PostSummary, rows: z.array(RankRow), flags: z.array(RankFlag),
  /** Ratio and raw fraction of the medical list, shown beside it because no announcement states the rounding. */
  medical: z.strictObject({ ratio: z.string().nullable(), exact: z.string().nullable(), rounding: z.string(), places: z.number().int().nullable() }),
  passMark: z.string().nullable(), passLine: z.string().nullable(),
  coefficients: z.array(z.strictObject({ room: id, title: Bilingual, candidates: z.number().int(), mean: z.string(), coefficient: z.string() })),
  clauses: z.array(z.string()),
  /** Station time (ms) of the newest fact in it. */
  asOf: z.number().nullable(), final: z.literal(false),
})
export type PostStanding = z.infer<typeof PostStanding>

/** Every number of one candidate's total: formula, terms, sources. */
export const TotalWhy = z.strictObject({
  candidate: id, rosterNumber: z.string(), name: z.string(), total: z.string().nullable(), formula: z.string(), rounding: z.string(), clause: z.string(),
  terms: z.array(z.strictObject({ score: z.string(), value: z.string().nullable(), weight: z.string(), product: z.string().nullable(), sources: z.array(NumberSource) })),
  gate: z.strictObject({ passMark: z.string().nullable(), score: z.string().nullable(), passed: z.boolean().nullable() }),
  tieBreakers: z.array(z.strictObject({ key: z.string(), value: z.string().nullable(), decided: z.boolean() })),
})
export type TotalWhy = z.infer<typeof TotalWhy>

export const StandingsList = z.enum(['ranking', 'public', 'medical', 'qualification', 'fitness', 'interview'])
export type StandingsList = z.infer<typeof StandingsList>

export const standings = {
  posts: oc.output(answer({ posts: z.array(PostSummary), asOf: z.number().nullable() })),
  post: oc.input(z.strictObject({ post: z.string().max(32) })).output(answer({ standing: PostStanding })),
  why: oc.input(z.strictObject({ candidate: id })).output(answer({ why: TotalWhy })),
  /** .xlsx or .csv in the layout of the announcements' annexes; `post` null for all posts. */
  exportList: oc.input(z.strictObject({ list: StandingsList, post: z.string().max(32).nullable(), format: z.enum(['xlsx', 'csv']) })).output(answer({ name: z.string(), bytes: z.string() })),
}
