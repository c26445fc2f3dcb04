import { create } from 'zustand'
import { answeredNo } from './answers.ts'
import { machineNow, setStationClock } from './clock.ts'

/** The other side says something at least every 5 s; after this long without a word the frame greys. */
const SILENCE_MS = 12_000

interface Heard {
  /** 'waiting' before the first message; 'lost' when the heartbeat stopped. */
  link: 'waiting' | 'live' | 'lost'
  /** The other side's clock minus this machine's, ms. */
  offset: number
  /** This machine's clock when the last message came, ms; 0 before. */
  heard: number
  trouble: readonly string[]
  /** How often each noun was touched: a screen reads again when its noun's number changes. */
  touched: Readonly<Record<string, number>>
}

/** What this page last heard from the program behind it, be it a station or HQ. */
export const useLive = create<Heard>(() => ({ link: 'waiting', offset: 0, heard: 0, trouble: [], touched: {} }))

/** Sets the clock from any answer that carries the other side's time. */
export function heardClock(now: number): void {
  useLive.setState({ offset: setStationClock(now) })
}

/** What every live message says. */
export interface LiveWord { now: number; touched: readonly string[]; trouble: readonly string[] }

function take(message: LiveWord): void {
  useLive.setState((before) => {
    const touched = { ...before.touched }
    for (const noun of message.touched) touched[noun] = (touched[noun] ?? 0) + 1
    return { link: 'live', offset: setStationClock(message.now), heard: machineNow(), trouble: message.trouble, touched }
  })
}

/** After a gap nobody knows what changed: every screen reads again. */
function touchEverything(): void {
  useLive.setState(({ touched }) => ({ touched: Object.fromEntries(Object.entries(touched).map(([noun, count]) => [noun, count + 1])) }))
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Listens until the signal aborts, nobody sits here any more, or the other side says no, and again after every break. */
export async function listenTo<M extends LiveWord>(
  from: { open: (signal: AbortSignal) => Promise<AsyncIterable<M>>; seated: () => boolean; hear: (message: M) => void },
  signal: AbortSignal,
): Promise<void> {
  const watch = setInterval(() => {
    const { heard, link } = useLive.getState()
    if (link === 'live' && machineNow() - heard > SILENCE_MS) useLive.setState({ link: 'lost' })
  }, 1000)
  signal.addEventListener('abort', () => clearInterval(watch))
  const stopped = () => signal.aborted
  while (!stopped() && from.seated()) {
    try {
      const changes = await from.open(signal)
      if (useLive.getState().link === 'lost') touchEverything()
      for await (const message of changes) {
        take(message)
        from.hear(message)
      }
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
