import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPostgres } from '../embedded-postgres.ts'
import { ofNode } from './asked-process.ts'
import type { Figures } from './hq-ingest-run.ts'
import { writeVenues } from './hq-made.ts'
import type { BenchResult } from './rounds.ts'

const program = path.join(import.meta.dirname, 'hq-ingest-run.ts')
/** Facts of the row by row variant: enough to know its rate. */
const FEW = 20_000

/**
 * Facts of 200 venues taken in at HQ: chain of every fact and signature of each page's last checked, durable, projected;
 * against the same rows put down bare. Every variant runs in a process of its own.
 */
export async function benchHqIngest(facts: number): Promise<BenchResult[]> {
  const made = mkdtempSync(path.join(tmpdir(), 'kaodian-bench-hq-'))
  const server = await startPostgres({ durable: true })
  try {
    const { facts: all, venues } = writeVenues(path.join(made, 'made'), facts, 200)
    const people = venues.reduce((sum, { candidates }) => sum + candidates.length, 0)
    const run = (mode: string, url?: string, most?: number): Figures => {
      const folder = mkdtempSync(path.join(made, 'run-'))
      const done = spawnSync(process.execPath, [...ofNode, program, '--made', path.join(made, 'made'), '--folder', folder, '--mode', mode, ...(url === undefined ? [] : ['--url', url]), ...(most === undefined ? [] : ['--most', String(most)])], { encoding: 'utf8', maxBuffer: 1 << 26 })
      rmSync(folder, { recursive: true, force: true })
      if (done.status !== 0) throw new Error(`${mode} failed: ${done.stderr.slice(-2000)}`)
      return JSON.parse(done.stdout) as Figures
    }
    const turns = facts >= 500_000 ? 3 : 5
    const rate = ({ facts: n, ms }: Figures) => n / ms
    const [sqlite, copied, rowed]: [number[], number[], number[]] = [[], [], []]
    let rss = 0
    let equal = true
    let last = ''
    for (let turn = 0; turn < turns; turn += 1) {
      const bare = run('bare')
      const ours = run('ours')
      const url = () => server.freshDatabase()
      const copy = run('copy', await url())
      const oursThere = run('ours', await url())
      const rows = run('rows', await url(), FEW)
      sqlite.push(rate(ours) / rate(bare))
      copied.push(rate(oursThere) / rate(copy))
      rowed.push(rate(oursThere) / rate(rows))
      rss = Math.max(rss, ours.rss, oursThere.rss)
      for (const each of [ours, oursThere]) equal &&= each.facts === all && each.standings === people
      equal &&= bare.facts === all && copy.facts === all
      const k = (figures: Figures) => `${rate(figures).toFixed(0)}k`
      last = `facts/s: SQLite bare ${k(bare)}, ours ${k(ours)}; PostgreSQL COPY ${k(copy)}, ours ${k(oursThere)}, row by row ${k(rows)}`
    }
    const name = `总部收记录 HQ takes in ${String(all)} facts of 200 venues, checked, durable, projected`
    return [
      { name: `${name} (SQLite: ours ÷ bare insert)`, ratios: sqlite, target: { atLeast: 0.5 }, equal, note: last },
      { name: `${name} (PostgreSQL: ours ÷ COPY)`, ratios: copied, target: { atLeast: 0.65 }, equal, note: last },
      { name: `${name} (PostgreSQL: ours ÷ row by row)`, ratios: rowed, target: { atLeast: 8 }, equal, note: `row by row measured on ${String(FEW)} facts` },
      { name: '总部进程内存 memory of the HQ process (highest ÷ 400 MB)', ratios: [rss / 400e6], target: { atMost: 1 }, equal, note: `${(rss / 1e6).toFixed(0)} MB` },
    ]
  } finally {
    await server.stop()
    rmSync(made, { recursive: true, force: true })
  }
}
