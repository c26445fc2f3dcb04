import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../architecture/tree.ts'

const folder = path.join(root, 'renderer/i18n/zh')
type Words = string | { [key: string]: Words }
const all = Object.fromEntries(
  readdirSync(folder).map((file) => [
    path.parse(file).name,
    JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Words,
  ]),
)

/** What the screen says in Chinese for a key such as `check-in.confirm`; a key that is not there is a broken test. */
export function words(key: string, values: Record<string, string | number> = {}): string {
  const found = key
    .split('.')
    .reduce<Words | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), all)
  if (typeof found !== 'string') throw new Error(`no words for ${key}`)
  return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** What a sentence begins with, up to the first value in it. */
export function opening(key: string): string {
  const found = words(key, new Proxy({}, { get: () => '\0' }))
  return (found.split('\0')[0] ?? '').trim()
}
