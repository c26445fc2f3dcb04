import type { z } from 'zod'
import type { AttemptView as AttemptViewSchema } from './api/fitness.ts'
import type { Journey, Step } from './api/journey.ts'
import { factId, type FactId, type Told } from './facts.ts'
import { judgeOutcome } from './fitness.ts'
import { scoreWhy, scoredStageTitles } from './interview-why.ts'
import { scoringRules, type ScoredStanding } from './interview.ts'
import type { RulePack, Stage } from './pack-schema.ts'
import type { Candidate } from './roster.ts'
import { statusOf, type Standing } from './standing.ts'
import { stepParams, type Telling } from './step-params.ts'
import { itemOf, itemTitle, whySheet, type WhySheet } from './why-sheet.ts'

type Item = Journey['items'][number]
type AttemptView = z.infer<typeof AttemptViewSchema>

/** What a journey is told from. */
export interface Travelled extends Telling {
  person: Candidate
  /** The person's standing in a session, or null. */
  standing(session: string): Standing | null
}

/** One fact of a journey; `hash` hex, empty where it is not at hand. */
export interface Travel { fact: Told; hash: string }

/** Every attempt at an item that was not taken back, counted ones numbered. */
export function attemptViews(pack: RulePack, standing: Standing, itemId: string, nameOf: (operator: string) => string): AttemptView[] {
  const item = itemOf(pack, itemId)
  const state = standing.fitness?.items[itemId]
  if (item === null || state === undefined) return []
  const judged = new Map(state.attempts.map((attempt) => [attempt.index, attempt]))
  let n = 0
  return standing.folded.flatMap((row, index): AttemptView[] => {
    if (row.item !== itemId) return []
    const attempt = judged.get(index)
    const counts = attempt?.counted === true
    if (counts) n += 1
    const verdict = counts && attempt.verdict !== null ? attempt.verdict : 'not_counted'
    return [{
      fact: row.fact, n: counts ? n : null, outcome: row.outcome, rounded: attempt?.why.rounded ?? '', verdict, at: row.at, by: nameOf(row.by),
      corrected: row.root !== row.fact, heat: row.heat, why: attempt === undefined ? null : whySheet(pack, item, attempt.why, verdict),
    }]
  })
}

/** Facts about a person, already in the common order, each with its sentence, what replaced it, and why a verdict was what it was. */
export function stepsOf(travelled: Travelled, facts: readonly Travel[]): Step[] {
  const replacedBy = new Map<FactId, FactId>()
  for (const { fact } of facts) {
    const target = replaces(fact)
    if (target !== null && !replacedBy.has(target)) replacedBy.set(target, factId(fact))
    if (fact.type === 'conflict.resolved') for (const dropped of fact.body.drop) replacedBy.set(dropped, factId(fact))
  }
  return facts.map(({ fact, hash }) => ({
    fact: factId(fact), type: fact.type, at: fact.at, station: fact.station, by: travelled.nameOf(fact.by),
    second: fact.second === undefined ? '' : travelled.nameOf(fact.second), params: stepParams(travelled, fact, travelled.person),
    replaces: replaces(fact), replacedBy: replacedBy.get(factId(fact)) ?? null, why: whyOf(travelled, fact), hash,
  }))
}

function replaces(fact: Told): FactId | null {
  return 'replaces' in fact.body ? fact.body.replaces : fact.type === 'checkin.doubt_settled' ? fact.body.doubt : null
}

