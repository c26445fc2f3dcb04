import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FactId } from '../facts.ts'
import { listNames } from '../list-names.ts'
import { answer, Bilingual, cmd, id, page, Recorded, recorded, Second, withReason } from './answer.ts'

export const SessionInfo = z.strictObject({
  id, title: Bilingual, date: z.string(), half: z.enum(['am', 'pm']), stages: z.array(z.string()),
  /** hh:mm local to the venue. */
  window: z.strictObject({ from: z.string(), to: z.string() }),
  state: z.enum(['upcoming', 'open', 'closed']), due: z.number().int(),
  /** Who is due stands on a shortlist that has to be adopted first (规则 §8). */
  byShortlist: z.boolean(),
  holes: z.array(z.strictObject({ path: z.string(), message: Bilingual })),
})
export type SessionInfo = z.infer<typeof SessionInfo>

/** Where a candidate stands in a session, coarse: the flow of the overview, from due to an end. */
export const Whereabouts = z.enum([
  'due', 'late', 'absent', 'doubt', 'in', 'lot_drawn', 'psych_waiting', 'psych_passed', 'fitness', 'passed',
  'psych_failed', 'fitness_failed', 'refused', 'withdrawn', 'barred',
  // interview days: has a lot and waits; out with an escort; called; inside; waits for the score; the score was too low;
  // zero or disqualified by ruling; called and not there; left without return
  'waiting', 'out', 'called', 'inside', 'scoring', 'interview_failed', 'interview_zero', 'interview_absent', 'lapsed',
])
export type Whereabouts = z.infer<typeof Whereabouts>

export const ItemCounts = z.strictObject({
  item: id, title: Bilingual, waiting: z.number().int(), open: z.number().int(), passed: z.number().int(), failed: z.number().int(),
  unsigned: z.number().int(),
})

export const Overview = z.strictObject({
  session: SessionInfo,
  due: z.number().int(),
  /** Count by whereabouts; they add up to `due`. */
  counts: z.record(z.string(), z.number().int()),
  items: z.array(ItemCounts),
  /** Interview rooms, counted in people: `open` are inside or wait for the score, `failed` also those who did not come. */
  rooms: z.array(ItemCounts),
  conflicts: z.number().int(),
  unsigned: z.number().int(),
  /** How many have a violation on record. */
  violations: z.number().int(),
  /** Operators signed in now, with their last fact's time. */
  operators: z.array(z.strictObject({ operator: id, name: z.string(), roles: z.array(z.string()), since: z.number(), last: z.number().nullable() })),
  facts: z.number().int(),
  head: z.string(),
  now: z.number(),
})
export type Overview = z.infer<typeof Overview>

/** One row of a list. `name` and `residentId` are masked or empty for roles that must not see them. */
export const CandidateRow = z.strictObject({
  candidate: id, rosterNumber: z.string(), ticket: z.string(), name: z.string(), sex: z.string(), post: z.string(),
  lot: z.string(), where: Whereabouts,
  /** e.g. the item at which fitness failed; empty otherwise. */
  at: z.string(), why: z.string(),
  /** Last fact's time, ms, or null. */
  last: z.number().nullable(),
})
export type CandidateRow = z.infer<typeof CandidateRow>

export const ListName = z.enum(listNames)
export type ListName = z.infer<typeof ListName>

export const Conflict = z.strictObject({
  conflict: z.string(), kind: z.string(), candidate: id.nullable(), rosterNumber: z.string(), lot: z.string(),
  facts: z.array(z.strictObject({ fact: FactId, at: z.number(), by: z.string(), station: z.string(), type: z.string(), text: z.string() })),
})
export type Conflict = z.infer<typeof Conflict>

export const Unbalanced = z.strictObject({ candidate: id, rosterNumber: z.string(), lot: z.string(), where: Whereabouts, problem: z.string() })

export const sessions = {
  list: oc.output(z.array(SessionInfo)),
  open: oc.input(z.strictObject({ ...cmd, session: id })).output(Recorded),
  overview: oc.input(z.strictObject({ session: id })).output(answer({ overview: Overview })),
  rows: oc
    .input(z.strictObject({ session: id, list: ListName, query: z.string().max(60).default(''), sort: z.enum(['rosterNumber', 'lot', 'name', 'where', 'last']).default('rosterNumber'), descending: z.boolean().default(false), ...page }))
    .output(z.strictObject({ rows: z.array(CandidateRow), total: z.number().int() })),
  /** .xlsx or .csv of a list; text cells, no formula can start. */
  exportList: oc
    .input(z.strictObject({ session: id, list: ListName, format: z.enum(['xlsx', 'csv']) }))
    .output(answer({ name: z.string(), bytes: z.string() })),
  closePreview: oc
    .input(z.strictObject({ session: id }))
    .output(answer({ balanced: z.boolean(), counts: z.record(z.string(), z.number().int()), open: z.array(Unbalanced), conflicts: z.array(Conflict) })),
  /** At closing an item not done fails (规则 §7) and a due candidate who never came is absent; unfinished work is listed and refused. */
  close: oc.input(z.strictObject({ ...cmd, session: id, second: Second.optional(), signForConflicts: z.boolean().default(false) })).output(answer({ ...recorded, counts: z.record(z.string(), z.number().int()) })),
  conflicts: oc.input(z.strictObject({ session: id })).output(z.array(Conflict)),
  resolveConflict: oc
    .input(z.strictObject({ ...cmd, session: id, conflict: z.string().max(200), keep: FactId.nullable(), drop: z.array(FactId).max(50), ...withReason, second: Second.optional() }))
    .output(Recorded),
  withdraw: oc.input(z.strictObject({ ...cmd, session: id, candidate: id, ...withReason, second: Second.optional() })).output(Recorded),
  /** Kinds of violation of the pack with their effects ⚙ (规则 §10). */
  conductKinds: oc.output(z.array(z.strictObject({ id, title: Bilingual, effect: z.enum(['none', 'itemFails', 'zero', 'barred']), clause: z.string() }))),
  /** A violation by candidate or lot; where its effect ends somebody's exam or item, two people. */
  violate: oc
    .input(z.strictObject({ ...cmd, session: id, candidate: id.optional(), lot: z.string().max(16).optional(), kind: id, item: id.optional(), ...withReason, evidence: z.string().trim().max(300).default(''), second: Second.optional() }))
    .output(Recorded),
  /** Takes back a withdrawal, bar or violation; always two people. */
  revoke: oc.input(z.strictObject({ ...cmd, replaces: FactId, ...withReason, second: Second.optional() })).output(Recorded),
  bar: oc.input(z.strictObject({ ...cmd, session: id, candidate: id, ...withReason, second: Second.optional() })).output(Recorded),
}
