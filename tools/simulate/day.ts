import { digestProjections, refill } from '../../db/refill.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack, Session } from '../../shared/pack-schema.ts'
import { seededRandom, type SeededRandom } from '../../shared/random.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import type { Candidate } from '../../shared/roster.ts'
import { momentOf } from '../../shared/venue-time.ts'
import { handClock } from '../../exchange/clock.ts'
import { openStation, type Station } from '../../station/station.ts'
import { checkIn } from './check-in.ts'
import { closeSession, packageSession } from './closing.ts'
import { clientOf, ok, refusedAs, signIn, type Crew } from './crew.ts'
import { minute, type HalfDay } from './half-day.ts'
import { runHeats } from './heats.ts'
import { adoptShortlists, drawRooms } from './interview-day.ts'
import { interviews, type Scores } from './interviews.ts'
import { judgeItem } from './judge.ts'
import { drawLots } from './lots.ts'
import { decideFates } from './people.ts'
import { psych } from './psych.ts'
import { checkStandings } from './standings.ts'
import { makeTally, type Tally } from './tally.ts'

/**
 * What a simulated day came to. The same rehearsal, count and seed give the same bytes as JSON; where interview days are
 * played too, numbers of facts may differ by a few unlockings, for lots decide who waits how long.
 */
export interface Summary {
  rehearsal: string
  candidates: number
  seed: number
  sessions: { id: string; title: string; due: number; ends: Record<string, number> }[]
  /** Closing packages written, by session; only where interview days are played too. */
  packages: Record<string, { facts: number }>
  events: Record<string, number>
  facts: number
  balanced: boolean
  verified: boolean
  refillEqualsLive: boolean
}

export interface SimulationOptions {
  rehearsal: string
  candidates: number
  seed: number
  /** `fitness`: psych and fitness half days; `all`: the interviews after them too, to a closed venue with closing packages. */
  days?: 'fitness' | 'all'
  /** Empty or new data folder. */
  folder: string
  /** Told what is going on, for people. */
  say?: (text: string) => void
}

/**
 * Plays the half days of a rehearsal through the station's own router, as its operators would:
 * gate, schemas, tokens and PINs included, time moved by hand. Throws at the first thing that is not as it must be.
 */
export async function simulate(options: SimulationOptions): Promise<Summary> {
  const { rehearsal, candidates, seed, folder, days = 'fitness' } = options
  const say = options.say ?? (() => undefined)
  const pack = packNamed(rehearsal)
  if (pack?.rehearsal !== true) throw new Error(`no rehearsal is called ${rehearsal}`)
  const clock = handClock()
  const station = await openStation({ folder, clock, program: 'kaodian simulation' })
  try {
    if (station.venue !== null)
      throw new Error(`${folder} 里已经有考点，请另选一个空目录 the folder holds a venue already`)
    const random = seededRandom(`simulation/${rehearsal}/${candidates}/${seed}`)
    const { accounts } = ok(
      await clientOf(station).venue.openRehearsal({ cmd: random.uuid(), rehearsal, candidates, seed }),
      'opening the rehearsal',
    )
    const crew = await signIn(station, accounts, clock, random)
    // the made-up roster follows from its seed, so the people here are those of the station
    const roster = rehearsalRoster({ pack, rehearsal, count: candidates, seed })
    const tally = makeTally()
    const sessions: Summary['sessions'] = []
    const gone = new Set<string>()
    const cast: Cast = { station, crew, random, tally, pack, gone, passed: new Map(), scores: new Map() }
    const packages: Summary['packages'] = {}
    for (const session of pack.sessions.filter((each) => days === 'all' || isFitnessDay(each))) {
      await openDay(cast, session)
      const due = await dueIn(cast, session, roster)
      const ends = await playSession(cast, session, due, roster)
      sessions.push({ id: session.id, title: session.title.zh, due: due.length, ends })
      if (days === 'all') packages[session.id] = { facts: (await packageSession(crew, session.id, folder)).facts }
      say(`${session.title.zh}：${due.length} 人，已关闭`)
    }
    if (days === 'all') await checkStandings(crew, pack, cast.scores, tally)
    const verified = await crew.as(crew.operator('auditor')).system.verify({ full: true })
    if (verified.bad !== null) say(`校验未通过：${verified.bad.fact} ${verified.bad.problem}`)
    return {
      rehearsal,
      candidates,
      seed,
      sessions,
      packages,
      events: tally.all(),
      facts: verified.facts,
      balanced: true,
      verified: verified.ok,
      refillEqualsLive: refillEqualsLive(station),
    }
  } finally {
    await station.close()
  }
}

/** Throws the projections away, makes them again from the facts alone, and compares every row. */
function refillEqualsLive(station: Station): boolean {
  if (station.venue === null) return false
  const { db } = station.venue
  const before = digestProjections(db)
  refill(db)
  return digestProjections(db) === before
}

interface Cast {
  station: Station
  crew: Crew
  random: SeededRandom
  tally: Tally
  pack: RulePack
  /** Who withdrew or was barred in an earlier session. */
  gone: Set<string>
  /** Who passed everything held in a session, by session. */
  passed: Map<string, Set<string>>
  scores: Scores
}

function isFitnessDay({ stages }: Session): boolean {
  return stages.includes('psych') || stages.includes('fitness')
}

/** The clock goes to ten minutes before the window; a half day with a shortlist opens only once it is adopted. */
async function openDay({ crew, pack, tally, random, passed }: Cast, session: Session): Promise<void> {
  const chief = crew.as(crew.operator('chief'))
  const opens = momentOf(session.date, session.window.from, pack.venue.utcOffset)
  ok(await chief.venue.setRehearsalClock({ to: opens - 10 * minute }), 'the clock')
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
): Promise<Record<string, number>> {
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
  await drawLots(day)
  if (scored) await interviews(day, scores)
  else await psych(day)
  if (session.stages.includes('fitness')) {
    for (const item of pack.fitness?.items ?? []) await (item.heat ? runHeats(day, item) : judgeItem(day, item))
  }
  for (const { candidate, where } of day.people) if (where === 'withdrawn' || where === 'barred') gone.add(candidate.id)
  const ends = await closeSession(day)
  passed.set(session.id, new Set(day.people.filter(({ where }) => where === 'passed').map(({ candidate }) => candidate.id)))
  return ends
}
