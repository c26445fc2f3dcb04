import type { RulePack, Session } from '../../shared/pack-schema.ts'
import type { SeededRandom } from '../../shared/random.ts'
import type { Crew } from './crew.ts'
import type { Person } from './people.ts'
import type { Tally } from './tally.ts'

/** What every step of a half day works with. */
export interface HalfDay {
  crew: Crew
  random: SeededRandom
  pack: RulePack
  session: Session
  /** Those due, in the order they come. */
  people: Person[]
  /** Somebody due in another session who comes here by mistake. */
  strangers: Person['candidate'][]
  tally: Tally
}

export const second = 1000
export const minute = 60 * second

/** Those who are in and whose exam goes on. */
export function present(day: HalfDay): Person[] {
  return day.people.filter((person) =>
    ['in', 'lot_drawn', 'psych_waiting', 'psych_passed', 'fitness'].includes(person.where),
  )
}
