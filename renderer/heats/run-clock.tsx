import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HeatView } from '../../shared/api/fitness.ts'
import styles from './run-clock.module.css'
import { elapsedOf } from './use-heat.ts'

/** Hundredths of a second as read from a watch: `3′21.15″`, under a minute `58.20″`. */
export function onWatch(hundredths: number): string {
  const seconds = Math.floor(hundredths / 100)
  const rest = String(hundredths % 100).padStart(2, '0')
  return seconds < 60
    ? `${String(seconds)}.${rest}″`
    : `${String(Math.floor(seconds / 60))}′${String(seconds % 60).padStart(2, '0')}.${rest}″`
}

/** The running time, 96 px, on this page's monotonic clock; it runs on through a reload, for the start is the station's. */
export function RunClock({ view }: { view: HeatView }) {
  const { t } = useTranslation()
  const [ms, setMs] = useState(() => elapsedOf(view))
  useEffect(() => {
    const timer = setInterval(() => setMs(elapsedOf(view)), 50)
    return () => clearInterval(timer)
  }, [view])
  if (ms === null) return <p className={styles['elsewhere']}>{t('heats.elsewhere')}</p>
  // the hundredths of a running clock are unreadable: tenths are enough until it stands
  const text = onWatch(Math.floor(ms / 100) * 10).replace(/0″$/, '″')
  return (
    <strong className={styles['clock']} role="timer" aria-label={t('heats.running_time')} aria-live="off">
      {text}
    </strong>
  )
}
