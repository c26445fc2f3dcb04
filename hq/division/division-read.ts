import { z } from 'zod'
import type { HqRefused } from '../../shared/hq/answer.ts'
import type { PostToDivide, SessionToFill } from '../../shared/hq/division.ts'
import { inTime, masterPack, type HqSession } from '../../shared/hq/venue-pack.ts'
import type { Pool, RulePack, Session, Stage } from '../../shared/pack-schema.ts'
import { quotasOf } from '../../shared/quotas.ts'
import { byText } from '../../shared/text-order.ts'
import type { Recruitment } from '../recruitments/recruitment-row.ts'
import { foundRecruitment, isRefused, packOf } from '../recruitments/recruitment-row.ts'
import type { Db } from '../store.ts'

/** A candidate as the division sees one; whoever withdrew is in none. */
export interface DividedPerson { id: string; post: string; ticket: string }

/** A recruitment's half days and people, and who is due where, read once. */
export interface Divided {
  row: Recruitment
  pack: RulePack
  sessions: readonly HqSession[]
  /** Everybody who has not withdrawn, by post and ticket. */
  people: readonly DividedPerson[]
  /** Half days by candidate, and candidates by half day: withdrawn ones are in neither. */
  dueOf: ReadonlyMap<string, readonly string[]>
  dueIn: ReadonlyMap<string, readonly string[]>
  /** Adopted lists by `kind/post`. */
  lists: ReadonlyMap<string, readonly string[]>
}

/** Half days in the order of the calendar. What is kept was checked when it was kept. */
export async function hqSessions(db: Db, recruitment: number): Promise<HqSession[]> {
  const rows = await db.selectFrom('session').selectAll().where('recruitment', '=', recruitment).execute()
  return rows
    .map(({ venue, body, pools, capacity }): HqSession => ({ venue, session: JSON.parse(body) as Session, pools: JSON.parse(pools) as Pool[], capacity }))
    .sort((a, b) => inTime(a.session, b.session))
}

/** An adopted list as deciding keeps it; only who is on it, in its order, matters here. */
const Adopted = z.object({ rows: z.array(z.object({ id: z.string() })) })

/** Everything the division goes by, in one consistent reading when `db` is a transaction. */
export async function readDivision(db: Db, row: Recruitment): Promise<Divided> {
  const [sessions, people, due, adoptions] = [
    await hqSessions(db, row.no),
    await db.selectFrom('person').select(['id', 'post', 'ticket']).where('recruitment', '=', row.no).where('withdrawn', 'is', null).execute(),
    await db.selectFrom('due').select(['session', 'person']).where('recruitment', '=', row.no).execute(),
    await db.selectFrom('adoption').select(['post', 'list', 'doc']).where('recruitment', '=', row.no).where('list', 'in', ['qualification', 'interview']).execute(),
  ]
  // by code units, so that both databases give the same order
  people.sort((a, b) => byText(a.post, b.post) || byText(a.ticket, b.ticket))
  const active = new Set(people.map(({ id }) => id))
  const dueOf = new Map<string, string[]>()
  const dueIn = new Map<string, string[]>()
  for (const { session, person } of due) {
    if (!active.has(person)) continue
    push(dueOf, person, session)
    push(dueIn, session, person)
  }
  const lists = new Map(adoptions.flatMap(({ post, list, doc }) => {
    const read = Adopted.safeParse(JSON.parse(doc))
    return read.success ? [[`${list}/${post}`, read.data.rows.map(({ id }) => id)] as const] : []
  }))
  return { row, pack: packOf(row), sessions, people, dueOf, dueIn, lists }
}

/** The division of a recruitment by its id. */
export async function divisionOf(db: Db, recruitment: string): Promise<Divided | HqRefused> {
  const row = await foundRecruitment(db, recruitment)
  return isRefused(row) ? row : readDivision(db, row)
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}

export const wholePack = ({ pack, sessions }: Pick<Divided, 'pack' | 'sessions'>): RulePack => masterPack(pack, sessions)

export function toFill({ venue, session, capacity }: HqSession): SessionToFill {
  const { id, date, half, stages, due } = session
  return { id, venue, date, half, stages, capacity, shortlist: due.kind === 'shortlist' }
}

/** Places of a post's interview list, as many as its half day has to hold; its headcount where no ratio is set. */
export function placesOf(pack: RulePack, post: RulePack['posts'][number]): number {
  return quotasOf(pack, post.category, post.headcount).interview?.places ?? post.headcount
}

/**
 * The posts and who of each comes to which stage: those on the adopted qualification list where there is one; to an
 * interview that the pack sets a ratio for, those on its adopted list, and nobody before it is adopted (规则 §8). `keep`: only who has no half
 * day for the stage yet.
 */
export function postsToDivide({ pack, sessions, people, lists, dueOf }: Divided, keep: boolean): PostToDivide[] {
  const byPost = new Map<string, string[]>()
  for (const { id, post } of people) push(byPost, post, id)
  const shortlisted = new Set(sessions.flatMap(({ session: { due } }) => (due.kind === 'shortlist' ? due.posts : [])))
  const holding = new Map(sessions.map(({ session }) => [session.id, session.stages]))
  return pack.posts.map((post): PostToDivide => {
    const own = byPost.get(post.code) ?? []
    const here = new Set(own)
    const qualification = lists.get(`qualification/${post.code}`)
    const qualified = qualification === undefined ? null : new Set(qualification)
    const listed = lists.get(`interview/${post.code}`)
    const all = qualified === null ? own : own.filter((id) => qualified.has(id))
    const called = quotasOf(pack, post.category, post.headcount).interview !== null
    return {
      code: post.code, stages: post.stages, expected: keep && shortlisted.has(post.code) ? 0 : placesOf(pack, post),
      already: keep ? [...new Set(own.flatMap((id) => dueOf.get(id) ?? []))] : [],
      people: (stage) => {
        const scored = stage === 'interview' || stage === 'professional'
        const coming = scored && listed !== undefined ? listed.filter((id) => here.has(id)) : scored && called ? null : all
        if (!keep || coming === null) return coming
        return coming.filter((id) => !(dueOf.get(id) ?? []).some((session) => holding.get(session)?.includes(stage) === true))
      },
    }
  })
}

/** Who of a post comes to a stage and is due in no half day that holds it; nobody where a list has to be adopted first. */
export function waitingFor(divided: Divided): (post: string, stage: Stage) => ReadonlySet<string> {
  const posts = new Map(postsToDivide(divided, true).map((post) => [post.code, post]))
  const found = new Map<string, ReadonlySet<string>>()
  return (code, stage) => {
    const key = `${stage} ${code}`
    const post = posts.get(code)
    let waiting = found.get(key)
    if (waiting === undefined) found.set(key, (waiting = new Set(post?.stages.includes(stage) === true ? post.people(stage) : [])))
    return waiting
  }
}

/** Everybody who waits for a stage that some half day holds: what the table counts as waiting. */
export function waitingPeople(divided: Divided): string[] {
  const waits = waitingFor(divided)
  const held = new Set(divided.sessions.flatMap(({ session }) => session.stages))
  return divided.people.flatMap(({ id, post }) => ([...held].some((stage) => waits(post, stage).has(id)) ? [id] : []))
}
