import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Draft } from '../../db/ledger.ts'
import { factBytes, factHash, NO_HASH, rawPublicKey, signHash, stationId } from '../../db/envelope.ts'
import { factNumber } from '../../db/fact-number.ts'
import { openDatabase, type Db } from '../../db/open.ts'
import { registerStation } from '../../db/stations.ts'
import type { Fact } from '../../shared/facts.ts'

export const SESSION = '2023-06-09-am'

/** A uuid v7 in text for a bench: time-ordered like those of the screens, unique by `n`. */
export function commandOf(n: number): string {
  const time = (1_686_268_800_000 + n * 37).toString(16).padStart(12, '0')
  const tail = createHash('sha256').update(String(n)).digest('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${tail.slice(6, 18)}`
}

/** The n-th fact of a made half day: mostly attempts, with check-ins, lots, psych results and sign-offs as on the day. */
export function draftOf(n: number, candidates: number): Draft {
  const index = (n * 7919) % candidates
  const candidate = `c${String(index).padStart(6, '0')}`
  const lot = `${'ABCDEFGHJKLMNPQRSTUVWXYZ'[Math.floor(index / 999) % 24] ?? 'A'}${String((index % 999) + 1).padStart(3, '0')}`
  const about = { session: SESSION, candidate }
  const envelope = { by: `op-${String(n % 9)}`, cmd: commandOf(n) }
  const kind = n % 12
  if (kind === 0) return { ...envelope, type: 'checkin.admitted', body: { ...about, tag: String(n % 5000), consent: true, warnings: [] } }
  if (kind === 1) return { ...envelope, type: 'lots.drawn', body: { ...about, draw: 'draw-1', turn: 1 + (n % 999), lot } }
  if (kind === 2) return { ...envelope, type: 'psych.recorded', body: { ...about, lot, result: 'passed', source: 'hand' } }
  if (kind === 3) {
    return {
      ...envelope, type: 'fitness.signed',
      body: { ...about, lot, item: 'jump', verdict: 'passed', attempts: [`0123456789abcdef/${String(n)}`], acknowledgement: { kind: 'on_paper' } },
    }
  }
  const item = kind < 7 ? 'jump' : kind < 10 ? 'shuttle' : 'run'
  return { ...envelope, type: 'fitness.attempted', body: { ...about, lot, item, outcome: { kind: 'reading', reading: `${String(9 + (n % 9))}.${String(10 + (n % 90))}` } } }
}

export interface MadeLedger {
  db: Db
  file: string
  key: Buffer
  remove(): void
}

/** What the n-th fact says; `station` is the id of the ledger's only stream, so that facts can name each other. */
export type DraftOf = (n: number, station: string) => Draft

/**
 * A ledger of `facts` chained and (every `signEvery`-th) truly signed facts, without projections; in a folder of its own.
 * A made half day unless `draftOf` says otherwise.
 */
export function madeLedger(options: { facts: number; candidates: number; signEvery?: number; draftOf?: DraftOf }): MadeLedger {
  const folder = mkdtempSync(join(tmpdir(), 'kaodian-bench-'))
  const file = join(folder, 'kaodian.db')
  const key = randomBytes(32)
  const db = openDatabase({ file, key })
  const { privateKey } = generateKeyPairSync('ed25519')
  const publicKey = rawPublicKey(privateKey)
  const station = stationId(publicKey)
  const no = registerStation(db, publicKey)
  let prev: Buffer = NO_HASH
  let sig: Buffer = Buffer.alloc(64)
  const signEvery = options.signEvery ?? 1
  for (let done = 0; done < options.facts;) {
    db.transaction(() => {
      for (let turn = 0; turn < 20_000 && done < options.facts; turn += 1) {
        const seq = done + 1
        const draft = options.draftOf?.(done, station) ?? draftOf(done, options.candidates)
        const fact = {
          v: 1, exam: 'bench-exam', venue: 'bench-venue', station, seq, prev: prev.toString('hex'), at: 1_686_268_800_000 + done * 37, mono: done * 37,
          by: draft.by, cmd: draft.cmd, type: draft.type, body: draft.body,
        } as Fact
        const bytes = factBytes(fact)
        prev = factHash(prev, bytes)
        if (seq % signEvery === 0 || seq === options.facts) sig = signHash(prev, privateKey)
        db.run('INSERT INTO fact (n, bytes, hash, sig) VALUES (?, ?, ?, ?)', factNumber(no, seq), bytes, prev, sig)
        db.run('INSERT INTO command (cmd, fact) VALUES (?, ?)', draft.cmd, factNumber(no, seq))
        done = seq
      }
    })
  }
  return {
    db, file, key,
    remove: () => {
      db.close()
      rmSync(folder, { recursive: true })
    },
  }
}
