import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { publicKeyOf, verifyHash } from './envelope.ts'

/** Hashes (32 bytes each) and signatures (64 bytes each) of a run of facts of one station, side by side. */
export interface SignatureBatch {
  publicKey: Buffer
  count: number
  hashes: SharedArrayBuffer
  sigs: SharedArrayBuffer
}

// Plain text, so that it runs the same from sources, from a bundle and from inside an archive.
const WORKER = `
const { parentPort } = require('node:worker_threads')
const { createPublicKey, verify } = require('node:crypto')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
parentPort.on('message', ({ publicKey, hashes, sigs, from, to }) => {
  const key = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(publicKey)]), format: 'der', type: 'spki' })
  const h = Buffer.from(hashes), s = Buffer.from(sigs)
  let bad = -1
  for (let i = from; i < to && bad < 0; i += 1) {
    if (!verify(null, h.subarray(i * 32, i * 32 + 32), key, s.subarray(i * 64, i * 64 + 64))) bad = i
  }
  parentPort.postMessage(bad)
})`

/** Checks signatures on all cores. Close it when done. */
export interface SignatureChecker {
  /** Index of the first bad signature of the batch, or -1. */
  check(batch: SignatureBatch): Promise<number>
  close(): Promise<void>
}

export function signatureChecker(workers = availableParallelism()): SignatureChecker {
  const pool = Array.from({ length: Math.max(1, workers) }, () => new Worker(WORKER, { eval: true }))
  const ask = (worker: Worker, batch: SignatureBatch, from: number, to: number) =>
    new Promise<number>((resolve, reject) => {
      const failed = (error: unknown) => reject(error instanceof Error ? error : new Error(String(error)))
      worker.once('error', failed)
      worker.once('message', (bad: number) => {
        worker.off('error', failed)
        resolve(bad)
      })
      worker.postMessage({ publicKey: batch.publicKey, hashes: batch.hashes, sigs: batch.sigs, from, to })
    })
  return {
    check: async (batch) => {
      const share = Math.ceil(batch.count / pool.length)
      const answers = await Promise.all(pool.map((worker, at) => ask(worker, batch, Math.min(batch.count, at * share), Math.min(batch.count, (at + 1) * share))))
      return answers.find((bad) => bad >= 0) ?? -1
    },
    close: async () => {
      await Promise.all(pool.map((worker) => worker.terminate()))
    },
  }
}

/** One signature, here and now. */
export function signatureHolds(hash: Buffer, sig: Buffer, publicKey: Buffer): boolean {
  return verifyHash(hash, sig, publicKeyOf(publicKey))
}
