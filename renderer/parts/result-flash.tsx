import { useEffect, type ReactNode } from 'react'
import styles from './result-flash.module.css'

/** What happened last, in the place of the answer: green passes by itself, red stays until the next action. */
export type Flash = { kind: 'done'; key: string; title: string; text?: string } | { kind: 'refused'; key: string; title: string; text: string }

const DONE_MS = 600

/** A full-width band: 600 ms of green with its one number, or red with the reason and the next step until it is dismissed. */
export function ResultFlash({ flash, onOver, children }: { flash: Flash | null; onOver: () => void; children?: ReactNode }) {
  const over = flash?.kind === 'done'
  const key = flash?.key
  useEffect(() => {
    if (!over) return undefined
    const timer = setTimeout(onOver, DONE_MS)
    return () => clearTimeout(timer)
  }, [over, key, onOver])
  return (
    <div className={styles['place']} aria-live="assertive">
      {flash !== null && (
        <div className={styles['flash']} data-kind={flash.kind} role={flash.kind === 'done' ? 'status' : 'alert'}>
          <b aria-hidden="true">{flash.kind === 'done' ? '✓' : '✕'}</b>
          <strong>{flash.title}</strong>
          {flash.text !== undefined && <span>{flash.text}</span>}
          {children}
        </div>
      )}
    </div>
  )
}
