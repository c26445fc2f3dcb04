import { z } from 'zod'
import { countAge } from '../shared/age.ts'
import { drawLots, lettersFrom, lettersNeeded, lotLetters } from '../shared/draw.ts'
import { Outcome } from '../shared/facts.ts'
import { fitnessStanding, judgeOutcome } from '../shared/fitness.ts'
import { ageAndBand, type FitnessProblem } from '../shared/fitness-judge.ts'
import type { FitnessRules } from '../shared/pack-fitness-schema.ts'
import { isRealDate } from '../shared/pack-text.ts'
import { readResidentId } from '../shared/resident-id.ts'
import { answerCheckIn, answerEligibility, answerGate, deskAsks } from './rules-desk-answers.ts'
import {
  answerCoefficient,
  answerInterview,
  answerQuota,
  answerRank,
  answerTotal,
  scoreAsks,
} from './rules-score-answers.ts'
import { packOf, read, Unanswerable, type Answer, type ConsolePack } from './rules-unanswerable.ts'

const date = z.string().refine(isRealDate, { error: 'a date that exists, YYYY-MM-DD' })
const decimal = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,15})?$/, { error: 'a decimal as text, such as "13.11", of 15 digits at most' })
// Half a surrogate pair has no UTF-8, so two such ids would hash as one.
const hashed = z
  .string()
  .min(1)
  .regex(/^\P{Surrogate}*$/u, { error: 'a text that has a UTF-8 form' })
const person = { sex: z.enum(['M', 'F']), birth: date, on: date.optional() }
const tried = { reading: decimal.optional(), touch: z.boolean().optional() }
const outcome = z.enum(['foul', 'did_not_finish', 'gave_up', 'official_fault', 'false_start'])

const asks = {
  residentId: z.object({ id: z.string() }),
  band: z.object({ birth: date, on: date.optional() }),
  attempt: z.object({ item: z.string(), ...person, ...tried }),
  fitness: z.object({
    ...person,
    closed: z.boolean().default(false),
    attempts: z.array(z.object({ item: z.string(), ...tried, outcome: outcome.optional() })),
  }),
  places: z.object({
    drawId: hashed,
    pool: z.array(hashed.regex(/^[^\n]*$/, { error: 'an id without line breaks' })).min(1),
    secret: z.string().regex(/^[0-9a-fA-F]{64}$/, { error: '64 hex characters' }),
    digits: z.string().regex(/^\d+$/, { error: 'digits as text' }),
    letter: z.string().regex(/^[A-HJ-NP-Z]{1,24}$/, { error: 'letters A–Z without I and O' }),
  }),
}

/** Answers one line of the rules console; never throws for anything a line can hold. */
export function answerLine(line: string, loaded: ConsolePack | null): Answer {
  try {
    return answer(parseJson(line), loaded)
  } catch (error) {
    if (error instanceof Unanswerable) return { error: error.message, path: error.path }
    throw error
  }
}

function parseJson(line: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new Unanswerable('not JSON', '')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Unanswerable('one JSON object a line', '')
  return value as Record<string, unknown>
}

function answer(line: Record<string, unknown>, loaded: ConsolePack | null): Answer {
  const ask = line['ask']
  switch (ask) {
    case 'residentId':
      return answerResidentId(read(asks.residentId, line))
    case 'band':
      return answerBand(read(asks.band, line), fitnessOf(loaded))
    case 'attempt':
      return answerAttempt(read(asks.attempt, line), fitnessOf(loaded))
    case 'fitness':
      return answerFitness(read(asks.fitness, line), fitnessOf(loaded))
    case 'places':
      return answerPlaces(read(asks.places, line))
    case 'eligibility':
      return answerEligibility(read(deskAsks.eligibility, line), packOf(loaded))
    case 'checkIn':
      return answerCheckIn(read(deskAsks.checkIn, line), packOf(loaded))
    case 'gate':
      return answerGate(read(deskAsks.gate, line), packOf(loaded))
    case 'interview':
      return answerInterview(read(scoreAsks.interview, line), line, packOf(loaded))
    case 'total':
      return answerTotal(read(scoreAsks.total, line), packOf(loaded))
    case 'rank':
      return answerRank(read(scoreAsks.rank, line), packOf(loaded))
    case 'quota':
      return answerQuota(read(scoreAsks.quota, line), packOf(loaded))
    case 'coefficient':
      return answerCoefficient(read(scoreAsks.coefficient, line), loaded)
    default:
      throw new Unanswerable(`ask is one of ${Object.keys({ ...asks, ...deskAsks, ...scoreAsks }).join(', ')}`, 'ask')
  }
}

function fitnessOf(loaded: ConsolePack | null): FitnessRules {
  const { fitness } = packOf(loaded)
  if (fitness === null) throw new Unanswerable('the rule pack has no fitness rules', 'fitness')
  return fitness
}

