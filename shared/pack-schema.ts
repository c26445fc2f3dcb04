import { z } from 'zod'
import { checkPack } from './pack-checks.ts'
import { packError, zodErrors, type PackError } from './pack-errors.ts'
import { FitnessRules } from './pack-fitness-schema.ts'
import { InterviewRules, ProfessionalRules, RankingRules } from './pack-interview-schema.ts'
import { BothTongues, DateText, Key, MinuteText, MonthOrDateText } from './pack-text.ts'

/** The four stages of an exam that happen at a venue (规则 §1). */
export const Stage = z.enum(['psych', 'fitness', 'interview', 'professional'])
export type Stage = z.infer<typeof Stage>

/** Category of a post; `undivided` where the announcement does not tell technical from general. */
export const PostCategory = z.enum(['technical', 'general', 'undivided'])
export type PostCategory = z.infer<typeof PostCategory>

/** One post of the announcement, its limits and its stages in order (规则 §2, §3). */
export const Post = z.strictObject({
  code: z.string().min(1).max(20).describe('text: 001 keeps its zeros'),
  unit: z.string().min(1),
  title: z.string().min(1),
  headcount: z.int().min(1),
  sex: z.enum(['any', 'M', 'F']),
  birth: z
    .strictObject({ from: MonthOrDateText, to: MonthOrDateText })
    .nullable()
    .describe('both ends included, by month or by day'),
  category: PostCategory,
  stages: z.array(Stage).min(1),
  panels: z.int().min(1).default(1).describe('interview panels that share this post; 1: same post, same panel (规则 §8)'),
  requirements: z.string().default(''),
  notes: z.array(BothTongues).default([]),
})
export type Post = z.infer<typeof Post>

/** One interview room (考室) of a half day: its lots begin with its letters (规则 §5, two-step pools). */
export const InterviewRoom = z.strictObject({
  id: Key,
  title: BothTongues,
  letters: z.string().regex(/^[A-HJ-NP-Z]{1,24}$/, { error: 'letters' }),
})
export type InterviewRoom = z.infer<typeof InterviewRoom>

/** One half day: its check-in window on the venue's clock, the stages held, and which posts are due. */
export const Session = z.strictObject({
  id: Key,
  date: DateText,
  half: z.enum(['am', 'pm']),
  title: BothTongues,
  stages: z.array(Stage).min(1),
  window: z.strictObject({ from: MinuteText, to: MinuteText }),
  due: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('posts'), posts: z.array(z.string().min(1)).min(1) }),
    z.strictObject({ kind: z.literal('roster') }).describe('the roster names the session of each candidate'),
    z
      .strictObject({ kind: z.literal('shortlist'), posts: z.array(z.string().min(1)).min(1) })
      .describe('due is who stands on the adopted shortlist of one of these posts (规则 §8)'),
  ]),
  rooms: z
    .array(InterviewRoom)
    .default([])
    .describe('rooms of an interview or professional half day; candidates draw a room first, then their order in it'),
})
export type Session = z.infer<typeof Session>

/** A lot pool: which candidates of a session draw from it; further letters serve beyond 999 (规则 §5). */
export const Pool = z.strictObject({
  id: Key,
  session: Key,
  step: z.enum(['order', 'room']).default('order').describe('room: the first of two draws of an interview'),
  stages: z.array(Stage).min(1),
  letters: z.string().regex(/^[A-HJ-NP-Z]{1,24}$/, { error: 'letters' }),
  title: BothTongues,
  who: z.strictObject({ sex: z.enum(['any', 'M', 'F']), posts: z.array(z.string().min(1)).nullable().default(null) }),
})
export type Pool = z.infer<typeof Pool>

/** What the check-in desk asks for and when it shuts (规则 §4). */
export const CheckInRules = z.strictObject({
  documents: z.array(z.strictObject({ id: Key, title: BothTongues })).min(1),
  cutoff: z.enum(['atMinute', 'afterMinute']).describe('atMinute: 08:15:00 is late; afterMinute: 08:15:59 is still in'),
  early: z.enum(['refused', 'admitted']),
  late: z.enum(['refused', 'leftoverLot']),
  belongingsTag: z.enum(['required', 'optional']),
  clause: z.string().min(1),
})
export type CheckInRules = z.infer<typeof CheckInRules>

