import type { FactId, FactType } from '../shared/facts.ts'
import { factId } from '../shared/facts.ts'
import { inOrder } from '../shared/counting.ts'
import { readFact } from './envelope.ts'
import { numberOf, type Stored } from './ledger.ts'
import type { Db } from './open.ts'

const nouns = ['check_in', 'lot', 'psych', 'attempt', 'sign_off', 'conduct', 'waiting', 'interview', 'paper'] as const

/**
 * Every fact about a candidate, of all sessions, in the common order: with the shortlists the person is on, the draws and
 * joinings of rooms, and the resolutions that named one of them.
 */
export function journeyOf(db: Db, candidate: string): Stored[] {
  const numbers = nouns.flatMap((table) => db.all<{ fact: number }>(`SELECT fact FROM ${table} WHERE candidate = ?`, candidate).map((row) => row.fact))
  numbers.push(...roomsAndLists(db, candidate))
  const known = new Set(numbers)
  const named = (id: FactId) => known.has(numberOf(db, id) ?? -1)
  for (const row of db.all<{ fact: number; keep: string | null; dropped: string }>('SELECT fact, keep, dropped FROM resolution')) {
    if ([...(JSON.parse(row.dropped) as string[]), ...(row.keep === null ? [] : [row.keep])].some(named)) numbers.push(row.fact)
  }
  return storedInOrder(numbers.flatMap((n) => db.one<FactRow>('SELECT bytes, hash, sig FROM fact WHERE n = ?', n) ?? []))
}

/** A half day has few of these facts, and each names many people: they are looked through, not looked up. */
function roomsAndLists(db: Db, candidate: string): number[] {
  const named = JSON.stringify(candidate)
  const lists = db.all<{ fact: number }>('SELECT fact FROM shortlist WHERE instr(candidates, ?) > 0', named)
  const joined = db.all<{ fact: number }>('SELECT fact FROM room WHERE candidate = ?', candidate)
  const drawn = db.all<{ fact: number; bytes: Buffer }>("SELECT r.fact, f.bytes FROM room r JOIN fact f ON f.n = r.fact WHERE r.type = 'rooms.drawn'")
    .filter(({ bytes }) => {
      const fact = readFact(bytes)
      return fact.type === 'rooms.drawn' && fact.body.members.some((member) => member.candidate === candidate)
    })
  return [...lists, ...joined, ...drawn].map(({ fact }) => fact)
}

/** Facts of one type in the common order, last `limit` of them; reads the whole ledger, so not for a hot path. */
export function factsOfType(db: Db, type: FactType, limit = 1000): Stored[] {
  const table = type.startsWith('operator.') ? 'operator_fact' : /^(venue|station|roster|backup)\./.test(type) ? 'venue_fact' : null
  if (table === null) throw new Error(`no list of ${type}`)
  return storedInOrder(db.all<FactRow>(`SELECT f.bytes, f.hash, f.sig FROM ${table} t JOIN fact f ON f.n = t.fact WHERE t.type = ?`, type)).slice(-limit)
}

interface FactRow {
  bytes: Buffer
  hash: Buffer
  sig: Buffer
}

function storedInOrder(rows: FactRow[]): Stored[] {
  const read = rows.map((row) => {
    const fact = readFact(row.bytes)
    return { fact: factId(fact), at: fact.at, stored: { id: factId(fact), fact, bytes: row.bytes, hash: row.hash, sig: row.sig } }
  })
  return inOrder(read).map(({ stored }) => stored)
}
