import type { AnswerClock } from '../../shared/api/interview.ts'

/** How an answer's clock stands for the eye and the ear. */
export type Phase = 'not_started' | 'running' | 'warning' | 'over' | 'finished'

/** Where a running clock began on this page's monotonic clock, ms, by the answer that travelled the shortest. */
export interface Start {
  at: number
  travelled: number
}

const SLEPT_MS = 100

/**
 * What an answer of the station says of the start: `sent` and `came` are this page's monotonic clock around the call.
 * Half the way there and half back; the shortest of all ways is kept, so that the shown time does not jump about. No
 * wall clock has part in it: a reload or a jump of the machine's clock changes nothing (规则 §8).
 */
export function startOf(known: Start | undefined, elapsed: number, sent: number, came: number): Start {
  const travelled = came - sent
  const fresh = { at: came - travelled / 2 - elapsed, travelled }
  if (known === undefined || travelled < known.travelled) return fresh
  // further apart than both ways can explain: this page's clock stood still while the machine slept
  return Math.abs(fresh.at - known.at) > (travelled + known.travelled) / 2 + SLEPT_MS ? fresh : known
}

/** Ms since the examiner's word; what the station measured at the end once the answer is finished. */
export function elapsedAt(clock: AnswerClock, start: Start | undefined, now: number): number {
  if (clock.state !== 'running' || start === undefined) return clock.elapsed
  return Math.max(0, now - start.at)
}

/** Warnings are in seconds left. */
export function phaseAt(clock: AnswerClock, elapsed: number): Phase {
  if (clock.state === 'not_started') return 'not_started'
  if (clock.state === 'over') return 'finished'
  if (clock.seconds === 0) return 'running'
  const left = clock.seconds * 1000 - elapsed
  if (left <= 0) return 'over'
  return clock.warnings.some((seconds) => left <= seconds * 1000) ? 'warning' : 'running'
}

/** What is heard between two looks at a running clock: the end before a warning, nothing on the first look after a reload. */
export function heardBetween(clock: AnswerClock, before: number | null, now: number): 'warning' | 'end' | null {
  if (clock.state !== 'running' || clock.seconds === 0 || before === null) return null
  const crossed = (seconds: number) => {
    const at = (clock.seconds - seconds) * 1000
    return before < at && now >= at
  }
  if (crossed(0)) return 'end'
  return clock.warnings.some(crossed) ? 'warning' : null
}

/** What the ring holds: `4:32` left, rounded up so that 0:00 is the end; over the time `+0:12`, rounded down. */
export function clockText(seconds: number, elapsed: number): string {
  const left = seconds * 1000 - elapsed
  const shown = left > 0 ? Math.ceil(left / 1000) : Math.floor(-left / 1000)
  const text = `${String(Math.floor(shown / 60))}:${String(shown % 60).padStart(2, '0')}`
  return left > 0 || shown === 0 ? text : `+${text}`
}

/** 4′25″ from milliseconds: how long an answer took. */
export function tookText(elapsed: number): string {
  const seconds = Math.floor(elapsed / 1000)
  return `${String(Math.floor(seconds / 60))}′${String(seconds % 60).padStart(2, '0')}″`
}
