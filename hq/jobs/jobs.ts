import { sql } from 'kysely'
import { errorFields } from '../../exchange/log.ts'
import type { Inside } from '../inside.ts'
import type { JobHandler, JobKinds, JobsTogether } from './job-kinds.ts'
import type { Db, Store, Trx } from '../store.ts'

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

const runners = new WeakMap<Store, Set<() => void>>()

/** After a commit that made a job due: runners of this process look now, those of others at their next tick. */
export function lookNow({ store }: Inside): void {
  for (const nudge of runners.get(store) ?? []) nudge()
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
export function startJobs(inside: Inside, kinds: JobKinds): JobRunner {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  const lanes = new Map<string, number>()
  const together = new Map(Object.entries(kinds).flatMap(([kind, how]) => (typeof how === 'function' ? [] : [[kind, how] as const])))
  let looked = 0
  let nudges = 0
  let resume: () => void = () => undefined
  const nudge = (): void => {
    nudges += 1
    resume()
  }

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let took = 0
      const before = nudges
      try {
        const free = atOnce - running.size
        const open = Object.keys(kinds).filter((kind) => (lanes.get(kind) ?? 0) < (together.get(kind)?.lanes(inside) ?? atOnce))
        const claimed = free === 0 ? [] : await claim(inside, open, free, together)
        looked = inside.clock.mono()
        took = claimed.length
        for (const [kind, jobs] of runsOf(claimed, together)) {
          lanes.set(kind, (lanes.get(kind) ?? 0) + 1)
          const done: Promise<void> = run(inside, jobs, kinds[kind]!, stopping.signal).finally(() => {
            running.delete(done)
            lanes.set(kind, (lanes.get(kind) ?? 0) - 1)
            nudge()
          })
          running.add(done)
        }
      } catch (error) {
        inside.log.error({ error: errorFields(error) }, 'jobs could not be read')
      }
      if (nudges > before || (took > 0 && running.size < atOnce)) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restless)
        resume = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const looping = loop()
  const others = runners.get(inside.store) ?? new Set()
  runners.set(inside.store, others.add(nudge))
  return {
    wake: nudge,
    lastLook: () => looked,
    stop: async () => {
      others.delete(nudge)
      stopping.abort()
      nudge()
      await looping
      await Promise.all(running)
    },
  }
}

/** Claimed jobs by the run that does them: those of a kind that is done together in one, every other alone. */
function runsOf(claimed: readonly Claimed[], together: ReadonlyMap<string, JobsTogether>): [string, Claimed[]][] {
  return [...Map.groupBy(claimed, ({ kind, id }) => (together.has(kind) ? kind : id))].map(([, jobs]) => [jobs[0]?.kind ?? '', jobs])
}

/** Takes up to `most` jobs that are due and free, or whose claim ran out, oldest first; of a kind done together, all that one run takes. */
async function claim(inside: Inside, kinds: readonly string[], most: number, together: ReadonlyMap<string, JobsTogether>): Promise<Claimed[]> {
  if (kinds.length === 0) return []
  const { store, clock, process } = inside
  const now = Math.round(clock.now())
  const due = (db: Db, of: readonly string[], count: number) =>
    db.selectFrom('job').select(['id', 'kind']).where('kind', 'in', of).where('run_at', '<=', now).where('claimed_until', '<=', now).orderBy('run_at').orderBy('id').limit(count)
  // an empty look costs no write lock
  if ((await due(store.db, kinds, 1).execute()).length === 0) return []
  return store.db.transaction().execute(async (trx) => {
    const take = (of: readonly string[], count: number) => (store.kind === 'postgres' ? due(trx, of, count).forUpdate().skipLocked() : due(trx, of, count)).execute()
    const taken = await take(kinds, most)
    for (const kind of new Set(taken.map((job) => job.kind))) {
      const { most: all = 0 } = together.get(kind) ?? {}
      if (all > 0 && taken.length === most) taken.push(...(await take([kind], all)))
    }
    const ids = [...new Set(taken.map(({ id }) => id))]
    if (ids.length === 0) return []
    return trx.updateTable('job').set({ claimed_by: process, claimed_until: now + leaseFor }).where('id', 'in', ids).where('claimed_until', '<=', now)
      .returning(['id', 'kind', 'key', 'payload', 'tries', 'wanted']).execute()
  })
}

async function run(inside: Inside, jobs: readonly Claimed[], how: JobHandler | JobsTogether, stopping: AbortSignal): Promise<void> {
  const lost = new AbortController()
  const renewing = setInterval(() => {
    Promise.all(jobs.map((job) => renew(inside, job))).then((held) => {
      if (held.includes(false)) lost.abort()
    }, () => undefined)
  }, leaseFor / 3)
  const signal = AbortSignal.any([stopping, lost.signal])
  const running = jobs.map(({ kind, key, payload, tries }) => ({ kind, key, payload: JSON.parse(payload) as unknown, tries, signal }))
  let wrong: ReadonlyMap<string, unknown>
  try {
    if (typeof how === 'function') {
      for (const job of running) await how(inside, job)
      wrong = new Map()
    } else wrong = await how.run(inside, running)
  } catch (error) {
    wrong = new Map(jobs.map(({ key }) => [key, error]))
  } finally {
    clearInterval(renewing)
  }
  const bad = jobs.filter(({ key }) => wrong.has(key))
  if (stopping.aborted) {
    for (const job of jobs) await release(inside, job).catch(() => undefined)
    return
  }
  try {
    await finished(inside, jobs.filter(({ key }) => !wrong.has(key)))
  } catch (error) {
    for (const job of jobs) if (!wrong.has(job.key)) await failed(inside, job, error)
  }
  for (const job of bad) await failed(inside, job, wrong.get(job.key))
}

async function renew(inside: Inside, { id }: Claimed): Promise<boolean> {
  const { numUpdatedRows } = await inside.store.db.updateTable('job').set({ claimed_until: Math.round(inside.clock.now()) + leaseFor })
    .where('id', '=', id).where('claimed_by', '=', inside.process).executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Done: the jobs go, but those asked for again meanwhile, which are free to run once more. */
async function finished(inside: Inside, jobs: readonly Claimed[]): Promise<void> {
  const { db, kind } = inside.store
  const all = async (on: Db) => {
    for (const { id, wanted } of jobs) {
      const { numDeletedRows } = await on.deleteFrom('job').where('id', '=', id).where('claimed_by', '=', inside.process).where('wanted', '=', wanted).executeTakeFirst()
      if (numDeletedRows === 0n)
        await on.updateTable('job').set({ claimed_by: null, claimed_until: 0, tries: 0, error: null }).where('id', '=', id).where('claimed_by', '=', inside.process).execute()
    }
  }
  // one sync of the file for all; where rows are locked, whoever holds several of them could meet somebody who holds others
  if (kind === 'sqlite' && jobs.length > 1) await db.transaction().execute(all)
  else await all(db)
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
