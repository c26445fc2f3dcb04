import { candidateRecord } from '../db/candidate-record.ts'
import { factById } from '../db/ledger.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { Contract } from '../shared/api.ts'
import type { Fact, FactBody } from '../shared/facts.ts'
import type { ConductRule, Session } from '../shared/pack-schema.ts'
import { isScored } from '../shared/stage-progress.ts'
import { stopped, type Standing } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import { findLot } from './judge-view.ts'
import type { OpenVenue } from './open-venue.ts'
import { heldBy, sameLot } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { workingSession } from './session-day.ts'
import type { Caller, Input, UseCase } from './use-cases.ts'
import { itemOf } from '../shared/why-sheet.ts'

/** A written withdrawal ends the exam for the candidate (规则 §10); what was recorded before stays. */
export const withdraw: UseCase<Contract['sessions']['withdraw']> = (venue, caller, input) => {
  const held = heldBy(venue, input.cmd, ['conduct.withdrawn'], (body) =>
    body.session === input.session && body.candidate === input.candidate && body.reason === input.reason)
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const stop = mayNotEnd(venue, caller, input.session, input.candidate)
  return stop ?? venue.record(caller, 'conduct.withdrawn', { session: input.session, candidate: input.candidate, reason: input.reason }, input.cmd)
}

/** Barred by a named person with a second one (规则 §10); a withdrawal before does not protect from it. */
export const bar: UseCase<Contract['sessions']['bar']> = (venue, caller, input) => {
  const held = heldBy(venue, input.cmd, ['conduct.barred'], (body) =>
    body.session === input.session && body.candidate === input.candidate && body.reason === input.reason)
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const stop = mayNotEnd(venue, caller, input.session, input.candidate, true)
  return stop ?? venue.record(caller, 'conduct.barred', { session: input.session, candidate: input.candidate, reason: input.reason }, input.cmd)
}

function mayNotEnd(venue: OpenVenue, caller: Caller, session: string, candidate: string, barring = false): Refused | null {
  const working = workingSession(venue, session)
  if (!working.ok) return working
  const person = boardOf(venue).person(candidate)
  const standing = boardOf(venue).standing(session, candidate)
  if (person === null || standing === null) return refuse('candidate_unknown')
  if (!person.sessions.includes(session)) return refuse('wrong_session', { due: person.sessions.join('；') })
  const barred = standing.barred?.reason ?? standing.barredBefore
  if (barred !== null) return refuse('barred', { why: barred })
  if (!barring && standing.withdrawn !== null) return refuse('withdrawn')
  return lacksSecond(caller, 'conduct')
}

/** Kinds of violation with their effects, as the pack has them. */
export const conductKinds: UseCase<Contract['sessions']['conductKinds']> = (venue) => venue.pack.conduct.map((rule) => ({ ...rule }))

/**
 * A violation by candidate or lot (规则 §10). Its effect is the pack's; one that ends an item, a stage or the exam takes a
 * second person. `item` names what fails: asked for where one of several items of fitness does.
 */
export const violate: UseCase<Contract['sessions']['violate']> = (venue, caller, input) => {
  const held = heldBy(venue, input.cmd, ['conduct.violated'], (body) => sameViolation(venue, input, body))
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const working = workingSession(venue, input.session)
  if (!working.ok) return working
  const found = inSession(venue, working.session, input)
  if (!found.ok) return found
  const rule = venue.pack.conduct.find((each) => each.id === input.kind)
  if (rule === undefined) return refuse('conduct_unknown', { kind: input.kind })
  const out = stopped(found.standing)
  if (out === 'withdrawn' || out === 'barred') return refuse(out, out === 'barred' ? { why: found.standing.barred?.reason ?? found.standing.barredBefore ?? '' } : {})
  const item = endedPart(venue, working.session, found.standing, rule, input.item)
  if (typeof item === 'object' && item !== null) return item
  const alone = rule.effect === 'none' ? null : lacksSecond(caller, 'conduct')
  if (alone !== null) return alone
  return venue.record(caller, 'conduct.violated', {
    session: input.session, candidate: found.standing.candidate, kind: rule.id, effect: rule.effect, item, reason: input.reason, evidence: input.evidence,
  }, input.cmd)
}

