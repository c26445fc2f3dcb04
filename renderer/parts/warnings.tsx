import type { ReactNode } from 'react'
import styles from './warnings.module.css'

/** What somebody has to look at, one line each (`li`), each begun with ▲; a long list scrolls in itself. */
export function Warnings({
  label,
  alert = false,
  children,
}: {
  label?: string
  /** Read out at once. */
  alert?: boolean
  children: ReactNode
}) {
  return (
    <ul className={styles['warnings']} aria-label={label} role={alert ? 'alert' : undefined}>
      {children}
    </ul>
  )
}
