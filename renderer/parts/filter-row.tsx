import type { ReactNode } from 'react'
import styles from './filter-row.module.css'

/** One of several filters of a list, each with how many it would show. */
export function FilterRow<K extends string>({
  label,
  filters,
  chosen,
  onChoose,
}: {
  label: string
  filters: readonly (readonly [key: K, words: string, count?: ReactNode])[]
  chosen: K
  onChoose: (key: K) => void
}) {
  return (
    <nav className={styles['filters']} aria-label={label}>
      {filters.map(([key, words, count]) => (
        <button key={key} type="button" aria-pressed={key === chosen} onClick={() => onChoose(key)}>
          {words} {count !== undefined && <b>{count}</b>}
        </button>
      ))}
    </nav>
  )
}
