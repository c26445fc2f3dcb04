import { noRecordRows, type RecordRow, type RecordRows } from './candidate-record.ts'
import { factId, type Told } from './facts.ts'

/**
 * The rows of one candidate by session, from the facts themselves: what a station's tables give for the same facts
 * (db/project.ts), so that everything counted from them is the same at HQ. Facts of others, and of no candidate, are left out.
 */
export function rowsOfFacts(candidate: string, facts: readonly Told[]): Map<string, RecordRows> {
  const sessions = new Map<string, RecordRows>()
  for (const fact of facts) {
    const { body } = fact
    if (!('candidate' in body) || body.candidate !== candidate || !('session' in body) || !isRow(fact)) continue
    let rows = sessions.get(body.session)
    if (rows === undefined) sessions.set(body.session, (rows = noRecordRows()))
    put(rows, fact, candidate)
  }
  return sessions
}

const families = new Set(['checkin', 'lots', 'psych', 'fitness', 'conduct', 'waiting', 'interview'])
const isRow = ({ type }: Told): boolean => families.has(type.slice(0, type.indexOf('.')))

function put(rows: RecordRows, fact: Told, candidate: string): void {
  const row: RecordRow = { fact: factId(fact), type: fact.type, at: fact.at, by: fact.by, second: fact.second ?? null, candidate, replaces: null }
  const step = { ...row, names: null }
  const checkIn = { ...row, doubt: null, reason: null, note: null, tag: null, consent: null, warnings: null }
  const lot = { ...row, draw: null, turn: null, copy: null }
  const { type, body } = fact
  switch (type) {
    case 'checkin.admitted':
      rows.checkIn.push({ ...checkIn, doubt: body.doubt ?? null, tag: body.tag, consent: body.consent ? 1 : 0, warnings: body.warnings })
      return
    case 'checkin.refused':
      rows.checkIn.push({ ...checkIn, reason: body.reason, note: body.note })
      return
    case 'checkin.consented':
      rows.checkIn.push({ ...checkIn, consent: 1 })
      return
    case 'checkin.doubted':
      rows.checkIn.push({ ...checkIn, reason: body.kind, note: body.note })
      return
    case 'checkin.doubt_settled':
      rows.checkIn.push({ ...checkIn, doubt: body.doubt, reason: body.outcome, note: body.note })
      return
    case 'checkin.undone':
      rows.checkIn.push({ ...checkIn, replaces: body.replaces, reason: body.reason })
      return
    case 'lots.drawn':
      rows.lot.push({ ...lot, draw: body.draw, lot: body.lot, turn: body.turn })
      return
    case 'lots.voided':
      rows.lot.push({ ...lot, replaces: body.replaces, draw: body.draw, lot: body.lot })
      return
    case 'lots.printed':
      rows.lot.push({ ...lot, lot: body.lot, copy: body.copy })
      return
    case 'psych.recorded':
      rows.psych.push({ ...row, result: body.result, source: body.source })
      return
    case 'psych.corrected':
    case 'psych.ruled':
      rows.psych.push({ ...row, replaces: body.replaces, result: body.result, source: null })
      return
    case 'psych.noticed':
      rows.psych.push({ ...row, result: null, source: null })
      return
    case 'fitness.attempted':
      rows.attempt.push({ ...row, item: body.item, outcome: body.outcome, heat: body.heat ?? null })
      return
    case 'fitness.corrected':
      rows.attempt.push({ ...row, replaces: body.replaces, item: body.item, outcome: body.outcome, heat: null })
      return
    case 'fitness.signed':
      rows.signOff.push({ ...row, item: body.item, verdict: body.verdict, attempts: body.attempts, acknowledgement: body.acknowledgement.kind })
      return
    case 'conduct.withdrawn':
    case 'conduct.barred':
      rows.conduct.push({ ...step, reason: body.reason, kind: null, effect: null, item: null })
      return
    case 'conduct.violated':
      rows.conduct.push({ ...step, reason: body.reason, kind: body.kind, effect: body.effect, item: body.item })
      return
    case 'conduct.revoked':
      rows.conduct.push({ ...step, names: body.replaces, reason: body.reason, kind: null, effect: null, item: null })
      return
    case 'waiting.called':
      rows.waiting.push({ ...step, room: body.room, number: body.call, note: null })
      return
    case 'waiting.left':
      rows.waiting.push({ ...step, room: null, number: null, note: body.escort })
      return
    case 'waiting.returned':
      rows.waiting.push({ ...step, names: body.left, room: null, number: null, note: null })
      return
    case 'waiting.lapsed':
      rows.waiting.push({ ...step, names: body.left, room: null, number: null, note: body.reason })
      return
    case 'waiting.no_show':
      rows.waiting.push({ ...step, room: null, number: body.calls, note: body.reason })
      return
    case 'waiting.belongings':
      rows.waiting.push({ ...step, room: null, number: null, note: body.tag })
      return
    case 'waiting.undone':
      rows.waiting.push({ ...step, names: body.replaces, room: null, number: null, note: body.reason })
      return
    default:
      putInterview(rows, fact, step)
  }
}

function putInterview(rows: RecordRows, fact: Told, step: RecordRow & { names: null }): void {
  const interview = { ...step, room: null, mono: fact.mono, number: null, operator: null, marks: null, score: null, note: null }
  const { type, body } = fact
  switch (type) {
    case 'interview.entered':
    case 'interview.left':
      rows.interview.push({ ...interview, stage: body.stage, room: body.room })
      return
    case 'interview.started':
      rows.interview.push({ ...interview, stage: body.stage, room: body.room, number: body.seconds })
      return
    case 'interview.finished':
      rows.interview.push({ ...interview, stage: body.stage, room: body.room, number: body.elapsed })
      return
    case 'interview.marked':
      rows.interview.push({
        ...interview, names: body.replaces, stage: body.stage, room: body.room, number: body.entry, operator: body.operator, marks: body.marks, note: body.reason,
      })
      return
    case 'interview.checked':
      rows.interview.push({ ...interview, names: body.marked, stage: body.stage, operator: body.operator })
      return
    case 'interview.zeroed':
      rows.interview.push({ ...interview, stage: body.stage, score: body.ruling, note: body.reason })
      return
    case 'interview.ruling_lifted':
      rows.interview.push({ ...interview, names: body.replaces, stage: body.stage, note: body.reason })
      return
    case 'interview.signed':
      rows.interview.push({ ...interview, stage: body.stage, operator: body.operator, marks: body.sheets, score: body.score, note: body.role })
      return
    case 'interview.slip':
      rows.interview.push({ ...interview, stage: body.stage, score: body.score, note: body.acknowledgement.kind })
      return
    default:
      // every family of facts of a candidate is listed above; rows of another family are of no record
      return
  }
}
