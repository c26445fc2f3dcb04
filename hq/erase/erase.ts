import { createHash } from 'node:crypto'
import { vouchWith } from '../../exchange/framing.ts'
import { hqRefuse } from '../../shared/hq/answer.ts'
import { deciding } from '../../shared/hq/rights.ts'
import { canonical } from '../../shared/pack-hash.ts'
import { eraseOrder, retentionOver, venuesErasing } from './erase-state.ts'
import { erasePeople, forgetPages, mustForget } from './erase-people.ts'
import { accountNames } from '../decide/post-reading.ts'
import { readHqFact } from '../own-ledger.ts'
import { doneBefore, foundRecruitment, isRefused, lockedRecruitment, type Recruitment } from '../recruitments/recruitment-row.ts'
import type { Db } from '../store.ts'
import { lacksSecond } from '../accounts/two-people.ts'
import type { HqCall, HqInput, HqOutput, HqUseCases } from '../use-cases.ts'

/** What an erase order is signed under: SHA-256 of its bytes. */
export const ERASE_TAG = Buffer.from('kaodian-erase-v1\0')

/** Personal data go after the retention date: from the stations on a signed order, then from HQ; facts, chains and public lists stay. */
export const eraseUseCases: HqUseCases<'erase'> = {
  state: async ({ inside: { store: { db }, clock } }, input) => {
    const row = await foundRecruitment(db, input.recruitment)
    if (isRefused(row)) return row
    const order = await eraseOrder(db, row.no)
    const [venues, people, photos] = await Promise.all([
      venuesErasing(db, row.no, order), counted(db, 'person', row.no), counted(db, 'photo', row.no),
    ])
    return {
      ok: true, title: row.title, retainUntil: row.retain_until, ...retentionOver(row, clock.now()), people, photos, venues, erasedAt: row.erased_at,
      order: order === null ? null : { id: order.id, at: order.at, ...await orderedBy(db, row, order.id), reason: order.reason, doneAt: order.doneAt },
    }
  },
  order: orderErasing,
  finish,
}

async function counted(db: Db, table: 'person' | 'photo', recruitment: number): Promise<number> {
  return (await db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as('n')).where('recruitment', '=', recruitment).executeTakeFirstOrThrow()).n
}

async function orderedBy(db: Db, row: Recruitment, order: string): Promise<{ by: string; second: string }> {
  const [facts, names] = await Promise.all([
    db.selectFrom('hq_fact').select('bytes').where('recruitment', '=', row.no).where('type', '=', 'erase.ordered').execute(), accountNames(db),
  ])
  const fact = facts.map(({ bytes }) => readHqFact(bytes)).find((each) => each.type === 'erase.ordered' && each.body.order === order)
  return { by: names.get(fact?.by ?? '') ?? '', second: names.get(fact?.second ?? '') ?? '' }
}

/** Two deciders order it, the title typed: after the date, once, and only while HQ holds every fact that venues announced. */
async function orderErasing({ inside, caller }: HqCall, input: HqInput<'erase', 'order'>): Promise<HqOutput<'erase', 'order'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'erase', 'order'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const done = await doneBefore(trx, input.cmd, 'erase.ordered')
    const standing = await eraseOrder(trx, row.no)
    if (done !== null && standing !== null) return { ok: true, ...done, order: standing.id }
    if (!retentionOver(row, inside.clock.now()).over) return hqRefuse('retention_not_over', { until: row.retain_until ?? '' })
    if (standing !== null) return hqRefuse('erase_ordered')
    if (input.title.trim() !== row.title.trim()) return hqRefuse('title_wrong')
    if (input.reason === '') return hqRefuse('reason_missing')
    const alone = lacksSecond(caller, deciding)
    if (alone !== null) return alone
    const venues = await venuesErasing(trx, row.no, null)
    const behind = venues.filter(({ state }) => state === 'behind')
    if (behind.length > 0) return hqRefuse('receipts_missing', { venues: behind.map(({ name }) => name).join('、') })
    const id = inside.chance.bytes(8).toString('hex')
    const at = Math.round(inside.clock.now())
    const told = venues.filter(({ state }) => state === 'ready').map(({ venue }) => venue)
    const bytes = Buffer.from(canonical({ v: 1, kind: 'erase', id, hq: inside.keys.id, exam: row.id, venues: told, reason: input.reason, at }))
    const sig = vouchWith(inside.keys.signing)(ERASE_TAG, createHash('sha256').update(bytes).digest())
    const { seq, repeated } = await append({
      by: caller.account, second: caller.second?.account, cmd: input.cmd, type: 'erase.ordered', recruitment: row.no,
      body: { recruitment: row.id, order: id, venues: told, reason: input.reason },
    })
    await trx.insertInto('erase_order').values({ recruitment: row.no, id, bytes, sig, at, done_at: null }).execute()
    await inside.touch(trx, row.no, 'erase')
    return { ok: true, fact: seq, repeated, order: id }
  })
}

/** HQ erases its own when every station has confirmed; the title typed again, by two deciders, all or nothing. */
async function finish({ inside, caller }: HqCall, input: HqInput<'erase', 'finish'>): Promise<HqOutput<'erase', 'finish'>> {
  const answer = await inside.acting(async (trx, append): Promise<HqOutput<'erase', 'finish'>> => {
    const found = await foundRecruitment(trx, input.recruitment)
    if (isRefused(found)) return found
    const done = await doneBefore(trx, input.cmd, 'erase.done')
    if (done !== null) return { ok: true, ...done, people: await counted(trx, 'person', found.no) }
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const order = await eraseOrder(trx, row.no)
    if (order === null || order.id !== input.order) return hqRefuse('erase_unknown')
    if (input.title.trim() !== row.title.trim()) return hqRefuse('title_wrong')
    const alone = lacksSecond(caller, deciding)
    if (alone !== null) return alone
    const waiting = (await venuesErasing(trx, row.no, order)).filter(({ state }) => state !== 'erased' && state !== 'none' && state !== 'unheard')
    if (waiting.length > 0) return hqRefuse('stations_not_erased', { venues: waiting.map(({ name }) => name).join('、') })
    const at = Math.round(inside.clock.now())
    const people = await erasePeople(trx, row.no, at)
    await mustForget(trx)
    await trx.updateTable('erase_order').set({ done_at: at }).where('recruitment', '=', row.no).where('id', '=', order.id).execute()
    const { seq, repeated } = await append({
      by: caller.account, second: caller.second?.account, cmd: input.cmd, type: 'erase.done', recruitment: row.no, body: { recruitment: row.id, order: order.id, people },
    })
    await inside.touch(trx, row.no, 'erase', 'people', 'decide', 'publish', 'watch', 'recruitments')
    return { ok: true, fact: seq, repeated, people }
  })
  if (answer.ok) await forgetPages(inside)
  return answer
}
