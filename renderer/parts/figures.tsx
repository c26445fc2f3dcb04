import type { ReactNode } from 'react'
import styles from './figures.module.css'

/** A row of large numbers, each under its word. `large` where one of them is what the screen is about. */
export function Figures({ large = false, children }: { large?: boolean; children: ReactNode }) {
  return (
    <dl className={styles['figures']} data-large={large}>
      {children}
    </dl>
  )
}

/** One of them; `warn` colours it beside its own ▲, `strong` marks the one to look at first. */
export function Figure({
  label,
  warn = false,
  strong = false,
  note,
  children,
}: {
  label: ReactNode
  warn?: boolean
  strong?: boolean
  /** Under the number: how it came about. */
  note?: ReactNode
  children: ReactNode
}) {
  return (
    <div data-warn={warn} data-strong={strong}>
      <dt>{label}</dt>
      <dd>{children}</dd>
      {note !== undefined && <small>{note}</small>}
    </div>
  )
}

/** Words and what they are worth, line under line (`dt`, `dd`). */
export function Pairs({ children }: { children: ReactNode }) {
  return <dl className={styles['pairs']}>{children}</dl>
}
