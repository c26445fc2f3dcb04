import type { BatchStream } from '../receive/check-messages.ts'
import { checkPool } from '../receive/check-pool.ts'
import type { Inside } from '../inside.ts'
import type { JobsTogether, RunningJob } from '../jobs/job-kinds.ts'
import { enqueue } from '../jobs/jobs.ts'
import { projectInto } from './projection-rows.ts'
import { restand } from './standing-job.ts'
import type { Db } from '../store.ts'
import { pagesAfter } from '../receive/stored-pages.ts'

/** Pages and facts of one batch: what one transaction projects. */
const most = { pages: 24, facts: 8000 }

interface Behind { no: number; recruitment: number; venue: string; station: string; seq: number; projected: number }

/**
 * Jobs `project`, key: number of a stream. Brings the projections up to the streams' heads, batch after batch: facts are read
 * and folded in threads, rows and `stream.projected` are written in one transaction. Run twice, or by two processes, the
 * rows are the same: whoever finds a stream further on than it was throws its batch away. Streams whose facts were checked
 * in the same thread go together; where that fails each is tried alone, so that one cannot keep back the others.
 */
export const projectStreams: JobsTogether = {
  most: 24,
  lanes: 2,
  run: async (inside, jobs) => {
    const wrong = new Map<string, unknown>()
    const { threads } = checkPool()
    await Promise.all([...Map.groupBy(jobs, ({ key }) => Number(key) % threads)].map(async ([near, some]) => {
      try {
        await projectAll(inside, near, some)
      } catch {
        for (const job of some) {
          try {
            await projectAll(inside, near, [job])
          } catch (error) {
            wrong.set(job.key, error)
          }
        }
      }
    }))
    return wrong
  },
}

async function projectAll(inside: Inside, near: number, jobs: readonly RunningJob[]): Promise<void> {
  const numbers = jobs.map(({ key }) => Number(key)).sort((a, b) => a - b)
  while (jobs.every(({ signal }) => !signal.aborted) && (await projectSome(inside, near, numbers))) continue
}

/** Projects one batch; false when there is nothing left. */
async function projectSome(inside: Inside, near: number, numbers: readonly number[]): Promise<boolean> {
  const { store, clock } = inside
  const streams = await store.db.selectFrom('stream').innerJoin('recruitment', 'recruitment.no', 'stream.recruitment')
    .select(['stream.no', 'stream.recruitment', 'stream.venue', 'stream.station', 'stream.seq', 'stream.projected'])
    .where('stream.no', 'in', numbers).whereRef('stream.projected', '<', 'stream.seq').where('recruitment.erased_at', 'is', null).orderBy('stream.no').execute()
  const [first] = streams
  if (first === undefined) return false
  const recruitment = await store.db.selectFrom('recruitment').selectAll().where('no', '=', first.recruitment).executeTakeFirstOrThrow()
  const taken = await pagesOf(store.db, streams.filter((each) => each.recruitment === first.recruitment))
  const thread = checkPool().seat(near)
  const { batch, reach } = await thread.ask({ kind: 'batch', streams: taken.map(({ stream, pages }) => ({ venue: stream.venue, station: stream.station, after: stream.projected, pages })) })
  await store.db.transaction().execute(async (trx) => {
    await projectInto(trx, store.kind, recruitment, reach, Math.round(clock.now()), async (there) => (await thread.ask({ kind: 'fold', batch, there })).projected)
    for (const { stream, upTo } of taken) {
      const { numUpdatedRows } = await trx.updateTable('stream').set({ projected: upTo }).where('no', '=', stream.no).where('projected', '=', stream.projected).executeTakeFirst()
      if (numUpdatedRows === 0n) throw new ProjectedElsewhere()
    }
    await inside.touch(trx, first.recruitment, 'watch', 'decide')
  }).catch((error: unknown) => {
    // another process was faster with the same facts; go on from where it came to
    if (!(error instanceof ProjectedElsewhere)) throw error
  })
  return true
}

/** As many pages of these streams, in order, as one batch takes. */
async function pagesOf(db: Db, streams: readonly Behind[]): Promise<{ stream: Behind; upTo: number; pages: BatchStream['pages'] }[]> {
  const taken: { stream: Behind; upTo: number; pages: BatchStream['pages'] }[] = []
  let [count, facts] = [0, 0]
  for (const stream of streams) {
    if (count >= most.pages || facts >= most.facts) break
    const rows = await pagesAfter(db, stream, stream.projected, most.pages - count)
    const pages: typeof rows = []
    let upTo = stream.projected
    for (const row of rows) {
      if (count + pages.length > 0 && facts + row.last - stream.projected > most.facts) break
      pages.push(row)
      upTo = row.last
    }
    if (rows.length === 0) throw new Error('a stream ends where its pages end')
    if (pages.length === 0) break
    taken.push({ stream, upTo, pages: pages.map(({ first, last, hash, packed }) => ({ first, last, hash: hash.toString('hex'), packed })) })
    count += pages.length
    facts += upTo - stream.projected
  }
  return taken
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
