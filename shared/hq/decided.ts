import type { Post, RulePack } from '../pack-schema.ts'
import { rankedPost, type PostEntry, type RankedPost } from '../post-standing.ts'
import { medicalList, type CutTie, type Ranked, type RankingFlag } from '../ranking.ts'
import type { HqListKind } from './facts.ts'

/** What two people decided about equals (fact `tie.decided` of HQ's ledger). */
export interface TieDecision {
  /** Number of the fact in HQ's ledger. */
  seq: number
  at: number
  by: string
  second: string
  /** `ranking`: an order among equals; every other list: who of the equals at its cut goes on. */
  list: HqListKind
  tied: readonly string[]
  order: readonly string[]
  reason: string
}

/** A line of the ranking after what people decided. */
export interface DecidedRow extends Ranked {
  /** The decision that placed it among its equals, or null. */
  decided: number | null
}

/** The ranking of one post with the decisions that hold. */
export interface DecidedPost {
  computed: RankedPost
  rows: readonly DecidedRow[]
  /** Who goes to the medical; a cut through equals that nobody decided leaves all of them in and names them. */
  medical: { listed: readonly string[]; cut: CutTie | null; decided: number | null }
  /** Ties that nobody has decided, and what else wants a look. */
  flags: readonly RankingFlag[]
  /** Numbers of the decisions on ranking and medical that hold; the others have lapsed, because the equals are others now. */
  holding: ReadonlySet<number>
}

/**
 * Ranks a post and applies what was decided about equals (规则 §9). A decision is about exactly these people: when one of
 * them leaves the tie or another joins it, it lapses and the tie is open again. The newest about the same people counts.
 */
export function decidedPost(
  pack: Pick<RulePack, 'ranking' | 'interview' | 'professional'>, post: Post, entries: readonly PostEntry[], decisions: readonly TieDecision[],
): DecidedPost {
  const computed = rankedPost(pack, post, entries)
  const { ranking, quotas } = computed
  const holding = new Set<number>()
  const rows: DecidedRow[] = []
  const flags: RankingFlag[] = []
  const ties = new Map(ranking.flags.flatMap((flag) => (flag.flag === 'tie' ? [[flag.rank, flag] as const] : [])))
  const byRank = Map.groupBy(ranking.ranked, ({ rank }) => rank)
  for (const [rank, people] of byRank) {
    const decision = ties.has(rank) ? decisionOn(decisions, 'ranking', people.map(({ id }) => id)) : null
    if (decision === null) {
      rows.push(...people.map((row) => ({ ...row, decided: null })))
      continue
    }
    holding.add(decision.seq)
    const place = new Map(decision.order.map((id, at) => [id, at]))
    const ordered = [...people].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
    rows.push(...ordered.map((row, at) => ({ ...row, rank: rank + at, tie: false, decided: decision.seq })))
  }
  for (const flag of ranking.flags) {
    if (flag.flag === 'tie_at_cut' || (flag.flag === 'tie' && decisionOn(decisions, 'ranking', flag.ids) !== null)) continue
    flags.push(flag)
  }
  const medical = cutDecided(rows, quotas.medical?.places ?? null, decisions)
  if (medical.decided !== null) holding.add(medical.decided)
  if (medical.cut !== null) flags.push(medical.cut)
  return { computed, rows, medical, flags, holding }
}

function cutDecided(rows: readonly DecidedRow[], places: number | null, decisions: readonly TieDecision[]): DecidedPost['medical'] {
  const { medical, cut } = medicalList(rows, places)
  const decision = cut === null ? null : decisionOn(decisions, 'medical', cut.ids)
  if (cut === null || decision === null) return { listed: medical, cut, decided: null }
  const tied = new Set(cut.ids)
  return { listed: [...medical.filter((id) => !tied.has(id)), ...decision.order], cut: null, decided: decision.seq }
}

/** The newest decision about exactly these people for this list, or null. */
export function decisionOn(decisions: readonly TieDecision[], list: HqListKind, ids: readonly string[]): TieDecision | null {
  return decisions.filter((each) => each.list === list && sameSet(each.tied, ids)).reduce<TieDecision | null>((newest, each) =>
    (newest === null || each.seq > newest.seq ? each : newest), null)
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const set = new Set(a)
  return set.size === new Set(b).size && b.every((id) => set.has(id))
}

/**
 * What is wrong with a decision before it is recorded: `ranking` takes every one of the equals once; a cut takes some of
 * them, at least as many as there are places left (all of them is a decision too); null when nothing is.
 */
export function decisionFault(list: HqListKind, tied: readonly string[], order: readonly string[], left: number): 'tie_unknown' | 'tie_order' | null {
  if (tied.length < 2) return 'tie_unknown'
  const among = new Set(tied)
  const once = new Set(order).size === order.length && order.every((id) => among.has(id))
  const enough = list === 'ranking' ? order.length === tied.length : order.length >= Math.max(1, left)
  return once && enough ? null : 'tie_order'
}
