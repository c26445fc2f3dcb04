import { against, type Amending, type Contradiction } from './contradiction.ts'
import type { Fact, FactType } from './facts.ts'
import { canonical } from './pack-hash.ts'
import type { Session } from './pack-schema.ts'

/** Facts that may lie before a half day begins and say nothing of when it is. */
const early: ReadonlySet<FactType> = new Set<FactType>(['shortlist.adopted', 'rooms.examiners', 'paper.printed', 'paper.folder'])

/** Half days that are gone, moved or held otherwise although something of them is recorded. */
export function sessionContradictions({ before, after, held }: Amending): Contradiction[] {
  const contradictions = before.pack.sessions.flatMap((old) => {
    const now = after.pack.sessions.find(({ id }) => id === old.id)
    const all = withOpeningFirst(held.sessions.get(old.id) ?? [])
    const begun = all.filter(({ type }) => !early.has(type))
    const found = (fields: string, facts: readonly Fact[]): Contradiction[] =>
      facts.length === 0 ? [] : [against('session_begun', { session: old.id, fields }, facts)]
    if (now === undefined) return found('session', all)
    const moved = (['date', 'half', 'window'] as const).filter((field) => !same(old[field], now[field]))
    const other = (['stages', 'rooms'] as const).filter((field) => !same(told(old, field), told(now, field)))
    return [
      ...(moved.length === 0 ? [] : found(moved.join(' '), begun)),
      ...(other.length === 0 ? [] : found(other.join(' '), all.filter(({ type }) => type !== 'shortlist.adopted'))),
      ...dueContradictions(old, now, all),
    ]
  })
  return [...contradictions, ...clockContradictions({ before, after, held })]
}

/** Who is due by post: posts may still come to a half day that is not closed; none goes that somebody relies on. */
function dueContradictions(old: Session, now: Session, facts: readonly Fact[]): Contradiction[] {
  if (same(old.due, now.due)) return []
  const posts = ({ due }: Session): readonly string[] => (due.kind === 'roster' ? [] : due.posts)
  const gone = posts(old).filter((post) => !posts(now).includes(post))
  const fresh = posts(now).filter((post) => !posts(old).includes(post))
  const about = { session: old.id, fields: 'due' }
  const lists = facts.filter((fact) => fact.type === 'shortlist.adopted' && (old.due.kind !== now.due.kind || gone.includes(fact.body.post)))
  if (lists.length > 0) return [against('list_adopted', about, lists)]
  const opened = facts.filter(({ type }) => !early.has(type))
  const closed = opened.filter(({ type }) => type === 'session.closed')
  // a list of one more post would be missing in a half day that began with all of them
  const harmless = old.due.kind === now.due.kind && gone.length === 0 && closed.length === 0 && old.due.kind !== 'shortlist'
  if (harmless || opened.length === 0) return []
  return [against('session_begun', fresh.length > 0 && gone.length === 0 ? { ...about, posts: fresh.join(' ') } : about, closed.length > 0 ? closed : opened)]
}

/** The venue's offset from UTC is what every recorded time was compared with. */
function clockContradictions({ before, after, held }: Amending): Contradiction[] {
  if (before.pack.venue.utcOffset === after.pack.venue.utcOffset) return []
  const opened = [...held.sessions.values()].flat().filter(({ type }) => type === 'session.opened')
  return opened.length === 0 ? [] : [against('session_begun', { fields: 'utcOffset' }, opened)]
}

const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other)

/** Rooms by what they decide; their names may change. */
function told(session: Session, field: 'stages' | 'rooms'): unknown {
  return field === 'rooms' ? session.rooms.map(({ id, letters }) => ({ id, letters })) : session.stages
}

/** What began the half day stands for all that came after. */
function withOpeningFirst(facts: readonly Fact[]): readonly Fact[] {
  const first = (fact: Fact): number => (fact.type === 'session.opened' ? 0 : 1)
  return [...facts].sort((a, b) => first(a) - first(b))
}
