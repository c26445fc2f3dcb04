import { hqRefuse } from '../../shared/hq/answer.ts'
import type { Source, WatchedJourney } from '../../shared/hq/api/watch.ts'
import { inOrder } from '../../shared/counting.ts'
import { factId, type Fact, type Told } from '../../shared/facts.ts'
import { openProjection, type PersonSeen } from '../../shared/hq/projector-person.ts'
import { factsOf } from '../../shared/hq/projector.ts'
import { masked } from '../../shared/masked-id.ts'
import { itemsOf, stepsOf, type Travelled } from '../../shared/journey-making.ts'
import { operatorNames } from '../projector/operator-names.ts'
import { readThere } from '../projector/projection-rows.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import { prevOf, storedPage } from '../receive/stored-pages.ts'
import type { Db } from '../store.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

/** Everything HQ knows about one person: all facts from all venues in one order, each with where it lies, and why verdicts are what they are. */
export async function journey({ inside: { store, clock } }: HqCall, input: HqInput<'watch', 'journey'>): Promise<HqOutput<'watch', 'journey'>> {
  const { db, kind } = store
  const row = await foundRecruitment(db, input.recruitment)
  if (isRefused(row)) return row
  const person = await db.selectFrom('person').selectAll().where('recruitment', '=', row.no).where('id', '=', input.candidate).executeTakeFirst()
  if (person === undefined) return hqRefuse('candidate_unknown', { candidate: input.candidate })
  const there = await readThere(db, kind, row, [person.id], [], clock.now())
  const [known] = there.people
  if (known === undefined) return hqRefuse('candidate_unknown', { candidate: input.candidate })
  const held = factsOf(there.records[0]?.doc)
  const seen = openProjection(there).see(known, held)
  const about = inOrder([...held, ...await namedIn(db, row.no, person.id, new Set(held.map(factId)))].map((fact) => ({ fact: factId(fact), at: fact.at, told: fact }))).map(({ told }) => told)
  const names = await operatorNames(db, row.no)
  const venues = new Map((await db.selectFrom('venue').select(['id', 'name']).where('recruitment', '=', row.no).execute()).map(({ id, name }) => [id, name]))
  const traced = await traceOf(db, row.no, about, venues)
  const standing = await db.selectFrom('standing').select(['ended', 'total']).where('recruitment', '=', row.no).where('person', '=', person.id).executeTakeFirst()
  const travelled: Travelled = {
    pack: there.pack, person: { ...seen.person, name: person.name }, nameOf: (operator) => names.get(operator) ?? operator, heatNumber: () => '', standing: (id) => seen.standing(id),
  }
  const post = there.pack.posts.find(({ code }) => code === person.post)
  const now = seen.attended.findLast((each) => each.standing.last !== null) ?? seen.attended.at(-1)
  const found: WatchedJourney = {
    journey: {
      row: {
        candidate: person.id, rosterNumber: person.roster_number, ticket: person.ticket, name: person.name, sex: person.sex, post: person.post,
        lot: seen.attended.findLast((each) => each.standing.lot !== null)?.standing.lot?.lot ?? '', where: now?.place.where ?? 'due', at: now?.place.at ?? '', why: now?.place.why ?? '', last: seen.evidence?.last ?? null,
      },
      birth: person.birth, residentMasked: masked(person.resident_id), postTitle: post === undefined ? '' : `${post.unit} ${post.title}`, stages: [...(post?.stages ?? [])],
      where: now?.place.where ?? 'due',
      steps: stepsOf(travelled, about.map((fact) => ({ fact, hash: traced.get(factId(fact))?.hash ?? '' }))),
      items: itemsOf(travelled, [...seen.person.sessions]),
    },
    sources: Object.fromEntries(about.map((fact) => [factId(fact), traced.get(factId(fact))?.source ?? { venue: fact.venue, venueName: venues.get(fact.venue) ?? fact.venue, receivedAt: null, state: 'unknown' as const }])),
    halfDays: halfDaysOf(seen, there.venueOf, venues),
    conflicts: seen.conflicts.map(({ conflict, kind: what, session, facts }) => ({ conflict, kind: what, session, facts })),
    ended: standing?.ended ?? '', total: standing?.total ?? '', withdrawn: person.withdrawn ?? '', barred: person.barred ?? '',
  }
  return { ok: true, found }
}

function halfDaysOf(seen: PersonSeen, venueOf: Readonly<Record<string, string>>, venues: ReadonlyMap<string, string>): WatchedJourney['halfDays'] {
  return seen.attended.map(({ session, place }) => {
    const venue = venueOf[session.id] ?? ''
    return { session: session.id, title: session.title.zh, venue, venueName: venues.get(venue) ?? venue, place: place.where, at: place.at, why: place.why }
  })
}

/** Facts that name the person without being about them alone: shortlists, draws of rooms, decisions on their facts. */
async function namedIn(db: Db, no: number, person: string, own: ReadonlySet<string>): Promise<Told[]> {
  const rows = await db.selectFrom('venue_fact').select('doc').where('recruitment', '=', no).where('type', 'in', ['shortlist.adopted', 'rooms.drawn', 'conflict.resolved']).execute()
  return rows.map(({ doc }) => JSON.parse(doc) as Fact).filter((fact) => {
    switch (fact.type) {
      case 'shortlist.adopted':
        return fact.body.candidates.includes(person)
      case 'rooms.drawn':
        return fact.body.members.some(({ candidate }) => candidate === person)
      case 'conflict.resolved':
        return [...fact.body.drop, ...(fact.body.keep === null ? [] : [fact.body.keep])].some((id) => own.has(id))
      default:
        return false
    }
  })
}

const states: readonly Source['state'][] = ['checked', 'verified', 'wrong']

/** Hash of every fact and what was checked of the page that holds it. */
async function traceOf(db: Db, no: number, facts: readonly Told[], venues: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, { hash: string; source: Source }>> {
  const traced = new Map<string, { hash: string; source: Source }>()
  for (const [station, mine] of Map.groupBy(facts, (fact) => fact.station)) {
    const streams = await db.selectFrom('stream').select(['no', 'venue']).where('recruitment', '=', no).where('station', '=', station).execute()
    for (const stream of streams) {
      const seqs = mine.filter((fact) => fact.venue === stream.venue).map(({ seq }) => seq)
      if (seqs.length === 0) continue
      const pages = await db.selectFrom('page').select(['first', 'last', 'packed', 'hash', 'checked', 'received_at']).where('recruitment', '=', no).where('stream', '=', stream.no)
        .where('last', '>=', Math.min(...seqs)).where('first', '<=', Math.max(...seqs)).orderBy('first').execute()
      for (const { first, last, packed, hash, checked, received_at } of pages) {
        const here = seqs.filter((seq) => seq >= first && seq <= last)
        if (here.length === 0) continue
        const page = storedPage(packed)
        const source: Source = { venue: stream.venue, venueName: venues.get(stream.venue) ?? stream.venue, receivedAt: received_at, state: states[checked] ?? 'unknown' }
        for (const seq of here) traced.set(`${station}/${String(seq)}`, { hash: (seq === last ? hash.toString('hex') : prevOf(page, seq + 1)) ?? '', source })
      }
    }
  }
  return traced
}
