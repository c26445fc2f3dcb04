import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import { inTime, masterPack, type HqSession } from '../../shared/hq/venue-pack.ts'
import { canonical } from '../../shared/pack-hash.ts'
import { parsePack, type PackError, type RulePack, type Session } from '../../shared/pack-schema.ts'
import { heldStages, lettersFor, madeSession, titleOf, type SessionDraft } from '../../shared/session-making.ts'
import { hqSessions } from './division-read.ts'
import { meets } from './division-propose.ts'
import { doneBefore, isRefused, lockedRecruitment, packOf } from '../recruitments/recruitment-row.ts'
import { restand } from '../projector/standing-job.ts'
import type { Trx } from '../store.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

/** Faults of the whole pack by half day; under '' those of no half day. Pools' faults go to the half day they serve. */
export function faultsBySession(master: RulePack): ReadonlyMap<string, PackError[]> {
  const read = parsePack(master)
  const faults = new Map<string, PackError[]>()
  for (const fault of read.ok ? [] : read.errors) {
    const [, list, index] = /^(sessions|pools)\[(\d+)\]/.exec(fault.path) ?? []
    const id = list === 'sessions' ? master.sessions[Number(index)]?.id : list === 'pools' ? master.pools[Number(index)]?.session : undefined
    faults.set(id ?? '', [...(faults.get(id ?? '') ?? []), fault])
  }
  return faults
}

/** Posts with these stages that no other half day of a shortlist holds. */
function openPosts(pack: RulePack, sessions: readonly HqSession[], stages: Session['stages'], but?: string): string[] {
  const taken = sessions.flatMap(({ session }) => (session.id !== but && session.due.kind === 'shortlist' && meets(session.stages, stages) ? session.due.posts : []))
  return pack.posts.filter((post) => meets(post.stages, stages) && !taken.includes(post.code)).map(({ code }) => code)
}

export async function addSessions({ inside, caller }: HqCall, input: HqInput<'division', 'addSessions'>): Promise<HqOutput<'division', 'addSessions'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'division', 'addSessions'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'sessions.added')
    if (before !== null) return { ok: true, ...before, sessions: [] }
    const known = await trx.selectFrom('venue').select('id').where('recruitment', '=', row.no).execute()
    const unknown = input.venues.find((venue) => !known.some(({ id }) => id === venue))
    if (unknown !== undefined) return hqRefuse('venue_unknown', { venue: unknown })
    const pack = packOf(row)
    const old = await hqSessions(trx, row.no)
    const made = madeSessions(pack, old, input)
    if (isRefused(made)) return made
    const wrong = faultOf(pack, [...old, ...made], made.map(({ session }) => session.id))
    if (wrong !== null) return wrong
    const done = await append({
      by: caller.account, cmd: input.cmd, type: 'sessions.added', recruitment: row.no,
      body: { recruitment: row.id, sessions: made.map(({ venue, session }) => ({ venue, session: session.id })) },
    })
    for (const each of made) await keepSession(trx, row.no, each)
    await inside.touch(trx, row.no, 'division', 'packages')
    return { ok: true, fact: done.seq, repeated: false, sessions: made.map(({ session }) => session.id) }
  })
}

function madeSessions(pack: RulePack, old: readonly HqSession[], input: HqInput<'division', 'addSessions'>): HqSession[] | HqRefused {
  const slots = [...new Set(input.dates)].sort().flatMap((date) => input.halves.map((half) => ({ date, ...half })))
  const venues = [...new Set(input.venues)]
  const base = { ...pack, sessions: old.map(({ session }) => session) }
  const open = input.shortlist ? openPosts(pack, old, input.stages) : []
  const total = slots.length * venues.length
  if (total > 400) return hqRefuse('session_full', { session: '', count: String(total), capacity: '400' })
  if (input.shortlist && open.length < total) return hqRefuse('no_posts')
  const made: HqSession[] = []
  for (const venue of venues) for (const { date, half, from, to } of slots) {
    const already = [...old, ...made].filter((each) => each.venue === venue).length
    const draft: SessionDraft = {
      key: 'new', name: '', date, half, from, to, stages: input.stages, pools: input.pools, letters: lettersFor(input.pools, already, input.rooms), shortlist: input.shortlist,
    }
    // posts of a shortlist take turns over the new half days
    const codes = input.shortlist ? open.filter((_code, at) => at % total === made.length) : null
    made.push({ venue, capacity: input.capacity, ...madeSession(base, draft, codes, new Set(made.map(({ session }) => session.id))) })
  }
  return made
}

