import type { HqLiveMessage } from '../../shared/hq/api/live.ts'
import { errorFields } from '../../exchange/log.ts'
import type { Inside } from '../inside.ts'

/** ms between two looks at the pulse while a screen listens. */
const look = 1000
/** A screen greys out after 12 s of silence; well before that it hears that there is nothing new. */
const heartbeat = 4000

export interface LivePulse {
  /** Messages until the signal aborts or the window's sign-in is over: on every change that concerns the recruitment, at least every 4 s. */
  changes(login: string, recruitment: string | null, signal: AbortSignal | undefined): AsyncGenerator<HqLiveMessage, void, void>
}

interface Listener { recruitment: string | null; touched: Set<string>; wake: () => void }

const pulses = new WeakMap<Inside, LivePulse>()

/** One reader of table `pulse` per process: what any process touched is told to every screen here, within a second. */
export function livePulse(inside: Inside): LivePulse {
  const made = pulses.get(inside) ?? makePulse(inside)
  pulses.set(inside, made)
  return made
}

function makePulse(inside: Inside): LivePulse {
  const { db } = inside.store
  const listeners = new Set<Listener>()
  let seen: Map<string, number> | null = null
  let timer: NodeJS.Timeout | undefined
  let trouble: string[] = []

  const read = async (): Promise<void> => {
    try {
      const rows = await db.selectFrom('pulse').leftJoin('recruitment', 'recruitment.no', 'pulse.recruitment').select(['pulse.recruitment', 'pulse.noun', 'pulse.n', 'recruitment.id']).execute()
      const now = new Map(rows.map((row) => [`${String(row.recruitment)} ${row.noun}`, row.n]))
      const changed = seen === null ? [] : rows.filter((row) => seen!.get(`${String(row.recruitment)} ${row.noun}`) !== row.n)
      seen = now
      trouble = []
      for (const listener of listeners) {
        for (const row of changed) if (row.recruitment === 0 || row.id === listener.recruitment) listener.touched.add(row.noun)
        if (listener.touched.size > 0) listener.wake()
      }
    } catch (error) {
      inside.log.error({ error: errorFields(error) }, 'the pulse could not be read')
      trouble = ['database']
      // after a gap nobody knows what changed
      seen = null
    }
  }
  const next = (): void => {
    timer = setTimeout(() => {
      void read().finally(() => {
        if (listeners.size > 0) next()
        else {
          timer = undefined
          seen = null
        }
      })
    }, look)
    timer.unref()
  }
  const signedIn = async (login: string): Promise<boolean> => {
    try {
      return (await db.selectFrom('login').select('token_hash').where('token_hash', '=', login).executeTakeFirst()) !== undefined
    } catch {
      // a database that does not answer signs nobody out
      return true
    }
  }

  return {
    async *changes(login, recruitment, signal) {
      const listener: Listener = { recruitment, touched: new Set(), wake: () => undefined }
      const stop = (): void => listener.wake()
      if (seen === null) await read()
      listeners.add(listener)
      if (timer === undefined) next()
      signal?.addEventListener('abort', stop)
      try {
        while (signal?.aborted !== true && (await signedIn(login))) {
          const touched = [...listener.touched]
          listener.touched.clear()
          yield { now: Math.round(inside.clock.now()), touched, trouble }
          await new Promise<void>((resolve) => {
            if (signal?.aborted === true || listener.touched.size > 0) {
              resolve()
              return
            }
            const waiting = setTimeout(resolve, heartbeat)
            listener.wake = () => {
              clearTimeout(waiting)
              resolve()
            }
          })
        }
      } finally {
        listeners.delete(listener)
        signal?.removeEventListener('abort', stop)
      }
    },
  }
}
