import { errorFields } from '../../exchange/log.ts'
import type { ProjectorThere } from '../../shared/hq/projector.ts'
import type { BatchStream } from '../receive/check-messages.ts'
import { checkPool } from '../receive/check-pool.ts'
import type { Inside } from '../inside.ts'
import type { JobsTogether, RunningJob } from '../jobs/job-kinds.ts'
import { enqueue } from '../jobs/jobs.ts'
import { outdate, projectAhead, projectInto, type WriteLater } from './projection-rows.ts'
import { restand } from './standing-job.ts'
import type { Db } from '../store.ts'
import { pagesAfter } from '../receive/stored-pages.ts'

/** Pages and facts of one batch: what one transaction projects. A day of one station fits, so that its people are projected once. */
const most = { pages: 60, facts: 24_000 }

interface Behind { no: number; recruitment: number; venue: string; station: string; seq: number; projected: number }

/**
 * Jobs `project`, key: number of a stream. Brings the projections up to the streams' heads, batch after batch: facts are read
 * and folded in threads, rows and `stream.projected` are written in one transaction. Run twice, or by two processes, the
 * rows are the same: whoever finds a stream further on than it was throws its batch away. Streams whose facts were checked
 * in the same thread go together; where that fails each is tried alone, so that one cannot keep back the others.
 */
export const projectStreams: JobsTogether = {
  most: 24,
  // SQLite has one writer: what comes while it writes gathers for the next run
  lanes: ({ store }) => (store.kind === 'sqlite' ? 1 : 2),
  run: async (inside, jobs) => {
    const wrong = new Map<string, unknown>()
    const { threads } = checkPool()
    const groups = [...Map.groupBy(jobs, ({ key }) => Number(key) % threads)].map(([near, some]) => async () => {
      try {
        await projectAll(inside, near, some)
      } catch (error) {
        if (some.length > 1) inside.log.warn({ job: 'project', count: some.length, error: errorFields(error) }, 'streams could not be projected together; each is tried alone')
        for (const job of some) {
          try {
            await projectAll(inside, near, [job])
          } catch (alone) {
            wrong.set(job.key, alone)
          }
        }
      }
    })
    if (inside.store.kind === 'postgres') await Promise.all(groups.map((group) => group()))
    else for (const group of groups) await group()
    return wrong
  },
}

/** Times in a row that somebody else may write in between before a batch is projected under the lock. */
const patience = 2

async function projectAll(inside: Inside, near: number, jobs: readonly RunningJob[]): Promise<void> {
  const numbers = jobs.map(({ key }) => Number(key)).sort((a, b) => a - b)
  let overtaken = 0
  while (jobs.every(({ signal }) => !signal.aborted)) {
    const done = await projectSome(inside, near, numbers, inside.store.kind === 'sqlite' && overtaken < patience)
    if (done === 'nothing left') return
    overtaken = done === 'overtaken' ? overtaken + 1 : 0
  }
}

