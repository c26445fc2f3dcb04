import { create } from 'zustand'
import type { SyncBrief } from '../shared/api/sync.ts'
import { station, token } from './contract.ts'
import { listenTo } from './heard.ts'

/** How many facts the station holds, the beginning of its head, and what HQ lacks of them (null: no HQ), as it last said. */
export const useLedger = create<{ facts: number; head: string; hq: SyncBrief | null }>(() => ({ facts: 0, head: '', hq: null }))

/** Listens to the station until the signal aborts or it says no to the token (`seatLost` tells the frame), and again after every break. */
export function listen(signal: AbortSignal): Promise<void> {
  return listenTo(
    {
      open: (stop) => station.live.changes(undefined, { signal: stop }),
      seated: () => token.get() !== '',
      hear: ({ facts, head, hq }) => useLedger.setState({ facts, head, hq }),
    },
    signal,
  )
}
