import type { Candidate } from '../shared/roster.ts'
import { crowdedPrefixes, prefixTable, type PrefixTable } from './prefix-table.ts'
import { initialsOf, readingsOf, searchedName } from './readings.ts'

export interface SearchAnswer {
  /** Candidate ids in the order of the roster, at most `limit`. */
  candidates: string[]
  /** How many match in all. */
  total: number
  /** The one candidate whose ticket, resident id, roster number or lot is exactly this, when it is one. */
  exact: string | null
}

/** In-memory index of one roster: built once, lots are told to it as they are drawn. */
export interface SearchIndex {
  /** Blank text finds nobody. `limit` is at most 50. */
  search(text: string, limit: number): SearchAnswer
  /** A candidate holds this lot now; null takes the lot away again. */
  setLot(lot: string, candidate: string | null): void
}

/** Up to this many postings of one kind are gathered at the keystroke; more, and the answer was made with the index. */
const CROWD = 16
const MOST_SHOWN = 50
const TAIL = 4

/** An answer in rows of the roster: how many in all, and the first of them. */
interface Rows {
  total: number
  rows: Uint32Array
}

/**
 * Finds by: any part of the name (from one character), any part of the initials, full pinyin from any syllable, the
 * last 4 or more of the resident id, ticket from the front or its last 4 or more, roster number and lot from the front.
 */
export function buildSearchIndex(roster: readonly Candidate[]): SearchIndex {
  const candidates = [...roster].sort(byRosterNumber)
  const tables = buildTables(candidates)
  const rowOf = new Map(candidates.map((candidate, row) => [candidate.id, row]))
  const exactly = new Map<string, number | 'several'>()
  candidates.forEach((candidate, row) => {
    for (const key of new Set([candidate.ticket, candidate.residentId, candidate.rosterNumber].map(folded))) {
      if (key !== '') exactly.set(key, exactly.has(key) ? 'several' : row)
    }
  })
  let scratch = new Uint32Array(4096)
  const gather = (query: string): Uint32Array => {
    let end = 0
    const take = (table: PrefixTable, text: string): void => {
      const [from, to] = table.range(text)
      if (from === to) return
      const needed = end + table.size(from, to)
      if (needed > scratch.length) {
        const larger = new Uint32Array(needed * 2)
        larger.set(scratch)
        scratch = larger
      }
      end = table.collect(from, to, scratch, end)
    }
    take(tables.name, query)
    if (!/\d/.test(query)) {
      take(tables.initials, query)
      take(tables.pinyin, query)
    }
    take(tables.ticket, query)
    take(tables.rosterNumber, query)
    if (query.length >= TAIL) {
      const turned = backwards(query)
      take(tables.tail, turned)
      take(tables.ticketTail, turned)
    }
    return distinct(scratch.subarray(0, end))
  }
  const crowds = madeAnswers(tables, gather)
  const find = (query: string): Rows => {
    const crowd = crowds(query)
    if (crowd !== undefined) return crowd
    const rows = gather(query)
    return { total: rows.length, rows }
  }
  const lots = new Map<string, string>()
  // Answers that lots are part of, made at the first asking after a lot changed.
  const withLots = new Map<string, Rows>()
  const findWithLots = (query: string): Rows => {
    let known = withLots.get(query)
    if (known === undefined) {
      const { total, rows } = find(query)
      const holders = lotHolders(query, lots, rowOf).filter((row) => !matchesNumbers(candidates[row]!, query))
      known = { total: total + holders.length, rows: distinct(Uint32Array.from([...rows, ...holders])) }
      withLots.set(query, known)
    }
    return known
  }

  return {
    setLot: (lot, candidate) => {
      const key = folded(lot)
      if (candidate === null) lots.delete(key)
      else lots.set(key, candidate)
      for (let length = 2; length <= key.length; length += 1) withLots.delete(key.slice(0, length))
    },
    search: (text, limit) => {
      const query = folded(text)
      if (query === '') return { candidates: [], total: 0, exact: null }
      const { total, rows } = LOT_SHAPE.test(query) && lots.size > 0 ? findWithLots(query) : find(query)
      const shown: string[] = []
      for (let at = 0; at < rows.length && at < limit && at < MOST_SHOWN; at += 1) shown.push(candidates[rows[at]!]!.id)
      return { candidates: shown, total, exact: exactHit(exactly.get(query), lots.get(query), candidates) }
    },
  }
}

/** A letter and up to three digits: at most a hundred lots to ask for, none for a letter alone. */
const LOT_SHAPE = /^[a-z]\d{1,3}$/

