import type { ContractRouterClient } from '@orpc/contract'
import { system } from './api/system.ts'

/**
 * The contract between HQ's screens and HQ: over HTTP alone. What stations ask is another (exchange/messages.ts). Every
 * noun has its rights beside its contract, and every method has one.
 */
export const hqContract = { system }
export type HqContract = typeof hqContract

/** The contract as a caller sees it. */
export type HqClient = ContractRouterClient<HqContract>

type Path<C> = { [N in keyof C & string]: { [M in keyof C[N] & string]: `${N}.${M}` }[keyof C[N] & string] }[keyof C & string]
/** `noun.method` of every method. */
export type HqMethodName = Path<HqContract>
