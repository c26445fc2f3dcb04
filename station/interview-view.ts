import { factById } from '../db/ledger.ts'
import type { AnswerClock, RoomView, Sheet, SheetRules } from '../shared/api/interview.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { ScoredStage } from '../shared/facts.ts'
import { answerTime, type AnswerTime } from '../shared/interview-clock.ts'
import { droppedPairs, scoreWhy } from '../shared/interview-why.ts'
import { nextStage, type Ruling, type ScoredStanding } from '../shared/interview.ts'
import type { ScoringRules } from '../shared/pack-interview-schema.ts'
import type { Session } from '../shared/pack-schema.ts'
import { shutBy, stopped, type Standing } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { sessionOf } from './session-day.ts'
import type { Caller } from './use-cases.ts'

/** One scored stage of one candidate with a lot, found and ready to be asked about. */
export interface Located {
  ok: true
  session: Session
  standing: Standing
  scored: ScoredStanding
  rules: ScoringRules
  lot: string
}

/** Finds a scored stage of a candidate of a session: unknown, without the stage or without a lot it is refused. */
export function located(venue: OpenVenue, input: { session: string; candidate: string; stage: ScoredStage }): Located | Refused {
  const session = sessionOf(venue, input.session)
  if (session === null) return refuse('session_unknown', { session: input.session })
  const standing = boardOf(venue).standing(session.id, input.candidate)
  if (standing === null) return refuse('candidate_unknown')
  return ofStanding(venue, session, standing, input.stage)
}

/** The same, where the standing is known already. */
export function ofStanding(venue: OpenVenue, session: Session, standing: Standing, stage: ScoredStage): Located | Refused {
  const scored = standing.scored.get(stage)
  const rules = venue.pack[stage]
  if (scored === undefined || rules === null) return refuse('no_interview_in_post')
  if (standing.lot === null) return refuse('lot_unknown', { lot: '' })
  return { ok: true, session, standing, scored, rules, lot: standing.lot.lot }
}

/** The stage a lot is looked up for: the first that is neither announced nor shut by one that was not passed. */
export function stageAt(standing: Standing): ScoredStage | null {
  let last: ScoredStage | null = null
  for (const [stage, scored] of standing.scored) {
    last = stage
    if (scored.state !== 'announced' || scored.verdict === 'failed') break
  }
  return last
}

/** Seconds allowed for an answer by the pack and the post's category; 0 is no limit. */
export function secondsAllowed(rules: ScoringRules, scored: ScoredStanding): number {
  return (rules.minutes[scored.category] ?? 0) * 60
}

/** The clock of an answer as this station measures it now. */
export function timeOf(venue: OpenVenue, scored: ScoredStanding): AnswerTime {
  return answerTime(scored.started, scored.finished, { station: venue.ledger.station, at: venue.clock.now(), mono: venue.clock.mono() })
}

function clockOf(venue: OpenVenue, rules: ScoringRules, scored: ScoredStanding): AnswerClock {
  const { state, seconds, elapsed, exact } = timeOf(venue, scored)
  return {
    state, seconds: scored.started === null ? secondsAllowed(rules, scored) : seconds, warnings: [...rules.warningSeconds], elapsed, exact,
    fact: scored.started?.fact ?? null,
  }
}

/** What ended the day for somebody without a score, or null. */
export function endWithoutScore(standing: Standing): 'no_show' | 'stopped' | null {
  if (standing.waiting?.state === 'no_show') return 'no_show'
  return standing.waiting?.state === 'lapsed' || stopped(standing) !== null ? 'stopped' : null
}

/** Nothing is left to do for somebody in this session: every stage announced, an earlier one failed, or ended without a score. */
export function allDone(standing: Standing): boolean {
  if (endWithoutScore(standing) !== null) return true
  const stage = stageAt(standing)
  const state = stage === null ? undefined : standing.scored.get(stage)?.state
  return state === 'announced' || (stage !== null && state === 'waiting' && shutBy(standing, stage)?.state === 'failed')
}

/** Who is inside a room now, or null. */
export function insideRoom(venue: OpenVenue, session: Session, room: string): { standing: Standing; scored: ScoredStanding } | null {
  for (const standing of boardOf(venue).standings(session.id)) {
    for (const scored of standing.scored.values()) if (scored.inside && scored.room === room) return { standing, scored }
  }
  return null
}

/** Why somebody may not go in for a stage now; the first reason of a fixed order, or null (规则 §8). Whether the room is free is asked apart. */
export function entryBlocked({ session, standing, scored }: Located): Refused | null {
  const out = stopped(standing)
  if (out !== null) return refuse(out)
  if (session.rooms.length === 0) return refuse('stage_not_open', { stage: scored.stage })
  if (standing.room === null) return refuse('rooms_not_drawn')
  const where = standing.waiting?.state
  if (where === 'no_show' || where === 'lapsed') return refuse('interview_over')
  if ([...standing.scored.values()].some((each) => each.inside)) return refuse('still_inside')
  if (scored.entered !== null || scored.ruling !== null) return refuse('interview_over')
  if (where === 'out') return refuse('is_out')
  const shut = shutBy(standing, scored.stage)
  return shut === null ? null : refuse('stage_not_open', { stage: shut.stage })
}

/** The steps one person may take back while nothing came after them. */
export const undoable: readonly string[] = ['interview.entered', 'interview.started', 'interview.finished', 'interview.left']

