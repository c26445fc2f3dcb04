import type { ReactNode } from 'react'
import styles from './list-beside.module.css'

/** A long list, and beside it the sheet of what was opened in it; on a narrow screen the sheet takes the list's place. */
export function ListBeside({ list, sheet }: { list: ReactNode; sheet: ReactNode }) {
  const open = sheet !== null && sheet !== undefined && sheet !== false
  return (
    <div className={styles['split']} data-open={open}>
      <div className={styles['list']}>{list}</div>
      {open && <div className={styles['beside']}>{sheet}</div>}
    </div>
  )
}
