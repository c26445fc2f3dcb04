import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import type { Blocker } from '../../shared/hq/api/decide.ts'
import type { HqListKind } from '../../shared/hq/facts.ts'
import { publicationContent, type PublicationContent, type PublicationLine, type PublicationPost, type PublicationStyle } from '../../shared/hq/publication.ts'
import { dueByLists } from '../../shared/hq/who-moves.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { adoptions, blockersOf, listNow, type Adoption } from '../decide/list-state.ts'
import { openState } from '../decide/openness.ts'
import { peopleById, readPost, readPosts, wholePack, type HqPost } from '../decide/post-reading.ts'
import type { Recruitment } from '../recruitments/recruitment-row.ts'
import type { Db } from '../store.ts'

/** What would be published, and everything that keeps it from being so. */
export interface Draft { content: PublicationContent; blockers: Blocker[] }

/** What keeps a list of one post from being published: what keeps it from being adopted, and that nobody adopted it as it is. */
export function publishBlockers(pack: RulePack, held: HqPost, open: Awaited<ReturnType<typeof openState>>, list: HqListKind, adopted: Adoption | null): Blocker[] {
  const now = listNow(pack, held, list, adopted)
  const blockers = blockersOf(pack, held, open, now)
  const post = held.post.code
  if (adopted === null) blockers.push({ kind: 'list_unadopted', post, what: '', count: now.proposal.listed.length })
  else if (now.moves.length > 0) blockers.push({ kind: 'list_moved', post, what: '', count: now.moves.length })
  return blockers
}

/** Draws up a list of these posts from what was adopted. The same posts in another order give the same content. */
export async function draft(
  db: Db, row: Recruitment, input: { list: HqListKind; posts: readonly string[]; style: PublicationStyle; replaces: string | null },
): Promise<Draft | HqRefused> {
  const { list, style, replaces } = input
  const pack = await wholePack(db, row)
  const unknown = input.posts.find((code) => !pack.posts.some((post) => post.code === code))
  if (unknown !== undefined) return hqRefuse('post_unknown', { post: unknown })
  const codes = new Set(input.posts)
  const [open, adopted] = [await openState(db, row.no, pack), await adoptions(db, row.no)]
  const held = codes.size > 20 ? (await readPosts(db, row, pack)).filter(({ post }) => codes.has(post.code)) : []
  if (codes.size <= 20) for (const { code } of pack.posts.filter((post) => codes.has(post.code))) held.push(...[await readPost(db, row, pack, code)].flatMap((each) => each ?? []))
  const lists = [...adopted.values()].flatMap((each) => (each.list.list === list && codes.has(each.list.post) ? [each] : []))
  const people = await peopleById(db, row.no, lists.flatMap((each) => each.list.rows.map(({ id }) => id)))
  const when = list === 'interview' ? await invitations(db, row, pack, lists) : new Map<string, string>()
  const posts = held.flatMap((each): PublicationPost[] => {
    const standing = adopted.get(`${each.post.code} ${list}`)
    if (standing === undefined) return []
    const quotas = each.decided.computed.quotas
    return [{ post: each.post, quota: list === 'ranking' ? null : quotas[list], adopted: { fact: standing.seq, hash: standing.hash }, lines: linesOf(each, standing, people, when) }]
  })
  return {
    content: publicationContent({
      recruitment: row.id, title: row.title, list, replaces, pack: { id: pack.id, version: row.pack_version, hash: row.pack_hash }, rehearsal: pack.rehearsal,
    }, style, posts),
    blockers: held.flatMap((each) => publishBlockers(pack, each, open, list, adopted.get(`${each.post.code} ${list}`) ?? null)),
  }
}

function linesOf(held: HqPost, standing: Adoption, people: Awaited<ReturnType<typeof peopleById>>, when: ReadonlyMap<string, string>): PublicationLine[] {
  const entries = new Map(held.entries.map((entry) => [entry.id, entry]))
  const ranked = new Map(held.decided.rows.map((each) => [each.id, each]))
  return standing.list.rows.map(({ id, rank }) => {
    const [person, entry, place] = [people.get(id), entries.get(id), ranked.get(id)]
    const placed = standing.list.list === 'ranking' || standing.list.list === 'medical'
    return {
      rosterNumber: person?.roster_number ?? '', ticket: person?.ticket ?? '', name: person?.name ?? '', sex: person?.sex ?? 'M',
      written: entry?.written ?? null, quality: entry?.quality ?? null, interview: held.decided.computed.corrected.get(id) ?? entry?.interview ?? null,
      professional: entry?.professional ?? null, fitnessPoints: entry?.fitnessPoints ?? null, total: place?.total ?? null, rank,
      tie: placed ? (place?.tie ?? false) : standing.list.rows.filter((each) => each.rank === rank && rank !== null).length > 1, decided: placed ? (place?.decided ?? null) : null,
      when: when.get(id) ?? '',
    }
  })
}

/** Half day and check-in window of everybody on an interview list, as the division has them. */
async function invitations(db: Db, row: Recruitment, pack: RulePack, lists: readonly Adoption[]): Promise<ReadonlyMap<string, string>> {
  const due = await db.selectFrom('due').select(['session', 'person']).where('recruitment', '=', row.no).execute()
  const dueOf = new Map([...Map.groupBy(due, ({ person }) => person)].map(([person, all]) => [person, all.map(({ session }) => session)]))
  const sessions = new Map(pack.sessions.map((session) => [session.id, session]))
  return new Map(dueByLists(pack.sessions, lists.map((each) => each.list), dueOf).flatMap(({ session: id, candidates }) => {
    const session = sessions.get(id)
    const text = session === undefined ? '' : `${session.date} ${session.title.zh} ${session.window.from}—${session.window.to}`
    return candidates.map((candidate) => [candidate, text] as const)
  }))
}
