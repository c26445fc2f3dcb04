import type { Pool, RulePack, Session, Stage } from '../pack-schema.ts'
import type { Candidate } from '../roster.ts'
import { isScored } from '../stage-progress.ts'

/** A half day as HQ keeps it: at one venue, with its pools and the people it takes. */
export interface HqSession {
  venue: string
  session: Session
  pools: readonly Pool[]
  capacity: number
}

/** Half days in the order of the calendar; of one half day, by id. */
export function inTime(a: Session, b: Session): number {
  const [one, other] = [`${a.date} ${a.half} ${a.id}`, `${b.date} ${b.half} ${b.id}`]
  return one < other ? -1 : one > other ? 1 : 0
}

/**
 * The recruitment's whole pack: its rules with the half days of all venues. Only data are put together here; whether they
 * hang together `parsePack` says.
 */
export function masterPack(rules: RulePack, sessions: readonly HqSession[]): RulePack {
  const sorted = [...sessions].sort((a, b) => inTime(a.session, b.session))
  return { ...rules, sessions: sorted.map(({ session }) => session), pools: sorted.flatMap(({ pools }) => [...pools]) }
}

/** What of the master pack one venue gets. */
export interface VenueOfPack {
  name: string
  /** What the recruitment is called: sheets and lists of the venue are headed by it, not by the pack it began with. */
  title: string
  /** Ids of its half days. */
  sessions: ReadonlySet<string>
  /** Codes of the posts of its candidates. */
  posts: ReadonlySet<string>
}

/**
 * A venue's pack (decided in 0096): the rules as they are, its half days and their pools, the posts of its candidates and
 * those its half days name. Nothing tells of another venue's people, days or posts.
 */
export function venuePack(master: RulePack, { name, title, sessions: ids, posts: codes }: VenueOfPack): RulePack {
  const sessions = master.sessions.filter(({ id }) => ids.has(id))
  const named = new Set([...codes, ...sessions.flatMap(({ due }) => (due.kind === 'roster' ? [] : due.posts))])
  const pools = master.pools.filter(({ session }) => ids.has(session)).flatMap((pool): Pool[] => {
    if (pool.who.posts === null) return [pool]
    const posts = pool.who.posts.filter((code) => named.has(code))
    return posts.length === 0 ? [] : [{ ...pool, who: { ...pool.who, posts } }]
  })
  const adapted = master.adaptedFrom
  return {
    ...master,
    title: { zh: title, en: title },
    venue: { ...master.venue, name: { zh: name, en: name } },
    posts: master.posts.filter(({ code }) => named.has(code)),
    sessions,
    pools,
    ...(adapted === undefined ? {} : { adaptedFrom: { ...adapted, posts: adapted.posts.filter((code) => named.has(code)) } }),
  }
}

/** Whether a venue with these half days uses written scores: interviews are called and totalled by them. */
export function usesWritten(sessions: readonly Session[]): boolean {
  return sessions.some(({ stages, due }) => due.kind === 'shortlist' || stages.some(isScored))
}

/** A person of HQ's roster, before what belongs to one venue is put in. */
export type RosterPerson = Omit<Candidate, 'sessions' | 'passed'>

/**
 * The roster of one venue: people due in its half days, or who may be on a shortlist of one, each with this venue's half
 * days only and with scores only where they are used there. `due`: half days of each person, of all venues;
 * `passed`: what each has passed at other venues (shared/hq/passed-elsewhere.ts).
 */
export function venueRoster(
  people: readonly RosterPerson[], due: ReadonlyMap<string, readonly string[]>, sessions: readonly Session[],
  passed: (person: RosterPerson) => readonly Stage[],
): Candidate[] {
  const here = new Set(sessions.map(({ id }) => id))
  const listed = new Set(sessions.flatMap((session) => (session.due.kind === 'shortlist' ? session.due.posts : [])))
  const scores = usesWritten(sessions)
  return people.flatMap((person): Candidate[] => {
    const mine = (due.get(person.id) ?? []).filter((id) => here.has(id))
    if (mine.length === 0 && !listed.has(person.post)) return []
    const { written, quality, ...plain } = person
    const away = passed(person)
    return [{
      ...plain, sessions: [...mine].sort(),
      ...(scores && written !== undefined ? { written } : {}), ...(scores && quality !== undefined ? { quality } : {}),
      ...(away.length === 0 ? {} : { passed: [...away] }),
    }]
  })
}
