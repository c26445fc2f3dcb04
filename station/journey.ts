import { refuse } from '../shared/api/answer.ts'
import type { Journey, Step } from '../shared/api/journey.ts'
import type { z } from 'zod'
import type { Stored } from '../db/ledger.ts'
import { journeyOf } from '../db/journey.ts'
import type { FactId } from '../shared/facts.ts'
import { judgeOutcome } from '../shared/fitness.ts'
import { scoreWhy, scoredStageTitles } from '../shared/interview-why.ts'
import { scoringRules, type ScoredStanding } from '../shared/interview.ts'
import type { Session } from '../shared/pack-schema.ts'
import type { Candidate } from '../shared/roster.ts'
import { statusOf, whereabouts, type Standing } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import { masked } from './desk-card.ts'
import { attemptViews, findLot } from './judge-view.ts'
import { stepParams } from './journey-params.ts'
import { rowOf } from './lists.ts'
import type { OpenVenue } from './open-venue.ts'
import { dayOf, sessionOf } from './session-day.ts'
import type { Output, UseCases } from './use-cases.ts'
import { itemOf, itemTitle, whySheet, type WhySheet } from './why-sheet.ts'

type Item = Journey['items'][number]

/** A candidate's journey: every fact in order, who, where, when, and why for each verdict. Overseeing roles only. */
export const journeyUseCases: UseCases<'journey'> = {
  find: (venue, _caller, input): Output<'journey', 'find'> => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const board = boardOf(venue)
    const found = input.candidate === undefined ? findLot(venue, session, input.lot ?? '') : null
    if (found !== null && !found.ok) return found
    const candidate = found?.standing.candidate ?? input.candidate ?? ''
    const person = board.person(candidate)
    const standing = board.standing(session.id, candidate)
    if (person === null || standing === null) return refuse('candidate_unknown')
    const place = whereabouts(standing, dayOf(venue, session))
    const post = venue.pack.posts.find((each) => each.code === person.post)
    return {
      ok: true,
      journey: {
        row: rowOf(venue, standing, place, true), birth: person.birth, residentMasked: masked(person.residentId),
        postTitle: post === undefined ? '' : `${post.unit} ${post.title}`, stages: [...(post?.stages ?? session.stages)], where: place.where,
        steps: steps(venue, session, person), items: allItems(venue, session, person),
      },
    }
  },
}

function steps(venue: OpenVenue, session: Session, person: Candidate): z.infer<typeof Step>[] {
  const stored = journeyOf(venue.db, person.id)
  const replacedBy = new Map<FactId, FactId>()
  for (const each of stored) {
    const target = replaces(each)
    if (target !== null && !replacedBy.has(target)) replacedBy.set(target, each.id)
    if (each.fact.type === 'conflict.resolved') for (const dropped of each.fact.body.drop) replacedBy.set(dropped, each.id)
  }
  return stored.map((each) => ({
    fact: each.id, type: each.fact.type, at: each.fact.at, station: each.fact.station, by: boardOf(venue).nameOf(each.fact.by),
    second: each.fact.second === undefined ? '' : boardOf(venue).nameOf(each.fact.second), params: stepParams(venue, each.fact, person),
    replaces: replaces(each), replacedBy: replacedBy.get(each.id) ?? null, why: whyOf(venue, session, person, each), hash: each.hash.toString('hex'),
  }))
}

function replaces({ fact }: Stored): FactId | null {
  return 'replaces' in fact.body ? fact.body.replaces : fact.type === 'checkin.doubt_settled' ? fact.body.doubt : null
}

/** Why an attempt was what it was, computed again from the raw reading; a fact holds no verdict of its own. */
function whyOf(venue: OpenVenue, session: Session, person: Candidate, { fact }: Stored): WhySheet | null {
  if (fact.type === 'interview.signed' || fact.type === 'interview.slip') {
    const scored = boardOf(venue).standing(fact.body.session, person.id)?.scored.get(fact.body.stage)
    // A signature under a score that was changed since explains nothing of the score that holds.
    return scored === undefined || scored.score !== fact.body.score ? null : whyOfScore(venue, scored)
  }
  if (fact.type !== 'fitness.attempted' && fact.type !== 'fitness.corrected') return null
  const { fitness } = venue.pack
  const item = itemOf(venue.pack, fact.body.item)
  if (fitness === null || item === null || fact.body.outcome === null) return null
  const testDay = sessionOf(venue, fact.body.session)?.date ?? session.date
  const judged = judgeOutcome(fitness, person, testDay, item.id, fact.body.outcome)
  return judged.ok ? whySheet(venue.pack, item, judged.value.why, judged.value.verdict ?? 'not_counted') : null
}

function whyOfScore(venue: OpenVenue, scored: ScoredStanding): WhySheet | null {
  const rules = scoringRules(venue.pack, scored.stage)
  return rules === null ? null : scoreWhy(rules, scored)
}

/** Items and scores of every session of the person, in the order of the days. */
function allItems(venue: OpenVenue, session: Session, person: Candidate): Item[] {
  const sessions = venue.pack.sessions.filter(({ id }) => id === session.id || person.sessions.includes(id))
  return sessions.sort((a, b) => (`${a.date}${a.half}` < `${b.date}${b.half}` ? -1 : 1)).flatMap(({ id }) => {
    const standing = boardOf(venue).standing(id, person.id)
    return standing === null ? [] : items(venue, standing, person)
  })
}

function items(venue: OpenVenue, standing: Standing, person: Candidate): Item[] {
  const scored = [...standing.scored.values()].map((each): Item => ({
    item: each.stage, title: scoredStageTitles[each.stage], state: each.ruling === null ? each.verdict : 'failed', result: each.score ?? '',
    signed: each.slip?.note ?? (each.verdict !== 'open' ? 'three' : ''), why: whyOfScore(venue, each),
  }))
  const done = Object.keys(standing.fitness?.items ?? {}).flatMap((id): Item[] => {
    const item = itemOf(venue.pack, id)
    if (item === null) return []
    const attempts = attemptViews(venue, standing, id)
    const counting = attempts.filter((attempt) => attempt.n !== null)
    const deciding = counting.find((attempt) => attempt.verdict === 'pass') ?? counting.at(-1)
    const signed = standing.signed.get(id)
    return [{
      item: id, title: itemTitle(item, person.sex), state: statusOf(standing, id), result: deciding?.rounded ?? '', signed: signed?.kind ?? '',
      why: deciding?.why ?? null,
    }]
  })
  return [...done, ...scored]
}
