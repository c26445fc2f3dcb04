import { useState } from 'react'
import type { z } from 'zod'
import type { SearchHit } from '../../shared/api/check-in.ts'
import type { Strip } from '../../shared/api/lots.ts'
import { answeredNo } from '../answers.ts'
import { station } from '../contract.ts'
import { sounds } from '../parts/sound.ts'
import { useCommand, type Sending } from '../parts/use-command.ts'

/** How far one person's draw is: nobody, several that fit what was typed, nobody found, or a lot just drawn. */
export type Turn =
  | { kind: 'waiting' }
  | { kind: 'several'; query: string; hits: readonly SearchHit[] }
  | { kind: 'nobody'; query: string }
  | { kind: 'failed'; code: string }
  | { kind: 'drawn'; lot: string; turn: number; candidate: string; strip: z.infer<typeof Strip> }

/** Draws by scanning: a ticket that names one checked-in person draws at once. */
export function useDraw(session: string, desk: number): {
  turn: Turn
  state: Sending<unknown>
  busy: boolean
  find(query: string): Promise<void>
  draw(candidate: string): Promise<void>
} {
  const [turn, setTurn] = useState<Turn>({ kind: 'waiting' })
  const command = useCommand(station.lots.draw)

  const draw = async (candidate: string) => {
    const done = await command.send({ session, candidate, desk })
    if (done === undefined) {
      sounds.refused()
      setTurn({ kind: 'waiting' })
      return
    }
    sounds.accepted()
    setTurn({ kind: 'drawn', lot: done.lot, turn: done.turn, candidate, strip: done.strip })
  }
  const find = async (query: string) => {
    if (query === '') return
    command.reset()
    try {
      const found = await station.checkIn.search({ session, query, limit: 8 })
      const [only, another] = found.hits
      if (found.exact !== null) await draw(found.exact)
      else if (only === undefined) setTurn({ kind: 'nobody', query })
      else if (another === undefined) await draw(only.candidate)
      else setTurn({ kind: 'several', query, hits: found.hits })
    } catch (error) {
      setTurn({ kind: 'failed', code: answeredNo(error) ?? 'no_answer' })
    }
  }
  return { turn, state: command.state, busy: command.busy, find, draw }
}
