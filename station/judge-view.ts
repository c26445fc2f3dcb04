import type { JudgeView } from '../shared/api/fitness.ts'
import { refuse, type Refusal, type Refused } from '../shared/api/answer.ts'
import { fitnessGate, type AttemptRefusal } from '../shared/fitness.ts'
import type { Session } from '../shared/pack-schema.ts'
import { readLot } from '../shared/strip-code.ts'
import { shutBy, stopped, type AttemptRow, type Standing } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { workingSession } from './session-day.ts'
import { attemptViews as viewsOf } from '../shared/journey-making.ts'
import { bandLabel, itemOf, itemTitle, standardText } from '../shared/why-sheet.ts'

type AttemptView = JudgeView['attempts'][number]
type Blocked = JudgeView['blocked']

/** The candidate behind a scanned or typed lot of a session; a void lot says so. */
export function findLot(venue: OpenVenue, session: Session, text: string): { ok: true; lot: string; standing: Standing } | Refused {
  const lot = readLot(venue.exam, session.id, text)
  const found = lot === null ? null : boardOf(venue).byLot(session.id, lot)
  if (lot === null || found === null) return refuse('lot_unknown', { lot: lot ?? text })
  const standing = boardOf(venue).standing(session.id, found.candidate)
  if (standing === null) throw new Error(`lot ${lot} belongs to nobody on the roster`)
  if (standing.lot?.lot !== lot) return refuse('lot_unknown', { lot, voided: 'yes', now: standing.lot?.lot ?? '' })
  return { ok: true, lot, standing }
}

/** Why no attempt may be recorded at an item now; the first reason of a fixed order, or null. */
export function attemptBlocked(venue: OpenVenue, session: Session, standing: Standing, item: string, byHeat: boolean): Refusal | null {
  const working = workingSession(venue, session.id)
  if (!working.ok) return working.refused
  const out = stopped(standing)
  if (out !== null) return { reason: out }
  const { fitness } = venue.pack
  if (fitness === null || itemOf(venue.pack, item) === null) return { reason: 'item_unknown', detail: { item } }
  if (!session.stages.includes('fitness')) return { reason: 'stage_not_open', detail: { stage: 'fitness' } }
  if (!standing.stages.includes('fitness')) return { reason: 'no_fitness_in_post' }
  const gate = fitnessGate(fitness, { checkedIn: true, barred: false, psych: standing.psychState, consent: standing.admitted?.consent ?? false })
  if (gate === 'consent_missing') return { reason: 'consent_missing' }
  if (gate !== null) return { reason: 'psych_not_passed', detail: { psych: standing.psychState ?? '' } }
  const shut = shutBy(standing, 'fitness')
  if (shut !== null) return { reason: 'stage_not_open', detail: { stage: shut.stage } }
  const hole = standing.hole
  if (hole !== null) return { reason: 'standard_missing', detail: { path: hole.path } }
  const state = standing.fitness?.items[item]
  if (state?.endedBy === 'violation') return { reason: 'item_violated' }
  const locked = state?.locked ?? null
  if (locked !== null) return { reason: locked, detail: lockedBy(standing, item, locked) }
  const heat = boardOf(venue).heatOf(session.id, standing.candidate)
  if (!byHeat && heat !== null && heat.state !== 'made') return { reason: 'in_heat', detail: { heat: heat.heat } }
  return null
}

function lockedBy(standing: Standing, item: string, reason: AttemptRefusal): Record<string, string> {
  const items = Object.entries(standing.fitness?.items ?? {})
  switch (reason) {
    case 'fitness_failed':
      return { item: items.find(([id, state]) => id !== item && state.status === 'failed')?.[0] ?? '' }
    case 'wrong_order':
      return { item: items.find(([, state]) => state.status !== 'passed')?.[0] ?? '' }
    case 'item_closed':
    case 'no_attempts_left':
      return { item }
    default:
      return reason satisfies never
  }
}

