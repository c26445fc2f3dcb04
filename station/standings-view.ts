import type { PostStanding, PostSummary, RankFlag, RankRow, WhyUnranked } from '../shared/api/standings.ts'
import type { Post, RulePack } from '../shared/pack-schema.ts'
import { keyValue, type RankedPost } from '../shared/post-standing.ts'
import type { Ranked, RankingFlag } from '../shared/ranking.ts'
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

/** What HQ has to look at, in the order of the ranking. */
export function flagsOf(entries: readonly Evidence[], { ranking, uncorrected }: RankedPost): RankFlag[] {
  const flags = ranking.flags.map(flagOf)
  if (uncorrected !== null) {
    const candidates = entries.filter(({ panel }) => panel === uncorrected.panel).map(({ id }) => id)
    flags.push({ flag: 'coefficient', rank: null, candidates, key: uncorrected.panel })
  }
  // A written score that the roster lacks, or a formula the pack lacks, does not come by waiting.
  for (const key of ['written', 'fitnessPoints', 'formula'] as const) {
    const candidates = ranking.unranked.filter(({ missing }) => missing.includes(key)).map(({ id }) => id)
    if (candidates.length > 0) flags.push({ flag: 'no_total', rank: null, candidates, key })
  }
  return flags
}

function flagOf(flag: RankingFlag): RankFlag {
  const candidates = [...flag.ids]
  switch (flag.flag) {
    case 'tie':
      return { flag: flag.why === 'run_across_sexes' ? 'run_across_sexes' : 'tie', rank: flag.rank, candidates, key: flag.why === 'key_missing' ? flag.key ?? '' : '' }
    case 'key_skipped':
      return { flag: 'key_skipped', rank: null, candidates, key: flag.key }
    case 'tie_at_cut':
      return { flag: 'tie_at_cut', rank: flag.rank, candidates, key: '' }
    default:
      return flag satisfies never
  }
}

/** Why there is no rank: how the exam ended, the stage still open, or what the total lacks. */
function whyUnranked(entry: Evidence, lacking: WhyUnranked | null): WhyUnranked | null {
  if (entry.end !== null) return entry.end
  if (entry.open !== null) return entry.open
  return lacking === 'interview' && entry.interview !== undefined ? 'coefficient' : lacking
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

/** `session.room` as people call it: the half day and the room. */
export function panelTitle(pack: RulePack, panel: string): { zh: string; en: string } {
  const session = pack.sessions.find(({ id }) => panel.startsWith(`${id}.`))
  const room = session?.rooms.find(({ id }) => panel === `${session.id}.${id}`)
  if (session === undefined || room === undefined) return { zh: panel, en: panel }
  const day = session.date.slice(5)
  return { zh: `${day} ${session.half === 'am' ? '上午' : '下午'} ${room.title.zh}`, en: `${day} ${session.half}, ${room.title.en}` }
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

/** The value of a tie-breaker of one candidate, after the correction between panels. */
export function tieValue(entry: Evidence, ranked: RankedPost, key: Parameters<typeof keyValue>[1]): string | null {
  return keyValue({ ...entry, interview: ranked.corrected.get(entry.id) ?? entry.interview }, key) ?? null
}
