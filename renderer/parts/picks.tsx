import type { ReactNode } from 'react'
import styles from './picks.module.css'

/** A column of choices, each led by a large letter or number; beside it what the chosen one holds. */
export function Picks({
  label,
  picks,
  children,
}: {
  label: string
  picks: readonly { key: string; sign: ReactNode; words: ReactNode; chosen: boolean; onChoose: () => void }[]
  children: ReactNode
}) {
  return (
    <div className={styles['columns']}>
      <nav className={styles['picks']} aria-label={label}>
        {picks.map(({ key, sign, words, chosen, onChoose }) => (
          <button key={key} type="button" aria-pressed={chosen} onClick={onChoose}>
            <b>{sign}</b>
            <span>{words}</span>
          </button>
        ))}
      </nav>
      {children}
    </div>
  )
}
