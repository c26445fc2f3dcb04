import { useId, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './pin.module.css'

/** A PIN of up to 12 digits: shown as dots, never kept by the browser. `onEnter` is Enter with at least four digits. */
export function Pin({ value, onChange, onEnter, label, autoFocus = false, wrong, ref }: {
  value: string
  onChange: (pin: string) => void
  onEnter?: () => void
  label?: string
  autoFocus?: boolean
  wrong?: string | undefined
  ref?: Ref<HTMLInputElement>
}) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className={styles['pin']}>
      <label htmlFor={id}>{label ?? t('parts.pin')}</label>
      <input
        id={id}
        ref={ref}
        type="password"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        value={value}
        autoFocus={autoFocus}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong === undefined ? undefined : `${id}-wrong`}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => onChange(event.currentTarget.value.normalize('NFKC').replace(/\D/g, ''))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || onEnter === undefined || value.length < 4) return
          event.preventDefault()
          event.stopPropagation()
          // after a wrong PIN the next digit begins a new one
          event.currentTarget.select()
          onEnter()
        }}
      />
      {wrong !== undefined && (
        <em id={`${id}-wrong`} role="alert">
          {wrong}
        </em>
      )}
    </div>
  )
}
