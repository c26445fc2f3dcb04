import { checkPool } from '../receive/check-pool.ts'
import type { Inside } from '../inside.ts'
import type { JobHandler } from '../jobs/job-kinds.ts'
import { enqueue } from '../jobs/jobs.ts'
import { projectInto, reachOf } from './projection-rows.ts'
import { restand } from './standing-job.ts'
import { pagesAfter } from '../receive/stored-pages.ts'

/** Pages and facts of one batch: what one transaction projects. */
const most = { pages: 16, facts: 8000 }

/**
 * Job `project`, key: number of a stream. Brings the projections up to the stream's head, batch after batch: facts are read
 * and folded in threads, rows and `stream.projected` are written in one transaction. Run twice, or by two processes, the
 * rows are the same: whoever finds the stream further on than it was throws its batch away.
 */
export const projectStream: JobHandler = async (inside, { key, signal }) => {
  while (!signal.aborted && (await projectSome(inside, Number(key)))) continue
}

/** Projects one batch; false when there is nothing left. */
async function projectSome(inside: Inside, no: number): Promise<boolean> {
  const { store, clock } = inside
  const stream = await store.db.selectFrom('stream').select(['no', 'recruitment', 'venue', 'seq', 'projected']).where('no', '=', no).executeTakeFirst()
  if (stream === undefined || stream.projected >= stream.seq) return false
  const recruitment = await store.db.selectFrom('recruitment').selectAll().where('no', '=', stream.recruitment).executeTakeFirst()
  if (recruitment === undefined || recruitment.erased_at !== null) return false
  const rows = await pagesAfter(store.db, stream, stream.projected, most.pages)
  const pages: typeof rows = []
  for (const row of rows) {
    if (pages.length > 0 && row.last - stream.projected > most.facts) break
    pages.push(row)
  }
  const upTo = pages.at(-1)?.last
  if (upTo === undefined) throw new Error('a stream ends where its pages end')
  const { batch } = await checkPool().ask({ kind: 'batch', venue: stream.venue, after: stream.projected, pages: pages.map(({ packed }) => packed) })
  await store.db.transaction().execute(async (trx) => {
    await projectInto(trx, store.kind, recruitment, reachOf(batch), Math.round(clock.now()), async (there) => (await checkPool().ask({ kind: 'fold', batch, there })).projected)
    const { numUpdatedRows } = await trx.updateTable('stream').set({ projected: upTo }).where('no', '=', no).where('projected', '=', stream.projected).executeTakeFirst()
    if (numUpdatedRows === 0n) throw new ProjectedElsewhere()
    await inside.touch(trx, stream.recruitment, 'watch', 'decide')
  }).catch((error: unknown) => {
    // another process was faster with the same facts; go on from where it came to
    if (!(error instanceof ProjectedElsewhere)) throw error
  })
  return true
}

class ProjectedElsewhere extends Error {}

/**
 * Throws a recruitment's projections away and has them made anew from the pages, in one transaction; nothing of the ledgers
 * is touched. For a program that projects otherwise than the one before.
 */
export async function refill(inside: Inside, recruitment: number): Promise<void> {
  await inside.store.db.transaction().execute(async (trx) => {
    for (const table of ['record', 'venue_fact', 'incident', 'standing', 'attendance', 'drawn_lot'] as const) await trx.deleteFrom(table).where('recruitment', '=', recruitment).execute()
    await trx.updateTable('stream').set({ projected: 0 }).where('recruitment', '=', recruitment).execute()
    const streams = await trx.selectFrom('stream').select('no').where('recruitment', '=', recruitment).execute()
    for (const { no } of streams) await enqueue(trx, 'project', String(no), {})
    await restand(trx, recruitment, { everybody: true })
    await inside.touch(trx, recruitment, 'watch', 'decide')
  })
}
