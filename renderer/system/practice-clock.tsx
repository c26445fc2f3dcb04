import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal as RefusalValue } from '../../shared/api/answer.ts'
import { day, dayAndMinute, minute, useNow } from '../clock.ts'
import { station } from '../contract.ts'
import { useSession } from '../frame/session.ts'
import { heardClock } from '../heard.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import styles from './system.module.css'

/** The exam's wall clock is China's: a date and a time of day there, in ms. */
function inChina(date: string, time: string): number {
  return Date.parse(`${date}T${time}:00+08:00`)
}

/** A rehearsal's own clock: jump to the session's window, to its cut-off, or to any minute. */
export function PracticeClock() {
  const { t } = useTranslation()
  const session = useSession()
  const now = useNow()
  const [date, setDate] = useState('')
  const [time, setTime] = useState('')
  const [refused, setRefused] = useState<RefusalValue | null>(null)
  const set = (to: number) => {
    if (!Number.isFinite(to)) return
    station.venue.setRehearsalClock({ to }).then(
      (answer) => {
        if (answer.ok) heardClock(answer.now)
        setRefused(answer.ok ? null : answer.refused)
      },
      () => setRefused({ reason: 'not_rehearsal' }),
    )
  }
  return (
    <Sheet title={t('system.clock')} aside={dayAndMinute(now)}>
      <p className={styles['note']}>{t('system.clock_note')}</p>
      {session !== undefined && (
        <div className={styles['jumps']}>
          <Button onClick={() => set(inChina(session.date, session.window.from) + 5 * 60_000)}>{t('system.to_window', { time: session.window.from })}</Button>
          <Button onClick={() => set(inChina(session.date, session.window.to))}>{t('system.to_cutoff', { time: session.window.to })}</Button>
          <Button onClick={() => set(now + 30 * 60_000)}>{t('system.later')}</Button>
        </div>
      )}
      <div className={styles['write']}>
        <TextField label={t('system.date')} type="date" value={date === '' ? day(now) : date} onChange={(event) => setDate(event.currentTarget.value)} />
        <TextField label={t('system.time')} type="time" value={time === '' ? minute(now) : time} onChange={(event) => setTime(event.currentTarget.value)} />
        <Button onClick={() => set(inChina(date === '' ? day(now) : date, time === '' ? minute(now) : time))}>{t('system.set_clock')}</Button>
      </div>
      {refused !== null && <Refusal reason={refused.reason} detail={refused.detail} />}
    </Sheet>
  )
}
