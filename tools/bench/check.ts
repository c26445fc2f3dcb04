import { hash as digest, verify } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { walkChain, type Link } from '../../db/check-chain.ts'
import { signatureChecker } from '../../db/check-signatures.ts'
import { publicKeyOf } from '../../db/envelope.ts'
import { seqOf } from '../../db/fact-number.ts'
import { stations } from '../../db/stations.ts'
import { verifyLedger } from '../../db/verify.ts'
import { madeLedger } from './made-ledger.ts'
import { rounds, timed, type BenchResult } from './rounds.ts'

/** Chain of every fact against bare SHA-256 over the same bytes: in memory, and with the reading of the encrypted file on both sides. */
export async function benchChain(facts: number): Promise<BenchResult[]> {
  const made = madeLedger({ facts, candidates: 5000, signEvery: facts })
  const { db } = made
  try {
    const station = stations(db)[0]!
    const rows = db.raw.prepare('SELECT n, bytes, hash FROM fact ORDER BY n').raw().all() as [number, Buffer, Buffer][]
    const links: Link[] = rows.map(([n, bytes, hash]) => [seqOf(n), bytes, hash])
    let fitted = 0
    let hashed = 0
    const measured = rounds(9, {
      bare: () => timed(() => {
        hashed = 0
        for (const [, bytes] of links) hashed += digest('sha256', bytes, 'buffer').length / 32
      }),
      chain: () => timed(() => {
        fitted = 0
        const walk = walkChain({ station: station.id, exam: 'bench-exam', venue: 'bench-venue' })
        for (const link of links) if (walk.next(link) === null) fitted += 1
      }),
    })
    const equal = fitted === facts && hashed === facts
    const whole: number[] = []
    let sound = true
    for (let turn = 0; turn < 5; turn += 1) {
      const scan = timed(() => {
        for (const [bytes] of db.scan<[Buffer]>('SELECT bytes FROM fact ORDER BY n')) hashed += digest('sha256', bytes, 'buffer').length / 32
      })
      const from = performance.now()
      sound &&= (await verifyLedger(db, { signatures: 'last', projections: false })).ok
      whole.push(scan / (performance.now() - from))
    }
    return [
      { name: `账本检查 ledger check, chain of ${String(facts)} facts (bare SHA-256 ÷ check)`, ratios: measured.map((round) => round.bare / round.chain), target: { atLeast: 0.5 }, equal, note: 'bytes in memory on both sides' },
      { name: '账本检查 ledger check from the encrypted file (scan + SHA-256 ÷ whole check)', ratios: whole, target: { atLeast: 0.5 }, equal: sound, note: 'reading and deciphering on both sides, signature of the last on ours' },
    ]
  } finally {
    made.remove()
  }
}

const BARE = `
const { parentPort } = require('node:worker_threads')
const { createPublicKey, verify } = require('node:crypto')
parentPort.on('message', ({ spki, hash, sig, count }) => {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  const h = Buffer.from(hash), s = Buffer.from(sig)
  let good = 0
  for (let i = 0; i < count; i += 1) if (verify(null, h, key, s)) good += 1
  parentPort.postMessage(good)
})`

/** Every signature on all cores, read from the file, against the bare verify rate of as many threads. */
export async function benchSignatures(facts: number): Promise<BenchResult[]> {
  const made = madeLedger({ facts, candidates: 5000 })
  const { db } = made
  const cores = availableParallelism()
  const pool = Array.from({ length: cores }, () => new Worker(BARE, { eval: true }))
  const checker = signatureChecker(cores)
  try {
    const station = stations(db)[0]!
    const row = db.one<{ hash: Buffer; sig: Buffer }>('SELECT hash, sig FROM fact ORDER BY n LIMIT 1')!
    const key = publicKeyOf(station.publicKey)
    const spki = key.export({ format: 'der', type: 'spki' })
    const bare = async (): Promise<number> => {
      const from = performance.now()
      const share = Math.ceil(facts / cores)
      await Promise.all(pool.map((worker) => new Promise((resolve) => {
        worker.once('message', resolve)
        worker.postMessage({ spki, hash: row.hash, sig: row.sig, count: share })
      })))
      return (performance.now() - from) * (facts / (share * cores))
    }
    let sound = verify(null, row.hash, key, row.sig)
    const whole = async (): Promise<number> => {
      const from = performance.now()
      sound &&= (await verifyLedger(db, { signatures: 'all', projections: false, checker })).ok
      return performance.now() - from
    }
    await bare()
    await whole()
    const ratios: number[] = []
    let last = 0
    for (let turn = 0; turn < 5; turn += 1) {
      const first = turn % 2 === 0 ? await bare() : 0
      last = await whole()
      ratios.push((turn % 2 === 0 ? first : await bare()) / last)
    }
    return [{
      name: `全部签名 every signature, ${String(facts)} facts, ${String(cores)} threads (bare verify ÷ check)`, ratios, target: { atLeast: 0.9 }, equal: sound,
      note: `${(facts / (last / 1000)).toFixed(0)} facts/s, with reading, deciphering and the chain`,
    }]
  } finally {
    await checker.close()
    await Promise.all(pool.map((worker) => worker.terminate()))
    made.remove()
  }
}
