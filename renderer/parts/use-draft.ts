import { useCallback, useEffect, useRef, useState } from 'react'
import { create } from 'zustand'
import { station } from '../contract.ts'
import { useWho } from '../frame/who.ts'

/** All drafts of one person (`of`), asked for once; null before they are known. */
const useDrafts = create<{ all: Record<string, string> | null; of: string }>(() => ({ all: null, of: '' }))

/** Reads the person's drafts; called when somebody sits down. */
export async function readDrafts(operator: string): Promise<void> {
  if (useDrafts.getState().of === operator) return
  // what the last person typed is gone from this window before the next one can see it
  useDrafts.setState({ all: null, of: '' })
  try {
    useDrafts.setState({ all: await station.drafts.all(), of: operator })
  } catch {
    // without drafts the fields start empty, as on a first visit
    useDrafts.setState({ all: {}, of: operator })
  }
}

/**
 * A text that survives a reload, a lock and a crash: kept at the station a quarter of a second after the last key. Answers the
 * text, its setter, and `clear` for when the form was sent.
 */
export function useDraft(key: string, first = ''): readonly [text: string, set: (text: string) => void, clear: () => void] {
  const me = useWho((who) => who.me?.operator ?? '')
  const all = useDrafts((state) => (state.of === me ? state.all : null))
  const [text, setText] = useState(() => all?.[key] ?? first)
  const typed = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  // drafts that arrive late fill only what nobody has typed into yet
  useEffect(() => {
    const kept = all?.[key]
    if (!typed.current && kept !== undefined && kept !== '') setText(kept)
  }, [all, key])

  const keep = useCallback(
    (value: string, wait: number) => {
      clearTimeout(timer.current)
      useDrafts.setState(({ all: before }) => ({ all: { ...before, [key]: value } }))
      timer.current = setTimeout(() => {
        // it never becomes the draft of whoever sits here a moment later
        if (useWho.getState().me?.operator !== me) return
        station.drafts.put({ key, text: value }).catch(() => undefined)
      }, wait)
    },
    [key, me],
  )

  const set = useCallback(
    (value: string) => {
      typed.current = true
      setText(value)
      keep(value, 250)
    },
    [keep],
  )
  const clear = useCallback(() => {
    typed.current = false
    setText(first)
    keep('', 0)
  }, [first, keep])

  return [text, set, clear]
}
