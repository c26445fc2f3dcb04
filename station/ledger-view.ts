import type { Ledger } from '../db/ledger.ts'

/**
 * The same ledger as an object of its own. What is held in memory beside a ledger is found by the object: a fresh view
 * begins with nothing, and `end` lets go of everybody who listened through the old one. Both write the one stream.
 */
export function ledgerView(ledger: Ledger): { view: Ledger; end(): void } {
  const stops = new Set<() => void>()
  return {
    view: {
      ...ledger,
      onAppended: (listener) => {
        const stop = ledger.onAppended(listener)
        stops.add(stop)
        return () => {
          stops.delete(stop)
          stop()
        }
      },
    },
    end: () => {
      for (const stop of stops) stop()
      stops.clear()
    },
  }
}
