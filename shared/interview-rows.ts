import type { FactId, FactType, Marks, ScoredStage } from './facts.ts'

/** A step in the waiting room that counts (规则 §8): corrections and steps taken back are left out before. */
export interface WaitingRow {
  fact: FactId
  at: number
  by: string
  second: string | null
  type: Extract<FactType, 'waiting.called' | 'waiting.left' | 'waiting.returned' | 'waiting.lapsed' | 'waiting.no_show' | 'waiting.belongings'>
  /** Room called to; empty for the others. */
  room: string
  /** Which call it was, or how many there were; 0 for the others. */
  number: number
  /** Escort, reason or belongings tag. */
  note: string
  /** For a return or a lapse: the leaving it ends. */
  names: FactId | null
}

/** A step of a scored stage that counts (规则 §8). */
export interface InterviewRow {
  fact: FactId
  at: number
  by: string
  second: string | null
  type: Extract<FactType, `interview.${string}`>
  stage: ScoredStage
  room: string
  /** Monotonic clock (ms) of the station that recorded it. */
  mono: number
  /** Seconds allowed (started), ms elapsed (finished), 1 or 2 (marked); 0 otherwise. */
  number: number
  /** Who read the sheets, checked or signed. */
  operator: string
  marks: Marks | null
  /** Entries signed for. */
  sheets: FactId[]
  /** Score signed or handed out; for a ruling 'zero' or 'disqualified'. */
  score: string
  /** Reason; role of a signature; kind of an acknowledgement. */
  note: string
  /** The fact it replaces, checks or lifts. */
  names: FactId | null
}
