import type { CheckInRefusal, FactId, Outcome, PsychResult } from '../shared/facts.ts'
import type { InterviewRow, WaitingRow } from '../shared/interview-rows.ts'
import { counting, inOrder, type Placed } from './counting.ts'
import { droppedFacts } from './dropped.ts'
import { interviewSources, interviewSteps, takenBack, type ConductRecordRow, type InterviewRecordRow, type WaitingRecordRow } from './interview-record.ts'
import type { Db } from './open.ts'
import { factNamer } from './stations.ts'

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

interface Row extends Placed {
  type: string
  by: string
  second: string | null
  candidate: string
}
interface CheckInRow extends Row {
  doubt: string | null
  reason: string | null
  note: string | null
  tag: string | null
  consent: number | null
  warnings: string | null
}
interface LotRow extends Row {
  draw: string | null
  lot: string
  turn: number | null
  copy: number | null
}
interface PsychRow extends Row {
  result: PsychResult | null
  source: string | null
}
interface AttemptRow extends Row {
  item: string
  outcome: string | null
  heat: string | null
}
interface SignOffRow extends Row {
  item: string
  verdict: 'passed' | 'failed'
  attempts: string
  acknowledgement: SignOff['acknowledgement']
}

/** The rows of one candidate, by noun. */
interface Rows {
  checkIn: CheckInRow[]
  lot: LotRow[]
  psych: PsychRow[]
  attempt: AttemptRow[]
  signOff: SignOffRow[]
  conduct: ConductRecordRow[]
  waiting: WaitingRecordRow[]
  interview: InterviewRecordRow[]
}

const sources = {
  checkIn: 'SELECT session, fact, type, at, "by", second, candidate, replaces, doubt, reason, note, tag, consent, warnings FROM check_in',
  lot: 'SELECT session, fact, type, at, "by", second, candidate, replaces, draw, lot, turn, copy FROM lot',
  psych: 'SELECT session, fact, type, at, "by", second, candidate, replaces, result, source FROM psych',
  attempt: 'SELECT session, fact, type, at, "by", second, candidate, replaces, item, outcome, heat FROM attempt',
  signOff: 'SELECT session, fact, type, at, "by", second, candidate, NULL AS replaces, item, verdict, attempts, acknowledgement FROM sign_off',
  ...interviewSources,
} as const

/** Everything about one candidate in one session, for a decision: eight indexed look-ups. */
export function candidateRecord(db: Db, session: string, candidate: string): CandidateRecord {
  const rows = empty()
  for (const noun of nouns) {
    const found = db.all<Row & { fact: unknown }>(ofCandidate[noun], candidate, session)
    if (found.length > 0) rows[noun] = named(db, found) as never
  }
  return build(session, candidate, rows, droppedFacts(db))
}

/** The same for everybody who has any fact in the session, by candidate id; one scan per noun. */
export function sessionRecords(db: Db, session: string): Map<string, CandidateRecord> {
  const everyone = new Map<string, Rows>()
  for (const noun of nouns) {
    for (const row of named(db, db.all<Row & { fact: unknown }>(`${sources[noun]} WHERE session = ? AND candidate IS NOT NULL`, session))) {
      let rows = everyone.get(row.candidate)
      if (rows === undefined) {
        rows = empty()
        everyone.set(row.candidate, rows)
      }
      rows[noun].push(row as never)
    }
  }
  const dropped = droppedFacts(db)
  return new Map([...everyone].map(([candidate, rows]) => [candidate, build(session, candidate, rows, dropped)]))
}

/** The same for every session at once, by session id and candidate id: one scan per noun, however many sessions there are. */
export function allRecords(db: Db): Map<string, Map<string, CandidateRecord>> {
  const sessions = new Map<string, Map<string, Rows>>()
  for (const noun of nouns) {
    const found = db.all<Row & { fact: unknown; session: string }>(`${sources[noun]} WHERE candidate IS NOT NULL`)
    named(db, found)
    for (const row of found) {
      let everyone = sessions.get(row.session)
      if (everyone === undefined) sessions.set(row.session, (everyone = new Map<string, Rows>()))
      let rows = everyone.get(row.candidate)
      if (rows === undefined) everyone.set(row.candidate, (rows = empty()))
      rows[noun].push(row as never)
    }
  }
  const dropped = droppedFacts(db)
  return new Map([...sessions].map(([session, everyone]) =>
    [session, new Map([...everyone].map(([candidate, rows]) => [candidate, build(session, candidate, rows, dropped)]))]))
}

const nouns = Object.keys(sources) as (keyof typeof sources)[]
// Whole texts, so that a look-up finds its prepared statement without putting the text together again.
const ofCandidate = Object.fromEntries(nouns.map((noun) => [noun, `${sources[noun]} WHERE candidate = ? AND session = ?`])) as Record<keyof typeof sources, string>
const empty = (): Rows => ({ checkIn: [], lot: [], psych: [], attempt: [], signOff: [], conduct: [], waiting: [], interview: [] })

function named(db: Db, rows: (Row & { fact: unknown })[]): Row[] {
  const name = factNamer(db)
  for (const row of rows) row.fact = name(Number(row.fact))
  return rows
}

function build(session: string, candidate: string, rows: Rows, dropped: ReadonlySet<FactId>): CandidateRecord {
  const current = <T extends Placed>(family: T[]) => counting(family, dropped).counts
  const kept = <T extends Row>(family: T[]) => inOrder(family.filter((row) => !dropped.has(row.fact)))
  const ofType = <T extends Row>(family: T[], ...types: string[]) => family.filter((row) => types.includes(row.type))

  const settled = kept(ofType(rows.checkIn, 'checkin.doubt_settled'))
  const printed: Record<string, number> = {}
  for (const row of ofType(rows.lot, 'lots.printed')) printed[row.lot] = Math.max(printed[row.lot] ?? 0, row.copy ?? 0)
  const revoked = takenBack(rows.conduct, 'conduct.revoked', dropped)
  const conduct = kept(rows.conduct).filter((row) => !revoked.has(row.fact))
  const heats = new Map(rows.attempt.map((row) => [row.fact, row.heat]))
  let last: number | null = null
  for (const noun of nouns) for (const row of rows[noun]) last = last === null || row.at > last ? row.at : last

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
      now.outcome === null ? [] : [{ ...mark(now), item: now.item, outcome: JSON.parse(now.outcome) as Outcome, heat: heats.get(root) ?? null, root }]),
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

const mark = ({ fact, at, by, second }: Row): Mark => ({ fact, at, by, second })
const list = (text: string | null): string[] => (text === null ? [] : (JSON.parse(text) as string[]))
