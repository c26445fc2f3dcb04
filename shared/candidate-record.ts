import { counting, inOrder, type Placed } from './counting.ts'
import type { CheckInRefusal, FactId, Outcome, PsychResult } from './facts.ts'
import { interviewSteps, takenBack, type ConductRecordRow, type InterviewRecordRow, type WaitingRecordRow } from './interview-record.ts'
import type { InterviewRow, WaitingRow } from './interview-rows.ts'
import { read, type Cell } from './json-cell.ts'

/** Whose fact, when, by whom. `second` is the second person where there was one. */
export interface Mark {
  fact: FactId
  at: number
  by: string
  second: string | null
}

export interface Admission extends Mark {
  tag: string
  consent: boolean
  warnings: string[]
  doubt: FactId | null
}
export interface Doubt extends Mark {
  kind: string
  note: string
  settled: (Mark & { outcome: 'admitted' | 'refused'; note: string }) | null
}
export interface DrawnLot extends Mark {
  draw: string
  lot: string
  turn: number
}
export interface PsychRecord extends Mark {
  result: PsychResult
  /** The first recording, when this is its correction or ruling. */
  root: FactId
  /** 'psych.recorded', 'psych.corrected' or 'psych.ruled'. */
  type: string
  source: string | null
}
export interface AttemptRecord extends Mark {
  item: string
  outcome: Outcome
  heat: string | null
  /** The attempt in whose place this counts; differs from `fact` when corrected. */
  root: FactId
}
export interface SignOff extends Mark {
  item: string
  verdict: 'passed' | 'failed'
  /** The attempts that were signed for, in order. */
  attempts: FactId[]
  acknowledgement: 'signed' | 'on_paper' | 'refused'
}
/** A violation nobody took back; `item` is an item of fitness or a stage, where one fails by it (规则 §10). */
export interface Violation extends Mark {
  kind: string
  effect: 'none' | 'itemFails' | 'zero' | 'barred'
  item: string | null
  reason: string
}

/**
 * All that decides about one candidate in one session, as it counts now: undone, voided, corrected and dropped facts
 * are left out, order is the common order of facts. Normally `admissions`, `lots` and `psych` hold at most one.
 */
export interface CandidateRecord {
  candidate: string
  session: string
  admissions: Admission[]
  consents: Mark[]
  refusals: (Mark & { reason: CheckInRefusal; note: string })[]
  doubts: Doubt[]
  lots: DrawnLot[]
  /** Copies of the strips printed so far, by lot. */
  printed: Record<string, number>
  psych: PsychRecord[]
  psychNotices: number
  attempts: AttemptRecord[]
  signOffs: SignOff[]
  withdrawn: (Mark & { reason: string })[]
  barred: (Mark & { reason: string })[]
  violations: Violation[]
  /** Steps that were not taken back, oldest first. */
  waiting: WaitingRow[]
  interview: InterviewRow[]
  /** Time of the last fact of any kind, ms; null when there is none. */
  last: number | null
}

/** What every row of a candidate begins with. */
export interface RecordRow extends Placed {
  type: string
  by: string
  second: string | null
  candidate: string
}
export interface CheckInRow extends RecordRow {
  doubt: string | null
  reason: string | null
  note: string | null
  tag: string | null
  consent: number | null
  warnings: Cell<string[]> | null
}
export interface LotRow extends RecordRow {
  draw: string | null
  lot: string
  turn: number | null
  copy: number | null
}
export interface PsychRow extends RecordRow {
  result: PsychResult | null
  source: string | null
}
export interface AttemptRow extends RecordRow {
  item: string
  outcome: Cell<Outcome> | null
  heat: string | null
}
export interface SignOffRow extends RecordRow {
  item: string
  verdict: 'passed' | 'failed'
  attempts: Cell<FactId[]>
  acknowledgement: SignOff['acknowledgement']
}

/** What was recorded of one candidate in one session, by noun and in no order: from the tables of a station or from the facts themselves. */
export interface RecordRows {
  checkIn: CheckInRow[]
  lot: LotRow[]
  psych: PsychRow[]
  attempt: AttemptRow[]
  signOff: SignOffRow[]
  conduct: ConductRecordRow[]
  waiting: WaitingRecordRow[]
  interview: InterviewRecordRow[]
}

export const rowNouns = ['checkIn', 'lot', 'psych', 'attempt', 'signOff', 'conduct', 'waiting', 'interview'] as const satisfies readonly (keyof RecordRows)[]

export function noRecordRows(): RecordRows {
  return { checkIn: [], lot: [], psych: [], attempt: [], signOff: [], conduct: [], waiting: [], interview: [] }
}

