import { Worker } from 'node:worker_threads'
import type { SheetFault } from '../../shared/sheet-problems.ts'
import type { ReadSheet, SheetAnswer } from './sheet-worker.ts'

export type { ReadSheet, SheetAnswer } from './sheet-worker.ts'
export type { SheetCell, SheetRow } from './sheet-workbook.ts'

/** Largest file that is looked at, bytes. */
export const largestSheet = 30_000_000

// the built program keeps the worker as a file of its own beside it
const worker = new URL(import.meta.url.endsWith('.ts') ? './sheet-worker.ts' : './sheet-worker.js', import.meta.url)

/**
 * Reads an .xlsx or .csv file (UTF-8, UTF-16 with a mark, GB18030) in a thread with at most 512 MB and 20 s. What kind
 * of file it is, its bytes say and not its name. Cells keep their kind, so that a number where text must stand can be
 * refused; titles above the headers and empty lines are left out.
 */
export async function readSheet(
  bytes: Uint8Array,
  limits: { milliseconds?: number; megabytes?: number } = {},
): Promise<SheetAnswer> {
  if (bytes.byteLength > largestSheet) return refused('too_large')
  if (bytes.byteLength === 0) return refused('empty')
  const thread = new Worker(worker, {
    workerData: { sheet: Uint8Array.from(bytes) },
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes ?? 512, stackSizeMb: 4 },
    env: {},
    stdout: true,
    stderr: true,
  })
  const { promise, resolve } = Promise.withResolvers<SheetAnswer>()
  const timer = setTimeout(() => resolve(refused('too_slow')), limits.milliseconds ?? 20_000)
  thread.once('message', resolve)
  thread.once('error', (error: unknown) =>
    resolve(refused(hasCode(error, 'ERR_WORKER_OUT_OF_MEMORY') ? 'too_large' : 'not_a_workbook')),
  )
  thread.once('exit', () => resolve(refused('not_a_workbook')))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await thread.terminate()
  }
}

function refused(fault: SheetFault): SheetAnswer {
  return { ok: false, fault }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Text of a row's cell under a header; empty when the sheet has no such column. */
export function cellUnder(
  sheet: ReadSheet,
  row: ReadSheet['rows'][number],
  header: string | undefined,
): ReadSheet['rows'][number]['cells'][number] {
  const index = header === undefined ? -1 : sheet.headers.indexOf(header)
  return row.cells[index] ?? { kind: 'empty', text: '' }
}
