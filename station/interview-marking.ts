import { refuse, type Refused } from '../shared/api/answer.ts'
import { markFaults } from '../shared/interview-marks.ts'
import { stopped } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import { located, sheetView, type Located } from './interview-view.ts'
import type { OpenVenue } from './open-venue.ts'
import { alike, heldBy } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { workingSession } from './session-day.ts'
import type { Caller, Input, Output } from './use-cases.ts'

type Mark = Input<'interview', 'mark'>
type Marked = Output<'interview', 'mark'>

/** Somebody whose sheets may be worked on now: in an open session, not withdrawn or barred. */
export function forSheets(venue: OpenVenue, input: { session: string; candidate: string; stage: 'interview' | 'professional' }): Located | Refused {
  const open = workingSession(venue, input.session)
  if (!open.ok) return open
  const at = located(venue, input)
  if (!at.ok) return at
  const out = stopped(at.standing)
  return out === null ? at : refuse(out)
}

/** One person's reading of the panel's sheets (规则 §8); nobody's marks are answered before the other's are in. */
export function markEntry(venue: OpenVenue, caller: Caller, input: Mark): Marked {
  const operator = input.asSecond ? caller.second?.operator : caller.operator
  const held = heldBy(venue, input.cmd, ['interview.marked'], (body) =>
    body.session === input.session && body.candidate === input.candidate && body.stage === input.stage && body.operator === operator &&
    body.replaces === input.replaces && body.reason === input.reason.trim() && alike(body.marks, input.marks))
  if (held !== null) return held.ok ? answered(venue, caller, input, held.fact, true) : held
  const at = forSheets(venue, input)
  if (!at.ok) return at
  const { scored, rules } = at
  if (scored.entered === null) return refuse('not_inside')
  const second = input.asSecond ? lacksSecond(caller, 'marking') : null
  if (second !== null) return second
  if (operator === undefined) throw new Error('an entry of a second person who is not there')
  const [fault] = markFaults(rules, input.marks)
  if (fault !== undefined) return refuse('marks_wrong', fault.detail)
  const place = placeFor(at, operator, input.replaces)
  if (!place.ok) return place
  // Once a change has ended the signatures the other's entry follows freely: the three sign again for what it comes to.
  const alone = scored.verdict !== 'open' ? lacksThird(at, caller, input.reason) : null
  if (alone !== null) return alone
  const recorded = venue.record(caller, 'interview.marked', {
    session: at.session.id, candidate: at.standing.candidate, lot: at.lot, stage: scored.stage, room: scored.room, entry: place.entry, operator,
    marks: input.marks, replaces: input.replaces, reason: input.reason.trim(),
  }, input.cmd)
  return recorded.ok ? answered(venue, caller, input, recorded.fact, recorded.repeated) : recorded
}

/** Which of the two entries this one is, or in place of which; the first is whoever comes first. */
function placeFor({ scored, rules }: Located, operator: string, replaces: string | null): { ok: true; entry: 1 | 2 } | Refused {
  const own = scored.entries.find((entry) => entry.operator === operator)
  if (own !== undefined) {
    if (replaces === null) return refuse('same_clerk')
    return replaces === own.fact ? { ok: true, entry: own.entry } : refuse('already_replaced', { fact: replaces })
  }
  if (replaces !== null) return refuse('fact_unknown', { fact: replaces })
  if (scored.entries.length >= (rules.entry === 'twice' ? 2 : 1)) return refuse('third_entry')
  return { ok: true, entry: scored.entries.length === 0 ? 1 : 2 }
}

/** What three people signed one who entered does not change alone: a reason, and somebody beside who entered neither. */
function lacksThird({ scored }: Located, caller: Caller, reason: string): Refused | null {
  if (reason.trim() === '') return refuse('reason_missing')
  const alone = lacksSecond(caller, 'marking')
  if (alone !== null) return alone
  const entered = scored.entries.map((entry) => entry.operator)
  // Whoever of the two people the entry belongs to, the other must have had no part in the marks.
  return [caller.operator, caller.second?.operator ?? ''].every((operator) => entered.includes(operator)) ? refuse('same_clerk') : null
}

/** Where the pack asks for one entry, another person holds the sheets against it. */
export function checkEntry(venue: OpenVenue, caller: Caller, input: Input<'interview', 'check'>): Output<'interview', 'check'> {
  const held = heldBy(venue, input.cmd, ['interview.checked'], (body) =>
    body.session === input.session && body.candidate === input.candidate && body.stage === input.stage && body.marked === input.marked &&
    (body.operator === caller.operator || body.operator === caller.second?.operator))
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const at = forSheets(venue, input)
  if (!at.ok) return at
  const { scored, rules } = at
  if (rules.entry === 'twice') return refuse('third_entry')
  const [entry] = scored.entries
  if (entry === undefined) return refuse('marks_missing')
  if (entry.fact !== input.marked) return refuse('already_replaced', { fact: input.marked })
  if (scored.checked !== null) return refuse('signed_already', { by: boardOf(venue).nameOf(scored.checked.operator) })
  const alone = caller.operator === entry.operator && caller.second !== undefined ? lacksSecond(caller, 'marking') : null
  if (alone !== null) return alone
  const operator = caller.operator === entry.operator ? caller.second?.operator : caller.operator
  if (operator === undefined || operator === entry.operator) return refuse('same_clerk')
  return venue.record(caller, 'interview.checked', {
    session: at.session.id, candidate: at.standing.candidate, lot: at.lot, stage: scored.stage, marked: input.marked, operator,
  }, input.cmd)
}

function answered(venue: OpenVenue, caller: Caller, input: Mark, fact: string, repeated: boolean): Marked {
  const at = located(venue, input)
  return at.ok ? { ok: true, fact, repeated, sheet: sheetView(venue, caller, at) } : at
}