/** The record of somebody of whom nothing was recorded in a session. */
export function emptyRecord(session: string, candidate: string): CandidateRecord {
  return {
    session, candidate, admissions: [], consents: [], refusals: [], doubts: [], lots: [], printed: {}, psych: [], psychNotices: 0, attempts: [],
    signOffs: [], withdrawn: [], barred: [], violations: [], waiting: [], interview: [], last: null,
  }
}

/** What counts of these rows. `dropped`: facts that named people decided do not count. */
export function recordOf(session: string, candidate: string, rows: RecordRows, dropped: ReadonlySet<FactId>): CandidateRecord {
  const current = <T extends Placed>(family: T[]) => counting(family, dropped).counts
  const kept = <T extends RecordRow>(family: T[]) => inOrder(family.filter((row) => !dropped.has(row.fact)))
  const ofType = <T extends RecordRow>(family: T[], ...types: string[]) => family.filter((row) => types.includes(row.type))

  const settled = kept(ofType(rows.checkIn, 'checkin.doubt_settled'))
  const printed: Record<string, number> = {}
  for (const row of ofType(rows.lot, 'lots.printed')) printed[row.lot] = Math.max(printed[row.lot] ?? 0, row.copy ?? 0)
  const revoked = takenBack(rows.conduct, 'conduct.revoked', dropped)
  const conduct = kept(rows.conduct).filter((row) => !revoked.has(row.fact))
  const heats = new Map(rows.attempt.map((row) => [row.fact, row.heat]))
  let last: number | null = null
  for (const noun of rowNouns) for (const row of rows[noun]) last = last === null || row.at > last ? row.at : last

  return {
    candidate,
    session,
    admissions: current(ofType(rows.checkIn, 'checkin.admitted', 'checkin.undone')).flatMap(({ now }) =>
      now.type === 'checkin.undone' ? [] : [{ ...mark(now), tag: now.tag ?? '', consent: now.consent === 1, warnings: list(now.warnings), doubt: now.doubt }]),
    consents: kept(ofType(rows.checkIn, 'checkin.consented')).map(mark),
    refusals: kept(ofType(rows.checkIn, 'checkin.refused')).map((row) => ({ ...mark(row), reason: row.reason as CheckInRefusal, note: row.note ?? '' })),
    doubts: kept(ofType(rows.checkIn, 'checkin.doubted')).map((row) => {
      const end = settled.find((settling) => settling.doubt === row.fact)
      return {
        ...mark(row), kind: row.reason ?? '', note: row.note ?? '',
        settled: end === undefined ? null : { ...mark(end), outcome: end.reason as 'admitted' | 'refused', note: end.note ?? '' },
      }
    }),
    lots: current(ofType(rows.lot, 'lots.drawn', 'lots.voided')).flatMap(({ now }) =>
      now.type === 'lots.voided' ? [] : [{ ...mark(now), draw: now.draw ?? '', lot: now.lot, turn: now.turn ?? 0 }]),
    printed,
    psych: current(ofType(rows.psych, 'psych.recorded', 'psych.corrected', 'psych.ruled')).flatMap(({ now, root }) =>
      now.result === null ? [] : [{ ...mark(now), result: now.result, root, type: now.type, source: now.source }]),
    psychNotices: ofType(rows.psych, 'psych.noticed').length,
    attempts: current(rows.attempt).flatMap(({ now, root }) =>
      now.outcome === null ? [] : [{ ...mark(now), item: now.item, outcome: read(now.outcome), heat: heats.get(root) ?? null, root }]),
    signOffs: kept(rows.signOff).map((row) => ({
      ...mark(row), item: row.item, verdict: row.verdict, attempts: list(row.attempts), acknowledgement: row.acknowledgement,
    })),
    withdrawn: ofType(conduct, 'conduct.withdrawn').map((row) => ({ ...mark(row), reason: row.reason })),
    barred: ofType(conduct, 'conduct.barred').map((row) => ({ ...mark(row), reason: row.reason })),
    violations: ofType(conduct, 'conduct.violated').map((row) => ({
      ...mark(row), kind: row.kind ?? '', effect: row.effect as Violation['effect'], item: row.item, reason: row.reason,
    })),
    ...interviewSteps(rows.waiting, rows.interview, dropped),
    last,
  }
}

const mark = ({ fact, at, by, second }: RecordRow): Mark => ({ fact, at, by, second })
const list = (cell: Cell<string[]> | null): string[] => (cell === null ? [] : read(cell))
