import { refuse, type Refused } from '../shared/api/answer.ts'
import { surplusAttempts } from '../shared/conflict-rules.ts'
import type { FactBody, Outcome } from '../shared/facts.ts'
import { implausible, judgeOutcome, readingFault } from '../shared/fitness.ts'
import type { FitnessItem, Session } from '../shared/pack-schema.ts'
import { keepsSignedResults, standing as fold, statusOf, type AttemptRow, type Standing } from '../shared/standing.ts'
import { factById } from '../db/ledger.ts'
import { boardOf } from './board.ts'
import { attemptBlocked, countingAttempts, findLot, judgeView } from './judge-view.ts'
import type { OpenVenue } from './open-venue.ts'
import { alike, heldBy, sameLot } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { sessionOf, workingSession } from './session-day.ts'
import type { Input, Output, UseCases } from './use-cases.ts'
import { bandLabel, itemOf } from '../shared/why-sheet.ts'

type Changed = Output<'fitness', 'record'>

/** Judges' half of fitness (规则 §7). A result is announced by the verdict of the view and signed by item. */
export const fitnessUseCases: UseCases<'fitness'> = {
  items: (venue, _caller, { session }) =>
    (venue.pack.fitness?.items ?? []).map((item) => {
      const all = boardOf(venue).standings(session)
      return {
        item: item.id, title: item.title, heats: item.heat,
        waiting: all.filter((standing) => mayTry(venue, session, standing, item.id)).length,
        done: all.filter((standing) => statusOf(standing, item.id) !== 'open').length,
      }
    }),

  find: (venue, _caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const found = findLot(venue, session, input.lot)
    return found.ok ? judgeView(venue, session, found.standing, input.item) : found
  },

  waiting: (venue, _caller, { session, item }) => {
    const board = boardOf(venue)
    return board.standings(session)
      .filter((standing) => mayTry(venue, session, standing, item))
      .map((standing) => ({
        lot: standing.lot?.lot ?? '', sex: board.person(standing.candidate)?.sex ?? '', band: bandLabel(venue.pack, standing.fitness?.band ?? ''),
        since: standing.last ?? 0, used: standing.fitness?.items[item]?.used ?? 0, heat: board.heatOf(session, standing.candidate)?.heat ?? null,
      }))
      .sort((a, b) => a.since - b.since || (a.lot < b.lot ? -1 : 1))
  },

  record: (venue, caller, input): Changed => {
    const held = heldBy(venue, input.cmd, ['fitness.attempted'], (body) =>
      body.session === input.session && body.item === input.item && body.heat === undefined &&
      sameLot(venue, input.session, input.lot, body.lot) && alike(input.outcome, body.outcome))
    if (held !== null) return held.ok ? answerFor(venue, held.body, held.fact, true) : held
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    const found = findLot(venue, working.session, input.lot)
    if (!found.ok) return found
    const { standing, lot } = found
    const blocked = attemptBlocked(venue, working.session, standing, input.item, false)
    if (blocked !== null) return { ok: false, refused: blocked }
    const wrong = outcomeRefused(venue, working.session, standing, input.item, input.outcome, input.confirmed)
    if (wrong !== null) return wrong
    const alone = input.outcome.kind === 'official_fault' ? lacksSecond(caller, 'judging') : null
    if (alone !== null) return alone
    const body: FactBody<'fitness.attempted'> = {
      session: input.session, candidate: standing.candidate, lot, item: input.item, outcome: input.outcome,
      ...(input.confirmed ? { confirmed: true } : {}),
    }
    const recorded = venue.record(caller, 'fitness.attempted', body, input.cmd)
    return recorded.ok ? answerFor(venue, body, recorded.fact, recorded.repeated) : recorded
  },

  correct: (venue, caller, input): Changed => {
    const held = heldBy(venue, input.cmd, ['fitness.corrected'], (body) =>
      body.replaces === input.replaces && body.reason === input.reason && alike(input.outcome, body.outcome))
    if (held !== null) return held.ok ? answerFor(venue, held.body, held.fact, true) : held
    const named = factById(venue.db, input.replaces)?.fact
    if (named?.type !== 'fitness.attempted' && named?.type !== 'fitness.corrected') return refuse('fact_unknown', { fact: input.replaces })
    const target = named.body
    const working = workingSession(venue, target.session)
    if (!working.ok) return working
    const standing = boardOf(venue).standing(target.session, target.candidate)
    const row = standing?.attempts.find((attempt) => attempt.fact === input.replaces)
    if (standing === null || row === undefined) return refuse('already_replaced', { fact: input.replaces })
    if (input.outcome !== null) {
      const wrong = outcomeRefused(venue, working.session, standing, row.item, input.outcome, input.confirmed)
      if (wrong !== null) return wrong
    }
    const afterSignOff = standing.signOffs.some((sign) => sign.item === row.item)
    // What two people called a fault one alone cannot call an attempt.
    const fault = input.outcome?.kind === 'official_fault' || row.outcome.kind === 'official_fault'
    const after = ifCorrected(venue, working.session, standing, row, input.outcome)
    // A fault made an attempt after all must not be one more than there are.
    if (surplusAttempts(venue.pack, after).length > surplusAttempts(venue.pack, standing).length) return refuse('no_attempts_left', { item: row.item })
    if (afterSignOff || fault || !keepsSignedResults(standing, after)) {
      const alone = lacksSecond(caller, 'judging')
      if (alone !== null) return alone
    }
    const body: FactBody<'fitness.corrected'> = {
      replaces: input.replaces, session: target.session, candidate: target.candidate, lot: standing.lot?.lot ?? target.lot, item: row.item,
      outcome: input.outcome, reason: input.reason, afterSignOff,
    }
    const recorded = venue.record(caller, 'fitness.corrected', body, input.cmd)
    return recorded.ok ? answerFor(venue, body, recorded.fact, recorded.repeated) : recorded
  },

  sign: (venue, caller, input): Changed => {
    const held = heldBy(venue, input.cmd, ['fitness.signed'], (body) =>
      body.session === input.session && body.item === input.item && sameLot(venue, input.session, input.lot, body.lot) &&
      alike(input.acknowledgement, body.acknowledgement))
    if (held !== null) return held.ok ? answerFor(venue, held.body, held.fact, true) : held
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    const found = findLot(venue, working.session, input.lot)
    if (!found.ok) return found
    const wrong = signRefused(venue, found.standing, input)
    if (wrong !== null) return wrong
    const alone = input.acknowledgement.kind === 'refused' ? lacksSecond(caller, 'witness') : null
    if (alone !== null) return alone
    const body = signOff(found.standing, { session: input.session, lot: found.lot, item: input.item }, input.acknowledgement)
    if ('ok' in body) return body
    const recorded = venue.record(caller, 'fitness.signed', body, input.cmd)
    return recorded.ok ? answerFor(venue, body, recorded.fact, recorded.repeated) : recorded
  },
}

