import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import styles from './hand.module.css'
import { useFitnessWords } from './words.ts'

/** An unusual reading asks before it is saved: what was typed, what is usual, and the two ways on. */
export function Unusual({ reading, detail, unit, busy = false, onBack, onSure }: {
  /** Ready to read, e.g. `1.28 秒`. */
  reading: string
  detail: Readonly<Record<string, string>> | undefined
  unit: string
  busy?: boolean
  onBack: () => void
  onSure: () => void
}) {
  const { t } = useTranslation()
  const words = useFitnessWords()
  const below = detail?.['from'] ?? ''
  const above = detail?.['to'] ?? ''
  const range =
    below !== '' && above !== ''
      ? t('fitness.usual_between', { below: words.reading(below, unit), above: words.reading(above, unit) })
      : below !== ''
        ? t('fitness.usual_from', { below: words.reading(below, unit) })
        : above !== ''
          ? t('fitness.usual_to', { above: words.reading(above, unit) })
          : ''
  return (
    <div
      className={styles['ask']}
      role="alertdialog"
      aria-label={t('fitness.unusual')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onBack()
      }}
    >
      <p className={styles['question']}>
        <b aria-hidden="true">▲</b> {t('fitness.unusual')}
      </p>
      <strong className={styles['figure']}>{reading}</strong>
      <p>{range}</p>
      <p>{t('fitness.unusual_next')}</p>
      <div className={styles['decide']}>
        <Button kind="primary" hint="Esc" autoFocus onClick={onBack}>
          {t('fitness.change_reading')}
        </Button>
        <Button kind="danger" busy={busy} onClick={onSure}>
          {t('fitness.sure', { what: reading })}
        </Button>
      </div>
    </div>
  )
}
