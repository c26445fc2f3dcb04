import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import styles from './confirm.module.css'
import { TextArea } from './field.tsx'
import { Buttons } from './form.tsx'

/**
 * Asks in place, under the thing it is about, before something is taken back or ended: a reason where one is kept, what
 * else the page needs (`more`, complete when `ready`), then the verb. Nothing pops up.
 */
export function AskFirst({ title, text, action, busy = false, reason = false, more, ready: whole = true, onCancel, onConfirm, children }: {
  title: string
  text?: string | undefined
  /** The verb with its object, on the button. */
  action: string
  busy?: boolean
  /** Asks for a reason and does not go on without one. */
  reason?: boolean
  /** Between reason and buttons, such as a second person; `go` confirms. */
  more?: (go: () => void) => ReactNode
  ready?: boolean
  onCancel: () => void
  onConfirm: (reason: string) => void
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
  const ready = whole && (!reason || why.trim() !== '')
  const go = () => {
    if (ready && !busy) onConfirm(why.trim())
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
      {reason && <TextArea label={t('parts.reason')} value={why} maxLength={500} autoFocus onChange={(event) => setWhy(event.currentTarget.value)} />}
      {more?.(go)}
      <Buttons>
        <Button hint="Esc" onClick={onCancel}>
          {t('parts.cancel')}
        </Button>
        <Button kind="danger" disabled={!ready} busy={busy} onClick={go}>
          {action}
        </Button>
      </Buttons>
    </div>
  )
}
