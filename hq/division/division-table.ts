import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { DivisionRow, DivisionTable } from '../../shared/hq/api/division.ts'
import { overfull, type Division, type Unplaced } from '../../shared/hq/division.ts'
import { quotasOf } from '../../shared/quotas.ts'
import { isScored } from '../../shared/stage-progress.ts'
import { byText } from '../../shared/text-order.ts'
import { placesOf, postsToDivide, toFill, type Divided } from './division-read.ts'

type Waiting = z.infer<typeof DivisionRow>['waiting'][number]

/** Posts × half days of a division: counts, who waits and why, what is overfull. `unplaced` says why nothing was found. */
export function divisionTable(
  divided: Divided, count: (session: string, post: string) => number, unplaced: readonly Unplaced[] | null,
): z.infer<typeof DivisionTable> {
  const { pack, sessions } = divided
  const perPost = new Map<string, number>()
  for (const { post } of divided.people) perPost.set(post, (perPost.get(post) ?? 0) + 1)
  const counts = new Map<string, number>()
  const rows = pack.posts.map((post): z.infer<typeof DivisionRow> => {
    const cells: Record<string, number> = {}
    for (const { session } of sessions) {
      const n = count(session.id, post.code)
      if (n === 0) continue
      cells[session.id] = n
      counts.set(session.id, (counts.get(session.id) ?? 0) + n)
    }
    const held = sessions.filter(({ session }) => session.id in cells && session.stages.some(isScored))
    return {
      post: post.code, title: post.title, unit: post.unit, people: perPost.get(post.code) ?? 0, cells, panels: post.panels,
      split: new Set(held.map(({ session }) => session.id)).size > 1, waiting: [],
    }
  })
  const waiting = unplaced === null ? waitingNow(divided) : new Map(rows.map(({ post }) => [post, unplaced.flatMap((each) => (each.post === post ? [{ stages: [...each.stages], count: each.count, why: each.why }] : []))]))
  for (const row of rows) row.waiting = waiting.get(row.post) ?? []
  const fills = sessions.map(toFill)
  return {
    beside: unplaced === null ? besideTheList(divided) : [],
    rows, overfull: overfull(fills, counts), placed: [...counts.values()].reduce((sum, n) => sum + n, 0),
    waiting: rows.reduce((sum, row) => sum + row.waiting.reduce((all, each) => all + (waits(each.why) ? each.count : 0), 0), 0),
    unlisted: pack.posts.flatMap((post) =>
      quotasOf(pack, post.category, post.headcount).qualification !== null && (perPost.get(post.code) ?? 0) > 0 && !divided.lists.has(`qualification/${post.code}`) ? [post.code] : []),
  }
}

/** Who was placed before their post's list was adopted, or left it since, and stands in a half day still. */
function besideTheList({ people, dueOf, lists }: Divided): { post: string; count: number }[] {
  const listed = new Map([...lists].flatMap(([key, ids]) => (key.startsWith('qualification/') ? [[key.slice('qualification/'.length), new Set(ids)] as const] : [])))
  const counts = new Map<string, number>()
  for (const { id, post } of people)
    if ((dueOf.get(id)?.length ?? 0) > 0 && listed.get(post)?.has(id) === false) counts.set(post, (counts.get(post) ?? 0) + 1)
  return [...counts].map(([post, count]) => ({ post, count }))
}

/** Whether somebody could be placed and is not: a stage that no half day holds yet, or a list nobody adopted, is a matter of later. */
const waits = (why: Waiting['why']): boolean => why !== 'no_session' && why !== 'not_listed'

/** Who is due in no half day for a stage, now. */
function waitingNow(divided: Divided): Map<string, Waiting[]> {
  const { sessions } = divided
  const listed = new Set(sessions.flatMap(({ session }) => (session.due.kind === 'shortlist' ? session.due.posts.flatMap((post) => session.stages.map((stage) => `${stage}/${post}`)) : [])))
  return new Map(postsToDivide(divided, true).map((post) => {
    const waiting = new Map<string, Waiting>()
    for (const stage of post.stages) {
      if (listed.has(`${stage}/${post.code}`)) continue
      const people = post.people(stage)
      if (people !== null && people.length === 0) continue
      const held = sessions.some(({ session }) => session.stages.includes(stage))
      const why = people === null ? 'not_listed' : held ? 'not_placed' : 'no_session'
      // one line for stages that wait for the same reason
      const key = `${why} ${String(people?.length ?? 0)}`
      const known = waiting.get(key)
      if (known === undefined) waiting.set(key, { stages: [stage], count: people?.length ?? 0, why })
      else known.stages.push(stage)
    }
    return [post.code, [...waiting.values()]]
  }))
}

/** The division as it stands: people by half day and post; a shortlist's half day counts the places of its posts' lists. */
export function standingCounts({ pack, sessions, people, dueIn }: Divided): (session: string, post: string) => number {
  const postOf = new Map(people.map(({ id, post }) => [id, post]))
  const counts = new Map<string, number>()
  const add = (session: string, post: string, n: number) => counts.set(`${session} ${post}`, (counts.get(`${session} ${post}`) ?? 0) + n)
  for (const [session, ids] of dueIn) for (const id of ids) add(session, postOf.get(id) ?? '', 1)
  for (const { session } of sessions) {
    if (session.due.kind !== 'shortlist') continue
    for (const code of session.due.posts) {
      const post = pack.posts.find((each) => each.code === code)
      if (post !== undefined) add(session.id, code, placesOf(pack, post))
    }
  }
  return (session, post) => counts.get(`${session} ${post}`) ?? 0
}

/** Counts of a proposal; with `keep` on top of what stands. */
export function proposedCounts(divided: Divided, proposal: Division, keep: boolean): (session: string, post: string) => number {
  const before = keep ? standingCounts(divided) : () => 0
  const counts = new Map<string, number>()
  for (const { session, post, count } of proposal.placed) counts.set(`${session} ${post}`, (counts.get(`${session} ${post}`) ?? 0) + count)
  return (session, post) => before(session, post) + (counts.get(`${session} ${post}`) ?? 0)
}

/** SHA-256 over `session candidate` and `session post` lines in order, hex: the same division has the same hash. */
export function divisionHash(due: Iterable<readonly [string, string]>): string {
  const lines = [...due].map(([session, who]) => `${session} ${who}\n`).sort(byText)
  const hash = createHash('sha256').update('kaodian-division-v1\0')
  for (const line of lines) hash.update(line)
  return hash.digest('hex')
}

/** Pairs of a proposal for its hash and for keeping: people, and posts of a shortlist's half days. */
export function pairsOf({ placed }: Division): [string, string][] {
  return placed.flatMap(({ session, people, post }) => (people.length === 0 ? [[session, `post:${post}`] as [string, string]] : people.map((id): [string, string] => [session, id])))
}
