import type { TotalWhy } from '../shared/api/standings.ts'
import { attendedBy } from '../shared/standings-evidence.ts'
import { whyOf } from '../shared/total-why.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { standingsOf } from './standings-held.ts'
import { rowsOf } from './standings-view.ts'

/** How every number of a candidate's total came about; null when nobody of that id is on the roster. */
export function totalWhy(venue: OpenVenue, candidate: string): TotalWhy | null {
  const board = boardOf(venue)
  const person = board.person(candidate)
  const held = person === null ? null : standingsOf(venue).post(person.post)
  const entry = held?.entries.get(candidate)
  if (person === null || held === null || entry === undefined) return null
  const { pack } = venue
  return whyOf({
    pack, post: held.post, ranked: held.ranked, entry, person, row: rowsOf(held).find((each) => each.candidate === candidate) ?? null,
    attended: attendedBy(board, pack, person, standingsOf(venue).days()), nameOf: (operator) => board.nameOf(operator),
  })
}