/** The test day an ask gives; a pack with a fixed reference date does not need one. */
function testDay(fitness: FitnessRules, on: string | undefined, birth: string): string {
  const day = on ?? (fitness.reference.kind === 'fixed' ? fitness.reference.date : undefined)
  if (day === undefined) throw new Unanswerable('the test day is needed for ages in this pack', 'on')
  if (countAge(birth, fitness.reference, day).age < 0) throw new Unanswerable('born after the reference date', 'birth')
  return day
}

function unanswerable({ reason, path }: FitnessProblem): Unanswerable {
  const messages = {
    no_fitness: 'the rule pack has no fitness rules',
    unknown_item: 'the rule pack has no such item',
    no_band: 'no age band of the rule pack covers this age',
    two_bands: 'two age bands of the rule pack cover this age',
    standard_missing: 'the rule pack has no standard here: it must be entered',
    reading_malformed: 'a reading is a decimal as text',
    no_touch: 'this item is not read by touch',
  } as const satisfies Record<FitnessProblem['reason'], string>
  return new Unanswerable(messages[reason], path)
}

function answerResidentId(ask: z.infer<typeof asks.residentId>): Answer {
  const id = readResidentId(ask.id)
  return id.valid ? { valid: true, birth: id.birth, sex: id.sex } : { valid: false, reason: id.reason }
}

function answerBand(ask: z.infer<typeof asks.band>, fitness: FitnessRules): Answer {
  const aged = ageAndBand(fitness, ask.birth, testDay(fitness, ask.on, ask.birth))
  if (!aged.ok) throw unanswerable(aged.problem)
  return { age: aged.value.age, band: aged.value.band.id }
}

type Tried = {
  reading?: string | undefined
  touch?: boolean | undefined
  outcome?: z.infer<typeof outcome> | undefined
}

/** Exactly one of reading, touch and, where an ask takes it, outcome says what happened. */
function outcomeOf(tried: Tried, prefix: string, choice = 'reading, touch and outcome'): Outcome {
  const given = [tried.reading, tried.touch, tried.outcome].filter((each) => each !== undefined).length
  if (given !== 1) throw new Unanswerable(`exactly one of ${choice}`, `${prefix}reading`)
  if (tried.reading !== undefined) return { kind: 'reading', reading: tried.reading }
  if (tried.touch !== undefined) return { kind: 'touch', touch: tried.touch }
  switch (tried.outcome) {
    case 'foul':
      return { kind: 'foul', foul: 'other' }
    case 'official_fault':
      return { kind: 'official_fault', reason: 'console' }
    case 'did_not_finish':
    case 'gave_up':
    case 'false_start':
      return { kind: tried.outcome }
    case undefined:
      throw new Error('one of three is given')
    default:
      return tried.outcome satisfies never
  }
}

function answerAttempt(ask: z.infer<typeof asks.attempt>, fitness: FitnessRules): Answer {
  const day = testDay(fitness, ask.on, ask.birth)
  const judged = judgeOutcome(fitness, ask, day, ask.item, outcomeOf(ask, '', 'reading and touch'))
  if (!judged.ok) throw unanswerable(judged.problem)
  const { verdict, points, why } = judged.value
  return { rounded: why.rounded, standard: why.standard, verdict, ...(points === null ? {} : { points }) }
}

function answerFitness(ask: z.infer<typeof asks.fitness>, fitness: FitnessRules): Answer {
  const day = testDay(fitness, ask.on, ask.birth)
  const attempts = ask.attempts.map((each, index) => ({
    item: each.item,
    outcome: outcomeOf(each, `attempts[${String(index)}].`),
  }))
  const folded = fitnessStanding(fitness, ask, attempts, { testDay: day, closed: ask.closed })
  if (!folded.ok) throw unanswerable(folded.problem)
  const { items, verdict, refused, points } = folded.value
  return {
    items: Object.fromEntries(Object.entries(items).map(([id, item]) => [id, item.status])),
    verdict,
    refused,
    ...(points === null ? {} : { points }),
  }
}

function answerPlaces(ask: z.infer<typeof asks.places>): Answer {
  const seen = new Set<string>()
  ask.pool.forEach((id, index) => {
    if (seen.has(id)) throw new Unanswerable('one candidate twice in the pool', `pool[${String(index)}]`)
    seen.add(id)
  })
  // One letter is enough to ask with: a pool beyond 999 goes on with the letters after it.
  const letters = ask.letter.length === 1 ? lettersFrom(ask.letter, ask.pool.length) : ask.letter
  if (new Set(letters).size !== letters.length || lettersNeeded(ask.pool.length) > letters.length) {
    throw new Unanswerable(`too few letters for ${String(ask.pool.length)} candidates (of ${lotLetters})`, 'letter')
  }
  const draw = drawLots({ ...ask, secret: ask.secret.toLowerCase(), letters })
  return { poolHash: draw.poolHash, commitment: draw.commitment, lots: draw.lots }
}
