import { create } from 'zustand'
import { station, token } from './contract.ts'
import { listenTo } from './heard.ts'

/** How many facts the station holds and the beginning of its head, as it last said. */
export const useLedger = create<{ facts: number; head: string }>(() => ({ facts: 0, head: '' }))

/** Listens to the station until the signal aborts or it says no to the token (`seatLost` tells the frame), and again after every break. */
export function listen(signal: AbortSignal): Promise<void> {
  return listenTo(
    {
      open: (stop) => station.live.changes(undefined, { signal: stop }),
      seated: () => token.get() !== '',
      hear: ({ facts, head }) => useLedger.setState({ facts, head }),
    },
    signal,
  )
}
