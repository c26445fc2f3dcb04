import { compareDecimals, decimal } from './decimal.ts'
import type { RankingRules } from './pack-interview-schema.ts'
import type { PostCategory } from './pack-schema.ts'
import type { Sex } from './roster.ts'
import { byText } from './text-order.ts'
import { totalOf, type Gate, type ScoreName, type Scores, type TotalRules, type TotalTerm } from './totals.ts'

/** One candidate of a post, as ranking needs it. */
export interface Contender extends Scores {
  id: string
  sex: Sex
  /** 《公安素质测试》, decimal text. */
  quality?: string | undefined
  /** Seconds of the long run, decimal text. */
  run?: string | undefined
}

/** What can decide between equal totals, in the pack's order. */
export type TieBreaker = RankingRules['tieBreakers'][number]

/** One line of a post's ranking, with the reasons of its total. */
export interface Ranked {
  id: string
  total: string
  /** From 1; equals share a rank, and as many ranks are left out after it (1, 2, 2, 4). */
  rank: number
  /** Shares its rank with somebody the keys could not tell it from: HQ decides (规则 §9). */
  tie: boolean
  gate: 'pass' | 'fail'
  gates: readonly Gate[]
  terms: readonly TotalTerm[]
}

/** Why people still share a rank: nothing is left to compare, or a key that one of them lacks, or runs of two sexes. */
export type TieReason = 'all_keys_equal' | 'run_across_sexes' | 'key_missing'

/** What HQ has to look at; `ids` in the order of the ranking. */
export type RankingFlag =
  /** `key` is the one that could not be compared, null when all of them are equal. */
  | { flag: 'tie'; rank: number; ids: readonly string[]; why: TieReason; key: TieBreaker | null }
  /** A key that none of these equals has a value for was passed over. */
  | { flag: 'key_skipped'; key: TieBreaker; ids: readonly string[] }
  /** The last place of the medical list falls within a tie: all of it is in the list, none is cut by accident. */
  | CutTie

/** More equals at the last place of a list than there are places left. */
export interface CutTie { flag: 'tie_at_cut'; rank: number; ids: readonly string[] }

/** The ranking of one post. */
export interface Ranking {
  ranked: readonly Ranked[]
  /** Who goes to the medical, in order; a tie at the cut is in it whole. Empty for a pack without a ratio. */
  medical: readonly string[]
  flags: readonly RankingFlag[]
  /** Those without a total, and every score it waits for. */
  unranked: readonly { id: string; missing: readonly (ScoreName | 'formula')[] }[]
}

type Scored = { from: Contender; shown: Omit<Ranked, 'rank' | 'tie'> }
type Group = { people: readonly Scored[]; why: TieReason; key: TieBreaker | null }

/**
 * Ranks the candidates of one post: by total as shown, then by the pack's tie-breakers; what survives them all shares a
 * rank and is flagged (规则 §9). `places` of the medical list go to the best who passed the gate; null: no ratio.
 * The same people give the same ranking in whatever order they come.
 */
export function rankPost(
  rules: TotalRules,
  category: PostCategory,
  contenders: readonly Contender[],
  places: number | null,
): Ranking {
  const scored: Scored[] = []
  const unranked: { id: string; missing: readonly (ScoreName | 'formula')[] }[] = []
  for (const from of [...contenders].sort((a, b) => byText(a.id, b.id))) {
    const total = totalOf(rules, category, from)
    if (!total.ok) {
      unranked.push({ id: from.id, missing: total.missing })
      continue
    }
    const { total: shownTotal, gate, gates, terms } = total
    scored.push({ from, shown: { id: from.id, total: shownTotal, gate, gates, terms } })
  }
  const flags: RankingFlag[] = []
  const groups = equals(scored, ({ shown }) => shown.total, -1).flatMap((equal) =>
    separate(equal, rules.ranking.tieBreakers, flags),
  )
  const ranked: Ranked[] = []
  for (const { people, why, key } of groups) {
    const [rank, tie] = [ranked.length + 1, people.length > 1]
    if (tie) flags.push({ flag: 'tie', rank, ids: idsOf(people), why, key })
    for (const { shown } of people) ranked.push({ ...shown, rank, tie })
  }
  const { medical, cut } = medicalList(ranked, places)
  return { ranked, medical, flags: cut === null ? flags : [...flags, cut], unranked }
}

function idsOf(people: readonly Scored[]): string[] {
  return people.map(({ from }) => from.id)
}

/** Splits people who are equal so far by the next keys; what no key can tell apart stays together. */
function separate(people: readonly Scored[], keys: readonly TieBreaker[], flags: RankingFlag[]): Group[] {
  const [key, ...later] = keys
  if (people.length === 1 || key === undefined) return [{ people, why: 'all_keys_equal', key: null }]
  const having = people.filter(({ from }) => valueOf(from, key) !== undefined).length
  if (having === 0) {
    flags.push({ flag: 'key_skipped', key, ids: idsOf(people) })
    return separate(people, later, flags)
  }
  // 1000 m and 800 m do not compare, so a group of both sexes stays whole: two men in it, whose runs would compare,
  // cannot be placed while nobody knows where the woman between them belongs
  if (key === 'runTime' && new Set(people.map(({ from }) => from.sex)).size > 1) {
    return [{ people, why: 'run_across_sexes', key }]
  }
  if (having < people.length) return [{ people, why: 'key_missing', key }]
  return equals(people, ({ from }) => valueOf(from, key) ?? '', key === 'runTime' ? 1 : -1).flatMap((equal) =>
    separate(equal, later, flags),
  )
}

function valueOf(from: Contender, key: TieBreaker): string | undefined {
  switch (key) {
    case 'written':
      return from.written
    case 'interview':
      return from.interview
    case 'policeAptitude':
      return from.quality
    case 'runTime':
      return from.run
    default:
      return key satisfies never
  }
}

/** Groups of equal value, the best group first: `sign` 1 when less is better, -1 when more is. Keeps the order within. */
function equals<T>(people: readonly T[], value: (one: T) => string, sign: 1 | -1): T[][] {
  const read = people.map((one) => ({ one, value: decimal(value(one)) }))
  read.sort((a, b) => sign * compareDecimals(a.value, b.value))
  const groups: { value: (typeof read)[number]['value']; people: T[] }[] = []
  for (const { one, value: its } of read) {
    const last = groups.at(-1)
    if (last !== undefined && compareDecimals(last.value, its) === 0) last.people.push(one)
    else groups.push({ value: its, people: [one] })
  }
  return groups.map((group) => group.people)
}

/** Who goes to the medical by rank and gate; a tie at the last place is in it whole and named as the cut. */
export function medicalList(ranked: readonly Ranked[], places: number | null): { medical: string[]; cut: CutTie | null } {
  if (places === null) return { medical: [], cut: null }
  const passed = ranked.filter(({ gate }) => gate === 'pass')
  const last = passed[Math.min(places, passed.length) - 1]
  if (last === undefined) return { medical: [], cut: null }
  const medical = passed.filter(({ rank }) => rank <= last.rank)
  if (medical.length <= places) return { medical: medical.map(({ id }) => id), cut: null }
  const tied = medical.filter(({ rank }) => rank === last.rank)
  return {
    medical: medical.map(({ id }) => id),
    cut: { flag: 'tie_at_cut', rank: last.rank, ids: tied.map(({ id }) => id) },
  }
}
