import type { KeyObject } from 'node:crypto'
import { refuse, type Refused } from '../shared/api/answer.ts'
import { factBodies, factId, type Fact, type FactBody, type FactId, type FactType } from '../shared/facts.ts'
import { bodyText, factBytes, factHash, NO_HASH, rawPublicKey, readFact, signHash, stationId } from './envelope.ts'
import { factNumber, seqOf, streamRange } from './fact-number.ts'
import type { Db } from './open.ts'
import { project } from './project.ts'
import type { ProjectionTable } from './projection-schema.ts'
import { registerStation, stationNo } from './stations.ts'

/** What a use-case asks the ledger to record; the ledger adds stream, number, chain and times. */
export type Draft = { [T in FactType]: { type: T; body: FactBody<T>; by: string; second?: string; cmd: string } }[FactType]

export interface Appended {
  ok: true
  fact: Fact
  id: FactId
  /** This command was recorded before; nothing was appended. */
  repeated: boolean
}

export interface Head {
  station: string
  seq: number
  /** Hex. */
  hash: string
}

/** A fact as it lies in the ledger. */
export interface Stored {
  id: FactId
  fact: Fact
  bytes: Buffer
  hash: Buffer
  sig: Buffer
}

export interface LedgerOptions {
  exam: string
  venue: string
  /** Ed25519 private key of this station. */
  signingKey: KeyObject
  clock: { now(): number; mono(): number }
}

/** The append-only ledger of one station. It decides nothing: it chains, signs, projects and commits. */
export interface Ledger {
  readonly station: string
  readonly exam: string
  readonly venue: string
  /** One fact, durable when this returns. Refused ('command_reused') when the command id was used for something else. */
  append(draft: Draft): Appended | Refused
  /** Several facts or none. Drafts of one command id are one command, and repeat together. */
  appendAll(drafts: readonly Draft[]): Appended[] | Refused
  /** Facts a command has already recorded, in order; ask before deciding, so that a retry gets its first answer. */
  heldByCommand(cmd: string): Fact[]
  /** Ed25519 over tag ‖ digest, for what this station vouches for besides facts; with a tag it can be no fact's signature. */
  vouch(tag: Buffer, digest: Buffer): Buffer
  /** Called after each commit with what was appended. Returns the way to stop. */
  onAppended(listener: (facts: readonly Fact[]) => void): () => void
}

const INSERT_FACT = 'INSERT INTO fact (n, bytes, hash, sig) VALUES (?, ?, ?, ?)'
const INSERT_COMMAND = 'INSERT INTO command (cmd, fact) VALUES (?, ?)'
const HEAD = 'SELECT n, hash FROM fact WHERE n BETWEEN ? AND ? ORDER BY n DESC LIMIT 1'

