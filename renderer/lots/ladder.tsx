import type { Pool } from '../../shared/api/lots.ts'
import { Closed } from './closed.tsx'
import { Drawing } from './drawing.tsx'
import { Freeze } from './freeze.tsx'
import { Witnesses } from './witnesses.tsx'

/** How far a pool is chooses what stands here: freeze, digits, draw, evidence. */
export function Ladder({ pool }: { pool: Pool }) {
  switch (pool.state) {
    case 'not_frozen':
      return <Freeze pool={pool} supplement={false} />
    case 'frozen':
      return <Witnesses pool={pool} />
    case 'drawing':
      return <Drawing pool={pool} />
    case 'closed':
      return <Closed pool={pool} />
    default:
      return pool.state satisfies never
  }
}
