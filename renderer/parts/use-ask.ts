import { useCallback, useEffect, useRef, useState } from 'react'
import { machineNow } from '../clock.ts'
import { answeredNo } from '../answers.ts'
import { useTouched } from '../heard.ts'

/** What a screen knows of one question: the last answer stays on screen while it is asked again. */
export interface Asked<T> {
  /** 'first' until the first answer; 'ready' afterwards; 'failed' when the last try brought none. */
  state: 'first' | 'ready' | 'failed'
  value: T | undefined
  /** This machine's clock when the value came, ms. */
  at: number
  /** The station's code when it said no. */
  code: string
  again(): void
}

/**
 * Asks when `key` changes, when one of the nouns is touched on the station, and on `again`. Answers that come out of
 * order are dropped. `key: null` asks nothing yet.
 */
export function useAsk<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>, nouns: readonly string[] = []): Asked<T> {
  const touched = useTouched(nouns)
  const [round, setRound] = useState(0)
  const [known, setKnown] = useState<{ key: string | null; value: T | undefined; at: number; failed: string | null }>({
    key: null, value: undefined, at: 0, failed: null,
  })
  const latest = useRef(ask)
  latest.current = ask

  useEffect(() => {
    if (key === null) return undefined
    const stop = new AbortController()
    latest.current(stop.signal).then(
      (value) => {
        if (!stop.signal.aborted) setKnown({ key, value, at: machineNow(), failed: null })
      },
      (error: unknown) => {
        if (stop.signal.aborted) return
        const code = answeredNo(error) ?? 'no_answer'
        setKnown((before) => (before.key === key ? { ...before, failed: code } : { key, value: undefined, at: 0, failed: code }))
      },
    )
    return () => stop.abort()
  }, [key, touched, round])

  const again = useCallback(() => setRound((n) => n + 1), [])
  const mine = known.key === key && key !== null
  return {
    state: !mine ? 'first' : known.failed !== null ? 'failed' : 'ready',
    value: mine ? known.value : undefined,
    at: mine ? known.at : 0,
    code: mine ? (known.failed ?? '') : '',
    again,
  }
}
