import { createHash } from 'node:crypto'
import { heads, factById } from '../db/ledger.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { FactBody, FactId } from '../shared/facts.ts'
import type { Session } from '../shared/pack-schema.ts'
import type { Standing } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import { findLot } from './judge-view.ts'
import type { OpenVenue } from './open-venue.ts'
import { readPsychFile } from './psych-file.ts'
import { psychBlocked, psychView } from './psych-view.ts'
import { heldBy, sameLot } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { sessionOf, workingSession } from './session-day.ts'
import type { Output, UseCases } from './use-cases.ts'

type Changed = Output<'psych', 'record'>

/** Psych results (规则 §6): once only, by hand or by file; an invalid one waits for a person. */
export const psychUseCases: UseCases<'psych'> = {
  find: (venue, _caller, input) => {
    const found = located(venue, input.session, input.lot)
    return found.ok ? { ok: true, view: psychView(venue, found.session, found.standing) } : found
  },

  list: (venue, _caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return []
    return boardOf(venue).standings(session.id)
      .filter((standing) => standing.lot !== null && standing.stages.includes('psych') && wanted(standing, input.which))
      .map((standing) => psychView(venue, session, standing))
      .sort((a, b) => (a.lot < b.lot ? -1 : 1))
  },

  record: (venue, caller, input): Changed => {
    const held = heldBy(venue, input.cmd, ['psych.recorded'], (body) =>
      body.session === input.session && body.result === input.result && body.source === 'hand' && sameLot(venue, input.session, input.lot, body.lot))
    if (held !== null) return held.ok ? answered(venue, held.body, held.fact, true) : held
    const found = located(venue, input.session, input.lot)
    if (!found.ok) return found
    const body = psychResult(venue, found, input.result)
    if ('ok' in body) return body
    const recorded = venue.record(caller, 'psych.recorded', body, input.cmd)
    return recorded.ok ? answered(venue, body, recorded.fact, recorded.repeated) : recorded
  },

  correct: (venue, caller, input): Changed => {
    const held = heldBy(venue, input.cmd, ['psych.corrected'], (body) =>
      body.replaces === input.replaces && body.result === input.result && body.reason === input.reason)
    if (held !== null) return held.ok ? answered(venue, held.body, held.fact, true) : held
    const target = current(venue, input.replaces)
    if (!target.ok) return target
    const { standing, about } = target
    if (venue.pack.psych?.results.includes(input.result) !== true) return refuse('outcome_not_allowed', { outcome: input.result })
    // A clerk's slip is the clerk's to mend until somebody acted on it: then two people stand behind it, as they do
    // behind an invalid result, which is for a person's ruling and not for a second try of the clerk's.
    const actedOn = standing.needsRuling || standing.psych?.ruled === true || standing.notices > 0 || hasFitness(venue, standing)
    const alone = actedOn ? lacksSecond(caller, 'psych') : null
    if (alone !== null) return alone
    const body: FactBody<'psych.corrected'> = { replaces: input.replaces, ...about, result: input.result, reason: input.reason }
    const recorded = venue.record(caller, 'psych.corrected', body, input.cmd)
    return recorded.ok ? answered(venue, body, recorded.fact, recorded.repeated) : recorded
  },

  rule: (venue, caller, input): Changed => {
    const held = heldBy(venue, input.cmd, ['psych.ruled'], (body) =>
      body.replaces === input.replaces && body.result === input.result && body.reason === input.reason)
    if (held !== null) return held.ok ? answered(venue, held.body, held.fact, true) : held
    const target = current(venue, input.replaces)
    if (!target.ok) return target
    if (target.standing.psych?.result !== 'invalid') return refuse('psych_not_invalid')
    const alone = lacksSecond(caller, 'psych')
    if (alone !== null) return alone
    const body: FactBody<'psych.ruled'> = { replaces: input.replaces, ...target.about, result: input.result, reason: input.reason }
    const recorded = venue.record(caller, 'psych.ruled', body, input.cmd)
    return recorded.ok ? answered(venue, body, recorded.fact, recorded.repeated) : recorded
  },

  previewFile: async (venue, _caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const read = await readPsychFile(venue, session, input.bytes)
    if (!read.ok) return read
    return { ok: true, headers: read.headers, count: read.count, problems: read.problems, counts: read.counts }
  },

  importFile: async (venue, caller, input) => {
    const held = () => heldBy(venue, input.cmd, ['psych.recorded'], (body) =>
      body.session === input.session && body.file === createHash('sha256').update(Buffer.from(input.bytes, 'base64')).digest('hex'))
    const before = held()
    if (before !== null) return before.ok ? { ok: true, imported: before.all.length } : before
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    const read = await readPsychFile(venue, working.session, input.bytes)
    // The same command may have come in twice while the file was being read.
    const meanwhile = held()
    if (meanwhile !== null) return meanwhile.ok ? { ok: true, imported: meanwhile.all.length } : meanwhile
    if (!read.ok) return read
    if (read.problems.length > 0) return refuse('psych_file_problems', { count: String(read.problems.length) })
    if (read.rows.length === 0) return { ok: true, imported: 0 }
    const recorded = venue.recordAll(caller, read.rows.map((row) => ({
      type: 'psych.recorded', body: { session: input.session, candidate: row.candidate, lot: row.lot, result: row.result, source: 'file', file: read.hash },
    })), input.cmd)
    return recorded.ok ? { ok: true, imported: recorded.facts.length } : recorded
  },

  notice: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['psych.noticed'], (body) =>
      body.session === input.session && sameLot(venue, input.session, input.lot, body.lot))
    if (held !== null && !held.ok) return held
    const working = held === null ? workingSession(venue, input.session) : null
    if (working?.ok === false) return working
    const found = located(venue, input.session, input.lot)
    if (!found.ok) return found
    const { session, standing, lot } = found
    if (standing.psych === null || standing.needsRuling) return refuse('stage_not_open', { stage: 'psych' })
    const copy = held?.body.copy ?? standing.notices + 1
    if (held === null) {
      const recorded = venue.record(caller, 'psych.noticed', { session: session.id, candidate: standing.candidate, lot, copy }, input.cmd)
      if (!recorded.ok) return recorded
    }
    const clause = venue.pack.psych?.clause ?? ''
    return {
      ok: true,
      notice: {
        lot, session: session.title, venue: venue.name, date: session.date, result: standing.psych.result, clause: { zh: clause, en: clause }, copy,
        // The head on the sheet is a witness of everything recorded up to it.
        head: (heads(venue.db).find((head) => head.station === venue.ledger.station)?.hash ?? '').slice(0, 20),
      },
    }
  },
}

