import { openConflicts, resolvedConflicts } from '../db/conflicts.ts'
import { factById } from '../db/ledger.ts'
import { refuse } from '../shared/api/answer.ts'
import type { Conflict } from '../shared/api/sessions.ts'
import type { Fact, FactId } from '../shared/facts.ts'
import { surplusAttempts } from '../shared/conflict-rules.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { alike, heldBy } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { workingSession } from './session-day.ts'
import type { UseCase } from './use-cases.ts'
import type { Contract } from '../shared/api.ts'

const asked = new WeakMap<OpenVenue['ledger'], { version: number; bySession: Map<string, Conflict[]> }>()

/** Facts of a session that cannot all be true and that nobody has decided on (规则 §11). */
export function conflictsOf(venue: OpenVenue, session: string): Conflict[] {
  const version = boardOf(venue).version()
  let cache = asked.get(venue.ledger)
  if (cache?.version !== version) {
    cache = { version, bySession: new Map() }
    asked.set(venue.ledger, cache)
  }
  let found = cache.bySession.get(session)
  if (found === undefined) {
    found = find(venue, session)
    cache.bySession.set(session, found)
  }
  return found
}

function find(venue: OpenVenue, session: string): Conflict[] {
  const board = boardOf(venue)
  const resolved = resolvedConflicts(venue.db, session)
  const surplus = board.standings(session).flatMap((standing) => surplusAttempts(venue.pack, standing)).filter((each) => !resolved.has(each.conflict))
  return [...openConflicts(venue.db, session), ...surplus].map(({ conflict, kind, candidate, facts }) => ({
    conflict, kind, candidate,
    rosterNumber: candidate === null ? '' : board.person(candidate)?.rosterNumber ?? '',
    lot: candidate === null ? '' : board.standing(session, candidate)?.lot?.lot ?? '',
    facts: facts.map((fact) => line(venue, fact)),
  }))
}

function line(venue: OpenVenue, id: FactId): Conflict['facts'][number] {
  const fact = factById(venue.db, id)?.fact
  if (fact === undefined) return { fact: id, at: 0, by: '', station: id.slice(0, 16), type: '', text: '' }
  return { fact: id, at: fact.at, by: boardOf(venue).nameOf(fact.by), station: fact.station, type: fact.type, text: gist(fact) }
}

/** The values of a fact that tell it from another of its kind, without words, so that both languages can show it. */
function gist(fact: Fact): string {
  const told = Object.entries(fact.body).filter(([key]) => ['lot', 'item', 'tag', 'result', 'reason', 'verdict', 'elapsed', 'bib'].includes(key))
  const outcome: unknown = 'outcome' in fact.body ? fact.body.outcome : null
  const read: unknown[] = typeof outcome === 'object' && outcome !== null ? Object.values(outcome) : []
  return [...told.map(([, value]): unknown => value), ...read].map(String).join(' · ')
}

/** A named person says which of the facts stand; the others stay in the ledger and count no more. */
export const resolveConflict: UseCase<Contract['sessions']['resolveConflict']> = (venue, caller, input) => {
  const held = heldBy(venue, input.cmd, ['conflict.resolved'], (body) =>
    body.conflict === input.conflict && body.keep === input.keep && body.reason === input.reason && alike(input.drop, body.drop))
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const working = workingSession(venue, input.session)
  if (!working.ok) return working
  const conflict = conflictsOf(venue, input.session).find((each) => each.conflict === input.conflict)
  if (conflict === undefined) return refuse('conflict_unknown')
  const inside = (fact: FactId): boolean => conflict.facts.some((each) => each.fact === fact)
  const stranger = [...input.drop, ...(input.keep === null ? [] : [input.keep])].find((fact) => !inside(fact))
  if (stranger !== undefined || (input.keep !== null && input.drop.includes(input.keep))) return refuse('fact_unknown', { fact: stranger ?? input.keep ?? '' })
  const alone = lacksSecond(caller, 'closing')
  if (alone !== null) return alone
  return venue.record(caller, 'conflict.resolved', {
    conflict: input.conflict, session: input.session, keep: input.keep, drop: input.drop, reason: input.reason,
  }, input.cmd)
}
