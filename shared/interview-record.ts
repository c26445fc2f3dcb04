import type { FactId, Marks, ScoredStage } from './facts.ts'
import type { InterviewRow, WaitingRow } from './interview-rows.ts'
import { counting, inOrder, type Placed } from './counting.ts'
import { read, type Cell } from './json-cell.ts'

interface Row extends Placed {
  type: string
  by: string
  second: string | null
  candidate: string
  /** The fact it replaces, ends, checks, lifts or takes back. */
  names: FactId | null
}
/** A step of the waiting room as recorded, whichever source it is read from. */
export interface WaitingRecordRow extends Row {
  room: string | null
  number: number | null
  note: string | null
}
/** A step of the interview room as recorded. One column holds the panel's marks of an entry and the entries of a signature. */
export interface InterviewRecordRow extends Row {
  stage: string
  room: string | null
  mono: number
  number: number | null
  operator: string | null
  marks: Cell<Marks | FactId[]> | null
  score: string | null
  note: string | null
}
/** A withdrawal, bar, violation or what revokes one, as recorded. */
export interface ConductRecordRow extends Row {
  reason: string
  kind: string | null
  effect: string | null
  item: string | null
}

/** Facts that one of these rows takes back: named by a row of that type which itself was not dropped. */
export function takenBack(rows: readonly Row[], type: string, dropped: ReadonlySet<FactId>): ReadonlySet<FactId> {
  return new Set(rows.flatMap((row) => (row.type === type && row.names !== null && !dropped.has(row.fact) ? [row.names] : [])))
}

/** Steps of the waiting room and the interview room that count now, both oldest first (规则 §8). */
export function interviewSteps(
  waiting: readonly WaitingRecordRow[], interview: readonly InterviewRecordRow[], dropped: ReadonlySet<FactId>,
): { waiting: WaitingRow[]; interview: InterviewRow[] } {
  if (waiting.length === 0 && interview.length === 0) return { waiting: [], interview: [] }
  // `waiting.undone` also takes back steps of the interview room.
  const gone = new Set([...dropped, ...takenBack(waiting, 'waiting.undone', dropped), ...takenBack(interview, 'interview.ruling_lifted', dropped)])
  const steps = waiting.filter((row) => row.type !== 'waiting.undone' && !gone.has(row.fact))
  const marked = counting(interview.filter((row) => row.type === 'interview.marked').map((row) => ({ ...row, replaces: row.names })), gone)
  const entries = new Set(marked.counts.map(({ now }) => now.fact))
  const kept = interview.filter((row) =>
    row.type === 'interview.marked' ? entries.has(row.fact) : row.type !== 'interview.ruling_lifted' && !gone.has(row.fact))
  return { waiting: inOrder(steps).map(waitingRow), interview: inOrder(kept).map(interviewRow) }
}

function waitingRow(row: WaitingRecordRow): WaitingRow {
  const { fact, at, by, second, names } = row
  return { fact, at, by, second, type: row.type as WaitingRow['type'], room: row.room ?? '', number: row.number ?? 0, note: row.note ?? '', names }
}

function interviewRow(row: InterviewRecordRow): InterviewRow {
  const { fact, at, by, second, names, mono } = row
  const type = row.type as InterviewRow['type']
  const list = row.marks === null ? null : read(row.marks)
  return {
    fact, at, by, second, type, names, mono, stage: row.stage as ScoredStage, room: row.room ?? '', number: row.number ?? 0, operator: row.operator ?? '',
    marks: type === 'interview.marked' ? list as Marks : null, sheets: type === 'interview.signed' ? list as FactId[] : [],
    score: row.score ?? '', note: row.note ?? '',
  }
}
