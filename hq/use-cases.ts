import type { AnySchema, ContractProcedure, ErrorMap, InferSchemaInput, InferSchemaOutput, Meta } from '@orpc/contract'
import type { SignInStep } from '../shared/hq/api/accounts.ts'
import type { HqContract } from '../shared/hq/api.ts'
import type { HqRole } from '../shared/hq/roles.ts'
import type { Inside } from './inside.ts'

/** Who asks, as the gate made sure. `second`: another active account whose password and code were typed in place. */
export interface HqCaller {
  readonly account: string
  readonly name: string
  readonly roles: readonly HqRole[]
  readonly second?: { readonly account: string; readonly roles: readonly HqRole[] }
  /** 'in' but for what ends a sign-in that is not over. */
  readonly step: SignInStep
  /** Hash of the window's token; empty for nobody. */
  readonly login: string
  /** Address the request came from. */
  readonly from: string
}

export type HqNoun = keyof HqContract
type InputOf<P> = P extends ContractProcedure<infer I extends AnySchema, AnySchema, ErrorMap, Meta> ? InferSchemaOutput<I> : never
type OutputOf<P> = P extends ContractProcedure<AnySchema, infer O extends AnySchema, ErrorMap, Meta> ? InferSchemaInput<O> : never

export interface HqCall {
  readonly inside: Inside
  readonly caller: HqCaller
  readonly signal: AbortSignal | undefined
}

/** All use-cases of a noun, one per method of the contract: `HqUseCases<'division'>`. Refusals are values; bugs are thrown. */
export type HqUseCases<N extends HqNoun> = {
  readonly [M in keyof HqContract[N]]: (call: HqCall, input: InputOf<HqContract[N][M]>) => OutputOf<HqContract[N][M]> | Promise<OutputOf<HqContract[N][M]>>
}
export type HqInput<N extends HqNoun, M extends keyof HqContract[N]> = InputOf<HqContract[N][M]>
export type HqOutput<N extends HqNoun, M extends keyof HqContract[N]> = OutputOf<HqContract[N][M]>
