import { useEffect, useRef, type ReactNode } from 'react'

/** What opens above a long list comes into sight at once; when it closes, the eye is back where it was asked for. */
export function Arriving({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const from = document.activeElement
    box.current?.scrollIntoView({ block: 'start' })
    return () => {
      if (!(from instanceof HTMLElement) || !from.isConnected) return
      from.focus({ preventScroll: true })
      from.scrollIntoView({ block: 'center' })
    }
  }, [])
  return <div ref={box}>{children}</div>
}
