import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import type { MoveWho } from '../../shared/hq/api/division.ts'
import type { HqFactBody } from '../../shared/hq/facts.ts'
import type { Session } from '../../shared/pack-schema.ts'
import { byText } from '../../shared/text-order.ts'
import { readDivision, waitingFor, type Divided } from './division-read.ts'
import { insertDue, meets, removeDue } from './division-propose.ts'
import { standingCounts } from './division-table.ts'
import { readHqFact } from '../own-ledger.ts'
import { doneBefore, isRefused, issuedPackages, lockedRecruitment } from '../recruitments/recruitment-row.ts'
import { restand } from '../projector/standing-job.ts'
import type { Db, Trx } from '../store.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

type Moved = HqFactBody<'division.moved'>

/** Moves a post, a range by ticket or single people from one half day to another. */
export async function move({ inside, caller }: HqCall, input: HqInput<'division', 'move'>): Promise<HqOutput<'division', 'move'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'division', 'move'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'division.moved')
    if (before !== null) return { ok: true, ...before, moved: await movedIn(trx, before.fact) }
    const divided = await readDivision(trx, row)
    const plan = planned(divided, input)
    if (isRefused(plan)) return plan
    if (input.reason === '' && (await issuedPackages(trx, row.no)) > 0) return hqRefuse('reason_missing')
    const body: Moved = { recruitment: row.id, candidates: plan.people, post: plan.post, from: input.from, to: input.to, undoes: null, reason: input.reason }
    const done = await append({ by: caller.account, cmd: input.cmd, type: 'division.moved', recruitment: row.no, body })
    await carryOut(trx, divided, body)
    await restand(trx, row.no, body.post === null ? { people: body.candidates } : { posts: [body.post] })
    await inside.touch(trx, row.no, 'division', 'packages', 'people')
    return { ok: true, fact: done.seq, repeated: false, moved: plan.people.length }
  })
}

/** Takes the newest move back that was not taken back yet. */
export async function undo({ inside, caller }: HqCall, input: HqInput<'division', 'undo'>): Promise<HqOutput<'division', 'undo'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'division', 'undo'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'division.moved')
    if (before !== null) return { ok: true, ...before, moved: await movedIn(trx, before.fact) }
    const last = await undoable(trx, row.no)
    if (last === null || last.seq !== input.fact) return hqRefuse('stale')
    const divided = await readDivision(trx, row)
    const body: Moved = { ...last.body, from: last.body.to, to: last.body.from, undoes: last.seq }
    const done = await append({ by: caller.account, cmd: input.cmd, type: 'division.moved', recruitment: row.no, body })
    await carryOut(trx, divided, body)
    await restand(trx, row.no, body.post === null ? { people: body.candidates } : { posts: [body.post] })
    await inside.touch(trx, row.no, 'division', 'packages', 'people')
    return { ok: true, fact: done.seq, repeated: false, moved: body.candidates.length }
  })
}

/** The newest move that can be taken back: after the last adoption and change of half days, and not taken back yet. */
export async function undoable(db: Db, recruitment: number): Promise<{ seq: number; body: Moved } | null> {
  const rows = await db
    .selectFrom('hq_fact').select(['seq', 'type', 'bytes']).where('recruitment', '=', recruitment)
    .where('type', 'in', ['division.moved', 'division.adopted', 'sessions.added', 'session.changed', 'people.imported']).orderBy('seq', 'desc').limit(100).execute()
  const undone = new Set<number>()
  for (const { seq, bytes } of rows) {
    const fact = readHqFact(bytes)
    if (fact.type !== 'division.moved') return null
    if (fact.body.undoes !== null) undone.add(fact.body.undoes)
    else if (!undone.has(seq)) return { seq, body: fact.body }
  }
  return null
}

async function movedIn(db: Db, seq: number): Promise<number> {
  const { bytes } = await db.selectFrom('hq_fact').select('bytes').where('seq', '=', seq).executeTakeFirstOrThrow()
  const fact = readHqFact(bytes)
  return fact.type === 'division.moved' ? fact.body.candidates.length : 0
}

