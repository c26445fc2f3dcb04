import type { ScoredStage, FactId, Marks } from './facts.ts'
import { decimal, compareDecimals } from './decimal.ts'
import { differences, type Mismatch } from './interview-marks.ts'
import type { InterviewRow } from './interview-rows.ts'
import { panelScore, zeroScore, type PanelScore } from './interview-score.ts'
import type { InterviewRules, ScoringRules } from './pack-interview-schema.ts'
import type { PostCategory, RulePack } from './pack-schema.ts'
import type { ViolationRow } from './standing.ts'

/** How far the marks of one candidate in one scored stage are. Whether the person is in the room is `inside`, apart from this. */
export type ScoredState = 'waiting' | 'inside' | 'entering' | 'mismatch' | 'agreed' | 'signed' | 'announced'

/** One person's reading of the panel's sheets as it counts now; `entry` 1 or 2. */
export interface Entry {
  fact: FactId
  entry: 1 | 2
  operator: string
  at: number
  marks: Marks
}

/** Zero or disqualified, by ruling in the room or by a violation whose effect is zero (规则 §8, §10). */
export interface Ruling {
  fact: FactId
  ruling: 'zero' | 'disqualified'
  /** A violation is taken back as a violation (`sessions.revoke`), a ruling of the room as a ruling. */
  from: 'ruling' | 'violation'
  at: number
  by: string
  second: string | null
  reason: string
}

export const signatureRoles = ['recorder', 'verifier', 'supervisor'] as const
export type SignatureRole = (typeof signatureRoles)[number]

/** A signature under the score and the sheets that hold now. */
export interface ScoreSignature {
  fact: FactId
  role: SignatureRole
  operator: string
  at: number
}

/** One scored stage of one candidate: steps, entries, score, signatures, slip (规则 §8). */
export interface ScoredStanding {
  stage: ScoredStage
  category: PostCategory
  state: ScoredState
  /** In the room now: entered and not left. The next candidate may be inside while this one's score is made. */
  inside: boolean
  /** Room entered; empty before. */
  room: string
  entered: InterviewRow | null
  started: InterviewRow | null
  finished: InterviewRow | null
  left: InterviewRow | null
  /** At most two, of two different people. */
  entries: readonly Entry[]
  /** The check of a pack that asks for one entry; only while the checked entry is the one that counts. */
  checked: InterviewRow | null
  /** Everything the pack asks for is in: two entries, or the one to be checked. Before, nobody may be shown a mark. */
  complete: boolean
  /** Cells in which two entries differ as numbers: 88 and 88.0 agree. */
  mismatches: readonly Mismatch[]
  /** Score of the marks once they agree (or are checked), whatever was ruled; null before. */
  panel: Extract<PanelScore, { ok: true }> | null
  ruling: Ruling | null
  /** The score that counts: of the marks, or zero by ruling with the pack's decimals; null while neither stands. */
  score: string | null
  /** What a signature of now is put under: the entries and the check, or the ruling alone. */
  sheets: readonly FactId[]
  /** Those that hold now; a change of score or sheets ends them. In the order of the roles. */
  signatures: readonly ScoreSignature[]
  /** The candidate's signature for the score that holds now. */
  slip: InterviewRow | null
  /** Pass mark ⚙ of the category; null where the stage gates nobody. */
  passMark: string | null
  /** Whether the score reaches the pass mark; false by ruling, null without a score or a pass mark. */
  passed: boolean | null
  /** Open until three signatures hold; a stage without a pass mark is passed by a score, and never by a ruling. */
  verdict: 'open' | 'passed' | 'failed'
  last: InterviewRow | null
}

/** Rules of a scored stage, or null where the pack has none. */
export function scoringRules(pack: Pick<RulePack, 'interview' | 'professional'>, stage: ScoredStage): InterviewRules | ScoringRules | null {
  return pack[stage]
}

/**
 * Folds the steps that count (oldest first; steps taken back, replaced entries and lifted rulings may be in or left out)
 * into the standing of one scored stage. Rows of other stages are passed over. Pure: no clock.
 */
