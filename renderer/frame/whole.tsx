import type { ReactNode } from 'react'
import styles from './whole.module.css'

/** One message over the whole window, before there is a frame. */
export function Whole({ title, text, busy, children }: { title: string; text?: string; busy?: boolean; children?: ReactNode }) {
  return (
    <main className={styles['whole']} aria-busy={busy ?? false}>
      <h1>{title}</h1>
      {text !== undefined && <p>{text}</p>}
      {children}
    </main>
  )
}
