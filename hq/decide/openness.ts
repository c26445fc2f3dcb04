import type { Openness } from '../../shared/hq/api/decide.ts'
import type { RulePack, Session, Stage } from '../../shared/pack-schema.ts'
import { holdsFor } from '../../shared/stage-progress.ts'
import { sessionConflicts } from '../projector/session-conflicts.ts'
import type { Db } from '../store.ts'

export type SessionState = 'not_begun' | 'open' | 'closed'

/** What of a recruitment is still open: its half days, and facts that venues have and HQ has not. */
export interface OpenState {
  sessions: ReadonlyMap<string, { session: Session; venue: string; state: SessionState; closedAt: number | null }>
  venues: ReadonlyMap<string, Openness['venues'][number]>
  /** Contradictions of no single person, by half day: a lot of two people, two lists of a post, two draws of rooms. */
  conflicts: ReadonlyMap<string, number>
  /** Half days that hold people of a post, and those that name it. */
  ofPost(code: string): readonly string[]
}

/** Reads it in a handful of questions, whatever the number of posts. */
export async function openState(db: Db, recruitment: number, pack: RulePack): Promise<OpenState> {
  const [rows, told, venues, streams, quarantined, due, conflicts] = await Promise.all([
    db.selectFrom('session').select(['id', 'venue']).where('recruitment', '=', recruitment).execute(),
    db.selectFrom('venue_fact').select(['venue', 'type', 'session', 'at']).where('recruitment', '=', recruitment).where('type', 'in', ['session.opened', 'session.closed']).execute(),
    db.selectFrom('venue').select(['id', 'name', 'announced', 'heard_at']).where('recruitment', '=', recruitment).execute(),
    db.selectFrom('stream').select(['venue', 'station', 'seq', 'projected']).where('recruitment', '=', recruitment).execute(),
    db.selectFrom('quarantine').select(['venue', (eb) => eb.fn.countAll<number>().as('n')]).where('recruitment', '=', recruitment).where('outcome', 'is', null).groupBy('venue').execute(),
    db.selectFrom('due as d').innerJoin('person as p', (on) => on.onRef('p.recruitment', '=', 'd.recruitment').onRef('p.id', '=', 'd.person'))
      .select(['p.post', 'd.session']).distinct().where('d.recruitment', '=', recruitment).execute(),
    sessionConflicts(db, recruitment),
  ])
  const venueOf = new Map(rows.map(({ id, venue }) => [id, venue]))
  // another venue's word on a half day opens and closes nothing
  const facts = told.filter(({ venue, session }) => venueOf.get(session ?? '') === venue)
  const opened = new Set(facts.flatMap(({ type, session }) => (type === 'session.opened' ? [session] : [])))
  const closed = new Map(facts.flatMap(({ type, session, at }) => (type === 'session.closed' ? [[session, at] as const] : [])))
  const quarantine = new Map(quarantined.map(({ venue, n }) => [venue, n]))
  const dueOf = Map.groupBy(due, ({ post }) => post)
  return {
    conflicts: new Map([...Map.groupBy(conflicts, ({ session }) => session)].map(([session, all]) => [session, all.length])),
    sessions: new Map(pack.sessions.map((session) => [session.id, {
      session, venue: venueOf.get(session.id) ?? '', state: closed.has(session.id) ? 'closed' : opened.has(session.id) ? 'open' : 'not_begun', closedAt: closed.get(session.id) ?? null,
    }])),
    venues: new Map(venues.map(({ id, name, announced, heard_at: heard }) => {
      const held = streams.filter(({ venue }) => venue === id)
      return [id, {
        venue: id, name, heardAt: heard, quarantined: quarantine.get(id) ?? 0,
        behind: headsOf(announced).reduce((sum, { station, seq }) => sum + Math.max(0, seq - (held.find((each) => each.station === station)?.projected ?? 0)), 0)
          + held.reduce((sum, { station, seq, projected }) => sum + (headsOf(announced).some((head) => head.station === station) ? 0 : seq - projected), 0),
      }]
    })),
    ofPost: (code) => [...new Set([
      ...(dueOf.get(code) ?? []).map(({ session }) => session),
      ...pack.sessions.filter(({ due: who }) => who.kind !== 'roster' && who.posts.includes(code)).map(({ id }) => id),
    ])],
  }
}

/** Heads as a venue announced them; empty text and what is no list count as none. */
export function headsOf(announced: string): { station: string; seq: number }[] {
  const read: unknown = announced === '' ? [] : JSON.parse(announced)
  return Array.isArray(read) ? (read as { station: string; seq: number }[]) : []
}

/** Contradictions of no single person in the half days of a post. */
export function conflictsAround(open: OpenState, code: string): number {
  return open.ofPost(code).reduce((sum, session) => sum + (open.conflicts.get(session) ?? 0), 0)
}

/** What is open for a post before a list of it can stand: half days that hold these stages for it, and their venues. */
export function opennessOf(open: OpenState, code: string, stages: readonly Stage[]): Openness {
  const sessions = open.ofPost(code).flatMap((id) => {
    const found = open.sessions.get(id)
    return found === undefined || !stages.some((stage) => holdsFor(found.session, stage, code)) ? [] : [found]
  })
  const venues = new Set(sessions.map(({ venue }) => venue))
  return {
    sessions: sessions.map(({ session, venue, state }) => ({ session: session.id, title: `${session.date} ${session.title.zh}`, venue, state })),
    venues: [...open.venues.values()].filter(({ venue }) => venues.has(venue)),
  }
}
