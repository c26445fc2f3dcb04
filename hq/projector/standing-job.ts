import { createHash } from 'node:crypto'
import { z } from 'zod'
import { projectBatch } from '../../shared/hq/projector.ts'
import { momentOf } from '../../shared/venue-time.ts'
import { hqSessions } from '../division/division-read.ts'
import type { Inside } from '../inside.ts'
import type { RunningJob } from '../jobs/job-kinds.ts'
import { enqueue } from '../jobs/jobs.ts'
import { projectInto } from './projection-rows.ts'
import { packOf, type Recruitment } from '../recruitments/recruitment-row.ts'
import type { Trx } from '../store.ts'

const ids = z.array(z.string()).default([])
/** Whose standing something changed that is no fact of a station: the division, a bar, a pack, a decision, the time of day. */
const Stale = z.object({ recruitment: z.number(), people: ids, sessions: ids, posts: ids, everybody: z.boolean().default(false) })
type Stale = z.input<typeof Stale>

/** Asks for standings to be computed again, inside the transaction that makes them stale. Asking twice costs once. */
export async function restand(trx: Trx, recruitment: number, whom: Omit<Stale, 'recruitment'>): Promise<void> {
  const payload = Stale.parse({ recruitment, ...whom })
  // another question must not take the place of one that still waits
  const key = payload.everybody ? 'all' : createHash('sha256').update(JSON.stringify(payload)).digest('hex').slice(0, 24)
  await enqueue(trx, 'stand', `${String(recruitment)} ${key}`, payload)
}

/** Most people whose standings are computed in one transaction, so that nobody waits long for a lock. */
const atOnce = 500

/** Job 'stand': computes standings again from what is there. Running it any number of times ends the same. */
export async function stand(inside: Inside, job: RunningJob): Promise<void> {
  const { recruitment: no, people, sessions, posts, everybody } = Stale.parse(job.payload)
  const { store, clock } = inside
  const row = await store.db.selectFrom('recruitment').selectAll().where('no', '=', no).executeTakeFirst()
  if (row === undefined || row.erased_at !== null) return
  const reached = everybody ? await everybodyOf(inside, no) : null
  const pieces = reached === null
    ? [{ people, sessions, posts, venues: [], everybody: false }]
    : Array.from({ length: Math.ceil(reached.length / atOnce) }, (_, at) =>
      ({ people: reached.slice(at * atOnce, (at + 1) * atOnce), sessions: [], posts: [], venues: [], everybody: false }))
  for (const piece of pieces) {
    if (job.signal.aborted) return
    await store.db.transaction().execute(async (trx) => {
      await projectInto(trx, store.kind, row, piece, clock.now(), (there) => projectBatch(nothingNew, there))
      await inside.touch(trx, no, 'watch', 'decide')
    })
  }
  if (everybody || sessions.length > 0) await nextCutoffs(inside, row)
}

const nothingNew = { venue: '', ofPeople: {}, venueFacts: [], incidents: [], sessions: [], posts: [], wholeVenue: false }

async function everybodyOf({ store }: Inside, no: number): Promise<string[]> {
  return (await store.db.selectFrom('person').select('id').where('recruitment', '=', no).orderBy('id').execute()).map(({ id }) => id)
}

/** Whoever has not come is absent when check-in ends, without any fact saying so: each coming half day is looked at again then. */
async function nextCutoffs({ store, clock }: Inside, row: Recruitment): Promise<void> {
  const { utcOffset } = packOf(row).venue
  const coming = (await hqSessions(store.db, row.no)).flatMap(({ session }) => {
    const cutoff = momentOf(session.date, session.window.to, utcOffset) + 60_000
    return cutoff > clock.now() ? [{ id: session.id, cutoff }] : []
  })
  await store.db.transaction().execute(async (trx) => {
    for (const { id, cutoff } of coming) await enqueue(trx, 'stand', `${String(row.no)} cutoff ${id}`, { recruitment: row.no, sessions: [id] }, cutoff)
  })
}
