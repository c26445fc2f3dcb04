import { inOrder } from './counting.ts'
import { factId, type Fact, type FactId, type FactType } from './facts.ts'

type Of<T extends FactType> = Extract<Fact, { type: T }>

/** What a ledger holds that a newer exam package could contradict: facts that count, by what they are about. */
export interface HeldFacts {
  /** The fact by which the present package came into force: the last `venue.amended`, else `venue.opened`; null in an empty ledger. */
  package: Fact | null
  /** Everything that counts and names the session, in the common order. */
  sessions: ReadonlyMap<string, readonly Fact[]>
  /** What counts of each candidate and shows that the person took part or was ended: check-in, lots, results, conduct. */
  people: ReadonlyMap<string, readonly Fact[]>
  /** Draws of lots and of rooms that were not given up. */
  draws: readonly Of<'lots.frozen'>[]
  rooms: readonly Of<'rooms.frozen'>[]
  /** Adoptions in force. */
  lists: readonly Of<'shortlist.adopted'>[]
  /** Starts of heats, with their item: times were taken under its rules before they are anybody's attempt. */
  starts: readonly { item: string; fact: Fact }[]
}

/** Facts that only take another one back. */
const undoing: ReadonlySet<FactType> = new Set<FactType>(['checkin.undone', 'lots.voided', 'conduct.revoked', 'waiting.undone', 'interview.ruling_lifted'])

/**
 * Facts that say nothing which another roster could contradict: a consent or a doubt without the check-in it belongs to,
 * paper, notices, and a written withdrawal, which HQ only repeats.
 */
const beside: ReadonlySet<FactType> = new Set<FactType>([
  'checkin.consented', 'checkin.doubt_settled', 'lots.printed', 'psych.noticed', 'paper.typed', 'paper.printed', 'conduct.withdrawn',
])

/** Reasons of a refusal at the desk that end the half day for the person (规则 §4); the others leave them due. */
const ending: readonly string[] = ['late', 'missing_document', 'doubt_refused', 'not_on_list', 'barred']

/** Sorts facts of any number of stations, in any order, into what a newer package is held against. */
export function heldFacts(facts: readonly Fact[]): HeldFacts {
  const ordered = inOrder(facts.map((fact) => ({ fact: factId(fact), at: fact.at, read: fact }))).map(({ read }) => read)
  const gone = replacedOrDropped(ordered)
  const counting = ordered.filter((fact) => !gone.has(factId(fact)) && !undoing.has(fact.type) && !voids(fact))
  const aborted = new Set(ordered.flatMap((fact) => (fact.type === 'lots.aborted' || fact.type === 'rooms.aborted' ? [fact.body.draw] : [])))
  const items = new Map(ordered.flatMap((fact) => (fact.type === 'heat.made' ? [[fact.body.heat, fact.body.item] as const] : [])))
  const sessions = new Map<string, Fact[]>()
  const people = new Map<string, Fact[]>()
  for (const fact of counting) {
    if ('session' in fact.body && fact.body.session !== null) put(sessions, fact.body.session, fact)
    for (const candidate of takingPart(fact)) put(people, candidate, fact)
  }
  for (const [candidate, fact] of inHeats(ordered, gone)) put(people, candidate, fact)
  return {
    package: ordered.findLast((fact) => fact.type === 'venue.amended' || fact.type === 'venue.opened') ?? null,
    sessions, people,
    draws: counting.filter((fact): fact is Of<'lots.frozen'> => fact.type === 'lots.frozen' && !aborted.has(fact.body.draw)),
    rooms: counting.filter((fact): fact is Of<'rooms.frozen'> => fact.type === 'rooms.frozen' && !aborted.has(fact.body.draw)),
    lists: counting.filter((fact): fact is Of<'shortlist.adopted'> => fact.type === 'shortlist.adopted'),
    starts: counting.flatMap((fact) => (fact.type === 'heat.started' ? [{ item: items.get(fact.body.heat) ?? '', fact }] : [])),
  }
}

function put(lists: Map<string, Fact[]>, key: string, fact: Fact): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [fact])
  else list.push(fact)
}

function replacedOrDropped(facts: readonly Fact[]): ReadonlySet<FactId> {
  const dropped = new Set(facts.flatMap((fact) => (fact.type === 'conflict.resolved' ? fact.body.drop : [])))
  const gone = new Set(dropped)
  for (const fact of facts) {
    if (dropped.has(factId(fact))) continue
    if ('replaces' in fact.body && fact.body.replaces !== null) gone.add(fact.body.replaces)
    if (fact.type === 'checkin.doubt_settled') gone.add(fact.body.doubt)
  }
  return gone
}

/** A correction to nothing: neither it nor the attempt counts. */
function voids(fact: Fact): boolean {
  return fact.type === 'fitness.corrected' && fact.body.outcome === null
}

function takingPart(fact: Fact): readonly string[] {
  if (beside.has(fact.type) || (fact.type === 'checkin.refused' && !ending.includes(fact.body.reason))) return []
  return 'candidate' in fact.body && fact.body.candidate !== null ? [fact.body.candidate] : []
}

/** Who stands in a heat as it was last made up, each with the fact that put them there. */
function inHeats(facts: readonly Fact[], gone: ReadonlySet<FactId>): [string, Fact][] {
  const entered = new Map<string, Of<'heat.made'> | Of<'heat.changed'>>()
  for (const fact of facts) if ((fact.type === 'heat.made' || fact.type === 'heat.changed') && !gone.has(factId(fact))) entered.set(fact.body.heat, fact)
  return [...entered.values()].flatMap((fact) => fact.body.entries.map(({ candidate }): [string, Fact] => [candidate, fact]))
}
