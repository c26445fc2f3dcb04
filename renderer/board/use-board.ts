import { useEffect, useState } from 'react'
import { machineNow } from '../clock.ts'
import { station } from '../contract.ts'
import { heardClock } from '../heard.ts'

type Answer = Awaited<ReturnType<typeof station.waiting.board>>
export type BoardView = Extract<Answer, { ok: true }>

const EVERY_MS = 2000
/** After this long without an answer nothing on the board may look alive. */
const STALE_MS = 10_000

/** The public board, asked for every two seconds without anybody signed in. `at`: this machine's clock at the last answer. */
export function useBoard(session: string): { view: BoardView | null; refused: Extract<Answer, { ok: false }> | null; at: number; stale: boolean } {
  const [known, setKnown] = useState<{ view: BoardView | null; refused: Extract<Answer, { ok: false }> | null; at: number; stale: boolean }>({
    view: null, refused: null, at: 0, stale: false,
  })
  useEffect(() => {
    const stop = new AbortController()
    let asking = false
    const ask = async () => {
      if (asking) return
      asking = true
      try {
        const answer = await station.waiting.board(session === '' ? {} : { session }, { signal: stop.signal })
        if (stop.signal.aborted) return
        if (answer.ok) {
          heardClock(answer.now)
          setKnown({ view: answer, refused: null, at: machineNow(), stale: false })
        } else setKnown((before) => ({ ...before, refused: answer, at: machineNow(), stale: false }))
      } catch {
        // the age tells; the next try comes by itself
      } finally {
        asking = false
      }
    }
    const timer = setInterval(() => {
      void ask()
      setKnown((before) => {
        const stale = machineNow() - before.at > STALE_MS
        return stale === before.stale ? before : { ...before, stale }
      })
    }, EVERY_MS)
    void ask()
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [session])
  return known
}
