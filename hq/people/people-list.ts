import { sql, type ExpressionBuilder } from 'kysely'
import { hqRefuse } from '../../shared/hq/answer.ts'
import { eligibilityWarnings } from '../../shared/eligibility.ts'
import type { PersonRow } from '../../shared/hq/api/people.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { issuedPeople } from './issued-people.ts'
import { personFacts } from './person-facts.ts'
import { photoOf } from './people-photos.ts'
import { foundRecruitment, isRefused, packOf } from '../recruitments/recruitment-row.ts'
import type { Db } from '../store.ts'
import type { Tables } from '../tables.ts'
import type { HqCall, HqInput } from '../use-cases.ts'

/** A page of candidates by roster number; found by name, ticket, roster number or the end of the id number. */
export async function listPeople({ inside: { store } }: HqCall, { recruitment, post, status, query, offset, limit }: HqInput<'people', 'list'>) {
  const row = await foundRecruitment(store.db, recruitment)
  if (isRefused(row)) return row
  const found = store.db.selectFrom('person').where('recruitment', '=', row.no)
    .$if(post !== undefined, (rows) => rows.where('post', '=', post ?? ''))
    .$if(status !== 'all', (rows) => rows.where((eb) => ofStatus(eb, status)))
    .$if(query !== '', (rows) => rows.where((eb) => matching(eb, query)))
  const count = (rows: typeof found) => rows.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const [total, all] = [await count(found), await count(store.db.selectFrom('person').where('recruitment', '=', row.no))]
  const rows = await found.selectAll()
    .select((eb) => eb.selectFrom('due').select((due) => due.fn.countAll<number>().as('n')).whereRef('due.recruitment', '=', 'person.recruitment').whereRef('due.person', '=', 'person.id').as('sessions'))
    // 2 before 10, A002 before A010
    .orderBy(sql`length(roster_number)`).orderBy('roster_number').orderBy('id').offset(offset).limit(limit).execute()
  return {
    ok: true as const, total: total.n, all: all.n,
    rows: rows.map((person): PersonRow => ({
      candidate: person.id, rosterNumber: person.roster_number, ticket: person.ticket, idTail: person.resident_id.slice(-6), name: person.name, sex: person.sex, birth: person.birth,
      post: person.post, written: person.written, quality: person.quality, barred: person.barred, withdrawn: person.withdrawn, sessions: person.sessions ?? 0,
    })),
  }
}

type Eb = ExpressionBuilder<Tables, 'person'>

function ofStatus(eb: Eb, status: HqInput<'people', 'list'>['status']) {
  switch (status) {
    case 'withdrawn':
      return eb('withdrawn', 'is not', null)
    case 'barred':
      return eb('barred', 'is not', null)
    case 'no_score':
      return eb('written', 'is', null)
    case 'in':
      return eb.and([eb('withdrawn', 'is', null), eb('barred', 'is', null)])
    case 'not_due':
      return eb.and([
        eb('withdrawn', 'is', null), eb('barred', 'is', null),
        eb.not(eb.exists(eb.selectFrom('due').select('due.session').whereRef('due.recruitment', '=', 'person.recruitment').whereRef('due.person', '=', 'person.id'))),
      ])
    case 'all':
      return eb.val(true)
    default:
      return status satisfies never
  }
}

function matching(eb: Eb, query: string) {
  // what people type is text to be found, never a pattern
  const text = query.replace(/[\\%_]/g, (sign) => `\\${sign}`)
  const like = (column: 'name' | 'ticket' | 'resident_id', pattern: string) => sql<boolean>`${eb.ref(column)} LIKE ${pattern} ESCAPE '\\'`
  const numbers = /^[0-9A-Za-z-]+$/.test(query)
  return eb.or([
    like('name', `%${text}%`), eb('roster_number', '=', query),
    ...(numbers ? [like('ticket', `${text}%`)] : []),
    ...(/^\d{3,17}[\dXx]$/.test(query) ? [like('resident_id', `%${text.toUpperCase()}`)] : []),
  ])
}

/** One candidate whole. */
export async function getPerson({ inside: { store } }: HqCall, { recruitment, candidate }: HqInput<'people', 'get'>) {
  const row = await foundRecruitment(store.db, recruitment)
  if (isRefused(row)) return row
  const person = await store.db.selectFrom('person').selectAll().where('recruitment', '=', row.no).where('id', '=', candidate).executeTakeFirst()
  if (person === undefined) return hqRefuse('candidate_unknown')
  const post = packOf(row).posts.find(({ code }) => code === person.post) ?? null
  const facts = await personFacts(store.db, row.no, candidate)
  const names = await venueNames(store.db, row.no)
  const issued = ((await issuedPeople(store.db, row.no)).get(candidate) ?? []).filter(({ newest }) => newest)
  const changedAt = Math.max(0, ...facts.map(({ at }) => at))
  const { sex, birth } = person
  return {
    ok: true as const, postTitle: post?.title ?? '', unit: post?.unit ?? '',
    person: {
      id: person.id, rosterNumber: person.roster_number, ticket: person.ticket, residentId: person.resident_id, name: person.name, sex, birth, post: person.post,
      ...(person.written === null ? {} : { written: person.written }), ...(person.quality === null ? {} : { quality: person.quality }),
      ...(person.photo === null ? {} : { photo: person.photo }), barred: person.barred, withdrawn: person.withdrawn,
    },
    sessions: await sessionsOfPerson(store.db, row.no, candidate, names),
    issued: issued.map(({ venue, version, at }) => ({ venue, name: names.get(venue) ?? venue, version, at, amend: changedAt > at })),
    warnings: eligibilityWarnings(post, { sex, birth, residentId: person.resident_id }).map(({ reason, ...about }) => ({
      reason, detail: Object.fromEntries(Object.entries(about).map(([key, value]) => [key, String(value)])),
    })),
    facts, photo: await photoOf(store.db, row.no, person.photo),
  }
}

async function venueNames(db: Db, recruitment: number): Promise<Map<string, string>> {
  const rows = await db.selectFrom('venue').select(['id', 'name']).where('recruitment', '=', recruitment).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function sessionsOfPerson(db: Db, recruitment: number, candidate: string, names: ReadonlyMap<string, string>) {
  const rows = await db.selectFrom('due').innerJoin('session', (join) => join.onRef('session.recruitment', '=', 'due.recruitment').onRef('session.id', '=', 'due.session'))
    .select(['session.id', 'session.venue', 'session.body']).where('due.recruitment', '=', recruitment).where('due.person', '=', candidate).execute()
  return rows.map(({ id, venue, body }) => {
    const session = JSON.parse(body) as RulePack['sessions'][number]
    return { session: id, venue, venueName: names.get(venue) ?? venue, title: session.title.zh, date: session.date }
  }).sort((a, b) => (a.date < b.date ? -1 : 1))
}
