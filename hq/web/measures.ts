import { sql } from 'kysely'
import type { Inside } from '../inside.ts'

/** Upper ends of the buckets that durations are counted in, seconds. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const

interface Durations { counts: number[]; sum: number; count: number }

/** What this process has done since it started; every other number comes from the database. */
export interface Measures {
  /** A request was answered: its route (never what was asked for), status and duration. */
  answered(route: string, status: number, milliseconds: number): void
  /** All numbers as Prometheus text, without anything of a person. */
  text(): Promise<string>
}

/** Route whose duration is that of taking a page of facts. */
const ingest = '/exchange/v1/page'

export function makeMeasures(inside: Inside): Measures {
  const requests = new Map<string, number>()
  const durations = new Map<'ingest' | 'all', Durations>()
  const observe = (of: 'ingest' | 'all', seconds: number): void => {
    const held = durations.get(of) ?? { counts: buckets.map(() => 0), sum: 0, count: 0 }
    buckets.forEach((end, at) => {
      if (seconds <= end) held.counts[at]! += 1
    })
    durations.set(of, { counts: held.counts, sum: held.sum + seconds, count: held.count + 1 })
  }
  return {
    answered: (route, status, milliseconds) => {
      const key = `method="${route.replaceAll(/[^\w/.:-]/g, '_')}",status="${String(status)}"`
      requests.set(key, (requests.get(key) ?? 0) + 1)
      observe('all', milliseconds / 1000)
      if (route === ingest && status === 200) observe('ingest', milliseconds / 1000)
    },
    text: async () => {
      const lines: string[] = []
      const put = (name: string, kind: 'gauge' | 'counter', help: string, values: readonly (readonly [labels: string, value: number])[]): void => {
        lines.push(`# HELP kaodian_hq_${name} ${help}`, `# TYPE kaodian_hq_${name} ${kind}`)
        for (const [labels, value] of values) lines.push(`kaodian_hq_${name}${labels === '' ? '' : `{${labels}}`} ${String(value)}`)
      }
      for (const { name, kind, help, values } of await fromDatabase(inside)) put(name, kind, help, values)
      put('requests_total', 'counter', 'Requests this process answered.', [...requests].sort())
      for (const [of, held] of durations) {
        const name = `kaodian_hq_${of === 'ingest' ? 'ingest' : 'request'}_seconds`
        lines.push(`# HELP ${name} ${of === 'ingest' ? 'Time to take one page of facts.' : 'Time to answer one request.'}`, `# TYPE ${name} histogram`)
        buckets.forEach((end, at) => lines.push(`${name}_bucket{le="${String(end)}"} ${String(held.counts[at])}`))
        lines.push(`${name}_bucket{le="+Inf"} ${String(held.count)}`, `${name}_sum ${held.sum.toFixed(6)}`, `${name}_count ${String(held.count)}`)
      }
      const memory = process.memoryUsage()
      put('process_memory_bytes', 'gauge', 'Memory of this process.', [['kind="resident"', memory.rss], ['kind="heap"', memory.heapUsed], ['kind="external"', memory.external]])
      return `${lines.join('\n')}\n`
    },
  }
}

interface Measured { name: string; kind: 'gauge' | 'counter'; help: string; values: readonly (readonly [labels: string, value: number])[] }

/** Numbers that every process of this HQ shares. */
async function fromDatabase({ store, clock }: Inside): Promise<Measured[]> {
  const { db } = store
  const now = Math.round(clock.now())
  const streams = await db.selectFrom('stream').select((of) => [of.fn.countAll<number>().as('streams'), of.fn.sum<string | number | null>('seq').as('facts')]).executeTakeFirstOrThrow()
  const pages = await db.selectFrom('page').select((of) => of.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const quarantined = await db.selectFrom('quarantine').select((of) => of.fn.countAll<number>().as('n')).where('outcome', 'is', null).executeTakeFirstOrThrow()
  const jobs = await db.selectFrom('job').select(['kind', (of) => of.fn.countAll<number>().as('n'), sql<string | number>`sum(CASE WHEN tries > 0 THEN 1 ELSE 0 END)`.as('failed'), sql<string | number>`sum(CASE WHEN claimed_until > ${now} THEN 1 ELSE 0 END)`.as('running')]).groupBy('kind').execute()
  const behind = await db.selectFrom('page').innerJoin('stream', 'stream.no', 'page.stream').select((of) => of.fn.min<number | null>('page.received_at').as('at'))
    .whereRef('stream.projected', '<', 'stream.seq').whereRef('page.last', '>', 'stream.projected').executeTakeFirstOrThrow()
  const own = await db.selectFrom('hq_fact').select((of) => of.fn.max<number | null>('seq').as('seq')).executeTakeFirstOrThrow()
  const per = (pick: (row: { n: number; failed: string | number; running: string | number }) => string | number) => jobs.map((row) => [`kind="${row.kind}"`, Number(pick(row))] as const)
  return [
    { name: 'facts_held', kind: 'gauge', help: 'Facts of stations held.', values: [['', Number(streams.facts ?? 0)]] },
    { name: 'streams', kind: 'gauge', help: 'Streams known.', values: [['', streams.streams]] },
    { name: 'pages_held', kind: 'gauge', help: 'Pages of facts held.', values: [['', pages.n]] },
    { name: 'quarantined', kind: 'gauge', help: 'Quarantined and not settled.', values: [['', quarantined.n]] },
    { name: 'jobs_waiting', kind: 'gauge', help: 'Jobs waiting or running.', values: per(({ n }) => n) },
    { name: 'jobs_failed', kind: 'gauge', help: 'Jobs that failed and will be tried again.', values: per(({ failed }) => failed) },
    { name: 'jobs_running', kind: 'gauge', help: 'Jobs claimed by some process.', values: per(({ running }) => running) },
    { name: 'oldest_unprojected_seconds', kind: 'gauge', help: 'Age of the oldest page not projected yet.', values: [['', behind.at === null ? 0 : Math.max(0, (now - behind.at) / 1000)]] },
    { name: 'own_facts', kind: 'gauge', help: 'Facts of the own ledger.', values: [['', own.seq ?? 0]] },
  ]
}
