import type { PsychView } from '../shared/api/psych.ts'
import type { Refusal } from '../shared/api/answer.ts'
import type { Session } from '../shared/pack-schema.ts'
import { stopped, type Standing } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import { asBlocked } from './judge-view.ts'
import type { OpenVenue } from './open-venue.ts'
import { workingSession } from './session-day.ts'

/** Why no psych result may be given to a lot now; the first reason of a fixed order, or null (规则 §6). */
export function psychBlocked(venue: OpenVenue, session: Session, standing: Standing): Refusal | null {
  const working = workingSession(venue, session.id)
  if (!working.ok) return working.refused
  const out = stopped(standing)
  if (out !== null) return { reason: out }
  if (!session.stages.includes('psych')) return { reason: 'stage_not_open', detail: { stage: 'psych' } }
  if (!standing.stages.includes('psych')) return { reason: 'no_psych_in_post' }
  if (standing.lot === null) return { reason: 'lot_unknown', detail: { lot: '' } }
  if (standing.psych !== null) return { reason: 'psych_done', detail: { result: standing.psych.result } }
  return null
}

/** A lot as the psych clerk sees it: no name. */
export function psychView(venue: OpenVenue, session: Session, standing: Standing): PsychView {
  const board = boardOf(venue)
  const { psych } = standing
  return {
    session: session.id, lot: standing.lot?.lot ?? '', sex: board.person(standing.candidate)?.sex ?? '',
    result: psych?.result ?? null, fact: psych?.fact ?? null, at: psych?.at ?? null, by: psych === null ? '' : board.nameOf(psych.by),
    source: psych?.source ?? '', needsRuling: standing.needsRuling, ruled: psych?.ruled ?? false, notices: standing.notices,
    blocked: asBlocked(psychBlocked(venue, session, standing)),
  }
}
