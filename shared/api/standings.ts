import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FactId } from '../facts.ts'
import { standingsLists } from '../standings-lists.ts'
import { answer, Bilingual, id } from './answer.ts'

const count = z.number().int()

/** A number of people by ratio ⚙: the product before it is made whole is shown beside it, because no announcement rounds it. */
export const Places = z.strictObject({ ratio: z.string(), exact: z.string(), places: count, fractions: z.enum(['halfUp', 'up', 'down']) })
export type Places = z.infer<typeof Places>

/** One post at a glance: provisional at the venue, final only at HQ (规则 §9). */
export const PostSummary = z.strictObject({
  post: z.string(), unit: z.string(), title: z.string(), category: z.enum(['technical', 'general', 'undivided']), headcount: count,
  /** `empty`: nobody on the roster; `open`: somebody still waits for a stage or a score; `done`: everybody has a rank or an end. */
  state: z.enum(['empty', 'open', 'done']),
  /** `candidates` = `ranked` + `open` + `out`: with a rank, still waiting for one, ended without one. */
  candidates: count, ranked: count, open: count, out: count,
  /** People who share a rank, and what HQ has to look at. */
  ties: count, flags: count,
  quotas: z.strictObject({ interview: count.nullable(), qualification: count.nullable(), medical: count.nullable() }),
  /** Best total so far, and the last one of the medical list; null without. */
  best: z.string().nullable(), cut: z.string().nullable(),
})
export type PostSummary = z.infer<typeof PostSummary>

export const TieBreakerName = z.enum(['written', 'policeAptitude', 'runTime', 'interview'])

/** Why somebody has no rank: a stage or score still open, a hole in roster or pack, or how the exam ended. */
export const WhyUnranked = z.enum([
  'psych', 'fitness', 'interview', 'professional', 'written', 'fitnessPoints', 'formula', 'coefficient',
  'late', 'absent', 'refused', 'withdrawn', 'barred', 'psych_failed', 'fitness_failed', 'interview_failed', 'interview_absent', 'lapsed', 'disqualified', 'not_listed',
])
export type WhyUnranked = z.infer<typeof WhyUnranked>

export const RankRow = z.strictObject({
  candidate: id, rosterNumber: z.string(), ticket: z.string(), name: z.string(), sex: z.string(), lot: z.string(),
  rank: count.nullable(), tie: z.boolean(), medical: z.boolean(),
  written: z.string().nullable(), quality: z.string().nullable(),
  /** As the panel gave it, and after the correction between panels (null where there is none). */
  interview: z.string().nullable(), corrected: z.string().nullable(),
  professional: z.string().nullable(), fitnessPoints: z.string().nullable(),
  /** Raw seconds of the long run. */
  run: z.string().nullable(),
  total: z.string().nullable(),
  /** `session.room` of the panel; empty before the interview. */
  panel: z.string(),
  gate: z.enum(['pass', 'fail', 'open']),
  /** The keys that told this one from others with the same total. */
  decidedBy: z.array(TieBreakerName),
  /** Null with a rank. */
  missing: WhyUnranked.nullable(),
})
export type RankRow = z.infer<typeof RankRow>

/**
 * What HQ has to look at (规则 §9). `tie`: every key is equal, or `key` is missing for one of them; `run_across_sexes`:
 * 1000 m and 800 m do not compare; `key_skipped`: nobody has a value for `key`; `no_total`: `key` will not come by
 * itself; `coefficient`: a panel has no mean (`key` is the panel).
 */
export const RankFlag = z.strictObject({
  flag: z.enum(['tie', 'tie_at_cut', 'run_across_sexes', 'key_skipped', 'no_total', 'coefficient']),
  rank: count.nullable(), candidates: z.array(id), key: z.string(),
})
export type RankFlag = z.infer<typeof RankFlag>

export const PostStanding = z.strictObject({
  summary: PostSummary,
  /** Ranked first, then those who still wait, then those whose exam has ended. */
  rows: z.array(RankRow), flags: z.array(RankFlag),
  medical: Places.nullable(),
  /** The last of the medical list, in the order of the rows; null while it is empty. */
  medicalLast: id.nullable(),
  passMark: z.string().nullable(), passLine: z.string().nullable(),
  /** Panels of a post that sat in several rooms, with what corrects their scores; empty where nothing is corrected. */
  coefficients: z.array(z.strictObject({ panel: z.string(), title: Bilingual, candidates: count, mean: z.string(), coefficient: z.string() })),
  clauses: z.array(z.string()),
  /** Station time (ms) of the newest fact in it. */
  asOf: z.number().nullable(), final: z.literal(false),
})
export type PostStanding = z.infer<typeof PostStanding>

/** One fact and its clause that a number comes from; `fact` null for what the roster or the pack brought. */
export const NumberSource = z.strictObject({
  what: z.enum(['roster', 'marks', 'ruling', 'signature', 'reading', 'points', 'coefficient', 'mean']),
  fact: FactId.nullable(), value: z.string(), clause: z.string(), at: z.number().nullable(), by: z.string(),
})
export type NumberSource = z.infer<typeof NumberSource>

export const ScoreNames = z.enum(['written', 'interview', 'professional', 'fitnessPoints'])

/** Every number of one candidate's total: terms, sources, rounding (规则 §9, §11). */
export const TotalWhy = z.strictObject({
  candidate: id, rosterNumber: z.string(), name: z.string(), rank: count.nullable(), total: z.string().nullable(), missing: WhyUnranked.nullable(),
  /** The exact sum of the products before it was rounded; null without a total. */
  exact: z.string().nullable(), decimals: count, rounding: z.enum(['halfUp', 'down']), clause: z.string(),
  terms: z.array(z.strictObject({ score: ScoreNames, value: z.string().nullable(), weight: z.string(), product: z.string().nullable(), sources: z.array(NumberSource) })),
  /** Scores that only gate: not in the sum, and yet they decide. */
  gates: z.array(z.strictObject({ stage: z.enum(['interview', 'professional']), score: z.string().nullable(), passMark: z.string(), passed: z.boolean().nullable(), clause: z.string(), sources: z.array(NumberSource) })),
  tieBreakers: z.array(z.strictObject({ key: TieBreakerName, value: z.string().nullable(), decided: z.boolean(), sources: z.array(NumberSource) })),
})
export type TotalWhy = z.infer<typeof TotalWhy>

/**
 * Lists that leave the venue. `public` is for notice boards, with names masked; `qualification` and `shortlist` are the
 * announcement's lists of who goes on by written score.
 */
export const StandingsList = z.enum(standingsLists)
export type StandingsList = z.infer<typeof StandingsList>

export const standings = {
  posts: oc.output(answer({ posts: z.array(PostSummary), asOf: z.number().nullable() })),
  /** A page of rows of one post, with everything else of its standing; `total` rows in all. */
  post: oc
    .input(z.strictObject({ post: z.string().max(32), offset: count.min(0).default(0), limit: count.min(0).max(20_000).default(20_000) }))
    .output(answer({ standing: PostStanding, total: count })),
  why: oc.input(z.strictObject({ candidate: id })).output(answer({ why: TotalWhy })),
  /** .xlsx or .csv in the layout of the announcements' annexes; `post` null for all posts. */
  exportList: oc.input(z.strictObject({ list: StandingsList, post: z.string().max(32).nullable(), format: z.enum(['xlsx', 'csv']) })).output(answer({ name: z.string(), bytes: z.string() })),
}
