import { corrected, type Corrected } from './coefficient.ts'
import { compareDecimals, decimal } from './decimal.ts'
import type { Post, RulePack, Stage } from './pack-schema.ts'
import { meanOf, quotientOf, roundedText } from './quotient.ts'
import { quotasOf, type Quotas } from './quotas.ts'
import { rankPost, type Contender, type Ranking, type TieBreaker } from './ranking.ts'
import { qualificationList, shortlist, type ShortlistCandidate } from './shortlist.ts'
import { totalRulesOf } from './totals.ts'

/** How an exam ended so that there is no rank. */
export type EndWithoutRank =
  | 'late' | 'absent' | 'refused' | 'withdrawn' | 'barred' | 'psych_failed' | 'fitness_failed' | 'interview_absent' | 'lapsed'
  | 'interview_failed' | 'disqualified' | 'not_listed'

/** One candidate of a post, with what the facts of all sessions say. */
export interface PostEntry extends Contender {
  /** `session.room` of the panel that gave the interview score; null before. */
  panel: string | null
  /** The interview score was ruled (zero), not given by the panel: it says nothing about the panel's mean. */
  ruled: boolean
  /** How the exam ended without a rank; null while it goes on or when it was gone through. */
  end: EndWithoutRank | null
  /** The first stage that is still to be done; null when all are. */
  open: Stage | null
}

/** A panel of a post that sat in several rooms, and what corrects its scores. */
export interface PanelMean {
  panel: string
  candidates: number
  /** For people: with two decimals more than the scores; the calculation holds it exact. */
  mean: string
  coefficient: string
}

/** The standing of one post (规则 §9): ranks of those who went through all of it. */
export interface RankedPost {
  quotas: Quotas
  ranking: Ranking
  /** Interview scores after the correction between panels, by candidate; empty where nothing is corrected. */
  corrected: ReadonlyMap<string, string>
  panels: readonly PanelMean[]
  /** Why the scores cannot be corrected yet: that panel has no mean. No total is made without it. */
  uncorrected: { panel: string; reason: 'too_few' | 'mean_zero' } | null
  /** The keys that told people of equal totals apart. */
  decidedBy: ReadonlyMap<string, readonly TieBreaker[]>
}

type PackOfTotals = Pick<RulePack, 'ranking' | 'interview' | 'professional'>

/** Ranks the entries of one post. The same entries give the same standing, in whatever order they come. */
export function rankedPost(pack: PackOfTotals, post: Post, entries: readonly PostEntry[]): RankedPost {
  const quotas = quotasOf(pack, post.category, post.headcount)
  const rules = totalRulesOf(pack, post.stages)
  const correction = correctedScores(pack, entries)
  const none: Ranking = { ranked: [], medical: [], flags: [], unranked: entries.filter(goesOn).map(({ id }) => ({ id, missing: ['formula'] })) }
  const contenders = entries.filter(goesOn).map((entry): Contender => {
    const { id, sex, written, quality, run, professional, fitnessPoints } = entry
    const interview = correction.uncorrected === null ? (correction.scores.get(id) ?? entry.interview) : undefined
    return { id, sex, written, quality, run, professional, fitnessPoints, interview }
  })
  const ranking = rules === null ? none : rankPost(rules, post.category, contenders, quotas.medical?.places ?? null)
  const byId = new Map(contenders.map((contender) => [contender.id, contender]))
  return {
    quotas, ranking, corrected: correction.scores, panels: correction.panels, uncorrected: correction.uncorrected,
    decidedBy: rules === null ? new Map() : deciders(ranking, byId, rules.ranking.tieBreakers),
  }
}

const goesOn = (entry: PostEntry): boolean => entry.end === null && entry.open === null

interface Correction {
  scores: ReadonlyMap<string, string>
  panels: readonly PanelMean[]
  uncorrected: RankedPost['uncorrected']
}

