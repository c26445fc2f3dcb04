import { z } from 'zod'
import { hqRoleNames } from './role-rules.ts'

export { gainsPower, needsTotp, togetherAgainstRule } from './role-rules.ts'

/** A role as schemas read it; the rules stand in role-rules.ts, which screens may import. */
export const HqRole = z.enum(hqRoleNames)
export type HqRole = z.infer<typeof HqRole>
