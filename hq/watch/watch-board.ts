import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { SaidOfStation } from '../../exchange/messages.ts'
import type { StageBar, VenueLine } from '../../shared/hq/api/watch.ts'
import { troubleKeys, type BoardFilter, type Trouble } from '../../shared/hq/board-words.ts'
import type { Session } from '../../shared/pack-schema.ts'
import { sessionStatesOf, type SessionRecord } from '../../shared/session-states.ts'
import { venueTime } from '../../shared/venue-time.ts'
import { announcedHeads } from '../exchange/receipts.ts'
import { hqSessions } from '../division/division-read.ts'
import type { Inside } from '../inside.ts'
import { packOf, type Recruitment } from '../recruitments/recruitment-row.ts'
import { sessionConflicts } from '../projector/session-conflicts.ts'
import type { Db } from '../store.ts'

/** The board of a recruitment as it was read at `asOf` (HQ's clock, ms); venues worst first. */
export interface Board { asOf: number; lines: readonly VenueLine[]; whole: Omit<VenueLine, 'venue' | 'name' | 'heardAt' | 'oldestUnsentAt' | 'today' | 'troubles'> & { venues: number; heard: number } }

// A board is read again when something of the recruitment was touched or a venue was heard, and then at most this often:
// many screens cost one reading. It holds nothing that is not in the database.
const restFor = 1000
/** `coming`: a reading that has not begun yet; whatever changed before it was asked for will be in it. */
interface Kept { mark: string; board: Board; coming: Promise<Board> | null }
const kept = new WeakMap<Inside, Map<number, Kept>>()

/** ms after which a venue at work that says nothing is silent, and after which unsent facts are late. */
const silentAfter = 30 * 60_000
const lateAfter = 10 * 60_000

/**
 * The board with everything that was there when it was asked for. While something changes it is read once a second, and who
 * asks in between waits for the next reading: a screen that was told of a change is not told again. `fresh`: read at once.
 */
export async function boardOf(inside: Inside, row: Recruitment, fresh = false): Promise<Board> {
  const { store, clock } = inside
  let boards = kept.get(inside)
  if (boards === undefined) kept.set(inside, (boards = new Map<number, Kept>()))
  const mark = await markOf(store.db, row.no)
  const known = boards.get(row.no)
  // ages move on by themselves: silence is a matter of minutes
  if (known?.mark === mark && clock.now() - known.board.asOf < 60_000) return known.board
  if (fresh || known === undefined) return readAnew(inside, row, boards)
  known.coming ??= afterRest(inside, row, boards, known)
  return known.coming
}

async function afterRest(inside: Inside, row: Recruitment, boards: Map<number, Kept>, known: Kept): Promise<Board> {
  const rested = inside.clock.now() - known.board.asOf
  // never at once: whoever asks in this very turn shares the reading
  await pause(Math.max(0, Math.min(restFor, restFor - rested)))
  known.coming = null
  return readAnew(inside, row, boards)
}

async function readAnew(inside: Inside, row: Recruitment, boards: Map<number, Kept>): Promise<Board> {
  const now = inside.clock.now()
  const mark = await markOf(inside.store.db, row.no)
  const board = await readBoard(inside.store.db, row, now)
  const known = boards.get(row.no)
  if (known === undefined) boards.set(row.no, { mark, board, coming: null })
  else if (known.board.asOf <= now) Object.assign(known, { mark, board })
  return board
}

async function markOf(db: Db, no: number): Promise<string> {
  const pulse = await db.selectFrom('pulse').select((eb) => eb.fn.sum<number>('n').as('n')).where('recruitment', '=', no).executeTakeFirst()
  const heard = await db.selectFrom('venue').select((eb) => eb.fn.max('heard_at').as('at')).where('recruitment', '=', no).executeTakeFirst()
  return `${String(pulse?.n)} ${String(heard?.at)}`
}

