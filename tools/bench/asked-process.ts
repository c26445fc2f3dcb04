import { fork } from 'node:child_process'
import path from 'node:path'

/** A program in a process of its own that answers questions one after the other; a question that fails rejects with what it said. */
export interface AskedProcess {
  ask<T>(what: string, about?: unknown): Promise<T>
  stop(): Promise<void>
}

interface Answer { id: number; answer?: unknown; error?: string }

/** What Node is told where HQ is measured, as run.mjs starts it. */
export const ofNode = ['--max-semi-space-size=8']

/** Starts a program of this folder. */
export function startAsked(program: string, args: readonly string[]): AskedProcess {
  const child = fork(path.join(import.meta.dirname, program), args, { execArgv: ofNode, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' })
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>()
  let next = 1
  const gone = new Promise<void>((resolve) => child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(`${program} ended`))
    resolve()
  }))
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  child.on('message', ({ id, answer, error }: Answer) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asked?.resolve(answer)
    else asked?.reject(new Error(`${program}: ${error}`))
  })
  return {
    ask: <T>(what: string, about: unknown = {}) =>
      new Promise<T>((resolve, reject) => {
        waiting.set(next, { resolve: (answer) => resolve(answer as T), reject })
        child.send({ id: next, what, about })
        next += 1
      }),
    stop: async () => {
      process.off('exit', kill)
      kill()
      await gone
    },
  }
}

/** What the program of a process answers, by what is asked. */
export function answerParent(answers: Readonly<Record<string, (about: never) => unknown>>): void {
  process.on('message', ({ id, what, about }: { id: number; what: string; about: never }) => {
    const answering = async (): Promise<Answer> => {
      try {
        return { id, answer: await answers[what]?.(about) }
      } catch (error) {
        return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
      }
    }
    void answering().then((answer) => process.send?.(answer))
  })
}

/** What a process has cost so far: seconds of processor of all its threads, and its highest memory in bytes since `watchMemory`. */
export interface Cost { cpu: number; rss: number }

let highest = 0
// one listener per process started here
process.setMaxListeners(40)

/** Looks at the memory of this process twenty times a second from now on. */
export function watchMemory(): void {
  setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 50).unref()
}

export function costNow(): Cost {
  const { user, system } = process.cpuUsage()
  return { cpu: (user + system) / 1e6, rss: Math.max(highest, process.memoryUsage.rss()) }
}
