import { IconBackspace } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './keypad.module.css'

const keys = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const

/** The text after one more key; a number never gets a second point, more than `decimals` or more than `digits` whole digits. */
export function typed(value: string, key: string, decimals: number, digits = 5): string {
  if (key === 'Backspace') return value.slice(0, -1)
  if (key === 'Clear') return ''
  if (key === '.') return decimals === 0 || value.includes('.') ? value : value === '' ? '0.' : `${value}.`
  const [whole = '', part] = value.split('.')
  if (part !== undefined) return part.length >= decimals ? value : value + key
  if (whole === '0' && digits <= 5) return key
  return whole.length >= digits ? value : value + key
}

/**
 * A number pad for thumbs and gloves: keys of at least 64 px, and the physical keyboard does the same unless a field
 * has the focus. `decimals: 0` hides the point; `onEnter` is Enter.
 */
export function Keypad({ value, onChange, onEnter, decimals, digits = 5, disabled = false }: {
  value: string
  onChange: (value: string) => void
  onEnter?: () => void
  decimals: number
  /** Most whole digits; more than five keep leading zeros, as a PIN does. */
  digits?: number
  disabled?: boolean
}) {
  const { t } = useTranslation()
  useEffect(() => {
    if (disabled) return undefined
    const press = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.matches('input, select, textarea')) return
      if (event.ctrlKey || event.altKey || event.metaKey) return
      if (/^\d$/.test(event.key) || event.key === '.' || event.key === 'Backspace') {
        event.preventDefault()
        onChange(typed(value, event.key, decimals, digits))
      } else if (event.key === 'Delete' || event.key === 'Escape') {
        onChange('')
      } else if (event.key === 'Enter' && onEnter !== undefined && !(event.target instanceof HTMLButtonElement)) {
        event.preventDefault()
        onEnter()
      }
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [value, onChange, onEnter, decimals, digits, disabled])

  const press = (key: string) => onChange(typed(value, key, decimals, digits))
  return (
    <div className={styles['keypad']} role="group" aria-label={t('parts.keypad')}>
      {keys.map((key) => (
        <button key={key} type="button" disabled={disabled} onClick={() => press(key)}>
          {key}
        </button>
      ))}
      {decimals > 0 ? (
        <button type="button" disabled={disabled} aria-label={t('parts.keypad_point')} onClick={() => press('.')}>
          .
        </button>
      ) : (
        <button type="button" disabled={disabled} onClick={() => press('Clear')}>
          {t('parts.keypad_clear')}
        </button>
      )}
      <button type="button" disabled={disabled} onClick={() => press('0')}>
        0
      </button>
      <button type="button" disabled={disabled} aria-label={t('parts.keypad_back')} onClick={() => press('Backspace')}>
        <IconBackspace size={28} aria-hidden="true" />
      </button>
    </div>
  )
}
