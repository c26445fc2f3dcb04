import type { Fact } from '../shared/facts.ts'
import { factHash, NO_HASH, parseFact, publicKeyOf, verifyHash, type StrangeFact } from './envelope.ts'
import { factNumber } from './fact-number.ts'
import { insertProjection } from './ledger.ts'
import type { Db } from './open.ts'
import { stations } from './stations.ts'

/** A fact as another machine sends it: its stored bytes and its signature (64 bytes). */
export interface Received {
  bytes: Buffer
  sig: Buffer
}

export type WhyNotReceived =
  /** A key nobody registered here. */
  | 'unknown_station'
  /** Not a fact, or a known type with a body of another shape. */
  | 'malformed'
  /** Of another exam or venue than the page's stream holds. */
  | 'other_exam'
  /** Facts before it are missing here; ask again from the head. */
  | 'hole'
  /** It does not continue from the fact before it. */
  | 'chain_broken'
  /** The stream already holds another fact under this number: one key wrote two histories. */
  | 'fork'
  /** The page's last signature is not the station's. */
  | 'bad_signature'

export type ReceiveAnswer =
  | { ok: true; accepted: number; repeated: number }
  | { ok: false; refused: WhyNotReceived; station: string; seq: number }

interface Read {
  row: Received
  fact: Fact | StrangeFact
  hash: Buffer
}

/**
 * Takes a page of one stream, in order, all or nothing: the chain of every fact is checked and the signature of the
 * last, which covers all before it. What is already here may come again; the rest has to continue the stream.
 */
export function receive(db: Db, page: readonly Received[]): ReceiveAnswer {
  return db.transaction((): ReceiveAnswer => {
    const reads: Read[] = []
    let stream: { no: number; id: string; publicKey: Buffer } | undefined
    let repeated = 0
    let prev: Buffer = NO_HASH
    for (const row of page) {
      const parsed = parseFact(row.bytes)
      if (parsed === 'malformed') return no('malformed', stream?.id ?? '', (reads.at(-1)?.fact.seq ?? 0) + 1)
      const fact = 'known' in parsed ? parsed.known : parsed.strange
      stream ??= stations(db).find((station) => station.id === fact.station)
      if (stream === undefined || stream.id !== fact.station) return no('unknown_station', fact.station, fact.seq)
      const last = reads.at(-1)
      if (last === undefined) {
        const before = fact.seq === 1 ? undefined : held(db, stream.no, fact.seq - 1)
        if (fact.seq > 1 && before === undefined) return no('hole', stream.id, fact.seq)
        prev = before?.hash ?? NO_HASH
      } else if (fact.seq !== last.fact.seq + 1) return no('hole', stream.id, fact.seq)
      const first = reads[0]?.fact ?? opening(db, stream.no)
      if (first !== undefined && (first.exam !== fact.exam || first.venue !== fact.venue)) return no('other_exam', stream.id, fact.seq)
      if (fact.prev !== prev.toString('hex')) return no('chain_broken', stream.id, fact.seq)
      const hash = factHash(prev, row.bytes)
      const here = held(db, stream.no, fact.seq)
      if (here !== undefined) {
        if (!here.hash.equals(hash)) return no('fork', stream.id, fact.seq)
        repeated += 1
      }
      reads.push({ row, fact, hash })
      prev = hash
    }
    const last = reads.at(-1)
    if (stream === undefined || last === undefined) return { ok: true, accepted: 0, repeated: 0 }
    if (!verifyHash(last.hash, last.row.sig, publicKeyOf(stream.publicKey))) return no('bad_signature', stream.id, last.fact.seq)
    for (const { row, fact, hash } of reads.slice(repeated)) {
      const n = factNumber(stream.no, fact.seq)
      db.run('INSERT INTO fact (n, bytes, hash, sig) VALUES (?, ?, ?, ?)', n, row.bytes, hash, row.sig)
      db.run('INSERT INTO command (cmd, fact) VALUES (?, ?)', fact.cmd, n)
      insertProjection(db, n, fact)
    }
    return { ok: true, accepted: reads.length - repeated, repeated }
  })
}

const no = (refused: WhyNotReceived, station: string, seq: number): ReceiveAnswer => ({ ok: false, refused, station, seq })

function held(db: Db, stationNo: number, seq: number): { hash: Buffer } | undefined {
  return db.one('SELECT hash FROM fact WHERE n = ?', factNumber(stationNo, seq))
}

function opening(db: Db, stationNo: number): Pick<Fact, 'exam' | 'venue'> | undefined {
  const row = db.one<{ bytes: Buffer }>('SELECT bytes FROM fact WHERE n = ?', factNumber(stationNo, 1))
  return row && (JSON.parse(row.bytes.toString('utf8')) as Pick<Fact, 'exam' | 'venue'>)
}
