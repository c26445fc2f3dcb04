import type { Post, RulePack, Session, Stage } from '../pack-schema.ts'
import { qualificationRows } from '../post-standing.ts'
import type { Quota } from '../quotas.ts'
import { shortlist } from '../shortlist.ts'
import { holdsFor } from '../stage-progress.ts'
import { decisionOn, type DecidedPost, type TieDecision } from './decided.ts'
import type { HqListKind } from './facts.ts'
import type { HqEntry } from './standing-doc.ts'

/** One line of a list as it would be adopted now. */
export interface ListRow {
  id: string
  rank: number | null
  /** What the order goes by: the total, or the written score for lists before the interview; null without. */
  score: string | null
  listed: boolean
  /** Equal to the last place in everything, and nobody has decided. */
  tied: boolean
}

/** What a list of one post would be now, over all venues. */
export interface ListProposal {
  list: HqListKind
  quota: Quota | null
  /** Those listed first, in the order of the list. */
  rows: readonly ListRow[]
  listed: readonly string[]
  /** Equals at the cut that wait for a decision, and how many of them find a place. */
  tied: readonly string[]
  left: number
  /** The decision on the cut that holds, or null. */
  decided: number | null
  /** Candidates whose way to this list is still open: the list is provisional while there are any. */
  unfinished: readonly string[]
}

/** The stages of a post before this one that some session holds; what none holds was settled before the roster was made. */
export function stagesHeldBefore(sessions: readonly Session[], post: Post, stage: Stage): Stage[] {
  return post.stages.slice(0, Math.max(0, post.stages.indexOf(stage))).filter((each) => sessions.some((session) => holdsFor(session, each, post.code)))
}

/**
 * A list of one post (规则 §8, §9): who is looked at for qualification, invited to the interview, ranked, sent to the
 * medical. Who withdrew or was barred is in none, so the next one moves up in the proposal, and two people adopt that (替补).
 * Qualification is before the exam: only whom HQ itself took out is missing there, and nobody moves up for what a venue
 * recorded of somebody who came.
 */
export function listProposal(
  list: HqListKind, pack: RulePack, post: Post, entries: readonly HqEntry[], decided: DecidedPost, decisions: readonly TieDecision[],
): ListProposal {
  const { quotas } = decided.computed
  switch (list) {
    case 'qualification': {
      const staying = entries.filter(({ out }) => !out)
      const places = quotas.qualification
      const rows = qualificationRows(pack, post, staying, places?.places ?? null)
      const written = new Map(staying.map((entry) => [entry.id, entry.written ?? null]))
      return cut({ list, quota: places, unfinished: [] }, rows.map(({ id, rank, listed, tied }) => ({ id, rank, score: written.get(id) ?? null, listed, tied })), decisions)
    }
    case 'interview': {
      const before = stagesHeldBefore(pack.sessions, post, 'interview')
      const through = entries.filter((entry) => stays(entry) && entry.unqualified !== true && before.every((stage) => entry.passed.includes(stage)))
      const unfinished = entries.filter((entry) => entry.end === null && !before.every((stage) => entry.passed.includes(stage))).map(({ id }) => id)
      const quota = post.stages.includes('interview') ? quotas.interview : null
      // where all find a place no score decides, and one that is missing takes none away
      const open = quota === null || through.length <= quota.places
      const made = shortlist(through.map(({ id, written }) => ({ id, written })), open ? null : quota.places)
      const tied = new Set(made.tied)
      const rows = made.rows.map(({ id, rank, written, invited }) => ({ id, rank, score: written, listed: invited, tied: tied.has(id) }))
      return cut({ list, quota, unfinished }, [...rows, ...made.missing.map((id) => ({ id, rank: null, score: null, listed: open, tied: false }))], decisions)
    }
    case 'medical':
    case 'ranking': {
      const listed = list === 'ranking' ? decided.rows.map(({ id }) => id) : decided.medical.listed
      const on = new Set(listed)
      const tied = list === 'medical' ? (decided.medical.cut?.ids ?? []) : []
      const open = new Set(tied)
      const rows = decided.rows.map(({ id, rank, total }) => ({ id, rank, score: total, listed: on.has(id), tied: open.has(id) }))
      const quota = list === 'medical' ? quotas.medical : null
      return {
        list, quota, rows: order(rows), listed, tied, left: Math.max(0, (quota?.places ?? 0) - (listed.length - tied.length)),
        decided: list === 'medical' ? decided.medical.decided : null,
        unfinished: [...entries.filter(({ end, open: stage }) => end === null && stage !== null).map(({ id }) => id), ...decided.computed.ranking.unranked.map(({ id }) => id)],
      }
    }
    default:
      return list satisfies never
  }
}

const stays = ({ end }: HqEntry): boolean => end !== 'withdrawn' && end !== 'barred'
const order = (rows: readonly ListRow[]): ListRow[] => [...rows.filter(({ listed }) => listed), ...rows.filter(({ listed }) => !listed)]

/** Applies what was decided about the equals at the cut of a list. */
function cut(about: Pick<ListProposal, 'list' | 'quota' | 'unfinished'>, rows: readonly ListRow[], decisions: readonly TieDecision[]): ListProposal {
  const tied = rows.flatMap((row) => (row.tied ? [row.id] : []))
  const sure = rows.filter(({ listed, tied: equal }) => listed && !equal).length
  const left = Math.max(0, (about.quota?.places ?? 0) - sure)
  const decision = tied.length === 0 ? null : decisionOn(decisions, about.list, tied)
  if (decision === null) return { ...about, rows: order(rows), listed: rows.filter(({ listed }) => listed).map(({ id }) => id), tied, left, decided: null }
  const on = new Set(decision.order)
  const after = order(rows.map((row) => (row.tied ? { ...row, listed: on.has(row.id), tied: false } : row)))
  return { ...about, rows: after, listed: after.filter(({ listed }) => listed).map(({ id }) => id), tied: [], left, decided: decision.seq }
}
