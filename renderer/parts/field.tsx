import { useId, type ComponentProps, type ReactNode } from 'react'
import styles from './field.module.css'

interface Labelled {
  label: ReactNode
  /** Under the field: what is wrong with it. */
  wrong?: ReactNode
  note?: ReactNode
}

/** Label above, what is wrong and the note below; both belong to the field for a reader, without being its name. */
function Around({ id, label, wrong, note, className, children }: Labelled & { id: string; className?: string | undefined; children: ReactNode }) {
  return (
    <div className={[styles['field'], className].filter(Boolean).join(' ')}>
      <label htmlFor={id}>{label}</label>
      {children}
      <span id={`${id}-about`}>
        {isThere(wrong) && <em role="alert">{wrong}</em>}
        {note !== undefined && <small>{note}</small>}
      </span>
    </div>
  )
}

const isThere = (wrong: ReactNode) => wrong !== undefined && wrong !== ''

/** A one-line text with its label above it. */
export function TextField({ label, wrong, note, className, id: given, ...rest }: ComponentProps<'input'> & Labelled) {
  const made = useId()
  const id = given ?? made
  return (
    <Around id={id} label={label} wrong={wrong} note={note} className={className}>
      <input id={id} autoComplete="off" spellCheck={false} {...rest} aria-invalid={isThere(wrong)} aria-describedby={`${id}-about`} />
    </Around>
  )
}

/** Several lines of text, such as a reason. */
export function TextArea({ label, wrong, note, className, id: given, ...rest }: ComponentProps<'textarea'> & Labelled) {
  const made = useId()
  const id = given ?? made
  return (
    <Around id={id} label={label} wrong={wrong} note={note} className={className}>
      <textarea id={id} spellCheck={false} {...rest} aria-invalid={isThere(wrong)} aria-describedby={`${id}-about`} />
    </Around>
  )
}

/** One of a few; the machine's own list, so that it works with any finger and any reader. */
export function Choice({ label, wrong, options, note, className, id: given, ...rest }: ComponentProps<'select'> & Labelled & {
  options: readonly (readonly [value: string, words: string])[]
}) {
  const made = useId()
  const id = given ?? made
  return (
    <Around id={id} label={label} wrong={wrong} note={note} className={className}>
      <select id={id} {...rest} aria-invalid={isThere(wrong)} aria-describedby={`${id}-about`}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Around>
  )
}

/** Yes or no, or one of a few, with its words as the target. */
export function Tick({ label, type = 'checkbox', ...rest }: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; type?: 'checkbox' | 'radio' }) {
  return (
    <label className={styles['tick']}>
      <input type={type} {...rest} />
      <span>{label}</span>
    </label>
  )
}

/** Ticks of one question beside each other, on as many lines as they need; `radiogroup` where they exclude each other. */
export function TickGroup({ label, role = 'group', children }: { label: string; role?: 'group' | 'radiogroup'; children: ReactNode }) {
  return (
    <div className={styles['ticks']} role={role} aria-label={label}>
      {children}
    </div>
  )
}
