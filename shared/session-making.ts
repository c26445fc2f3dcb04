import { lotLetters } from './draw.ts'
import type { BothTongues, Pool, Post, RulePack, Session } from './pack-schema.ts'
import { bareName, readSessionName, sessionNames } from './session-names.ts'

/** What of a pack is looked at when a venue's posts and half days are put into it; the rest goes through untouched. */
export type PackToMake = Pick<RulePack, 'id' | 'version' | 'psych' | 'fitness' | 'interview' | 'professional' | 'ranking' | 'posts' | 'sessions' | 'pools' | 'adaptedFrom'>

/** A post as the roster's sheet tells it; empty text where the sheet has no such column. */
export interface SheetPost {
  code: string
  count: number
  unit: string
  title: string
  headcount: string
}

/** What a sheet tells of posts and sessions; `sessions` is empty when it has no such column. */
export interface SheetNames {
  posts: readonly SheetPost[]
  sessions: readonly string[]
}

/** The stages a venue holds on its half days, in the order most recruitments hold them. */
export const heldStages = ['psych', 'fitness', 'interview', 'professional'] as const
export type HeldStage = (typeof heldStages)[number]

/** The stages of these that the pack has rules for. */
export function stagesOf(pack: Pick<PackToMake, HeldStage>): HeldStage[] {
  return heldStages.filter((stage) => pack[stage] !== null)
}

/** Whether a stage is marked by examiners, in rooms; such a half day holds no psych or fitness. */
export const isScored = (stage: HeldStage): boolean => stage === 'interview' || stage === 'professional'

/** How the lots of a half day are drawn: men and women apart, all together, as the pack had it, or room by room. */
export type PoolKind = 'bySex' | 'one' | 'own' | 'rooms'

const lettersOfARoom = 3

/** Rooms of a new interview half day, until the chief says how many. */
const roomsAtFirst = 2

/** One half day as the chief sees and changes it. */
export interface SessionDraft {
  /** Stable while it is edited: the pack's id, or a made one. */
  key: string
  /** What it is called; empty: made from date, half day and stages. */
  name: string
  date: string
  half: 'am' | 'pm'
  from: string
  to: string
  stages: readonly HeldStage[]
  pools: PoolKind
  /** Letters by pool: men's and women's, everybody's, or each room's; none where the pack keeps its own. */
  letters: readonly string[]
  /** Who comes is who stands on the adopted shortlist (规则 §8); otherwise the roster or the posts say it. */
  shortlist: boolean
}

/** Round hours to begin with where the pack names no check-in window; the announcement's own are typed over them. */
const openingHours = { am: { from: '08:00', to: '09:00' }, pm: { from: '14:00', to: '15:00' } } as const

/** More names than this in a sheet's column are no half days but a column chosen by mistake. */
const mostSessions = 24

/** The letters for a half day's pools: each half day begins with others, men's and women's take turns. */
export function lettersFor(kind: PoolKind, index: number, rooms = roomsAtFirst): string[] {
  const turned = (by: number) => {
    const at = by % lotLetters.length
    return lotLetters.slice(at) + lotLetters.slice(0, at)
  }
  switch (kind) {
    case 'own':
      return []
    case 'rooms':
      // a room's further letters are for a supplementary draw, when its first has no number left
      return Array.from({ length: Math.min(rooms, lotLetters.length) }, (_, room) =>
        [...turned(index * roomsAtFirst)].filter((_letter, at) => at % rooms === room).slice(0, lettersOfARoom).join(''))
    case 'one':
      return [turned(index)]
    case 'bySex': {
      const letters = [...turned(index * 2)]
      return [0, 1].map((parity) => letters.filter((_, at) => at % 2 === parity).join(''))
    }
    default:
      return kind satisfies never
  }
}

/** Whether a session holds a stage that is arranged here. */
export function isHeld(session: Session): boolean {
  return session.stages.some((stage) => heldStages.some((held) => held === stage))
}

