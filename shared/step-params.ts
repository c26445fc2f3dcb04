import type { FactType, Outcome, Told } from './facts.ts'
import type { RulePack } from './pack-schema.ts'
import type { Candidate } from './roster.ts'

type Params = Record<string, string>

/** What the sentences of facts take from where they are read: a station's board or HQ's tables. */
export interface Telling {
  pack: RulePack
  /** The name of an operator for people. */
  nameOf(operator: string): string
  /** The running number of a heat among those of its item; empty where it is not known. */
  heatNumber(session: string, heat: string): string
}

/** What the sentence of a fact needs, as text; words that have a translation go as their keys. */
export function stepParams(telling: Telling, fact: Told, person: Candidate): Params {
  switch (fact.type) {
    case 'checkin.admitted':
      return { tag: fact.body.tag, consent: fact.body.consent ? 'yes' : 'no', warnings: fact.body.warnings.join(', ') }
    case 'checkin.refused':
      return { reason: fact.body.reason, note: fact.body.note }
    case 'checkin.consented':
      return {}
    case 'checkin.doubted':
      return { kind: fact.body.kind, note: fact.body.note }
    case 'checkin.doubt_settled':
      return { outcome: fact.body.outcome, note: fact.body.note }
    case 'checkin.undone':
      return { reason: fact.body.reason }
    case 'lots.drawn':
      return { lot: fact.body.lot, turn: String(fact.body.turn) }
    case 'lots.voided':
      return { lot: fact.body.lot, reason: fact.body.reason }
    case 'lots.printed':
      return { lot: fact.body.lot, copy: String(fact.body.copy) }
    case 'psych.recorded':
      return { lot: fact.body.lot, result: fact.body.result, source: fact.body.source }
    case 'psych.corrected':
    case 'psych.ruled':
      return { lot: fact.body.lot, result: fact.body.result, reason: fact.body.reason }
    case 'psych.noticed':
      return { lot: fact.body.lot, copy: String(fact.body.copy) }
    case 'fitness.attempted':
      return { lot: fact.body.lot, ...itemParams(telling, fact.body.item, person), ...outcomeParams(telling, fact.body.item, fact.body.outcome), heat: fact.body.heat === undefined ? '' : telling.heatNumber(fact.body.session, fact.body.heat) }
    case 'fitness.corrected':
      return {
        lot: fact.body.lot, ...itemParams(telling, fact.body.item, person),
        ...(fact.body.outcome === null ? { outcome: 'void', reading: '', unit: '' } : outcomeParams(telling, fact.body.item, fact.body.outcome)), reason: fact.body.reason,
      }
    case 'fitness.signed':
      return {
        lot: fact.body.lot, ...itemParams(telling, fact.body.item, person), verdict: fact.body.verdict, acknowledgement: fact.body.acknowledgement.kind,
        note: fact.body.acknowledgement.kind === 'refused' ? fact.body.acknowledgement.note : '',
      }
    case 'conduct.withdrawn':
    case 'conduct.barred':
    case 'conduct.revoked':
      return { reason: fact.body.reason }
    case 'conduct.violated':
      return {
        violation: telling.pack.conduct.find((each) => each.id === fact.body.kind)?.title.zh ?? fact.body.kind, effect: fact.body.effect,
        about: fact.body.item === null ? '' : partTitle(telling, fact.body.item, person), reason: fact.body.reason, note: fact.body.evidence,
      }
    case 'shortlist.adopted':
      return { post: fact.body.post, count: String(fact.body.candidates.length), tied: fact.body.tied.includes(person.id) ? 'yes' : 'no' }
    case 'rooms.drawn':
      return { room: roomTitle(telling, fact.body.session, fact.body.members.find((each) => each.candidate === person.id)?.room ?? '') }
    case 'rooms.joined':
      return { room: roomTitle(telling, fact.body.session, fact.body.room) }
    case 'waiting.called':
      return { lot: fact.body.lot, room: roomTitle(telling, fact.body.session, fact.body.room), call: String(fact.body.call) }
    case 'waiting.left':
      return { lot: fact.body.lot, escort: fact.body.escort, errand: fact.body.why, note: fact.body.note }
    case 'waiting.returned':
      return { lot: fact.body.lot }
    case 'waiting.lapsed':
      return { lot: fact.body.lot, reason: fact.body.reason }
    case 'waiting.no_show':
      return { lot: fact.body.lot, calls: String(fact.body.calls), reason: fact.body.reason }
    case 'waiting.belongings':
      return { tag: fact.body.tag }
    case 'waiting.undone':
      return { reason: fact.body.reason }
    case 'interview.entered':
    case 'interview.left':
      return { stage: fact.body.stage, lot: fact.body.lot, room: roomTitle(telling, fact.body.session, fact.body.room) }
    case 'interview.started':
      return { stage: fact.body.stage, lot: fact.body.lot, allowed: fact.body.seconds === 0 ? 'no_limit' : duration(fact.body.seconds) }
    case 'interview.finished':
      return { stage: fact.body.stage, lot: fact.body.lot, elapsed: duration(Math.floor(fact.body.elapsed / 1000)) }
    case 'interview.marked':
      // No mark is in it: whoever still has to enter the sheets may read a journey.
      return { stage: fact.body.stage, lot: fact.body.lot, entry: String(fact.body.entry), clerk: telling.nameOf(fact.body.operator), ...reasonOf(fact.body.reason) }
    case 'interview.checked':
      return { stage: fact.body.stage, lot: fact.body.lot, clerk: telling.nameOf(fact.body.operator) }
    case 'interview.zeroed':
      return { stage: fact.body.stage, lot: fact.body.lot, ruling: fact.body.ruling, ground: fact.body.kind, reason: fact.body.reason }
    case 'interview.ruling_lifted':
      return { stage: fact.body.stage, lot: fact.body.lot, reason: fact.body.reason }
    case 'interview.signed':
      return { stage: fact.body.stage, lot: fact.body.lot, role: fact.body.role, score: fact.body.score, clerk: telling.nameOf(fact.body.operator) }
    case 'interview.slip':
      return {
        stage: fact.body.stage, lot: fact.body.lot, score: fact.body.score, acknowledgement: fact.body.acknowledgement.kind,
        note: fact.body.acknowledgement.kind === 'refused' ? fact.body.acknowledgement.note : '',
      }
    case 'paper.typed':
      return { sheet: fact.body.sheet, row: fact.body.row, writtenAt: fact.body.writtenAt }
    case 'conflict.resolved':
      return { conflict: fact.body.conflict.split(':')[0] ?? '', dropped: String(fact.body.drop.length), reason: fact.body.reason }
    case 'venue.opened':
    case 'venue.restored':
    case 'venue.enrolled':
    case 'venue.erased':
    case 'venue.amended':
    case 'station.named':
    case 'roster.imported':
    case 'operator.added':
    case 'operator.changed':
    case 'operator.pin_set':
    case 'operator.signed_in':
    case 'operator.signed_out':
    case 'operator.refused':
    case 'session.opened':
    case 'session.closed':
    case 'lots.frozen':
    case 'lots.digits':
    case 'lots.closed':
    case 'lots.aborted':
    case 'heat.made':
    case 'heat.changed':
    case 'heat.started':
    case 'heat.recalled':
    case 'heat.tapped':
    case 'heat.tap_changed':
    case 'heat.finished':
    case 'backup.written':
    case 'rooms.examiners':
    case 'rooms.frozen':
    case 'rooms.digits':
    case 'rooms.aborted':
    case 'rooms.replaced':
    case 'paper.printed':
    case 'paper.folder':
    case 'closing.packaged':
      // These are about no one candidate and stand in no journey.
      return {}
    default:
      return never(fact)
  }
}

