import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import type { ListLine } from '../../shared/hq/api/decide.ts'
import type { Move } from '../../shared/hq/who-moves.ts'
import type { HqListKind } from '../../shared/hq/facts.ts'
import { deciding } from '../../shared/hq/rights.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { adoptions, blockersOf, listNow, stateOf } from './list-state.ts'
import { openState } from './openness.ts'
import { accountNames, peopleById, readPost, wholePack } from './post-reading.ts'
import { doneBefore, foundRecruitment, isRefused, lockedRecruitment, type Recruitment } from '../recruitments/recruitment-row.ts'
import { readHqFact } from '../own-ledger.ts'
import type { Inside } from '../inside.ts'
import type { Db, Trx } from '../store.ts'
import { lacksSecond } from '../accounts/two-people.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

/** A list of a post as it would be adopted now, beside the one that stands: who moves, and what is in the way. */
export async function list({ inside: { store: { db } } }: HqCall, input: HqInput<'decide', 'list'>): Promise<HqOutput<'decide', 'list'>> {
  const row = await foundRecruitment(db, input.recruitment)
  if (isRefused(row)) return row
  const pack = await wholePack(db, row)
  const held = await readPost(db, row, pack, input.post)
  if (held === null) return hqRefuse('post_unknown', { post: input.post })
  const [open, standing, names] = await Promise.all([openState(db, row.no, pack), adoptions(db, row.no, input.post), accountNames(db)])
  const now = listNow(pack, held, input.list, standing.get(`${input.post} ${input.list}`) ?? null)
  const moves = new Map(now.moves.map((move) => [move.id, move]))
  const before = new Map(now.adopted?.list.rows.map((each) => [each.id, each]))
  // that a list left somebody out is no reason of theirs to leave it
  const ends = new Map(held.entries.map(({ id, end }) => [id, end === 'not_listed' ? null : end]))
  const gone = now.moves.filter(({ id, after }) => after === null && !now.proposal.rows.some((each) => each.id === id))
  const rows = [...now.proposal.rows, ...gone.map(({ id }) => ({ id, rank: null, score: null, listed: false, tied: false }))]
  const people = await peopleById(db, row.no, rows.map(({ id }) => id))
  const lines = rows.map(({ id, rank, score, listed, tied }): ListLine => {
    const person = people.get(id)
    const was = before.get(id)
    return {
      candidate: id, rosterNumber: person?.roster_number ?? '', ticket: person?.ticket ?? '', name: person?.name ?? '', rank, score, listed, tied,
      before: was === undefined ? null : { rank: was.rank, score: was.score }, moves: kindOf(moves.get(id)), end: ends.get(id) ?? null,
    }
  })
  return { ok: true, state: stateOf(now, (id) => names.get(id) ?? id), lines, hash: now.hash, blockers: blockersOf(pack, held, open, now) }
}

function kindOf(move: Move | undefined): ListLine['moves'] {
  if (move === undefined) return null
  if (move.before === null) return 'in'
  if (move.after === null) return 'out'
  return move.before.rank === move.after.rank ? 'score' : 'rank'
}

/**
 * Two deciders adopt the list they saw. Where another one stands and people move, that is a correction with its reason: a
 * fact of its own before the list. Refused while ties at the cut, contradictions or half days are open.
 */
export async function adopt({ inside, caller }: HqCall, input: HqInput<'decide', 'adopt'>): Promise<HqOutput<'decide', 'adopt'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'decide', 'adopt'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const done = await doneBefore(trx, input.cmd, 'list.adopted')
    if (done !== null) return { ok: true, ...done, ...await adoptedIn(trx, done.fact) }
    const alone = lacksSecond(caller, deciding)
    if (alone !== null) return alone
    const pack = await wholePack(trx, row)
    const taken = await adoptOne({ trx, append, caller, row, pack, open: await openState(trx, row.no, pack) }, input)
    if (isRefused(taken)) return taken
    await inside.touch(trx, row.no, 'decide', 'publish', 'division')
    return { ok: true, ...taken }
  })
}