export function scoredStanding(
  rules: ScoringRules, stage: ScoredStage, category: PostCategory, rows: readonly InterviewRow[],
  violations: readonly Pick<ViolationRow, 'fact' | 'at' | 'by' | 'effect' | 'item' | 'reason'>[] = [],
): ScoredStanding {
  const own = rows.filter((row) => row.stage === stage)
  const last = (type: InterviewRow['type']) => own.findLast((row) => row.type === type) ?? null
  const entered = last('interview.entered')
  const left = last('interview.left')
  const entries = entriesOf(rules, own)
  const [first, second] = entries
  const checked = rules.entry === 'twice' ? null
    : own.findLast((row) => row.type === 'interview.checked' && row.names === first?.fact && row.operator !== first.operator) ?? null
  const mismatches = first === undefined || second === undefined ? [] : differences(first.marks, second.marks)
  const complete = rules.entry === 'twice' ? second !== undefined : first !== undefined
  const agreed = complete && mismatches.length === 0 && (rules.entry === 'twice' || checked !== null)
  const scored = agreed && first !== undefined ? panelScore(rules, first.marks) : null
  const panel = scored?.ok === true ? scored : null
  const ruling = rulingOf(stage, own, violations)
  const score = ruling !== null ? zeroScore(rules) : panel?.score ?? null
  const sheets = ruling !== null ? [ruling.fact] : [...entries, ...(checked === null ? [] : [checked])].map((row) => row.fact)
  const signatures = score === null ? []
    : holding(own.filter((row) => row.type === 'interview.signed' && row.score === score && sameSheets(row.sheets, sheets)))
  const allSigned = signatures.length === signatureRoles.length
  const slip = allSigned ? own.findLast((row) => row.type === 'interview.slip' && row.score === score) ?? null : null
  const passMark = rules.passMark[category]
  const passed = ruling !== null ? false : score === null || passMark === null ? null : compareDecimals(decimal(score), decimal(passMark)) >= 0
  return {
    stage, category, inside: entered !== null && left === null, room: entered?.room ?? '', entered, started: last('interview.started'),
    finished: last('interview.finished'), left, entries, checked, complete, mismatches, panel, ruling, score, sheets, signatures,
    slip, passMark, passed,
    verdict: !allSigned ? 'open' : passed === false ? 'failed' : 'passed',
    state: stateOf({ slip, allSigned, score, mismatches, entries, left, entered }),
    last: own.at(-1) ?? null,
  }
}

function stateOf(
  now: Pick<ScoredStanding, 'slip' | 'score' | 'mismatches' | 'entries' | 'left' | 'entered'> & { allSigned: boolean },
): ScoredState {
  if (now.slip !== null) return 'announced'
  if (now.allSigned) return 'signed'
  if (now.score !== null) return 'agreed'
  if (now.mismatches.length > 0) return 'mismatch'
  if (now.entries.length > 0 || now.left !== null) return 'entering'
  return now.entered === null ? 'waiting' : 'inside'
}

/** The latest reading of each of two people. Two who both came first at stations that had not met count as first and second. */
function entriesOf(rules: ScoringRules, own: readonly InterviewRow[]): Entry[] {
  const latest = new Map<string, InterviewRow>()
  for (const row of own) if (row.type === 'interview.marked') latest.set(row.operator, row)
  return [...latest.values()]
    .sort((a, b) => a.number - b.number)
    .slice(0, rules.entry === 'twice' ? 2 : 1)
    .map((row, at) => ({ fact: row.fact, entry: at === 0 ? 1 : 2, operator: row.operator, at: row.at, marks: row.marks ?? [] }))
}

function rulingOf(
  stage: ScoredStage, own: readonly InterviewRow[], violations: readonly Pick<ViolationRow, 'fact' | 'at' | 'by' | 'effect' | 'item' | 'reason'>[],
): Ruling | null {
  const lifted = new Set(own.flatMap((row) => (row.type === 'interview.ruling_lifted' && row.names !== null ? [row.names] : [])))
  const row = own.findLast((each) => each.type === 'interview.zeroed' && !lifted.has(each.fact))
  if (row !== undefined) {
    const { fact, at, by, second, note } = row
    return { fact, ruling: row.score === 'disqualified' ? 'disqualified' : 'zero', from: 'ruling', at, by, second, reason: note }
  }
  const violation = violations.find(({ effect, item }) =>
    (effect === 'zero' && (item === null || item === stage)) || (effect === 'itemFails' && item === stage))
  if (violation === undefined) return null
  const { fact, at, by, reason } = violation
  return { fact, ruling: 'zero', from: 'violation', at, by, second: null, reason }
}

const sameSheets = (one: readonly FactId[], other: readonly FactId[]) => one.length === other.length && one.every((fact) => other.includes(fact))

/** One signature for each role, each of another person; the earlier one of two holds. */
function holding(rows: readonly InterviewRow[]): ScoreSignature[] {
  const people = new Set<string>()
  const held = new Map<string, ScoreSignature>()
  for (const row of rows) {
    const role = signatureRoles.find((each) => each === row.note)
    if (role === undefined || held.has(role) || people.has(row.operator)) continue
    people.add(row.operator)
    held.set(role, { fact: row.fact, role, operator: row.operator, at: row.at })
  }
  return signatureRoles.flatMap((role) => held.get(role) ?? [])
}

/** The scored stage that comes next for somebody, in the post's order; null when all are done or one was not passed. */
export function nextStage(stages: readonly string[], scored: ReadonlyMap<ScoredStage, ScoredStanding>): ScoredStage | null {
  for (const stage of stages) {
    if (stage !== 'interview' && stage !== 'professional') continue
    const standing = scored.get(stage)
    if (standing === undefined || standing.verdict === 'open') return stage
    if (standing.verdict === 'failed') return null
  }
  return null
}
