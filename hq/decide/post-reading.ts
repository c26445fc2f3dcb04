import { CompiledQuery, PostgresAdapter } from 'kysely'
import type { Post, RulePack } from '../../shared/pack-schema.ts'
import { decidedPost, type DecidedPost, type TieDecision } from '../../shared/hq/decided.ts'
import { hqEntry, type HqEntry, type RosterPart, type StandingDoc } from '../../shared/hq/standing-doc.ts'
import { withoutUnlisted, type ListedPeople } from '../../shared/hq/unlisted.ts'
import { masterPack } from '../../shared/hq/venue-pack.ts'
import { hqSessions } from '../division/division-read.ts'
import { readHqFact } from '../own-ledger.ts'
import { packOf, type Recruitment } from '../recruitments/recruitment-row.ts'
import type { Db, StoreKind } from '../store.ts'

/** One post over all venues: its entries, the ranking with what was decided, and what is still in contradiction. */
export interface HqPost {
  post: Post
  entries: readonly HqEntry[]
  decided: DecidedPost
  /** Decisions about this post's equals, those that lapsed too. */
  decisions: readonly TieDecision[]
  /** Candidates with contradicting facts, and how many contradictions each has. */
  conflicts: ReadonlyMap<string, number>
  /** Station time (ms) of the newest fact, or null. */
  asOf: number | null
}

/** The recruitment's pack with the half days of every venue. */
export async function wholePack(db: Db, row: Recruitment): Promise<RulePack> {
  return masterPack(packOf(row), await hqSessions(db, row.no))
}

interface EntryRow extends RosterPart { post: string; doc: string | null; conflicts: string | null; last: number | null }

const columns = 'p.id, p.sex, p.written, p.quality, p.barred, p.withdrawn, p.post, s.doc, s.conflicts, s.last'
const joined = 'FROM person p LEFT JOIN standing s ON s.recruitment = p.recruitment AND s.person = p.id'
// written out: a post is ranked anew each time somebody looks, and building the question would take as long as its answer
const ofPost = {
  sqlite: `SELECT ${columns} ${joined} WHERE p.recruitment = ? AND p.post = ?`, postgres: `SELECT ${columns} ${joined} WHERE p.recruitment = $1 AND p.post = $2`,
}
const ofAll = { sqlite: `SELECT ${columns} ${joined} WHERE p.recruitment = ?`, postgres: `SELECT ${columns} ${joined} WHERE p.recruitment = $1` }
const decisions = {
  sqlite: "SELECT bytes FROM hq_fact WHERE recruitment = ? AND type = 'tie.decided' ORDER BY seq", postgres: "SELECT bytes FROM hq_fact WHERE recruitment = $1 AND type = 'tie.decided' ORDER BY seq",
}

const lists = {
  sqlite: "SELECT post, list, doc FROM adoption WHERE recruitment = ? AND list IN ('qualification', 'interview')",
  postgres: "SELECT post, list, doc FROM adoption WHERE recruitment = $1 AND list IN ('qualification', 'interview')",
}
const listsOfPost = { sqlite: `${lists.sqlite} AND post = ?`, postgres: `${lists.postgres} AND post = $2` }
type ListOfPost = { post: string; list: keyof ListedPeople; doc: string }

async function rowsOf<R>(db: Db, text: Readonly<Record<StoreKind, string>>, values: readonly unknown[]): Promise<R[]> {
  const kind = db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'
  return (await db.executeQuery<R>(CompiledQuery.raw(text[kind], [...values]))).rows
}

/** One post, read by the index of posts and ranked anew; null when the pack has no such post. */
export async function readPost(db: Db, row: Recruitment, pack: RulePack, code: string): Promise<HqPost | null> {
  const post = pack.posts.find((each) => each.code === code)
  if (post === undefined) return null
  const [rows, decided, listed] = await Promise.all([
    rowsOf<EntryRow>(db, ofPost, [row.no, code]), tieDecisions(db, row.no), rowsOf<ListOfPost>(db, listsOfPost, [row.no, code]),
  ])
  return madePost(pack, post, rows, decided.get(code) ?? [], listed)
}

/** Every post of the recruitment with one reading, in the pack's order. */
export async function readPosts(db: Db, row: Recruitment, pack: RulePack): Promise<HqPost[]> {
  const [rows, decided, listed] = await Promise.all([rowsOf<EntryRow>(db, ofAll, [row.no]), tieDecisions(db, row.no), rowsOf<ListOfPost>(db, lists, [row.no])])
  const byPost = Map.groupBy(rows, ({ post }) => post)
  const listsOf = Map.groupBy(listed, ({ post }) => post)
  return pack.posts.map((post) => madePost(pack, post, byPost.get(post.code) ?? [], decided.get(post.code) ?? [], listsOf.get(post.code) ?? []))
}

function madePost(pack: RulePack, post: Post, rows: readonly EntryRow[], decisions: readonly TieDecision[], lists: readonly ListOfPost[]): HqPost {
  const on = (list: keyof ListedPeople): ReadonlySet<string> | null => {
    const adopted = lists.find((each) => each.list === list)
    return adopted === undefined ? null : new Set((JSON.parse(adopted.doc) as { candidates: string[] }).candidates)
  }
  const conflicts = new Map<string, number>()
  let asOf: number | null = null
  const told = rows.map((row) => {
    if (row.conflicts !== null && row.conflicts !== '[]') conflicts.set(row.id, (JSON.parse(row.conflicts) as unknown[]).length)
    if (row.last !== null && (asOf === null || row.last > asOf)) asOf = row.last
    return hqEntry(row, row.doc === null ? null : JSON.parse(row.doc) as StandingDoc, post.stages)
  })
  const entries = withoutUnlisted(told, { qualification: on('qualification'), interview: on('interview') }, post.stages)
  return { post, entries, decided: decidedPost(pack, post, entries, decisions), decisions, conflicts, asOf }
}

/** What was decided about equals, by post, as HQ's ledger has it. */
async function tieDecisions(db: Db, recruitment: number): Promise<Map<string, TieDecision[]>> {
  const facts = await rowsOf<{ bytes: Buffer }>(db, decisions, [recruitment])
  const byPost = new Map<string, TieDecision[]>()
  for (const { bytes } of facts) {
    const fact = readHqFact(bytes)
    if (fact.type !== 'tie.decided') continue
    const { post, list, tied, order, reason } = fact.body
    const decision = { seq: fact.seq, at: fact.at, by: fact.by, second: fact.second ?? '', list, tied, order, reason }
    byPost.set(post, [...(byPost.get(post) ?? []), decision])
  }
  return byPost
}

/** Names of accounts by id, for who decided and who published. */
export async function accountNames(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('account').select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export interface PersonLine { id: string; roster_number: string; ticket: string; name: string; sex: 'M' | 'F' }

/** Roster number, ticket and name of these people; who was erased is missing. */
export async function peopleById(db: Db, recruitment: number, ids: readonly string[]): Promise<ReadonlyMap<string, PersonLine>> {
  const found = new Map<string, PersonLine>()
  // both databases limit how many values a question may carry
  for (let at = 0; at < ids.length; at += 1000) {
    const rows = await db.selectFrom('person').select(['id', 'roster_number', 'ticket', 'name', 'sex']).where('recruitment', '=', recruitment).where('id', 'in', ids.slice(at, at + 1000)).execute()
    for (const row of rows) found.set(row.id, row)
  }
  return found
}
