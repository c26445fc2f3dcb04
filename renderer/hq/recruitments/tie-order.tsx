import { useTranslation } from 'react-i18next'
import styles from './tie-order.module.css'

/** Keys in the order in which they decide; each can go up, down or out, the others come in at the end. */
export function TieOrder({
  label,
  chosen,
  options,
  onChange,
}: {
  label: string
  chosen: readonly string[]
  options: readonly string[]
  onChange: (next: string[]) => void
}) {
  const { t } = useTranslation()
  const word = (key: string) => t(`recruitments.word.tie.${key}`)
  const moved = (at: number, by: number) => {
    const next = [...chosen]
    const [one] = next.splice(at, 1)
    if (one !== undefined) next.splice(at + by, 0, one)
    return next
  }
  return (
    <div className={styles['keys']}>
      <ol className={styles['order']} aria-label={label}>
        {chosen.map((key, at) => (
          <li key={key}>
            {at + 1}. {word(key)}
            <button
              type="button"
              aria-label={t('recruitments.earlier', { key: word(key) })}
              disabled={at === 0}
              onClick={() => onChange(moved(at, -1))}
            >
              ←
            </button>
            <button
              type="button"
              aria-label={t('recruitments.later', { key: word(key) })}
              disabled={at === chosen.length - 1}
              onClick={() => onChange(moved(at, 1))}
            >
              →
            </button>
            <button
              type="button"
              aria-label={t('recruitments.leave_out', { key: word(key) })}
              onClick={() => onChange(chosen.filter((each) => each !== key))}
            >
              ✕
            </button>
          </li>
        ))}
      </ol>
      {options.some((key) => !chosen.includes(key)) && (
        <div className={styles['more']}>
          {options
            .filter((key) => !chosen.includes(key))
            .map((key) => (
              <button key={key} type="button" onClick={() => onChange([...chosen, key])}>
                ＋ {word(key)}
              </button>
            ))}
        </div>
      )}
    </div>
  )
}
