import type { Bilingual } from './api/answer.ts'
import type { BalanceLine } from './api/closing.ts'
import type { Whereabouts } from './api/sessions.ts'

/** One person as the balance counts them. */
export interface BalancePerson {
  /** Where they would stand if the session were closed now. */
  where: Whereabouts
  /** What still stands between them and an end; null when nothing does. */
  problem: string | null
  /** Key of the desk whose admission is in force, or null. */
  desk: string | null
  hasLot: boolean
  room: string | null
  /** Fitness items with their state; empty where the session holds no fitness for their post. */
  items: Readonly<Record<string, 'open' | 'passed' | 'failed'>>
  unsigned: readonly string[]
}

/** What the ledger says of a desk by itself: admissions in force, and how many of them a second one contradicts. */
export interface DeskTally {
  admitted: number
  doubled: number
}

export interface BalanceCase {
  title: Bilingual
  session: string
  /** How many the roster and the shortlists make due; counted apart from `people`. */
  due: number
  people: readonly BalancePerson[]
  /** People with an admission, a lot or a result in this session who are not due in it. */
  strays: number
  desks: ReadonlyMap<string, DeskTally & { title: Bilingual }>
  items: readonly { id: string; title: Bilingual }[]
  rooms: readonly { id: string; title: Bilingual }[]
}

/** Ends of an interview room, by where somebody stands; what is not here has not ended in the room. */
const roomEnds: Partial<Record<Whereabouts, string>> = {
  passed: 'scored', interview_failed: 'scored', interview_zero: 'zero', interview_absent: 'noShow', lapsed: 'lapsed', withdrawn: 'withdrawn', barred: 'barred',
}

/**
 * Counts a session against itself (规则 §11): everybody due has an end; whom a desk let in has one; of those who came to
 * fitness each passed, failed or never reached an item; of the lots of a room each was scored or ended otherwise. A line
 * balances when what was expected is accounted for and nothing is open.
 */
export function balanceLines(held: BalanceCase): BalanceLine[] {
  return [sessionLine(held), ...deskLines(held), ...itemLines(held), ...roomLines(held)]
}

export function isBalanced(lines: readonly BalanceLine[]): boolean {
  return lines.every((line) => line.balanced)
}

/** Counts by name, the most frequent first, so that the same session reads the same every time. */
function tally(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)))
}

function sessionLine({ title, session, due, people, strays }: BalanceCase): BalanceLine {
  const open = people.filter((person) => person.problem !== null).length
  const accounted = people.length - open
  return {
    of: 'session', key: session, title, expected: due, accounted, open, balanced: open === 0 && accounted === due && strays === 0,
    parts: { ...tally(people.map((person) => person.where)), ...(strays === 0 ? {} : { strays }) },
  }
}

function deskLines({ people, desks }: BalanceCase): BalanceLine[] {
  return [...desks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { title, admitted, doubled }]) => {
    const here = people.filter((person) => person.desk === key)
    const open = here.filter((person) => person.problem !== null).length
    const accounted = here.length - open
    return {
      of: 'desk', key, title, expected: admitted, accounted, open,
      // Of two admissions of one person the other one stands; the contradiction is listed and signed for by itself.
      balanced: open === 0 && accounted + doubled === admitted,
      parts: { ...tally(here.map((person) => person.where)), ...(doubled === 0 ? {} : { doubled }) },
    }
  })
}

function itemLines({ people, items }: BalanceCase): BalanceLine[] {
  const came = people.filter((person) => Object.keys(person.items).length > 0 && (person.hasLot || Object.values(person.items).some((state) => state !== 'open')))
  if (came.length === 0) return []
  return items.map(({ id, title }) => {
    const states = came.map((person) => person.items[id] ?? 'open')
    const count = (state: string): number => states.filter((each) => each === state).length
    const unsigned = came.filter((person) => person.problem !== null && person.unsigned.includes(id)).length
    const parts = { passed: count('passed'), failed: count('failed'), notReached: count('open'), ...(unsigned === 0 ? {} : { unsigned }) }
    const accounted = parts.passed + parts.failed + parts.notReached - unsigned
    return { of: 'item', key: id, title, expected: came.length, accounted, open: unsigned, balanced: accounted === came.length, parts }
  })
}

function roomLines({ people, rooms }: BalanceCase): BalanceLine[] {
  return rooms.map(({ id, title }) => {
    const drawn = people.filter((person) => person.room === id && person.hasLot)
    const ends = drawn.map((person) => (person.problem === null ? roomEnds[person.where] : undefined) ?? 'open')
    const { open = 0, ...parts } = tally(ends)
    return { of: 'room', key: id, title, expected: drawn.length, accounted: drawn.length - open, open, balanced: open === 0, parts }
  })
}
