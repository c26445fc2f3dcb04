import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startPostgres } from '../embedded-postgres.ts'
import { startAsked, type AskedProcess, type Cost } from './asked-process.ts'
import type { BoardsReady } from './hq-boards-run.ts'
import { EXAM } from './hq-made.ts'
import type { BenchResult } from './rounds.ts'

/** Questions of a block; each block is a round. */
const OF_BLOCK = 60
const BLOCKS = 5

/** The board of venues over HTTP against an empty route of the same server, on both databases, with four venues and a thousand. */
export async function benchHqBoards(): Promise<BenchResult[]> {
  const server = await startPostgres({ durable: true })
  const results: BenchResult[] = []
  try {
    for (const venues of [4, 1000]) {
      const place = mkdtempSync(path.join(tmpdir(), 'kaodian-bench-boards-'))
      try {
        for (const kind of ['SQLite', 'PostgreSQL']) {
          const program = startAsked('hq-boards-run.ts', ['--venues', String(venues), '--folder', path.join(place, kind), ...(kind === 'SQLite' ? [] : ['--url', await server.freshDatabase()])])
          try {
            results.push(...(await measured(program, `${kind}, ${String(venues)} venues`)))
          } finally {
            await program.stop()
          }
        }
      } finally {
        rmSync(place, { recursive: true, force: true })
      }
    }
    return results
  } finally {
    await server.stop()
  }
}

async function measured(program: AskedProcess, where: string): Promise<BenchResult[]> {
  const { address, token, people } = await program.ask<BoardsReady>('ready')
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const ask = (name: string, input: object) => posted(`${address}/api/${name}`, agent, token, JSON.stringify(input))
  const board = async (): Promise<number> => {
    const { ms, body } = await ask('watch/board', { recruitment: EXAM })
    equal &&= (JSON.parse(body) as { whole?: { people: number } }).whole?.people === people
    return ms
  }
  const empty = async (): Promise<number> => (await ask('system/state', {})).ms
  let equal = true
  /** Blocks of both in turn; `before` happens ahead of every question for the board. */
  const blocks = async (many: number, before: () => Promise<unknown>): Promise<{ board: number; empty: number }[]> => {
    const found = []
    for (let block = 0; block < BLOCKS; block += 1) {
      const [boards, empties]: [number[], number[]] = [[], []]
      for (let at = 0; at < many; at += 1) {
        await before()
        if (at % 2 === 0) boards.push(await board())
        empties.push(await empty())
        if (at % 2 === 1) boards.push(await board())
      }
      found.push({ board: p95(boards), empty: p95(empties) })
    }
    return found
  }
  try {
    for (let at = 0; at < 50; at += 1) await board().then(empty)
    const quiet = await blocks(OF_BLOCK, () => Promise.resolve())
    // a thousand venues that greet every minute: 17 times a second something moves, and every look is another second's
    const moving = await blocks(OF_BLOCK, async () => {
      await program.ask('move')
      await pause(60)
    })
    const anew = await blocks(3, async () => {
      await pause(1050)
      await program.ask('move')
    })
    const { rss } = await program.ask<Cost>('cost')
    const line = (name: string, found: { board: number; empty: number }[], target: BenchResult['target']): BenchResult => {
      const last = found.at(-1)
      return { name: `${name} (${where}: p95 of watch.board ÷ p95 of system.state)`, ratios: found.map((each) => each.board / each.empty), target, equal, note: `last block: ${last?.board.toFixed(2) ?? ''} ms and ${last?.empty.toFixed(2) ?? ''} ms` }
    }
    return [
      line('考点总表 board, nothing moves', quiet, { atMost: 10 }),
      line('考点总表 board, 17 times a second something moves', moving, { atMost: 10 }),
      { ...line('考点总表 board, every look after a second in which something moved', anew, null), note: `memory of the HQ process ${(rss / 1e6).toFixed(0)} MB; ${line('', anew, null).note}` },
    ]
  } finally {
    agent.destroy()
  }
}

function posted(url: string, agent: http.Agent, token: string, body: string): Promise<{ ms: number; body: string }> {
  const from = performance.now()
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const ms = performance.now() - from
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) resolve({ ms, body: text })
        else reject(new Error(`${String(response.statusCode)} ${text}`))
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

function p95(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.ceil(figures.length * 0.95) - 1] ?? Number.NaN
}
