import { canonical } from './pack-hash.ts'
import type { Pool, Post, Session } from './pack-schema.ts'
import {
  defaultDue, heldStages, inOrderOf, isHeld, listedDue, madeSession, stagesOf, type HeldStage, type PackToMake, type SessionDraft, type SheetNames,
} from './session-making.ts'

/** A post that the pack lacks, as the chief fills it in; `headcount` as typed. */
export interface PostDraft {
  code: string
  unit: string
  title: string
  headcount: string
  sex: Post['sex']
  /** `undivided` until it is chosen; asked for only where the pack's rules go by category. */
  category: Post['category']
  stages: readonly HeldStage[]
}

/** What the chief changed; what is absent is by default. */
export interface Adaptation {
  posts: Readonly<Record<string, Partial<PostDraft>>>
  sessions: readonly SessionDraft[] | null
  /** Post code → keys of the half days it is due in; only where the sheet names no sessions. */
  due: Readonly<Record<string, readonly string[]>>
}

/** Nothing changed yet. */
export const untouched: Adaptation = { posts: {}, sessions: null, due: {} }

/** The posts of the sheet that the pack lacks or took from an earlier sheet, ready to be filled in. */
export function postDrafts(pack: PackToMake, sheet: SheetNames, changed: Adaptation['posts']): PostDraft[] {
  const added = new Set(pack.adaptedFrom?.posts ?? [])
  return sheet.posts
    .filter(({ code }) => added.has(code) || !pack.posts.some((post) => post.code === code))
    .map((post): PostDraft => {
      const known = pack.posts.find(({ code }) => code === post.code)
      return {
        code: post.code,
        unit: known?.unit ?? (post.unit === '' ? '—' : post.unit),
        title: known?.title ?? (post.title === '' ? post.code : post.title),
        headcount: known === undefined ? (post.headcount === '' ? '1' : post.headcount) : String(known.headcount),
        sex: known?.sex ?? 'any',
        category: known?.category ?? 'undivided',
        stages: known === undefined ? stagesOf(pack) : [...known.stages],
        ...changed[post.code],
      }
    })
}

function madePost(pack: PackToMake, draft: PostDraft): Post {
  const known = pack.posts.find((post) => post.code === draft.code)
  return {
    birth: null, panels: 1, requirements: '', notes: [],
    ...known,
    code: draft.code, unit: draft.unit.trim(), title: draft.title.trim(), sex: draft.sex, category: draft.category,
    // what is no whole number goes on as it is: the pack's own check names the field
    headcount: /^\d{1,6}$/.test(draft.headcount.trim()) ? Number(draft.headcount) : 0,
    stages: inOrderOf(known?.stages ?? [], heldStages.filter((stage) => draft.stages.includes(stage))),
  }
}

/** The pack with this venue's posts and half days in it, and what its rows stand for. */
export interface MadePack<P> {
  pack: P
  posts: readonly PostDraft[]
  /** Post code → keys of the half days it is due in; where the sheet names each candidate's sessions, of a shortlist's half days only, or null. */
  due: Readonly<Record<string, readonly string[]>> | null
}

/**
 * Puts the half days and the sheet's missing posts into a pack. Nothing is checked here: the whole pack is, afterwards,
 * and its errors carry the path of their field. A pack that changed says what it was adapted from; one that did not is
 * the same as before. `filled` says that the base itself was changed already, such as its empty standards.
 */
export function makePack<P extends PackToMake>(
  base: P, sheet: SheetNames | null, drafts: readonly SessionDraft[], changed: Adaptation, filled = false,
): MadePack<P> {
  const posts = sheet === null ? [] : postDrafts(base, sheet, changed.posts)
  const made = posts.map((draft) => madePost(base, draft))
  const kept = base.posts.filter((post) => !made.some(({ code }) => code === post.code))
  const all: Post[] = [...kept, ...made].sort((a, b) => place(base, a) - place(base, b))
  const named = sheet === null || sheet.sessions.length > 0
  const listed = drafts.filter(({ shortlist }) => shortlist)
  const due = sheet === null || (named && listed.length === 0) ? null
    : named ? listedDue(base, all, sheet.posts, listed, changed.due) : defaultDue(all, sheet.posts, drafts, changed.due)
  const sessions: Session[] = []
  const pools: Pool[] = []
  for (const draft of drafts) {
    const codes = due === null || (named && !draft.shortlist) ? null : all.filter(({ code }) => due[code]?.includes(draft.key)).map(({ code }) => code)
    const whole = madeSession(base, draft, codes, new Set(sessions.map(({ id }) => id)))
    sessions.push(whole.session)
    pools.push(...whole.pools)
  }
  const others = base.sessions.filter((session) => !isHeld(session))
  sessions.push(...others)
  pools.push(...base.pools.filter((pool) => others.some(({ id }) => id === pool.session)))
  const same = !filled && canonical([base.posts, base.sessions, base.pools]) === canonical([all, sessions, pools])
  if (same) return { pack: base, posts, due }
  const from = base.adaptedFrom ?? { id: base.id, version: base.version }
  const pack = {
    ...base,
    id: base.adaptedFrom === undefined ? `${base.id.slice(0, 31)}-adapted` : base.id,
    version: base.adaptedFrom === undefined ? 1 : base.version + 1,
    adaptedFrom: { id: from.id, version: from.version, posts: [...new Set([...(base.adaptedFrom?.posts ?? []), ...made.map(({ code }) => code)])] },
    posts: all,
    sessions,
    pools,
  }
  return { pack, posts, due }
}

/** Posts stay in the pack's order; new ones follow in the sheet's. */
function place(base: PackToMake, post: Post): number {
  const at = base.posts.findIndex(({ code }) => code === post.code)
  return at === -1 ? base.posts.length : at
}