/** Half days with their state as the facts say it. */
export async function sessionStatesHere(db: Db, no: number): Promise<ReadonlyMap<string, SessionRecord>> {
  const rows = await db.selectFrom('venue_fact as f').innerJoin('session as s', (on) => on.onRef('s.recruitment', '=', 'f.recruitment').onRef('s.id', '=', 'f.session').onRef('s.venue', '=', 'f.venue'))
    .select(['f.fact', 'f.type', 'f.at', 'f.session']).where('f.recruitment', '=', no).where('f.type', 'in', ['session.opened', 'session.closed']).execute()
  return sessionStatesOf(rows.map(({ fact, type, at, session }) => ({ fact, type, at, session: session ?? '' })))
}

/** Places of people who are not due in a half day: they stand in no count of it. */
export const notDue: ReadonlySet<string> = new Set(['stray', 'turned_away'])

/** People of every half day by where they are; those of whom no row says it yet are due. */
export async function placesHere(db: Db, no: number, sessions?: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const counted = sql<number>`count(*)`.as('n')
  const rows = await db.selectFrom('attendance').select(['session', 'place', counted]).where('recruitment', '=', no)
    .$if(sessions !== undefined, (query) => query.where('session', 'in', sessions ?? [])).groupBy(['session', 'place']).execute()
  const due = await db.selectFrom('due').select(['session', counted]).where('recruitment', '=', no)
    .$if(sessions !== undefined, (query) => query.where('session', 'in', sessions ?? [])).groupBy('session').execute()
  const places = new Map<string, Map<string, number>>()
  for (const { session, place, n } of rows) places.set(session, (places.get(session) ?? new Map<string, number>()).set(place, n))
  for (const { session, n } of due) {
    const found = places.get(session) ?? new Map<string, number>()
    const known = [...found].reduce((sum, [place, many]) => (notDue.has(place) ? sum : sum + many), 0)
    if (n > known) found.set('due', (found.get('due') ?? 0) + n - known)
    places.set(session, found)
  }
  return places
}

const groups: Readonly<Record<string, keyof Omit<StageBar, 'stage'>>> = {
  due: 'due', passed: 'passed', psych_failed: 'failed', fitness_failed: 'failed', interview_failed: 'failed', interview_zero: 'failed', refused: 'failed', barred: 'failed',
  absent: 'away', late: 'away', withdrawn: 'away', interview_absent: 'away', lapsed: 'away',
}

/** A half day's people as a bar, under the last stage it holds. */
function barOf(session: Pick<Session, 'stages'>, places: ReadonlyMap<string, number>): StageBar {
  const bar: StageBar = { stage: session.stages.at(-1) ?? '', due: 0, working: 0, passed: 0, failed: 0, away: 0 }
  for (const [place, many] of places) if (!notDue.has(place)) bar[groups[place] ?? 'working'] += many
  return bar
}

/** Whether nobody of a closed half day is left without an end. */
function isBalanced(places: ReadonlyMap<string, number>): boolean {
  return [...places].every(([place, many]) => many === 0 || notDue.has(place) || (groups[place] ?? 'due') !== 'due')
}

function addBar(bars: StageBar[], bar: StageBar): void {
  const found = bars.find(({ stage }) => stage === bar.stage)
  if (found === undefined) bars.push({ ...bar })
  else for (const key of ['due', 'working', 'passed', 'failed', 'away'] as const) found[key] += bar[key]
}

const Said = SaidOfStation.partial()