function itemParams(telling: Telling, id: string, person: Candidate): Params {
  const item = telling.pack.fitness?.items.find((each) => each.id === id)
  return { item: id, itemTitle: item?.titleBySex?.[person.sex].zh ?? item?.title.zh ?? id }
}

/** An item of fitness or a whole stage, by name. */
function partTitle(telling: Telling, part: string, person: Candidate): string {
  const item = telling.pack.fitness?.items.find((each) => each.id === part)
  return item?.titleBySex?.[person.sex].zh ?? item?.title.zh ?? part
}

function roomTitle(telling: Telling, session: string, room: string): string {
  return telling.pack.sessions.find((each) => each.id === session)?.rooms.find((each) => each.id === room)?.title.zh ?? room
}

/** 4′25″ from whole seconds. */
function duration(seconds: number): string {
  return `${String(Math.floor(seconds / 60))}′${String(seconds % 60).padStart(2, '0')}″`
}

const reasonOf = (reason: string): Params => (reason === '' ? {} : { reason })

function outcomeParams(telling: Telling, item: string, outcome: Outcome): Params {
  const rules = telling.pack.fitness?.items.find((each) => each.id === item)
  const params: Params = { outcome: outcome.kind, reading: '', unit: rules?.unit ?? '' }
  switch (outcome.kind) {
    case 'reading':
      return { ...params, reading: outcome.reading }
    case 'touch':
      return { ...params, outcome: outcome.touch ? 'touched' : 'not_touched' }
    case 'foul':
      return { ...params, foul: rules?.fouls.find((foul) => foul.id === outcome.foul)?.title.zh ?? outcome.foul }
    case 'official_fault':
      return { ...params, reason: outcome.reason }
    case 'false_start':
    case 'did_not_finish':
    case 'gave_up':
      return params
    default:
      return outcome satisfies never
  }
}

function never(fact: never): never {
  throw new Error(`no sentence for ${(fact as { type: FactType }).type}`)
}
