import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What of PouchDB is used here. */
export interface PouchDb {
  bulkDocs(docs: readonly object[]): Promise<unknown>
  info(): Promise<{ doc_count: number }>
  replicate: { to(target: string, options: object): Promise<{ ok: boolean; docs_written: number }> }
}
export interface Pouch {
  new (name: string): PouchDb
  defaults(options: { prefix: string }): Pouch
}

const wanted = ['package.json', 'package-lock.json'] as const

/**
 * Folder in which the other replicators are installed, at versions and hashes of tools/bench/peers; null, and one line that
 * says so, when they cannot be had (no network).
 */
export function peersFolder(): string | null {
  const from = path.join(import.meta.dirname, 'peers')
  const folder = path.resolve(import.meta.dirname, '../../node_modules/.cache/peers')
  const same = (name: string) => existsSync(path.join(folder, name)) && readFileSync(path.join(folder, name)).equals(readFileSync(path.join(from, name)))
  if (wanted.every(same) && existsSync(path.join(folder, 'node_modules/.package-lock.json'))) return folder
  mkdirSync(folder, { recursive: true })
  for (const name of wanted) copyFileSync(path.join(from, name), path.join(folder, name))
  const cli = process.env['npm_execpath']
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder]
  const done = cli?.endsWith('.js') === true ? spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' })
    : spawnSync('npm', args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' })
  if (done.status === 0) return folder
  const why = (done.error?.message ?? done.stderr).split('\n').find((text) => text.trim() !== '') ?? ''
  console.log(`PouchDB 未能安装，不作比较 could not be installed, its lines are left out: ${why}\n`)
  return null
}
