import { isContractProcedure, type AnyContractProcedure } from '@orpc/contract'
import { implement, ORPCError, type AnyProcedure } from '@orpc/server'
import { errorFields } from '../../exchange/log.ts'
import { hqRefuse } from '../../shared/hq/answer.ts'
import { hqContract, type HqMethodName } from '../../shared/hq/api.ts'
import { admit, withSecond, type Admitted } from './gate.ts'
import type { Inside } from '../inside.ts'
import { hqMethods } from '../methods.ts'
import { CommandReused } from '../own-ledger.ts'

/** What the web face hands in with each call: the request's headers, where the token is, and where it came from. */
export interface HqContext {
  reqHeaders?: Headers
  from?: string
  /** Aborts when the server stops: streams end by themselves. */
  stopping?: AbortSignal
}

/** `noun.method` → the implemented procedure. */
export type HqRouter = Record<string, Record<string, AnyProcedure>>

/** Names of all methods of the contract. */
export function hqMethodNames(): HqMethodName[] {
  return Object.entries(hqContract).flatMap(([noun, group]) => Object.keys(group).map((name) => `${noun}.${name}` as HqMethodName))
}

/**
 * The contract put to work. Each call reads in one direction: token → account → table of rights → schema → second
 * person → use-case. The gate stands before the schema, so that a stranger's input is not even read.
 */
export function makeHqRouter(inside: Inside): HqRouter {
  return Object.fromEntries(
    Object.entries(hqContract).map(([noun, group]) => [
      noun,
      Object.fromEntries(
        Object.entries(group as Record<string, unknown>).flatMap(([name, procedure]) =>
          isContractProcedure(procedure) ? [[name, procedureOf(inside, `${noun}.${name}` as HqMethodName, procedure)]] : [],
        ),
      ),
    ]),
  )
}

function procedureOf(inside: Inside, method: HqMethodName, procedure: AnyContractProcedure): AnyProcedure {
  return implement(procedure, { initialInputValidationIndex: 1 })
    .$context<HqContext>()
    .use(async ({ context, next }) => next({ context: { admitted: await told(inside, method, () => admit(inside, method, context.reqHeaders ?? new Headers(), context.from ?? '')) } }))
    .handler(({ context, input, signal }) => {
      const signals = [signal, context.stopping].filter((each) => each !== undefined)
      return told(inside, method, () => act(inside, context.admitted, input, signals.length === 0 ? undefined : AbortSignal.any(signals)))
    })
}

/** A bug is told in the log without its values, and to the screen as nothing but a failure. */
async function told<T>(inside: Inside, method: HqMethodName, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ORPCError) throw error
    inside.log.error({ method, error: errorFields(error) }, 'a method failed')
    throw new ORPCError('INTERNAL_SERVER_ERROR', { message: '程序内部错误，已记入日志 internal error' })
  }
}

async function act(inside: Inside, { method, caller }: Admitted, input: unknown, signal: AbortSignal | undefined): Promise<unknown> {
  const checked = await withSecond(inside, caller, input)
  if ('ok' in checked) return checked
  const use = hqMethods.get(method)
  if (use === undefined) throw new Error(`${method} is in the contract and nowhere else`)
  try {
    return await use({ inside, caller: checked, signal }, input as never)
  } catch (error) {
    if (error instanceof CommandReused) return hqRefuse('command_reused')
    throw error
  }
}
