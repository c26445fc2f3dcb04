import { z } from 'zod'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const lot = z.string().regex(/^[A-HJ-NP-Z]\d{3}$/)

/**
 * The evidence file of one closed draw (docs/formats/draw-evidence.md). `tools/verify-draw.mjs` recomputes it without
 * any code of this program; the optional fields are for people to read and take no part in the computation.
 */
export const DrawEvidence = z.strictObject({
  format: z.literal('kaodian-draw-evidence/1'),
  drawId: z.string().min(1),
  session: z.string().optional(),
  poolId: z.string().optional(),
  venue: z.string().optional(),
  /** Candidate ids in the order of their UTF-8 bytes. */
  pool: z.array(z.string().min(1)),
  letters: z.array(z.string().regex(/^[A-HJ-NP-Z]$/)),
  desks: z.int().min(1),
  poolHash: hash,
  commitment: hash,
  secret: hash,
  digits: z.string().regex(/^\d+$/),
  witnesses: z.array(z.string()).optional(),
  /** In the order of drawing at each desk; `turn` counts from 1 through the whole permutation. */
  drawn: z.array(z.strictObject({ turn: z.int().min(1), candidate: z.string(), lot, fact: z.string().optional() })),
  /** Draws of the same pool that were frozen before and given up, with the names of the two who did; `digits` empty when none were given. */
  aborted: z.array(z.strictObject({
    drawId: z.string().min(1), commitment: hash, digits: z.string().regex(/^\d*$/), reason: z.string(), by: z.string(), second: z.string(), fact: z.string().optional(),
  })).optional(),
  voided: z.array(
    z.strictObject({
      turn: z.int().min(1),
      candidate: z.string(),
      lot,
      reason: z.string(),
      fact: z.string().optional(),
    }),
  ),
})
export type DrawEvidence = z.infer<typeof DrawEvidence>
