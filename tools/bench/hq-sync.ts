import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPostgres } from '../embedded-postgres.ts'
import { startAsked, type Cost } from './asked-process.ts'
import { writeVenues, type MadeVenue } from './hq-made.ts'
import type { Held, Ready } from './hq-sync-receiver.ts'
import { peersFolder } from './peers.ts'
import { median, type BenchResult } from './rounds.ts'

/** Facts of a page as a station sends them. */
const OF_PAGE = 2000
/** The first round fills caches and compiles; it is not counted. */
const WARM = 1

/** What one sending came to: ms until everything was durable (and projected), seconds of the receiver's processor. */
interface Sent { ms: number; cpu: number; rss: number; held: Held }
type Variant = (at: number) => Promise<Sent>

/**
 * A station that was offline sends to HQ over loopback, each in a process of its own, until all is durable and projected;
 * against the same bytes as lines put down raw, and against PouchDB replicating the same documents. 20,000 facts (a day)
 * and, where `most` allows it, 100,000.
 */
export async function benchHqSync(most: number): Promise<BenchResult[]> {
  const peers = peersFolder()
  const server = await startPostgres({ durable: true })
  try {
    const fresh = () => server.freshDatabase()
    return [...(await ofSize(20_000, 5, peers, fresh)), ...(most < 100_000 ? [] : await ofSize(100_000, 3, null, fresh))]
  } finally {
    await server.stop()
  }
}

async function ofSize(facts: number, rounds: number, peers: string | null, fresh: () => Promise<string>): Promise<BenchResult[]> {
  const place = mkdtempSync(path.join(tmpdir(), 'kaodian-bench-sync-'))
  const stops: (() => Promise<void>)[] = []
  try {
    const made = path.join(place, 'made')
    const { venues } = writeVenues(made, facts * (rounds + WARM), rounds + WARM, OF_PAGE)
    const variant = async (mode: string, receiving: string, url?: string): Promise<Variant> => {
      const [there, here] = [path.join(place, `${receiving}-to`), path.join(place, `${receiving}-from`)]
      for (const folder of [there, here]) mkdirSync(folder, { recursive: true })
      const common = ['--made', made, ...(peers === null ? [] : ['--peers', peers])]
      const receiver = startAsked('hq-sync-receiver.ts', ['--mode', receiving, '--folder', there, ...common, ...(url === undefined ? [] : ['--url', url])])
      const sender = startAsked('hq-sync-sender.ts', ['--mode', mode, '--folder', here, ...common])
      stops.push(receiver.stop, sender.stop)
      await sender.ask('to', await receiver.ask<Ready>('ready'))
      return async (at) => {
        await sender.ask('prepare', at)
        const before = await receiver.ask<Cost>('cost')
        const from = performance.now()
        await sender.ask('send')
        const held = await receiver.ask<Held>('held', venues[at]?.venue)
        const ms = performance.now() - from
        const after = await receiver.ask<Cost>('cost')
        return { ms, cpu: after.cpu - before.cpu, rss: after.rss, held }
      }
    }
    const there = await fresh()
    const lines = await variant('lines', 'lines')
    const ours = await variant('pages', 'hq')
    const pouch = peers === null ? null : await variant('documents', 'pouch')
    const linesThere = await variant('lines', 'lines-postgres', await fresh())
    const oursThere = await variant('pages', 'hq', there)
    const all = pouch === null ? { lines, ours, linesThere, oursThere } : { lines, ours, pouch, linesThere, oursThere }
    const found = await inTurn(all, rounds)
    return results(facts, venues, found)
  } finally {
    for (const stop of stops) await stop()
    rmSync(place, { recursive: true, force: true })
  }
}

/** Round after round, every variant sends the same venue; each round begins with another one. */
async function inTurn(variants: Readonly<Record<string, Variant>>, rounds: number): Promise<Readonly<Record<string, Sent[]>>> {
  const found: Record<string, Sent[]> = Object.fromEntries(Object.keys(variants).map((name) => [name, []]))
  for (let at = 0; at < rounds + WARM; at += 1) {
    const names = Object.keys(variants)
    for (const name of at % 2 === 0 ? names : names.reverse()) {
      const sent = await variants[name]?.(at)
      if (at >= WARM && sent !== undefined) found[name]?.push(sent)
    }
  }
  return found
}

function results(facts: number, venues: readonly MadeVenue[], found: Readonly<Record<string, Sent[]>>): BenchResult[] {
  const { lines = [], ours = [], pouch = [], linesThere = [], oursThere = [] } = found
  const people = venues[0]?.candidates.length ?? 0
  const equal = Object.values(found).every((sent) => sent.every(({ held }) => held.facts === facts))
    && [...ours, ...oursThere].every(({ held }) => held.standings === people)
  const faster = (mine: readonly Sent[], other: readonly Sent[]) => mine.map(({ ms }, at) => (other[at]?.ms ?? Number.NaN) / ms)
  const rate = (sent: readonly Sent[]) => `${median(sent.map(({ ms }) => facts / ms)).toFixed(1)}k/s`
  const cpu = (sent: readonly Sent[]) => `${median(sent.map((each) => (each.cpu / facts) * 1e6)).toFixed(1)} µs`
  const rss = (sent: readonly Sent[]) => `${(Math.max(...sent.map((each) => each.rss)) / 1e6).toFixed(0)} MB`
  const cost = (sent: readonly Sent[]) => `${rate(sent)}, receiver ${cpu(sent)} per fact, ${rss(sent)}`
  const name = `考点补传 ${String(facts)} facts from a station to HQ, checked, durable, projected`
  return [
    { name: `${name} (SQLite: ours ÷ NDJSON put down raw)`, ratios: faster(ours, lines), target: { atLeast: 0.5 }, equal, note: `ours ${cost(ours)}; NDJSON ${cost(lines)}` },
    { name: `${name} (PostgreSQL: ours ÷ NDJSON put down by COPY)`, ratios: faster(oursThere, linesThere), target: { atLeast: 0.5 }, equal, note: `ours ${cost(oursThere)}; NDJSON ${cost(linesThere)}; without the database server's own processor time` },
    ...(pouch.length === 0 ? [] : [
      { name: `${name} (SQLite: ours ÷ PouchDB replication)`, ratios: faster(ours, pouch), target: { atLeast: 10 }, equal, note: `PouchDB ${cost(pouch)}` },
      { name: `${name} (PostgreSQL: ours ÷ PouchDB replication)`, ratios: faster(oursThere, pouch), target: { atLeast: 10 }, equal, note: '' },
      {
        name: '收方处理器时间 receiver’s processor time per fact: ours (SQLite) ÷ PouchDB', ratios: ours.map((each, at) => each.cpu / (pouch[at]?.cpu ?? Number.NaN)), target: { atMost: 0.1 }, equal,
        note: `${cpu(ours)} and ${cpu(pouch)}`,
      },
    ]),
    {
      name: `总部进程内存 memory of the HQ process while it takes ${String(facts)} facts (highest ÷ 400 MB)`, ratios: [...ours, ...oursThere].map((each) => each.rss / 400e6), target: { atMost: 1 }, equal,
      note: `SQLite ${rss(ours)}, PostgreSQL ${rss(oursThere)}`,
    },
  ]
}
