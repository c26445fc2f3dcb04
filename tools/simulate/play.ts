import type { RulePack, Session } from '../../shared/pack-schema.ts'
import type { SeededRandom } from '../../shared/random.ts'
import type { Candidate } from '../../shared/roster.ts'
import { momentOf } from '../../shared/venue-time.ts'
import { checkIn } from './check-in.ts'
import { closeSession } from './closing.ts'
import { ok, refusedAs, type Crew } from './crew.ts'
import { minute, type HalfDay } from './half-day.ts'
import { runHeats } from './heats.ts'
import { adoptShortlists, drawRooms } from './interview-day.ts'
import { interviews, type Scores } from './interviews.ts'
import { judgeItem } from './judge.ts'
import { drawLots } from './lots.ts'
import { decideFates } from './people.ts'
import { psych } from './psych.ts'
import type { Tally } from './tally.ts'

/** Where a half day may be left for later: after check-in, after the lots, or with half of the people through. */
export type Leaving = 'checked_in' | 'lots_drawn' | 'halfway'

/** Who plays a venue, with what each half day left to the next. */
export interface Cast {
  crew: Crew
  random: SeededRandom
  tally: Tally
  pack: RulePack
  /** Who withdrew or was barred in an earlier session. */
  gone: Set<string>
  /** Who passed everything held in a session, by session. */
  passed: Map<string, Set<string>>
  scores: Scores
  /** Told where the half day is now, before it goes on. */
  reached?: (session: string, step: Leaving) => Promise<void>
}

/** A half day as it was played; `ends` counts people by where they ended, null when it was left in the middle. */
export interface Played {
  due: number
  ends: Record<string, number> | null
}

/** Plays one half day from ten minutes before its window to its closing, or to where it is left. Throws where it is not as it must be. */
export async function playHalfDay(cast: Cast, session: Session, roster: readonly Candidate[], leaving?: Leaving): Promise<Played> {
  await openDay(cast, session)
  const due = await dueIn(cast, session, roster)
  return { due: due.length, ends: await playSession(cast, session, due, roster, leaving) }
}

/** Whether psych or fitness is held in it. */
export function isFitnessDay({ stages }: Session): boolean {
  return stages.includes('psych') || stages.includes('fitness')
}

/** The clock goes to ten minutes before the window; a half day with a shortlist opens only once it is adopted. */
async function openDay({ crew, pack, tally, random, passed }: Cast, session: Session): Promise<void> {
  const chief = crew.as(crew.operator('chief'))
  const opens = momentOf(session.date, session.window.from, pack.venue.utcOffset)
  await crew.clockTo(opens - 10 * minute)
  const opening = { session: session.id }
  if (session.due.kind === 'shortlist') {
    refusedAs(await chief.sessions.open({ cmd: crew.cmd(), ...opening }), 'shortlist_missing', 'opening without a shortlist')
    const before = [...passed.values()].flatMap((ids) => [...ids])
    await adoptShortlists({ crew, pack, session, tally, random }, new Set(before))
  }
  ok(await chief.sessions.open({ cmd: crew.cmd(), ...opening }), 'opening the session')
}

/** Who is due as the station lists them; for fitness days that has to be the made-up roster's own account. */
async function dueIn({ crew }: Cast, session: Session, roster: readonly Candidate[]): Promise<Candidate[]> {
  if (session.due.kind !== 'shortlist') return roster.filter((candidate) => candidate.sessions.includes(session.id))
  const ids = new Set<string>()
  for (let offset = 0; ; offset += 500) {
    const { rows, total } = await crew.as(crew.operator('supervisor')).sessions.rows({ session: session.id, list: 'all', offset, limit: 500 })
    for (const row of rows) ids.add(row.candidate)
    if (offset + rows.length >= total) break
  }
  return roster.filter((candidate) => ids.has(candidate.id)).map((candidate) => ({ ...candidate, sessions: [...candidate.sessions, session.id] }))
}

async function playSession(
  cast: Cast,
  session: Session,
  due: readonly Candidate[],
  roster: readonly Candidate[],
  leaving: Leaving | undefined,
): Promise<Record<string, number> | null> {
  const { crew, random, tally, pack, gone, passed, scores } = cast
  const elsewhere = roster.filter(
    ({ id, sessions }) => sessions.length > 0 && !due.some((each) => each.id === id) && !gone.has(id),
  )
  const day: HalfDay = {
    crew,
    random,
    pack,
    session,
    tally,
    people: decideFates(random, pack, session, due),
    strangers: random.shuffle(elsewhere).slice(0, 3),
  }
  const scored = session.rooms.length > 0
  if (scored) await drawRooms(day)
  await checkIn(day)
  await cast.reached?.(session.id, 'checked_in')
  if (leaving === 'checked_in') return null
  await drawLots(day)
  await cast.reached?.(session.id, 'lots_drawn')
  if (leaving === 'lots_drawn') return null
  // the others wait while the first half goes through
  const through = leaving === undefined ? day : { ...day, people: day.people.slice(0, Math.ceil(day.people.length / 2)) }
  if (scored) await interviews(through, scores)
  else await psych(day)
  if (session.stages.includes('fitness')) {
    for (const item of pack.fitness?.items ?? []) await (item.heat ? runHeats(through, item) : judgeItem(through, item))
  }
  if (leaving !== undefined) return null
  for (const { candidate, where } of day.people) if (where === 'withdrawn' || where === 'barred') gone.add(candidate.id)
  const ends = await closeSession(day)
  passed.set(session.id, new Set(day.people.filter(({ where }) => where === 'passed').map(({ candidate }) => candidate.id)))
  return ends
}
