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

/** The two stages that are marked by examiners. */
export const ScoredStage = z.enum(['interview', 'professional'])
export type ScoredStage = z.infer<typeof ScoredStage>

/** Marks of a panel, `marks[examiner][element]`; one column when each examiner gives one total. Decimal text. */
export const Marks = z.array(z.array(z.string().regex(/^\d{1,3}(\.\d{1,3})?$/)).min(1).max(20)).min(1).max(15)
export type Marks = z.infer<typeof Marks>

/** What a draw of rooms gives places to: groups of posts, or examiners (规则 §5 two-step pools; 回避). */
export const RoomDrawKind = z.enum(['groups', 'examiners'])
export type RoomDrawKind = z.infer<typeof RoomDrawKind>

/** One examiner of a half day with declared relations: posts and candidates whose room is barred to them (回避). */
export const Examiner = z.strictObject({
  examiner: id, name: personName, unit: z.string().trim().max(60),
  related: z.strictObject({ posts: z.array(z.string().max(32)).max(50), candidates: z.array(id).max(200), note: z.string().max(200) }),
})
export type Examiner = z.infer<typeof Examiner>

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
  /** The station made itself known at HQ with the venue's card: `hq` is the id of HQ's key, as the exam package pins it. */
  'venue.enrolled': z.strictObject({ hq: stationKey, address: z.string().min(1).max(300) }),
  /** On HQ's signed order, and after HQ held everything, personal data went from this station; the ledger stayed. */
  'venue.erased': z.strictObject({ order: id }),
  /**
   * A newer exam package took the place of the venue's: pack, roster and photos in the same commit. `from` 0: the package
   * before had no version. `packageHash` names it at HQ, `changes` are lines of ids and field names (changeLine), the first
   * 2000 of `changed`; nobody's personal data.
   */
  'venue.amended': z.strictObject({
    version: z.number().int().min(1), from: z.number().int().min(0), packageHash: hash, packHash: hash, rosterHash: hash,
    count: z.number().int().min(0), changed: z.number().int().min(0), changes: z.array(z.string().max(300)).max(2000),
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

  /**
   * Who goes on to the next stage of one post in one session (规则 §8): adopted by two people from what the program
   * proposed. `tied`: those equal at the cut, all of whom are in `candidates`. A later adoption names the one it replaces.
   */
  'shortlist.adopted': z.strictObject({
    session: id, post: z.string().min(1).max(32), quota: z.number().int().min(0).nullable(),
    candidates: z.array(id).max(20_000), tied: z.array(id).max(20_000), replaces: FactId.nullable(),
  }),

  /** The whole list of examiners of a half day; a later list takes the place of the one it names. */
  'rooms.examiners': z.strictObject({ session: id, examiners: z.array(Examiner).max(300), replaces: FactId.nullable() }),
  /**
   * A draw of rooms, committed to before the witnesses' digits (规则 §5). `groups`: units are groups of posts, places
   * are rooms; `candidates` lists everybody due with post. `examiners`: places are `room/seat`; `excluded` are pairs
   * that may not meet.
   */
  'rooms.frozen': z.strictObject({
    draw: id, session: id, kind: RoomDrawKind,
    units: z.array(z.strictObject({ unit: id, posts: z.array(z.string().max(32)).max(200) })).min(1).max(300),
    candidates: z.array(z.strictObject({ candidate: id, post: z.string().max(32) })).max(20_000),
    places: z.array(id).min(1).max(300), excluded: z.array(z.strictObject({ unit: id, place: id })).max(20_000),
    poolHash: hash, commitment: hash,
  }),
  'rooms.digits': z.strictObject({ draw: id, session: id, digits: z.string().regex(/^\d{10,64}$/), witnesses: z.array(personName).min(1).max(10) }),
  /** The secret and what follows from it: which unit has which place, and (groups) which candidate sits in which room. */
  'rooms.drawn': z.strictObject({
    draw: id, session: id, secret: hash,
    assigned: z.array(z.strictObject({ unit: id, place: id.nullable() })).max(300),
    members: z.array(z.strictObject({ candidate: id, room: id })).max(20_000),
  }),
  'rooms.aborted': z.strictObject({ draw: id, session: id, reason }),
  /** Somebody admitted after the room draw (规则 §8, late-comers ⚙) is put into a room of their post. */
  'rooms.joined': z.strictObject({ session: id, candidate: id, room: id }),
  /** A reserve sits down in the place of an examiner who did not come or whose relation (回避) showed only on the spot. */
  'rooms.replaced': z.strictObject({ session: id, draw: id, examiner: id, by: id, place: id, reason }),

  'waiting.called': z.strictObject({ session: id, candidate: id, lot: Lot, room: id, call: z.number().int().min(1) }),
  /** Out of the waiting room with an escort (规则 §8). */
  'waiting.left': z.strictObject({ session: id, candidate: id, lot: Lot, escort: personName, why: z.enum(['toilet', 'medical', 'other']), note: z.string().max(300) }),
  'waiting.returned': z.strictObject({ session: id, candidate: id, lot: Lot, left: FactId }),
  /** Left without return: ends the interview for that candidate (规则 §8). */
  'waiting.lapsed': z.strictObject({ session: id, candidate: id, lot: Lot, left: FactId, reason }),
  /** Called as often as the pack asks and not there. */
  'waiting.no_show': z.strictObject({ session: id, candidate: id, lot: Lot, calls: z.number().int().min(1), reason }),
  'waiting.belongings': z.strictObject({ session: id, candidate: id, tag: z.string().max(32) }),
  /** Takes back a step of the waiting room or the interview room that was pressed for the wrong person. */
  'waiting.undone': z.strictObject({ replaces: FactId, session: id, candidate: id, reason }),

  'interview.entered': z.strictObject({ session: id, candidate: id, lot: Lot, stage: ScoredStage, room: id }),
  /** The clock starts on the examiner's word; `mono` of the envelope is the start, `seconds` the time allowed (0: no limit). */
  'interview.started': z.strictObject({ session: id, candidate: id, lot: Lot, stage: ScoredStage, room: id, seconds: z.number().int().min(0), warnings: z.array(z.number().int().min(1)).max(10) }),
  /** The answer is over; `elapsed` in ms on the monotonic clock of the start. */
  'interview.finished': z.strictObject({ session: id, candidate: id, lot: Lot, stage: ScoredStage, room: id, elapsed: z.number().int().min(0) }),
  /** The candidate has left the room to wait for the score; the next one can come in. */
  'interview.left': z.strictObject({ session: id, candidate: id, lot: Lot, stage: ScoredStage, room: id }),
  /**
   * One person's reading of the panel's sheets (规则 §8). Two different people enter; `entry` is 1 or 2. A later entry of
   * the same person names the one it replaces; after the three signatures a reason and a second person are in it.
   */
  'interview.marked': z.strictObject({
    session: id, candidate: id, lot: Lot, stage: ScoredStage, room: id, entry: z.union([z.literal(1), z.literal(2)]),
    /** Who read the sheets: the signed-in operator, or the second person who typed in place. */
    operator: id, marks: Marks, replaces: FactId.nullable(), reason: z.string().max(300),
  }),
  /** Where the pack asks for one entry and a check: another person held the sheets against it. */
  'interview.checked': z.strictObject({ session: id, candidate: id, lot: Lot, stage: ScoredStage, marked: FactId, operator: id }),
  /** Zero (or disqualified ⚙) by ruling; the raw sheets stay (规则 §8). */
  'interview.zeroed': z.strictObject({ session: id, candidate: id, lot: Lot, stage: ScoredStage, ruling: z.enum(['zero', 'disqualified']), kind: z.enum(['identity_revealed', 'violation']), reason }),
  'interview.ruling_lifted': z.strictObject({ replaces: FactId, session: id, candidate: id, lot: Lot, stage: ScoredStage, reason }),
  /** One of the three signatures under a score (规则 §8), by the person named; `sheets` are the entries signed for. */
  'interview.signed': z.strictObject({ session: id, candidate: id, lot: Lot, stage: ScoredStage, role: z.enum(['recorder', 'verifier', 'supervisor']), operator: id, score: z.string().max(12), sheets: z.array(FactId).max(4) }),
  /** The score slip, signed for by the candidate. */
  'interview.slip': z.strictObject({ session: id, candidate: id, lot: Lot, stage: ScoredStage, score: z.string().max(12), acknowledgement: Acknowledgement }),

  /** A violation by kind of the pack with its effect ⚙ (规则 §10); `item` where an item or stage fails by it. */
  'conduct.violated': z.strictObject({ session: id, candidate: id, kind: id, effect: z.enum(['none', 'itemFails', 'zero', 'barred']), item: z.string().max(64).nullable(), reason, evidence: z.string().max(300) }),
  /** A withdrawal, bar or violation recorded for the wrong person or reversed on appeal, by two people. */
  'conduct.revoked': z.strictObject({ replaces: FactId, session: id, candidate: id, reason }),

  /** A sheet went to paper: `sheet` stands in its QR code, `copy` 2 and more say reprint on it; `head` is the ledger's then. */
  'paper.printed': z.strictObject({
    session: id.nullable(), sheet: id, kind: id,
    /** What it is of (a candidate, an item, a room …; empty: the whole session); keys of one print stand one to a line. */
    key: z.string().max(2_020_000),
    copy: z.number().int().min(1), pages: z.number().int().min(1), head: hash,
  }),
  /** A row of a fallback sheet typed in after an outage; the facts it became have the same command id. */
  'paper.typed': z.strictObject({ session: id, candidate: id, sheet: id, row: z.string().min(1).max(64), kind: z.enum(['checkIn', 'psych', 'attempt', 'interview']), writtenAt: z.string().max(20), newer: z.array(FactId).max(100) }),
  'paper.folder': z.strictObject({ folder: z.string().max(300).nullable() }),

  /** A closing package was written: `hash` of the file, `sealed` to these recipients. */
  'closing.packaged': z.strictObject({ session: id, file: z.string().max(300), hash, facts: z.number().int().min(0), recipients: z.array(z.string().max(200)).max(10) }),

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

/** What a fact tells: all but the parts that only its chain, its exam and its command need. */
export type Told<F extends Fact = Fact> = F extends Fact ? Omit<F, 'v' | 'exam' | 'prev' | 'cmd'> : never

/** `station/seq` of a fact. */
export function factId(fact: Pick<Envelope, 'station' | 'seq'>): FactId {
  return `${fact.station}/${String(fact.seq)}`
}
