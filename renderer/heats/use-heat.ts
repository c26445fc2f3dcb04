import { useState } from 'react'
import type { HeatView } from '../../shared/api/fitness.ts'
import type { Refusal } from '../../shared/api/answer.ts'
import { pageMono } from '../clock.ts'
import { station } from '../contract.ts'
import { useAsk } from '../parts/use-ask.ts'

/** When a run started on this page's monotonic clock, ms, from the answer that travelled the shortest. */
const starts = new Map<string, { at: number; travelled: number }>()

/** Notes what an answer says of the running time; `sent` and now are this page's monotonic clock around the call. */
function noteStart(view: HeatView, sent: number): void {
  if (view.elapsedMs === null) return
  const run = `${view.heat} ${String(view.run)}`
  const came = pageMono()
  const travelled = came - sent
  const known = starts.get(run)
  // half the way there, half back: the best of all answers is kept, so that the shown time never jumps about
  if (known === undefined || travelled < known.travelled) starts.set(run, { at: came - travelled / 2 - view.elapsedMs, travelled })
}

/** Ms since the start of the run on this page's clock, or null when the station does not measure it. */
export function elapsedOf(view: HeatView): number | null {
  const start = starts.get(`${view.heat} ${String(view.run)}`)
  return view.elapsedMs === null || start === undefined ? null : Math.max(0, pageMono() - start.at)
}

/** Runs a heat's command and notes the clock of its answer. */
export async function timed<A extends { ok: boolean }>(call: () => Promise<A & ({ ok: false } | { view: HeatView })>): Promise<A> {
  const sent = pageMono()
  const answer = await call()
  if ('view' in answer) noteStart(answer.view, sent)
  return answer
}

/** One heat, kept fresh; `took` shows the answer of one's own command at once. */
export function useHeat(heat: string): { view: HeatView | undefined; refused: Refusal | undefined; failed: boolean; took: (view: HeatView) => void; again: () => void } {
  const asked = useAsk(heat, () => timed(() => station.heats.find({ heat })), ['heats', 'fitness'])
  const [own, setOwn] = useState<{ view: HeatView; asked: number } | null>(null)
  const answered = asked.value?.ok === true ? asked.value.view : undefined
  return {
    view: own !== null && own.asked === asked.at ? own.view : answered,
    refused: asked.value?.ok === false ? asked.value.refused : undefined,
    failed: asked.state === 'failed' && answered === undefined,
    took: (view) => setOwn({ view, asked: asked.at }),
    again: asked.again,
  }
}
