import { digestProjections, refill } from '../../db/refill.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { seededRandom } from '../../shared/random.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import { handClock } from '../../exchange/clock.ts'
import { openStation, type Station } from '../../station/station.ts'
import { packageSession } from './closing.ts'
import { clientOf, ok, signIn } from './crew.ts'
import { isFitnessDay, playHalfDay, type Cast } from './play.ts'
import { checkStandings } from './standings.ts'
import { makeTally } from './tally.ts'

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
    const cast: Cast = { crew, random, tally, pack, gone: new Set(), passed: new Map(), scores: new Map() }
    const packages: Summary['packages'] = {}
    for (const session of pack.sessions.filter((each) => days === 'all' || isFitnessDay(each))) {
      const { due, ends } = await playHalfDay(cast, session, roster)
      sessions.push({ id: session.id, title: session.title.zh, due, ends: ends ?? {} })
      if (days === 'all') packages[session.id] = { facts: (await packageSession(crew, session.id, folder)).facts }
      say(`${session.title.zh}：${due} 人，已关闭`)
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
