import { oc } from '@orpc/contract'
import { z } from 'zod'
import { cmd, id } from '../../api/answer.ts'
import { Places, PostSummary, RankFlag, RankRow, TotalWhy } from '../../api/standings.ts'
import { FactId } from '../../facts.ts'
import { hqAnswer, hqRecorded, HqSecond, ofRecruitment } from '../answer.ts'
import { HqListKind } from '../facts.ts'
import { deciding, looking, type RightsOf } from '../rights.ts'

const count = z.number().int()
const code = z.string().min(1).max(32)
const reason = z.string().trim().max(500)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
/** A command of a decider with a second decider beside; `cmd` is made when the form opens. */
const byTwo = { ...cmd, second: HqSecond.optional() }

/** Why a list cannot be adopted or published yet; `what` names it for people, `at` says where it is put right. */
export const Blocker = z.strictObject({
  kind: z.enum(['ties_open', 'conflicts_open', 'sessions_open', 'list_open', 'facts_missing', 'quarantine_open', 'list_unadopted', 'list_moved']),
  post: z.string(), what: z.string(), count,
})
export type Blocker = z.infer<typeof Blocker>

/** How a list of a post stands: nothing adopted, adopted and unchanged, or changed by facts that came since. */
export const ListState = z.strictObject({
  list: HqListKind, listed: count, places: Places.nullable(), tied: count, unfinished: count,
  adopted: z.strictObject({ seq: count, at: z.number(), by: z.string(), second: z.string(), hash, listed: count }).nullable(),
  moved: count,
})
export type ListState = z.infer<typeof ListState>

/** One post at a glance. `state` is `done` only when nothing is open at any venue: sessions, facts on their way, conflicts. */
export const HqPostSummary = PostSummary.extend({
  conflicts: count, complete: z.boolean(),
  adopted: z.array(HqListKind), moved: z.array(HqListKind),
})
export type HqPostSummary = z.infer<typeof HqPostSummary>

export const HqRankRow = RankRow.extend({ decided: count.nullable() })
export type HqRankRow = z.infer<typeof HqRankRow>

/** A decision about equals as screens show it; `holds` false: the equals are others now, so it has lapsed. */
export const TieView = z.strictObject({
  seq: count, at: z.number(), by: z.string(), second: z.string(), list: HqListKind, tied: z.array(z.string()), order: z.array(z.string()), reason: z.string(), holds: z.boolean(),
})
export type TieView = z.infer<typeof TieView>

/** What is still open for a post: its half days, and its venues with facts that HQ does not hold yet. */
export const Openness = z.strictObject({
  sessions: z.array(z.strictObject({ session: z.string(), title: z.string(), venue: z.string(), state: z.enum(['not_begun', 'open', 'closed']) })),
  venues: z.array(z.strictObject({ venue: z.string(), name: z.string(), heardAt: z.number().nullable(), behind: count, quarantined: count })),
})
export type Openness = z.infer<typeof Openness>

/** Facts that cannot all be true, of one candidate; `closed`: it was recorded after the half day was closed (late). */
export const HqConflict = z.strictObject({
  conflict: z.string(), kind: z.string(), candidate: z.string().nullable(), rosterNumber: z.string(), name: z.string(), post: z.string(), session: z.string(), late: z.boolean(),
  facts: z.array(z.strictObject({ fact: FactId, at: z.number().nullable(), by: z.string(), what: z.string(), text: z.string() })),
})
export type HqConflict = z.infer<typeof HqConflict>

/** One person's line in a list before it is adopted. */
export const ListLine = z.strictObject({
  candidate: z.string(), rosterNumber: z.string(), ticket: z.string(), name: z.string(),
  rank: count.nullable(), score: z.string().nullable(), listed: z.boolean(), tied: z.boolean(),
  /** Where the list that stands now has them; null: not on it, or nothing is adopted. */
  before: z.strictObject({ rank: count.nullable(), score: z.string().nullable() }).nullable(),
  moves: z.enum(['in', 'out', 'rank', 'score']).nullable(),
  /** Why somebody left who stands on the adopted list. */
  end: z.string().nullable(),
})
export type ListLine = z.infer<typeof ListLine>

