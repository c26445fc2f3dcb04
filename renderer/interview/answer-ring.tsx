import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerClock } from '../../shared/api/interview.ts'
import { sounds } from '../parts/sound.ts'
import { clockText, heardBetween, phaseAt, tookText, type Phase } from './answer-clock.ts'
import styles from './ring.module.css'
import { elapsedNow } from './use-room.ts'

const shapes: Record<Phase, string> = { not_started: '○', running: '▶', warning: '▲', over: '■', finished: '✓' }

/** Circumference of the ring in its own units. */
const ROUND = 2 * Math.PI * 46

/**
 * The clock of one answer, 96 px in a ring that empties; it never stops for a re-read (规则 §8). Warnings and the end are
 * seen by colour, word and shape, and heard.
 */
export function AnswerRing({ clock }: { clock: AnswerClock }) {
  const { t } = useTranslation()
  const [elapsed, setElapsed] = useState(() => elapsedNow(clock))
  const before = useRef<number | null>(null)
  useEffect(() => {
    const look = () => {
      const now = elapsedNow(clock)
      const heard = heardBetween(clock, before.current, now)
      if (heard === 'end') sounds.timerEnd()
      else if (heard === 'warning') sounds.timerWarning()
      before.current = clock.state === 'running' ? now : null
      setElapsed(now)
    }
    look()
    if (clock.state !== 'running') return undefined
    const timer = setInterval(look, 100)
    return () => clearInterval(timer)
  }, [clock])

  const phase = phaseAt(clock, elapsed)
  const left = clock.seconds === 0 ? 1 : Math.max(0, 1 - elapsed / (clock.seconds * 1000))
  const next = clock.warnings.toSorted((a, b) => a - b).find((seconds) => clock.seconds * 1000 - elapsed <= seconds * 1000)
  return (
    <div className={styles['ring']} data-phase={phase}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle cx="50" cy="50" r="46" />
        <circle cx="50" cy="50" r="46" strokeDasharray={`${String(ROUND * left)} ${String(ROUND)}`} transform="rotate(-90 50 50)" />
      </svg>
      <div className={styles['inside']}>
        <strong role="timer" aria-label={t('interview.time_left')} aria-live="off">
          {phase === 'finished' ? tookText(elapsed) : clockText(clock.seconds, elapsed)}
        </strong>
        <span role="status">
          <b aria-hidden="true">{shapes[phase]}</b> {t(`interview.phase.${phase}`, { n: next ?? 0, time: tookText(clock.seconds * 1000) })}
        </span>
        {!clock.exact && phase !== 'not_started' && <em>{t('interview.not_exact')}</em>}
      </div>
    </div>
  )
}
