import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Bilingual, cmd } from '../../api/answer.ts'
import { PackError } from '../../api/venue.ts'
import { changeKinds, PackageChange } from '../../package-changes.ts'
import { hqAnswer, HqRecorded, HqSecond, ofRecruitment, VenueId } from '../answer.ts'
import { looking, planning, receiving, type RightsOf } from '../rights.ts'
import { VenueOperator } from './division.ts'

const count = z.number().int().min(0)
const counted = z.array(z.strictObject({ kind: z.enum(changeKinds), count }))

/** The one-time card of a venue without its code: which one it is, whether a station enrolled with it, and whether another one takes two people. */
const card = z.strictObject({ no: count, usedAt: z.number().nullable(), byTwo: z.boolean() })

/** A venue's exam package (考试包): the newest version, and what the next one would say otherwise. */
export const PackageRow = z.strictObject({
  venue: VenueId, name: z.string(), people: count, sessions: count, posts: count, photos: count,
  /** Newest version, null before the first; `taken`: the version the venue works by, as its facts say. */
  issued: z.strictObject({ version: count, at: z.number(), by: z.string(), hash: z.string(), people: count }).nullable(),
  taken: count, card, enrolled: z.boolean(),
  /** What a new version would change, by kind; empty before the first and when nothing would. */
  changes: counted, holes: count,
})
export type PackageRow = z.infer<typeof PackageRow>

/** What is looked at before a package is issued; `changes` at most 500, those of people with their names. */
export const PackagePreview = z.strictObject({
  venue: VenueId, name: z.string(), version: count, people: count, posts: z.array(z.string()), photos: count, bytes: count,
  sessions: z.array(z.strictObject({ session: z.string(), title: Bilingual, date: z.string(), half: z.enum(['am', 'pm']), window: z.string(), people: count, capacity: count })),
  operators: count, stations: count, holes: z.array(PackError), scores: z.boolean(),
  changes: z.array(z.strictObject({ ...PackageChange.shape, name: z.string() })), changed: count,
})
export type PackagePreview = z.infer<typeof PackagePreview>

/** What is printed for a venue: its card with the code, and who its accounts are. */
export const VenueCard = z.strictObject({
  venue: VenueId, name: z.string(), recruitment: z.string(), exam: z.string(), no: count, used: z.boolean(),
  /** In groups; `text` is what the QR code holds. Empty when the card was used. */
  code: z.string(), text: z.string(), address: z.string(), issuer: z.string(), operators: z.array(VenueOperator), stations: z.array(z.string()),
  sessions: z.array(z.strictObject({ title: Bilingual, date: z.string(), window: z.string() })), file: z.string(), version: count,
})
export type VenueCard = z.infer<typeof VenueCard>

export const packages = {
  /** Every venue; `faults` of the whole pack stop all of them, `waiting` people have no half day yet. */
  overview: oc.input(z.strictObject(ofRecruitment)).output(hqAnswer({
    rows: z.array(PackageRow), faults: z.array(PackError), waiting: count, address: z.string(), issuer: z.string(), rehearsal: z.boolean(),
  })),
  preview: oc.input(z.strictObject({ ...ofRecruitment, venue: VenueId })).output(hqAnswer({ preview: PackagePreview })),
  /**
   * Signs the next version for these venues, all or none. Refused: venue_unknown, no_candidates (of a venue), pack_invalid, pack_hole,
   * package_unchanged (of one asked for alone; among several it is left out).
   */
  issue: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, venues: z.array(VenueId).min(1).max(500) })).output(hqAnswer({
    issued: z.array(z.strictObject({ venue: VenueId, version: count, people: count, changes: count })), unchanged: z.array(VenueId), repeated: z.boolean(),
  })),
  /** Versions of a venue, newest first. */
  versions: oc.input(z.strictObject({ ...ofRecruitment, venue: VenueId })).output(hqAnswer({
    versions: z.array(z.strictObject({ version: count, at: z.number(), by: z.string(), hash: z.string(), changes: z.array(PackageChange), changed: count })),
  })),
  /**
   * The newest package as a file in base64, sealed to the card’s code, or to the venue’s key once it
   * enrolled. Refused: venue_unknown, package_unknown.
   */
  download: oc.input(z.strictObject({ ...ofRecruitment, venue: VenueId })).output(hqAnswer({ name: z.string(), bytes: z.string(), sealed: z.enum(['card', 'venue']) })),
  /** Cards of these venues to be printed. Holds secrets: for who prepares and who is on duty. */
  cards: oc.input(z.strictObject({ ...ofRecruitment, venues: z.array(VenueId).min(1).max(500) })).output(hqAnswer({ cards: z.array(VenueCard) })),
  /**
   * A new card in place of a lost or used one; the old code opens and enrols nothing more. Where a station of the venue is or
   * was known it takes a second person on duty, who plans or who decides. Refused: venue_unknown, second_needed, second_role.
   */
  renewCard: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, venue: VenueId, reason: z.string().trim().min(1).max(500), second: HqSecond.optional() }))
    .output(HqRecorded),
}

export const packagesRights: RightsOf<typeof packages> = {
  overview: looking, preview: planning, issue: planning, versions: looking,
  // on the day it is duty that a venue with a broken laptop calls
  download: receiving, cards: receiving, renewCard: receiving,
}