/** Whether somebody may make an attempt at an item now: those a judge calls next. */
export function mayTry(venue: OpenVenue, session: string, standing: Standing, item: string): boolean {
  if (standing.lot === null || standing.gate !== null || standing.withdrawn !== null) return false
  const state = standing.fitness?.items[item]
  return state?.status === 'open' && state.locked === null && boardOf(venue).state(session) === 'open'
}

function answerFor(venue: OpenVenue, about: { session: string; candidate: string; item: string }, fact: string, repeated: boolean): Changed {
  const session = sessionOf(venue, about.session)
  const standing = boardOf(venue).standing(about.session, about.candidate)
  if (session === null || standing === null) throw new Error(`a recorded attempt of nobody: ${fact}`)
  const seen = judgeView(venue, session, standing, about.item)
  return seen.ok ? { ok: true, fact, repeated, view: seen.view } : seen
}

function signRefused(venue: OpenVenue, standing: Standing, input: Input<'fitness', 'sign'>): Refused | null {
  if (itemOf(venue.pack, input.item) === null) return refuse('item_unknown', { item: input.item })
  if (standing.fitness === null) return refuse('no_fitness_in_post')
  if (statusOf(standing, input.item) === 'open') {
    return standing.attempts.some((attempt) => attempt.item === input.item) ? refuse('item_open', { item: input.item }) : refuse('nothing_to_sign', { item: input.item })
  }
  const signed = standing.signed.get(input.item)
  return signed === undefined ? null : refuse('signed_already', { by: boardOf(venue).nameOf(signed.by) })
}

