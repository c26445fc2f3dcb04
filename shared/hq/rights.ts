import type { HqRole } from './roles.ts'

/** 'anyone' needs no sign-in; 'signed_in' any active account; a list names the roles. */
export type HqRight = 'anyone' | 'signed_in' | readonly HqRole[]
/** A right for every method of a noun, or the build breaks. */
export type RightsOf<C> = Record<keyof C & string, HqRight>

/** Who may look at what decides. */
export const looking = ['planner', 'duty', 'decider', 'auditor'] as const
export const planning = ['planner'] as const
export const receiving = ['duty', 'planner'] as const
export const deciding = ['decider'] as const
/** Whose word counts where facts are taken after all: those who work with them, not who only keeps accounts or audits. */
export const vouching = ['duty', 'planner', 'decider'] as const
/** Who stands for it, as second, that somebody gets the power to decide or to keep accounts: those who have it. */
export const appointing = ['admin', 'decider'] as const
