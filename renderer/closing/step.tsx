import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Sheet } from '../parts/screen.tsx'
import styles from './closing.module.css'

/** How a step of closing stands: done, something is to do, or not to be asked yet. */
export type StepState = 'done' | 'todo' | 'later'

const marks: Record<StepState, string> = { done: '✓', todo: '▲', later: '○' }

/** One step of closing: its number, what it asks for, and how it stands; below it whatever is in the way. */
export function Step({ nth, title, state, says, children }: { nth: number; title: string; state: StepState; says: string; children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Sheet
      title={
        <span className={styles['step']} data-state={state}>
          <b aria-hidden="true">{marks[state]}</b>
          {t('closing.step', { nth, title })}
        </span>
      }
      aside={<span className={styles['says']} data-state={state} role="status">{says}</span>}
    >
      {children}
    </Sheet>
  )
}
