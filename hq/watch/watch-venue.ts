import { hqRefuse } from '../../shared/hq/answer.ts'
import type { SessionLine, StreamLine, VenuePage } from '../../shared/hq/api/watch.ts'
import { hqSessions } from '../division/division-read.ts'
import type { Db } from '../store.ts'
import { foundRecruitment, isRefused, type Recruitment } from '../recruitments/recruitment-row.ts'
import { announcedHeads } from '../exchange/receipts.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'
import { agree, boardOf, closedCounts, notDue, placesHere, saidOf, sessionStatesHere } from './watch-board.ts'
import { incidentRows } from './watch-incidents.ts'

const most = { receipts: 20, quarantine: 50, incidents: 50 }

/** Everything of one venue on one page, read from the database now. */
export async function venuePage({ inside }: HqCall, input: HqInput<'watch', 'venue'>): Promise<HqOutput<'watch', 'venue'>> {
  const { db } = inside.store
  const row = await foundRecruitment(db, input.recruitment)
  if (isRefused(row)) return row
  const venue = await db.selectFrom('venue').selectAll().where('recruitment', '=', row.no).where('id', '=', input.venue).executeTakeFirst()
  const board = await boardOf(inside, row, true)
  const line = board.lines.find((each) => each.venue === input.venue)
  if (venue === undefined || line === undefined) return hqRefuse('venue_unknown', { venue: input.venue })
  const said = saidOf(venue.said)
  const of = { no: row.no, venue: venue.id }
  const page: VenuePage = {
    line, sessions: await sessionLines(db, row, venue.id), streams: await streamLines(db, of, venue.announced), operators: await operatorsSeen(db, of),
    said: { program: said.program ?? '', trouble: said.trouble ?? [] },
    packages: (await db.selectFrom('package').select(['version', 'issued_at', 'changes']).where('recruitment', '=', row.no).where('venue', '=', venue.id).orderBy('version', 'desc').execute())
      .map(({ version, issued_at, changes }) => ({ version, issuedAt: issued_at, taken: version <= venue.taken_version, changes: (JSON.parse(changes) as unknown[]).length })),
    receipts: await db.selectFrom('receipt').select(['no', 'at']).where('recruitment', '=', row.no).where('venue', '=', venue.id).orderBy('no', 'desc').limit(most.receipts).execute(),
    quarantine: await db.selectFrom('quarantine').select(['no', 'station', 'seq', 'why', 'at', 'source']).where('recruitment', '=', row.no).where('venue', '=', venue.id)
      .where('outcome', 'is', null).orderBy('no', 'desc').limit(most.quarantine).execute(),
    incidents: (await incidentRows(db, row.no, { venue: venue.id, offset: 0, limit: most.incidents })).rows,
  }
  return { ok: true, asOf: Math.round(inside.clock.now()), venue: page }
}

interface Of { no: number; venue: string }

async function sessionLines(db: Db, row: Recruitment, venue: string): Promise<SessionLine[]> {
  const mine = (await hqSessions(db, row.no)).filter((each) => each.venue === venue).map(({ session }) => session)
  if (mine.length === 0) return []
  const states = await sessionStatesHere(db, row.no)
  const places = await placesHere(db, row.no, mine.map(({ id }) => id))
  const signed = await closedCounts(db, row.no)
  return mine.map((session): SessionLine => {
    const here = places.get(session.id) ?? new Map<string, number>()
    const state = states.get(session.id)
    const closed = state?.state === 'closed'
    return {
      session: session.id, title: session.title, date: session.date, half: session.half, from: session.window.from, to: session.window.to, stages: session.stages,
      state: state?.state ?? 'upcoming', changedAt: state?.at ?? null, due: [...here].reduce((sum, [place, n]) => (notDue.has(place) ? sum : sum + n), 0),
      counts: Object.fromEntries(here), agrees: closed ? agree(signed.get(session.id), here) : null, signed: { ...signed.get(session.id) },
    }
  })
}

async function streamLines(db: Db, { no, venue }: Of, announced: string): Promise<StreamLine[]> {
  const rows = await db.selectFrom('stream').select(['station', 'state', 'how', 'enrolled_at', 'seq', 'projected']).where('recruitment', '=', no).where('venue', '=', venue).orderBy('no').execute()
  const heads = new Map(announcedHeads(announced).map(({ station, seq }) => [station, seq]))
  const named = await db.selectFrom('venue_fact').select('doc').where('recruitment', '=', no).where('venue', '=', venue).where('type', '=', 'station.named').orderBy('at').execute()
  const names = new Map(named.map(({ doc }) => {
    const { station, body } = JSON.parse(doc) as { station: string; body: { name: string } }
    return [station, body.name] as const
  }))
  const held = rows.map((row): StreamLine => ({
    station: row.station, name: names.get(row.station) ?? '', state: row.state, how: row.how, enrolledAt: row.enrolled_at, held: row.seq,
    announced: Math.max(row.seq, heads.get(row.station) ?? 0), projected: row.projected,
  }))
  // a stream the station named and HQ has nothing of yet is what is missing most
  const missing = [...heads].filter(([station]) => !rows.some((row) => row.station === station))
  return [...held, ...missing.map(([station, seq]): StreamLine => ({ station, name: '', state: 'unknown', how: '', enrolledAt: 0, held: 0, announced: seq, projected: 0 }))]
}

async function operatorsSeen(db: Db, { no, venue }: Of): Promise<VenuePage['operators']> {
  const rows = await db.selectFrom('venue_fact').select(['type', 'at', 'doc']).where('recruitment', '=', no).where('venue', '=', venue)
    .where('type', 'in', ['operator.added', 'operator.changed', 'operator.signed_in']).orderBy('at').execute()
  const people = new Map<string, VenuePage['operators'][number]>()
  for (const { type, at, doc } of rows) {
    const { body } = JSON.parse(doc) as { body: { operator: string; name?: string; roles?: string[]; active?: boolean } }
    const known = people.get(body.operator) ?? { operator: body.operator, name: body.operator, roles: [], active: true, seenAt: null }
    people.set(body.operator, {
      ...known, ...(body.name === undefined ? {} : { name: body.name }), ...(body.roles === undefined ? {} : { roles: body.roles }), ...(body.active === undefined ? {} : { active: body.active }),
      seenAt: type === 'operator.signed_in' ? Math.max(known.seenAt ?? 0, at) : known.seenAt,
    })
  }
  return [...people.values()].sort((a, b) => (b.seenAt ?? 0) - (a.seenAt ?? 0) || (a.operator < b.operator ? -1 : 1))
}
