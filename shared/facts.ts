import { z } from 'zod'
import { doubtKinds, refusalKinds } from './desk-words.ts'
import { lotPattern } from './lot-number.ts'
import { roleNames } from './roles.ts'

/** A fact's name in text: `station/seq`, station = 16 hex characters of its key, seq from 1. */
export const FactId = z.string().regex(/^[0-9a-f]{16}\/[1-9]\d{0,9}$/)
export type FactId = z.infer<typeof FactId>

/** Command id: made when the form opened; the ledger appends one fact per command id, however often it is sent. */
export const CommandId = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)

/** What people call a station (台), e.g. `1号台`. */
export const StationName = z.string().trim().min(1).max(20)

/** Drawn lot (抽签号): pool letter and three digits, e.g. `A001`. */
export const Lot = z.string().regex(lotPattern)

const id = z.string().min(1).max(64)
const reason = z.string().trim().min(1).max(500)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const stationKey = z.string().regex(/^[0-9a-f]{16}$/)
/** The last fact of a stream: its station, number and hash. */
const head = z.strictObject({ station: stationKey, seq: z.number().int().min(1), hash })
const personName = z.string().trim().min(1).max(60)

/**
 * What happened in one attempt (次), raw as read: `reading` is decimal text in the item's unit (seconds with
 * hundredths, cm, counts); `touch` is a touched line; the other kinds have no reading (规则 §7).
 */
export const Outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reading'), reading: z.string().regex(/^\d{1,5}(\.\d{1,3})?$/) }),
  z.strictObject({ kind: z.literal('touch'), touch: z.boolean() }),
  z.strictObject({ kind: z.literal('foul'), foul: id }),
  z.strictObject({ kind: z.literal('false_start') }),
  z.strictObject({ kind: z.literal('did_not_finish') }),
  z.strictObject({ kind: z.literal('gave_up') }),
  z.strictObject({ kind: z.literal('official_fault'), reason }),
])
export type Outcome = z.infer<typeof Outcome>

/** How the candidate acknowledged a result: a drawn signature, or a refusal witnessed by a supervisor (规则 §7). */
export const Acknowledgement = z.discriminatedUnion('kind', [
  /** `strokes`: polylines in a 0–1000 grid, as drawn. */
  z.strictObject({
    kind: z.literal('signed'),
    strokes: z.array(z.array(z.tuple([z.number().int(), z.number().int()])).max(2000)).min(1).max(60),
  }),
  z.strictObject({ kind: z.literal('on_paper') }),
  z.strictObject({ kind: z.literal('refused'), note: reason }),
])
export type Acknowledgement = z.infer<typeof Acknowledgement>

export const PsychResult = z.enum(['passed', 'failed', 'invalid'])
export type PsychResult = z.infer<typeof PsychResult>

/** Why the desk turned somebody away (规则 §4). */
export const CheckInRefusal = z.enum(refusalKinds)
export type CheckInRefusal = z.infer<typeof CheckInRefusal>

/** What made the desk doubt the person in front of it (规则 §4, the doubt path). */
export const DoubtKind = z.enum(doubtKinds)

/** Operators' roles (规则 §2 roles; issue: operators). */
export const Role = z.enum(roleNames)
export type Role = z.infer<typeof Role>

const heatEntry = z.strictObject({ bib: z.string().min(1).max(8), candidate: id, lot: Lot })

/**
 * One entry per fact type, both directions: what is written is read by the same schema. A new type is added here and
 * the never-checks of the projector and the journey break until they learn it.
 */
