import { useEffect } from 'react'
import { untouchedFor } from '../touch.ts'
import { lock, useWho } from './who.ts'

/** Locks the screen after so many minutes without a touch, a key or a move; 0 never locks. */
export function useIdleLock(minutes: number): void {
  useEffect(() => {
    if (minutes <= 0) return undefined
    const watch = setInterval(() => {
      const { locked, me } = useWho.getState()
      if (!locked && me !== null && untouchedFor() > minutes * 60_000) lock()
    }, 5000)
    return () => clearInterval(watch)
  }, [minutes])
}
