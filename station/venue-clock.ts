import type { Db } from '../db/open.ts'
import { shiftedClock, type Clock } from '../exchange/clock.ts'
import { readVenueMeta, writeVenueMeta, type VenueMeta } from './venue-meta.ts'

/** A pause longer than this (ms) is a rehearsal that was put away, not a restart in its middle. */
const standstillAfter = 10 * 60_000

export interface VenueClock {
  readonly clock: Clock
  readonly meta: VenueMeta
  /** Moves a rehearsal's clock (ms), and keeps it moved. */
  moveTo(now: number): void
  /** What the venue knows of itself was written anew; the clock stays as it is. */
  reread(): void
}

/**
 * The clock a venue lives by: the machine's, or in a rehearsal the machine's moved to the practised day. A rehearsal
 * stands still while nobody plays it: tomorrow it goes on after its last fact (`left`, ms), not a day later.
 */
export function venueClock(db: Db, stored: VenueMeta, machine: Clock, left: number | null): VenueClock {
  let meta = stored
  const shifted = shiftedClock(machine, meta.clockOffset)
  const moveTo = (now: number): void => {
    shifted.moveTo(now)
    meta = { ...meta, clockOffset: shifted.offset }
    writeVenueMeta(db, meta)
  }
  if (meta.mode === 'rehearsal' && left !== null && shifted.now() - left > standstillAfter) moveTo(left + 1000)
  return {
    clock: meta.mode === 'rehearsal' ? shifted : machine,
    get meta() {
      return meta
    },
    moveTo,
    reread: () => {
      meta = readVenueMeta(db) ?? meta
    },
  }
}
