import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchBoard } from './board.ts'
import { benchChain, benchSignatures } from './check.ts'
import { benchHqBoards } from './hq-boards.ts'
import { benchHqIngest } from './hq-ingest.ts'
import { benchHqRank } from './hq-rank.ts'
import { benchHqSync } from './hq-sync.ts'
import { benchPaperFolder } from './paper-folder.ts'
import { benchRecord } from './record.ts'
import { benchRefill } from './refill.ts'
import { line, noisy, type BenchResult } from './rounds.ts'
import { benchSearch } from './search.ts'
import { benchStandings } from './standings.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { facts: { type: 'string', default: '1000000' } } })
const facts = Number(values.facts)

// Name on the command line → bench. `npm run bench -- refill search` runs two of them.
const benches: Record<string, () => BenchResult[] | Promise<BenchResult[]>> = {
  record: benchRecord,
  search: benchSearch,
  refill: () => benchRefill(facts),
  chain: () => benchChain(Math.min(facts, 200_000)),
  signatures: () => benchSignatures(Math.min(facts, 20_000)),
  board: benchBoard,
  standings: benchStandings,
  paper: benchPaperFolder,
  'hq-ingest': () => benchHqIngest(facts),
  'hq-rank': () => benchHqRank(facts),
  'hq-sync': () => benchHqSync(facts),
  'hq-boards': benchHqBoards,
  // Each of these prints its own lines as it runs.
  screens: () => alone('./screens.ts'),
  start: () => alone('./start.ts'),
  slips: () => alone('./paper-pdf.ts'),
}

async function alone(program: string): Promise<BenchResult[]> {
  await import(program)
  return []
}

const wanted = positionals.length === 0 ? Object.keys(benches) : positionals
console.log(`${cpus()[0]?.model ?? 'unknown processor'} × ${String(cpus().length)}, Node ${process.version}${noisy() ? ' — the machine is busy, ratios are not to be trusted' : ''}\n`)
for (const name of wanted) {
  const bench = benches[name]
  if (bench === undefined) {
    console.error(`没有这一项 no such bench: ${name} (${Object.keys(benches).join(', ')})`)
    process.exitCode = 2
    continue
  }
  for (const result of await bench()) {
    console.log(`${line(result)}\n`)
    if (!result.equal) process.exitCode = 1
  }
}
