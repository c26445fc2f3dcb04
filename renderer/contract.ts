import { createORPCClient } from '@orpc/client'
import { RPCLink as FetchLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { Client } from '../shared/api.ts'
import { portMessage, type Shell } from '../shared/shell.ts'
import { answeredNo } from './answers.ts'
import { untouchedFor } from './touch.ts'

declare global {
  interface Window {
    /** Set by the desktop shell only. */
    kaodian?: Shell
  }
}

const TOKEN = 'kaodian.token'

/** The signed-in person's token: kept for a reload of this window, gone with the window. */
export const token = {
  get: (): string => sessionStorage.getItem(TOKEN) ?? '',
  set: (text: string) => {
    if (text === '') sessionStorage.removeItem(TOKEN)
    else sessionStorage.setItem(TOKEN, text)
  },
}

// what reads or writes a whole file, roster or ledger may take its time; everything else answers at once or has failed
const slow = new Set([
  'venue.openRehearsal', 'venue.previewPackage', 'venue.openPackage', 'venue.previewAmendment', 'venue.takeAmendment', 'venue.previewSheet', 'venue.openSheet',
  'sessions.exportList', 'standings.exportList', 'sessions.close', 'psych.previewFile', 'psych.importFile', 'system.verify', 'system.backup',
  'system.restore', 'venue.restoreFromHq', 'sync.enrol', 'sync.tryNow', 'sync.exportStick',
])

function limit(path: readonly string[]): number | undefined {
  const name = path.join('.')
  if (name === 'live.changes') return undefined
  return slow.has(name) ? 300_000 : 15_000
}

const options = {
  headers: (): Record<string, string> => {
    const text = token.get()
    if (text === '') return {}
    // what a screen asks by itself must not keep an empty chair signed in
    const quiet = untouchedFor() > 15_000
    return { authorization: `Bearer ${text}`, ...(quiet ? { 'kaodian-quiet': '1' } : {}) }
  },
}

/** Called when the station says that this window's person is locked out or unknown; set by `frame/who.ts`. */
export const seatLost: { tell: (why: 'locked' | 'not_signed_in') => void } = { tell: () => undefined }

/** Adds the time limit that every call has; the stream of changes has its heartbeat instead. */
async function limited<T extends { path: readonly string[]; signal?: AbortSignal | undefined; next(options: T): Promise<R> }, R>(
  call: T,
): Promise<R> {
  const ms = limit(call.path)
  const signals = [...(ms === undefined ? [] : [AbortSignal.timeout(ms)]), ...(call.signal === undefined ? [] : [call.signal])]
  try {
    return await call.next(signals.length === 0 ? call : { ...call, signal: AbortSignal.any(signals) })
  } catch (error) {
    const why = answeredNo(error)
    if (why === 'locked' || why === 'not_signed_in') seatLost.tell(why)
    throw error
  }
}

function port(shell: Shell): MessagePort {
  // the shell hands its port over by a message; until it comes, calls wait in the front half of this pair
  const { port1: near, port2: far } = new MessageChannel()
  const receive = (event: MessageEvent) => {
    const [real] = event.ports
    if (event.source !== window || event.data !== portMessage || real === undefined) return
    window.removeEventListener('message', receive)
    far.onmessage = ({ data }) => real.postMessage(data)
    real.onmessage = ({ data }) => far.postMessage(data)
  }
  window.addEventListener('message', receive)
  shell.openPort()
  near.start()
  return near
}

const link =
  window.kaodian === undefined
    ? new FetchLink({ url: new URL('/rpc', window.location.href).href, ...options, interceptors: [limited] })
    : new PortLink({ port: port(window.kaodian), ...options, interceptors: [limited] })

/** Every method of the station, typed by the contract; over HTTP in a browser, over a message port in the desktop shell. */
export const station: Client = createORPCClient<Client>(link)
