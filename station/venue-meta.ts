import { createHash } from 'node:crypto'
import { z } from 'zod'
import { meta, setMeta } from '../db/kept.ts'
import type { Db } from '../db/open.ts'

/** What the station knows of its venue besides facts and roster; kept in the database's own table. */
export const VenueMeta = z.strictObject({
  exam: z.string(),
  venue: z.string(),
  name: z.string(),
  stationName: z.string(),
  mode: z.enum(['live', 'rehearsal']),
  /** The rehearsal's name; empty for a live venue. */
  rehearsal: z.string(),
  /** The pack's own text, byte for byte as it was hashed. */
  packText: z.string(),
  packHash: z.string(),
  /** ms by which a rehearsal's clock is moved; 0 for a live venue. */
  clockOffset: z.number(),
  /** HQ's keys (age, X25519) to which closing packages are sealed; empty where the exam package named none. */
  recipients: z.array(z.string()).default([]),
})
export type VenueMeta = z.infer<typeof VenueMeta>

/** SHA-256 (hex) of a pack's text. */
export function textHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

export function readVenueMeta(db: Db): VenueMeta | null {
  const text = meta(db, 'venue')
  return text === undefined ? null : VenueMeta.parse(JSON.parse(text))
}

export function writeVenueMeta(db: Db, fresh: VenueMeta): void {
  setMeta(db, 'venue', JSON.stringify(fresh))
}
