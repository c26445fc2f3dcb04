import { against, stageOf, type Amending, type Contradiction } from './contradiction.ts'
import type { Fact, ScoredStage } from './facts.ts'
import { ageAndBand } from './fitness-judge.ts'
import { canonical } from './pack-hash.ts'
import type { FitnessItem, FitnessRules, RulePack } from './pack-schema.ts'
import { quotasOf } from './quotas.ts'
import type { Candidate } from './roster.ts'
import { holdsFor, scoredStages } from './stage-progress.ts'

/** Rules that were changed although something was recorded under them. Words and clauses are free to change. */
export function ruleContradictions(amending: Amending): Contradiction[] {
  return [
    ...itemContradictions(amending), ...fitnessContradictions(amending), ...psychContradictions(amending),
    ...scoredStages.flatMap((stage) => scoredContradictions(amending, stage)), ...conductContradictions(amending),
    ...postContradictions(amending), ...quotaContradictions(amending),
  ]
}

const same = (one: unknown, other: unknown): boolean => canonical(one ?? null) === canonical(other ?? null)
const without = <T extends object>(whole: T, words: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(Object.entries(whole).filter(([key]) => !words.includes(key as keyof T))) as Partial<T>

/** An attempt that counts, or a start of a heat that belongs to nobody alone. */
interface Try {
  item: string
  fact: Fact
  person: string | null
  session: string
}

function tries({ held }: Amending): Try[] {
  const own = [...held.people].flatMap(([person, facts]) => facts.flatMap((fact): Try[] =>
    fact.type === 'fitness.attempted' || fact.type === 'fitness.corrected' || fact.type === 'fitness.signed'
      ? [{ item: fact.body.item, fact, person, session: fact.body.session }] : []))
  return [...own, ...held.starts.flatMap(({ item, fact }): Try[] => (fact.type === 'heat.started' ? [{ item, fact, person: null, session: fact.body.session }] : []))]
}

/** Each attempt is judged again by what applies to its person: that must be what it was. */
function itemContradictions(amending: Amending): Contradiction[] {
  const { before, after } = amending
  const [were, are] = [before, after].map(({ roster }) => new Map(roster.map((person) => [person.id, person]))) as [Map<string, Candidate>, Map<string, Candidate>]
  const byRule = new Map<string, Fact[]>()
  const byPerson = new Map<string, Fact[]>()
  for (const { item, fact, person, session } of tries(amending)) {
    const old = person === null ? null : were.get(person) ?? null
    const now = person === null ? null : are.get(person) ?? old
    const basis = basisOf(before.pack, item, old, session)
    const [lists, key] = basisOf(after.pack, item, old, session) === basis ? [byPerson, person ?? ''] as const : [byRule, item] as const
    if (lists === byPerson && basisOf(after.pack, item, now, session) === basis) continue
    const list = lists.get(key)
    if (list === undefined) lists.set(key, [fact])
    else list.push(fact)
  }
  return [
    ...[...byRule].map(([item, facts]) => against('item_recorded', { item, fields: itemFields(before.pack, after.pack, item) }, facts)),
    ...[...byPerson].filter(([candidate]) => were.get(candidate)?.sex === are.get(candidate)?.sex)
      .map(([candidate, facts]) => against('result_rests_on_it', { candidate, fields: 'birth' }, facts)),
  ]
}

/** Everything by which an attempt of a person at an item becomes a verdict, as text; a person left out: the item's own rules. */
function basisOf({ fitness, sessions }: RulePack, itemId: string, person: Candidate | null, sessionId: string): string {
  const item = fitness?.items.find(({ id }) => id === itemId)
  if (fitness === null || item === undefined) return ''
  const rules = judging(item)
  const day = sessions.find(({ id }) => id === sessionId)?.date
  if (person === null || day === undefined) return canonical(rules)
  const aged = ageAndBand(fitness, person.birth, day)
  const band = aged.ok ? aged.value.band.id : ''
  const fits = (row: { sex: string; band: string }) => (row.sex === 'any' || row.sex === person.sex) && (row.band === 'any' || row.band === band)
  const standard = item.standards.find(fits)?.value ?? null
  return canonical({ rules, standard, points: item.pointsTable.filter(fits).map(({ value, points }) => ({ value, points })) })
}

function judging(item: FitnessItem): unknown {
  return { ...without(item, ['title', 'titleBySex', 'clause', 'implausible', 'heat', 'standards', 'pointsTable', 'readingDecimals']), fouls: item.fouls.map(({ id }) => id) }
}

function itemFields(before: RulePack, after: RulePack, id: string): string {
  const [old, now] = [before, after].map(({ fitness }) => fitness?.items.find((item) => item.id === id))
  if (old === undefined || now === undefined) return 'item'
  return Object.keys(old).filter((key) => !same(old[key as keyof FitnessItem], now[key as keyof FitnessItem])).sort().join(' ') || 'reference'
}

/** What decides on fitness as a whole: which items there are, in which order, and the sum of points. */
function fitnessContradictions(amending: Amending): Contradiction[] {
  const { before, after } = amending
  const whole = (rules: FitnessRules | null) => (rules === null ? null : { order: rules.order, passPoints: rules.passPoints, items: rules.items.map(({ id }) => id) })
  const facts = tries(amending).map(({ fact }) => fact)
  const [old, now] = [whole(before.pack.fitness), whole(after.pack.fitness)]
  if (facts.length === 0 || same(old, now)) return []
  const fields = (['items', 'order', 'passPoints'] as const).filter((field) => !same(old?.[field], now?.[field]))
  return [against('fitness_recorded', { fields: fields.join(' ') }, facts)]
}

function factsOf({ held }: Amending, wanted: (fact: Fact) => boolean): Fact[] {
  return [...held.people.values()].flatMap((facts) => facts.filter(wanted))
}

function psychContradictions(amending: Amending): Contradiction[] {
  const rules = ({ psych }: RulePack) => (psych === null ? null : { results: psych.results, invalidNeedsRuling: psych.invalidNeedsRuling })
  const facts = factsOf(amending, ({ type }) => type.startsWith('psych.'))
  return facts.length === 0 || same(rules(amending.before.pack), rules(amending.after.pack)) ? [] : [against('psych_recorded', {}, facts)]
}

/** Panel, formula, elements, time and pass mark of a stage in which somebody stood before the examiners (规则 §8). */
function scoredContradictions(amending: Amending, stage: ScoredStage): Contradiction[] {
  const facts = factsOf(amending, ({ type, body }) => type.startsWith('interview.') && 'stage' in body && body.stage === stage)
  const [old, now] = [amending.before, amending.after].map(({ pack }) => scoring(pack, stage))
  if (facts.length === 0 || same(old, now)) return []
  const fields = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].filter((key) => !same(old?.[key], now?.[key])).sort()
  return [against('marks_recorded', { stage, fields: fields.join(' ') }, facts)]
}

