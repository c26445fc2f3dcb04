import type { ReactNode } from 'react'
import styles from './form.module.css'

/** Fields under each other that Enter sends; what may not be sent yet, the caller's `onSend` leaves alone. */
export function Form({
  label,
  parted = false,
  onSend,
  children,
}: {
  label?: string
  /** Its parts are sheets of their own. */
  parted?: boolean
  onSend: () => void
  children: ReactNode
}) {
  return (
    <form
      className={styles['form']}
      data-parted={parted}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault()
        onSend()
      }}
    >
      {children}
    </form>
  )
}

/** The buttons below a form or a list, the one that acts last; `apart`: the first stands alone at the left. */
export function Buttons({ apart = false, children }: { apart?: boolean; children: ReactNode }) {
  return (
    <div className={styles['buttons']} data-apart={apart}>
      {children}
    </div>
  )
}

/** Fields beside each other as long as each has room for its words; `short`: numbers, dates and codes. */
export function Fields({ short = false, children }: { short?: boolean; children: ReactNode }) {
  return (
    <div className={styles['fields']} data-short={short}>
      {children}
    </div>
  )
}

/** One sentence in small letters: what the fields above mean, or why something cannot be done yet. */
export function Note({ children }: { children: ReactNode }) {
  return <p className={styles['note']}>{children}</p>
}

/** In the bar of actions, left of the buttons: why the primary one does not light up yet. */
export function WhyNot({ children }: { children: ReactNode }) {
  return <span className={styles['why-not']}>{children}</span>
}
