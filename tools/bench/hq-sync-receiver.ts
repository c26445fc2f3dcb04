// Who receives, in a process of its own: HQ as it runs, a plain server that puts lines down, or express-pouchdb.
import { createRequire } from 'node:module'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import fastify, { type FastifyInstance } from 'fastify'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { silentLog } from '../../exchange/log.ts'
import { startHq } from '../../hq/running-hq.ts'
import { answerParent, costNow, watchMemory } from './asked-process.ts'
import { prepareHq, readVenues } from './hq-made.ts'
import type { Pouch } from './peers.ts'

const { values } = parseArgs({ options: { mode: { type: 'string' }, made: { type: 'string' }, folder: { type: 'string' }, url: { type: 'string' }, peers: { type: 'string' } } })
const { mode = '', made = '', folder = '', url, peers = '' } = values

/** Where to send, and what of HQ's key the station would have from its package. */
export interface Ready { address: string; hqKey: string }
/** What is held durably of one venue. */
export interface Held { facts: number; standings: number }

interface Receiver {
  ready: Ready
  /** Resolves when everything of the venue that was answered is durable and, at HQ, projected. */
  held: (venue: string) => Promise<Held>
}

async function hq(): Promise<Receiver> {
  const { inside, web } = await startHq({ folder, databaseUrl: url, program: 'kaodian bench', log: silentLog, port: 0 })
  await prepareHq(inside, readVenues(made))
  const { db } = inside.store
  return {
    ready: { address: web.url, hqKey: inside.keys.publicKey },
    held: async (venue) => {
      for (;;) {
        const { seq, projected } = await db.selectFrom('stream').select(['seq', 'projected']).where('venue', '=', venue).executeTakeFirstOrThrow()
        if (projected === seq) break
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      // a minute later all signatures are gone through at leisure; those in between are not true ones here
      await db.deleteFrom('job').where('kind', '=', 'signatures').execute()
      const { projected } = await db.selectFrom('stream').select('projected').where('venue', '=', venue).executeTakeFirstOrThrow()
      const { n } = await db.selectFrom('standing').select(({ fn }) => fn.countAll<number>().as('n')).where('venue', '=', venue).where('place', '<>', 'due').executeTakeFirstOrThrow()
      return { facts: projected, standings: n }
    },
  }
}

async function listening(app: FastifyInstance): Promise<Ready> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  return { address: await app.listen({ host: '127.0.0.1', port: 0 }), hqKey: '' }
}

/** Lines as they come, a durable transaction per request, into SQLite. */
async function linesSqlite(): Promise<Receiver> {
  const db = new Database(path.join(folder, 'lines.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE line (no INTEGER PRIMARY KEY, venue TEXT NOT NULL, bytes TEXT NOT NULL)')
  const insert = db.prepare('INSERT INTO line (venue, bytes) VALUES (?, ?)')
  const all = db.transaction((venue: string, lines: readonly string[]) => lines.forEach((line) => insert.run(venue, line)))
  const app = fastify({ logger: false, bodyLimit: 64e6 })
  app.post<{ Params: { venue: string }; Body: string }>('/lines/:venue', ({ params, body }) => {
    all(params.venue, body.trimEnd().split('\n'))
    return { ok: true }
  })
  const count = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM line WHERE venue = ?')
  return { ready: await listening(app), held: (venue) => Promise.resolve({ facts: count.get(venue)?.n ?? 0, standings: 0 }) }
}

/** The same into PostgreSQL, by COPY. */
async function linesPostgres(): Promise<Receiver> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('CREATE TABLE line (no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, venue text NOT NULL, bytes text NOT NULL)')
  const app = fastify({ logger: false, bodyLimit: 64e6 })
  app.post<{ Params: { venue: string }; Body: string }>('/lines/:venue', async ({ params, body }) => {
    const rows = body.trimEnd().replaceAll('\\', '\\\\').split('\n').map((line) => `${params.venue}\t${line}\n`).join('')
    await pipeline(Readable.from([rows]), client.query(copyFrom('COPY line (venue, bytes) FROM STDIN')))
    return { ok: true }
  })
  return {
    ready: await listening(app),
    held: async (venue) => ({ facts: Number((await client.query<{ n: string }>('SELECT count(*) AS n FROM line WHERE venue = $1', [venue])).rows[0]?.n ?? 0), standings: 0 }),
  }
}

async function pouch(): Promise<Receiver> {
  const take = createRequire(path.join(peers, 'package.json'))
  const Db = (take('pouchdb') as Pouch).defaults({ prefix: `${folder}/` })
  const serve = (take('express-pouchdb') as (of: Pouch, options: object) => unknown)(Db, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: path.join(folder, 'log.txt') })
  const app = (take('express') as () => { use(part: unknown): void; listen(port: number, host: string, done: () => void): { address(): { port: number } } })()
  app.use(serve)
  const port = await new Promise<number>((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port))
  })
  return { ready: { address: `http://127.0.0.1:${String(port)}`, hqKey: '' }, held: async (venue) => ({ facts: (await new Db(venue).info()).doc_count, standings: 0 }) }
}

const receivers: Readonly<Record<string, () => Promise<Receiver>>> = { hq, lines: linesSqlite, 'lines-postgres': linesPostgres, pouch }
const receiver = await receivers[mode]?.()
if (receiver === undefined) throw new Error(`no such receiver: ${mode}`)
watchMemory()
answerParent({ ready: () => receiver.ready, held: receiver.held, cost: costNow })
