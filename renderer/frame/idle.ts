import { useEffect } from 'react'
import { lock, useWho } from './who.ts'

/** Locks the screen after so many minutes without a touch, a key or a move; 0 never locks. */
export function useIdleLock(minutes: number): void {
  useEffect(() => {
    if (minutes <= 0) return undefined
    let last = Date.now()
    const touched = () => {
      last = Date.now()
    }
    const watch = setInterval(() => {
      const { locked, me } = useWho.getState()
      if (!locked && me !== null && Date.now() - last > minutes * 60_000) lock()
    }, 5000)
    const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
    for (const kind of kinds) document.addEventListener(kind, touched, { passive: true })
    return () => {
      clearInterval(watch)
      for (const kind of kinds) document.removeEventListener(kind, touched)
    }
  }, [minutes])
}
