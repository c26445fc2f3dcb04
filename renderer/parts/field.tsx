import type { ComponentProps, ReactNode } from 'react'
import styles from './field.module.css'

interface Labelled {
  label: ReactNode
  /** Under the field: what is wrong with it. */
  wrong?: ReactNode
  note?: ReactNode
}

/** A one-line text with its label above it. */
export function TextField({ label, wrong, note, className, ...rest }: ComponentProps<'input'> & Labelled) {
  return (
    <label className={[styles['field'], className].filter(Boolean).join(' ')}>
      <span>{label}</span>
      <input autoComplete="off" spellCheck={false} {...rest} aria-invalid={wrong !== undefined && wrong !== ''} />
      {wrong !== undefined && wrong !== '' && <em role="alert">{wrong}</em>}
      {note !== undefined && <small>{note}</small>}
    </label>
  )
}

/** Several lines of text, such as a reason. */
export function TextArea({ label, wrong, note, className, ...rest }: ComponentProps<'textarea'> & Labelled) {
  return (
    <label className={[styles['field'], className].filter(Boolean).join(' ')}>
      <span>{label}</span>
      <textarea spellCheck={false} {...rest} />
      {wrong !== undefined && wrong !== '' && <em role="alert">{wrong}</em>}
      {note !== undefined && <small>{note}</small>}
    </label>
  )
}

/** One of a few; the machine's own list, so that it works with any finger and any reader. */
export function Choice({ label, options, note, className, ...rest }: ComponentProps<'select'> & Labelled & {
  options: readonly (readonly [value: string, words: string])[]
}) {
  return (
    <label className={[styles['field'], className].filter(Boolean).join(' ')}>
      <span>{label}</span>
      <select {...rest}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {note !== undefined && <small>{note}</small>}
    </label>
  )
}

/** Yes or no, with its words as the target. */
export function Tick({ label, ...rest }: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode }) {
  return (
    <label className={styles['tick']}>
      <input type="checkbox" {...rest} />
      <span>{label}</span>
    </label>
  )
}
