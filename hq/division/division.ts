import { sql } from 'kysely'
import { hqRefuse } from '../../shared/hq/answer.ts'
import type { DivisionSession, DivisionVenue } from '../../shared/hq/api/division.ts'
import { defaultSessions, stagesOf } from '../../shared/session-making.ts'
import { venueTime } from '../../shared/venue-time.ts'
import { divisionOf, hqSessions, readDivision, waitingPeople, wholePack, type Divided } from './division-read.ts'
import { move, undo, undoable } from './division-move.ts'
import { adopt, propose } from './division-propose.ts'
import { addSessions, byVenue, changeSession, faultsBySession, removeSession } from './division-sessions.ts'
import { divisionTable, standingCounts } from './division-table.ts'
import { addVenue, changeVenue, removeVenue, usedVenues } from './division-venues.ts'
import { isIn } from '../bulk-rows.ts'
import type { Inside } from '../inside.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import type { HqUseCases } from '../use-cases.ts'

/** Venues, half days, and who comes where (规则 §8: same post, same panel). */
export const divisionUseCases: HqUseCases<'division'> = {
  overview: async ({ inside }, { recruitment }) => {
    const divided = await divisionOf(inside.store.db, recruitment)
    if (isRefused(divided)) return divided
    const faults = faultsBySession(wholePack(divided))
    const shown = (id: string) => (faults.get(id) ?? []).map(({ path, message }) => ({ path, message }))
    return {
      ok: true, venues: await venuesOf(inside, divided), sessions: sessionsShown(divided, shown), held: stagesOf(divided.pack), people: divided.people.length,
      posts: divided.pack.posts.length, faults: shown(''), today: venueTime(inside.clock.now(), divided.pack.venue.utcOffset).date,
    }
  },
  addVenue, changeVenue, removeVenue, addSessions, changeSession, removeSession, propose, adopt, move, undo,

  table: async ({ inside }, { recruitment }) => {
    const divided = await divisionOf(inside.store.db, recruitment)
    if (isRefused(divided)) return divided
    return { ok: true, ...divisionTable(divided, standingCounts(divided), null), undo: (await undoable(inside.store.db, divided.row.no))?.seq ?? null }
  },

  people: async ({ inside }, { recruitment, session, post, find, offset, limit }) => {
    const { db } = inside.store
    const row = await foundRecruitment(db, recruitment)
    if (isRefused(row)) return row
    if (typeof session === 'string' && !(await hqSessions(db, row.no)).some((each) => each.session.id === session)) return hqRefuse('session_unknown', { session })
    let rows = db.selectFrom('person').where('person.recruitment', '=', row.no).where('withdrawn', 'is', null)
    if (post !== undefined) rows = rows.where('post', '=', post)
    if (find.trim() !== '') {
      const like = `${find.trim().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
      rows = rows.where((eb) => eb.or([eb('name', '=', find.trim()), sql<boolean>`ticket LIKE ${like} ESCAPE '\\'`, eb('roster_number', '=', find.trim())]))
    }
    if (session === null) rows = rows.where(isIn(inside.store.kind, 'id', waitingPeople(await readDivision(db, row))))
    else if (session !== undefined)
      rows = rows.where((eb) => eb.exists(eb.selectFrom('due').select('due.person').whereRef('due.recruitment', '=', 'person.recruitment').whereRef('due.person', '=', 'person.id').where('due.session', '=', session)))
    const { total } = await rows.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    const found = await rows.select(['id', 'roster_number', 'ticket', 'name', 'post']).orderBy('post').orderBy('ticket').offset(offset).limit(limit).execute()
    const ids = found.map(({ id }) => id)
    const due = ids.length === 0 ? [] : await db.selectFrom('due').select(['session', 'person']).where('recruitment', '=', row.no).where('person', 'in', ids).orderBy('session').execute()
    return {
      ok: true, total,
      people: found.map(({ id, roster_number: rosterNumber, ticket, name, post: code }) => ({
        candidate: id, rosterNumber, ticket, name, post: code, sessions: due.filter(({ person }) => person === id).map((each) => each.session),
      })),
    }
  },
}

async function venuesOf({ store: { db } }: Inside, { row, sessions, dueIn, dueOf }: Divided): Promise<DivisionVenue[]> {
  const venues = await db.selectFrom('venue').select(['id', 'name', 'stations', 'operators']).where('recruitment', '=', row.no).orderBy('id').execute()
  const issued = await db.selectFrom('package').select(({ fn }) => ['venue', fn.max('version').as('version')]).where('recruitment', '=', row.no).groupBy('venue').execute()
  const used = await usedVenues(db, row.no)
  const whole = dueOf.size
  return venues.map(({ id, name, stations, operators }) => {
    const own = sessions.filter(({ venue }) => venue === id)
    const people = whole === 0 ? 0 : new Set(own.flatMap(({ session }) => dueIn.get(session.id) ?? [])).size
    return {
      venue: id, name, stations: JSON.parse(stations) as string[], operators: JSON.parse(operators) as DivisionVenue['operators'], people, sessions: own.length,
      issued: issued.find(({ venue }) => venue === id)?.version ?? 0, used: used.has(id),
    }
  })
}

function sessionsShown(divided: Divided, faults: (id: string) => DivisionSession['faults']): DivisionSession[] {
  const { pack, sessions } = divided
  const drafts = new Map(defaultSessions(wholePack(divided), null, '').map((draft) => [draft.key, draft]))
  const count = standingCounts(divided)
  return byVenue(sessions).flatMap(({ venue, session, capacity }): DivisionSession[] => {
    const draft = drafts.get(session.id)
    if (draft === undefined) return []
    const { name, date, half, from, to, stages, pools, letters, shortlist } = draft
    return [{
      session: session.id, venue, capacity, title: session.title, name, date, half, from, to, pools, shortlist, stages: [...stages], letters: [...letters],
      count: pack.posts.reduce((sum, { code }) => sum + count(session.id, code), 0), posts: session.due.kind === 'shortlist' ? session.due.posts : [], faults: faults(session.id),
    }]
  })
}
