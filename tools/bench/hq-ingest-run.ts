import { parseArgs } from 'node:util'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import Database from 'better-sqlite3'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { ingest } from '../../hq/receive/ingest.ts'
import type { Inside } from '../../hq/inside.ts'
import { startJobs } from '../../hq/jobs/jobs.ts'
import { openHq } from '../../hq/open-hq.ts'
import { projectStreams } from '../../hq/projector/projector.ts'
import { EXAM, factsOf, prepareHq, readVenues, type MadeVenue } from './hq-made.ts'

// One variant in a process of its own, so that its memory is its own; says its figures as one line of JSON.
const { values } = parseArgs({ options: { made: { type: 'string' }, folder: { type: 'string' }, url: { type: 'string' }, mode: { type: 'string' }, most: { type: 'string', default: '1000000000' } } })
const { made = '', folder = '', url, mode = '' } = values
const venues = readVenues(made)
const most = Number(values.most)

/** What a variant answers: time, how many facts are durable, highest memory of the process. */
export interface Figures { ms: number; cpu: number; facts: number; standings: number; rss: number }

mkdirSync(folder, { recursive: true })
let rss = 0
setInterval(() => (rss = Math.max(rss, process.memoryUsage().rss)), 50).unref()

async function ours(): Promise<Omit<Figures, 'rss'>> {
  const { inside, close } = await openHq({ folder, databaseUrl: url })
  const no = await prepareHq(inside, venues)
  const from = performance.now()
  const busy = process.cpuUsage()
  const jobs = startJobs(inside, { project: projectStreams })
  const waiting = [...venues]
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let venue = waiting.shift(); venue !== undefined; venue = waiting.shift())
      for (const page of venue.pages) await ingest(inside, { recruitment: { no, id: EXAM }, venue: venue.venue, pages: [{ bytes: readFileSync(page) }], source: 'line' })
  }))
  while (await unprojected(inside)) await new Promise((resolve) => setTimeout(resolve, 10))
  const ms = performance.now() - from
  const { user, system } = process.cpuUsage(busy)
  await jobs.stop()
  const { db } = inside.store
  const streams = await db.selectFrom('stream').select('projected').execute()
  const { n } = await db.selectFrom('standing').select(({ fn }) => fn.countAll<number>().as('n')).where('place', '<>', 'due').executeTakeFirstOrThrow()
  await close()
  return { ms, cpu: Math.round((user + system) / 1000), facts: streams.reduce((sum, { projected }) => sum + projected, 0), standings: n }
}

async function unprojected({ store: { db } }: Inside): Promise<boolean> {
  return (await db.selectFrom('stream').select('no').whereRef('projected', '<', 'seq').limit(1).executeTakeFirst()) !== undefined
}

const rowsOf = function* (venue: MadeVenue, no: number) {
  for (const page of venue.pages) {
    const { first, facts } = factsOf(page)
    yield facts.map(({ bytes, sig, hash }, at) => [no, first + at, bytes, hash, sig] as const)
  }
}

/** The same rows, a page to a durable transaction, without looking at them. */
function bareSqlite(): Omit<Figures, 'rss'> {
  const db = new Database(path.join(folder, 'bare.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE fact (stream INTEGER, seq INTEGER, bytes BLOB NOT NULL, hash BLOB NOT NULL, sig BLOB NOT NULL, PRIMARY KEY (stream, seq)) WITHOUT ROWID')
  const insert = db.prepare('INSERT INTO fact VALUES (?, ?, ?, ?, ?)')
  let [ms, facts] = [0, 0]
  for (const [no, venue] of venues.entries()) {
    for (const rows of rowsOf(venue, no)) {
      const from = performance.now()
      db.transaction(() => rows.forEach((row) => insert.run(...row)))()
      ms += performance.now() - from
      facts += rows.length
    }
  }
  db.close()
  return { ms, cpu: 0, facts, standings: 0 }
}

const hex = (bytes: Buffer) => `\\\\x${bytes.toString('hex')}`

async function barePostgres(how: 'copy' | 'rows'): Promise<Omit<Figures, 'rss'>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('CREATE TABLE bare (stream bigint, seq bigint, bytes bytea NOT NULL, hash bytea NOT NULL, sig bytea NOT NULL, PRIMARY KEY (stream, seq))')
  let [ms, facts] = [0, 0]
  for (const [no, venue] of venues.entries()) {
    for (const rows of rowsOf(venue, no)) {
      if (facts >= most) break
      const lines = how === 'copy' ? rows.map(([stream, seq, bytes, hash, sig]) => `${String(stream)}\t${String(seq)}\t${hex(bytes)}\t${hex(hash)}\t${hex(sig)}\n`).join('') : ''
      const from = performance.now()
      if (how === 'copy') await pipeline(Readable.from([lines]), client.query(copyFrom('COPY bare FROM STDIN')))
      else for (const row of rows) await client.query({ name: 'row', text: 'INSERT INTO bare VALUES ($1, $2, $3, $4, $5)', values: [...row] })
      ms += performance.now() - from
      facts += rows.length
    }
  }
  await client.end()
  return { ms, cpu: 0, facts, standings: 0 }
}

const figures = mode === 'ours' ? await ours() : mode === 'bare' ? bareSqlite() : await barePostgres(mode === 'copy' ? 'copy' : 'rows')
console.log(JSON.stringify({ ...figures, rss: Math.max(rss, process.memoryUsage().rss) } satisfies Figures))
process.exit(0)
