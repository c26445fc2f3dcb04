import type { HqPostSummary, HqRankRow, TieView } from '../../shared/hq/api/decide.ts'
import { HqListKind } from '../../shared/hq/facts.ts'
import { flagOf, whyUnranked } from '../../shared/standings-view.ts'
import type { RankFlag } from '../../shared/api/standings.ts'
import type { HqEntry } from '../../shared/hq/standing-doc.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { listNow, type Adoption } from './list-state.ts'
import { conflictsAround, opennessOf, type OpenState } from './openness.ts'
import type { HqPost, PersonLine } from './post-reading.ts'

/** All rows of a post in their order, without names: ranked, then waiting, then ended, the last two by id. */
export interface OrderedRow { entry: HqEntry; rank: HqPost['decided']['rows'][number] | null; missing: HqRankRow['missing'] }

export function orderedRows({ entries, decided }: HqPost): OrderedRow[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const ranked = decided.rows.flatMap((rank): OrderedRow[] => {
    const entry = byId.get(rank.id)
    return entry === undefined ? [] : [{ entry, rank, missing: null }]
  })
  const on = new Set(decided.rows.map(({ id }) => id))
  const missing = new Map(decided.computed.ranking.unranked.map(({ id, missing: names }) => [id, names[0] ?? null]))
  const others = entries.filter(({ id }) => !on.has(id)).map((entry): OrderedRow => ({ entry, rank: null, missing: whyUnranked(entry, missing.get(entry.id) ?? null) }))
  return [...ranked, ...others.filter(({ entry }) => entry.end === null), ...others.filter(({ entry }) => entry.end !== null)]
}

/** A row with the person's name; who was erased has an id only. */
export function namedRow(held: HqPost, { entry, rank, missing }: OrderedRow, person: PersonLine | undefined): HqRankRow {
  const { computed, medical } = held.decided
  return {
    candidate: entry.id, rosterNumber: person?.roster_number ?? '', ticket: person?.ticket ?? '', name: person?.name ?? '', sex: entry.sex, lot: entry.lot,
    rank: rank?.rank ?? null, tie: rank?.tie ?? false, medical: medical.listed.includes(entry.id), decided: rank?.decided ?? null,
    written: entry.written ?? null, quality: entry.quality ?? null, interview: entry.interview ?? null, corrected: computed.corrected.get(entry.id) ?? null,
    professional: entry.professional ?? null, fitnessPoints: entry.fitnessPoints ?? null, run: entry.run ?? null,
    total: rank?.total ?? null, panel: entry.panel ?? '', gate: rank?.gate ?? 'open', decidedBy: [...(computed.decidedBy.get(entry.id) ?? [])], missing,
  }
}

/** What HQ has to look at: ties nobody decided, keys that were passed over, totals that will not come by waiting. */
export function openFlags({ entries, decided }: HqPost): RankFlag[] {
  const { uncorrected, ranking } = decided.computed
  const flags = decided.flags.map(flagOf)
  if (uncorrected !== null) flags.push({ flag: 'coefficient', rank: null, candidates: entries.filter(({ panel }) => panel === uncorrected.panel).map(({ id }) => id), key: uncorrected.panel })
  for (const key of ['written', 'fitnessPoints', 'formula'] as const) {
    const candidates = ranking.unranked.filter(({ missing }) => missing.includes(key)).map(({ id }) => id)
    if (candidates.length > 0) flags.push({ flag: 'no_total', rank: null, candidates, key })
  }
  return flags
}

/** One post at a glance, with the lists that stand and those that facts have changed since. */
export function summaryOf(pack: RulePack, held: HqPost, open: OpenState, adopted: ReadonlyMap<string, Adoption>): HqPostSummary {
  const { post, entries, decided, conflicts } = held
  const { quotas, ranking } = decided.computed
  const out = entries.filter(({ end }) => end !== null).length
  const waiting = entries.length - out - ranking.ranked.length
  const { sessions, venues } = opennessOf(open, post.code, post.stages)
  const last = decided.medical.listed.at(-1)
  const contradicting = conflicts.size + conflictsAround(open, post.code)
  const complete = waiting === 0 && contradicting === 0 && sessions.every(({ state }) => state === 'closed') && venues.every(({ behind, quarantined }) => behind === 0 && quarantined === 0)
  const standing = HqListKind.options.filter((list) => adopted.has(`${post.code} ${list}`))
  return {
    post: post.code, unit: post.unit, title: post.title, category: post.category, headcount: post.headcount,
    state: entries.length === 0 ? 'empty' : complete ? 'done' : 'open',
    candidates: entries.length, ranked: ranking.ranked.length, open: waiting, out,
    ties: decided.rows.filter(({ tie }) => tie).length, flags: openFlags(held).length + contradicting,
    quotas: { interview: quotas.interview?.places ?? null, qualification: quotas.qualification?.places ?? null, medical: quotas.medical?.places ?? null },
    best: decided.rows[0]?.total ?? null, cut: last === undefined ? null : decided.rows.find(({ id }) => id === last)?.total ?? null,
    conflicts: contradicting,
    complete,
    adopted: standing, moved: standing.filter((list) => listNow(pack, held, list, adopted.get(`${post.code} ${list}`) ?? null).moves.length > 0),
  }
}

/** Decisions about equals, newest first, each with whether it holds. */
export function tieViews(pack: RulePack, held: HqPost, nameOf: (account: string) => string): TieView[] {
  const holding = new Set(held.decided.holding)
  for (const list of ['qualification', 'interview'] as const) {
    const { decided } = listNow(pack, held, list, null).proposal
    if (decided !== null) holding.add(decided)
  }
  return held.decisions.map(({ seq, at, by, second, list, tied, order, reason }) => ({
    seq, at, by: nameOf(by), second: nameOf(second), list, tied: [...tied], order: [...order], reason, holds: holding.has(seq),
  })).sort((a, b) => b.seq - a.seq)
}