/** Only a post that sat in several rooms is corrected; rulings and absentees are in no mean (规则 §8). */
function correctedScores(pack: PackOfTotals, entries: readonly PostEntry[]): Correction {
  const nothing: Correction = { scores: new Map(), panels: [], uncorrected: null }
  const rules = pack.interview?.coefficient
  if (pack.interview === null || rules === undefined || rules.kind === 'none') return nothing
  const byPanel = new Map<string, { id: string; score: string }[]>()
  for (const { id, panel, interview, ruled } of entries) {
    if (panel === null || interview === undefined || ruled) continue
    const scores = byPanel.get(panel)
    if (scores === undefined) byPanel.set(panel, [{ id, score: interview }])
    else scores.push({ id, score: interview })
  }
  const panels = [...byPanel].sort(([a], [b]) => (a < b ? -1 : 1))
  if (panels.length < 2) return nothing
  const result: Corrected = corrected(rules, panels.map(([, scores]) => scores.map(({ score }) => score)))
  if (!result.ok) return { ...nothing, uncorrected: { panel: panels[result.panel]?.[0] ?? '', reason: result.reason } }
  const decimals = pack.interview.scoreDecimals + 2
  return {
    scores: new Map(panels.flatMap(([, scores], at) => scores.map(({ id }, of) => [id, result.scores[at]?.[of] ?? ''] as const))),
    panels: panels.map(([panel, scores], at) => ({
      panel, candidates: scores.length, mean: roundedText(meanOf(scores.map(({ score }) => quotientOf(score))), decimals, 'halfUp'),
      coefficient: result.coefficients[at] ?? '',
    })),
    uncorrected: null,
  }
}

/** For every two neighbours of equal total and unequal rank, the first key in which they differ. */
function deciders(ranking: Ranking, byId: ReadonlyMap<string, Contender>, keys: readonly TieBreaker[]): Map<string, TieBreaker[]> {
  const found = new Map<string, TieBreaker[]>()
  for (const [at, one] of ranking.ranked.entries()) {
    const next = ranking.ranked[at + 1]
    if (next === undefined || next.rank === one.rank || next.total !== one.total) continue
    const [a, b] = [byId.get(one.id), byId.get(next.id)]
    const key = keys.find((each) => differ(keyValue(a, each), keyValue(b, each)))
    if (key === undefined) continue
    for (const id of [one.id, next.id]) found.set(id, [...new Set([...(found.get(id) ?? []), key])])
  }
  return found
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && compareDecimals(decimal(a), decimal(b)) !== 0
}

/** What a tie-breaker looks at: decimal text, undefined where the candidate has none. */
export function keyValue(of: Contender | undefined, key: TieBreaker): string | undefined {
  switch (key) {
    case 'written':
      return of?.written
    case 'interview':
      return of?.interview
    case 'policeAptitude':
      return of?.quality
    case 'runTime':
      return of?.run
    default:
      return key satisfies never
  }
}

/** One line of the qualification list. */
export interface QualificationRow {
  id: string
  /** By written score, equals by 《公安素质测试》 where the pack breaks ties by it; null below the line or without a score. */
  rank: number | null
  passed: boolean
  listed: boolean
  /** Equal to the last place in everything: listed, HQ decides. */
  tied: boolean
}

/**
 * Who is looked at for qualification, 1:4 by written score among those at the pass line (规则 §9; the announcement of
 * Shenzhen 2023 二（一）ranks equal written scores by 《公安素质测试》).
 */
export function qualificationRows(
  pack: Pick<RulePack, 'ranking'>, post: Post, people: readonly (ShortlistCandidate & { quality?: string | undefined })[], places: number | null,
): QualificationRow[] {
  const byQuality = pack.ranking?.tieBreakers.includes('policeAptitude') === true
  const list = qualificationList(people, pack.ranking?.writtenPassLine[post.category] ?? null, places)
  const quality = new Map(people.map((one) => [one.id, byQuality ? one.quality : undefined]))
  const rows: QualificationRow[] = []
  for (let at = 0; at < list.rows.length;) {
    const rank = list.rows[at]?.rank ?? 0
    const equals = list.rows.filter((row) => row.rank === rank)
    const known = equals.every(({ id }) => quality.get(id) !== undefined)
    const inner = known ? shortlist(equals.map(({ id }) => ({ id, written: quality.get(id) })), Math.max(0, (places ?? Infinity) - at)) : null
    for (const { id, invited } of equals) {
      const place = inner?.rows.find((row) => row.id === id)
      const listed = inner === null ? invited : invited && (places === null || place?.invited === true)
      rows.push({
        id, rank: rank + (place === undefined ? 0 : place.rank - 1), passed: true, listed,
        tied: inner === null ? list.tied.includes(id) : listed && places !== null && inner.tied.includes(id),
      })
    }
    at += equals.length
  }
  rows.sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
  for (const id of list.below) rows.push({ id, rank: null, passed: false, listed: false, tied: false })
  for (const id of list.missing) rows.push({ id, rank: null, passed: false, listed: places === null, tied: false })
  return rows
}
