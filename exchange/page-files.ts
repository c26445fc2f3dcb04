import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pageKinds } from '../shared/page-kinds.ts'

interface PageFile {
  readonly kind: string
  /** True for files whose name carries their hash: they never change. */
  readonly lasting: boolean
  read(): Promise<Buffer>
}

/**
 * Address path → built file. The map, made once, is all that can ever be asked for: no spelling of `..` leads anywhere.
 * Empty when the page was not built.
 */
export function pageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>()
  let entries
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  } catch {
    return files
  }
  for (const entry of entries) {
    const kind = pageKinds[path.extname(entry.name)]
    if (!entry.isFile() || kind === undefined) continue
    const file = path.join(entry.parentPath, entry.name)
    const address = `/${path.relative(folder, file).split(path.sep).join('/')}`
    files.set(address, { kind, lasting: address.startsWith('/assets/'), read: () => readFile(file) })
  }
  const index = files.get('/index.html')
  if (index !== undefined) files.set('/', index)
  return files
}
