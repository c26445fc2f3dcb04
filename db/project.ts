import type { Fact } from '../shared/facts.ts'
import { isKnownType, type StrangeFact } from './envelope.ts'
import type { Cell } from './open.ts'
import type { ProjectionTable } from './projection-schema.ts'

/** One projection row: its table and its values in the order of the columns. */
export interface ProjectionRow {
  table: ProjectionTable
  values: Cell[]
}

const flag = (value: boolean): number => (value ? 1 : 0)

/**
 * What one fact leaves in the projections: exactly one row, whoever wrote the fact and whenever it arrives. The same
 * function serves recording, receiving and refilling. `n` is the fact's key in this file.
 */
export function project(n: number, fact: Fact | StrangeFact): ProjectionRow {
  const mark: Cell[] = [n, fact.type, fact.at, fact.by, fact.second ?? null]
  const row = (table: ProjectionTable, ...values: Cell[]): ProjectionRow => ({ table, values: [...mark, ...values] })
  if (!known(fact)) return row('stranger')
  const { type, body } = fact
  switch (type) {
    case 'venue.opened':
    case 'venue.restored':
    case 'venue.enrolled':
    case 'venue.erased':
    case 'venue.amended':
    case 'station.named':
    case 'roster.imported':
    case 'backup.written':
      return row('venue_fact')
    case 'operator.added':
      return row('operator_fact', body.operator, body.name, JSON.stringify(body.roles), 1, null)
    case 'operator.changed':
      return row('operator_fact', body.operator, body.name, JSON.stringify(body.roles), flag(body.active), null)
    case 'operator.pin_set':
    case 'operator.signed_in':
      return row('operator_fact', body.operator, null, null, null, null)
    case 'operator.signed_out':
    case 'operator.refused':
      return row('operator_fact', body.operator, null, null, null, body.why)
    case 'session.opened':
    case 'session.closed':
      return row('session_fact', body.session)
    case 'checkin.admitted':
      return row('check_in', body.session, body.candidate, null, body.doubt ?? null, null, null, body.tag, flag(body.consent), JSON.stringify(body.warnings))
    case 'checkin.refused':
      return row('check_in', body.session, body.candidate, null, null, body.reason, body.note, null, null, null)
    case 'checkin.consented':
      return row('check_in', body.session, body.candidate, null, null, null, null, null, 1, null)
    case 'checkin.doubted':
      return row('check_in', body.session, body.candidate, null, null, body.kind, body.note, null, null, null)
    case 'checkin.doubt_settled':
      return row('check_in', body.session, body.candidate, null, body.doubt, body.outcome, body.note, null, null, null)
    case 'checkin.undone':
      return row('check_in', body.session, body.candidate, body.replaces, null, body.reason, null, null, null, null)
    case 'lots.frozen':
    case 'lots.closed':
    case 'lots.aborted':
      return row('lot_draw', body.draw, body.session)
    case 'lots.digits':
      return row('lot_draw', body.draw, null)
    case 'lots.drawn':
      return row('lot', body.draw, body.session, body.candidate, body.lot, body.turn, null, null)
    case 'lots.voided':
      return row('lot', body.draw, body.session, body.candidate, body.lot, null, null, body.replaces)
    case 'lots.printed':
      return row('lot', null, body.session, body.candidate, body.lot, null, body.copy, null)
    case 'psych.recorded':
      return row('psych', body.session, body.candidate, body.lot, body.result, body.source, null, null)
    case 'psych.corrected':
    case 'psych.ruled':
      return row('psych', body.session, body.candidate, body.lot, body.result, null, null, body.replaces)
    case 'psych.noticed':
      return row('psych', body.session, body.candidate, body.lot, null, null, body.copy, null)
    case 'fitness.attempted':
      return row('attempt', body.session, body.candidate, body.lot, body.item, JSON.stringify(body.outcome), body.heat ?? null, null)
    case 'fitness.corrected':
      return row('attempt', body.session, body.candidate, body.lot, body.item, body.outcome === null ? null : JSON.stringify(body.outcome), null, body.replaces)
    case 'fitness.signed':
      return row('sign_off', body.session, body.candidate, body.lot, body.item, body.verdict, JSON.stringify(body.attempts), body.acknowledgement.kind)
    case 'heat.made':
      return row('heat', body.heat, body.session, fact.mono, body.item, JSON.stringify(body.entries), null, null, null, null, null, null, null)
    case 'heat.changed':
      return row('heat', body.heat, body.session, fact.mono, null, JSON.stringify(body.entries), null, null, null, null, null, null, null)
    case 'heat.started':
    case 'heat.finished':
      return row('heat', body.heat, body.session, fact.mono, null, null, body.run, null, null, null, null, null, null)
    case 'heat.recalled':
      return row('heat', body.heat, body.session, fact.mono, null, null, body.run, body.reason, JSON.stringify(body.falseStarters), null, null, null, null)
    case 'heat.tapped':
      return row('heat', body.heat, body.session, fact.mono, null, null, body.run, null, null, body.elapsed, body.bib ?? null, null, null)
    case 'heat.tap_changed':
      return row('heat', body.heat, body.session, fact.mono, null, null, null, body.reason, null, body.elapsed, body.bib, flag(body.removed), body.replaces)
    case 'conduct.withdrawn':
    case 'conduct.barred':
      return row('conduct', body.session, body.candidate, body.reason, null, null, null, null)
    case 'conduct.violated':
      return row('conduct', body.session, body.candidate, body.reason, body.kind, body.effect, body.item, null)
    case 'conduct.revoked':
      return row('conduct', body.session, body.candidate, body.reason, null, null, null, body.replaces)
    case 'shortlist.adopted':
      return row('shortlist', body.session, body.post, JSON.stringify(body.candidates), body.replaces)
    case 'rooms.examiners':
      return row('room', body.session, null, null, null)
    case 'rooms.frozen':
    case 'rooms.digits':
    case 'rooms.drawn':
    case 'rooms.aborted':
    case 'rooms.replaced':
      return row('room', body.session, body.draw, null, null)
    case 'rooms.joined':
      return row('room', body.session, null, body.candidate, body.room)
    case 'waiting.called':
      return row('waiting', body.session, body.candidate, body.room, body.call, null, null)
    case 'waiting.left':
      return row('waiting', body.session, body.candidate, null, null, body.escort, null)
    case 'waiting.returned':
      return row('waiting', body.session, body.candidate, null, null, null, body.left)
    case 'waiting.lapsed':
      return row('waiting', body.session, body.candidate, null, null, body.reason, body.left)
    case 'waiting.no_show':
      return row('waiting', body.session, body.candidate, null, body.calls, body.reason, null)
    case 'waiting.belongings':
      return row('waiting', body.session, body.candidate, null, null, body.tag, null)
    case 'waiting.undone':
      return row('waiting', body.session, body.candidate, null, null, body.reason, body.replaces)
    case 'interview.entered':
    case 'interview.left':
      return row('interview', body.session, body.candidate, body.lot, body.stage, body.room, fact.mono, null, null, null, null, null, null)
    case 'interview.started':
      return row('interview', body.session, body.candidate, body.lot, body.stage, body.room, fact.mono, body.seconds, null, null, null, null, null)
    case 'interview.finished':
      return row('interview', body.session, body.candidate, body.lot, body.stage, body.room, fact.mono, body.elapsed, null, null, null, null, null)
    case 'interview.marked':
      return row('interview', body.session, body.candidate, body.lot, body.stage, body.room, fact.mono, body.entry, body.operator, JSON.stringify(body.marks), null, body.reason, body.replaces)
    case 'interview.checked':
      return row('interview', body.session, body.candidate, body.lot, body.stage, null, fact.mono, null, body.operator, null, null, null, body.marked)
    case 'interview.zeroed':
      return row('interview', body.session, body.candidate, body.lot, body.stage, null, fact.mono, null, null, null, body.ruling, body.reason, null)
    case 'interview.ruling_lifted':
      return row('interview', body.session, body.candidate, body.lot, body.stage, null, fact.mono, null, null, null, null, body.reason, body.replaces)
    case 'interview.signed':
      return row('interview', body.session, body.candidate, body.lot, body.stage, null, fact.mono, null, body.operator, JSON.stringify(body.sheets), body.score, body.role, null)
    case 'interview.slip':
      return row('interview', body.session, body.candidate, body.lot, body.stage, null, fact.mono, null, null, null, body.score, body.acknowledgement.kind, null)
    case 'paper.printed':
      return row('paper', body.session, null, body.sheet, body.kind, body.key, body.copy)
    case 'paper.typed':
      return row('paper', body.session, body.candidate, body.sheet, body.kind, body.row, null)
    case 'paper.folder':
    case 'closing.packaged':
      return row('venue_fact')
    case 'conflict.resolved':
      return row('resolution', body.session, body.conflict, body.keep, JSON.stringify(body.drop), body.reason)
    default:
      return never(type)
  }
}

function known(fact: Fact | StrangeFact): fact is Fact {
  return isKnownType(fact.type)
}

function never(type: never): never {
  throw new Error(`no projection for ${String(type)}`)
}
