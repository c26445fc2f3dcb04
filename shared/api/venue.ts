import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { amending } from './amendment.ts'
import { answer, Base64, Bilingual, cmd, id } from './answer.ts'
import { SyncBrief } from './sync.ts'

const chief = z.strictObject({ name: z.string().trim().min(1).max(60), pin: z.string().min(6).max(12) })

/** Practice accounts of a rehearsal, shown once so that people can sign in; never made for a live venue. */
export const PracticeAccount = z.strictObject({ operator: id, name: z.string(), roles: z.array(z.string()), pin: z.string() })

export const VenueState = z.strictObject({
  /** The ladder the first screen climbs: no venue yet, or ready to sign in. */
  state: z.enum(['empty', 'ready']),
  program: z.string(),
  /** Station key id, 16 hex; empty text before a venue exists. */
  station: z.string(),
  stationName: z.string(),
  /** What every station of this ledger is called, by key id: this one, those it went on from, others that were named. */
  stationNames: z.record(z.string(), z.string()),
  name: z.string(),
  exam: z.string(),
  mode: z.enum(['live', 'rehearsal']),
  pack: z.strictObject({ name: z.string(), version: z.string(), hash: z.string(), title: Bilingual }).nullable(),
  /** Sentences every screen must show, e.g. that thresholds are borrowed. */
  banners: z.array(Bilingual),
  candidates: z.number().int(),
  /** Station's clock in ms (a rehearsal's own clock in a rehearsal). */
  now: z.number(),
  /** Minutes without a touch after which the station locks the person out. */
  idleMinutes: z.number().int(),
  /** Personal data went from this venue on HQ's order: it shows numbers only. */
  erased: z.boolean(),
  /** Where the database key lies: sealed by the system, or in a file (a warning on screen). */
  keyKept: z.enum(['sealed', 'file']),
})
export type VenueState = z.infer<typeof VenueState>

export const SheetProblem = z.strictObject({
  /** Row as the spreadsheet counts it (header = its own row), column by its header. */
  row: z.number().int(), column: z.string(), problem: z.string(), value: z.string(),
})
export type SheetProblem = z.infer<typeof SheetProblem>

/**
 * field → header of the sheet; fields: rosterNumber, ticket, residentId, name, sex, birth, post, postTitle, unit,
 * headcount, session, written, quality.
 */
export const SheetMapping = z.record(z.string(), z.string())

export const PackError = z.strictObject({ path: z.string(), message: Bilingual })

const sheet = { name: z.string().max(300), bytes: Base64, mapping: SheetMapping.optional() }

