import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Client } from '../shared/api.ts'
import { packNamed } from '../shared/pack-catalogue.ts'
import { seededRandom } from '../shared/random.ts'
import { rehearsalRoster } from '../shared/rehearsal-roster.ts'
import { momentOf } from '../shared/venue-time.ts'
import { practiceAccounts } from '../station/practice-accounts.ts'
import { ok, type Crew } from './simulate/crew.ts'
import { simulate } from './simulate/day.ts'
import type { HalfDay } from './simulate/half-day.ts'
import { adoptShortlists, drawRooms } from './simulate/interview-day.ts'
import { interviewOf, type Scores } from './simulate/interviews.ts'
import { makeTally } from './simulate/tally.ts'
import { serveRehearsal, type ServedStation } from './served-station.ts'

/** An interview half day stopped in the middle: in each room some are done, one is inside or called, the rest wait. */
export interface InterviewScene {
  station: ServedStation
  session: string
  /** Lots with candidates, by room, in order. */
  rooms: Readonly<Record<string, readonly { lot: string; candidate: string }[]>>
  crew: Crew
  day: HalfDay
  stop(): Promise<void>
}

/** Plays the fitness days at once, then serves the same folder and plays the first interview half day up to `done` scores a room. */
export async function serveInterviewDay(options: { rehearsal: string; candidates: number; seed: number; done?: number }): Promise<InterviewScene> {
  const { rehearsal, candidates, seed, done = 3 } = options
  const pack = packNamed(rehearsal)
  const session = pack?.sessions.find(({ rooms }) => rooms.length > 0)
  if (pack === null || session === undefined) throw new Error(`${rehearsal} has no interviews`)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-interviews-'))
  await simulate({ rehearsal, candidates, seed, folder })
  const accounts = practiceAccounts(rehearsal, seed)
  const station = await serveRehearsal({ rehearsal, candidates, seed, folder }, new Map(accounts.map(({ operator, pin }) => [operator, pin])))
  const tokens = new Map<string, string>()
  for (const { operator } of accounts) tokens.set(operator, await station.signIn(operator))
  const crew: Crew = {
    as: (operator) => client(station, tokens.get(operator) ?? ''),
    second: (operator) => ({ operator, pin: station.pins.get(operator) ?? '' }),
    cmd: () => randomUUID(),
    // time goes by itself here
    pass: () => undefined,
    clockTo: async (to) => {
      ok(await crew.as('chief-1').venue.setRehearsalClock({ to }), 'the clock')
    },
    operator: (role, nth = 1) => {
      const able = accounts.filter(({ roles }) => roles.some((each) => each === role))
      return able[Math.min(nth, able.length) - 1]?.operator ?? ''
    },
  }
  const [chief, desk, lots] = [crew.as('chief-1'), crew.as('checkin-1'), crew.as('lots-1')]
  const random = seededRandom(`interview-scene/${String(seed)}`)
  const opens = momentOf(session.date, session.window.from, pack.venue.utcOffset)
  ok(await chief.venue.setRehearsalClock({ to: opens + 20 * 60_000 }), 'the clock')
  const tally = makeTally()
  const invited = await adoptShortlists({ crew, pack, session, tally, random }, null)
  ok(await chief.sessions.open({ cmd: crew.cmd(), session: session.id }), 'opening')
  const roster = rehearsalRoster({ pack, rehearsal, count: candidates, seed }).filter(({ id }) => invited.has(id))
  const people = roster.map((candidate): HalfDay['people'][number] => ({ candidate, arrival: 'plain', psych: 'passed', items: {}, signing: 'signed', voidsLot: false, lot: '', where: 'due' }))
  const day: HalfDay = { crew, random, pack, session, people, strangers: [], tally }
  await drawRooms(day)
  for (const [index, person] of people.entries()) {
    if (index % 11 === 10) continue
    const documents = { idCard: true, ticket: true }
    const answer = await desk.checkIn.admit({ cmd: crew.cmd(), session: session.id, candidate: person.candidate.id, documents, tag: String(index + 1).padStart(3, '0'), consent: false, acceptWarnings: [] })
    if (answer.ok) person.where = 'in'
  }
  for (const pool of await lots.lots.pools({ session: session.id })) {
    if (pool.size === 0) continue
    const { draw } = ok(await lots.lots.freeze({ cmd: crew.cmd(), session: session.id, pool: pool.pool }), 'freezing')
    ok(await lots.lots.digits({ cmd: crew.cmd(), draw, digits: '31415926535897', witnesses: ['见证人甲', '见证人乙'] }), 'digits')
  }
  for (const person of people.filter(({ where }) => where === 'in')) {
    person.lot = ok(await lots.lots.draw({ cmd: crew.cmd(), session: session.id, candidate: person.candidate.id }), 'drawing').lot
    person.where = 'waiting'
  }
  const { rows } = ok(await crew.as('waiting-1').waiting.list({ session: session.id }), 'the waiting room')
  const rooms: Record<string, { lot: string; candidate: string }[]> = {}
  for (const { room, lot, candidate } of rows) (rooms[room] ??= []).push({ lot, candidate })
  const scores: Scores = new Map()
  for (const queue of Object.values(rooms)) {
    for (const { candidate } of queue.slice(0, done)) {
      const person = people.find((each) => each.candidate.id === candidate)
      if (person !== undefined) await interviewOf(day, person, 'plain', scores)
    }
  }
  return {
    station, session: session.id, rooms, crew, day,
    stop: async () => {
      await station.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The contract over plain HTTP, as an outsider calls it. */
function client(station: ServedStation, token: string): Client {
  const noun = (name: string) => new Proxy({}, { get: (_target, method) => (input: unknown) => station.call(`${name}.${String(method)}`, input ?? {}, token) })
  return new Proxy({}, { get: (_target, name) => noun(String(name)) }) as unknown as Client
}
