import { canonical } from '../pack-hash.ts'
import { hex, sha256 } from '../sha256.ts'
import type { HqListKind } from './facts.ts'
import type { ListProposal } from './lists.ts'

/** A list as it was adopted: what `list.adopted` names by its hash. Ids only. */
export interface AdoptedList {
  post: string
  list: HqListKind
  quota: number | null
  /** Who is on it, in its order, with rank and score as they were then. */
  rows: readonly AdoptedRow[]
}
export interface AdoptedRow { id: string; rank: number | null; score: string | null }

/** One person whom a list moves: where they were, where they are; null: not on it. */
export interface Move {
  id: string
  before: AdoptedRow | null
  after: AdoptedRow | null
}

/** What would be adopted of a proposal. */
export function toAdopt(post: string, { list, quota, rows }: ListProposal): AdoptedList {
  return { post, list, quota: quota?.places ?? null, rows: rows.filter(({ listed }) => listed).map(({ id, rank, score }) => ({ id, rank, score })) }
}

/** `SHA-256("kaodian-list-v1\0" ‖ JSON with sorted keys)` in hex. */
export function listHash(list: AdoptedList): string {
  return hex(sha256('kaodian-list-v1\0', canonical(list)))
}

/** Everybody whom the list would put in, take out, or give another rank or score; in the order of the new list, then of the old. */
export function whoMoves(before: AdoptedList, after: AdoptedList): Move[] {
  const was = new Map(before.rows.map((row) => [row.id, row]))
  const is = new Set(after.rows.map(({ id }) => id))
  const here = after.rows.flatMap((row): Move[] => {
    const old = was.get(row.id) ?? null
    return old !== null && old.rank === row.rank && old.score === row.score ? [] : [{ id: row.id, before: old, after: row }]
  })
  return [...here, ...before.rows.filter(({ id }) => !is.has(id)).map((row): Move => ({ id: row.id, before: row, after: null }))]
}

/** One adopted interview list as the venues' exam packages need it. */
export interface DuePost { post: string; session: string; candidates: readonly string[] }

/**
 * Who is due at each interview half day by the lists HQ has adopted: a post's list goes to the one half day that holds the
 * interview for it, or, where several do, to those its candidates already stand in (`due`), and otherwise to the first.
 */
export function dueByLists(
  sessions: readonly { id: string; stages: readonly string[]; due: { kind: string; posts?: readonly string[] } }[],
  lists: readonly AdoptedList[], due: ReadonlyMap<string, readonly string[]> = new Map(),
): DuePost[] {
  return lists.filter(({ list }) => list === 'interview').flatMap(({ post, rows }) => {
    const holding = sessions.filter(({ stages, due: who }) => stages.includes('interview') && (who.posts === undefined || who.posts.includes(post)))
    const first = holding[0]
    if (first === undefined) return []
    const bySession = Map.groupBy(rows.map(({ id }) => id), (id) => holding.find((session) => due.get(id)?.includes(session.id) === true)?.id ?? first.id)
    return [...bySession].map(([session, candidates]) => ({ post, session, candidates }))
  })
}
