import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './mask.module.css'

/** An id number, masked until held (or while the key is down); the whole one is asked for at that moment and then forgotten. */
export function Mask({ masked, reveal, label }: { masked: string; reveal: () => Promise<string | undefined>; label: string }) {
  const { t } = useTranslation()
  const [whole, setWhole] = useState<string | null>(null)
  const holding = useRef(false)

  const hold = () => {
    if (holding.current) return
    holding.current = true
    reveal().then(
      (text) => {
        if (holding.current && text !== undefined) setWhole(text)
      },
      () => undefined,
    )
  }
  const release = () => {
    holding.current = false
    setWhole(null)
  }
  useEffect(() => release, [])

  return (
    <button
      type="button"
      className={styles['mask']}
      aria-label={`${label} ${whole ?? masked}`}
      title={t('parts.hold_to_see')}
      onPointerDown={hold}
      onPointerUp={release}
      onPointerLeave={release}
      onBlur={release}
      onKeyDown={(event) => {
        if (event.key === ' ' || event.key === 'Enter') {
          event.preventDefault()
          hold()
        }
      }}
      onKeyUp={release}
    >
      <span>{whole ?? masked}</span>
      <small>{t('parts.hold_to_see')}</small>
    </button>
  )
}
