import { create } from 'zustand'
import type { LiveMessage } from '../shared/api/venue.ts'
import { machineNow, setStationClock } from './clock.ts'
import { answeredNo, station, token } from './contract.ts'

/** The station says something at least every 5 s; after this long without a word the frame greys. */
const SILENCE_MS = 12_000

interface Live {
  /** 'waiting' before the first message; 'lost' when the heartbeat stopped. */
  link: 'waiting' | 'live' | 'lost'
  /** Station's clock minus this machine's, ms. */
  offset: number
  /** This machine's clock when the last message came, ms; 0 before. */
  heard: number
  facts: number
  head: string
  trouble: readonly string[]
  /** How often each noun was touched: a screen reads again when its noun's number changes. */
  touched: Readonly<Record<string, number>>
}

/** What the station last said about itself. */
export const useLive = create<Live>(() => ({
  link: 'waiting', offset: 0, heard: 0, facts: 0, head: '', trouble: [], touched: {},
}))

/** Sets the clock from any answer that carries the station's time. */
export function heardClock(now: number): void {
  useLive.setState({ offset: setStationClock(now) })
}

function take(message: LiveMessage): void {
  useLive.setState((before) => {
    const touched = { ...before.touched }
    for (const noun of message.touched) touched[noun] = (touched[noun] ?? 0) + 1
    return {
      link: 'live', offset: setStationClock(message.now), heard: machineNow(), facts: message.facts, head: message.head,
      trouble: message.trouble, touched,
    }
  })
}

/** After a gap nobody knows what changed: every screen reads again. */
function touchEverything(): void {
  useLive.setState(({ touched }) => ({
    touched: Object.fromEntries(Object.entries(touched).map(([noun, count]) => [noun, count + 1])),
  }))
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Listens until the signal aborts or the station says no to the token (`seatLost` tells the frame), and again after every break. */
export async function listen(signal: AbortSignal): Promise<void> {
  const watch = setInterval(() => {
    const { heard, link } = useLive.getState()
    if (link === 'live' && machineNow() - heard > SILENCE_MS) useLive.setState({ link: 'lost' })
  }, 1000)
  signal.addEventListener('abort', () => clearInterval(watch))
  const stopped = () => signal.aborted
  while (!stopped() && token.get() !== '') {
    try {
      const changes = await station.live.changes(undefined, { signal })
      if (useLive.getState().link === 'lost') touchEverything()
      for await (const message of changes) take(message)
    } catch (error) {
      if (stopped()) return
      if (answeredNo(error) !== undefined) return
    }
    if (stopped()) return
    useLive.setState({ link: 'lost' })
    await pause(1500, signal)
  }
}

/** A number that changes whenever one of the nouns was touched. */
export function useTouched(nouns: readonly string[]): number {
  return useLive((state) => nouns.reduce((sum, noun) => sum + (state.touched[noun] ?? 0), 0))
}