async function readBoard(db: Db, row: Recruitment, now: number): Promise<Board> {
  const no = row.no
  const counted = sql<number>`count(*)`.as('n')
  const today = venueTime(now, packOf(row).venue.utcOffset).date
  const venues = await db.selectFrom('venue').select(['id', 'name', 'announced', 'heard_at', 'said', 'taken_version']).where('recruitment', '=', no).execute()
  const sessions = Map.groupBy(await hqSessions(db, no), ({ venue }) => venue)
  const streams = Map.groupBy(await db.selectFrom('stream').select(['venue', 'station', 'seq', 'projected']).where('recruitment', '=', no).execute(), ({ venue }) => venue)
  const states = await sessionStatesHere(db, no)
  const places = await placesHere(db, no)
  const byVenue = (rows: readonly { venue: string | null; n: number }[]) => new Map(rows.map(({ venue, n }) => [venue ?? '', n]))
  const incidents = byVenue(await db.selectFrom('incident').select(['venue', counted]).where('recruitment', '=', no).groupBy('venue').execute())
  const quarantined = byVenue(await db.selectFrom('quarantine').select(['venue', counted]).where('recruitment', '=', no).where('outcome', 'is', null).groupBy('venue').execute())
  const versions = new Map((await db.selectFrom('package').select(['venue', (eb) => eb.fn.max('version').as('version')]).where('recruitment', '=', no).groupBy('venue').execute())
    .map(({ venue, version }) => [venue, version]))
  const signed = await closedCounts(db, no)
  const conflicts = await conflictCounts(db, row, new Map([...sessions].flatMap(([venue, all]) => all.map(({ session }) => [session.id, venue] as const))))

  const lines = venues.map((venue): VenueLine => {
    const [mine, ofVenue] = [streams.get(venue.id) ?? [], sessions.get(venue.id) ?? []]
    const said = saidOf(venue.said)
    const heads = announcedHeads(venue.announced)
    const held = mine.reduce((sum, { seq }) => sum + seq, 0)
    const heldOf = new Map(mine.map(({ station, seq }) => [station, seq]))
    const announced = held + heads.reduce((sum, { station, seq }) => sum + Math.max(0, seq - (heldOf.get(station) ?? 0)), 0)
    const counts = { upcoming: 0, open: 0, closed: 0, balanced: 0, total: ofVenue.length }
    const stages: StageBar[] = []
    let [people, strays, differs, day] = [0, 0, false, false]
    for (const { session } of ofVenue) {
      const here = places.get(session.id) ?? new Map<string, number>()
      const state = states.get(session.id)?.state ?? 'upcoming'
      counts[state] += 1
      if (state === 'closed' && isBalanced(here)) counts.balanced += 1
      const bar = barOf(session, here)
      people += bar.due + bar.working + bar.passed + bar.failed + bar.away
      strays += here.get('stray') ?? 0
      differs ||= state === 'closed' && !agree(signed.get(session.id), here)
      day ||= session.date === today && state !== 'closed'
      addBar(stages, bar)
    }
    const troubles = new Set<Trouble>()
    if ((quarantined.get(venue.id) ?? 0) > 0) troubles.add('quarantine')
    if ((conflicts.get(venue.id) ?? 0) > 0) troubles.add('conflicts')
    if ((said.trouble ?? []).length > 0) troubles.add('station_trouble')
    if (day && venue.heard_at !== null && now - venue.heard_at > silentAfter) troubles.add('silent')
    if (day && venue.heard_at === null) troubles.add('not_heard')
    if (differs) troubles.add('counts_differ')
    if (strays > 0) troubles.add('strays')
    if (announced > held && said.oldestUnsentAt !== undefined && said.oldestUnsentAt !== null && now - said.oldestUnsentAt > lateAfter) troubles.add('behind')
    if (venue.taken_version > 0 && venue.taken_version < (versions.get(venue.id) ?? 0)) troubles.add('package_old')
    if (mine.some(({ seq, projected }) => seq - projected > 5000)) troubles.add('not_projected')
    return {
      venue: venue.id, name: venue.name, heardAt: venue.heard_at, held, announced, oldestUnsentAt: said.oldestUnsentAt ?? null, sessions: counts, today: day, people,
      conflicts: conflicts.get(venue.id) ?? 0, incidents: incidents.get(venue.id) ?? 0, quarantined: quarantined.get(venue.id) ?? 0, stages,
      troubles: troubleKeys.filter((key) => troubles.has(key)),
    }
  })
  lines.sort((a, b) => weight(a) - weight(b) || b.troubles.length - a.troubles.length || (a.venue < b.venue ? -1 : 1))
  return { asOf: Math.round(now), lines, whole: wholeOf(lines) }
}