function sameViolation(venue: OpenVenue, input: Input<'sessions', 'violate'>, body: FactBody<'conduct.violated'>): boolean {
  if (body.session !== input.session || body.kind !== input.kind || body.reason !== input.reason || body.evidence !== input.evidence) return false
  if (input.item !== undefined && body.item !== input.item) return false
  return input.candidate !== undefined ? body.candidate === input.candidate
    : sameLot(venue, input.session, input.lot ?? '', boardOf(venue).standing(input.session, body.candidate)?.lot?.lot ?? '')
}

function inSession(venue: OpenVenue, session: Session, input: Input<'sessions', 'violate'>): { ok: true; standing: Standing } | Refused {
  if (input.candidate === undefined) return findLot(venue, session, input.lot ?? '')
  const person = boardOf(venue).person(input.candidate)
  const standing = boardOf(venue).standing(session.id, input.candidate)
  if (person === null || standing === null) return refuse('candidate_unknown')
  return person.sessions.includes(session.id) ? { ok: true, standing } : refuse('wrong_session', { due: person.sessions.join('；') })
}

/** The item or stage a violation ends; null where it ends none, or all of the exam. */
function endedPart(venue: OpenVenue, session: Session, standing: Standing, rule: ConductRule, asked: string | undefined): string | null | Refused {
  switch (rule.effect) {
    case 'none':
    case 'barred':
      return null
    case 'zero': {
      // Zero is for the stage that is being marked, else for the one that is open.
      const stage = asked ?? (standing.stages.find((each) => isScored(each) && standing.scored.get(each)?.verdict === 'open') ?? standing.stages.find(isScored) ?? standing.stages.at(-1))
      return stage !== undefined && standing.stages.some((each) => each === stage) ? stage : refuse('stage_not_open', { stage: stage ?? '' })
    }
    case 'itemFails': {
      if (asked === undefined) return standing.stages.find(isScored) ?? firstOpenItem(standing) ?? refuse('item_unknown', { item: '' })
      if (standing.stages.some((each) => each === asked)) return asked
      return session.stages.includes('fitness') && itemOf(venue.pack, asked) !== null ? asked : refuse('item_unknown', { item: asked })
    }
    default:
      return rule.effect satisfies never
  }
}

/** The item somebody is at, when it is not said. */
function firstOpenItem(standing: Standing): string | undefined {
  return Object.entries(standing.fitness?.items ?? {}).find(([, state]) => state.status === 'open')?.[0]
}

const revocable = ['conduct.withdrawn', 'conduct.barred', 'conduct.violated'] as const
type Revocable = Extract<Fact, { type: (typeof revocable)[number] }>
const isRevocable = (fact: Fact): fact is Revocable => revocable.some((type) => type === fact.type)

/** Takes back a withdrawal, bar or violation that counts, openly and by two people (规则 §10); the session it was made in has to be open. */
export const revoke: UseCase<Contract['sessions']['revoke']> = (venue, caller, input) => {
  const held = heldBy(venue, input.cmd, ['conduct.revoked'], (body) => body.replaces === input.replaces && body.reason === input.reason)
  if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
  const named = factById(venue.db, input.replaces)?.fact
  if (named === undefined || !isRevocable(named)) return refuse('nothing_to_revoke', { fact: input.replaces })
  const { session, candidate } = named.body
  const working = workingSession(venue, session)
  if (!working.ok) return working
  const record = candidateRecord(venue.db, session, candidate)
  const counts = [...record.withdrawn, ...record.barred, ...record.violations].some((row) => row.fact === input.replaces)
  if (!counts) return refuse('nothing_to_revoke', { fact: input.replaces })
  const alone = lacksSecond(caller, 'conduct')
  return alone ?? venue.record(caller, 'conduct.revoked', { replaces: input.replaces, session, candidate, reason: input.reason }, input.cmd)
}
