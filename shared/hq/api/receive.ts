import { oc } from '@orpc/contract'
import { z } from 'zod'
import { cmd } from '../../api/answer.ts'
import { hqAnswer, hqRecorded, HqRecorded, HqSecond, ofRecruitment, VenueId } from '../answer.ts'
import { looking, receiving, type RightsOf } from '../rights.ts'

const count = z.number().int().min(0)
const station = z.string().max(64)
const reason = z.string().trim().min(1).max(500)

/** Largest file the screen takes; larger ones are for the command line (`npm run courier -- import`). */
const largestCarried = 60 * 1024 * 1024
/** A file from a stick, base64. */
const file = { name: z.string().min(1).max(200), bytes: z.string().max(Math.ceil(largestCarried / 3) * 4) }

/** Why HQ keeps facts apart (隔离); words for all stand in the screens' receive.json. */
const quarantineWhys = [
  'malformed', 'too_large', 'foreign', 'unknown_station', 'station_revoked', 'hole', 'chain_broken', 'fork', 'fact_signature', 'fact_malformed', 'erased',
] as const
const QuarantineWhy = z.enum(quarantineWhys)

/** One stream (台) of a file: how far it reaches there and how far it is held here. */
export const CarriedStream = z.strictObject({ station, last: count, held: count, fresh: count, state: z.enum(['active', 'revoked', 'unknown', 'enrols']) })
export type CarriedStream = z.infer<typeof CarriedStream>

/** A stream as HQ holds it. `announced`: how far the station said it goes; `projected`: how far the boards have it. */
export const HeldStream = z.strictObject({
  station, state: z.enum(['active', 'revoked']), how: z.enum(['network', 'file']), enrolledAt: z.number(), held: count, announced: count, projected: count, apart: count,
})
export type HeldStream = z.infer<typeof HeldStream>

export const ReceivingVenue = z.strictObject({
  venue: VenueId, name: z.string(), heardAt: z.number().nullable(), card: count, cardUsedAt: z.number().nullable(),
  /** What the station last said of itself. */
  unsent: count, oldestUnsentAt: z.number().nullable(), trouble: z.array(z.string()),
  /** Everything of the venue that waits in quarantine, of whatever station. */
  apart: count,
  receipt: z.strictObject({ no: count, at: z.number() }).nullable(), streams: z.array(HeldStream),
})
export type ReceivingVenue = z.infer<typeof ReceivingVenue>

/** Facts kept apart. `seq` is the number that is wrong or missing, 0 where nothing can be read; `takeable`: taking it after all can help. */
export const QuarantineRow = z.strictObject({
  no: count, venue: z.string(), venueName: z.string(), station, seq: count, last: count, why: QuarantineWhy, source: z.string(), at: z.number(), size: count,
  outcome: z.enum(['taken', 'kept_out']).nullable(), settledBy: z.string(), reason: z.string(), takeable: z.boolean(),
  /** Fingerprint of the key that came with facts of an unknown station, to be compared with the station's screen. */
  fingerprint: z.string(),
})
export type QuarantineRow = z.infer<typeof QuarantineRow>

export const receive = {
  streams: oc.input(z.strictObject(ofRecruitment)).output(hqAnswer({ venues: z.array(ReceivingVenue) })),
  /** At most 500, newest first. */
  quarantine: oc.input(z.strictObject({ ...ofRecruitment, settled: z.boolean().default(false) })).output(hqAnswer({ rows: z.array(QuarantineRow), total: count })),
  /** Whose file it is, how far it goes and what is new in it; nothing is stored. Refused: file_unreadable, file_signature, file_foreign, file_not_for_us, file_too_large. */
  preview: oc.input(z.strictObject({ ...ofRecruitment, ...file })).output(hqAnswer({
    kind: z.enum(['courier', 'closing']), venue: VenueId, venueName: z.string(), station, created: z.number(), facts: count, fresh: count,
    /** It carries an enrolment that HQ has not answered yet. */
    enrols: z.boolean(), known: z.boolean(), streams: z.array(CarriedStream),
  })),
  /** Takes a file in; again and out of order without harm. Refused as `preview`. */
  take: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, ...file })).output(hqAnswer({
    ...hqRecorded, venue: VenueId, venueName: z.string(), accepted: count,
    /** Facts that were here already. */
    here: count,
    quarantined: z.array(z.strictObject({ station, seq: count, why: QuarantineWhy })), apart: count,
    /** What became of the enrolment in it; null where there was none. */
    enrolled: z.enum(['enrolled', 'card_wrong', 'card_used', 'foreign']).nullable(), receipt: count,
  })),
  /** The newest receipt of a venue as a file for the stick. Refused: venue_unknown. */
  receipt: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, venue: VenueId })).output(hqAnswer({ name: z.string(), bytes: z.string(), no: count, at: z.number() })),
  /**
   * Taking needs a second person on duty, who plans or who decides. Of two who settle the same at once one is recorded.
   * Refused: quarantine_unknown, quarantine_settled, quarantine_not_takeable, and for taking second_needed, second_role.
   */
  settle: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, quarantine: count, outcome: z.enum(['taken', 'kept_out']), reason, second: HqSecond.optional() }))
    .output(hqAnswer({ ...hqRecorded, accepted: count })),
  /** A station that is lost or in wrong hands: what is held of it stays, nothing more is taken. Refused: station_unknown. */
  revoke: oc.input(z.strictObject({ ...cmd, ...ofRecruitment, venue: VenueId, station, reason })).output(HqRecorded),
}

export const receiveRights: RightsOf<typeof receive> = {
  streams: looking, quarantine: looking, preview: receiving, take: receiving, receipt: receiving, settle: receiving, revoke: receiving,
}
