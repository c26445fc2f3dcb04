import type { AnySchema, ContractProcedure, ErrorMap, InferSchemaInput, InferSchemaOutput, Meta } from '@orpc/contract'
import type { Contract } from '../shared/api.ts'
import type { Role } from '../shared/facts.ts'
import type { OpenVenue } from './open-venue.ts'

/** Who asks, as the gate made sure: the signed-in operator and, where a PIN was typed in place, the second person. */
export interface Caller {
  readonly operator: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Another active account whose PIN was right; absent when none was given. Whether one is needed the use-case says. */
  readonly second?: { readonly operator: string; readonly roles: readonly Role[] }
}

export type Noun = keyof Contract

/** What a method gets, after its schema has read it (defaults filled in). */
export type MethodInput<P> =
  P extends ContractProcedure<infer I extends AnySchema, AnySchema, ErrorMap, Meta> ? InferSchemaOutput<I> : never
/** What a method has to answer. */
export type MethodOutput<P> =
  P extends ContractProcedure<AnySchema, infer O extends AnySchema, ErrorMap, Meta> ? InferSchemaInput<O> : never

/** One use-case: gather, decide, record, answer. Expected refusals are values; bugs are thrown. */
export type UseCase<P> = (
  venue: OpenVenue,
  caller: Caller,
  input: MethodInput<P>,
) => MethodOutput<P> | Promise<MethodOutput<P>>

/** All use-cases of a noun, one per method of the contract: `UseCases<'checkIn'>`. */
export type UseCases<N extends Noun> = { readonly [M in keyof Contract[N]]: UseCase<Contract[N][M]> }

/** Input of a method by noun and name: `Input<'checkIn', 'admit'>`. */
export type Input<N extends Noun, M extends keyof Contract[N]> = MethodInput<Contract[N][M]>
/** Output of a method by noun and name. */
export type Output<N extends Noun, M extends keyof Contract[N]> = MethodOutput<Contract[N][M]>