/** A pack's own session as it is changed on screen. */
function draftOf(pack: PackToMake, session: Session, index: number): SessionDraft {
  const own = pack.pools.filter((pool) => pool.session === session.id)
  const plain = own.every((pool) => pool.step === 'order' && pool.who.posts === null)
  const sexes = own.map((pool) => pool.who.sex).join()
  const rooms = session.rooms.map(({ letters }) => letters)
  const pools: PoolKind = rooms.length > 0 ? 'rooms' : own.length === 0 ? 'bySex' : plain && sexes === 'M,F' ? 'bySex' : plain && sexes === 'any' ? 'one' : 'own'
  return {
    key: session.id, name: session.title.zh, date: session.date, half: session.half, from: session.window.from, to: session.window.to,
    stages: heldStages.filter((stage) => session.stages.includes(stage)), pools,
    letters: pools === 'rooms' ? rooms : own.length === 0 ? lettersFor('bySex', index) : pools === 'own' ? [] : own.map((pool) => pool.letters),
    shortlist: session.due.kind === 'shortlist',
  }
}

/** A further half day: the one after the last, or the morning of `start`. */
export function nextSession(pack: PackToMake, before: readonly SessionDraft[], start: string): SessionDraft {
  const last = before.at(-1)
  const half = last?.half === 'am' ? 'pm' : 'am'
  const date = last === undefined ? start : half === 'pm' ? last.date : dayAfter(last.date, 1)
  return fresh(pack, before, date, half, '')
}

function fresh(pack: PackToMake, before: readonly SessionDraft[], date: string, half: 'am' | 'pm', name: string): SessionDraft {
  const alike = before.findLast((each) => each.half === half) ?? pack.sessions.map(({ half: other, window }) => ({ half: other, ...window })).find((each) => each.half === half)
  const last = before.at(-1)
  const pools = last?.pools === 'one' || last?.pools === 'rooms' ? last.pools : 'bySex'
  const first = stagesOf(pack).filter((stage) => !isScored(stage))
  const used = new Set([...before.map(({ key }) => key), ...pack.sessions.map(({ id }) => id)])
  let n = before.length + 1
  while (used.has(`new-${String(n)}`)) n += 1
  return {
    key: `new-${String(n)}`, name, date, half,
    from: alike?.from ?? openingHours[half].from, to: alike?.to ?? openingHours[half].to,
    stages: last?.stages ?? (first.length > 0 ? first : stagesOf(pack)), pools, letters: lettersFor(pools, before.length, last?.letters.length),
    shortlist: last?.shortlist ?? false,
  }
}

/**
 * The half days to begin with: the pack's, those the sheet names besides, or one of today, which also takes the place of
 * days that are all over where the sheet names none. `start` is the day of a new one.
 */
export function defaultSessions(pack: PackToMake, sheet: SheetNames | null, today: string, start = today): SessionDraft[] {
  const names = sheet?.sessions ?? []
  const held = pack.sessions.filter(isHeld).map((session, index) => draftOf(pack, session, index))
  // without a column of sessions people come by post: more half days than posts would stand empty
  const byPost = sheet !== null && names.length === 0 && pack.sessions.every(({ due }) => due.kind === 'roster')
  const own = !byPost ? held : held.every(({ date }) => date < today) ? [] : held.slice(0, Math.max(1, sheet.posts.length))
  const known = new Set(pack.sessions.flatMap(sessionNames))
  const strange = names.filter((name) => !known.has(bareName(name)))
  if (strange.length === 0 || strange.length > mostSessions) return own.length > 0 ? own : [nextSession(pack, [], start)]
  // a sheet that names none of the pack's sessions is about other days
  const drafts = strange.length === names.length ? [] : own
  for (const name of strange) {
    const { date, half } = readSessionName(name, today)
    drafts.push(fresh(pack, drafts, date ?? start, half ?? 'am', name))
  }
  return drafts
}

/** A name that tells the old day goes when the day does, unless the sheet calls the half day so. */
export function nameAfter(draft: SessionDraft, sheetNames: readonly string[]): string {
  const named = sheetNames.some((name) => bareName(name) === bareName(draft.name))
  return !named && /^\d+月\d+日/.test(draft.name) ? '' : draft.name
}

