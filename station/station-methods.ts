import type { Contract } from '../shared/api.ts'
import type { Inside } from './inside.ts'
import type { RunningVenue } from './running-venue.ts'
import type { SignedIn } from './tokens.ts'
import type { Caller, MethodInput, MethodOutput, Noun } from './use-cases.ts'

/** A call of one of the station's own methods, which may come before there is a venue or anybody signed in. */
export interface Call {
  readonly inside: Inside
  readonly venue: RunningVenue | null
  readonly caller: Caller | null
  readonly signedIn: SignedIn | null
  readonly signal: AbortSignal | undefined
}

/** A call that the gate lets through only with a venue and a signed-in operator. */
export interface SignedInCall extends Call {
  readonly venue: RunningVenue
  readonly caller: Caller
  readonly signedIn: SignedIn
}

/** The methods of a noun that is the station's own: set-up, operators, drafts, live, system. */
export type StationMethods<N extends Noun> = {
  readonly [M in keyof Contract[N]]: (
    call: Call,
    input: MethodInput<Contract[N][M]>,
  ) => MethodOutput<Contract[N][M]> | Promise<MethodOutput<Contract[N][M]>>
}

/** For methods that are never 'anyone' in the table of rights; a call without an operator is then a bug. */
export function signedInCall(call: Call): SignedInCall {
  const { venue, caller, signedIn } = call
  if (venue === null || caller === null || signedIn === null)
    throw new Error('the table of rights lets strangers call a method that needs an operator')
  return { ...call, venue, caller, signedIn }
}
