import { folded } from '../../db/search.ts'
import { initialsOf, readingsOf, searchedName } from '../../db/readings.ts'
import type { Db } from '../../db/open.ts'
import type { Candidate } from '../../shared/roster.ts'

/** What the index is measured against: one table with a row per candidate, asked with LIKE over every column. */
export function makeScanTable(db: Db, roster: readonly Candidate[], lots: ReadonlyMap<string, string>): void {
  const lotOf = new Map([...lots].map(([lot, candidate]) => [candidate, folded(lot)]))
  db.raw.exec('CREATE TEMP TABLE scanned (place INTEGER PRIMARY KEY, id TEXT, name TEXT, initials TEXT, pinyin TEXT, resident TEXT, ticket TEXT, number TEXT, lot TEXT) STRICT')
  const sorted = [...roster].sort((a, b) => (a.rosterNumber < b.rosterNumber ? -1 : a.rosterNumber > b.rosterNumber ? 1 : a.id < b.id ? -1 : 1))
  const insert = db.raw.prepare('INSERT INTO scanned VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  db.raw.transaction(() => {
    sorted.forEach((candidate, place) => {
      const readings = readingsOf(candidate.name)
      // '|' before every syllable: full pinyin is found from the beginning of a syllable on.
      const pinyin = readings.map((reading) => reading.map((_, at) => `|${reading.slice(at).join('')}`).join('')).join('')
      insert.run(place, candidate.id, searchedName(candidate.name), readings.map(initialsOf).join('|'), pinyin,
        folded(candidate.residentId), folded(candidate.ticket), folded(candidate.rosterNumber), lotOf.get(candidate.id) ?? '')
    })
  })()
}

const letters = `name LIKE @any OR initials LIKE @any OR pinyin LIKE @syllable OR ticket LIKE @front OR number LIKE @front`
const numbers = `name LIKE @any OR ticket LIKE @front OR number LIKE @front OR lot LIKE @front OR (length(@query) >= 4 AND (resident LIKE @back OR ticket LIKE @back))`
const lettersLong = `${letters} OR resident LIKE @back OR ticket LIKE @back`

/** First `limit` ids in the order of the roster, and how many there are. */
export function scanFor(db: Db, text: string, limit: number): { candidates: string[]; total: number } {
  const query = folded(text)
  const where = /\d/.test(query) ? numbers : query.length >= 4 ? lettersLong : letters
  const asked = { query, any: `%${query}%`, syllable: `%|${query}%`, front: `${query}%`, back: `%${query}` }
  // Only the names that stand in the text may be bound.
  const bound = Object.fromEntries(Object.entries(asked).filter(([name]) => new RegExp(`@${name}\\b`).test(where)))
  const found = db.raw.prepare(`SELECT id FROM scanned WHERE ${where} ORDER BY place`).pluck().all(bound) as string[]
  return { candidates: found.slice(0, limit), total: found.length }
}

/** Queries as people type them, drawn from what is in the roster: every kind in turn. */
export function madeQueries(roster: readonly Candidate[], lots: ReadonlyMap<string, string>, count: number, random: () => number): string[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const allLots = [...lots.keys()]
  const part = (parts: readonly string[]): string => {
    const from = Math.floor(random() * parts.length)
    return parts.slice(from, from + 1 + Math.floor(random() * (parts.length - from))).join('')
  }
  return Array.from({ length: count }, (_, at) => {
    const candidate = pick(roster)
    const reading = pick(readingsOf(candidate.name))
    switch (at % 9) {
      case 0: return part(Array.from(candidate.name))
      case 1: return part(Array.from(initialsOf(reading)))
      case 2: return candidate.residentId.slice(-4 - Math.floor(random() * 3))
      case 3: return allLots.length === 0 ? candidate.name : pick(allLots).slice(0, 2 + Math.floor(random() * 3))
      case 4: return candidate.ticket.slice(0, 1 + Math.floor(random() * candidate.ticket.length))
      case 5: return candidate.ticket.slice(-4 - Math.floor(random() * 3))
      case 6: return candidate.rosterNumber.slice(0, 1 + Math.floor(random() * 5))
      case 7: return part(reading)
      default: return candidate.name
    }
  })
}