/** All half days moved by as many days as bring the first to `today`. */
export function movedTo(drafts: readonly SessionDraft[], today: string, sheetNames: readonly string[]): SessionDraft[] {
  const first = drafts.map(({ date }) => date).sort()[0]
  if (first === undefined) return []
  const days = Math.round((Date.parse(today) - Date.parse(first)) / 86_400_000)
  return drafts.map((draft) => {
    const date = dayAfter(draft.date, days)
    return { ...draft, date, name: date === draft.date ? draft.name : nameAfter(draft, sheetNames) }
  })
}

/** The calendar day so many days later; a text that is no date stays as it is. */
export function dayAfter(date: string, days: number): string {
  const moment = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(moment) ? date : new Date(moment + days * 86_400_000).toISOString().slice(0, 10)
}

/**
 * Which half days each post is due in, by default: all posts in the one half day that holds a stage of theirs; where
 * several hold the same, spread in the sheet's order so that about as many come to each. No stage twice.
 */
export function defaultDue(
  posts: readonly Post[], sheet: readonly SheetPost[], drafts: readonly SessionDraft[], changed: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  const groups = new Map<string, SessionDraft[]>()
  for (const draft of drafts) {
    const stages = [...draft.stages].sort().join()
    groups.set(stages, [...(groups.get(stages) ?? []), draft])
  }
  const counts = new Map(sheet.map(({ code, count }) => [code, count]))
  const due: Record<string, string[]> = Object.fromEntries(posts.map(({ code }) => [code, []]))
  const covered = new Set<string>()
  for (const group of groups.values()) {
    const held = group[0]?.stages ?? []
    const here = posts.filter((post) => {
      const stages = held.filter((stage) => post.stages.includes(stage))
      return stages.length > 0 && stages.every((stage) => !covered.has(`${stage}/${post.code}`))
    })
    const total = here.reduce((sum, { code }) => sum + (counts.get(code) ?? 0), 0)
    let before = 0
    for (const [place, { code }] of here.entries()) {
      const middle = before + (counts.get(code) ?? 0) / 2
      const even = total === 0 ? place : Math.floor((middle / total) * group.length)
      // every half day gets a post while there are enough of them
      const at = Math.min(place, Math.max(even, group.length - (here.length - place)))
      const key = group[Math.min(at, group.length - 1)]?.key
      if (key !== undefined) due[code]?.push(key)
      for (const stage of held) covered.add(`${stage}/${code}`)
      before += counts.get(code) ?? 0
    }
  }
  return { ...due, ...Object.fromEntries(Object.entries(changed).filter(([code]) => code in due)) }
}

/**
 * Which posts a shortlist's half days are for, where the sheet names the other sessions of each candidate: as the pack
 * has them; posts that are new to it as `defaultDue` spreads them, and all of them where the pack has no such half day.
 */
export function listedDue(
  base: PackToMake, posts: readonly Post[], sheet: readonly SheetPost[], drafts: readonly SessionDraft[], changed: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  const own = base.sessions.filter(({ id, due }) => due.kind === 'shortlist' && drafts.some(({ key }) => key === id))
  const placed = (code: string) => own.filter(({ due }) => due.kind === 'shortlist' && due.posts.includes(code)).map(({ id }) => id)
  const known = own.length === 0 ? [] : base.posts.map(({ code }) => code)
  const spread = defaultDue(posts.filter(({ code }) => !known.includes(code)), sheet, drafts, {})
  return { ...spread, ...Object.fromEntries(known.map((code) => [code, placed(code)])), ...changed }
}

