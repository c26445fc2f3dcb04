import type { InterviewRow } from './interview-rows.ts'

/** The station and its two clocks at one moment: wall in ms since 1970, `mono` in ms that only go forward. */
export interface Moment {
  station: string
  at: number
  mono: number
}

/**
 * The clock of one answer. It has no pause: a re-read of the question costs time (规则 §8). Past its time it runs on
 * until somebody says that the answer is over: how far over it went is shown, not cut off.
 */
export interface AnswerTime {
  state: 'not_started' | 'running' | 'over'
  /** Seconds allowed; 0 is no limit. */
  seconds: number
  /** Ms since the start, or how long the answer took. */
  elapsed: number
  /** Measured on one monotonic clock; false when the start was on another station or before the machine's restart. */
  exact: boolean
}

/**
 * The time of an answer at a moment. On the station that started it the monotonic clock decides, so that a reload, a
 * restart of the program or a wall clock set anew changes nothing. Elsewhere, and after a restart of the machine, the
 * difference of the wall clocks stands in, and `exact` says so.
 */
export function answerTime(started: InterviewRow | null, finished: InterviewRow | null, now: Moment): AnswerTime {
  if (started === null) return { state: 'not_started', seconds: 0, elapsed: 0, exact: true }
  const seconds = started.number
  if (finished !== null) return { state: 'over', seconds, elapsed: finished.number, exact: true }
  return { state: 'running', seconds, ...sinceStart(started, now) }
}

function sinceStart(started: InterviewRow, now: Moment): { elapsed: number; exact: boolean } {
  const exact = started.fact.startsWith(`${now.station}/`) && now.mono >= started.mono
  return { elapsed: Math.max(0, exact ? now.mono - started.mono : now.at - started.at), exact }
}
