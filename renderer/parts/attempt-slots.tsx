import { useTranslation } from 'react-i18next'
import styles from './attempt-slots.module.css'

/** One slot: what was read, ready to be shown, and what it came to. */
export interface Slot {
  key: string
  /** 13.2 秒, 265 cm, 犯规 … */
  text: string
  verdict: 'pass' | 'fail' | 'not_counted'
  corrected?: boolean
}

/** Attempts as slots filled from left to right; those that do not count stand after them. `onPick` opens one. */
export function AttemptSlots({ slots, allowed, onPick }: { slots: readonly Slot[]; allowed: number; onPick?: (key: string) => void }) {
  const { t } = useTranslation()
  const counted = slots.filter((slot) => slot.verdict !== 'not_counted')
  const others = slots.filter((slot) => slot.verdict === 'not_counted')
  const empty = Math.max(0, allowed - counted.length)
  return (
    <ol className={styles['slots']} aria-label={t('parts.attempts')}>
      {counted.map((slot, index) => (
        <Filled key={slot.key} slot={slot} title={t('parts.attempt', { n: index + 1 })} onPick={onPick} />
      ))}
      {Array.from({ length: empty }, (_, index) => (
        <li key={`empty-${String(index)}`} data-verdict="empty">
          <small>{t('parts.attempt', { n: counted.length + index + 1 })}</small>
          <strong aria-label={t('parts.attempt_empty')}>—</strong>
        </li>
      ))}
      {others.map((slot) => (
        <Filled key={slot.key} slot={slot} title={t('parts.attempt_not_counted')} onPick={onPick} />
      ))}
    </ol>
  )
}

function Filled({ slot, title, onPick }: { slot: Slot; title: string; onPick: ((key: string) => void) | undefined }) {
  const { t } = useTranslation()
  const shape = { pass: '✓', fail: '✕', not_counted: '○' }[slot.verdict]
  const body = (
    <>
      <small>
        {title}
        {slot.corrected === true && ` · ${t('parts.attempt_corrected')}`}
      </small>
      <strong>
        <b aria-hidden="true">{shape}</b> {slot.text}
      </strong>
    </>
  )
  return (
    <li data-verdict={slot.verdict}>
      {onPick === undefined ? body : (
        <button type="button" onClick={() => onPick(slot.key)}>
          {body}
        </button>
      )}
    </li>
  )
}
