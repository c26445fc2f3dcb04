import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Bilingual } from '../../shared/api/answer.ts'
import { useNow } from '../clock.ts'
import { inTongue } from '../i18n/start.ts'
import { Age } from '../parts/age.tsx'
import styles from './queue.module.css'

/** A lot that may do the item now. */
export interface Waiting {
  lot: string
  sex: string
  band: Bilingual
  since: number
  used: number
  heat: string | null
}

/** A judge looks at the next few; the rest is a number until it is asked for. */
const SHOWN = 40
const MORE = 200

/** Lots that wait for this item, longest first; touching one opens it. */
export function Queue({ lots, at, current, onOpen }: {
  lots: readonly Waiting[] | undefined
  /** When the list came, ms of this machine. */
  at: number
  current: string
  onOpen: (lot: string) => void
}) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const [most, setMost] = useState(SHOWN)
  const shown = (lots ?? []).slice(0, most)
  const rest = (lots?.length ?? 0) - shown.length
  return (
    <nav className={styles['queue']} aria-label={t('fitness.queue')}>
      <h2>
        {t('fitness.queue')} <Age at={at}>{lots?.length ?? '—'}</Age>
      </h2>
      {lots?.length === 0 && <p>{t('fitness.queue_empty')}</p>}
      <ul>
        {shown.map((each) => (
          <li key={each.lot}>
            <button type="button" aria-current={each.lot === current} onClick={() => onOpen(each.lot)}>
              <strong>{each.lot}</strong>
              <small>
                {t(`fitness.sex_short.${each.sex}`)} · {t('fitness.minutes', { n: Math.max(0, Math.floor((now - each.since) / 60_000)) })}
                {each.used > 0 && ` · ${t('fitness.attempt_n', { n: each.used + 1 })}`}
              </small>
              <span className="seen-by-readers-only">{inTongue(each.band)}</span>
            </button>
          </li>
        ))}
        {rest > 0 && (
          <li>
            <button type="button" onClick={() => setMost(most + MORE)}>
              {t('fitness.queue_more', { n: rest })}
            </button>
          </li>
        )}
      </ul>
    </nav>
  )
}
