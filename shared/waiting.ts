import type { WaitingState } from './api/waiting.ts'
import type { FactId, ScoredStage } from './facts.ts'
import type { InterviewRow, WaitingRow } from './interview-rows.ts'

/** The last step of somebody in the waiting room or the interview room; `undoable` in the waiting room, by two people where it was an end. */
export interface LastStep {
  fact: FactId
  type: WaitingRow['type'] | InterviewRow['type']
  at: number
  undoable: boolean
  /** The step ended the interview, so taking it back needs a second person. */
  ended: boolean
}

/** Where somebody with a lot is on an interview day, from the steps that count (规则 §8). */
export interface WaitingStanding {
  /** Never 'stopped': withdrawals and bars are not steps of the waiting room; whoever knows them says so. */
  state: Exclude<WaitingState, 'stopped'>
  /** Calls to the stage that comes next, and when the last was; a call ends by going in or by leaving the waiting room. */
  calls: number
  calledAt: number | null
  /** Room of the last call that stands, or of the last entrance; empty before. */
  room: string
  /** Out of the waiting room now; after a lapse the leaving that was not returned from is in `ending`. */
  out: { fact: FactId; at: number; escort: string } | null
  /** The lapse or no-show that ended the interview, with its reason. */
  ending: { fact: FactId; at: number; by: string; second: string | null; reason: string } | null
  belongings: 'none' | 'held' | 'returned'
  tag: string
  last: LastStep | null
  /** Leaves with their returns, in order; `end` null while out or when lapsed. */
  leaves: { fact: FactId; at: number; escort: string; end: number | null }[]
}

type Step = WaitingRow | InterviewRow

/**
 * Folds the steps that count (those taken back are left out before) into where somebody is. `stages`: the scored stages
 * the person has in this session, in order; between two of them the person waits again, after the last leaves.
 * `tag`: belongings tag of the check-in, empty where nothing was handed in.
 */
export function waitingStanding(
  rows: readonly WaitingRow[], interviewRows: readonly InterviewRow[], tag: string, stages: readonly ScoredStage[] = ['interview'],
): WaitingStanding {
  const folded: WaitingStanding = {
    state: 'waiting', calls: 0, calledAt: null, room: '', out: null, ending: null, belongings: tag === '' ? 'none' : 'held', tag, last: null, leaves: [],
  }
  const done = new Set<ScoredStage>()
  for (const row of together(rows, interviewRows)) take(folded, row, done, stages)
  return folded
}

function take(now: WaitingStanding, row: Step, done: Set<ScoredStage>, stages: readonly ScoredStage[]): void {
  now.last = { fact: row.fact, type: row.type, at: row.at, undoable: row.type.startsWith('waiting.'), ended: false }
  switch (row.type) {
    case 'waiting.called':
      now.state = 'called'
      now.calls += 1
      now.calledAt = row.at
      now.room = row.room
      return
    case 'waiting.left':
      now.state = 'out'
      now.out = { fact: row.fact, at: row.at, escort: row.note }
      now.leaves.push({ fact: row.fact, at: row.at, escort: row.note, end: null })
      forgetCalls(now)
      return
    case 'waiting.returned': {
      const leave = now.leaves.find((each) => each.fact === row.names)
      if (leave !== undefined) leave.end = row.at
      now.out = null
      now.state = 'waiting'
      return
    }
    case 'waiting.lapsed':
    case 'waiting.no_show':
      now.state = row.type === 'waiting.lapsed' ? 'lapsed' : 'no_show'
      now.out = null
      now.ending = { fact: row.fact, at: row.at, by: row.by, second: row.second, reason: row.note }
      now.last.ended = true
      return
    case 'waiting.belongings':
      now.belongings = 'returned'
      return
    case 'interview.entered':
      now.state = 'inside'
      now.room = row.room
      forgetCalls(now)
      return
    case 'interview.left':
      done.add(row.stage)
      now.state = stages.some((stage) => !done.has(stage)) ? 'waiting' : 'scoring'
      return
    case 'interview.slip':
      // the slip of an earlier stage may be signed while the next one is waited for or done
      if (now.state === 'scoring' && row.stage === (stages.at(-1) ?? row.stage)) now.state = 'left'
      return
    case 'interview.started':
    case 'interview.finished':
    case 'interview.marked':
    case 'interview.checked':
    case 'interview.zeroed':
    case 'interview.ruling_lifted':
    case 'interview.signed':
      return
    default:
      row satisfies never
  }
}

function forgetCalls(now: WaitingStanding): void {
  now.calls = 0
  now.calledAt = null
}

/** Both lists in one order: by number within a station, by time across stations. */
function together(rows: readonly WaitingRow[], interviewRows: readonly InterviewRow[]): Step[] {
  const steps: Step[] = []
  let [at, beside] = [0, 0]
  for (;;) {
    const [one, other] = [rows[at], interviewRows[beside]]
    if (one === undefined && other === undefined) return steps
    if (other === undefined || (one !== undefined && comesFirst(one, other))) {
      if (one !== undefined) steps.push(one)
      at += 1
    } else {
      steps.push(other)
      beside += 1
    }
  }
}

function comesFirst(one: Step, other: Step): boolean {
  const [station, seq] = one.fact.split('/')
  const [otherStation, otherSeq] = other.fact.split('/')
  return station === otherStation ? Number(seq) < Number(otherSeq) : one.at <= other.at
}
