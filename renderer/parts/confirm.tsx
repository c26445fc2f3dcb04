import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Second } from '../../shared/api/answer.ts'
import type { Role } from '../../shared/facts.ts'
import { Button } from './button.tsx'
import styles from './confirm.module.css'
import { TextArea } from './field.tsx'
import { complete, nobody, SecondPerson } from './second-person.tsx'

/**
 * Asks in place, under the thing it is about, before something is taken back or ended: a reason where one is kept, a
 * second person where one is needed, then the verb. Nothing pops up.
 */
export function Confirm({ title, text, action, busy = false, reason = false, second, onCancel, onConfirm, children }: {
  title: string
  text?: string
  /** The verb with its object, on the button. */
  action: string
  busy?: boolean
  /** Asks for a reason and does not go on without one. */
  reason?: boolean
  /** Asks for a second person of these roles (any role when empty). */
  second?: readonly Role[]
  onCancel: () => void
  onConfirm: (answer: { reason: string; second: Second | undefined }) => void
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // newer engines answer a promise here, which must not be taken for the effect's clean-up
    box.current?.scrollIntoView({ block: 'nearest' })
    // Esc and Tab work from here at once, also where no reason is asked
    box.current?.querySelector<HTMLElement>('textarea, select, button')?.focus()
  }, [])
  const [why, setWhy] = useState('')
  const [person, setPerson] = useState(nobody)
  const ready = (!reason || why.trim() !== '') && (second === undefined || complete(person) !== undefined)
  const go = () => {
    if (ready && !busy) onConfirm({ reason: why.trim(), second: second === undefined ? undefined : complete(person) })
  }
  return (
    <div
      ref={box}
      className={styles['confirm']}
      role="group"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <strong>{title}</strong>
      {text !== undefined && <p>{text}</p>}
      {children}
      {reason && (
        <TextArea label={t('parts.reason')} value={why} maxLength={500} autoFocus onChange={(event) => setWhy(event.currentTarget.value)} />
      )}
      {second !== undefined && (
        <SecondPerson value={person} onChange={setPerson} onEnter={go} {...(second.length > 0 ? { roles: second } : {})} />
      )}
      <div className={styles['buttons']}>
        <Button hint="Esc" onClick={onCancel}>
          {t('parts.cancel')}
        </Button>
        <Button kind="danger" disabled={!ready} busy={busy} onClick={go}>
          {action}
        </Button>
      </div>
    </div>
  )
}
