import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Acknowledgement, FactId, Marks, ScoredStage } from '../facts.ts'
import { answer, Bilingual, cmd, id, Recorded, Second, withReason } from './answer.ts'
import { Why } from './fitness.ts'

/** What the room's rules ask of a sheet. */
export const SheetRules = z.strictObject({
  panel: z.number().int(), drop: z.enum(['totals', 'perElement', 'none']),
  elements: z.array(z.strictObject({ id, title: Bilingual, max: z.string() })), fullMark: z.string(), markDecimals: z.number().int(),
  entry: z.enum(['twice', 'onceVerified']), clause: z.string(),
})
export type SheetRules = z.infer<typeof SheetRules>

/**
 * The clock of one answer; `elapsed` ms was true when the answer left the station, by its monotonic clock. Running past
 * its time it is still 'running'; 'over' is what somebody said. `exact` is false where the start was measured on another
 * station or before a restart of the machine, and the wall clocks have to do.
 */
export const AnswerClock = z.strictObject({
  state: z.enum(['not_started', 'running', 'over']), seconds: z.number().int(), warnings: z.array(z.number().int()), elapsed: z.number(),
  exact: z.boolean(), fact: FactId.nullable(),
})
export type AnswerClock = z.infer<typeof AnswerClock>

/** How far the marks of one candidate are. No figure of another's entry is in it before both are in. */
export const Sheet = z.strictObject({
  candidate: id, lot: z.string(), stage: ScoredStage, room: id, category: z.string(),
  state: z.enum(['waiting', 'inside', 'entering', 'mismatch', 'agreed', 'signed', 'announced', 'no_show', 'stopped']),
  clock: AnswerClock,
  /** The two entries: who has one; `mine` is the caller's own. No marks, one's own included, before both are in: the other may look at the same screen. */
  entries: z.array(z.strictObject({ entry: z.number().int(), fact: FactId, operator: id, name: z.string(), at: z.number(), mine: z.boolean(), marks: Marks.nullable() })),
  checked: z.strictObject({ operator: id, name: z.string() }).nullable(),
  mismatches: z.array(z.strictObject({ examiner: z.number().int(), element: z.number().int(), first: z.string(), second: z.string() })),
  /** Once both agree: the score by the pack's formula, with what was dropped (0-based). */
  score: z.string().nullable(), elements: z.array(z.string()), dropped: z.array(z.strictObject({ highest: z.number().int(), lowest: z.number().int() }).nullable()),
  /** Pass mark of the category, and whether the score reaches it; null where the pack has none. */
  passMark: z.string().nullable(), passed: z.boolean().nullable(),
  ruling: z.strictObject({ fact: FactId, ruling: z.enum(['zero', 'disqualified']), kind: z.enum(['identity_revealed', 'violation']), reason: z.string(), by: z.string(), second: z.string() }).nullable(),
  signatures: z.array(z.strictObject({ role: z.enum(['recorder', 'verifier', 'supervisor']), operator: id, name: z.string(), at: z.number() })),
  slip: z.strictObject({ fact: FactId, kind: z.enum(['signed', 'on_paper', 'refused']), at: z.number() }).nullable(),
  why: Why.nullable(),
  last: z.strictObject({ fact: FactId, type: z.string(), at: z.number(), undoable: z.boolean() }).nullable(),
})
export type Sheet = z.infer<typeof Sheet>

export const RoomView = z.strictObject({
  room: id, title: Bilingual, rules: z.record(ScoredStage, SheetRules.nullable()),
  /** Who is inside now, and those whose score is not announced yet, oldest first. */
  inside: Sheet.nullable(), scoring: z.array(Sheet),
  queue: z.array(z.strictObject({ candidate: id, lot: z.string(), state: z.enum(['waiting', 'out', 'called']), stage: ScoredStage })),
  done: z.array(z.strictObject({ candidate: id, lot: z.string(), stage: ScoredStage, score: z.string(), passed: z.boolean().nullable(), how: z.enum(['scored', 'zero', 'disqualified', 'no_show', 'stopped']) })),
  counts: z.strictObject({ due: z.number().int(), done: z.number().int() }),
  now: z.number(),
})
export type RoomView = z.infer<typeof RoomView>

const sheet = { session: id, candidate: id, stage: ScoredStage }

export const interview = {
  rooms: oc.input(z.strictObject({ session: id })).output(answer({ rooms: z.array(z.strictObject({ room: id, title: Bilingual, due: z.number().int(), done: z.number().int(), inside: z.string() })) })),
  room: oc.input(z.strictObject({ session: id, room: id })).output(answer({ view: RoomView })),
  /** By lot, scanned or typed; without `stage` the one that is being worked on. */
  find: oc.input(z.strictObject({ session: id, lot: z.string().max(16), stage: ScoredStage.optional() })).output(answer({ sheet: Sheet })),
  enter: oc.input(z.strictObject({ ...cmd, ...sheet })).output(Recorded),
  start: oc.input(z.strictObject({ ...cmd, ...sheet })).output(Recorded),
  finish: oc.input(z.strictObject({ ...cmd, ...sheet })).output(Recorded),
  leave: oc.input(z.strictObject({ ...cmd, ...sheet })).output(Recorded),
  /**
   * One person's reading of the sheets. With `second` the entry is that person's, typed in place. A repeat by the same
   * person replaces the own entry (`replaces`); after the signatures it takes a reason and a second person who did not enter.
   */
  mark: oc
    .input(z.strictObject({ ...cmd, ...sheet, marks: Marks, replaces: FactId.nullable().default(null), reason: z.string().max(300).default(''), second: Second.optional(), asSecond: z.boolean().default(false) }))
    .output(answer({ fact: FactId, repeated: z.boolean(), sheet: Sheet })),
  /** Where the pack asks for one entry and a check. */
  check: oc.input(z.strictObject({ ...cmd, ...sheet, marked: FactId, second: Second.optional() })).output(Recorded),
  zero: oc.input(z.strictObject({ ...cmd, ...sheet, kind: z.enum(['identity_revealed', 'violation']), ...withReason, second: Second.optional() })).output(Recorded),
  liftRuling: oc.input(z.strictObject({ ...cmd, ...sheet, replaces: FactId, ...withReason, second: Second.optional() })).output(Recorded),
  /** One of three signatures; with `second` the signature is that person's, typed in place. Three different people. */
  sign: oc.input(z.strictObject({ ...cmd, ...sheet, role: z.enum(['recorder', 'verifier', 'supervisor']), score: z.string().max(12), second: Second.optional() })).output(Recorded),
  /** The candidate signs for the slip. A refusal is witnessed by a second person. */
  slip: oc.input(z.strictObject({ ...cmd, ...sheet, score: z.string().max(12), acknowledgement: Acknowledgement, second: Second.optional() })).output(Recorded),
  undo: oc.input(z.strictObject({ ...cmd, replaces: FactId, ...withReason, second: Second.optional() })).output(Recorded),
}