export async function changeSession({ inside, caller }: HqCall, input: HqInput<'division', 'changeSession'>): Promise<HqOutput<'division', 'changeSession'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'division', 'changeSession'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'session.changed')
    if (before !== null) return { ok: true, ...before }
    const pack = packOf(row)
    const sessions = await hqSessions(trx, row.no)
    const own = sessions.find(({ session }) => session.id === input.session)
    if (own === undefined) return hqRefuse('session_unknown', { session: input.session })
    if (input.reason === '' && (await isIssued(trx, row.no, own.venue))) return hqRefuse('reason_missing')
    const { session: key, capacity, reason, date, half, from, to, stages, pools, letters, shortlist } = input
    const plain: SessionDraft = { key, name: '', date, half, from, to, stages, pools, letters, shortlist }
    // a name that was made of its day and stages is made anew, so that it never tells another day
    const made = titleOf({ ...plain, date: own.session.date, half: own.session.half, stages: heldStages.filter((stage) => own.session.stages.includes(stage)) })
    const draft = { ...plain, name: input.name === made.zh ? '' : input.name }
    const listed = shortlist && own.session.due.kind !== 'shortlist'
    const posts = listed ? openPosts(pack, sessions, stages, key) : null
    if (posts?.length === 0) return hqRefuse('no_posts')
    const base = { ...pack, sessions: sessions.map(({ session }) => session), pools: sessions.flatMap(({ pools }) => [...pools]) }
    const next: HqSession = { venue: own.venue, capacity, ...madeSession(base, draft, posts, new Set()) }
    const wrong = faultOf(pack, sessions.map((each) => (each === own ? next : each)), [key])
    if (wrong !== null) return wrong
    const what = changedFields(own, next)
    const done = await append({ by: caller.account, cmd: input.cmd, type: 'session.changed', recruitment: row.no, body: { recruitment: row.id, venue: own.venue, session: key, what, reason } })
    await keepSession(trx, row.no, next)
    await restand(trx, row.no, { sessions: [key] })
    if (listed) await trx.deleteFrom('due').where('recruitment', '=', row.no).where('session', '=', key).execute()
    await inside.touch(trx, row.no, 'division', 'packages')
    return { ok: true, fact: done.seq, repeated: false }
  })
}

export async function removeSession({ inside, caller }: HqCall, input: HqInput<'division', 'removeSession'>): Promise<HqOutput<'division', 'removeSession'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'division', 'removeSession'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'session.changed')
    if (before !== null) return { ok: true, ...before }
    const own = await trx.selectFrom('session').select('venue').where('recruitment', '=', row.no).where('id', '=', input.session).executeTakeFirst()
    if (own === undefined) return hqRefuse('session_unknown', { session: input.session })
    if (input.reason === '' && (await isIssued(trx, row.no, own.venue))) return hqRefuse('reason_missing')
    const body = { recruitment: row.id, venue: own.venue, session: input.session, what: ['removed'], reason: input.reason }
    const done = await append({ by: caller.account, cmd: input.cmd, type: 'session.changed', recruitment: row.no, body })
    const due = await trx.selectFrom('due').select('person').where('recruitment', '=', row.no).where('session', '=', input.session).execute()
    await trx.deleteFrom('due').where('recruitment', '=', row.no).where('session', '=', input.session).execute()
    await restand(trx, row.no, { people: due.map(({ person }) => person) })
    await trx.deleteFrom('session').where('recruitment', '=', row.no).where('id', '=', input.session).execute()
    await inside.touch(trx, row.no, 'division', 'packages')
    return { ok: true, fact: done.seq, repeated: false }
  })
}

/** The first fault that these half days bring into the whole pack, as a refusal. */
function faultOf(pack: RulePack, sessions: readonly HqSession[], ids: readonly string[]): HqRefused | null {
  const faults = faultsBySession(masterPack(pack, sessions))
  const fault = ids.flatMap((id) => faults.get(id) ?? [])[0]
  return fault === undefined ? null : hqRefuse('pack_invalid', { path: fault.path, message: fault.message.zh })
}

function changedFields(before: HqSession, after: HqSession): string[] {
  const fields = Object.keys(after.session).filter((name) => canonical(before.session[name as keyof Session]) !== canonical(after.session[name as keyof Session]))
  if (canonical(before.pools) !== canonical(after.pools)) fields.push('pools')
  if (before.capacity !== after.capacity) fields.push('capacity')
  return fields.sort()
}

async function keepSession(trx: Trx, recruitment: number, { venue, session, pools, capacity }: HqSession): Promise<void> {
  const row = { recruitment, id: session.id, venue, body: JSON.stringify(session), pools: JSON.stringify(pools), capacity }
  await trx.insertInto('session').values(row).onConflict((old) => old.columns(['recruitment', 'id']).doUpdateSet({ body: row.body, pools: row.pools, capacity })).execute()
}

/** Whether this venue has an exam package: a change then says why. */
async function isIssued(trx: Trx, recruitment: number, venue: string): Promise<boolean> {
  return (await trx.selectFrom('package').select('version').where('recruitment', '=', recruitment).where('venue', '=', venue).limit(1).executeTakeFirst()) !== undefined
}

/** Sessions in the order the screens list them: by venue, then in time. */
export function byVenue(sessions: readonly HqSession[]): HqSession[] {
  return [...sessions].sort((a, b) => (a.venue === b.venue ? inTime(a.session, b.session) : a.venue < b.venue ? -1 : 1))
}
