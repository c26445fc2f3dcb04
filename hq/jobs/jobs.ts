import { sql } from 'kysely'
import { errorFields } from '../../exchange/log.ts'
import type { Inside } from '../inside.ts'
import type { JobHandler } from './job-kinds.ts'
import type { Trx } from '../store.ts'

/** ms a claim holds without being renewed: what a killed process was doing is taken up again after so long. */
export const leaseFor = 30_000
/** ms before the first retry; doubles with each further one, to at most an hour. */
export const firstRetry = 2_000
const longestRetry = 3_600_000
/** ms between two looks at the table when there was nothing to do. */
const restless = 250
const atOnce = 4

/**
 * Asks for a job, inside the transaction that makes it necessary: either both are durable or none. One job per kind and
 * key: asking again while it waits changes its payload and brings it forward; while it runs, it is run once more.
 * `runAt` in ms, 0: now.
 */
export async function enqueue(trx: Trx, kind: string, key: string, payload: unknown, runAt = 0): Promise<void> {
  const text = JSON.stringify(payload)
  await trx
    .insertInto('job')
    .values({ kind, key, payload: text, run_at: Math.round(runAt), claimed_by: null, claimed_until: 0, tries: 0, error: null, wanted: 1 })
    .onConflict((row) =>
      row.columns(['kind', 'key']).doUpdateSet({
        payload: text,
        run_at: sql`CASE WHEN job.run_at < excluded.run_at THEN job.run_at ELSE excluded.run_at END`,
        tries: 0,
        wanted: sql`job.wanted + 1`,
      }),
    )
    .execute()
}

export interface JobRunner {
  /** Looks at the table now instead of at the next tick. */
  wake(): void
  /** Monotonic ms of the last look that the database answered; for the health check. */
  lastLook(): number
  /** Takes no more jobs, aborts the running ones and waits for them; what they did not finish is free for others at once. */
  stop(): Promise<void>
}

interface Claimed { id: number; kind: string; key: string; payload: string; tries: number; wanted: number }

/** Runs jobs of the given kinds until stopped, several at once. Other processes on the same database may do the same. */
export function startJobs(inside: Inside, kinds: Readonly<Record<string, JobHandler>>): JobRunner {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  let looked = 0
  let nudge: () => void = () => undefined

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let took = 0
      try {
        const free = atOnce - running.size
        const claimed = free === 0 ? [] : await claim(inside, Object.keys(kinds), free)
        looked = inside.clock.mono()
        took = claimed.length
        for (const job of claimed) {
          const done: Promise<void> = run(inside, job, kinds[job.kind]!, stopping.signal).finally(() => {
            running.delete(done)
            nudge()
          })
          running.add(done)
        }
      } catch (error) {
        inside.log.error({ error: errorFields(error) }, 'jobs could not be read')
      }
      if (took > 0 && running.size < atOnce) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restless)
        nudge = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const looping = loop()
  return {
    wake: () => nudge(),
    lastLook: () => looked,
    stop: async () => {
      stopping.abort()
      nudge()
      await looping
      await Promise.all(running)
    },
  }
}

/** Takes up to `most` jobs that are due and free, or whose claim ran out, oldest first. */
async function claim(inside: Inside, kinds: readonly string[], most: number): Promise<Claimed[]> {
  if (kinds.length === 0) return []
  const { store, clock, process } = inside
  const now = Math.round(clock.now())
  const due = (trx: Trx) =>
    trx.selectFrom('job').select('id').where('kind', 'in', kinds).where('run_at', '<=', now).where('claimed_until', '<=', now).orderBy('run_at').orderBy('id').limit(most)
  // an empty look costs no write lock
  if ((await store.db.selectFrom('job').select('id').where('kind', 'in', kinds).where('run_at', '<=', now).where('claimed_until', '<=', now).limit(1).execute()).length === 0) return []
  return store.db.transaction().execute(async (trx) => {
    const ids = (await (store.kind === 'postgres' ? due(trx).forUpdate().skipLocked() : due(trx)).execute()).map(({ id }) => id)
    if (ids.length === 0) return []
    return trx.updateTable('job').set({ claimed_by: process, claimed_until: now + leaseFor }).where('id', 'in', ids).where('claimed_until', '<=', now)
      .returning(['id', 'kind', 'key', 'payload', 'tries', 'wanted']).execute()
  })
}

async function run(inside: Inside, job: Claimed, handler: JobHandler, stopping: AbortSignal): Promise<void> {
  const lost = new AbortController()
  const renewing = setInterval(() => {
    renew(inside, job).then((held) => {
      if (!held) lost.abort()
    }, () => undefined)
  }, leaseFor / 3)
  try {
    const signal = AbortSignal.any([stopping, lost.signal])
    await handler(inside, { kind: job.kind, key: job.key, payload: JSON.parse(job.payload), tries: job.tries, signal })
    if (stopping.aborted) await release(inside, job)
    else await finished(inside, job)
  } catch (error) {
    if (stopping.aborted) await release(inside, job).catch(() => undefined)
    else await failed(inside, job, error)
  } finally {
    clearInterval(renewing)
  }
}

async function renew(inside: Inside, { id }: Claimed): Promise<boolean> {
  const { numUpdatedRows } = await inside.store.db.updateTable('job').set({ claimed_until: Math.round(inside.clock.now()) + leaseFor })
    .where('id', '=', id).where('claimed_by', '=', inside.process).executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Done: the job goes, unless it was asked for again meanwhile; then it is free to run once more. */
async function finished(inside: Inside, { id, wanted }: Claimed): Promise<void> {
  const { db } = inside.store
  const { numDeletedRows } = await db.deleteFrom('job').where('id', '=', id).where('claimed_by', '=', inside.process).where('wanted', '=', wanted).executeTakeFirst()
  if (numDeletedRows === 0n)
    await db.updateTable('job').set({ claimed_by: null, claimed_until: 0, tries: 0, error: null }).where('id', '=', id).where('claimed_by', '=', inside.process).execute()
}

async function release(inside: Inside, { id }: Claimed): Promise<void> {
  await inside.store.db.updateTable('job').set({ claimed_by: null, claimed_until: 0 }).where('id', '=', id).where('claimed_by', '=', inside.process).execute()
}

async function failed(inside: Inside, job: Claimed, thrown: unknown): Promise<void> {
  const error = errorFields(thrown)
  inside.log.error({ job: job.kind, count: job.tries + 1, error }, 'a job failed')
  const tries = job.tries + 1
  const pause = Math.min(longestRetry, firstRetry * 2 ** (tries - 1))
  try {
    await inside.store.db.updateTable('job')
      .set({ claimed_by: null, claimed_until: 0, tries, error: `${error.name}: ${error.message}`, run_at: Math.round(inside.clock.now()) + pause })
      .where('id', '=', job.id).where('claimed_by', '=', inside.process).execute()
  } catch (again) {
    // the database is away: the claim runs out by itself
    inside.log.error({ job: job.kind, error: errorFields(again) }, 'a failed job could not be put back')
  }
}