/** A candidate's sheet for the clerk, by lot: no name, no post, and no mark before everything the pack asks for is in. */
export function sheetView(venue: OpenVenue, caller: Caller, { session, standing, scored, rules, lot }: Located): Sheet {
  const nameOf = (operator: string) => boardOf(venue).nameOf(operator)
  const { panel, checked, slip, last } = scored
  return {
    candidate: standing.candidate, lot, stage: scored.stage, room: standing.room ?? scored.room, category: scored.category,
    state: scored.state === 'announced' ? 'announced' : endWithoutScore(standing) ?? scored.state,
    clock: clockOf(venue, rules, scored),
    entries: scored.entries.map(({ entry, fact, operator, at, marks }) => ({
      entry, fact, operator, name: nameOf(operator), at, mine: operator === caller.operator, marks: scored.complete ? marks : null,
    })),
    checked: checked === null ? null : { operator: checked.operator, name: nameOf(checked.operator) },
    mismatches: [...scored.mismatches], score: scored.score,
    elements: [...(panel?.elements ?? [])], dropped: panel === null ? [] : droppedPairs(panel.dropped),
    passMark: scored.passMark, passed: scored.passed,
    ruling: scored.ruling === null ? null : rulingView(venue, scored.ruling),
    signatures: scored.signatures.map(({ role, operator, at }) => ({ role, operator, name: nameOf(operator), at })),
    slip: slip === null ? null : { fact: slip.fact, kind: slip.note === 'signed' || slip.note === 'refused' ? slip.note : 'on_paper', at: slip.at },
    why: scoreWhy(rules, scored),
    last: last === null ? null : {
      fact: last.fact, type: last.type, at: last.at,
      undoable: undoable.includes(last.type) && standing.waiting?.last?.fact === last.fact && boardOf(venue).state(session.id) === 'open' &&
        (last.type !== 'interview.left' || insideRoom(venue, session, scored.room) === null),
    },
  }
}

function rulingView(venue: OpenVenue, ruling: Ruling): NonNullable<Sheet['ruling']> {
  const nameOf = (operator: string) => boardOf(venue).nameOf(operator)
  const fact = factById(venue.db, ruling.fact)?.fact
  return {
    fact: ruling.fact, ruling: ruling.ruling, kind: fact?.type === 'interview.zeroed' ? fact.body.kind : 'violation', reason: ruling.reason,
    by: nameOf(ruling.by), second: fact?.second === undefined ? '' : nameOf(fact.second),
  }
}

/** Everybody whom the room draw put into a room and who came, in the order of lots. */
export function membersOf(venue: OpenVenue, session: Session, room: string): Standing[] {
  return boardOf(venue).standings(session.id)
    .filter((standing) => standing.room === room && standing.admitted !== null)
    .sort((a, b) => ((a.lot?.lot ?? '') < (b.lot?.lot ?? '') ? -1 : 1))
}

/** One room as its clerk sees it: lots only (规则 §8). */
export function roomView(venue: OpenVenue, caller: Caller, session: Session, room: Session['rooms'][number]): RoomView {
  const members = membersOf(venue, session, room.id)
  const inside = insideRoom(venue, session, room.id)
  const view = (standing: Standing, stage: ScoredStage): Sheet[] => {
    const found = ofStanding(venue, session, standing, stage)
    return found.ok ? [sheetView(venue, caller, found)] : []
  }
  const scoring = members.flatMap((standing) => [...standing.scored.values()]
    .filter((scored) => !scored.inside && scored.state !== 'waiting' && scored.state !== 'announced' && endWithoutScore(standing) === null)
    .map((scored) => ({ standing, scored, since: scored.left?.at ?? scored.last?.at ?? 0 })))
  return {
    room: room.id, title: room.title,
    rules: { interview: sheetRules(venue.pack.interview), professional: sheetRules(venue.pack.professional) },
    inside: inside === null ? null : view(inside.standing, inside.scored.stage)[0] ?? null,
    scoring: scoring.sort((a, b) => a.since - b.since).flatMap(({ standing, scored }) => view(standing, scored.stage)),
    queue: members.flatMap((standing) => queued(venue, session, standing)),
    done: members.flatMap(doneRows),
    counts: { due: members.length, done: members.filter(allDone).length },
    now: venue.clock.now(),
  }
}

function queued(venue: OpenVenue, session: Session, standing: Standing): RoomView['queue'] {
  const stage = nextStage(standing.stages, standing.scored)
  const found = stage === null ? null : ofStanding(venue, session, standing, stage)
  if (stage === null || found?.ok !== true) return []
  const blocked = entryBlocked(found)
  if (blocked !== null && blocked.refused.reason !== 'is_out') return []
  const where = standing.waiting?.state
  return [{ candidate: standing.candidate, lot: found.lot, stage, state: where === 'out' || where === 'called' ? where : 'waiting' }]
}

function doneRows(standing: Standing): RoomView['done'] {
  const { lot } = standing
  if (lot === null) return []
  const row = { candidate: standing.candidate, lot: lot.lot }
  const announced = [...standing.scored.values()].filter((scored) => scored.state === 'announced')
  const rows: RoomView['done'] = announced.map(({ stage, score, passed, ruling }) => ({ ...row, stage, score: score ?? '', passed, how: ruling?.ruling ?? 'scored' }))
  const end = endWithoutScore(standing)
  const stage = nextStage(standing.stages, standing.scored)
  if (end !== null && stage !== null && standing.scored.get(stage)?.state !== 'announced') rows.push({ ...row, stage, score: '', passed: null, how: end })
  return rows
}

function sheetRules(rules: ScoringRules | null): SheetRules | null {
  if (rules === null) return null
  const { panel, drop, elements, fullMark, markDecimals, entry, clause } = rules
  return { panel, drop, elements: elements.map(({ id, title, max }) => ({ id, title, max })), fullMark, markDecimals, entry, clause }
}
