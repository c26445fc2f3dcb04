import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { RightsOf } from '../rights.ts'

export const system = {
  /** What everybody may know: whether somebody has to make the first account, and which HQ this is. */
  state: oc.output(z.strictObject({ state: z.enum(['empty', 'ready']), program: z.string(), hq: z.string(), store: z.enum(['sqlite', 'postgres']), now: z.number() })),
}

export const systemRights: RightsOf<typeof system> = { state: 'anyone' }
