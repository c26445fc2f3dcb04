import { z } from 'zod'
import { decideCheckIn } from '../shared/checkin-rules.ts'
import { eligibilityWarnings } from '../shared/eligibility.ts'
import { fitnessGate } from '../shared/fitness.ts'
import type { RulePack } from '../shared/pack-schema.ts'
import { isRealDate } from '../shared/pack-text.ts'
import { Unanswerable, type Answer } from './rules-unanswerable.ts'

/**
 * Three further asks for the desk's rules: `eligibility` (规则 §3), `checkIn` (§4) and `gate`, what must be so before
 * any fitness item opens (§4, §6).
 */
export const deskAsks = {
  eligibility: z.object({
    post: z.string(),
    sex: z.enum(['M', 'F']),
    birth: z.string().refine(isRealDate, { error: 'a date that exists, YYYY-MM-DD' }),
    id: z.string(),
  }),
  checkIn: z.object({
    session: z.string(),
    now: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, { error: 'YYYY-MM-DDTHH:MM:SS on the venue clock' }),
    sessions: z.array(z.string()).nullable().describe('null: not on the list'),
    documents: z.array(z.string()),
    barred: z.string().nullable().default(null),
    alreadyIn: z.boolean().default(false),
    doubt: z.enum(['none', 'open', 'admitted', 'refused']).default('none'),
    mismatch: z.boolean().default(false),
    secondPerson: z.boolean().default(false),
    tag: z.string().default('1'),
    consent: z.boolean().default(true),
  }),
  gate: z.object({
    checkedIn: z.boolean().default(true),
    barred: z.boolean().default(false),
    psych: z.enum(['passed', 'failed', 'open']).nullable(),
    consent: z.boolean().default(true),
  }),
}

/** Every mismatch of a person against a post of the pack and against their own id number. */
export function answerEligibility(ask: z.infer<typeof deskAsks.eligibility>, pack: RulePack): Answer {
  const post = pack.posts.find((each) => each.code === ask.post) ?? null
  return { warnings: eligibilityWarnings(post, { sex: ask.sex, birth: ask.birth, residentId: ask.id }) }
}

/** Whether somebody goes in at this moment, or the first thing in the way. */
export function answerCheckIn(ask: z.infer<typeof deskAsks.checkIn>, pack: RulePack): Answer {
  const session = pack.sessions.find((each) => each.id === ask.session)
  if (session === undefined) throw new Unanswerable('the rule pack has no such session', 'session')
  const decision = decideCheckIn({
    rules: pack.checkIn,
    session,
    now: { date: ask.now.slice(0, 10), time: ask.now.slice(11) },
    candidate: ask.sessions === null ? null : { sessions: ask.sessions },
    barred: ask.barred,
    alreadyIn: ask.alreadyIn ? { station: 'console', at: 0, by: 'console' } : null,
    documents: ask.documents,
    warnings: ask.mismatch ? [{ reason: 'post_unknown', secondPerson: true }] : [],
    doubt: ask.doubt,
    secondPerson: ask.secondPerson,
    belongingsTag: ask.tag,
    consent: ask.consent,
  })
  if (decision.outcome === 'admitted') return { outcome: 'admitted', notes: decision.notes }
  return { outcome: decision.outcome, reason: decision.obstacle.reason }
}

/** Whether fitness is open to a person at all. */
export function answerGate(ask: z.infer<typeof deskAsks.gate>, pack: RulePack): Answer {
  if (pack.fitness === null) throw new Unanswerable('the rule pack has no fitness rules', 'fitness')
  const reason = fitnessGate(pack.fitness, ask)
  return reason === null ? { open: true } : { open: false, reason }
}
