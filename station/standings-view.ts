import type { PostStanding, PostSummary, RankRow } from '../shared/api/standings.ts'
import type { Post, RulePack } from '../shared/pack-schema.ts'
import type { RankedPost } from '../shared/post-standing.ts'
import type { Ranked } from '../shared/ranking.ts'
import { flagsOf, panelTitle, whyUnranked } from '../shared/standings-view.ts'
import type { OpenVenue } from './open-venue.ts'
import type { Evidence } from '../shared/standings-evidence.ts'
import { standingsOf, type HeldPost } from './standings-held.ts'

/** One post at a glance. */
export function summaryOf(post: Post, entries: readonly Evidence[], ranked: RankedPost): PostSummary {
  const { quotas, ranking } = ranked
  const out = entries.filter(({ end }) => end !== null).length
  const open = entries.length - out - ranking.ranked.length
  const last = ranking.medical.at(-1)
  return {
    post: post.code, unit: post.unit, title: post.title, category: post.category, headcount: post.headcount,
    state: entries.length === 0 ? 'empty' : open > 0 ? 'open' : 'done',
    candidates: entries.length, ranked: ranking.ranked.length, open, out,
    ties: ranking.ranked.filter(({ tie }) => tie).length, flags: flagsOf(entries, ranked).length,
    quotas: { interview: quotas.interview?.places ?? null, qualification: quotas.qualification?.places ?? null, medical: quotas.medical?.places ?? null },
    best: ranking.ranked[0]?.total ?? null, cut: last === undefined ? null : ranking.ranked.find(({ id }) => id === last)?.total ?? null,
  }
}

const lines = new WeakMap<HeldPost, RankRow[]>()

/** All rows of a post: ranked, then waiting, then ended, the last two in the order of the roster. */
export function rowsOf(held: HeldPost): RankRow[] {
  let rows = lines.get(held)
  if (rows === undefined) {
    rows = makeRows(held)
    lines.set(held, rows)
  }
  return rows
}

function makeRows({ entries, ranked }: HeldPost): RankRow[] {
  const { ranking } = ranked
  const medical = new Set(ranking.medical)
  const places = new Set(ranking.ranked.map(({ id }) => id))
  const first = ranking.ranked.flatMap((place) => {
    const entry = entries.get(place.id)
    return entry === undefined ? [] : [rowOf(entry, place, ranked, medical)]
  })
  const others = [...entries.values()].filter(({ id }) => !places.has(id))
  const missing = new Map(ranking.unranked.map(({ id, missing: names }) => [id, names[0] ?? null]))
  const row = (entry: Evidence): RankRow => ({ ...rowOf(entry, null, ranked, medical), missing: whyUnranked(entry, missing.get(entry.id) ?? null) })
  return [...first, ...others.filter(({ end }) => end === null).map(row), ...others.filter(({ end }) => end !== null).map(row)]
}

function rowOf(entry: Evidence, place: Ranked | null, ranked: RankedPost, medical: ReadonlySet<string>): RankRow {
  const { person, id } = entry
  return {
    candidate: id, rosterNumber: person.rosterNumber, ticket: person.ticket, name: person.name, sex: person.sex, lot: entry.lot,
    rank: place?.rank ?? null, tie: place?.tie ?? false, medical: medical.has(id),
    written: entry.written ?? null, quality: entry.quality ?? null, interview: entry.interview ?? null, corrected: ranked.corrected.get(id) ?? null,
    professional: entry.professional ?? null, fitnessPoints: entry.fitnessPoints ?? null, run: entry.run ?? null,
    total: place?.total ?? null, panel: entry.panel ?? '', gate: place?.gate ?? 'open', decidedBy: [...(ranked.decidedBy.get(id) ?? [])], missing: null,
  }
}

/** The whole standing of a post, or null when the pack has no such post; `from` and `many` choose the rows. */
export function postStanding(venue: OpenVenue, code: string, from = 0, many = Infinity): PostStanding | null {
  const held = standingsOf(venue).post(code)
  if (held === null) return null
  const { pack } = venue
  const { post, ranked, summary, entries } = held
  return {
    summary, rows: rowsOf(held).slice(from, from + many), flags: flagsOf([...entries.values()], ranked), medical: ranked.quotas.medical,
    medicalLast: ranked.ranking.medical.at(-1) ?? null,
    passMark: pack.interview?.passMark[post.category] ?? null, passLine: pack.ranking?.writtenPassLine[post.category] ?? null,
    coefficients: ranked.panels.map((panel) => ({ ...panel, title: panelTitle(pack, panel.panel) })),
    clauses: clausesOf(pack, post), asOf: held.asOf, final: false,
  }
}

function clausesOf(pack: RulePack, post: Post): string[] {
  const clauses = [
    pack.ranking?.totals[post.category]?.clause, pack.ranking?.clause, post.stages.includes('interview') ? pack.interview?.clause : undefined,
    post.stages.includes('professional') ? pack.professional?.clause : undefined,
  ]
  return [...new Set(clauses.flatMap((clause) => (clause === undefined ? [] : [clause])))]
}

/** The newest fact of all posts, or null. */
export function newest(posts: readonly HeldPost[]): number | null {
  return posts.reduce<number | null>((latest, { asOf }) => (asOf !== null && (latest === null || asOf > latest) ? asOf : latest), null)
}
