import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Strip } from '../../shared/api/lots.ts'
import { station } from '../contract.ts'
import { useVenue } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Code } from '../parts/code.tsx'
import { Paper } from '../parts/paper.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import styles from './paper.module.css'

const places = ['chest', 'thigh', 'ticket'] as const

/** Counts a print of the three strips and prints them; a second copy says that it is one. Nothing is printed unrecorded. */
export function PrintStrips({ session, candidate, onDone }: { session: string; candidate: string; onDone: () => void }) {
  const [strip, setStrip] = useState<z.infer<typeof Strip> | null>(null)
  const print = useCommand(station.lots.print)
  const { send } = print
  useEffect(() => {
    void send({ session, candidate }).then((done) => {
      if (done !== undefined) setStrip(done.strip)
    })
  }, [send, session, candidate])
  return (
    <>
      <Outcome of={print.state} />
      {strip !== null && (
        <Paper onDone={onDone}>
          <Strips strip={strip} />
        </Paper>
      )}
    </>
  )
}

/** Chest, thigh and ticket: the lot as large as the paper, a code, and no name (规则 §5). */
export function Strips({ strip }: { strip: z.infer<typeof Strip> }) {
  const { t } = useTranslation()
  const venue = useVenue()
  return (
    <div className={styles['strips']}>
      {places.map((place) => (
        <div key={place} className={styles['strip']}>
          <div className={styles['about']}>
            <strong>{t(`lots.place.${place}`)}</strong>
            <span>{strip.venue}</span>
            <span>{inTongue(strip.session)}</span>
            <span>{strip.date}</span>
            {venue.mode === 'rehearsal' && <b>{t('frame.rehearsal')}</b>}
            {strip.copy > 1 && <b>{t('lots.copy', { n: strip.copy })}</b>}
          </div>
          <div className={styles['lot']}>{strip.lot}</div>
          <Code text={strip.qr} size="46mm" label={strip.qr} />
        </div>
      ))}
    </div>
  )
}
