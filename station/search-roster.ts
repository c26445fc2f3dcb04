import { buildSearchIndex, folded, type SearchAnswer, type SearchIndex } from '../db/search.ts'
import { initialsOf, readingsOf, searchedName } from '../db/readings.ts'
import type { Candidate } from '../shared/roster.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'

const indexes = new WeakMap<OpenVenue['ledger'], SearchIndex>()

function indexOf(venue: OpenVenue): SearchIndex {
  let index = indexes.get(venue.ledger)
  if (index === undefined) {
    index = buildSearchIndex(boardOf(venue).people())
    indexes.set(venue.ledger, index)
  }
  return index
}

/** Makes the index before the first person is looked for. */
export function warmSearch(venue: OpenVenue): void {
  indexOf(venue)
}

/** The index shows no more than this at once. */
const shown = 50

/**
 * Whom a typed or scanned text may mean, from the index of the roster and from the lots of one session: a lot of
 * another session is another person's.
 */
export function searchRoster(venue: OpenVenue, session: string, text: string, limit: number): SearchAnswer {
  const found = indexOf(venue).search(text, Math.min(limit, shown))
  const holders = lotHolders(venue, session, text).filter((candidate) => !found.candidates.includes(candidate))
  return { candidates: [...found.candidates, ...holders].slice(0, limit), total: found.total + holders.length, exact: found.exact }
}

function lotHolders(venue: OpenVenue, session: string, text: string): string[] {
  const prefix = text.normalize('NFKC').trim().toUpperCase()
  if (!/^[A-HJ-NP-Z]\d{1,3}$/.test(prefix)) return []
  const board = boardOf(venue)
  return board.standings(session).filter((standing) => standing.lot?.lot.startsWith(prefix) === true).map((standing) => standing.candidate)
}

/** Everybody a filter leaves on a list: by the index while it shows all, else by looking at each. */
export function matching(venue: OpenVenue, session: string, text: string): ReadonlySet<string> {
  const found = searchRoster(venue, session, text, shown)
  const all = new Set([...found.candidates, ...lotHolders(venue, session, text)])
  if (found.total <= all.size) return all
  const query = folded(text)
  for (const person of boardOf(venue).people()) if (fits(person, query)) all.add(person.id)
  return all
}

const spoken = new Map<string, string[]>()

function fits(person: Candidate, query: string): boolean {
  if (searchedName(person.name).includes(query) || folded(person.rosterNumber).startsWith(query) || folded(person.ticket).startsWith(query)) return true
  if (query.length >= 4 && (folded(person.ticket).endsWith(query) || folded(person.residentId).endsWith(query))) return true
  if (/\d/.test(query)) return false
  let said = spoken.get(person.name)
  if (said === undefined) {
    said = readingsOf(person.name).flatMap((reading) => [initialsOf(reading), reading.join('')])
    spoken.set(person.name, said)
  }
  return said.some((each) => each.includes(query))
}
