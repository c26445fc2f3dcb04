import type { ReactNode } from 'react'
import styles from './tabs.module.css'

/** Several views of one room, one shown; the chosen one is underlined and bold, never only coloured. */
export function Tabs<K extends string>({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  /** What they are views of, for a reader. */
  label: string
  tabs: readonly (readonly [key: K, words: ReactNode])[]
  chosen: K
  onChoose: (key: K) => void
}) {
  return (
    <div className={styles['tabs']} role="tablist" aria-label={label}>
      {tabs.map(([key, words]) => (
        <button key={key} type="button" role="tab" aria-selected={key === chosen} onClick={() => onChoose(key)}>
          {words}
        </button>
      ))}
    </div>
  )
}