/** The answers to every crowded text, packed side by side. */
function madeAnswers(tables: Tables, gather: (query: string) => Uint32Array): (query: string) => Rows | undefined {
  const place = new Map<string, number>()
  const starts: number[] = [0]
  const totals: number[] = []
  let packed = new Uint32Array(1 << 16)
  for (const text of crowdedTexts(tables)) {
    if (place.has(text)) continue
    const rows = gather(text)
    const from = starts.at(-1)!
    const shown = rows.subarray(0, MOST_SHOWN)
    if (from + shown.length > packed.length) {
      const larger = new Uint32Array(packed.length * 2)
      larger.set(packed)
      packed = larger
    }
    packed.set(shown, from)
    place.set(text, totals.length)
    totals.push(rows.length)
    starts.push(from + shown.length)
  }
  packed = packed.slice(0, starts.at(-1))
  return (query) => {
    const at = place.get(query)
    return at === undefined ? undefined : { total: totals[at]!, rows: packed.subarray(starts[at], starts[at + 1]) }
  }
}

/** What is typed or scanned, as it is looked for: letters of one case, full-width forms made plain, no spaces or dots. */
export function folded(text: string): string {
  return searchedName(text)
}

function byRosterNumber(a: Candidate, b: Candidate): number {
  return a.rosterNumber < b.rosterNumber ? -1 : a.rosterNumber > b.rosterNumber ? 1 : a.id < b.id ? -1 : 1
}

interface Tables {
  name: PrefixTable
  initials: PrefixTable
  pinyin: PrefixTable
  tail: PrefixTable
  ticket: PrefixTable
  ticketTail: PrefixTable
  rosterNumber: PrefixTable
}

function buildTables(candidates: readonly Candidate[]): Tables {
  // Said once per distinct name: rosters repeat names.
  const spoken = new Map<string, { initials: Set<string>; pinyin: Set<string> }>()
  const say = (name: string) => {
    let known = spoken.get(name)
    if (known === undefined) {
      const readings = readingsOf(name)
      known = { initials: new Set(readings.flatMap((reading) => suffixes(Array.from(initialsOf(reading))))), pinyin: new Set(readings.flatMap(suffixes)) }
      spoken.set(name, known)
    }
    return known
  }
  const each = (keys: (candidate: Candidate) => Iterable<string>) => prefixTable((add) => {
    candidates.forEach((candidate, row) => {
      for (const key of keys(candidate)) add(key, row)
    })
  })
  return {
    name: each((candidate) => suffixes(Array.from(searchedName(candidate.name)))),
    initials: each((candidate) => say(candidate.name).initials),
    pinyin: each((candidate) => say(candidate.name).pinyin),
    tail: each((candidate) => [backwards(folded(candidate.residentId))]),
    ticket: each((candidate) => [folded(candidate.ticket)]),
    ticketTail: each((candidate) => [backwards(folded(candidate.ticket))]),
    rosterNumber: each((candidate) => [folded(candidate.rosterNumber)]),
  }
}

function* crowdedTexts(tables: Tables): Generator<string> {
  for (const table of [tables.name, tables.initials, tables.pinyin, tables.ticket, tables.rosterNumber]) yield* crowdedPrefixes(table, CROWD)
  for (const table of [tables.tail, tables.ticketTail]) {
    for (const text of crowdedPrefixes(table, CROWD)) if (text.length >= TAIL) yield backwards(text)
  }
}

function lotHolders(query: string, lots: ReadonlyMap<string, string>, rowOf: ReadonlyMap<string, number>): number[] {
  const room = 10 ** (4 - query.length)
  const found = new Set<number>()
  for (let at = 0; at < room; at += 1) {
    const holder = lots.get(room === 1 ? query : query + String(at).padStart(4 - query.length, '0'))
    const row = holder === undefined ? undefined : rowOf.get(holder)
    if (row !== undefined) found.add(row)
  }
  return [...found]
}

/** Whether a letter with digits already finds this candidate by something other than the lot. */
function matchesNumbers(candidate: Candidate, query: string): boolean {
  return folded(candidate.rosterNumber).startsWith(query) || folded(candidate.ticket).startsWith(query) ||
    suffixes(Array.from(searchedName(candidate.name))).some((part) => part.startsWith(query)) ||
    (query.length >= TAIL && (folded(candidate.ticket).endsWith(query) || folded(candidate.residentId).endsWith(query)))
}

function exactHit(row: number | 'several' | undefined, holder: string | undefined, candidates: readonly Candidate[]): string | null {
  if (row === 'several') return null
  const numbered = row === undefined ? undefined : candidates[row]!.id
  if (numbered !== undefined && holder !== undefined && numbered !== holder) return null
  return numbered ?? holder ?? null
}

/** All endings of a sequence, joined: abc, bc, c. */
function suffixes(parts: readonly string[]): string[] {
  return parts.map((_, at) => parts.slice(at).join(''))
}

/** By code units: keys and queries are turned the same way, so halves of a rare character still meet. */
function backwards(text: string): string {
  let turned = ''
  for (let at = text.length - 1; at >= 0; at -= 1) turned += text.charAt(at)
  return turned
}

/** Sorted, each once; sorts in place. */
function distinct(rows: Uint32Array): Uint32Array {
  if (rows.length > 1) rows.sort()
  let kept = 0
  for (let at = 0; at < rows.length; at += 1) if (at === 0 || rows[at] !== rows[at - 1]) rows[kept++] = rows[at]!
  return rows.subarray(0, kept)
}