/** One half day and its pools as the pack holds them. `codes`: the posts due, or null where the roster names them. */
export function madeSession(
  base: PackToMake, draft: SessionDraft, codes: readonly string[] | null, taken: ReadonlySet<string>,
): { session: Session; pools: Pool[] } {
  const before = base.sessions.find((session) => session.id === draft.key)
  const id = before?.id ?? freeId(base, draft, taken)
  const stages = inOrderOf(before?.stages ?? [], draft.stages)
  const title = before !== undefined && before.title.zh === draft.name ? before.title : titleOf(draft)
  const rooms = draft.pools !== 'rooms' ? [] : draft.letters.map((letters, at) => ({ ...(before?.rooms[at] ?? roomNamed(at + 1)), letters }))
  const session: Session = {
    id, date: draft.date, half: draft.half, title, stages, window: { from: draft.from, to: draft.to }, due: dueOf(draft, codes, before), rooms,
  }
  if (draft.pools === 'rooms') return { session, pools: [] }
  const held = (pool: Pool): Pool => ({ ...pool, stages: pool.stages.filter((stage) => stages.includes(stage)) })
  const own = base.pools.filter((pool) => pool.session === id)
  if (draft.pools === 'own') return { session, pools: own.map(held) }
  const kinds = draft.pools === 'one' ? (['any'] as const) : (['M', 'F'] as const)
  const sameStages = before !== undefined && before.stages.join() === stages.join()
  const pools = kinds.map((sex, index): Pool => {
    const known = own.find((pool) => pool.who.sex === sex && pool.who.posts === null && pool.step === 'order')
    const letters = draft.letters[index] ?? ''
    if (known !== undefined) return { ...known, stages: sameStages ? known.stages : stages, letters }
    return { id: `${id}-${poolNames[sex].id}`, session: id, step: 'order', stages, letters, title: poolNames[sex].title, who: { sex, posts: null } }
  })
  return { session, pools }
}

function dueOf(draft: SessionDraft, codes: readonly string[] | null, before: Session | undefined): Session['due'] {
  const kind = draft.shortlist ? 'shortlist' : codes === null ? 'roster' : 'posts'
  // as it was, order of posts and all, where it says the same
  if (before?.due.kind === kind && (codes === null || before.due.kind === 'roster' || [...before.due.posts].sort().join() === [...codes].sort().join())) return before.due
  if (kind === 'roster') return before === undefined || before.due.kind === 'shortlist' ? { kind } : before.due
  return { kind, posts: [...(codes ?? [])] }
}

/** The stages chosen, in the order they had; new ones follow in the usual order. */
export function inOrderOf<S extends string>(before: readonly S[], chosen: readonly S[]): S[] {
  return [...before.filter((stage) => chosen.includes(stage)), ...chosen.filter((stage) => !before.includes(stage))]
}

function roomNamed(n: number): { id: string; title: BothTongues } {
  return { id: String(n), title: { zh: `第${String(n)}面试室`, en: `Room ${String(n)}` } }
}

const poolNames = {
  any: { id: 'all', title: { zh: '全体', en: 'everybody' } },
  M: { id: 'm', title: { zh: '男子组', en: 'men' } },
  F: { id: 'f', title: { zh: '女子组', en: 'women' } },
} as const

function freeId(base: PackToMake, draft: SessionDraft, taken: ReadonlySet<string>): string {
  const plain = `${draft.date.slice(5).replace('-', '')}-${draft.half}`.replace(/^-/, 'day-')
  const used = (id: string) => taken.has(id) || base.sessions.some((session) => session.id === id)
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? plain : `${plain}-${String(n)}`
    if (!used(id)) return id
  }
}

const stageWords = {
  psych: { zh: '心理素质测评', en: 'psych' },
  fitness: { zh: '体能测评', en: 'fitness' },
  interview: { zh: '面试', en: 'interview' },
  professional: { zh: '专业能力测试', en: 'professional test' },
} as const satisfies Record<HeldStage, BothTongues>

/** A half day's title: what it was called, or its date, half day and stages. */
export function titleOf(draft: SessionDraft): BothTongues {
  const name = draft.name.trim()
  if (name !== '') return { zh: name, en: name }
  const [, month = '', day = ''] = draft.date.split('-')
  const half = draft.half === 'am' ? { zh: '上午', en: 'morning' } : { zh: '下午', en: 'afternoon' }
  const stages = (tongue: 'zh' | 'en') => draft.stages.map((stage) => stageWords[stage][tongue])
  return {
    zh: `${String(Number(month))}月${String(Number(day))}日${half.zh} ${stages('zh').join('、')}`.trim(),
    en: `${draft.date} ${half.en}: ${stages('en').join(' and ')}`,
  }
}
