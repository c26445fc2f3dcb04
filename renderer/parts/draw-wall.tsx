import { useEffect, type ReactNode } from 'react'
import styles from './draw-wall.module.css'

/** A draw on a public wall: commitment on top, then one enormous thing; read across a hall. Esc leaves. */
export function DrawWall({
  title,
  head,
  foot,
  onLeave,
  children,
}: {
  title: ReactNode
  head: ReactNode
  /** What a rehearsal says of itself. */
  foot: ReactNode
  onLeave: () => void
  children: ReactNode
}) {
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onLeave()
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [onLeave])
  return (
    <div className={styles['wall']}>
      <header>
        <h1>{title}</h1>
        {head}
      </header>
      {children}
      {foot}
    </div>
  )
}

/** The public digits as they stand. */
export function WallDigits({ children }: { children: ReactNode }) {
  return <p className={styles['digits']}>{children}</p>
}

/** What the hall waits for. */
export function WallWait({ children }: { children: ReactNode }) {
  return <p className={styles['wait']}>{children}</p>
}

/** The witnesses' digits while they are called out and typed; nothing but digits stays. */
export function WallTyping({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (digits: string) => void
}) {
  return (
    <label className={styles['typing']}>
      <span>{label}</span>
      <input
        inputMode="numeric"
        autoFocus
        value={value}
        maxLength={64}
        onChange={(event) => onChange(event.currentTarget.value.normalize('NFKC').replace(/\D/g, ''))}
      />
    </label>
  )
}