function planned(divided: Divided, { from, to, who, overfull }: HqInput<'division', 'move'>): { people: string[]; post: string | null } | HqRefused {
  const find = (id: string | null) => divided.sessions.find(({ session }) => session.id === id)
  const [source, target] = [find(from), find(to)]
  const missing = from !== null && source === undefined ? from : to !== null && target === undefined ? to : null
  if (missing !== null) return hqRefuse('session_unknown', { session: missing })
  if (from === to) return hqRefuse('no_candidates')
  if (source?.session.due.kind === 'shortlist' || target?.session.due.kind === 'shortlist') return listedMove(divided, source?.session, target?.session, who)
  const people = chosen(divided, source?.session, target?.session, who)
  if (people.length === 0) return hqRefuse('no_candidates')
  if (target !== undefined && !overfull) {
    const count = (divided.dueIn.get(target.session.id)?.length ?? 0) + people.length
    if (count > target.capacity) return hqRefuse('session_full', { session: target.session.title.zh, count: String(count), capacity: String(target.capacity) })
  }
  return { people, post: null }
}

/**
 * Who of those asked for can be moved: due in `from`, whose post has a stage of `to`, and in no other half day that holds it.
 * Without `from` a whole post or range means those who wait for a stage of `to`: to an interview those on its adopted list.
 */
function chosen(divided: Divided, from: Session | undefined, to: Session | undefined, who: MoveWho): string[] {
  const { people, pack, sessions, dueOf } = divided
  const waits = from === undefined && who.kind !== 'people' ? waitingFor(divided) : null
  const posts = new Map(pack.posts.map(({ code, stages }) => [code, stages]))
  const stages = new Map(sessions.map(({ session }) => [session.id, session.stages]))
  const asked = who.kind === 'people' ? new Set(who.candidates) : null
  const means = ({ id, post, ticket }: Divided['people'][number]) => {
    switch (who.kind) {
      case 'post':
        return post === who.post
      case 'range':
        return post === who.post && byText(who.from, ticket) <= 0 && byText(ticket, who.to) <= 0
      case 'people':
        return asked?.has(id) === true
      default:
        return who satisfies never
    }
  }
  return people.filter((person) => {
    if (!means(person)) return false
    const due = dueOf.get(person.id) ?? []
    if (from !== undefined && !due.includes(from.id)) return false
    if (to === undefined) return from !== undefined
    const own = (posts.get(person.post) ?? []).filter((stage) => to.stages.includes(stage))
    if (waits !== null && !own.some((stage) => waits(person.post, stage).has(person.id))) return false
    return own.length > 0 && due.every((id) => id === from?.id || !meets(stages.get(id) ?? [], own))
  }).map(({ id }) => id)
}

/** Half days that a shortlist fills hold posts, not people. */
function listedMove(divided: Divided, from: Session | undefined, to: Session | undefined, who: MoveWho): { people: string[]; post: string } | HqRefused {
  if (who.kind !== 'post') return hqRefuse('no_candidates')
  const held = (session: Session | undefined) => session === undefined || session.due.kind === 'shortlist'
  const posts = from?.due.kind === 'shortlist' ? from.due.posts : []
  if (!held(from) || !held(to) || (from !== undefined && !posts.includes(who.post))) return hqRefuse('no_candidates')
  // a half day that a shortlist fills names at least one post
  if (from !== undefined && posts.length === 1) return hqRefuse('no_posts')
  const counts = standingCounts(divided)
  const twice = divided.sessions.some(({ session }) => session !== from && session.due.kind === 'shortlist' && to !== undefined && meets(session.stages, to.stages) && session.due.posts.includes(who.post) && counts(session.id, who.post) > 0)
  return twice ? hqRefuse('no_candidates') : { people: [], post: who.post }
}

async function carryOut(trx: Trx, { row, sessions }: Divided, { from, to, post, candidates }: Moved): Promise<void> {
  if (post === null) {
    if (from !== null) await removeDue(trx, row.no, from, candidates)
    if (to !== null && sessions.some(({ session }) => session.id === to)) await insertDue(trx, row.no, candidates.map((id) => [to, id] as const))
    return
  }
  for (const { session } of sessions) {
    if (session.due.kind !== 'shortlist' || (session.id !== from && session.id !== to)) continue
    const posts = session.id === to ? [...new Set([...session.due.posts, post])].sort() : session.due.posts.filter((each) => each !== post)
    await trx.updateTable('session').set({ body: JSON.stringify({ ...session, due: { kind: 'shortlist', posts } }) }).where('recruitment', '=', row.no).where('id', '=', session.id).execute()
  }
}
