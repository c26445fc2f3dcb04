import { useEffect, useRef } from 'react'

/** Keys of the desk while a card is open, wherever the focus is; a key without an action keeps the browser's meaning. */
export type DeskKeys = Partial<Record<'F1' | 'F2' | 'F3' | 'F4' | 'F6' | 'F8' | 'F9' | 'Escape', (() => void) | undefined>>

/** Listens for the desk's keys. */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
      const action = Object.hasOwn(latest.current, event.key) ? latest.current[event.key as keyof DeskKeys] : undefined
      if (action === undefined || event.defaultPrevented) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
