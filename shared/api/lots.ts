import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FactId } from '../facts.ts'
import { answer, Bilingual, cmd, id, Recorded, recorded, Second, withReason } from './answer.ts'

/** A pool and how far its draw is: the ladder the lots screen climbs. */
export const Pool = z.strictObject({
  pool: id, session: id, title: Bilingual, letters: z.array(z.string()),
  state: z.enum(['not_frozen', 'frozen', 'drawing', 'closed']),
  /** Who belongs (due in the session), checked in, and has a lot. */
  size: z.number().int(), present: z.number().int(), drawn: z.number().int(), voided: z.number().int(),
  /** How many desks draw at once, each with places of its own; 1 before the pool is frozen. */
  desks: z.number().int(),
  draw: id.nullable(), poolHash: z.string().nullable(), commitment: z.string().nullable(),
  digits: z.string().nullable(), witnesses: z.array(z.string()),
  frozenAt: z.number().nullable(), frozenBy: z.string().nullable(), secret: z.string().nullable(),
  /** Checked-in candidates of the pool who have no lot and no place left: a supplementary draw is needed. */
  withoutPlace: z.number().int(),
  last: z.strictObject({ lot: z.string(), candidate: id, turn: z.number().int(), at: z.number() }).nullable(),
})
export type Pool = z.infer<typeof Pool>

/** What a strip needs; the name never stands on it (规则 §5). */
export const Strip = z.strictObject({ lot: z.string(), session: Bilingual, venue: z.string(), date: z.string(), copy: z.number().int(), qr: z.string() })

export const DrawnLot = z.strictObject({ fact: FactId, lot: z.string(), turn: z.number().int(), candidate: id, rosterNumber: z.string(), at: z.number(), voided: z.boolean(), copies: z.number().int() })

export const lots = {
  pools: oc.input(z.strictObject({ session: id })).output(z.array(Pool)),
  /** Fixes who belongs and commits to a secret. `supplement` draws for those left without a place, with the next letter. */
  freeze: oc.input(z.strictObject({ ...cmd, session: id, pool: id, desks: z.number().int().min(1).max(20).default(1), supplement: z.boolean().default(false) })).output(answer({ ...recorded, draw: id, commitment: z.string(), poolHash: z.string() })),
  /** At least 10 digits from the witnesses, after the commitment. */
  digits: oc.input(z.strictObject({ ...cmd, draw: id, digits: z.string().regex(/^\d{10,64}$/), witnesses: z.array(z.string().trim().min(1).max(60)).min(1).max(10) })).output(Recorded),
  /** The k-th to draw gets the k-th place. */
  draw: oc.input(z.strictObject({ ...cmd, session: id, candidate: id, desk: z.number().int().min(1).max(20).default(1) })).output(answer({ ...recorded, lot: z.string(), turn: z.number().int(), strip: Strip })),
  /** Counts a print of the three strips; the second and later say so. */
  print: oc.input(z.strictObject({ ...cmd, session: id, candidate: id })).output(answer({ strip: Strip })),
  void: oc.input(z.strictObject({ ...cmd, replaces: FactId, ...withReason, second: Second.optional() })).output(Recorded),
  /** Ends a frozen draw before its first lot, openly. */
  abort: oc.input(z.strictObject({ ...cmd, draw: id, ...withReason, second: Second.optional() })).output(Recorded),
  /** Reveals the secret and writes the evidence file. */
  close: oc.input(z.strictObject({ ...cmd, draw: id })).output(answer({ ...recorded, secret: z.string(), file: z.string() })),
  /** The evidence as JSON text, for download; only after closing. */
  evidence: oc.input(z.strictObject({ draw: id })).output(answer({ name: z.string(), json: z.string() })),
  drawn: oc.input(z.strictObject({ session: id, pool: id })).output(z.array(DrawnLot)),
}
