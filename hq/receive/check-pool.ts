import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { questionToMove, type CheckAnswer, type CheckQuestion } from './check-messages.ts'

type AnswerTo<K extends CheckQuestion['kind']> = Extract<CheckAnswer, { kind: K }>

interface Waiting {
  resolve: (answer: CheckAnswer) => void
  reject: (error: Error) => void
}

interface Thread {
  worker: Worker
  waiting: Map<number, Waiting>
}

/** One thread, for questions that belong together; when it dies they fail. */
export interface Seat {
  ask<Q extends CheckQuestion>(question: Q): Promise<AnswerTo<Q['kind']>>
}

/** Threads that check; a thread that dies is replaced and its questions fail. */
export interface CheckPool extends Seat {
  /** The thread that work about one thing (a stream's number) goes to by preference. */
  seat(near: number): Seat
  /** How many threads there are at most: `near` counts over again after so many. */
  readonly threads: number
  close(): Promise<void>
}

// the built program keeps the worker as a file of its own beside it
const source = new URL(import.meta.url.endsWith('.ts') ? './check-worker.ts' : './check-worker.js', import.meta.url)

/** Starts no thread before the first question; `most` threads, by default as many as there are processors but one, and two at least, so that projecting never keeps a page waiting. */
export function makeCheckPool(most = Math.max(2, availableParallelism() - 1)): CheckPool {
  const threads: Thread[] = []
  let next = 1

  const start = (): Thread => {
    // facts are short-lived: with the room Node gives by itself a thread holds 100 MB and more of them that nobody needs
    const worker = new Worker(source, { env: {}, resourceLimits: { maxYoungGenerationSizeMb: 16 } })
    const thread: Thread = { worker, waiting: new Map() }
    const gone = (error: Error): void => {
      const at = threads.indexOf(thread)
      if (at >= 0) threads.splice(at, 1)
      for (const { reject } of thread.waiting.values()) reject(error)
      thread.waiting.clear()
    }
    worker.on('message', ({ id, answer, error }: { id: number; answer?: CheckAnswer; error?: string }) => {
      const asked = thread.waiting.get(id)
      thread.waiting.delete(id)
      // an idle thread must not keep a process alive that has nothing else to do
      if (thread.waiting.size === 0) worker.unref()
      if (answer === undefined) asked?.reject(new Error(error ?? 'a checking thread gave no answer'))
      else asked?.resolve(answer)
    })
    worker.on('error', (error) => gone(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', (code) => gone(new Error(`a checking thread ended with ${String(code)}`)))
    worker.unref()
    threads.push(thread)
    return thread
  }

  const askOf = <Q extends CheckQuestion>(thread: Thread, question: Q): Promise<AnswerTo<Q['kind']>> =>
    new Promise((resolve, reject) => {
      if (!threads.includes(thread)) {
        reject(new Error('the checking thread is gone'))
        return
      }
      const id = next
      next += 1
      thread.waiting.set(id, { resolve: (answer) => resolve(answer as AnswerTo<Q['kind']>), reject })
      thread.worker.ref()
      const [owned, moved] = questionToMove(question)
      thread.worker.postMessage({ id, question: owned }, moved)
    })
  const leastBusy = (): Thread => {
    const idle = threads.find((each) => each.waiting.size === 0)
    return idle ?? (threads.length < most ? start() : threads.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a)))
  }

  return {
    threads: most,
    ask: (question) => askOf(leastBusy(), question),
    seat: (near) => {
      while (threads.length <= near % most) start()
      const [wanted, other] = [threads[near % most]!, leastBusy()]
      // what a thread remembers is worth a short wait only
      const thread = wanted.waiting.size <= other.waiting.size + 2 ? wanted : other
      return { ask: (question) => askOf(thread, question) }
    },
    close: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

let shared: CheckPool | undefined

/** The pool of this process: threads hold no state, so one serves every recruitment. */
export function checkPool(): CheckPool {
  shared ??= makeCheckPool()
  return shared
}
