import { useCallback, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Keypad } from '../parts/keypad.tsx'
import { readingKeys, readTyped, tidy } from './reading.ts'
import styles from './reading-pad.module.css'

/**
 * The reading as large as it will be recorded, and the keypad below. The field takes the physical keyboard but opens no
 * keyboard on a tablet. `minutes`: the watch shows minutes, so there is a key for them.
 */
export function ReadingPad({ value, onChange, unit, decimals, minutes, ref }: {
  value: string
  onChange: (value: string) => void
  unit: string
  decimals: number
  minutes: boolean
  ref?: Ref<HTMLInputElement>
}) {
  const { t } = useTranslation()
  const change = useCallback(
    (text: string) => {
      const tidied = tidy(text)
      if (readingKeys.test(tidied)) onChange(tidied)
    },
    [onChange],
  )
  const typed = readTyped(value, unit, decimals)
  const wrong = !typed.ok && typed.why !== 'empty' && !value.endsWith('′') ? t(`fitness.typed.${typed.why}`, { n: decimals }) : ''
  return (
    <div className={styles['pad']}>
      <label className={styles['reading']}>
        <span className="seen-by-readers-only">{t('fitness.reading')}</span>
        <input
          ref={ref}
          data-reading=""
          inputMode="none"
          autoComplete="off"
          spellCheck={false}
          value={value}
          placeholder={t(`fitness.example.${minutes ? 'minutes' : unit}`)}
          aria-invalid={wrong !== ''}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onChange('')
          }}
        />
        <span aria-hidden="true">{t(`fitness.unit.${unit}`)}</span>
      </label>
      {wrong !== '' && (
        <em className={styles['wrong']} role="alert">
          {wrong}
        </em>
      )}
      <div className={styles['keys']} data-minutes={minutes}>
        <Keypad value={value} onChange={change} decimals={decimals} />
        {minutes && (
          <button
            type="button"
            className={styles['minutes']}
            aria-label={t('fitness.minute_key')}
            disabled={value.includes('′') || value.includes('.') || value === ''}
            onClick={() => change(`${value}′`)}
          >
            ′ {t('fitness.minute_short')}
          </button>
        )}
      </div>
    </div>
  )
}