/** Two deciders adopt the first lists of many posts at once: each list a fact of its own, in one transaction or not at all. */
export async function adoptFirst({ inside, caller }: HqCall, input: HqInput<'decide', 'adoptFirst'>): Promise<HqOutput<'decide', 'adoptFirst'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'decide', 'adoptFirst'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const done = await doneBefore(trx, input.cmd, 'list.adopted')
    if (done !== null) return { ok: true, ...done, posts: input.posts.length, listed: 0 }
    const alone = lacksSecond(caller, deciding)
    if (alone !== null) return alone
    const pack = await wholePack(trx, row)
    const adopting: Adopting = { trx, append, caller, row, pack, open: await openState(trx, row.no, pack) }
    const facts: number[] = []
    let listed = 0
    for (const [at, { post, hash }] of input.posts.entries()) {
      const cmd = at === 0 ? input.cmd : `${input.cmd}.${String(at)}`
      const taken = await adoptOne(adopting, { post, hash, list: input.list, reason: '', cmd })
      if (isRefused(taken)) throw new Refused(taken)
      facts.push(taken.fact)
      listed += taken.listed
    }
    await inside.touch(trx, row.no, 'decide', 'publish', 'division')
    return { ok: true, fact: facts[0] ?? 0, repeated: false, posts: facts.length, listed }
  }).catch((error: unknown) => {
    if (error instanceof Refused) return error.answer
    throw error
  })
}

/** One list that cannot be adopted takes the others back with it. */
class Refused extends Error {
  readonly answer: HqRefused
  constructor(answer: HqRefused) {
    super(answer.refused.reason)
    this.answer = answer
  }
}

type Append = Parameters<Parameters<Inside['acting']>[0]>[1]

/** What adopting a list needs of its transaction, the same for every list of it. */
interface Adopting {
  trx: Trx
  append: Append
  caller: HqCall['caller']
  row: Recruitment
  pack: RulePack
  open: Awaited<ReturnType<typeof openState>>
}

/** The list of one post, inside the transaction of whoever adopts. */
async function adoptOne(
  { trx, append, caller, row, pack, open }: Adopting, { post, list: kind, hash, reason, cmd }: { post: string; list: HqListKind; hash: string; reason: string; cmd: string },
): Promise<{ fact: number; repeated: boolean; listed: number; moved: number } | HqRefused> {
  const held = await readPost(trx, row, pack, post)
  if (held === null) return hqRefuse('post_unknown', { post })
  const standing = await adoptions(trx, row.no, post)
  const now = listNow(pack, held, kind, standing.get(`${post} ${kind}`) ?? null)
  if (now.hash !== hash) return hqRefuse('stale')
  const [blocker] = blockersOf(pack, held, open, now)
  if (blocker !== undefined) return hqRefuse(blocker.kind, { post, what: blocker.what, count: String(blocker.count) })
  if (now.adopted?.hash === now.hash) return hqRefuse('list_unchanged', { post })
  const about = { by: caller.account, second: caller.second?.account, recruitment: row.no }
  if (now.adopted !== null && now.moves.length > 0) {
    if (reason === '') return hqRefuse('reason_missing')
    await append({
      ...about, cmd: `${cmd}.correction`, type: 'correction.adopted',
      body: { recruitment: row.id, post, list: kind, before: now.adopted.hash, after: now.hash, moved: now.moves.map(({ id }) => id), reason },
    })
  }
  const { seq, repeated } = await append({
    ...about, cmd, type: 'list.adopted',
    body: { recruitment: row.id, post, list: kind, quota: now.next.quota, candidates: now.next.rows.map(({ id }) => id), hash: now.hash, replaces: now.adopted?.seq ?? null },
  })
  // `candidates` in the list's order is what dividing and packages read
  const values = { seq, hash: now.hash, doc: JSON.stringify({ ...now.next, candidates: now.next.rows.map(({ id }) => id) }) }
  await trx.insertInto('adoption').values({ recruitment: row.no, post, list: kind, ...values })
    .onConflict((conflict) => conflict.columns(['recruitment', 'post', 'list']).doUpdateSet(values)).execute()
  return { fact: seq, repeated, listed: now.next.rows.length, moved: now.moves.length }
}

async function adoptedIn(db: Db, seq: number): Promise<{ listed: number; moved: number }> {
  const { bytes } = await db.selectFrom('hq_fact').select('bytes').where('seq', '=', seq).executeTakeFirstOrThrow()
  const fact = readHqFact(bytes)
  return { listed: fact.type === 'list.adopted' ? fact.body.candidates.length : 0, moved: 0 }
}
