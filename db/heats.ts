import type { FactBody, FactId } from '../shared/facts.ts'
import { counting, inOrder } from '../shared/counting.ts'
import { droppedFacts } from './dropped.ts'
import type { Db } from './open.ts'
import { factNamer } from './stations.ts'

export type HeatEntry = FactBody<'heat.made'>['entries'][number]

/** One finisher's tap as it counts now. `root` is the first tap, `fact` its last correction. */
export interface HeatTapRecord {
  fact: FactId
  root: FactId
  at: number
  by: string
  /** Hundredths of a second from the start of the run. */
  elapsed: number
  bib: string | null
  removed: boolean
}

export interface HeatRun {
  run: number
  started: { fact: FactId; at: number; mono: number; by: string } | null
  recalled: { fact: FactId; at: number; reason: 'false_start' | 'official_fault'; falseStarters: string[] } | null
  finished: { fact: FactId; at: number; by: string } | null
  /** In the order of finishing. */
  taps: HeatTapRecord[]
}

export interface HeatRecord {
  heat: string
  session: string
  item: string
  madeAt: number
  by: string
  entries: HeatEntry[]
  runs: HeatRun[]
}

interface Row {
  fact: FactId
  type: string
  at: number
  by: string
  heat: string
  session: string
  mono: number
  item: string | null
  entries: string | null
  run: number | null
  reason: string | null
  false_starters: string | null
  elapsed: number | null
  bib: string | null
  removed: number | null
  replaces: FactId | null
}

const COLUMNS = 'SELECT fact, type, at, "by", heat, session, mono, item, entries, run, reason, false_starters, elapsed, bib, removed, replaces FROM heat'

/** Heats of a session in the order they were made. */
export function heatsOf(db: Db, session: string): HeatRecord[] {
  const byHeat = new Map<string, Row[]>()
  for (const row of read(db, db.all<Row>(`${COLUMNS} WHERE session = ?`, session))) {
    const rows = byHeat.get(row.heat)
    if (rows === undefined) byHeat.set(row.heat, [row])
    else rows.push(row)
  }
  const dropped = droppedFacts(db)
  return [...byHeat.values()].flatMap((rows) => build(rows, dropped) ?? []).sort((a, b) => a.madeAt - b.madeAt || (a.heat < b.heat ? -1 : 1))
}

/** One heat; undefined when it was never made. */
export function heatById(db: Db, heat: string): HeatRecord | undefined {
  return build(read(db, db.all<Row>(`${COLUMNS} WHERE heat = ?`, heat)), droppedFacts(db))
}

function read(db: Db, rows: Row[]): Row[] {
  const name = factNamer(db)
  for (const row of rows) row.fact = name(Number(row.fact))
  return rows
}

function build(rows: Row[], dropped: ReadonlySet<FactId>): HeatRecord | undefined {
  const ordered = inOrder(rows.filter((row) => !dropped.has(row.fact)))
  const made = ordered.find((row) => row.type === 'heat.made')
  if (made?.item == null) return undefined
  const entries = ordered.findLast((row) => row.entries !== null)?.entries ?? '[]'
  const byId = new Map(rows.map((row) => [row.fact, row]))
  const taps = counting(ordered.filter((row) => row.type === 'heat.tapped' || row.type === 'heat.tap_changed'), dropped).counts
    .map(({ now, root }) => ({
      run: byId.get(root)?.run ?? 0,
      tap: { fact: now.fact, root, at: now.at, by: now.by, elapsed: now.elapsed ?? 0, bib: now.bib, removed: now.removed === 1 },
    }))
  const numbers = [...new Set(ordered.flatMap((row) => row.run ?? []))].sort((a, b) => a - b)
  return {
    heat: made.heat, session: made.session, item: made.item, madeAt: made.at, by: made.by, entries: JSON.parse(entries) as HeatEntry[],
    runs: numbers.map((run): HeatRun => {
      const find = (type: string) => ordered.find((row) => row.type === type && row.run === run)
      const started = find('heat.started')
      const recalled = find('heat.recalled')
      const finished = find('heat.finished')
      return {
        run,
        started: started === undefined ? null : { fact: started.fact, at: started.at, mono: started.mono, by: started.by },
        recalled: recalled === undefined ? null : {
          fact: recalled.fact, at: recalled.at, reason: recalled.reason === 'false_start' ? 'false_start' : 'official_fault',
          falseStarters: JSON.parse(recalled.false_starters ?? '[]') as string[],
        },
        finished: finished === undefined ? null : { fact: finished.fact, at: finished.at, by: finished.by },
        taps: taps.filter((entry) => entry.run === run).map(({ tap }) => tap).sort((a, b) => a.elapsed - b.elapsed || a.at - b.at),
      }
    }),
  }
}
