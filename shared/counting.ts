import type { FactId } from './facts.ts'
import { byText } from './text-order.ts'

/** What ordering and replacing need to know of a fact. */
export interface Placed {
  fact: FactId
  at: number
  replaces: FactId | null
}

const streamOf = (fact: FactId): string => fact.slice(0, 16)
const placeOf = (fact: FactId): number => Number(fact.slice(17))

/**
 * One order for facts of many stations, the same on every machine: within a stream by number, across streams by time,
 * where a clock set back never puts a fact before an earlier one of its own stream.
 */
export function inOrder<T extends Pick<Placed, 'fact' | 'at'>>(rows: readonly T[]): T[] {
  if (rows.length < 2 || alreadyInOrder(rows)) return [...rows]
  const byStream = [...rows].sort((a, b) => byText(streamOf(a.fact), streamOf(b.fact)) || placeOf(a.fact) - placeOf(b.fact))
  let stream = ''
  let latest = 0
  const timed = byStream.map((row) => {
    latest = streamOf(row.fact) === stream ? Math.max(latest, row.at) : row.at
    stream = streamOf(row.fact)
    return { row, time: latest }
  })
  // The sort is stable, so equal times keep the order of streams and numbers.
  return timed.sort((a, b) => a.time - b.time).map(({ row }) => row)
}

/** Facts of one stream by rising number, as a look-up mostly gives them. */
function alreadyInOrder(rows: readonly Pick<Placed, 'fact'>[]): boolean {
  const stream = streamOf(rows[0]!.fact)
  for (let at = 1; at < rows.length; at += 1) {
    const [before, after] = [rows[at - 1]!.fact, rows[at]!.fact]
    if (!after.startsWith(stream)) return false
    if (after.length < before.length || (after.length === before.length && after <= before)) return false
  }
  return true
}

/** A fact that counts now, in the place of the fact its corrections go back to. */
export interface Counting<T> {
  /** The one in force. */
  now: T
  /** The id of the fact at the root of the chain: its own when it was never corrected. */
  root: FactId
}

/** Two or more facts that replace the same one. */
export interface Rivals<T> {
  target: FactId
  rivals: T[]
}

/**
 * Follows corrections to what counts now: A ← B ← C counts as C in A's place. Of two corrections of one fact the later
 * one in the common order counts until a person decides, and both are reported as rivals. Dropped facts (by a resolved
 * conflict) do not count, nor does what corrects them. The result is in the order of the roots.
 */
export function counting<T extends Placed>(rows: readonly T[], dropped: ReadonlySet<FactId>): { counts: Counting<T>[]; rivals: Rivals<T>[] } {
  if (rows.length === 0) return { counts: [], rivals: [] }
  const ordered = inOrder(rows)
  if (ordered.every((row) => row.replaces === null)) {
    return { counts: ordered.filter((row) => !dropped.has(row.fact)).map((row) => ({ now: row, root: row.fact })), rivals: [] }
  }
  const here = new Set(ordered.map((row) => row.fact))
  const replacing = new Map<FactId, T[]>()
  for (const row of ordered) {
    if (row.replaces === null || dropped.has(row.fact)) continue
    const others = replacing.get(row.replaces)
    if (others === undefined) replacing.set(row.replaces, [row])
    else others.push(row)
  }
  const rivals = [...replacing].filter(([, corrections]) => corrections.length > 1).map(([target, corrections]) => ({ target, rivals: corrections }))
  const counts: Counting<T>[] = []
  const begun = new Set<FactId>()
  for (const row of ordered) {
    // A correction whose fact has not arrived yet stands in its place until it does.
    const root = row.replaces === null ? row.fact : here.has(row.replaces) ? null : row.replaces
    if (root === null || begun.has(root)) continue
    begun.add(root)
    let now = row.replaces === null ? row : undefined
    if (now !== undefined && dropped.has(now.fact)) continue
    for (let next = replacing.get(root)?.at(-1); next !== undefined; next = replacing.get(next.fact)?.at(-1)) now = next
    if (now !== undefined) counts.push({ now, root })
  }
  return { counts, rivals }
}
