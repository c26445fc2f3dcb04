import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Acknowledgement, FactId, Marks, Outcome } from '../facts.ts'
import { answer, Bilingual, cmd, id, recorded, Second, withReason } from './answer.ts'

/** How a verdict came about: inputs → rounding → standard with its clause → result. The same sheet everywhere. */
export const Why = z.strictObject({
  item: Bilingual, unit: z.string(), reading: z.string(), rounded: z.string(),
  rounding: z.strictObject({ mode: z.string(), decimals: z.number().int().nullable() }),
  standard: z.string(), comparison: z.enum(['atMost', 'atLeast', 'touch', 'points']), clause: z.string(),
  sex: z.string(), band: Bilingual, age: z.number().int(), referenceDate: z.string(), verdict: z.string(),
  /**
   * Only of a panel's score (规则 §8), where `reading` is the exact mean and `sex`, `age` and `referenceDate` say nothing:
   * the agreed sheets or null, what was dropped (examiners from 0), the means of the elements, and the reason of a ruling or ''.
   */
  panel: z.strictObject({
    marks: Marks.nullable(), dropped: z.array(z.strictObject({ highest: z.number().int(), lowest: z.number().int() }).nullable()),
    elements: z.array(z.strictObject({ title: Bilingual, mean: z.string() })), ruling: z.string(),
  }).optional(),
  /** Only of a stage passed at another venue: HQ's package says so, and nothing else of it is known here. */
  otherVenue: z.literal(true).optional(),
})
export type Why = z.infer<typeof Why>

export const AttemptView = z.strictObject({
  fact: FactId, /** 1 … attempts; null when it does not count (official's fault, warning). */ n: z.number().int().nullable(),
  outcome: Outcome, rounded: z.string(), verdict: z.enum(['pass', 'fail', 'not_counted']), at: z.number(), by: z.string(),
  corrected: z.boolean(), heat: id.nullable(), why: Why.nullable(),
})

export const ItemState = z.strictObject({ item: id, title: Bilingual, state: z.enum(['locked', 'open', 'passed', 'failed']), signed: z.boolean(), used: z.number().int(), allowed: z.number().int() })

/** What a judge sees of a lot at an item: never the name (规则 §7, anonymity). */
export const JudgeView = z.strictObject({
  session: id, lot: z.string(), sex: z.string(), band: Bilingual, item: id, title: Bilingual,
  unit: z.string(), mode: z.string(),
  /** Ready to read, e.g. '≤ 13.1 秒'; empty where the mode has no threshold. */
  standard: Bilingual, readingDecimals: z.number().int(), attemptsAllowed: z.number().int(), attemptsLeft: z.number().int(),
  attempts: z.array(AttemptView), items: z.array(ItemState),
  state: z.enum(['locked', 'open', 'passed', 'failed']),
  /** Whole fitness so far. */
  verdict: z.enum(['open', 'passed', 'failed']),
  fouls: z.array(z.strictObject({ id, title: Bilingual })), falseStarts: z.boolean(), touch: z.boolean(), heats: z.boolean(),
  /** Why no attempt may be recorded now, or null. */
  blocked: z.strictObject({ reason: z.string(), detail: z.record(z.string(), z.string()) }).nullable(),
  signed: z.strictObject({ fact: FactId, at: z.number(), by: z.string(), kind: z.string() }).nullable(),
  /** Last attempt by this station that can still be undone without a second person. */
  undo: FactId.nullable(),
  heat: id.nullable(),
})
export type JudgeView = z.infer<typeof JudgeView>

const attempt = { session: id, lot: z.string().max(16), item: id }