/** The result of a decided item as judge and candidate put their names to it; 'item_open' while there is none. */
export function signOff(
  standing: Standing, at: { session: string; lot: string; item: string }, acknowledgement: FactBody<'fitness.signed'>['acknowledgement'],
): FactBody<'fitness.signed'> | Refused {
  const verdict = statusOf(standing, at.item)
  if (verdict === 'open') return refuse('item_open', { item: at.item })
  return { ...at, candidate: standing.candidate, verdict, attempts: countingAttempts(standing, at.item).map((attempt) => attempt.fact), acknowledgement }
}

/** What is wrong with an outcome at an item, before anything of the person is asked; null when it may be recorded. */
export function outcomeRefused(venue: OpenVenue, session: Session, standing: Standing, itemId: string, outcome: Outcome, confirmed: boolean): Refused | null {
  const { fitness } = venue.pack
  const item = itemOf(venue.pack, itemId)
  const person = boardOf(venue).person(standing.candidate)
  if (fitness === null || item === null || person === null) return refuse('item_unknown', { item: itemId })
  const shape = outcomeFits(item, outcome)
  if (shape !== null) return shape
  const judged = judgeOutcome(fitness, person, session.date, itemId, outcome)
  if (!judged.ok) return judged.problem.reason === 'reading_malformed' ? refuse('reading_malformed') : refuse('standard_missing', { path: judged.problem.path })
  if (outcome.kind !== 'reading' || confirmed) return null
  const odd = implausible(item, outcome.reading)
  return odd === null ? null : refuse('implausible', {
    reading: outcome.reading, odd, from: item.implausible.below ?? '', to: item.implausible.above ?? '', unit: item.unit,
  })
}

function outcomeFits(item: FitnessItem, outcome: Outcome): Refused | null {
  const notHere = () => refuse('outcome_not_allowed', { outcome: outcome.kind, item: item.id })
  switch (outcome.kind) {
    case 'reading': {
      const fault = readingFault(item, outcome.reading)
      return fault === null ? null : refuse('reading_malformed', { fault, expected: expected(item), reading: outcome.reading })
    }
    case 'touch':
      // The line hangs at the standard, so touching it and reading at least it say the same.
      return item.unit === 'cm' ? null : notHere()
    case 'foul':
      return item.fouls.some((foul) => foul.id === outcome.foul) ? null : refuse('foul_unknown', { foul: outcome.foul })
    case 'false_start':
    case 'did_not_finish':
      // Only what is run can be started falsely or left unfinished.
      return item.unit === 's' ? null : notHere()
    case 'gave_up':
    case 'official_fault':
      return null
    default:
      return outcome satisfies never
  }
}

/** A reading as the item is read, for the sentence of a refusal. */
function expected(item: FitnessItem): string {
  return item.readingDecimals === 0 ? '12' : `12.${'3'.repeat(item.readingDecimals)}`
}

function ifCorrected(venue: OpenVenue, session: Session, standing: Standing, row: AttemptRow, outcome: Outcome | null): Standing {
  return withAttempts(venue, session, standing, standing.attempts.flatMap((each) => (each !== row ? [each] : outcome === null ? [] : [{ ...each, outcome }])))
}

/** Where somebody would stand with these attempts instead of their own. */
export function withAttempts(venue: OpenVenue, session: Session, standing: Standing, attempts: AttemptRow[]): Standing {
  const person = boardOf(venue).person(standing.candidate)
  if (person === null) throw new Error(`candidate ${standing.candidate} is not on the roster`)
  return fold({ pack: venue.pack, session }, person, { ...standing, attempts })
}
