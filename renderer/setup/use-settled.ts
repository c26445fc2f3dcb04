import { useEffect, useRef, useState } from 'react'

/** A text once it has stood still for a moment: what is asked of the station is not asked at every key. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 300)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** The last value known about the same thing: what stands on screen stays while it is asked again. */
export function useLast<T>(value: T | undefined, about: string | null): T | undefined {
  const held = useRef<{ about: string | null; value: T } | null>(null)
  if (value !== undefined) held.current = { about, value }
  return held.current?.about === about ? held.current.value : undefined
}
