import { implement, ORPCError, type AnyProcedure } from '@orpc/server'
import { isContractProcedure, type AnyContractProcedure } from '@orpc/contract'
import { contract, type MethodName } from '../shared/api.ts'
import { admit, withSecond, type Admitted } from './gate.ts'
import type { Inside } from './inside.ts'
import { errorFields } from '../exchange/log.ts'
import { methods } from './methods.ts'
import { storageTrouble } from './storage-trouble.ts'
import type { Caller } from './use-cases.ts'

/** What a face hands in with each call: the request's headers, where the token is. */
export interface CallContext {
  reqHeaders?: Headers
}

/** `noun.method` → the implemented procedure. */
export type StationRouter = Record<string, Record<string, AnyProcedure>>

/** Names of all methods of the contract. */
export function methodNames(): MethodName[] {
  return Object.entries(contract).flatMap(([noun, group]) =>
    Object.keys(group).map((name) => `${noun}.${name}` as MethodName),
  )
}

/**
 * The contract put to work. Each call reads in one direction: token → operator → table of rights → schema → second
 * person's PIN → use-case. The gate stands before the schema, so that a stranger's input is not even read.
 */
export function makeRouter(inside: Inside): StationRouter {
  const router: StationRouter = {}
  for (const [noun, group] of Object.entries(contract)) {
    const implemented: Record<string, AnyProcedure> = {}
    for (const [name, procedure] of Object.entries(group)) {
      if (isContractProcedure(procedure))
        implemented[name] = procedureOf(inside, `${noun}.${name}` as MethodName, procedure)
    }
    router[noun] = implemented
  }
  return router
}

function procedureOf(inside: Inside, method: MethodName, procedure: AnyContractProcedure): AnyProcedure {
  return implement(procedure, { initialInputValidationIndex: 1 })
    .$context<CallContext>()
    .use(async ({ context, next }) =>
      next({ context: { admitted: admit(inside, method, context.reqHeaders ?? new Headers()) } }),
    )
    .handler(async ({ context, input, signal }) => {
      try {
        return await act(inside, context.admitted, input, signal)
      } catch (error) {
        if (error instanceof ORPCError) throw error
        const trouble = storageTrouble(error)
        if (trouble !== null)
          throw new ORPCError('SERVICE_UNAVAILABLE', {
            message: '磁盘已满或数据库不可写 nothing can be written',
            data: { reason: trouble },
          })
        // a bug: told in the log without its values, and to the screen as nothing but a failure
        inside.log.error({ method, error: errorFields(error) }, 'a method failed')
        throw new ORPCError('INTERNAL_SERVER_ERROR', { message: '程序内部错误，已记入日志 internal error' })
      }
    })
}

/** Whoever looks at a public screen: no account, no role. */
const nobody: Caller = { operator: 'nobody', name: '', roles: [] }

async function act(
  inside: Inside,
  admitted: Admitted,
  input: unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const venue = inside.venue
  let caller: Caller | null = admitted.caller
  if (caller !== null && venue !== null) {
    const checked = await withSecond(venue, caller, input)
    if ('ok' in checked) return checked
    caller = checked
  }
  const method = methods.get(admitted.method)
  if (method === undefined) throw new Error(`${admitted.method} is in the contract and nowhere else`)
  if (method.kind === 'station')
    return method.act({ inside, venue, caller, signedIn: admitted.signedIn, signal }, input as never)
  if (venue === null) throw new Error(`${admitted.method} needs a venue`)
  // the gate let somebody unknown pass, so the method is one that anyone may call
  return method.act(venue, caller ?? nobody, input as never)
}
