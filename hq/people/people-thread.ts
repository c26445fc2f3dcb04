import { Worker } from 'node:worker_threads'
import { largestSheet } from '../../exchange/sheets/sheet.ts'
import type { SheetFault } from '../../shared/sheet-problems.ts'
import type { PeopleReading, PeopleTask } from './people-reading.ts'

// the built program keeps the worker as a file of its own beside it
const worker = new URL(import.meta.url.endsWith('.ts') ? './people-reading-worker.ts' : './people-reading-worker.js', import.meta.url)

/** Reads a roster in a thread with at most 1 GB and a minute; a file that takes more is refused by name. */
export async function readPeopleAside(task: PeopleTask): Promise<PeopleReading | { ok: false; fault: SheetFault }> {
  if (task.bytes.byteLength > largestSheet) return { ok: false, fault: 'too_large' }
  const thread = new Worker(worker, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: 1024 }, env: {} })
  const { promise, resolve, reject } = Promise.withResolvers<PeopleReading | { ok: false; fault: SheetFault }>()
  const timer = setTimeout(() => resolve({ ok: false, fault: 'too_slow' }), 60_000)
  thread.once('message', resolve)
  thread.once('error', (error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ ok: false, fault: 'too_large' })
    else reject(error instanceof Error ? error : new Error('the thread that reads rosters failed', { cause: error }))
  })
  thread.once('exit', (code) => reject(new Error(`the thread that reads rosters ended with ${String(code)}`)))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await thread.terminate()
  }
}
