import { useEffect, useRef, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { useVenue } from '../frame/who.ts'
import styles from './paper.module.css'

/** Whether the last sheet did not come out: the frame says so until another one does. */
export const usePrinter = create<{ failed: boolean }>(() => ({ failed: false }))

/** How it goes to paper: the system's print dialog, or a PDF file by this name (the desktop window asks where). */
export type Output = { kind: 'print' } | { kind: 'pdf'; name: string }

const toPrinter: Output = { kind: 'print' }

/**
 * Prints what is inside and nothing of the screen, once, as soon as it stands and is `ready`; then `onDone`. A
 * rehearsal's paper carries its watermark on every page; `whole` pages bring margins and watermark themselves, are not
 * laid out on screen, and `before` fetches what they need.
 */
export function Paper({ onDone, output = toPrinter, ready = true, whole = false, before, children }: {
  onDone: () => void
  output?: Output
  ready?: boolean
  whole?: boolean
  before?: (() => Promise<void>) | undefined
  children: ReactNode
}) {
  const { t } = useTranslation()
  const venue = useVenue()
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef({ onDone, output, before })
  useEffect(() => {
    latest.current = { onDone, output, before }
  })
  useEffect(() => {
    document.documentElement.dataset['paper'] = 'yes'
    return () => {
      delete document.documentElement.dataset['paper']
    }
  }, [])
  useEffect(() => {
    if (!ready) return undefined
    let gone = false
    // letters and codes are drawn first; five seconds are enough for any of them
    const print = async () => {
      await latest.current.before?.()
      await document.fonts.ready
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      for (let frames = 0; frames < 300 && box.current?.querySelector('canvas:not([data-drawn])') != null; frames += 1) await frame()
      await frame()
      if (gone) return
      usePrinter.setState({ failed: false })
      try {
        await send(latest.current.output)
      } catch {
        usePrinter.setState({ failed: true })
      }
      // a printer that failed leaves no sheet behind, so that the next try prints again
      latest.current.onDone()
    }
    void print()
    return () => {
      gone = true
    }
  }, [ready])
  return createPortal(
    <div ref={box} className={whole ? `${styles['whole'] ?? ''} kd-paper` : styles['paper']} data-testid="paper">
      {!whole && venue.mode === 'rehearsal' && <b className={styles['mark']} aria-hidden="true">{t('frame.rehearsal')}</b>}
      {children}
    </div>,
    document.body,
  )
}

/** The browser takes the page's title as the name of a PDF, so the title is the sheet's while it prints. */
async function send(output: Output): Promise<void> {
  if (window.kaodian !== undefined) {
    await (output.kind === 'pdf' ? window.kaodian.savePdf(`${output.name}.pdf`) : window.kaodian.print())
    return
  }
  const title = document.title
  if (output.kind === 'pdf') document.title = output.name
  window.print()
  document.title = title
}
