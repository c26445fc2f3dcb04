import type { ContractRouterClient } from '@orpc/contract'
import { accounts } from './api/accounts.ts'
import { audit } from './api/audit.ts'
import { decide } from './api/decide.ts'
import { erase } from './api/erase.ts'
import { live } from './api/live.ts'
import { people } from './api/people.ts'
import { posts } from './api/posts.ts'
import { receive } from './api/receive.ts'
import { recruitments } from './api/recruitments.ts'
import { division } from './api/division.ts'
import { packages } from './api/packages.ts'
import { publish } from './api/publish.ts'
import { system } from './api/system.ts'
import { watch } from './api/watch.ts'

/**
 * The contract between HQ's screens and HQ: over HTTP alone. What stations ask is another (exchange/messages.ts). Every
 * noun has its rights beside its contract, and every method has one.
 */
export const hqContract = { accounts, audit, decide, division, erase, live, packages, people, posts, publish, receive, recruitments, system, watch }
export type HqContract = typeof hqContract

/** The contract as a caller sees it. */
export type HqClient = ContractRouterClient<HqContract>

type Path<C> = { [N in keyof C & string]: { [M in keyof C[N] & string]: `${N}.${M}` }[keyof C[N] & string] }[keyof C & string]
/** `noun.method` of every method. */
export type HqMethodName = Path<HqContract>