const chosen = { ...ofRecruitment, post: code, list: HqListKind }

export const decide = {
  posts: oc.input(z.strictObject(ofRecruitment)).output(hqAnswer({ posts: z.array(HqPostSummary), asOf: z.number().nullable() })),
  /** The standing of a post over all venues: a page of rows, what waits for people, what was decided, what is still open. */
  post: oc
    .input(z.strictObject({ ...ofRecruitment, post: code, offset: count.min(0).default(0), limit: count.min(0).max(20_000).default(200) }))
    .output(hqAnswer({
      summary: HqPostSummary, rows: z.array(HqRankRow), total: count, flags: z.array(RankFlag), ties: z.array(TieView), lists: z.array(ListState), open: Openness,
      medical: Places.nullable(), medicalLast: z.string().nullable(), names: z.record(z.string(), z.string()),
      coefficients: z.array(z.strictObject({ panel: z.string(), title: z.string(), candidates: count, mean: z.string(), coefficient: z.string() })), asOf: z.number().nullable(),
    })),
  why: oc.input(z.strictObject({ ...ofRecruitment, candidate: id })).output(hqAnswer({ why: TotalWhy })),
  /** `ranking`: all equals in the order they shall stand; a list: who of the equals at its cut goes on. */
  decideTie: oc.input(z.strictObject({ ...chosen, tied: z.array(id).min(2).max(2000), order: z.array(id).min(1).max(2000), reason, ...byTwo })).output(hqAnswer(hqRecorded)),
  conflicts: oc.input(z.strictObject({ ...ofRecruitment, post: code.nullable() })).output(hqAnswer({ conflicts: z.array(HqConflict) })),
  /** Keeps one fact (or none) and drops the others of a conflict; what stands is computed again from the rest. */
  decideConflict: oc
    .input(z.strictObject({ ...ofRecruitment, conflict: z.string().min(1).max(200), candidate: id.nullable(), keep: FactId.nullable(), drop: z.array(FactId).max(50), reason, ...byTwo }))
    .output(hqAnswer(hqRecorded)),
  /** A list as it would be adopted now beside the one that stands: who moves, and what keeps it from being adopted. */
  list: oc.input(z.strictObject(chosen)).output(hqAnswer({ state: ListState, lines: z.array(ListLine), hash, blockers: z.array(Blocker) })),
  /** Two people adopt; `hash` is that of the list they saw. Where another list stands and people move, a reason is asked. */
  adopt: oc.input(z.strictObject({ ...chosen, hash, reason: reason.default(''), ...byTwo })).output(hqAnswer({ ...hqRecorded, listed: count, moved: count })),
  /** First lists of many posts at once, all or none: two people vouch once for what they saw of each. A list that stands already is `adopt`'s. */
  adoptFirst: oc.input(z.strictObject({ ...ofRecruitment, list: HqListKind, posts: z.array(z.strictObject({ post: code, hash })).min(1).max(500), ...byTwo }))
    .output(hqAnswer({ ...hqRecorded, posts: count, listed: count })),
  /** A list for inside use as it stands now; says when it is provisional and shows decisions beside ranks. */
  exportList: oc.input(z.strictObject({ ...ofRecruitment, list: HqListKind, post: code.nullable(), format: z.enum(['xlsx', 'csv']) })).output(hqAnswer({ name: z.string(), bytes: z.string() })),
}

export const decideRights: RightsOf<typeof decide> = {
  posts: looking, post: looking, why: looking, decideTie: deciding, conflicts: looking, decideConflict: deciding, list: looking, adopt: deciding, adoptFirst: deciding, exportList: looking,
}
