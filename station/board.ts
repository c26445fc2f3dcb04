import { allRecords, candidateRecord } from '../db/candidate-record.ts'
import { heatById, heatsOf } from '../db/heats.ts'
import { lotsEverDrawn } from '../db/lots.ts'
import { operators } from '../db/operators.ts'
import { roomMembers } from '../db/room-draws.ts'
import { allCandidates } from '../db/roster.ts'
import { sessionStates } from '../db/sessions.ts'
import { adoptionsOf } from '../db/shortlists.ts'
import { emptyRecord, type CandidateRecord } from '../shared/candidate-record.ts'
import type { Fact } from '../shared/facts.ts'
import { bindsRunners, heatStanding, type HeatStanding } from '../shared/heat.ts'
import { currentRows, resultsOf, type FromOtherSessions } from '../shared/record-rows.ts'
import type { Candidate } from '../shared/roster.ts'
import { withShortlists } from '../shared/shortlist-people.ts'
import { standing as fold, type Standing } from '../shared/standing.ts'
import type { OpenVenue } from './open-venue.ts'

/** Where everybody stands, held in memory and brought up to date with every fact: lists of 20,000 answer at once. */
export interface Board {
  /** With the sessions the roster names and those whose adopted shortlist the person is on. */
  person(candidate: string): Candidate | null
  /** Everybody of the roster, in the order of roster numbers; another list after a shortlist was adopted. */
  people(): readonly Candidate[]
  state(session: string): 'upcoming' | 'open' | 'closed'
  /** Null when the roster has no such person, or the pack no such session. */
  standing(session: string, candidate: string): Standing | null
  /** Standings of all due in a session, in the order of roster numbers. */
  standings(session: string): readonly Standing[]
  /** Who drew a lot, void ones included; null when nobody did. */
  byLot(session: string, lot: string): { candidate: string } | null
  /** Who is in with this belongings tag, or null. */
  byTag(session: string, tag: string): string | null
  heats(session: string): readonly HeatStanding[]
  heat(heat: string): HeatStanding | null
  /** The unfinished heat a candidate is in, or null. */
  heatOf(session: string, candidate: string): HeatStanding | null
  /** The name of an operator for people; the id where there is no such account. */
  nameOf(operator: string): string
  /** Time (ms) of the last fact an operator made since the board was filled, or null. */
  lastBy(operator: string): number | null
  /** Goes up with every recorded fact: what was computed under one number still holds under the same. */
  version(): number
}

interface SessionBoard {
  order: readonly string[]
  standings: Map<string, Standing>
  /** In the roster's order; made anew after a change. */
  list: Standing[] | null
  /** Room by candidate, as drawn or joined later. */
  rooms: ReadonlyMap<string, string>
  lots: Map<string, string>
  tags: Map<string, string>
  heats: Map<string, HeatStanding>
  heatOrder: HeatStanding[] | null
  bound: Map<string, HeatStanding>
}

const boards = new WeakMap<OpenVenue['ledger'], Board>()

/** The board of an open venue; filled from the projections when first asked. */
export function boardOf(venue: OpenVenue): Board {
  let board = boards.get(venue.ledger)
  if (board === undefined) {
    board = openBoard(venue)
    boards.set(venue.ledger, board)
  }
  return board
}

