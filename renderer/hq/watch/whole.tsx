import type { ReactNode } from 'react'
import type { Whole as Sums } from '../../../shared/hq/api/watch.ts'
import { Figures } from '../../parts/figures.tsx'
import { Legend, StageBars } from './stage-bars.tsx'
import styles from './whole.module.css'

/** The head of the board and of a venue's page: large figures, then how far every stage is; `children` stand below. */
export function Whole({
  label,
  figures,
  stages,
  children,
}: {
  label: string
  figures: ReactNode
  stages: Sums['stages']
  children?: ReactNode
}) {
  return (
    <section className={styles['whole']} aria-label={label}>
      <Figures>{figures}</Figures>
      <div className={styles['whole-bars']}>
        <StageBars bars={stages} />
        <Legend />
      </div>
      {children}
    </section>
  )
}
