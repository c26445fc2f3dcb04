import type { CandidateRecord, RecordRows } from './candidate-record.ts'
import { counting, inOrder, type Placed } from './counting.ts'
import { factId, type FactId } from './facts.ts'
import type { InterviewRow } from './interview-rows.ts'
import type { RoomDrawRecord } from './room-records.ts'
import type { SessionRecord } from './session-states.ts'
import { hex, sha256 } from './sha256.ts'

export type InterviewConflictKind =
  | 'two_entries' | 'two_entrances' | 'two_calls' | 'two_rulings' | 'ended_and_inside' | 'two_marks' | 'two_shortlists' | 'two_room_draws' | 'two_rooms'

/** Facts of an interview day that cannot all be true: stations that had not heard of each other (规则 §8, §11). */
export interface Contradiction {
  kind: InterviewConflictKind
  candidate: string | null
  facts: FactId[]
}

export type ConflictKind =
  | 'two_check_ins' | 'two_lots' | 'lot_twice' | 'two_psych' | 'two_corrections' | 'after_close'
  | InterviewConflictKind

/** Facts that cannot all be true. Shown until a named person resolves it with a fact (规则 §11). */
export interface ConflictRecord {
  /** Stable while the same facts are in it; another fact joining makes another conflict. */
  conflict: string
  kind: ConflictKind
  session: string
  candidate: string | null
  facts: FactId[]
}

/** A conflict under its stable name. */
export function conflict(kind: ConflictKind, session: string, candidate: string | null, facts: FactId[]): ConflictRecord {
  const sorted = [...facts].sort()
  const digest = hex(sha256(sorted.join('\n'))).slice(0, 12)
  return { conflict: `${kind}:${candidate ?? session}:${digest}`, kind, session, candidate, facts: sorted }
}

/** Contradictions of one candidate in the waiting room and the interview room. */
export function interviewContradictionsOf({ candidate, waiting, interview }: CandidateRecord): Contradiction[] {
  const found: Contradiction[] = []
  const ifSeveral = (kind: InterviewConflictKind, rows: readonly { fact: FactId }[]) => {
    if (rows.length > 1) found.push({ kind, candidate, facts: rows.map((row) => row.fact) })
  }
  const ofType = (type: InterviewRow['type']) => interview.filter((row) => row.type === type)
  for (const same of Map.groupBy(ofType('interview.marked'), (row) => `${row.stage} ${String(row.number)}`).values()) {
    if (new Set(same.map((row) => row.operator)).size > 1) ifSeveral('two_entries', same)
  }
  // One person at two stations that had not met: neither entry replaces the other, and the later one must not win in silence.
  for (const same of Map.groupBy(ofType('interview.marked'), (row) => `${row.stage} ${row.operator}`).values()) ifSeveral('two_marks', same)
  for (const [type, kind] of [['interview.entered', 'two_entrances'], ['interview.zeroed', 'two_rulings']] as const) {
    for (const same of Map.groupBy(ofType(type), (row) => row.stage).values()) ifSeveral(kind, same)
  }
  // Several calls to one room are what the pack asks for; of those to two rooms the first of each tells.
  const byRoom = Map.groupBy(waiting.filter((row) => row.type === 'waiting.called'), (row) => row.room)
  ifSeveral('two_calls', [...byRoom.values()].flatMap((calls) => calls.slice(0, 1)))
  const end = waiting.find((row) => row.type === 'waiting.lapsed' || row.type === 'waiting.no_show')
  if (end !== undefined) {
    const steps = inOrder([end, ...interview])
    const at = steps.indexOf(end)
    const inside = interview.filter((row) => {
      if (row.type !== 'interview.entered') return false
      return steps.indexOf(row) > at || !steps.slice(0, at).some((step) => step.type === 'interview.left' && 'stage' in step && step.stage === row.stage)
    })
    if (inside.length > 0) ifSeveral('ended_and_inside', [end, ...inside])
  }
  return found
}


/** Whether a fact was recorded after its session was closed. Within the closing station the stream says it; for others only the clock can. */
export function afterClosing(closing: SessionRecord, row: { fact: FactId; at: number }): boolean {
  const [station, seq] = [closing.fact.slice(0, 16), Number(closing.fact.slice(17))]
  return row.fact.startsWith(station) ? Number(row.fact.slice(17)) > seq : row.at > closing.at
}

/**
 * Every conflict that concerns one candidate alone in one session, decided ones included: what a station finds with its
 * queries, from the candidate's own rows. `closing`: the session's record when it is closed, else null.
 */
export function conflictsOf(record: CandidateRecord, rows: RecordRows, dropped: ReadonlySet<FactId>, closing: SessionRecord | null): ConflictRecord[] {
  const { session, candidate } = record
  const found: ConflictRecord[] = []
  const ifSeveral = (kind: ConflictKind, facts: readonly { fact: FactId }[]) => {
    if (facts.length > 1) found.push(conflict(kind, session, candidate, facts.map((each) => each.fact)))
  }
  ifSeveral('two_check_ins', record.admissions)
  for (const same of Map.groupBy(record.lots, (drawn) => drawn.draw).values()) ifSeveral('two_lots', same)
  ifSeveral('two_psych', record.psych)
  for (const { kind, facts } of interviewContradictionsOf(record)) found.push(conflict(kind, session, candidate, facts))
  for (const family of [rows.checkIn, rows.lot, rows.psych, rows.attempt] as Placed[][]) for (const rivals of rivalsOf(family, dropped)) ifSeveral('two_corrections', rivals)
  const marks = rows.interview.flatMap((row) => (row.type === 'interview.marked' ? [{ ...row, replaces: row.names }] : []))
  for (const rivals of rivalsOf(marks, dropped)) ifSeveral('two_marks', rivals)
  if (closing !== null) {
    for (const row of Object.values(rows).flat() as { fact: FactId; at: number }[]) {
      if (!dropped.has(row.fact) && afterClosing(closing, row)) found.push(conflict('after_close', session, candidate, [row.fact]))
    }
  }
  return found
}

/** Lists of one post of which none replaces the other, or that replace the same one; of one session. */
export function twoShortlists(rows: readonly (Placed & { post: string })[], dropped: ReadonlySet<FactId>): FactId[][] {
  return [...Map.groupBy(rows, (row) => row.post).values()].flatMap((ofPost) => {
    const { counts, rivals } = counting(ofPost, dropped)
    const twice = rivals.map((each) => each.rivals.map((row) => row.fact))
    if (counts.length > 1) twice.push(counts.map(({ now }) => now.fact))
    return twice
  })
}

/** Draws of one kind of rooms that both came to an end; of one session. */
export function twoRoomDraws(draws: readonly RoomDrawRecord[]): FactId[][] {
  const ended = draws.flatMap(({ frozen, drawn, aborted }) => (drawn === null || aborted !== null ? [] : [{ kind: frozen.body.kind, fact: factId(drawn) }]))
  return [...Map.groupBy(ended, ({ kind }) => kind).values()].filter((same) => same.length > 1).map((same) => same.map(({ fact }) => fact))
}

function rivalsOf<T extends Placed>(rows: readonly T[], dropped: ReadonlySet<FactId>): readonly T[][] {
  return rows.filter((row) => row.replaces !== null).length < 2 ? [] : counting(rows, dropped).rivals.map(({ rivals }) => rivals)
}
