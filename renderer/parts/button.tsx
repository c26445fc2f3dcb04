import type { ComponentProps } from 'react'
import styles from './button.module.css'

/** `primary`: the one action of the screen · `plain` · `danger`: ends or takes back something · `quiet`: in rows and corners. */
export type ButtonKind = 'primary' | 'plain' | 'danger' | 'quiet'

/** A button with its key beside its words; `busy` keeps its width and the focus, and takes no second press. */
export function Button({
  kind = 'plain', hint, busy = false, disabled, children, className, type = 'button', onClick, ...rest
}: ComponentProps<'button'> & { kind?: ButtonKind; hint?: string; busy?: boolean }) {
  return (
    <button
      {...rest}
      type={type === 'submit' ? 'submit' : 'button'}
      className={[styles['button'], className].filter(Boolean).join(' ')}
      data-kind={kind}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      <span>{children}</span>
      {hint !== undefined && <kbd aria-hidden="true">{hint}</kbd>}
    </button>
  )
}
