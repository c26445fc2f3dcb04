import { useEffect, type RefObject } from 'react'
import type { ScanHandle } from './scan-field.tsx'

/**
 * A letter typed or scanned anywhere but in a text of its own goes to the lot field: lots begin with one, readings and
 * choices never do. A field that takes no letters says so with `data-reading`.
 */
export function useScanFromAnywhere(scan: RefObject<ScanHandle | null>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !/^Key[A-Z]$/.test(event.code)) return
      const target = event.target
      if (target instanceof HTMLElement && target.matches('input:not([data-reading]), select, textarea')) return
      scan.current?.focus()
    }
    document.addEventListener('keydown', press, true)
    return () => document.removeEventListener('keydown', press, true)
  }, [scan])
}
