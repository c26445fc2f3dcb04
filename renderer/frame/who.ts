import { create } from 'zustand'
import type { Operator } from '../../shared/api/operators.ts'
import type { VenueState } from '../../shared/api/venue.ts'
import { answeredNo, stationNames } from '../answers.ts'
import { seatLost, station, token } from '../contract.ts'
import { heardClock, useLive } from '../heard.ts'

/** What the station is: asked before anything else is shown. */
export type Station = { kind: 'asking' } | { kind: 'unreachable' } | { kind: 'known'; state: VenueState }

interface Who {
  station: Station
  /** The signed-in person, or null. */
  me: Operator | null
  /** The screen below stays; only this person's PIN or another sign-in goes on. */
  locked: boolean
}

/** Who sits here, and at which station. */
export const useWho = create<Who>(() => ({ station: { kind: 'asking' }, me: null, locked: false }))

/** The station's state where it is known to exist: inside the frame it always is. */
export function useVenue(): VenueState {
  const found = useWho((who) => who.station)
  if (found.kind !== 'known') throw new Error('the frame is shown only once the station is known')
  return found.state
}

/** A station's key id as people call it; one that nobody named, by the first half of its id. */
export function stationName(key: string): string {
  const { station: found } = useWho.getState()
  return (found.kind === 'known' ? found.state.stationNames[key] : undefined) ?? key.slice(0, 8)
}
stationNames.of = stationName

/** Asks the station what it is, and who this window's token belongs to. */
export async function meet(): Promise<void> {
  try {
    const state = await station.venue.state()
    heardClock(state.now)
    const me = state.state === 'ready' ? await whose() : null
    useWho.setState((who) => ({ station: { kind: 'known', state }, me: me ?? (who.locked ? who.me : null) }))
  } catch {
    useWho.setState({ station: { kind: 'unreachable' } })
  }
}

async function whose(): Promise<Operator | null> {
  if (token.get() === '') return null
  try {
    return await station.operators.me()
  } catch (error) {
    const code = answeredNo(error)
    if (code === undefined) throw error
    // seatLost has locked the window or emptied the seat already
    return null
  }
}

seatLost.tell = (why) => {
  if (why === 'locked') useWho.setState({ locked: true })
  else leave()
}

/** Puts a signed-in person at this window. */
export function seat(text: string, me: Operator): void {
  token.set(text)
  useWho.setState({ me, locked: false })
}

/** Leaves the window without anybody. */
export function leave(): void {
  token.set('')
  useLive.setState({ link: 'waiting' })
  useWho.setState({ me: null, locked: false })
}

/** Ends the sign-in here and at the station. */
export function signOut(): void {
  station.operators.signOut().catch(() => undefined)
  leave()
}

/** Locks the screen at once and tells the station; the words typed stay where they are. */
export function lock(): void {
  useWho.setState({ locked: true })
  // a station that cannot be reached locks by itself when the idle time is over
  station.operators.lock().catch(() => undefined)
}
