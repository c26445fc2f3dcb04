import { z } from 'zod'

/** One place where two packs differ: its path, and what stood there before and stands there now; null where there was nothing. */
export const PackChange = z.strictObject({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() })
export type PackChange = z.infer<typeof PackChange>

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * Every leaf in which two packs differ, in the order of the later one. Entries of lists are told apart by what names them
 * (`posts[004].headcount`, `bands[31-35]`), so that one post put in front does not change all others; else by position.
 */
export function packChanges(before: unknown, after: unknown): PackChange[] {
  const changes: PackChange[] = []
  compare('', before as Json | undefined, after as Json | undefined, changes)
  return changes
}

function compare(path: string, before: Json | undefined, after: Json | undefined, into: PackChange[]): void {
  if (before === after) return
  const [left, right] = [entries(before), entries(after)]
  if (left === null || right === null || Array.isArray(before) !== Array.isArray(after)) {
    const [was, is] = [leaf(before), leaf(after)]
    if (was !== is) into.push({ path, before: was, after: is })
    return
  }
  const list = Array.isArray(before)
  for (const key of new Set([...right.keys(), ...left.keys()])) {
    const inner = list ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    compare(inner, left.get(key), right.get(key), into)
  }
  const [from, to] = [[...left.keys()], [...right.keys()]]
  const both = (keys: readonly string[], others: readonly string[]) => keys.filter((key) => others.includes(key)).join(', ')
  // the order of items, posts and tie-breakers is a rule too
  if (list && both(from, to) !== both(to, from)) into.push({ path: `${path}[]`, before: from.join(', '), after: to.join(', ') })
}

/** The parts of a list or an object by what names them; null for a single value and for a list of single values. */
function entries(value: Json | undefined): Map<string, Json> | null {
  if (value === null || value === undefined || typeof value !== 'object') return null
  if (!isList(value)) return new Map(Object.entries(value))
  if (value.some((each) => typeof each !== 'object' || each === null)) return null
  const names = value.map((each, index) => nameOf(each) ?? String(index))
  return new Map(value.map((each, index) => [new Set(names).size === names.length ? (names[index] ?? '') : String(index), each]))
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function nameOf(entry: Json): string | null {
  if (typeof entry !== 'object' || entry === null || isList(entry)) return null
  for (const key of ['code', 'id', 'score']) {
    const name = entry[key]
    if (typeof name === 'string') return name
  }
  const { sex, band } = entry
  return typeof sex === 'string' && typeof band === 'string' && !('points' in entry) ? `${sex} ${band}` : null
}

function leaf(value: Json | undefined): string | null {
  if (value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
