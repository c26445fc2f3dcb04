import { useCallback, useEffect, useRef, useState } from 'react'
import type { HeatView } from '../../shared/api/fitness.ts'
import { answeredNo, newCommand } from '../answers.ts'
import { station } from '../contract.ts'
import { sounds } from '../parts/sound.ts'
import { elapsedOf, timed } from './use-heat.ts'

/** A press that the station has not said yes to yet. */
export interface Pending {
  cmd: string
  bib: string | null
  /** Hundredths on this page's clock at the press. */
  elapsed: number
  state: 'sending' | 'unanswered' | 'refused'
  reason: string
}

/** An unanswered press is sent again after this long, until the station has said yes or no. */
const AGAIN_MS = 2000

/**
 * Presses of finishers. The station's clock measures; each press has its own command and none waits for another. A press
 * whose answer is lost goes again with the same command and the time this page took, so that no finisher is lost or doubled.
 */
export function useTaps(view: HeatView, took: (view: HeatView) => void): {
  pending: readonly Pending[]
  tap: (bib: string | null) => void
  dismiss: (cmd: string) => void
} {
  const [pending, setPending] = useState<readonly Pending[]>([])
  const heat = view.heat
  const alive = useRef(true)
  useEffect(() => {
    alive.current = true
    return () => {
      alive.current = false
    }
  }, [])

  const change = useCallback((cmd: string, state: Partial<Pending> | null) => {
    setPending((all) => all.flatMap((each) => (each.cmd !== cmd ? [each] : state === null ? [] : [{ ...each, ...state }])))
  }, [])

  const send = useCallback(
    async (press: Pending): Promise<void> => {
      const bib = press.bib === null ? {} : { bib: press.bib }
      for (let again = false; alive.current; again = true) {
        try {
          const answer = await timed(() => station.heats.tap({ cmd: press.cmd, heat, ...bib, ...(again ? { elapsed: press.elapsed } : {}) }))
          if (answer.ok) {
            sounds.accepted()
            took(answer.view)
            change(press.cmd, null)
          } else {
            sounds.refused()
            change(press.cmd, { state: 'refused', reason: answer.refused.reason })
          }
          return
        } catch (error) {
          const code = answeredNo(error)
          if (code !== undefined) {
            sounds.refused()
            change(press.cmd, { state: 'refused', reason: code })
            return
          }
          change(press.cmd, { state: 'unanswered' })
          await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
        }
      }
    },
    [heat, took, change],
  )

  const tap = useCallback(
    (bib: string | null) => {
      const ms = elapsedOf(view)
      if (ms === null) return
      const press: Pending = { cmd: newCommand(), bib, elapsed: Math.ceil(ms / 10), state: 'sending', reason: '' }
      setPending((all) => [...all, press])
      void send(press)
    },
    [view, send],
  )
  return { pending, tap, dismiss: (cmd) => change(cmd, null) }
}