/** What a judge sees of a lot at an item; no name, no number of any document (规则 §7). */
export function judgeView(venue: OpenVenue, session: Session, standing: Standing, itemId: string): { ok: true; view: JudgeView } | Refused {
  const { pack } = venue
  const item = itemOf(pack, itemId)
  if (item === null) return refuse('item_unknown', { item: itemId })
  const person = boardOf(venue).person(standing.candidate)
  if (person === null) throw new Error(`candidate ${standing.candidate} is not on the roster`)
  const state = standing.fitness?.items[itemId]
  const blocked = attemptBlocked(venue, session, standing, itemId, false)
  const signed = standing.signed.get(itemId) ?? null
  const view: JudgeView = {
    session: session.id, lot: standing.lot?.lot ?? '', sex: person.sex,
    band: bandLabel(pack, standing.fitness?.band ?? ''), item: itemId, title: itemTitle(item, person.sex), unit: item.unit, mode: item.mode,
    standard: standardText(item, state?.standard ?? null), readingDecimals: item.readingDecimals,
    attemptsAllowed: item.attempts, attemptsLeft: state?.left ?? 0,
    attempts: attemptViews(venue, standing, itemId),
    items: (pack.fitness?.items ?? []).map((each) => {
      const one = standing.fitness?.items[each.id]
      return {
        item: each.id, title: itemTitle(each, person.sex), state: shown(standing, each.id), signed: standing.signed.has(each.id),
        used: one?.used ?? 0, allowed: each.attempts,
      }
    }),
    state: shown(standing, itemId), verdict: standing.fitness?.verdict ?? 'open',
    fouls: item.fouls, falseStarts: item.unit === 's', touch: item.mode === 'touch', heats: item.heat,
    blocked: asBlocked(blocked),
    signed: signed === null ? null : { fact: signed.fact, at: signed.at, by: boardOf(venue).nameOf(signed.by), kind: signed.kind },
    undo: undoable(venue, session, standing, itemId), heat: boardOf(venue).heatOf(session.id, standing.candidate)?.heat ?? null,
  }
  return { ok: true, view }
}

/** A refusal as a view shows it beforehand. */
export function asBlocked(refusal: Refusal | null): Blocked {
  return refusal === null ? null : { reason: refusal.reason, detail: refusal.detail ?? {} }
}

function shown(standing: Standing, item: string): JudgeView['state'] {
  const state = standing.fitness?.items[item]
  if (state === undefined) return 'locked'
  if (state.status !== 'open') return state.status
  return state.locked !== null || standing.gate !== null ? 'locked' : 'open'
}

/** Every attempt at an item that was not taken back, counted ones numbered. */
export function attemptViews(venue: OpenVenue, standing: Standing, itemId: string): AttemptView[] {
  return viewsOf(venue.pack, standing, itemId, (operator) => boardOf(venue).nameOf(operator))
}

/** The attempts of an item that count now, in order: what a sign-off puts names to. */
export function countingAttempts(standing: Standing, item: string): AttemptRow[] {
  const state = standing.fitness?.items[item]
  return (state?.attempts ?? []).filter((attempt) => attempt.counted).flatMap((attempt) => standing.folded[attempt.index] ?? [])
}

function undoable(venue: OpenVenue, session: Session, standing: Standing, item: string): string | null {
  const last = standing.attempts.filter((row) => row.item === item).at(-1)
  if (last === undefined || !last.fact.startsWith(`${venue.ledger.station}/`)) return null
  if (standing.signOffs.some((sign) => sign.item === item) || !workingSession(venue, session.id).ok) return null
  // What two people called a fault one touch does not take back.
  if (last.outcome.kind === 'official_fault') return null
  // An attempt on which a later item already stands is corrected with a reason, not undone with one touch.
  const place = standing.folded.findLastIndex((row) => row.fact === last.fact)
  return standing.folded.slice(place + 1).some((row) => row.item !== item) ? null : last.fact
}
