import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Bilingual, cmd, page, withReason } from '../../api/answer.ts'
import { PackError } from '../../api/venue.ts'
import { roleNames } from '../../roles.ts'
import { hqAnswer, hqRecorded, HqRecorded, ofRecruitment, VenueId } from '../answer.ts'
import { looking, planning, type RightsOf } from '../rights.ts'

const count = z.number().int().min(0)
const session = z.string().min(1).max(64)
const post = z.string().min(1).max(32)
const candidate = z.string().min(1).max(64)
const stages = z.array(z.enum(['psych', 'fitness', 'interview', 'professional'])).min(1).max(4)
const half = z.enum(['am', 'pm'])
const capacity = z.number().int().min(1).max(100_000)
/** A reason is asked for once the venue has an exam package; empty before. */
const why = z.string().trim().max(500).default('')
const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** An account of a venue, for its package: name and roles; PINs are made at the venue. */
export const VenueOperator = z.strictObject({
  operator: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/), name: z.string().trim().min(1).max(40), roles: z.array(z.enum(roleNames)).min(1).max(9),
})
const venueFields = {
  name: z.string().trim().min(1).max(60), stations: z.array(z.string().trim().min(1).max(20)).max(50), operators: z.array(VenueOperator).max(500),
}

/** A venue (考点) with what it is to begin with. `used`: a package was issued or a fact came in, so that it can no more be removed. */
export const DivisionVenue = z.strictObject({ venue: VenueId, ...venueFields, people: count, sessions: count, issued: count, used: z.boolean() })
export type DivisionVenue = z.infer<typeof DivisionVenue>

/** A half day as it is edited: what `shared/session-making.ts` makes a session and its pools of. */
const draftFields = {
  name: z.string().trim().max(60), date: z.string().max(10), half, from: z.string().max(5), to: z.string().max(5), stages,
  pools: z.enum(['bySex', 'one', 'own', 'rooms']), letters: z.array(z.string().max(24)).max(24), shortlist: z.boolean(),
}
const day = z.string().max(10)

export const DivisionSession = z.strictObject({
  session, venue: VenueId, capacity, title: Bilingual, ...draftFields,
  /** People placed in it, or the places of the lists of its posts where a shortlist fills it. */
  count,
  /** Posts of a shortlist's half day. */
  posts: z.array(post), faults: z.array(PackError),
})
export type DivisionSession = z.infer<typeof DivisionSession>

/** Posts × half days: `cells` counts by session; `waiting` those with no half day for a stage that is held, with the reason. */
export const DivisionRow = z.strictObject({
  post, title: z.string(), unit: z.string(), people: count, cells: z.record(z.string(), count),
  waiting: z.array(z.strictObject({ stages, count, why: z.enum(['no_session', 'too_early', 'no_room', 'not_listed', 'not_placed']) })),
  /** In several half days by stages that examiners mark, and the panels the pack names. */
  split: z.boolean(), panels: count,
})
export type DivisionRow = z.infer<typeof DivisionRow>

export const DivisionTable = z.strictObject({
  rows: z.array(DivisionRow), overfull: z.array(z.strictObject({ session, count, capacity })), placed: count, waiting: count,
  /** Posts that the pack sets a qualification ratio for and whose list nobody adopted: all their candidates are placed. */
  unlisted: z.array(post),
  /** People placed now who are not on their post's adopted qualification list, by post; empty for a proposal. */
  beside: z.array(z.strictObject({ post, count })),
})
export type DivisionTable = z.infer<typeof DivisionTable>

const DivisionPerson = z.strictObject({ candidate, rosterNumber: z.string(), ticket: z.string(), name: z.string(), post, sessions: z.array(session) })
type DivisionPerson = z.infer<typeof DivisionPerson>

const who = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('post'), post }),
  /** By ticket, both ends included. */
  z.strictObject({ kind: z.literal('range'), post, from: z.string().min(1).max(32), to: z.string().min(1).max(32) }),
  z.strictObject({ kind: z.literal('people'), candidates: z.array(candidate).min(1).max(2000) }),
])
export type MoveWho = z.infer<typeof who>

