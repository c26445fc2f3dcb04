import { spawn } from 'node:child_process'
import path from 'node:path'
import type { StorePlace } from './stores.ts'

/** Runs test/hq/other-process.ts on a place to its end: a second HQ process in earnest. */
export function otherProcess(mode: 'append' | 'count', place: StorePlace, many = 0): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'other-process.ts'), mode, place.folder, place.databaseUrl ?? '', String(many)], { stdio: ['ignore', 'ignore', 'pipe'], timeout: 40_000 })
    let said = ''
    child.stderr.on('data', (text: Buffer) => (said += text.toString()))
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the other process ended with ${String(code)}: ${said}`))))
  })
}