/** Projects one batch; `ahead`: reads and computes before the transaction that writes. */
async function projectSome(inside: Inside, near: number, numbers: readonly number[], ahead: boolean): Promise<'projected' | 'overtaken' | 'nothing left'> {
  const { store, clock } = inside
  const streams = await store.db.selectFrom('stream').innerJoin('recruitment', 'recruitment.no', 'stream.recruitment')
    .select(['stream.no', 'stream.recruitment', 'stream.venue', 'stream.station', 'stream.seq', 'stream.projected'])
    .where('stream.no', 'in', numbers).whereRef('stream.projected', '<', 'stream.seq').where('recruitment.erased_at', 'is', null).orderBy('stream.no').execute()
  const [first] = streams
  if (first === undefined) return 'nothing left'
  const recruitment = await store.db.selectFrom('recruitment').selectAll().where('no', '=', first.recruitment).executeTakeFirstOrThrow()
  const taken = await pagesOf(store.db, streams.filter((each) => each.recruitment === first.recruitment))
  const thread = checkPool().seat(near)
  const { batch, reach } = await thread.ask({ kind: 'batch', streams: taken.map(({ stream, pages }) => ({ venue: stream.venue, station: stream.station, after: stream.projected, pages })) })
  const compute = async (there: ProjectorThere) => (await thread.ask({ kind: 'fold', batch, there })).projected
  const now = Math.round(clock.now())
  const write: WriteLater = ahead
    ? await projectAhead(store.db, store.kind, recruitment, reach, now, compute)
    : (trx) => projectInto(trx, store.kind, recruitment, reach, now, compute).then(() => true)
  try {
    await store.db.transaction().execute(async (trx) => {
      const kept = trx.selectFrom('recruitment').select('no').where('no', '=', recruitment.no).where('erased_at', 'is', null)
      // who erases changes this row first: nothing of a person is written after that
      if ((await (store.kind === 'postgres' ? kept.forShare() : kept).executeTakeFirst()) === undefined || !(await write(trx))) throw new Overtaken()
      for (const { stream, upTo } of taken) {
        const { numUpdatedRows } = await trx.updateTable('stream').set({ projected: upTo }).where('no', '=', stream.no).where('projected', '=', stream.projected).executeTakeFirst()
        if (numUpdatedRows === 0n) throw new Overtaken()
      }
      await inside.touch(trx, first.recruitment, 'watch', 'decide')
    })
    return 'projected'
  } catch (error) {
    // another process was faster with the same facts, or somebody's standing was written in between; go on from where that came to
    if (error instanceof Overtaken) return 'overtaken'
    throw error
  }
}

/** As many pages of these streams, in order, as one batch takes; a stream that goes in whole is not cut, since its people would be projected twice. */
async function pagesOf(db: Db, streams: readonly Behind[]): Promise<{ stream: Behind; upTo: number; pages: BatchStream['pages'] }[]> {
  const taken: { stream: Behind; upTo: number; pages: BatchStream['pages'] }[] = []
  let [count, facts] = [0, 0]
  for (const stream of streams) {
    if (count >= most.pages || (count > 0 && facts + stream.seq - stream.projected > most.facts)) break
    const rows = await pagesAfter(db, stream, stream.projected, most.pages - count)
    if (rows.length === 0) throw new Error('a stream ends where its pages end')
    const beyond = rows.findIndex(({ last }, at) => at > 0 && last - stream.projected > most.facts)
    const pages = beyond < 0 ? rows : rows.slice(0, beyond)
    const upTo = pages.at(-1)!.last
    taken.push({ stream, upTo, pages: pages.map(({ first, last, hash, packed }) => ({ first, last, hash: hash.toString('hex'), packed })) })
    count += pages.length
    facts += upTo - stream.projected
  }
  return taken
}

class Overtaken extends Error {}

/**
 * Throws a recruitment's projections away and has them made anew from the pages, in one transaction; nothing of the ledgers
 * is touched. For a program that projects otherwise than the one before.
 */
export async function refill(inside: Inside, recruitment: number): Promise<void> {
  await inside.store.db.transaction().execute(async (trx) => {
    // a batch that read what is thrown away here must not write it back: it is through, or finds itself outdated
    if (inside.store.kind === 'postgres') await trx.selectFrom('recruitment').select('no').where('no', '=', recruitment).forUpdate().execute()
    else await outdate(trx, recruitment)
    for (const table of ['record', 'venue_fact', 'incident', 'standing', 'attendance', 'drawn_lot'] as const) await trx.deleteFrom(table).where('recruitment', '=', recruitment).execute()
    await trx.updateTable('stream').set({ projected: 0 }).where('recruitment', '=', recruitment).execute()
    const streams = await trx.selectFrom('stream').select('no').where('recruitment', '=', recruitment).execute()
    for (const { no } of streams) await enqueue(trx, 'project', String(no), {})
    await restand(trx, recruitment, { everybody: true })
    await inside.touch(trx, recruitment, 'watch', 'decide')
  })
}
