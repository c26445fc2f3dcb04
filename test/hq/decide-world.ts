import type { Clock } from '../../exchange/clock.ts'
import { systemChance } from '../../exchange/chance.ts'
import { openHq, type OpenedHq } from '../../hq/open-hq.ts'
import type { HqCaller } from '../../hq/use-cases.ts'
import type { HqCall } from '../../hq/use-cases.ts'
import type { StandingDoc } from '../../shared/hq/standing-doc.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { Post, RulePack, Session } from '../../shared/pack-schema.ts'
import type { StorePlace } from './stores.ts'

/** One candidate as a test puts it straight into HQ's tables: what the roster and the facts of any venue say. */
export interface Put extends Partial<StandingDoc> {
  id: string; post: string; sex?: 'M' | 'F'; written?: string | null; quality?: string | null; withdrawn?: string; barred?: string
  name?: string; ticket?: string; residentId?: string; venue?: string; session?: string; last?: number; conflicts?: unknown[]
}

export const wallClock = (text: string): Clock & { set(to: string): void } => {
  let now = Date.parse(text)
  return { now: () => now, mono: () => now, set: (to: string) => { now = Date.parse(to) } }
}

/** The half days of two venues: fitness at both, interviews at both by shortlist. */
export function twoVenuePack(posts: readonly Post[]): RulePack {
  const shipped = packNamed('shenzhen-2023')
  const morning = shipped?.sessions.find(({ stages }) => stages.includes('fitness'))
  if (shipped === null || morning === undefined) throw new Error('shenzhen-2023')
  const codes = posts.map(({ code }) => code)
  const session = (id: string, over: Partial<Session>): Session => ({ ...morning, id, title: { zh: id, en: id }, ...over })
  return {
    ...shipped, posts: [...posts], pools: [],
    sessions: [
      session('f-a', { due: { kind: 'roster' } }), session('f-b', { half: 'pm', due: { kind: 'roster' } }),
      session('i-a', { date: '2023-06-17', stages: ['interview'], due: { kind: 'shortlist', posts: codes } }),
      session('i-b', { date: '2023-06-17', half: 'pm', stages: ['interview'], due: { kind: 'shortlist', posts: codes } }),
    ],
  }
}

export const postOf = (code: string, category: Post['category'], headcount: number): Post => ({
  code, unit: `第${code}支队`, title: '文职岗', headcount, sex: 'any', birth: null, category, stages: ['psych', 'fitness', 'interview'], panels: 2, requirements: '', notes: [],
})

export interface DecideWorld {
  hq: OpenedHq
  call: HqCall
  /** As a decider alone, without a second person. */
  alone: HqCall
  recruitment(id: string, pack: RulePack, retainUntil?: string): Promise<number>
  put(no: number, people: readonly Put[]): Promise<void>
  /** Half days opened and closed, as facts of venues say. */
  close(no: number, ...sessions: string[]): Promise<void>
  cmd(): string
  stop(): Promise<void>
}

const venueOf = (session: string): string => (session.endsWith('a') ? 'a' : 'b')