/** A first psych result by hand, or why there can be none now. */
export function psychResult(
  venue: OpenVenue, { session, standing, lot }: { session: Session; standing: Standing; lot: string }, result: FactBody<'psych.recorded'>['result'],
): FactBody<'psych.recorded'> | Refused {
  const blocked = psychBlocked(venue, session, standing)
  if (blocked !== null) return { ok: false, refused: blocked }
  if (venue.pack.psych?.results.includes(result) !== true) return refuse('outcome_not_allowed', { outcome: result })
  return { session: session.id, candidate: standing.candidate, lot, result, source: 'hand' }
}

function wanted(standing: Standing, which: 'waiting' | 'passed' | 'failed' | 'invalid' | 'all'): boolean {
  switch (which) {
    case 'waiting':
      return standing.psych === null
    case 'invalid':
      return standing.needsRuling
    case 'passed':
    case 'failed':
      return standing.psychState === which
    case 'all':
      return true
    default:
      return which satisfies never
  }
}

/** Whether fitness was built on a psych result, in whatever session it was held. */
function hasFitness(venue: OpenVenue, { candidate }: Standing): boolean {
  return venue.pack.sessions.some((session) => {
    const there = boardOf(venue).standing(session.id, candidate)
    return there !== null && (there.attempts.length > 0 || there.signOffs.length > 0)
  })
}

function located(venue: OpenVenue, sessionId: string, lot: string): { ok: true; session: Session; standing: Standing; lot: string } | Refused {
  const session = sessionOf(venue, sessionId)
  if (session === null) return refuse('session_unknown', { session: sessionId })
  const found = findLot(venue, session, lot)
  return found.ok ? { ok: true, session, standing: found.standing, lot: found.lot } : found
}

/** The candidate whose result in force is this fact; a result replaced meanwhile is refused. */
function current(venue: OpenVenue, fact: FactId): { ok: true; standing: Standing; about: { session: string; candidate: string; lot: string } } | Refused {
  const named = factById(venue.db, fact)?.fact
  if (named?.type !== 'psych.recorded' && named?.type !== 'psych.corrected' && named?.type !== 'psych.ruled') return refuse('fact_unknown', { fact })
  const { session, candidate, lot } = named.body
  const working = workingSession(venue, session)
  if (!working.ok) return working
  const standing = boardOf(venue).standing(session, candidate)
  if (standing?.psych?.fact !== fact) return refuse('already_replaced', { fact })
  return { ok: true, standing, about: { session, candidate, lot: standing.lot?.lot ?? lot } }
}

function answered(venue: OpenVenue, about: { session: string; candidate: string }, fact: FactId, repeated: boolean): Changed {
  const session = sessionOf(venue, about.session)
  const standing = boardOf(venue).standing(about.session, about.candidate)
  if (session === null || standing === null) throw new Error(`a psych result of nobody: ${fact}`)
  return { ok: true, fact, repeated, view: psychView(venue, session, standing) }
}
