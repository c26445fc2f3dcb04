import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { ClosingManifest } from '../exchange/closing-format.ts'
import type { LedgerFault, LedgerPage } from '../exchange/closing-ledger.ts'
import type { PageFault } from '../exchange/page.ts'
import type { Batch } from '../shared/hq/projector-batch.ts'
import type { Projected, ProjectorThere } from '../shared/hq/projector.ts'

/** What the threads are asked: bytes and keys in, verdicts out; they hold nothing between two questions. */
export type CheckQuestion =
  /** A packed page against the raw public key (hex) of its station. */
  | { kind: 'page'; bytes: Uint8Array; publicKey: string }
  /** Every signature of a page that was taken before. */
  | { kind: 'signatures'; bytes: Uint8Array; publicKey: string }
  | { kind: 'unseal'; sealed: Uint8Array; identity: string }
  | { kind: 'seal'; plain: Uint8Array; recipient: string }
  /** Facts of stored pages behind number `after`, sorted for the projections. */
  | { kind: 'batch'; venue: string; after: number; pages: Uint8Array[] }
  | { kind: 'fold'; batch: Batch; there: ProjectorThere }
  /** The ledger of a closing package: opened, checked fact by fact, cut into pages. */
  | { kind: 'closing'; sealed: Uint8Array; identity: string; manifest: ClosingManifest }

export type CheckAnswer =
  /** `hashes`: 32 bytes for every fact; `packed`: the page under zstd. */
  | { kind: 'page'; ok: true; hashes: Uint8Array; packed: Uint8Array }
  | { kind: 'page'; ok: false; fault: PageFault | 'malformed' | 'too_large'; seq: number }
  /** Number of the first fact whose signature is wrong, or null. */
  | { kind: 'signatures'; wrong: number | null }
  | { kind: 'unseal'; plain: Uint8Array | null }
  | { kind: 'seal'; sealed: Uint8Array }
  | { kind: 'batch'; batch: Batch }
  | { kind: 'fold'; projected: Projected }
  | { kind: 'closing'; ok: true; pages: LedgerPage[] }
  | { kind: 'closing'; ok: false; fault: LedgerFault | 'not_for_us'; station: string; seq: number }

type AnswerTo<K extends CheckQuestion['kind']> = Extract<CheckAnswer, { kind: K }>

interface Waiting {
  resolve: (answer: CheckAnswer) => void
  reject: (error: Error) => void
}

interface Thread {
  worker: Worker
  waiting: Map<number, Waiting>
}

/** Threads that check; a thread that dies is replaced and its questions fail. */
export interface CheckPool {
  ask<Q extends CheckQuestion>(question: Q): Promise<AnswerTo<Q['kind']>>
  close(): Promise<void>
}

// the built program keeps the worker as a file of its own beside it
const source = new URL(import.meta.url.endsWith('.ts') ? './check-worker.ts' : './check-worker.js', import.meta.url)

/** Starts no thread before the first question; `most` threads, by default as many as there are processors but one. */
export function makeCheckPool(most = Math.max(1, availableParallelism() - 1)): CheckPool {
  const threads: Thread[] = []
  let next = 1

  const start = (): Thread => {
    const worker = new Worker(source, { env: {} })
    const thread: Thread = { worker, waiting: new Map() }
    const gone = (error: Error): void => {
      const at = threads.indexOf(thread)
      if (at >= 0) threads.splice(at, 1)
      for (const { reject } of thread.waiting.values()) reject(error)
      thread.waiting.clear()
    }
    worker.on('message', ({ id, answer, error }: { id: number; answer?: CheckAnswer; error?: string }) => {
      const asked = thread.waiting.get(id)
      thread.waiting.delete(id)
      // an idle thread must not keep a process alive that has nothing else to do
      if (thread.waiting.size === 0) worker.unref()
      if (answer === undefined) asked?.reject(new Error(error ?? 'a checking thread gave no answer'))
      else asked?.resolve(answer)
    })
    worker.on('error', (error) => gone(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', (code) => gone(new Error(`a checking thread ended with ${String(code)}`)))
    worker.unref()
    threads.push(thread)
    return thread
  }

  return {
    ask: <Q extends CheckQuestion>(question: Q) =>
      new Promise<AnswerTo<Q['kind']>>((resolve, reject) => {
        const idle = threads.find((each) => each.waiting.size === 0)
        const thread = idle ?? (threads.length < most ? start() : threads.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a)))
        const id = next
        next += 1
        thread.waiting.set(id, { resolve: (answer) => resolve(answer as AnswerTo<Q['kind']>), reject })
        thread.worker.ref()
        thread.worker.postMessage({ id, question })
      }),
    close: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

let shared: CheckPool | undefined

/** The pool of this process: threads hold no state, so one serves every recruitment. */
export function checkPool(): CheckPool {
  shared ??= makeCheckPool()
  return shared
}