export const fitness = {
  items: oc.input(z.strictObject({ session: id })).output(z.array(z.strictObject({ item: id, title: Bilingual, heats: z.boolean(), waiting: z.number().int(), done: z.number().int() }))),
  /** Scans or types a lot at an item. */
  find: oc.input(z.strictObject(attempt)).output(answer({ view: JudgeView })),
  /** Lots that may do the item now, longest waiting first. */
  waiting: oc.input(z.strictObject({ session: id, item: id })).output(z.array(z.strictObject({ lot: z.string(), sex: z.string(), band: Bilingual, since: z.number(), used: z.number().int(), heat: id.nullable() }))),
  /** Refused as `implausible` with the expected range until sent again with `confirmed`. Official's fault needs the second person. */
  record: oc.input(z.strictObject({ ...cmd, ...attempt, outcome: Outcome, confirmed: z.boolean().default(false), second: Second.optional() })).output(answer({ ...recorded, view: JudgeView })),
  /** `outcome: null` takes the attempt back. After sign-off a second person is needed. */
  correct: oc.input(z.strictObject({ ...cmd, replaces: FactId, outcome: Outcome.nullable(), confirmed: z.boolean().default(false), ...withReason, second: Second.optional() })).output(answer({ ...recorded, view: JudgeView })),
  /** Referee signs first, then the candidate; a refusal is witnessed by the second person (supervisor). */
  sign: oc.input(z.strictObject({ ...cmd, ...attempt, acknowledgement: Acknowledgement, second: Second.optional() })).output(answer({ ...recorded, view: JudgeView })),
}

export const HeatRunner = z.strictObject({ bib: z.string(), lot: z.string(), sex: z.string(), standard: Bilingual, elapsed: z.number().int().nullable(), tap: FactId.nullable(), place: z.number().int().nullable(), attempt: FactId.nullable(), verdict: z.string(), signed: z.boolean() })
export const HeatTap = z.strictObject({ fact: FactId, elapsed: z.number().int(), bib: z.string().nullable(), removed: z.boolean(), order: z.number().int() })
export const HeatView = z.strictObject({
  heat: id, session: id, item: id, title: Bilingual, number: z.number().int(),
  state: z.enum(['made', 'running', 'stopped', 'finished', 'signed']), run: z.number().int(),
  /** Monotonic ms since the start at the moment of the answer; null when not running. */
  elapsedMs: z.number().nullable(), startedAt: z.number().nullable(),
  runners: z.array(HeatRunner), taps: z.array(HeatTap),
  recalls: z.array(z.strictObject({ run: z.number().int(), reason: z.string(), falseStarters: z.array(z.string()) })),
})
export type HeatView = z.infer<typeof HeatView>
const heat = { heat: id }
const changed = answer({ ...recorded, view: HeatView })

export const heats = {
  list: oc.input(z.strictObject({ session: id, item: id })).output(z.array(HeatView)),
  find: oc.input(z.strictObject(heat)).output(answer({ view: HeatView })),
  /** Bibs are 1 … n in the order given. */
  make: oc.input(z.strictObject({ ...cmd, session: id, item: id, lots: z.array(z.string().max(16)).min(1).max(60) })).output(changed),
  change: oc.input(z.strictObject({ ...cmd, ...heat, entries: z.array(z.strictObject({ bib: z.string().min(1).max(8), lot: z.string().max(16) })).max(60) })).output(changed),
  start: oc.input(z.strictObject({ ...cmd, ...heat })).output(changed),
  /** `falseStarters`: lots. An official's fault, or a recall after somebody was timed, needs the second person (规则 §7). */
  recall: oc
    .input(z.strictObject({
      ...cmd, ...heat, reason: z.enum(['false_start', 'official_fault']), falseStarters: z.array(z.string().max(16)).max(60).default([]),
      note: z.string().trim().max(300).default(''), second: Second.optional(),
    }))
    .output(changed),
  /** A finisher, in order or by bib; the station's monotonic clock measures. `elapsed` (hundredths) only for a typed time. */
  tap: oc.input(z.strictObject({ ...cmd, ...heat, bib: z.string().max(8).optional(), elapsed: z.number().int().min(0).optional() })).output(changed),
  changeTap: oc.input(z.strictObject({ ...cmd, replaces: FactId, bib: z.string().max(8).nullable(), elapsed: z.number().int().min(0), removed: z.boolean(), reason: z.string().max(300).default('') })).output(changed),
  /** Turns times into attempts; runners without a time did not finish. Refused while a tap belongs to nobody, and as `implausible` (with lot and reading) until sent with `confirmed`. */
  finish: oc.input(z.strictObject({ ...cmd, ...heat, confirmed: z.boolean().default(false) })).output(changed),
}