export const factBodies = {
  'venue.opened': z.strictObject({
    name: z.string().min(1).max(100), packName: id, packVersion: id, packHash: hash, rehearsal: z.boolean(),
    program: z.string().max(40),
  }),
  /**
   * A backup took the place of the ledger: the first fact of a new stream, under a fresh key, because the restored
   * stream may have gone on elsewhere. `heads`: where the restored streams end. `replaced`: how many facts the ledger
   * kept aside held, and how far each stream is known to have reached in it or before; null when there was none.
   */
  'venue.restored': z.strictObject({
    file: z.string().min(1).max(300), facts: z.number().int().min(0), station: stationKey, heads: z.array(head).max(200),
    replaced: z.strictObject({ facts: z.number().int().min(0).nullable(), heads: z.array(head).max(200) }).nullable(),
  }),
  'station.named': z.strictObject({ name: StationName }),
  'roster.imported': z.strictObject({ source: z.string().max(200), count: z.number().int().min(0), rosterHash: hash }),
  /** Roles only; the PIN's verifier never enters the ledger. */
  'operator.added': z.strictObject({ operator: id, name: personName, roles: z.array(Role).min(1) }),
  'operator.changed': z.strictObject({ operator: id, name: personName, roles: z.array(Role), active: z.boolean() }),
  'operator.pin_set': z.strictObject({ operator: id }),
  'operator.signed_in': z.strictObject({ operator: id }),
  'operator.signed_out': z.strictObject({ operator: id, why: z.enum(['left', 'idle', 'replaced']) }),
  'operator.refused': z.strictObject({ operator: id, why: z.enum(['wrong_pin', 'locked', 'inactive', 'not_allowed']), method: z.string().max(60).optional() }),

  'session.opened': z.strictObject({ session: id }),
  'session.closed': z.strictObject({
    session: id,
    counts: z.record(z.string().max(40), z.number().int().min(0)),
    /** Conflicts listed and signed for at closing (规则 §11). */
    conflicts: z.array(z.string().max(200)).max(1000),
  }),

  'checkin.admitted': z.strictObject({
    session: id, candidate: id, tag: z.string().max(32), consent: z.boolean(),
    /** Mismatches a second person accepted (规则 §3), by reason. */
    warnings: z.array(z.string().max(60)).max(10),
    doubt: FactId.optional(),
  }),
  'checkin.refused': z.strictObject({
    session: id, candidate: id.nullable(), reason: CheckInRefusal, note: z.string().max(300),
  }),
  'checkin.consented': z.strictObject({ session: id, candidate: id }),
  'checkin.doubted': z.strictObject({
    session: id, candidate: id, kind: DoubtKind, note: z.string().max(300), photo: hash.optional(),
  }),
  'checkin.doubt_settled': z.strictObject({ doubt: FactId, candidate: id, session: id, outcome: z.enum(['admitted', 'refused']), note: z.string().max(300) }),
  'checkin.undone': z.strictObject({ replaces: FactId, candidate: id, session: id, reason }),

  'lots.frozen': z.strictObject({
    draw: id, pool: id, session: id, letters: z.array(z.string().length(1)).min(1),
    candidates: z.array(id).min(1), poolHash: hash, commitment: hash, desks: z.number().int().min(1).max(20),
  }),
  'lots.digits': z.strictObject({ draw: id, digits: z.string().regex(/^\d{10,64}$/), witnesses: z.array(personName).min(1).max(10) }),
  'lots.drawn': z.strictObject({ draw: id, session: id, candidate: id, turn: z.number().int().min(1), lot: Lot }),
  'lots.voided': z.strictObject({ replaces: FactId, draw: id, session: id, candidate: id, lot: Lot, reason }),
  'lots.printed': z.strictObject({ session: id, candidate: id, lot: Lot, copy: z.number().int().min(1) }),
  'lots.closed': z.strictObject({ draw: id, session: id, secret: hash }),
  'lots.aborted': z.strictObject({ draw: id, session: id, reason }),

  'psych.recorded': z.strictObject({
    session: id, candidate: id, lot: Lot, result: PsychResult, source: z.enum(['hand', 'file']), file: hash.optional(),
  }),
  'psych.corrected': z.strictObject({ replaces: FactId, session: id, candidate: id, lot: Lot, result: PsychResult, reason }),
  'psych.ruled': z.strictObject({ replaces: FactId, session: id, candidate: id, lot: Lot, result: z.enum(['passed', 'failed']), reason }),
  'psych.noticed': z.strictObject({ session: id, candidate: id, lot: Lot, copy: z.number().int().min(1) }),

  'fitness.attempted': z.strictObject({
    session: id, candidate: id, lot: Lot, item: id, outcome: Outcome,
    /** Set when the judge was asked about an implausible reading and confirmed it. */
    confirmed: z.boolean().optional(),
    heat: id.optional(),
  }),
  /** Replaces one attempt by what it should have been; `outcome: null` voids it. After sign-off a second person is in the envelope. */
  'fitness.corrected': z.strictObject({
    replaces: FactId, session: id, candidate: id, lot: Lot, item: id, outcome: Outcome.nullable(), reason,
    afterSignOff: z.boolean(),
  }),
  'fitness.signed': z.strictObject({
    session: id, candidate: id, lot: Lot, item: id, verdict: z.enum(['passed', 'failed']),
    /** The attempts that count at this moment, in order: what the judge and the candidate put their names to. */
    attempts: z.array(FactId).max(50), acknowledgement: Acknowledgement,
  }),

  'heat.made': z.strictObject({ heat: id, session: id, item: id, entries: z.array(heatEntry).min(1).max(60) }),
  'heat.changed': z.strictObject({ heat: id, session: id, entries: z.array(heatEntry).max(60) }),
  /** `mono` of the envelope is the start; elapsed times are measured on the same monotonic clock. */
  'heat.started': z.strictObject({ heat: id, session: id, run: z.number().int().min(1) }),
  'heat.recalled': z.strictObject({ heat: id, session: id, run: z.number().int().min(1), reason: z.enum(['false_start', 'official_fault']), falseStarters: z.array(id).max(60) }),
  /** One finisher: elapsed in hundredths of a second, rounded up, from the start of this run. `bib` when tapped by bib. */
  'heat.tapped': z.strictObject({ heat: id, session: id, run: z.number().int().min(1), elapsed: z.number().int().min(0), bib: z.string().max(8).optional() }),
  'heat.tap_changed': z.strictObject({ replaces: FactId, heat: id, session: id, bib: z.string().max(8).nullable(), elapsed: z.number().int().min(0), removed: z.boolean(), reason: z.string().max(300) }),
  'heat.finished': z.strictObject({ heat: id, session: id, run: z.number().int().min(1) }),

  'conduct.withdrawn': z.strictObject({ session: id, candidate: id, reason }),
  'conduct.barred': z.strictObject({ session: id, candidate: id, reason }),
  'conflict.resolved': z.strictObject({ conflict: z.string().min(1).max(200), session: id, keep: FactId.nullable(), drop: z.array(FactId).max(50), reason }),
  'backup.written': z.strictObject({ file: z.string().max(300), facts: z.number().int(), hash }),
} as const

export type FactType = keyof typeof factBodies
export type FactBody<T extends FactType> = z.infer<(typeof factBodies)[T]>

/** What is signed besides the body. `at` is the station's wall clock in ms, `mono` its monotonic clock in ms. */
export interface Envelope<T extends FactType = FactType> {
  v: 1
  exam: string
  venue: string
  station: string
  seq: number
  /** Hex of the previous fact's hash; 64 zeros for the first. */
  prev: string
  at: number
  mono: number
  /** Operator id; 'system' for what the program itself records. */
  by: string
  /** Operator id of the second person, where one was asked for. */
  second?: string
  cmd: string
  type: T
  body: FactBody<T>
}

/** Any fact, discriminated by `type`. */
export type Fact = { [T in FactType]: Envelope<T> & { type: T } }[FactType]

/** `station/seq` of a fact. */
export function factId(fact: Pick<Envelope, 'station' | 'seq'>): FactId {
  return `${fact.station}/${String(fact.seq)}`
}
