import type { Chance } from '../exchange/chance.ts'
import type { Clock } from '../exchange/clock.ts'
import type { Keeper } from './keys.ts'
import type { Log } from '../exchange/log.ts'
import type { RunningVenue } from './running-venue.ts'

/** One running station as its own methods see it: with a venue, or waiting for one to be opened. */
export interface Inside {
  /** Absolute data folder. */
  readonly folder: string
  /** Name and version of the program, as facts and screens show it. */
  readonly program: string
  /** The machine's clock. */
  readonly clock: Clock
  readonly chance: Chance
  readonly keeper: Keeper
  readonly log: Log
  readonly venue: RunningVenue | null
  /** The venue's clock, or the machine's before there is one. */
  now(): number
  /**
   * Lets `prepare` fill an empty folder with a whole venue and then makes it this station's, all or nothing: until the
   * last rename nothing is visible, and a throw or a kill leaves the folder as it was.
   */
  adopt<T>(prepare: (folder: string) => Promise<T>): Promise<T>
  /** Closes the venue, lets `replace` change its files, and opens what is there then; everyone is signed out. */
  swap<T>(replace: () => Promise<T>): Promise<T>
}
