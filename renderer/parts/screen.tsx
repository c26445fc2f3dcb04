import type { ReactNode } from 'react'
import styles from './screen.module.css'

/**
 * A room's sheet: title and a line of figures on top, the work in the middle, and a bar below whose right end holds the
 * one primary action. `wide` uses the whole width; otherwise lines stay readable.
 */
export function Screen({ title, aside, actions, wide = true, children }: {
  title: ReactNode
  /** Right of the title: counts, ages, a search. */
  aside?: ReactNode
  /** Bottom bar; the primary button last. */
  actions?: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  return (
    <section className={styles['screen']} data-wide={wide}>
      <header className={styles['head']}>
        <h1>{title}</h1>
        <div className={styles['aside']}>{aside}</div>
      </header>
      <div className={styles['body']}>{children}</div>
      {actions !== undefined && actions !== null && <footer className={styles['actions']}>{actions}</footer>}
    </section>
  )
}

/** A bordered sheet inside a screen, with its own small heading. */
export function Sheet({ title, aside, children, tight = false }: { title?: ReactNode; aside?: ReactNode; children: ReactNode; tight?: boolean }) {
  return (
    <section className={styles['sheet']} data-tight={tight}>
      {title !== undefined && (
        <header className={styles['sheet-head']}>
          <h2>{title}</h2>
          <div className={styles['aside']}>{aside}</div>
        </header>
      )}
      {children}
    </section>
  )
}

/** Sheets beside each other where there is room for two. */
export function Sheets({ children }: { children: ReactNode }) {
  return <div className={styles['sheets']}>{children}</div>
}
