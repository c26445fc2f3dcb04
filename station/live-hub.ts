import type { LiveMessage } from '../shared/api/venue.ts'
import type { Fact, FactType } from '../shared/facts.ts'

type Prefix<T extends string> = T extends `${infer P}.${string}` ? P : never

/** Which noun of the screens a fact touches. */
const nouns: Record<Prefix<FactType>, string> = {
  venue: 'venue',
  station: 'venue',
  roster: 'venue',
  backup: 'venue',
  operator: 'operators',
  session: 'sessions',
  conduct: 'sessions',
  checkin: 'check-in',
  lots: 'lots',
  psych: 'psych',
  fitness: 'fitness',
  heat: 'heats',
  conflict: 'conflicts',
  shortlist: 'shortlist',
  rooms: 'rooms',
  waiting: 'waiting',
  interview: 'interview',
  paper: 'paper',
  closing: 'closing',
}

/** Named candidates of one message; beyond that a screen reads its whole list again. */
const mostCandidates = 200
/** A screen greys out after 12 s of silence; well before that it hears that there is nothing new. */
const heartbeatMs = 4000

interface Pending {
  touched: Set<string>
  candidates: Set<string>
  many: boolean
}

export interface LiveHub {
  /** Facts that were just committed. */
  facts(facts: readonly Fact[]): void
  /** Something changed that is no fact, such as the practice clock. */
  noun(noun: string): void
  /** Everything may be different: every screen reads again. */
  everything(): void
  /** Messages until the signal aborts, the hub closes or `goOn` says no: on every change, at least every 4 s. */
  changes(goOn: () => boolean, signal: AbortSignal | undefined): AsyncGenerator<LiveMessage, void, void>
  close(): void
}

/** `base` fills in what is true of the station at the moment a message leaves. */
export function makeLiveHub(
  base: () => Pick<LiveMessage, 'now' | 'facts' | 'head' | 'trouble' | 'hq'>,
  heartbeat = heartbeatMs,
): LiveHub {
  const listeners = new Set<{ pending: Pending; wake: () => void }>()
  let open = true
  const fresh = (): Pending => ({ touched: new Set(), candidates: new Set(), many: false })

  const tell = (fill: (pending: Pending) => void): void => {
    for (const listener of listeners) {
      fill(listener.pending)
      listener.wake()
    }
  }

  async function* changes(
    goOn: () => boolean,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<LiveMessage, void, void> {
    const listener = { pending: fresh(), wake: (): void => undefined }
    const stop = (): void => listener.wake()
    listeners.add(listener)
    signal?.addEventListener('abort', stop)
    try {
      while (open && goOn() && signal?.aborted !== true) {
        const { touched, candidates, many } = listener.pending
        listener.pending = fresh()
        yield { ...base(), touched: [...touched], candidates: many ? [] : [...candidates], many }
        await new Promise<void>((resolve) => {
          if (listener.pending.touched.size > 0 || signal?.aborted === true || !open) {
            resolve()
            return
          }
          const timer = setTimeout(resolve, heartbeat)
          listener.wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        // everything that one turn of the loop records travels in one message
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      listeners.delete(listener)
      signal?.removeEventListener('abort', stop)
    }
  }

  return {
    facts: (facts) =>
      tell((pending) => {
        for (const fact of facts) {
          pending.touched.add(nouns[fact.type.slice(0, fact.type.indexOf('.')) as Prefix<FactType>])
          if (!('candidate' in fact.body) || fact.body.candidate === null) continue
          if (pending.candidates.size >= mostCandidates) pending.many = true
          else pending.candidates.add(fact.body.candidate)
        }
      }),
    noun: (noun) => tell((pending) => pending.touched.add(noun)),
    everything: () =>
      tell((pending) => {
        for (const noun of Object.values(nouns)) pending.touched.add(noun)
        pending.many = true
      }),
    changes,
    close: () => {
      open = false
      for (const listener of listeners) listener.wake()
    },
  }
}