function scoring(pack: RulePack, stage: ScoredStage): Record<string, unknown> | undefined {
  const rules = pack[stage]
  if (rules === null) return undefined
  return { ...without(rules, ['clause', 'warningSeconds', 'waiting' as never, 'quota' as never]), elements: rules.elements.map(({ id, max }) => ({ id, max })) }
}

function conductContradictions(amending: Amending): Contradiction[] {
  const effect = (pack: RulePack, kind: string) => pack.conduct.find(({ id }) => id === kind)?.effect
  const recorded = Map.groupBy(factsOf(amending, ({ type }) => type === 'conduct.violated'), ({ body }) => ('kind' in body ? body.kind : ''))
  return [...recorded].filter(([kind]) => effect(amending.before.pack, kind) !== effect(amending.after.pack, kind))
    .map(([violation, facts]) => against('violation_recorded', { violation }, facts))
}

/**
 * The category of a post whose people have results, and its stages up to the last one with a result: a stage before would
 * gate what was done, one after only goes on. The same holds for stages that a half day begins or ceases to hold here.
 */
function postContradictions(amending: Amending): Contradiction[] {
  const { before, after, held } = amending
  const people = Map.groupBy(before.roster, ({ post }) => post)
  return before.pack.posts.flatMap((old) => {
    const now = after.pack.posts.find(({ code }) => code === old.code)
    if (now === undefined) return []
    const facts = (people.get(old.code) ?? []).flatMap(({ id }) => (held.people.get(id) ?? []).filter((fact) => stageOf(fact) !== null))
    const last = old.stages.findLastIndex((stage) => facts.some((fact) => stageOf(fact) === stage))
    if (facts.length === 0) return []
    const decided = old.stages.slice(0, last + 1)
    const here = (pack: RulePack) => decided.filter((stage) => pack.sessions.some((session) => holdsFor(session, stage, old.code)))
    const fields = [
      ...(same(decided, now.stages.slice(0, last + 1)) && same(here(before.pack), here(after.pack)) ? [] : ['stages']), ...(old.category === now.category ? [] : ['category']),
    ]
    return fields.length === 0 ? [] : [against('result_rests_on_it', { post: old.code, fields: fields.join(' ') }, facts)]
  })
}

/** How many an adopted list took in follows from headcount, category and ratio (规则 §8). */
function quotaContradictions({ before, after, held }: Amending): Contradiction[] {
  const places = (pack: RulePack, code: string) => {
    const post = pack.posts.find((each) => each.code === code)
    return post === undefined ? null : quotasOf(pack, post.category, post.headcount).interview?.places ?? null
  }
  return held.lists.filter(({ body }) => places(before.pack, body.post) !== places(after.pack, body.post))
    .map((list) => against('list_adopted', { post: list.body.post, session: list.body.session, fields: 'quota' }, [list]))
}
