import type { ReactNode } from 'react'
import { Button } from '../../parts/button.tsx'
import styles from './back-title.module.css'

/** A page below the board: the way back, then what it is. */
export function BackTitle({ back, onBack, children }: { back: string; onBack: () => void; children: ReactNode }) {
  return (
    <span className={styles['title']}>
      <Button kind="quiet" onClick={onBack}>
        ← {back}
      </Button>
      {children}
    </span>
  )
}
