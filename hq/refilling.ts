import { setTimeout as pause } from 'node:timers/promises'
import { again } from './again.ts'
import type { Inside } from './inside.ts'
import { jobKinds } from './jobs/job-kinds.ts'
import { startJobs } from './jobs/jobs.ts'
import { refill } from './projector/projector.ts'
import type { Db } from './store.ts'

/** ms between two looks whether the jobs are done. */
const look = 100

/** What a refilled recruitment came to; `failed`: what went wrong with its jobs, which are tried again by whoever runs HQ. */
interface Refilled { streams: number; facts: number; people: number; seconds: number; failed: string[] }

/**
 * Throws the projections of one recruitment (id) or of all away and makes them anew from the facts, here and now; an HQ that
 * runs beside it helps. Says for every recruitment what became of it; one whose people were erased is left alone. Answers
 * the exit code: 0 all done, 1 something is still to be done, 2 there is no such recruitment.
 */
export async function refillFrom(inside: Inside, id: string | null, say: (text: string) => void): Promise<number> {
  const all = inside.store.db.selectFrom('recruitment').select(['no', 'id', 'title', 'erased_at']).orderBy('no')
  const rows = await (id === null ? all : all.where('id', '=', id)).execute()
  if (id !== null && rows.length === 0) {
    say(`✗ 没有编号为 ${id} 的招聘`)
    return 2
  }
  if (rows.length === 0) say('这里还没有招聘。')
  // only the two kinds that make projections: whatever else waits is left to the HQ that runs
  const { project, stand } = jobKinds
  const jobs = startJobs(inside, { project: project!, stand: stand! })
  try {
    let whole = true
    for (const { no, id: name, title, erased_at: erased } of rows) {
      const about = `${name}《${title}》`
      if (erased !== null) {
        say(`– ${about}：个人数据已清除，没有可汇总的，跳过`)
        continue
      }
      const { streams, facts, people, seconds, failed } = await refillOne(inside, no, () => jobs.wake())
      const made = `${String(streams)} 台的 ${String(facts)} 条记录重新汇总，${String(people)} 名考生的结果重新算出，用时 ${seconds.toFixed(1)} 秒`
      say(failed.length === 0 ? `✓ ${about}：${made}` : `✗ ${about}：没有全部完成，总部程序运行时会再试：${failed.join('；')}`)
      whole &&= failed.length === 0
    }
    return whole ? 0 : 1
  } finally {
    await jobs.stop()
  }
}

async function refillOne(inside: Inside, no: number, wake: () => void): Promise<Refilled> {
  const { store: { db }, clock } = inside
  const began = clock.mono()
  // how far it reached when it was thrown away: what comes in meanwhile is projected like any other day
  const heads = await db.selectFrom('stream').select(['no', 'seq']).where('recruitment', '=', no).execute()
  await again(() => refill(inside, no))
  wake()
  for (;;) {
    const failed = await failedOf(db, no)
    if (failed.length > 0 || (await doneWith(inside, no, heads))) {
      const { n } = await db.selectFrom('standing').select(({ fn }) => fn.count<number>('person').distinct().as('n')).where('recruitment', '=', no).executeTakeFirstOrThrow()
      return { streams: heads.length, facts: heads.reduce((sum, { seq }) => sum + seq, 0), people: n, seconds: (clock.mono() - began) / 1000, failed }
    }
    await pause(look)
  }
}

async function doneWith({ store: { db } }: Inside, no: number, heads: readonly { no: number; seq: number }[]): Promise<boolean> {
  const now = await db.selectFrom('stream').select(['no', 'projected']).where('recruitment', '=', no).execute()
  if (heads.some((head) => (now.find((each) => each.no === head.no)?.projected ?? 0) < head.seq)) return false
  return (await db.selectFrom('job').select('id').where('kind', '=', 'stand').where('key', '=', `${String(no)} all`).executeTakeFirst()) === undefined
}

async function failedOf(db: Db, no: number): Promise<string[]> {
  const streams = (await db.selectFrom('stream').select('no').where('recruitment', '=', no).execute()).map((stream) => String(stream.no))
  const jobs = await db.selectFrom('job').select(['kind', 'key', 'error']).where('error', 'is not', null).where('kind', 'in', ['project', 'stand']).execute()
  return jobs.filter(({ kind, key }) => (kind === 'stand' ? key.startsWith(`${String(no)} `) : streams.includes(key))).map(({ error }) => error ?? '')
}
