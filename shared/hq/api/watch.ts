import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Journey } from '../../api/journey.ts'
import { FactId } from '../../facts.ts'
import { hqAnswer, ofRecruitment, VenueId } from '../answer.ts'
import { boardFilters, troubleKeys } from '../board-words.ts'
import { looking, type RightsOf } from '../rights.ts'

const count = z.number().int().min(0)
const ms = z.number().nullable()
const id = z.string().min(1).max(64)

/** How far a stage is, in people: still due, at it, through, ended at it, not there (absent, late, withdrawn). */
export const StageBar = z.strictObject({ stage: z.string(), due: count, working: count, passed: count, failed: count, away: count })
export type StageBar = z.infer<typeof StageBar>

export const VenueLine = z.strictObject({
  venue: VenueId, name: z.string(), heardAt: ms,
  /** Facts held here, and those the venue's stations said they have. */
  held: count, announced: count,
  /** Oldest fact a station had not sent when it was last heard. */
  oldestUnsentAt: ms,
  sessions: z.strictObject({ upcoming: count, open: count, closed: count, balanced: count, total: count }),
  /** A half day of it is today, on the recruitment's clock, and not closed. */
  today: z.boolean(),
  people: count, conflicts: count, incidents: count, quarantined: count,
  stages: z.array(StageBar), troubles: z.array(z.enum(troubleKeys)),
})
export type VenueLine = z.infer<typeof VenueLine>

export const Whole = z.strictObject({
  venues: count, heard: count, held: count, announced: count, people: count, conflicts: count, incidents: count, quarantined: count,
  sessions: z.strictObject({ upcoming: count, open: count, closed: count, balanced: count, total: count }), stages: z.array(StageBar),
})

export type Whole = z.infer<typeof Whole>

export const SessionLine = z.strictObject({
  session: z.string(), title: z.strictObject({ zh: z.string(), en: z.string() }), date: z.string(), half: z.enum(['am', 'pm']), from: z.string(), to: z.string(),
  stages: z.array(z.string()), state: z.enum(['upcoming', 'open', 'closed']), changedAt: ms, due: count,
  /** People by where they are; 'stray': something was recorded of them here and they are not due. */
  counts: z.record(z.string(), count),
  /** Whether the counts the venue signed at closing are those computed here; null before closing. */
  agrees: z.boolean().nullable(), signed: z.record(z.string(), count),
})
export type SessionLine = z.infer<typeof SessionLine>

export const StreamLine = z.strictObject({
  station: z.string(), name: z.string(), state: z.string(), how: z.string(), enrolledAt: z.number(), held: count, announced: count, projected: count,
})
export type StreamLine = z.infer<typeof StreamLine>

export const Incident = z.strictObject({
  venue: z.string(), venueName: z.string(), fact: FactId, type: z.string(), session: z.string(), candidate: z.string(), rosterNumber: z.string(), name: z.string(), at: z.number(), note: z.string(),
})
export type Incident = z.infer<typeof Incident>

export const OpenConflict = z.strictObject({
  conflict: z.string(), kind: z.string(), session: z.string(), venue: z.string(), venueName: z.string(), candidate: z.string(), rosterNumber: z.string(), name: z.string(), post: z.string(), facts: z.array(FactId),
})
export type OpenConflict = z.infer<typeof OpenConflict>

export const VenuePage = z.strictObject({
  line: VenueLine, sessions: z.array(SessionLine), streams: z.array(StreamLine),
  operators: z.array(z.strictObject({ operator: z.string(), name: z.string(), roles: z.array(z.string()), active: z.boolean(), seenAt: ms })),
  said: z.strictObject({ program: z.string(), trouble: z.array(z.string()) }),
  packages: z.array(z.strictObject({ version: count, issuedAt: z.number(), taken: z.boolean(), changes: count })),
  receipts: z.array(z.strictObject({ no: count, at: z.number() })),
  quarantine: z.array(z.strictObject({ no: count, station: z.string(), seq: count, why: z.string(), at: z.number(), source: z.string() })),
  incidents: z.array(Incident),
})
export type VenuePage = z.infer<typeof VenuePage>

const searchedBy = ['name', 'ticket', 'roster', 'resident', 'lot', 'fact', 'candidate'] as const
export const Hit = z.strictObject({
  candidate: id, rosterNumber: z.string(), ticket: z.string(), name: z.string(), post: z.string(), venue: z.string(), venueName: z.string(), place: z.string(),
  /** What of it matched, and the lot or fact that was typed. */
  by: z.enum(searchedBy), lot: z.string(), conflicts: count,
})
export type Hit = z.infer<typeof Hit>

/** Where a fact of a journey was recorded and how sure HQ is: 'checked' by its chain, 'verified' by its own signature, 'wrong'. */
export const Source = z.strictObject({ venue: z.string(), venueName: z.string(), receivedAt: ms, state: z.enum(['checked', 'verified', 'wrong', 'unknown']) })
export type Source = z.infer<typeof Source>

export const WatchedJourney = z.strictObject({
  journey: Journey, sources: z.record(z.string(), Source),
  halfDays: z.array(z.strictObject({ session: z.string(), title: z.string(), venue: z.string(), venueName: z.string(), place: z.string(), at: z.string(), why: z.string() })),
  conflicts: z.array(z.strictObject({ conflict: z.string(), kind: z.string(), session: z.string(), facts: z.array(FactId) })),
  ended: z.string(), total: z.string(), withdrawn: z.string(), barred: z.string(),
})
export type WatchedJourney = z.infer<typeof WatchedJourney>

const page = { offset: count.default(0), limit: z.number().int().min(1).max(200).default(100) }

export const watch = {
  /** Venues by trouble, worst first, then by id. `asOf`: when these numbers were read, on HQ's clock. */
  board: oc.input(z.strictObject({ ...ofRecruitment, filter: z.enum(boardFilters).default('all'), find: z.string().max(60).default(''), ...page }))
    .output(hqAnswer({ asOf: z.number(), whole: Whole, filters: z.record(z.string(), count), venues: z.array(VenueLine), total: count })),
  /** Refused: venue_unknown. */
  venue: oc.input(z.strictObject({ ...ofRecruitment, venue: VenueId })).output(hqAnswer({ asOf: z.number(), venue: VenuePage })),
  /** A name or its beginning, ticket, roster number, last six of the resident id, lot (with or without its session), fact id, candidate id. At most `limit`. */
  search: oc.input(z.strictObject({ ...ofRecruitment, text: z.string().max(100), limit: z.number().int().min(1).max(50).default(20) }))
    .output(hqAnswer({ hits: z.array(Hit), more: z.boolean() })),
  /** All facts about one person from all venues. Refused: candidate_unknown. */
  journey: oc.input(z.strictObject({ ...ofRecruitment, candidate: id })).output(hqAnswer({ found: WatchedJourney })),
  /** Newest first; of one venue where it is named. */
  incidents: oc.input(z.strictObject({ ...ofRecruitment, venue: VenueId.optional(), kind: z.string().max(60).optional(), ...page }))
    .output(hqAnswer({ rows: z.array(Incident), total: count, kinds: z.record(z.string(), count) })),
  /** Contradictions that nobody decided, of one venue where it is named; at most 500. */
  conflicts: oc.input(z.strictObject({ ...ofRecruitment, venue: VenueId.optional() })).output(hqAnswer({ rows: z.array(OpenConflict), total: count })),
}

export const watchRights: RightsOf<typeof watch> = { board: looking, venue: looking, search: looking, journey: looking, incidents: looking, conflicts: looking }