/** How lots look and what a draw needs (规则 §5). */
export const LotRules = z.strictObject({
  strips: z.array(z.strictObject({ id: Key, title: BothTongues })).min(1),
  witnesses: z.int().min(1).max(10),
  minWitnessDigits: z.int().min(1).max(60),
  clause: z.string().min(1),
})
export type LotRules = z.infer<typeof LotRules>

/** The psych stage (规则 §6). */
export const PsychRules = z.strictObject({
  results: z.array(z.enum(['passed', 'failed', 'invalid'])).min(2),
  invalidNeedsRuling: z.boolean(),
  writtenNotice: z.boolean(),
  clause: z.string().min(1),
})
export type PsychRules = z.infer<typeof PsychRules>

/** One kind of violation and what it does to the exam (规则 §10). */
export const ConductRule = z.strictObject({
  id: Key,
  title: BothTongues,
  effect: z.enum(['none', 'itemFails', 'zero', 'barred']),
  clause: z.string().min(1),
})
export type ConductRule = z.infer<typeof ConductRule>

/** Everything of one recruitment that another city or year does differently: one file, validated as a whole (规则 §2). */
export const RulePack = z.strictObject({
  format: z.literal('kaodian-rule-pack/1'),
  id: Key,
  version: z.int().min(1),
  title: BothTongues,
  rehearsal: z.boolean().describe('true: a copy for practice, never for a live exam'),
  adaptedFrom: z
    .strictObject({ id: Key, version: z.int().min(1), posts: z.array(z.string().min(1)) })
    .optional()
    .describe('the pack this one was made from for one venue, and the posts taken from its roster'),
  venue: z.strictObject({ name: BothTongues, utcOffset: z.string().regex(/^[+-]\d{2}:\d{2}$/, { error: 'offset' }) }),
  banners: z.array(BothTongues).describe('shown on every screen while the pack is in use'),
  notes: z.array(BothTongues),
  sources: z.array(z.string().min(1)).min(1),
  posts: z.array(Post),
  sessions: z.array(Session),
  pools: z.array(Pool),
  checkIn: CheckInRules,
  lots: LotRules,
  psych: PsychRules.nullable(),
  fitness: FitnessRules.nullable(),
  interview: InterviewRules.nullable(),
  professional: ProfessionalRules.nullable().default(null),
  ranking: RankingRules.nullable(),
  conduct: z.array(ConductRule),
  roles: z.array(z.strictObject({ id: Key, title: BothTongues, atLeast: z.int().min(0) })),
})
export type RulePack = z.infer<typeof RulePack>

export type { BothTongues } from './pack-text.ts'
export type { PackError } from './pack-errors.ts'
export type { AgeBand, AgeReference, FitnessItem, FitnessRules, Rounding, Standard } from './pack-fitness-schema.ts'

export type ParsedPack = { ok: true; pack: RulePack } | { ok: false; errors: PackError[] }

/**
 * Reads a rule pack from parsed JSON. Every error is reported with the path of its field, and the sections that
 * are well formed are checked against each other even when another section is not.
 */
export function parsePack(json: unknown): ParsedPack {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { ok: false, errors: [packError('', 'notAnObject')] }
  }
  const whole = RulePack.safeParse(json)
  if (whole.success) {
    const errors = checkPack(whole.data)
    return errors.length === 0 ? { ok: true, pack: whole.data } : { ok: false, errors }
  }
  // A section that parses alone still takes part in the cross checks, so that one broken section hides nothing elsewhere.
  const sound: Record<string, unknown> = {}
  for (const [name, section] of Object.entries(RulePack.shape)) {
    const parsed = section.safeParse((json as Record<string, unknown>)[name])
    if (parsed.success) sound[name] = parsed.data
  }
  return { ok: false, errors: [...zodErrors(whole.error), ...checkPack(sound)] }
}
