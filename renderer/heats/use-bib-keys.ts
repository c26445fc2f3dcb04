import { useEffect, useState } from 'react'

/**
 * Space taps whoever comes next; digits tap by bib, at once where no longer bib begins with them, else with Enter.
 * Answers the digits typed so far.
 */
export function useBibKeys(active: boolean, bibs: readonly string[], more: boolean, tap: (bib: string | null) => void): string {
  const [typed, setTyped] = useState('')
  useEffect(() => {
    if (!active) return undefined
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
      if (event.target instanceof HTMLElement && event.target.matches('input, select, textarea')) return
      if (event.key === ' ') {
        // a focused button must not be pressed as well
        event.preventDefault()
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
        if (more) tap(null)
        return
      }
      if (event.key === 'Backspace' || event.key === 'Escape') setTyped('')
      if (event.key === 'Enter' && typed !== '') {
        event.preventDefault()
        setTyped('')
        if (bibs.includes(typed)) tap(typed)
        return
      }
      if (!/^[\dA-Za-z]$/.test(event.key)) return
      const now = typed + event.key.toUpperCase()
      const only = bibs.includes(now) && !bibs.some((bib) => bib !== now && bib.startsWith(now))
      if (only) tap(now)
      setTyped(only || !bibs.some((bib) => bib.startsWith(now)) ? '' : now)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [active, bibs, more, tap, typed])
  return typed
}