export const venue = {
  /** Anyone: what the station is, for the ladder of the first screen. */
  state: oc.output(VenueState),
  rehearsals: oc.output(z.array(z.strictObject({ name: id, title: Bilingual, description: Bilingual, banners: z.array(Bilingual) }))),
  openRehearsal: oc
    .input(z.strictObject({ ...cmd, rehearsal: id, candidates: z.number().int().min(20).max(20_000).default(240), seed: z.number().int().min(0).max(2 ** 31).default(1) }))
    .output(answer({ accounts: z.array(PracticeAccount) })),
  /** Reads an exam package and says what is in it; nothing is stored. */
  previewPackage: oc
    .input(z.strictObject({ bytes: Base64, passphrase: z.string().max(200).optional() }))
    .output(answer({
      /** First 20 characters of the issuer's key, in groups, to compare with the card. */
      issuer: z.string(), exam: z.string(), venue: z.string(), pack: Bilingual, candidates: z.number().int(),
      sessions: z.array(z.strictObject({ id, title: Bilingual, date: z.string() })), sealed: z.boolean(), holes: z.array(PackError),
      /** 0: the package says none. Where HQ is reached, or empty. */
      version: z.number().int(), hq: z.string(),
      /** Stations and accounts it begins the venue with. */
      stations: z.array(z.string()), operators: z.array(z.strictObject({ name: z.string(), roles: z.array(z.string()) })),
    })),
  openPackage: oc.input(z.strictObject({ ...cmd, bytes: Base64, passphrase: z.string().max(200).optional(), chief })).output(answer({ candidates: z.number().int(), operator: id })),
  /**
   * A lost station comes back from HQ: the exam package, a fresh card of the venue, and a new PIN for its chief. Takes as
   * long as the ledger is large. Refusals as `openPackage` and `sync.enrol` have them.
   */
  restoreFromHq: oc.input(z.strictObject({ bytes: Base64, card: z.string().trim().min(1).max(500), pin: z.string().min(6).max(12) })).output(answer({ facts: z.number().int(), operator: id, name: z.string() })),
  packs: oc.output(z.array(z.strictObject({ name: id, title: Bilingual, rehearsal: z.boolean(), banners: z.array(Bilingual), holes: z.number().int() }))),
  /** A pack's whole text as JSON, to fill in and send back. */
  packText: oc.input(z.strictObject({ name: id })).output(answer({ json: z.string() })),
  /** Every error by field path, and every hole. */
  checkPack: oc.input(z.strictObject({ json: z.string().max(2_000_000) })).output(z.strictObject({ valid: z.boolean(), errors: z.array(PackError), holes: z.array(PackError) })),
  previewSheet: oc
    .input(z.strictObject({ ...sheet, pack: z.string().max(2_000_000) }))
    .output(answer({
      headers: z.array(z.string()), mapping: SheetMapping, count: z.number().int(), problems: z.array(SheetProblem), holes: z.array(PackError),
      sample: z.array(z.record(z.string(), z.string())),
      /** Posts of the sheet, whether the pack has them or not: at most 1,000; `headcount` as the sheet writes it. */
      posts: z.array(z.strictObject({ code: z.string(), count: z.number().int(), unit: z.string(), title: z.string(), headcount: z.string() })),
      /** Names in the sheet's column of sessions, at most 1,000; empty without such a column. */
      sessions: z.array(z.string()),
      /** How many are due in each session of the pack, and how many in none; all 0 while there are problems. */
      due: z.array(z.strictObject({ session: id, count: z.number().int() })), notDue: z.number().int(),
      /** How many of the posts of a shortlist's half day have no written score: a shortlist is ordered by it (规则 §8). */
      noWritten: z.number().int(),
    })),
  openSheet: oc
    .input(z.strictObject({ ...cmd, ...sheet, pack: z.string().max(2_000_000), venue: z.string().trim().min(1).max(100), exam: z.string().trim().min(1).max(100), chief }))
    .output(answer({ candidates: z.number().int(), operator: id })),
  ...amending,
  /** Rehearsals only: moves the practice clock (ms). */
  setRehearsalClock: oc.input(z.strictObject({ to: z.number().int() })).output(answer({ now: z.number() })),
}

export const LiveMessage = z.strictObject({
  /** Station's wall clock, ms. */
  now: z.number(),
  /** Facts in the ledger. */
  facts: z.number().int(),
  /** First 20 characters of the stream's head. */
  head: z.string(),
  /** Nouns touched since the last message: 'check-in', 'lots', 'psych', 'fitness', 'heats', 'sessions', 'operators', 'conflicts', 'venue'. */
  touched: z.array(z.string()),
  /** Candidates touched since the last message (at most 200; `many` when more). */
  candidates: z.array(z.string()),
  many: z.boolean(),
  /** Trouble to show on the frame, by reason; empty when all is saved. */
  trouble: z.array(z.string()),
  /** What HQ lacks and why; null where the venue has no HQ. */
  hq: SyncBrief.nullable(),
})
export type LiveMessage = z.infer<typeof LiveMessage>

export const live = {
  /** One message on every change and at least every 5 s as a heartbeat. */
  changes: oc.output(eventIterator(LiveMessage)),
}

export const drafts = {
  /** Typed text that must survive a reload or a lock; per operator, in the encrypted store. Empty text removes it. */
  put: oc.input(z.strictObject({ key: z.string().min(1).max(100), text: z.string().max(20_000) })).output(z.strictObject({ ok: z.literal(true) })),
  all: oc.output(z.record(z.string(), z.string())),
}
