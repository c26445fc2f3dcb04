import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** One worked case of test/cases: the line the console is given, and the answer, or the path its error must name. */
export interface WorkedCase {
  file: string
  number: number
  clause: string
  /** A shipped pack's name or a file in test/cases/data; absent when no pack is needed. */
  pack?: string
  line: Record<string, unknown>
  expect?: Record<string, unknown>
  errorAt?: string
}

export const projectRoot = path.join(import.meta.dirname, '../..')
const folder = path.join(projectRoot, 'test/cases')

/** Every worked case, in file order. */
export function workedCases(): WorkedCase[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((file) =>
      readFileSync(path.join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line, index) => ({
          ...(JSON.parse(line) as Omit<WorkedCase, 'file' | 'number'>),
          file,
          number: index + 1,
        })),
    )
}