export const division = {
  /** Venues, half days and what is wrong with them; `held` are the stages the pack has rules for. */
  overview: oc.input(z.strictObject(ofRecruitment)).output(hqAnswer({
    venues: z.array(DivisionVenue), sessions: z.array(DivisionSession), held: stages.or(z.array(z.never())), people: count, posts: count, faults: z.array(PackError), today: z.string(),
  })),
  /** Refused: venue_exists. */
  addVenue: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, venue: VenueId, ...venueFields })).output(HqRecorded),
  changeVenue: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, venue: VenueId, ...venueFields })).output(HqRecorded),
  /** Refused: venue_in_use once a package was issued or a fact came in. */
  removeVenue: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, venue: VenueId, ...withReason })).output(HqRecorded),
  /** One half day for each venue, date and half at once. Refused: pack_invalid with path and message. */
  addSessions: oc.input(z.strictObject({
    ...cmd, ...ofRecruitment, venues: z.array(VenueId).min(1).max(2000), dates: z.array(day).min(1).max(40),
    halves: z.array(z.strictObject({ half, from: draftFields.from, to: draftFields.to })).min(1).max(2),
    stages, pools: z.enum(['bySex', 'one', 'rooms']), rooms: z.number().int().min(1).max(12), shortlist: z.boolean(), capacity,
  })).output(hqAnswer({ ...hqRecorded, sessions: z.array(session) })),
  /** Refused: session_unknown, pack_invalid, reason_missing once the venue has a package. */
  changeSession: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, session, capacity, ...draftFields, reason: why })).output(HqRecorded),
  /** Takes the half day and everybody's place in it away. Refused: session_unknown, reason_missing. */
  removeSession: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, session, reason: why })).output(HqRecorded),

  /** The division as it stands. */
  table: oc.input(z.strictObject(ofRecruitment)).output(hqAnswer({ ...DivisionTable.shape, undo: z.number().int().nullable() })),
  /** A proposal, nothing stored. `keep`: who is placed stays, only the others are placed. Refused: no_candidates, session_unknown without any. */
  propose: oc.input(z.strictObject({ ...ofRecruitment, keep: z.boolean() })).output(hqAnswer({ ...DivisionTable.shape, hash, moved: count })),
  /** `hash`: of the proposal that was looked at. Refused: stale when it would be another now, panel_split until `splits` says yes. */
  adopt: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, keep: z.boolean(), hash, splits: z.boolean(), reason: why })).output(hqAnswer({ ...hqRecorded, placed: count })),
  /** From one half day to another; `from` null: who waits for one (people by name: anybody of the post), `to` null: taken out. Refused: session_unknown, no_candidates, session_full until `overfull` says yes. */
  move: oc.input(z.strictObject({
    ...cmd, ...ofRecruitment, from: session.nullable(), to: session.nullable(), who, overfull: z.boolean().default(false), reason: why,
  })).output(hqAnswer({ ...hqRecorded, moved: count })),
  /** Takes the newest move back, if it is still `fact`. Refused: stale. */
  undo: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, fact: z.number().int() })).output(hqAnswer({ ...hqRecorded, moved: count })),
  /** People of a half day, who wait for one (null), or all (absent), of one post or all. */
  people: oc.input(z.strictObject({ ...ofRecruitment, session: session.nullable().optional(), post: post.optional(), find: z.string().max(60).default(''), ...page }))
    .output(hqAnswer({ people: z.array(DivisionPerson), total: count })),
}

export const divisionRights: RightsOf<typeof division> = {
  overview: looking, addVenue: planning, changeVenue: planning, removeVenue: planning, addSessions: planning, changeSession: planning, removeSession: planning,
  table: looking, propose: planning, adopt: planning, move: planning, undo: planning, people: looking,
}