/** Why an attempt was what it was, computed again from the raw reading; a fact holds no verdict of its own. */
function whyOf(travelled: Travelled, fact: Told): WhySheet | null {
  const { pack, person } = travelled
  if (fact.type === 'interview.signed' || fact.type === 'interview.slip') {
    const scored = travelled.standing(fact.body.session)?.scored.get(fact.body.stage)
    // A signature under a score that was changed since explains nothing of the score that holds.
    return scored === undefined || scored.score !== fact.body.score ? null : whyOfScore(pack, scored)
  }
  if (fact.type !== 'fitness.attempted' && fact.type !== 'fitness.corrected') return null
  const item = itemOf(pack, fact.body.item)
  const testDay = pack.sessions.find(({ id }) => id === fact.body.session)?.date
  if (pack.fitness === null || item === null || fact.body.outcome === null || testDay === undefined) return null
  const judged = judgeOutcome(pack.fitness, person, testDay, item.id, fact.body.outcome)
  return judged.ok ? whySheet(pack, item, judged.value.why, judged.value.verdict ?? 'not_counted') : null
}

function whyOfScore(pack: RulePack, scored: ScoredStanding): WhySheet | null {
  const rules = scoringRules(pack, scored.stage)
  return rules === null ? null : scoreWhy(rules, scored)
}

/**
 * Items and scores of these sessions of the person, in the order of the days; before them what was passed at other venues.
 * A session the person has no business in, and left no fact in, says nothing of somebody who passed its stages elsewhere.
 */
export function itemsOf(travelled: Travelled, sessions: readonly string[]): Item[] {
  const { pack, person } = travelled
  const held = pack.sessions.filter(({ id }) => sessions.includes(id))
  const standings = held.sort((a, b) => (`${a.date}${a.half}` < `${b.date}${b.half}` ? -1 : 1)).flatMap(({ id }) => {
    const standing = travelled.standing(id)
    const beside = person.passed !== undefined && !person.sessions.includes(id) && standing?.last == null
    return standing === null || beside ? [] : [standing]
  })
  return [...passedAway(standings), ...standings.flatMap((standing) => itemsIn(travelled, standing))]
}

const stageTitles: Readonly<Record<Stage, { zh: string; en: string }>> = {
  psych: { zh: '心理素质测评', en: 'Psych test' }, fitness: { zh: '体能测评', en: 'Fitness' }, ...scoredStageTitles,
}

/** Stages passed at other venues, of which nothing else is known here; HQ holds their facts and shows these instead. */
function passedAway(standings: readonly Standing[]): Item[] {
  const here = new Set(standings.flatMap(({ stages }) => stages))
  const told = standings.flatMap(({ progress }) => progress.flatMap(({ stage, otherVenue }) => (otherVenue === true ? [stage] : [])))
  const away = new Set(told.filter((stage) => !here.has(stage)))
  return [...away].map((stage): Item => ({
    item: stage, title: stageTitles[stage], state: 'passed_elsewhere', result: '', signed: 'package',
    why: {
      item: stageTitles[stage], unit: '', reading: '', rounded: '', rounding: { mode: 'none', decimals: null }, standard: '', comparison: 'atLeast', clause: '',
      sex: '', band: { zh: '', en: '' }, age: 0, referenceDate: '', verdict: 'passed', otherVenue: true,
    },
  }))
}

function itemsIn({ pack, person, nameOf }: Travelled, standing: Standing): Item[] {
  const scored = [...standing.scored.values()].map((each): Item => ({
    item: each.stage, title: scoredStageTitles[each.stage], state: each.ruling === null ? each.verdict : 'failed', result: each.score ?? '',
    signed: each.slip?.note ?? (each.verdict !== 'open' ? 'three' : ''), why: whyOfScore(pack, each),
  }))
  const done = Object.keys(standing.fitness?.items ?? {}).flatMap((id): Item[] => {
    const item = itemOf(pack, id)
    if (item === null) return []
    const counting = attemptViews(pack, standing, id, nameOf).filter((attempt) => attempt.n !== null)
    const deciding = counting.find((attempt) => attempt.verdict === 'pass') ?? counting.at(-1)
    const signed = standing.signed.get(id)
    return [{
      item: id, title: itemTitle(item, person.sex), state: statusOf(standing, id), result: deciding?.rounded ?? '', signed: signed?.kind ?? '',
      why: deciding?.why ?? null,
    }]
  })
  return [...done, ...scored]
}
