import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

export const rooms = ['shared', 'db', 'exchange', 'station', 'electron', 'renderer', 'hq', 'test', 'tools'] as const
export type Room = (typeof rooms)[number]

/** Every source file of a room as a path from the root with `/`, in order; an absent room has none. */
export function sources(room: Room, pattern = /\.(ts|tsx|js|css|html)$/): string[] {
  try {
    return readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .map((file) => `${room}/${file.replaceAll('\\', '/')}`)
      .filter((file) => pattern.test(file))
      .sort()
  } catch {
    return []
  }
}

export const text = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** What a file imports: the words between the quotes of import, export … from, import() and new URL(…, import.meta.url). */
export function imports(file: string, source = text(file)): string[] {
  const found = [
    ...source.matchAll(/^\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]/gm),
    ...source.matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm),
    ...source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g),
    ...source.matchAll(/\bnew URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g),
  ]
  return found.map((match) => match[1]!)
}