function openBoard(venue: OpenVenue): Board {
  const { db, pack, ledger } = venue
  const roster = allCandidates(db)
  let people = withShortlists(pack, roster, (session) => adoptionsOf(db, session))
  let persons = new Map(people.map((person) => [person.id, person]))
  const sessions = new Map<string, SessionBoard>()
  let states = sessionStates(db)
  let names: Map<string, string> | null = null
  let version = 0
  const lastBy = new Map<string, number>()

  type RecordOf = (session: string, candidate: string) => CandidateRecord
  const one: RecordOf = (session, candidate) => candidateRecord(db, session, candidate)
  const elsewhere = (session: string, person: Candidate, recordOf: RecordOf): FromOtherSessions => {
    const records = person.sessions.filter((id) => id !== session).map((id) => recordOf(id, person.id))
    // While whole sessions are loaded no fact comes between, so what is loaded already need not be folded again.
    const loaded = (id: string) => (recordOf === one ? undefined : sessions.get(id)?.standings.get(person.id)?.progress)
    return { pack, session, records, results: resultsOf(pack, person, records, loaded, (id) => states.get(id)?.state === 'closed') }
  }
  const foldOne = (sessionId: string, person: Candidate, record: CandidateRecord, room: string | null, recordOf: RecordOf = one): Standing | null => {
    const session = pack.sessions.find((each) => each.id === sessionId)
    return session === undefined ? null : fold({ pack, session }, person, currentRows(record, elsewhere(sessionId, person, recordOf), room))
  }
  // Sessions that share people are loaded one after the other: what is read for the first serves them all.
  let read: ReadonlyMap<string, ReadonlyMap<string, CandidateRecord>> | null = null
  const recordsIn = (session: string): ReadonlyMap<string, CandidateRecord> => {
    if (read === null) {
      read = allRecords(db)
      setImmediate(() => (read = null))
    }
    return read.get(session) ?? new Map<string, CandidateRecord>()
  }
  const load = (session: string): SessionBoard => {
    const bulk: RecordOf = (id, candidate) => recordsIn(id).get(candidate) ?? emptyRecord(id, candidate)
    const order = people.filter((person) => person.sessions.includes(session)).map((person) => person.id)
    const board: SessionBoard = {
      order, standings: new Map(), list: null, rooms: roomMembers(db, session), lots: lotsEverDrawn(db, session), tags: new Map(),
      heats: new Map(heatsOf(db, session).map((heat) => [heat.heat, heatStanding(heat)])), heatOrder: null, bound: new Map(),
    }
    for (const id of new Set([...order, ...recordsIn(session).keys()])) {
      const person = persons.get(id)
      const found = person === undefined ? null : foldOne(session, person, bulk(session, id), board.rooms.get(id) ?? null, bulk)
      if (found !== null) put(board, found)
    }
    bind(board)
    return board
  }
  const at = (session: string): SessionBoard => {
    let board = sessions.get(session)
    if (board === undefined) {
      board = load(session)
      sessions.set(session, board)
    }
    return board
  }
  const touch = (candidate: string, where: string): void => {
    const person = persons.get(candidate)
    if (person === undefined) return
    for (const [session, board] of sessions) {
      if (session !== where && !board.standings.has(candidate)) continue
      const found = foldOne(session, person, one(session, candidate), board.rooms.get(candidate) ?? null)
      if (found !== null) put(board, found)
    }
  }
  const learn = (fact: Fact): void => {
    if (fact.type === 'session.opened') states = sessionStates(db)
    else if (fact.type === 'session.closed') {
      // What was not passed in it has failed, also for the sessions that come after.
      states = sessionStates(db)
      sessions.clear()
    } else if (fact.type === 'conflict.resolved' || fact.type === 'shortlist.adopted' || fact.type === 'roster.imported') relearnPeople()
    else if (fact.type.startsWith('rooms.') && 'session' in fact.body && fact.body.session !== null) sessions.delete(fact.body.session)
    else if (fact.type.startsWith('operator.')) names = null
    if (fact.type === 'lots.drawn') sessions.get(fact.body.session)?.lots.set(fact.body.lot, fact.body.candidate)
    if ('heat' in fact.body && fact.type.startsWith('heat.')) relearnHeat(fact.body.session, fact.body.heat ?? '')
    if ('candidate' in fact.body && fact.body.candidate !== null) touch(fact.body.candidate, fact.body.session)
  }
  // Who is due where may have changed, and with it which sessions know of each other.
  const relearnPeople = (): void => {
    people = withShortlists(pack, roster, (session) => adoptionsOf(db, session))
    persons = new Map(people.map((person) => [person.id, person]))
    sessions.clear()
  }
  const relearnHeat = (session: string, id: string): void => {
    const board = sessions.get(session)
    const heat = board === undefined ? undefined : heatById(db, id)
    if (board === undefined || heat === undefined) return
    board.heats.set(id, heatStanding(heat))
    board.heatOrder = null
    bind(board)
  }
  ledger.onAppended((facts) => {
    read = null
    for (const fact of facts) {
      version += 1
      lastBy.set(fact.by, fact.at)
      learn(fact)
    }
  })

  return {
    person: (candidate) => persons.get(candidate) ?? null,
    people: () => people,
    state: (session) => states.get(session)?.state ?? 'upcoming',
    standing: (session, candidate) => {
      const board = at(session)
      const person = persons.get(candidate)
      return board.standings.get(candidate) ?? (person === undefined ? null : foldOne(session, person, emptyRecord(session, candidate), board.rooms.get(candidate) ?? null))
    },
    standings: (session) => {
      const board = at(session)
      board.list ??= board.order.flatMap((id) => board.standings.get(id) ?? [])
      return board.list
    },
    byLot: (session, lot) => {
      const candidate = at(session).lots.get(lot)
      return candidate === undefined ? null : { candidate }
    },
    byTag: (session, tag) => at(session).tags.get(tag) ?? null,
    heats: (session) => {
      const board = at(session)
      board.heatOrder ??= [...board.heats.values()].sort((a, b) => a.madeAt - b.madeAt || (a.heat < b.heat ? -1 : 1))
      return board.heatOrder
    },
    heat: (id) => {
      for (const session of pack.sessions) {
        const found = at(session.id).heats.get(id)
        if (found !== undefined) return found
      }
      return null
    },
    heatOf: (session, candidate) => at(session).bound.get(candidate) ?? null,
    nameOf: (operator) => {
      names ??= new Map(operators(db).map((account) => [account.operator, account.name]))
      return names.get(operator) ?? operator
    },
    lastBy: (operator) => lastBy.get(operator) ?? null,
    version: () => version,
  }
}

function put(board: SessionBoard, standing: Standing): void {
  const before = board.standings.get(standing.candidate)?.admitted
  if (before != null && board.tags.get(before.tag) === standing.candidate) board.tags.delete(before.tag)
  if (standing.admitted !== null && standing.admitted.tag !== '') board.tags.set(standing.admitted.tag, standing.candidate)
  board.standings.set(standing.candidate, standing)
  board.list = null
}

function bind(board: SessionBoard): void {
  board.bound.clear()
  for (const heat of board.heats.values()) {
    if (bindsRunners(heat)) for (const entry of heat.entries) board.bound.set(entry.candidate, heat)
  }
}
