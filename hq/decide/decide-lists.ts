import { hqRefuse } from '../../shared/hq/answer.ts'
import type { ListLine } from '../../shared/hq/api/decide.ts'
import type { Move } from '../../shared/hq/who-moves.ts'
import { deciding } from '../../shared/hq/rights.ts'
import { adoptions, blockersOf, listNow, stateOf } from './list-state.ts'
import { openState } from './openness.ts'
import { accountNames, peopleById, readPost, wholePack } from './post-reading.ts'
import { doneBefore, foundRecruitment, isRefused, lockedRecruitment } from '../recruitments/recruitment-row.ts'
import { readHqFact } from '../own-ledger.ts'
import type { Db } from '../store.ts'
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
    const held = await readPost(trx, row, pack, input.post)
    if (held === null) return hqRefuse('post_unknown', { post: input.post })
    const [open, standing] = [await openState(trx, row.no, pack), await adoptions(trx, row.no, input.post)]
    const now = listNow(pack, held, input.list, standing.get(`${input.post} ${input.list}`) ?? null)
    if (now.hash !== input.hash) return hqRefuse('stale')
    const [blocker] = blockersOf(pack, held, open, now)
    if (blocker !== undefined) return hqRefuse(blocker.kind, { post: input.post, what: blocker.what, count: String(blocker.count) })
    if (now.adopted?.hash === now.hash) return hqRefuse('list_unchanged', { post: input.post })
    const about = { by: caller.account, second: caller.second?.account, recruitment: row.no }
    if (now.adopted !== null && now.moves.length > 0) {
      if (input.reason === '') return hqRefuse('reason_missing')
      await append({
        ...about, cmd: `${input.cmd}.correction`, type: 'correction.adopted',
        body: { recruitment: row.id, post: input.post, list: input.list, before: now.adopted.hash, after: now.hash, moved: now.moves.map(({ id }) => id), reason: input.reason },
      })
    }
    const { seq, repeated } = await append({
      ...about, cmd: input.cmd, type: 'list.adopted',
      body: { recruitment: row.id, post: input.post, list: input.list, quota: now.next.quota, candidates: now.next.rows.map(({ id }) => id), hash: now.hash, replaces: now.adopted?.seq ?? null },
    })
    // `candidates` in the list's order is what dividing and packages read
    const values = { seq, hash: now.hash, doc: JSON.stringify({ ...now.next, candidates: now.next.rows.map(({ id }) => id) }) }
    await trx.insertInto('adoption').values({ recruitment: row.no, post: input.post, list: input.list, ...values })
      .onConflict((conflict) => conflict.columns(['recruitment', 'post', 'list']).doUpdateSet(values)).execute()
    await inside.touch(trx, row.no, 'decide', 'publish', 'division')
    return { ok: true, fact: seq, repeated, listed: now.next.rows.length, moved: now.moves.length }
  })
}

async function adoptedIn(db: Db, seq: number): Promise<{ listed: number; moved: number }> {
  const { bytes } = await db.selectFrom('hq_fact').select('bytes').where('seq', '=', seq).executeTakeFirstOrThrow()
  const fact = readHqFact(bytes)
  return { listed: fact.type === 'list.adopted' ? fact.body.candidates.length : 0, moved: 0 }
}
