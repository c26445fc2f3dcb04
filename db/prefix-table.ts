/** Sorted distinct keys with the rows that have them; answers which rows have a key that begins with a text. */
export interface PrefixTable {
  /** Sorted, distinct. */
  readonly keys: readonly string[]
  /** Index of the first key that begins with `text`, and the index after the last. */
  range(text: string): [from: number, to: number]
  /** How many postings lie under keys `from` … `to` - 1; a row may be there more than once. */
  size(from: number, to: number): number
  /** Writes the rows of those keys into `into` from index `at`; answers the index after the last. */
  collect(from: number, to: number, into: Uint32Array, at: number): number
}

/** Builds a table from (key, row) pairs given by `fill`. */
export function prefixTable(fill: (add: (key: string, row: number) => void) => void): PrefixTable {
  const rowsOf = new Map<string, number[]>()
  let postings = 0
  fill((key, row) => {
    const rows = rowsOf.get(key)
    if (rows === undefined) rowsOf.set(key, [row])
    else if (rows.at(-1) === row) return
    else rows.push(row)
    postings += 1
  })
  const keys = [...rowsOf.keys()].sort()
  const starts = new Uint32Array(keys.length + 1)
  const rows = new Uint32Array(postings)
  let at = 0
  keys.forEach((key, index) => {
    starts[index] = at
    for (const row of rowsOf.get(key)!) rows[at++] = row
  })
  starts[keys.length] = at

  /** Index of the first key that is not before `text`, or, with `after`, of the first that is past all that begin with it. */
  const find = (text: string, after: boolean): number => {
    let [low, high] = [0, keys.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const key = keys[middle]!
      if (key < text || (after && key.startsWith(text))) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    keys,
    range: (text) => [find(text, false), find(text, true)],
    size: (from, to) => starts[to]! - starts[from]!,
    collect: (from, to, into, at) => {
      const found = rows.subarray(starts[from], starts[to])
      into.set(found, at)
      return at + found.length
    },
  }
}

/** Every text that more than `most` postings of the table begin with: the ones too long to gather at each keystroke. */
export function* crowdedPrefixes(table: PrefixTable, most: number): Generator<string> {
  yield* crowded(table, '', 0, table.keys.length, most)
}

function* crowded(table: PrefixTable, prefix: string, from: number, to: number, most: number): Generator<string> {
  const { keys } = table
  for (let start = from; start < to;) {
    const key = keys[start]!
    if (key.length === prefix.length) {
      start += 1
      continue
    }
    // Whole characters only: half of a rare character is nothing anybody can type.
    const next = prefix + String.fromCodePoint(key.codePointAt(prefix.length)!)
    let end = start + 1
    for (let step = 1; end < to && keys[Math.min(end + step, to) - 1]!.startsWith(next); step *= 2) end = Math.min(end + step, to)
    while (end < to && keys[end]!.startsWith(next)) end += 1
    if (table.size(start, end) > most) {
      yield next
      yield* crowded(table, next, start, end, most)
    }
    start = end
  }
}
