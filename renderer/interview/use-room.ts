import type { AnswerClock, RoomView, Sheet } from '../../shared/api/interview.ts'
import type { ScoredStage } from '../../shared/facts.ts'
import { pageMono } from '../clock.ts'
import { station } from '../contract.ts'
import { useAsk, type Asked } from '../parts/use-ask.ts'
import { elapsedAt, startOf, type Start } from './answer-clock.ts'

/** When a running answer began on this page's monotonic clock, by its start fact. */
const starts = new Map<string, Start>()

function note(sheets: readonly Sheet[], sent: number): void {
  const came = pageMono()
  for (const { clock } of sheets) {
    if (clock.fact === null || clock.state !== 'running') continue
    starts.set(clock.fact, startOf(starts.get(clock.fact), clock.elapsed, sent, came))
  }
}

/** Ms since the examiner's word, now. */
export function elapsedNow(clock: AnswerClock): number {
  return elapsedAt(clock, clock.fact === null ? undefined : starts.get(clock.fact), pageMono())
}

/** Whatever moves somebody in the room or a figure on a sheet. */
const nouns = ['interview', 'waiting', 'lots', 'rooms', 'sessions', 'check-in'] as const

/** One room, kept fresh; each answer sets the clocks right. */
export function useRoom(session: string, room: string): Asked<Awaited<ReturnType<typeof station.interview.room>>> & { view: RoomView | undefined } {
  const asked = useAsk(
    `${session} ${room}`,
    async (signal) => {
      const sent = pageMono()
      const answer = await station.interview.room({ session, room }, { signal })
      if (answer.ok) note([...(answer.view.inside === null ? [] : [answer.view.inside]), ...answer.view.scoring], sent)
      return answer
    },
    nouns,
  )
  return { ...asked, view: asked.value?.ok === true ? asked.value.view : undefined }
}

/** A sheet opened by its lot, such as one that was announced already; null asks nothing. */
export function useSheet(session: string, of: { lot: string; stage?: ScoredStage } | null): Asked<Awaited<ReturnType<typeof station.interview.find>>> {
  return useAsk(
    of === null ? null : `${session} ${of.lot} ${of.stage ?? ''}`,
    async (signal) => {
      const sent = pageMono()
      const answer = await station.interview.find({ session, lot: '', ...of }, { signal })
      if (answer.ok) note([answer.sheet], sent)
      return answer
    },
    nouns,
  )
}