/** Opens this station's own stream for writing; registers its key the first time. */
export function openLedger(db: Db, options: LedgerOptions): Ledger {
  const { exam, venue, signingKey, clock } = options
  const publicKey = rawPublicKey(signingKey)
  const station = stationId(publicKey)
  const no = registerStation(db, publicKey)
  const [first, last] = streamRange(no)
  const listeners = new Set<(facts: readonly Fact[]) => void>()

  const heldByCommand = (cmd: string): Fact[] =>
    db.all<{ bytes: Buffer }>('SELECT f.bytes FROM command c JOIN fact f ON f.n = c.fact WHERE c.cmd = ? ORDER BY f.n', cmd).map((row) => readFact(row.bytes))

  const write = (draft: Draft): Appended => {
    const head = db.one<{ n: number; hash: Buffer }>(HEAD, first, last)
    const seq = head === undefined ? 1 : seqOf(head.n) + 1
    const prev = head?.hash ?? NO_HASH
    const body = factBodies[draft.type].parse(draft.body)
    const bytes = factBytes({
      v: 1, exam, venue, station, seq, prev: prev.toString('hex'), at: Math.round(clock.now()), mono: clock.mono(), by: draft.by,
      ...(draft.second === undefined ? {} : { second: draft.second }), cmd: draft.cmd, type: draft.type, body,
    } as Fact)
    // From here on only what the bytes say: what is projected now is what a refill will project.
    const fact = readFact(bytes)
    const hash = factHash(prev, bytes)
    const n = factNumber(no, seq)
    db.run(INSERT_FACT, n, bytes, hash, signHash(hash, signingKey))
    db.run(INSERT_COMMAND, fact.cmd, n)
    insertProjection(db, n, fact)
    return { ok: true, fact, id: factId(fact), repeated: false }
  }

  const appendAll = (drafts: readonly Draft[]): Appended[] | Refused => {
    const result = db.transaction(() => {
      const held = repeats(drafts, heldByCommand)
      if (held === 'command_reused') return refuse('command_reused')
      return drafts.map((draft, at): Appended => {
        const fact = held[at]
        return fact === undefined ? write(draft) : { ok: true, fact, id: factId(fact), repeated: true }
      })
    })
    // SQLite goes on writing into a file that was moved away: nothing is called recorded before we have looked.
    db.assertLinked()
    if (Array.isArray(result)) {
      const fresh = result.filter((appended) => !appended.repeated).map((appended) => appended.fact)
      if (fresh.length > 0) for (const listener of listeners) listener(fresh)
    }
    return result
  }

  return {
    station, exam, venue, appendAll, heldByCommand,
    append: (draft) => {
      const result = appendAll([draft])
      return Array.isArray(result) ? result[0]! : result
    },
    vouch: (tag, digest) => {
      if (tag.length === 0) throw new Error('what a station vouches for is named by a tag')
      return signHash(Buffer.concat([tag, digest]), signingKey)
    },
    onAppended: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** For each draft the fact its command already recorded, or undefined when the command is new. */
function repeats(drafts: readonly Draft[], heldByCommand: (cmd: string) => Fact[]): (Fact | undefined)[] | 'command_reused' {
  const answer: (Fact | undefined)[] = drafts.map(() => undefined)
  for (const cmd of new Set(drafts.map((draft) => draft.cmd))) {
    const held = heldByCommand(cmd)
    if (held.length === 0) continue
    const places = drafts.flatMap((draft, at) => (draft.cmd === cmd ? [at] : []))
    if (places.length !== held.length) return 'command_reused'
    for (const [turn, place] of places.entries()) {
      const draft = drafts[place]!
      const fact = held[turn]!
      if (fact.type !== draft.type || bodyText(fact.body) !== bodyText(factBodies[draft.type].parse(draft.body))) return 'command_reused'
      answer[place] = fact
    }
  }
  return answer
}

const insertSql = new Map<ProjectionTable, string>()

/** Projects one fact; a fact that was projected before changes nothing. */
export function insertProjection(db: Db, n: number, fact: Parameters<typeof project>[1]): void {
  const { table, values } = project(n, fact)
  let sql = insertSql.get(table)
  if (sql === undefined) {
    sql = `INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')}) ON CONFLICT (fact) DO NOTHING`
    insertSql.set(table, sql)
  }
  db.run(sql, ...values)
}

/** The last fact of every stream, by station id. */
export function heads(db: Db): Head[] {
  return db.all<{ id: string; no: number }>('SELECT id, no FROM station ORDER BY id').flatMap(({ id, no }) => {
    const head = db.one<{ n: number; hash: Buffer }>(HEAD, ...streamRange(no))
    return head === undefined ? [] : [{ station: id, seq: seqOf(head.n), hash: head.hash.toString('hex') }]
  })
}

export function countFacts(db: Db): number {
  return db.one<{ count: number }>('SELECT count(*) AS count FROM fact')!.count
}

interface FactRow {
  n: number
  bytes: Buffer
  hash: Buffer
  sig: Buffer
}

const stored = (row: FactRow): Stored => {
  const fact = readFact(row.bytes)
  return { id: factId(fact), fact, bytes: row.bytes, hash: row.hash, sig: row.sig }
}

/** A page of one stream: facts after number `after`, at most `limit`, in order. */
export function facts(db: Db, page: { station: string; after: number; limit: number }): Stored[] {
  const no = stationNo(db, page.station)
  if (no === undefined) return []
  const [, last] = streamRange(no)
  return db.all<FactRow>('SELECT * FROM fact WHERE n BETWEEN ? AND ? ORDER BY n LIMIT ?', factNumber(no, page.after + 1), last, page.limit).map(stored)
}

/** One fact by `station/seq`. */
export function factById(db: Db, id: FactId): Stored | undefined {
  const n = numberOf(db, id)
  const row = n === undefined ? undefined : db.one<FactRow>('SELECT * FROM fact WHERE n = ?', n)
  return row && stored(row)
}

/** The key in this file of a fact's id; undefined when its station is unknown here. */
export function numberOf(db: Db, id: FactId): number | undefined {
  const [station = '', seq = ''] = id.split('/')
  const no = stationNo(db, station)
  return no === undefined ? undefined : factNumber(no, Number(seq))
}
