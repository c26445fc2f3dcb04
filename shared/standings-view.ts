import type { RankFlag, WhyUnranked } from './api/standings.ts'
import type { RulePack } from './pack-schema.ts'
import type { PostEntry, RankedPost } from './post-standing.ts'
import type { RankingFlag } from './ranking.ts'

/** What HQ has to look at, in the order of the ranking. */
export function flagsOf(entries: readonly PostEntry[], { ranking, uncorrected }: RankedPost): RankFlag[] {
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

/** A flag of the ranking as screens name it. */
export function flagOf(flag: RankingFlag): RankFlag {
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
export function whyUnranked(entry: PostEntry, lacking: WhyUnranked | null): WhyUnranked | null {
  if (entry.end !== null) return entry.end
  if (entry.open !== null) return entry.open
  return lacking === 'interview' && entry.interview !== undefined ? 'coefficient' : lacking
}

/** `session.room` as people call it: the half day and the room. */
export function panelTitle(pack: RulePack, panel: string): { zh: string; en: string } {
  const session = pack.sessions.find(({ id }) => panel.startsWith(`${id}.`))
  const room = session?.rooms.find(({ id }) => panel === `${session.id}.${id}`)
  if (session === undefined || room === undefined) return { zh: panel, en: panel }
  const day = session.date.slice(5)
  return { zh: `${day} ${session.half === 'am' ? '上午' : '下午'} ${room.title.zh}`, en: `${day} ${session.half}, ${room.title.en}` }
}
