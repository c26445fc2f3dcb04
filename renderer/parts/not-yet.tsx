import type { ReactNode } from 'react'
import styles from './not-yet.module.css'
import { Refusal } from './refusal.tsx'

/** In the place of a room whose view has not come: why it did not, and the way back (`children`). */
export function NotYet({
  asking,
  refused,
  failed,
  children,
}: {
  asking: boolean
  refused: { reason: string; detail?: Readonly<Record<string, string>> | undefined } | undefined
  /** Nobody answered. */
  failed: boolean
  children?: ReactNode
}) {
  return (
    <div className={styles['not-yet']} aria-busy={asking}>
      {refused !== undefined && <Refusal reason={refused.reason} detail={refused.detail} />}
      {failed && <Refusal reason="no_answer" />}
      {children}
    </div>
  )
}