/** Worst trouble first; then venues at work, those still to come, those that are through. */
function weight({ troubles, today, sessions }: VenueLine): number {
  const [worst] = troubles
  if (worst !== undefined) return troubleKeys.indexOf(worst)
  if (sessions.open > 0 || today) return troubleKeys.length
  return sessions.total > 0 && sessions.closed === sessions.total ? troubleKeys.length + 2 : troubleKeys.length + 1
}

function wholeOf(lines: readonly VenueLine[]): Board['whole'] {
  const whole: Board['whole'] = {
    venues: lines.length, heard: 0, held: 0, announced: 0, people: 0, conflicts: 0, incidents: 0, quarantined: 0, stages: [], sessions: { upcoming: 0, open: 0, closed: 0, balanced: 0, total: 0 },
  }
  for (const line of lines) {
    if (line.heardAt !== null) whole.heard += 1
    for (const key of ['held', 'announced', 'people', 'conflicts', 'incidents', 'quarantined'] as const) whole[key] += line[key]
    for (const key of ['upcoming', 'open', 'closed', 'balanced', 'total'] as const) whole.sessions[key] += line.sessions[key]
    for (const bar of line.stages) addBar(whole.stages, bar)
  }
  return whole
}

/** What the venues put their names to at closing, by half day. */
export async function closedCounts(db: Db, no: number): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const rows = await db.selectFrom('venue_fact as f').innerJoin('session as s', (on) => on.onRef('s.recruitment', '=', 'f.recruitment').onRef('s.id', '=', 'f.session').onRef('s.venue', '=', 'f.venue'))
    .select(['f.session', 'f.doc']).where('f.recruitment', '=', no).where('f.type', '=', 'session.closed').orderBy('f.at').execute()
  return new Map(rows.map(({ session, doc }) => [session ?? '', (JSON.parse(doc) as { body: { counts: Record<string, number> } }).body.counts]))
}

/** Whether two counts by place say the same; a place that is missing counts as none. */
export function agree(signed: Readonly<Record<string, number>> | undefined, places: ReadonlyMap<string, number>): boolean {
  if (signed === undefined) return true
  const names = new Set([...Object.keys(signed), ...places.keys()])
  return [...names].every((name) => notDue.has(name) || (signed[name] ?? 0) === (places.get(name) ?? 0))
}

/** Standings with a conflict, in the words of the index that holds only these. */
export const inConflict = sql<boolean>`standing.conflicts <> '[]'`

async function conflictCounts(db: Db, row: Recruitment, venueOf: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('standing').select('conflicts').where('recruitment', '=', row.no).where(inConflict).execute()
  const own = rows.flatMap(({ conflicts }) => JSON.parse(conflicts) as { session: string; conflict: string }[])
  const counts = new Map<string, number>()
  for (const { session } of [...own, ...await sessionConflicts(db, row.no)]) {
    const venue = venueOf.get(session) ?? ''
    counts.set(venue, (counts.get(venue) ?? 0) + 1)
  }
  return counts
}

/** `venue.said` as it lies in the database. */
export function saidOf(text: string): z.infer<typeof Said> {
  const read = Said.safeParse(JSON.parse(text === '' ? '{}' : text))
  return read.success ? read.data : {}
}

/** The lines a filter lets through. */
export function filtered(lines: readonly VenueLine[], filter: BoardFilter): readonly VenueLine[] {
  switch (filter) {
    case 'all':
      return lines
    case 'trouble':
      return lines.filter(({ troubles }) => troubles.length > 0)
    case 'open':
      return lines.filter(({ sessions }) => sessions.open > 0)
    case 'behind':
      return lines.filter(({ held, announced }) => announced > held)
    case 'done':
      return lines.filter(({ sessions }) => sessions.total > 0 && sessions.closed === sessions.total)
    case 'not_started':
      return lines.filter(({ sessions }) => sessions.open === 0 && sessions.closed === 0)
    default:
      return filter satisfies never
  }
}
