import { useCallback, useRef, useState } from 'react'
import { answeredNo, newCommand } from '../answers.ts'

/**
 * Where a form stands with its one command. `failed` says what is known of the ledger: 'no' when the station answered
 * that it took nothing, 'unknown' when no answer came and the same id must be sent again.
 */
export type Sending<A> =
  | { kind: 'idle' }
  | { kind: 'sending' }
  | { kind: 'done'; answer: A }
  | { kind: 'refused'; refused: Refused }
  | { kind: 'failed'; recorded: 'no' | 'unknown'; code: string }

/** A refusal as the station and HQ give it: a stable reason and what its sentence needs. */
export interface Refused { reason: string; detail?: Readonly<Record<string, string>> | undefined }
type Granted<R> = Exclude<R, { ok: false }>

export interface Command<I, R> {
  state: Sending<Granted<R>>
  busy: boolean
  /** Sends with this form's command id; answers what was granted, or undefined (the state says why). */
  send(input: Omit<I, 'cmd'>): Promise<Granted<R> | undefined>
  /** Back to idle with a new command id: another person, another form. */
  reset(): void
}

/**
 * One form's command: the id is made when the form opens, kept for every retry, and replaced after a success, so that a
 * double press or a repeat after a broken line records once.
 */
export function useCommand<I extends object, R extends { ok: boolean }>(
  call: (input: I & { cmd: string }) => Promise<R>,
): Command<I, R> {
  const id = useRef<string | null>(null)
  const running = useRef(false)
  const [state, setState] = useState<Sending<Granted<R>>>({ kind: 'idle' })
  const latest = useRef(call)
  latest.current = call

  const send = useCallback(async (input: Omit<I, 'cmd'>) => {
    if (running.current) return undefined
    running.current = true
    id.current ??= newCommand()
    setState({ kind: 'sending' })
    try {
      // the input is whole again with its id; the compiler cannot see through the omission
      const answer = await latest.current({ ...input, cmd: id.current } as I & { cmd: string })
      if (refusedBy(answer)) {
        setState({ kind: 'refused', refused: answer.refused })
        return undefined
      }
      const granted = answer as Granted<R>
      id.current = null
      setState({ kind: 'done', answer: granted })
      return granted
    } catch (error) {
      const code = answeredNo(error)
      setState({ kind: 'failed', recorded: code === undefined ? 'unknown' : 'no', code: code ?? 'no_answer' })
      return undefined
    } finally {
      running.current = false
    }
  }, [])

  const reset = useCallback(() => {
    id.current = null
    setState({ kind: 'idle' })
  }, [])

  return { state, busy: state.kind === 'sending', send, reset }
}

function refusedBy(answer: { ok: boolean }): answer is { ok: false; refused: Refused } {
  return !answer.ok
}
