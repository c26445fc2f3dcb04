import type { ReactNode } from 'react'
import styles from './empty.module.css'

/** Nothing here yet: says so, and what to do first. */
export function Empty({ title, next, children }: { title: ReactNode; next?: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles['empty']} role="status">
      <strong>{title}</strong>
      {next !== undefined && <p>{next}</p>}
      {children}
    </div>
  )
}
