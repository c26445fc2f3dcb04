import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { machineNow, time } from '../clock.ts'
import { useLive } from '../heard.ts'
import styles from './age.module.css'

/**
 * A live number with its age. `at`: this machine's clock when it was known to be true, ms. Older than 10 s: with its
 * time; older than 30 s: hatched grey. While the station's heartbeat goes on, a number it would have changed is fresh.
 */
export function Age({ at, children }: { at: number; children: ReactNode }) {
  const { t } = useTranslation()
  const { heard, offset } = useLive()
  const known = Math.max(at, at === 0 ? 0 : heard)
  const [now, setNow] = useState(machineNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(machineNow()), 1000)
    return () => clearInterval(timer)
  }, [])
  const old = known === 0 ? 0 : now - known
  const state = old > 30_000 ? 'stale' : old > 10_000 ? 'old' : 'fresh'
  return (
    <span className={styles['age']} data-age={state}>
      {children}
      {state !== 'fresh' && <small>{t('parts.as_of', { time: time(known + offset) })}</small>}
    </span>
  )
}