export async function decideWorld(place: StorePlace, clock: Clock): Promise<DecideWorld> {
  const hq = await openHq({ folder: place.folder, databaseUrl: place.databaseUrl, clock })
  const { db } = hq.inside.store
  for (const [id, name] of [['d1', '周定'], ['d2', '吴复']] as const) {
    await db.insertInto('account').values({ id, name, roles: '["decider"]', password: '', totp: null, totp_step: 0, fresh: 0, active: 1, created_at: 1 }).onConflict((row) => row.column('id').doNothing()).execute()
  }
  const caller: HqCaller = { account: 'd1', name: '周定', roles: ['decider'], login: '', from: '', step: 'in' }
  const call: HqCall = { inside: hq.inside, caller: { ...caller, second: { account: 'd2', roles: ['decider'] } }, signal: undefined }
  return {
    hq, call, alone: { ...call, caller },
    recruitment: async (id, pack, retainUntil) => {
      const { no } = await db.insertInto('recruitment').values({
        id, title: `招聘 ${id}`, pack: JSON.stringify({ ...pack, sessions: [], pools: [] }), pack_version: 1, pack_hash: `${place.folder} ${id}`, retain_until: retainUntil ?? null, address: '', created_at: 1, erased_at: null,
      }).returning('no').executeTakeFirstOrThrow()
      for (const venue of ['a', 'b']) {
        await db.insertInto('venue').values({
          recruitment: no, id: venue, name: `${venue} 考点`, stations: '[]', operators: '[]', code: 'X', card: 1, card_used_at: null, recipient: null, announced: '[]', heard_at: null, said: '{}', taken_version: 0,
        }).execute()
      }
      for (const session of pack.sessions) {
        await db.insertInto('session').values({ recruitment: no, id: session.id, venue: venueOf(session.id), body: JSON.stringify(session), pools: '[]', capacity: 500 }).execute()
      }
      return no
    },
    put: async (no, people) => {
      for (let at = 0; at < people.length; at += 200) await putSome(db, no, people.slice(at, at + 200))
    },
    close: async (no, ...sessions) => {
      const rows = sessions.flatMap((session) => (['session.opened', 'session.closed'] as const).map((type, at) => ({
        recruitment: no, venue: venueOf(session), fact: `${session}/${type}`, type, session, at: Math.round(clock.now()) + at, doc: JSON.stringify({ venue: venueOf(session), station: '0'.repeat(16), seq: 1 + at, at: 1 + at, by: 'x', type, body: { session } }),
      })))
      await db.insertInto('venue_fact').values(rows).execute()
    },
    cmd: () => {
      const hex = systemChance.bytes(16).toString('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
    },
    stop: () => hq.close(),
  }
}

async function putSome(db: DecideWorld['hq']['inside']['store']['db'], no: number, people: readonly Put[]): Promise<void> {
  await db.insertInto('person').values(people.map((one) => ({
    recruitment: no, id: one.id, roster_number: `R${one.id}`, ticket: one.ticket ?? `2023${one.id}`, resident_id: one.residentId ?? '', name: one.name ?? `张${one.id}`, sex: one.sex ?? 'M', birth: '1998-03-04',
    post: one.post, written: one.written ?? null, quality: one.quality ?? null, barred: one.barred ?? null, withdrawn: one.withdrawn ?? null, photo: null,
  }))).onConflict((row) => row.columns(['recruitment', 'id']).doUpdateSet((eb) => ({
    written: eb.ref('excluded.written'), quality: eb.ref('excluded.quality'), withdrawn: eb.ref('excluded.withdrawn'), barred: eb.ref('excluded.barred'),
  }))).execute()
  await db.insertInto('standing').values(people.map((one) => ({
    recruitment: no, person: one.id, post: one.post, venue: one.venue ?? 'a', place: 'passed', ended: one.end ?? null, total: null, rank_key: null,
    doc: JSON.stringify({
      interview: one.interview, professional: one.professional, fitnessPoints: one.fitnessPoints, run: one.run, panel: one.panel ?? null, ruled: one.ruled ?? false, end: one.end ?? null,
      open: one.open ?? (one.interview === undefined && one.end === undefined ? 'interview' : null), passed: one.passed ?? ['psych', 'fitness', ...(one.interview === undefined ? [] : ['interview'])], lot: one.lot ?? '',
    }),
    conflicts: JSON.stringify(one.conflicts ?? []), last: one.last ?? 1,
  }))).onConflict((row) => row.columns(['recruitment', 'person']).doUpdateSet((eb) => ({ doc: eb.ref('excluded.doc'), conflicts: eb.ref('excluded.conflicts') }))).execute()
  await db.insertInto('due').values(people.map((one) => ({ recruitment: no, session: one.session ?? (one.venue === 'b' ? 'f-b' : 'f-a'), person: one.id }))).onConflict((row) => row.doNothing()).execute()
}
