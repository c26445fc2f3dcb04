import { useEffect, useRef, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { useVenue } from '../frame/who.ts'
import styles from './paper.module.css'

/** Whether the last sheet did not come out: the frame says so until another one does. */
export const usePrinter = create<{ failed: boolean }>(() => ({ failed: false }))

/**
 * Prints what is inside and nothing of the screen, once, as soon as it stands; then `onDone`. A rehearsal's paper
 * carries its watermark on every page.
 */
export function Paper({ onDone, children }: { onDone: () => void; children: ReactNode }) {
  const { t } = useTranslation()
  const venue = useVenue()
  const box = useRef<HTMLDivElement>(null)
  const done = useRef(onDone)
  useEffect(() => {
    done.current = onDone
  })
  useEffect(() => {
    document.documentElement.dataset['paper'] = 'yes'
    let gone = false
    // letters and codes are drawn first; five seconds are enough for any of them
    const print = async () => {
      await document.fonts.ready
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      for (let frames = 0; frames < 300 && box.current?.querySelector('canvas:not([data-drawn])') != null; frames += 1) await frame()
      await frame()
      if (gone) return
      usePrinter.setState({ failed: false })
      try {
        if (window.kaodian === undefined) window.print()
        else await window.kaodian.print()
      } catch {
        usePrinter.setState({ failed: true })
      }
      // a printer that failed leaves no sheet behind, so that the next try prints again
      done.current()
    }
    void print()
    return () => {
      gone = true
      delete document.documentElement.dataset['paper']
    }
  }, [])
  return createPortal(
    <div ref={box} className={styles['paper']} data-testid="paper">
      {venue.mode === 'rehearsal' && <b className={styles['mark']} aria-hidden="true">{t('frame.rehearsal')}</b>}
      {children}
    </div>,
    document.body,
  )
}
