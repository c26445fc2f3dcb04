import { useCallback, useEffect, useRef, useState } from 'react'
import { machineNow } from '../clock.ts'
import { useTouched } from '../heard.ts'

/** Rows that come in pages: what is not here yet is undefined, and is asked for when it comes into sight. */
export interface Pages<R> {
  state: 'first' | 'ready' | 'failed'
  total: number
  row(index: number): R | undefined
  /** Tells which rows are in sight. */
  need(from: number, to: number): void
  /** This machine's clock at the last answer, ms. */
  at: number
}

const PAGE = 100

/**
 * Pages of `fetch`, kept until `key` changes; touched nouns read the pages in sight again while the old rows stay on
 * screen, so that one changed row repaints alone.
 */
export function usePages<R>(
  key: string | null,
  fetch: (offset: number, limit: number, signal: AbortSignal) => Promise<{ rows: readonly R[]; total: number }>,
  nouns: readonly string[] = [],
): Pages<R> {
  const touched = useTouched(nouns)
  const [held, setHeld] = useState<{ key: string | null; state: 'first' | 'ready' | 'failed'; total: number; pages: ReadonlyMap<number, readonly R[]>; at: number }>({
    key: null, state: 'first', total: 0, pages: new Map(), at: 0,
  })
  const sight = useRef<readonly [number, number]>([0, 0])
  const asked = useRef<{ key: string | null; touched: number; pages: Set<number>; stop: AbortController }>({
    key: null, touched: -1, pages: new Set(), stop: new AbortController(),
  })
  const latest = useRef(fetch)
  latest.current = fetch

  const load = useCallback((pages: readonly number[]) => {
    const { key: mine, stop, pages: done } = asked.current
    for (const page of pages) {
      if (done.has(page)) continue
      done.add(page)
      latest.current(page * PAGE, PAGE, stop.signal).then(
        ({ rows, total }) => {
          if (stop.signal.aborted) return
          setHeld((before) => {
            const kept = before.key === mine ? before.pages : new Map<number, readonly R[]>()
            return { key: mine, state: 'ready', total, pages: new Map([...kept, [page, rows]]), at: machineNow() }
          })
        },
        () => {
          done.delete(page)
          if (!stop.signal.aborted) setHeld((before) => ({ ...before, key: mine, state: before.key === mine && before.state === 'ready' ? 'ready' : 'failed' }))
        },
      )
    }
  }, [])

  useEffect(() => {
    if (key === null) return undefined
    asked.current.stop.abort()
    if (asked.current.key !== key) sight.current = [0, 0]
    asked.current = { key, touched, pages: new Set(), stop: new AbortController() }
    const [from, to] = sight.current
    load(range(from, to))
    const { stop } = asked.current
    return () => stop.abort()
  }, [key, touched, load])

  const need = useCallback(
    (from: number, to: number) => {
      sight.current = [Math.floor(from / PAGE), Math.floor(to / PAGE)]
      if (asked.current.key !== null) load(range(...sight.current))
    },
    [load],
  )
  const mine = held.key === key
  return {
    state: mine ? held.state : 'first',
    total: mine ? held.total : 0,
    row: (index) => (mine ? held.pages.get(Math.floor(index / PAGE))?.[index % PAGE] : undefined),
    need,
    at: mine ? held.at : 0,
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/** The same shape for rows that are all here. */
export function allRows<R>(rows: readonly R[], at: number): Pages<R> {
  return { state: 'ready', total: rows.length, row: (index) => rows[index], need: () => undefined, at }
}
