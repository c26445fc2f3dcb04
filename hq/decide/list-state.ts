import type { Blocker, ListState } from '../../shared/hq/api/decide.ts'
import type { HqListKind } from '../../shared/hq/facts.ts'
import { listProposal, stagesHeldBefore, type ListProposal } from '../../shared/hq/lists.ts'
import { listHash, toAdopt, whoMoves, type AdoptedList, type Move } from '../../shared/hq/who-moves.ts'
import type { Post, RulePack, Stage } from '../../shared/pack-schema.ts'
import { conflictsAround, opennessOf, type OpenState } from './openness.ts'
import { readHqFact } from '../own-ledger.ts'
import type { HqPost } from './post-reading.ts'
import type { Db } from '../store.ts'

/** The list of a post that stands: what was adopted, by whom. */
export interface Adoption { seq: number; at: number; by: string; second: string; hash: string; list: AdoptedList }

/** Every list that stands, by `post list`. */
export async function adoptions(db: Db, recruitment: number, post: string | null = null): Promise<Map<string, Adoption>> {
  const rows = await db.selectFrom('adoption as a').innerJoin('hq_fact as f', 'f.seq', 'a.seq').select(['a.post', 'a.list', 'a.seq', 'a.hash', 'a.doc', 'f.bytes'])
    .where('a.recruitment', '=', recruitment).$if(post !== null, (query) => query.where('a.post', '=', post ?? '')).execute()
  return new Map(rows.map(({ post: code, list, seq, hash, doc, bytes }) => {
    const { at, by, second } = readHqFact(bytes)
    return [`${code} ${list}`, { seq, at, by, second: second ?? '', hash, list: JSON.parse(doc) as AdoptedList }]
  }))
}

/** A list of a post as it would be adopted now, beside the one that stands. */
export interface ListNow {
  proposal: ListProposal
  next: AdoptedList
  hash: string
  adopted: Adoption | null
  /** Whom adopting it would move; empty while nothing is adopted. */
  moves: readonly Move[]
}

export function listNow(pack: RulePack, held: HqPost, list: HqListKind, adopted: Adoption | null): ListNow {
  const proposal = listProposal(list, pack, held.post, held.entries, held.decided, held.decisions)
  const next = toAdopt(held.post.code, proposal)
  return { proposal, next, hash: listHash(next), adopted, moves: adopted === null ? [] : whoMoves(adopted.list, next) }
}

/** Stages that must be over before a list can stand. */
function stagesFor(list: HqListKind, pack: RulePack, post: Post): readonly Stage[] {
  switch (list) {
    case 'qualification':
      return []
    case 'interview':
      return stagesHeldBefore(pack.sessions, post, 'interview')
    case 'medical':
    case 'ranking':
      return post.stages
    default:
      return list satisfies never
  }
}

/** Everything that keeps a list from being adopted or published, each with what it is about (规则 §11). */
export function blockersOf(pack: RulePack, held: HqPost, open: OpenState, { proposal }: ListNow): Blocker[] {
  const { post } = held
  const blockers: Blocker[] = []
  const add = (kind: Blocker['kind'], count: number, what: string) => {
    if (count > 0) blockers.push({ kind, post: post.code, what, count })
  }
  add('ties_open', proposal.tied.length, '')
  const stages = stagesFor(proposal.list, pack, post)
  if (stages.length === 0) return blockers
  const { sessions, venues } = opennessOf(open, post.code, stages)
  add('conflicts_open', held.conflicts.size + conflictsAround(open, post.code), '')
  const unclosed = sessions.filter(({ state }) => state !== 'closed')
  add('sessions_open', unclosed.length, unclosed.map(({ title }) => title).join('、'))
  for (const { name, behind, quarantined } of venues) {
    add('facts_missing', behind, name)
    add('quarantine_open', quarantined, name)
  }
  // somebody without an end after the last half day was closed would be dropped without a word
  if (unclosed.length === 0) add('list_open', proposal.unfinished.length, '')
  return blockers
}

/** A list at a glance. */
export function stateOf({ proposal, adopted, moves }: ListNow, nameOf: (account: string) => string): ListState {
  return {
    list: proposal.list, listed: proposal.listed.length, places: proposal.quota, tied: proposal.tied.length, unfinished: proposal.unfinished.length, moved: moves.length,
    adopted: adopted === null ? null : {
      seq: adopted.seq, at: adopted.at, by: nameOf(adopted.by), second: nameOf(adopted.second), hash: adopted.hash, listed: adopted.list.rows.length,
    },
  }
}
