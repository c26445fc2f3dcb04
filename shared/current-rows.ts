import type { CheckInRefusal, FactId, Outcome, PsychResult } from './facts.ts'
import type { InterviewRow, WaitingRow } from './interview-rows.ts'
import type { Stage } from './pack-schema.ts'

/** How far a stage is: an open one has no result yet. */
export type StageState = 'passed' | 'failed' | 'open'

/** Who made a row, when, on which station. */
export interface Mark {
  fact: FactId
  at: number
  by: string
}

export interface AdmittedRow extends Mark { tag: string; consent: boolean; warnings: string[] }
export interface DoubtRow extends Mark { kind: string; note: string }
export interface RefusalRow extends Mark { reason: CheckInRefusal; note: string }
export interface LotRow extends Mark { lot: string; draw: string; turn: number }
export interface PsychRow extends Mark { result: PsychResult; source: 'hand' | 'file' | ''; ruled: boolean }
/** `root`: the attempt in whose place this counts; differs from `fact` when it was corrected. */
export interface AttemptRow extends Mark { item: string; outcome: Outcome; root: FactId; heat: string | null }
export interface SignOffRow extends Mark { item: string; verdict: 'passed' | 'failed'; kind: string; attempts: FactId[] }
export interface ConductRow extends Mark { reason: string }
/** A violation with its effect ⚙ (规则 §10). */
export interface ViolationRow extends Mark { kind: string; effect: 'none' | 'itemFails' | 'zero' | 'barred'; item: string | null; reason: string }

/** What counts now of one candidate in one session: corrections applied, void and dropped facts left out. */
export interface CurrentRows {
  admitted: AdmittedRow | null
  /** A doubt nobody has settled. */
  doubt: DoubtRow | null
  refusals: RefusalRow[]
  lot: LotRow | null
  psych: PsychRow | null
  /** In the order they were made; a corrected attempt keeps its place. */
  attempts: AttemptRow[]
  /** Every sign-off, oldest first. */
  signOffs: SignOffRow[]
  withdrawn: ConductRow | null
  barred: ConductRow | null
  /** Violations that were not revoked, oldest first. */
  violations: ViolationRow[]
  /** Steps of the waiting room and of the interview room that were not taken back, oldest first. */
  waitingRows: WaitingRow[]
  interview: InterviewRow[]
  /** Where the room draw of the session put the person; null without one. */
  room: string | null
  /** Results of the stages of the person's other sessions, by their own facts; a stage nobody held yet is missing. */
  elsewhere: Readonly<Partial<Record<Stage, StageState>>>
  /** Copies of the strips printed, by lot; and of the psych notice. */
  printed: Readonly<Record<string, number>>
  notices: number
  /** Time of the last fact, ms. */
  last: number | null
}

export const noRows: CurrentRows = {
  admitted: null, doubt: null, refusals: [], lot: null, psych: null, attempts: [], signOffs: [], withdrawn: null, barred: null,
  violations: [], waitingRows: [], interview: [], room: null, elsewhere: {},
  printed: {}, notices: 0, last: null,
}
