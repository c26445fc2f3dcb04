import type { Fact } from '../shared/facts.ts'
import type { Candidate } from '../shared/roster.ts'
import { stepParams as paramsOf, type Telling } from '../shared/step-params.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'

/** What the sentence of a fact needs, as text; words that have a translation go as their keys. */
export function stepParams(venue: OpenVenue, fact: Fact, person: Candidate): Record<string, string> {
  return paramsOf(tellingOf(venue), fact, person)
}

/** The station's pack, names and heats, for sentences of facts. */
export function tellingOf(venue: OpenVenue): Telling {
  const board = boardOf(venue)
  return {
    pack: venue.pack,
    nameOf: (operator) => board.nameOf(operator),
    heatNumber: (session, heat) => {
      const found = board.heats(session)
      const mine = found.find((each) => each.heat === heat)
      return mine === undefined ? '' : String(found.filter((each) => each.item === mine.item).indexOf(mine) + 1)
    },
  }
}
