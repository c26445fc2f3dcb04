import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

const root = path.resolve(import.meta.dirname, '..')

/** A station served by its own process, as `npm start -- --web` does it, on a folder that goes with it. */
export interface ServedStation {
  url: string
  /** PIN by account, as the rehearsal printed them. */
  pins: ReadonlyMap<string, string>
  process: ChildProcess
  /** Milliseconds from spawning to answering. */
  started: number
  /** Calls one method by plain HTTP; throws on anything but 200. */
  call(method: string, input: unknown, token?: string): Promise<unknown>
  /** Signs an account in and answers its token. */
  signIn(operator: string): Promise<string>
  stop(): Promise<void>
}

/** Serves an empty folder: a venue is still to be made in it. */
export async function serveEmpty(): Promise<ServedStation> {
  return serve([], undefined, new Map())
}

/** Serves a rehearsal; `folder` given: it stays afterwards. `known`: PINs of a folder served before. */
export async function serveRehearsal(
  options: { rehearsal: string; candidates: number; seed: number; folder?: string },
  known: ReadonlyMap<string, string> = new Map(),
): Promise<ServedStation> {
  const { rehearsal, candidates, seed, folder } = options
  return serve(['--rehearsal', rehearsal, '--candidates', String(candidates), '--seed', String(seed)], folder, known)
}

async function serve(what: readonly string[], kept: string | undefined, known: ReadonlyMap<string, string>): Promise<ServedStation> {
  const folder = kept ?? mkdtempSync(path.join(tmpdir(), 'kaodian-served-'))
  const began = performance.now()
  const child = spawn(
    process.execPath,
    ['station/serve.ts', ...what, '--data', folder, '--no-open'],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const pins = new Map(known)
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the station ended with ${String(code)}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const account = /^\s+([a-z]+-\d+)\s+(\d+)/.exec(line)
      if (account?.[1] !== undefined && account[2] !== undefined) pins.set(account[1], account[2])
      const ready = /^Kaodian ready at (\S+)$/.exec(line)
      if (ready?.[1] !== undefined) resolve(ready[1])
    })
  })
  const started = performance.now() - began
  const call = async (method: string, input: unknown, token?: string): Promise<unknown> => {
    const response = await fetch(`${url.replace(/\/$/, '')}/api/${method.replace('.', '/')}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(input),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method}: ${String(response.status)} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  return {
    url, pins, process: child, started, call,
    signIn: async (operator) => {
      const answer = (await call('operators.signIn', { operator, pin: pins.get(operator) ?? '' })) as { ok: boolean; token?: string }
      if (answer.token === undefined) throw new Error(`${operator} could not sign in: ${JSON.stringify(answer)}`)
      return answer.token
    },
    stop: async () => {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGTERM')
      await gone
      if (kept === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
