import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './scan-field.module.css'

/** What a caller may do with the field: empty and focus it for the next person. */
export interface ScanHandle {
  clear(): void
  focus(): void
}

/** Keys of a burst come closer together than fingers can: ms. */
export const BURST_GAP = 35
const BURST_LEAST = 4

/**
 * One field for a scanner's burst and for typing. `onText` comes after a pause (or at once with Enter: `onEnter`);
 * `onMove` is ↑/↓ for the list below. A scanner that fires while a Chinese input method is composing is read from the
 * physical keys, so that the scan is not swallowed; full-width characters are folded.
 */
export function ScanField({
  label, hint, placeholder, onText, onEnter, onMove, onEscape, wait = 120, autoFocus = true, ref, id, controls, active,
}: {
  label: string
  hint?: string
  placeholder?: string
  onText?: (text: string) => void
  onEnter: (text: string, scanned: boolean) => void
  onMove?: (by: 1 | -1) => void
  onEscape?: () => void
  wait?: number
  autoFocus?: boolean
  ref?: Ref<ScanHandle>
  id?: string
  /** Id of the list below and of its current row, for readers. */
  controls?: string
  active?: string | undefined
}) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const burst = useRef<{ text: string; last: number; fast: number }>({ text: '', last: 0, fast: 0 })

  useImperativeHandle(ref, () => ({
    clear: () => {
      clearTimeout(timer.current)
      burst.current = { text: '', last: 0, fast: 0 }
      setText('')
      onText?.('')
    },
    focus: () => input.current?.focus(),
  }))
  useEffect(() => () => clearTimeout(timer.current), [])

  const change = (value: string) => {
    setText(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onText?.(folded(value)), wait)
  }
  const enter = (value: string, scanned: boolean) => {
    clearTimeout(timer.current)
    setText(value)
    onEnter(folded(value), scanned)
  }

  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    const now = event.timeStamp
    const sign = physical(event)
    const before = burst.current
    const fast = now - before.last < BURST_GAP
    if (sign !== undefined) burst.current = { text: fast ? before.text + sign : sign, last: now, fast: fast ? before.fast + 1 : 0 }
    const scanned = fast && before.fast + 1 >= BURST_LEAST
    if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      if (event.nativeEvent.isComposing || event.key === 'Process') {
        // an Enter that ends a composition belongs to the input method, unless a scanner sent it
        if (!scanned) return
        event.preventDefault()
        const value = before.text
        input.current?.blur()
        burst.current = { text: '', last: 0, fast: 0 }
        // the composition writes its remains while the field loses focus: ours is written after it
        queueMicrotask(() => {
          input.current?.focus()
          enter(value, true)
        })
        return
      }
      event.preventDefault()
      burst.current = { text: '', last: 0, fast: 0 }
      enter(event.currentTarget.value, scanned)
      return
    }
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      onMove?.(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Escape') {
      setText('')
      onText?.('')
      onEscape?.()
    }
  }

  return (
    <label className={styles['scan']}>
      <span>
        {label}
        {hint !== undefined && <kbd aria-hidden="true">{hint}</kbd>}
      </span>
      <input
        ref={input}
        id={id}
        type="text"
        role={controls === undefined ? undefined : 'combobox'}
        aria-expanded={controls === undefined ? undefined : true}
        aria-controls={controls}
        aria-activedescendant={active}
        aria-autocomplete={controls === undefined ? undefined : 'list'}
        value={text}
        placeholder={placeholder ?? t('parts.scan_placeholder')}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        autoFocus={autoFocus}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={key}
      />
    </label>
  )
}

/** The character a physical key stands for, whatever an input method makes of it: digits, letters, and the signs of our own codes. */
function physical(event: KeyboardEvent): string | undefined {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1]
  if (digit !== undefined) return digit
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]
  if (letter !== undefined) return event.shiftKey ? letter : letter.toLowerCase()
  // the colon of strips and rows: a scanner types it as a shifted semicolon
  if (event.code === 'Semicolon' && event.shiftKey) return ':'
  return event.code === 'Minus' ? '-' : undefined
}

/** Full-width letters and digits as ordinary ones, without the spaces and controls around them. */
export function folded(text: string): string {
  return text.normalize('NFKC').replace(/\p{Cc}/gu, '').trim()
}
