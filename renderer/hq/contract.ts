import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { HqClient } from '../../shared/hq/api.ts'
import { answeredNo } from '../answers.ts'
import { untouchedFor } from '../touch.ts'

const TOKEN = 'kaodian.hq.token'

/** The signed-in person's token: kept for a reload of this window, gone with the window. */
export const token = {
  get: (): string => sessionStorage.getItem(TOKEN) ?? '',
  set: (text: string) => {
    if (text === '') sessionStorage.removeItem(TOKEN)
    else sessionStorage.setItem(TOKEN, text)
  },
}

// what reads or writes a whole file, roster or ledger may take its time; everything else answers soon or has failed
const usual = 30_000
const slow = 300_000
const quick = new Set(['system.state', 'accounts.me', 'accounts.signIn', 'accounts.others'])

function limit(path: readonly string[]): number | undefined {
  const name = path.join('.')
  if (name === 'live.changes') return undefined
  return quick.has(name) ? usual : slow
}

/** Called when HQ says that this window's person is not signed in any more; set by `frame/who.ts`. */
export const seatLost: { tell: () => void } = { tell: () => undefined }

/** Adds the time limit that every call has; the stream of changes has its heartbeat instead. */
async function limited<
  T extends { path: readonly string[]; signal?: AbortSignal | undefined; next(options: T): Promise<R> },
  R,
>(call: T): Promise<R> {
  const ms = limit(call.path)
  const signals = [
    ...(ms === undefined ? [] : [AbortSignal.timeout(ms)]),
    ...(call.signal === undefined ? [] : [call.signal]),
  ]
  try {
    return await call.next(signals.length === 0 ? call : { ...call, signal: AbortSignal.any(signals) })
  } catch (error) {
    if (answeredNo(error) === 'not_signed_in') seatLost.tell()
    throw error
  }
}

const link = new RPCLink({
  url: new URL('/rpc', window.location.href).href,
  headers: (): Record<string, string> => {
    const text = token.get()
    if (text === '') return {}
    // what a screen asks by itself must not keep an empty chair signed in
    const quiet = untouchedFor() > 15_000
    return { authorization: `Bearer ${text}`, ...(quiet ? { 'kaodian-quiet': '1' } : {}) }
  },
  interceptors: [limited],
})

/** Every method of HQ, typed by the contract. */
export const hq: HqClient = createORPCClient<HqClient>(link)
