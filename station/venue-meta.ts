import { createHash } from 'node:crypto'
import { z } from 'zod'
import { HqContact } from '../exchange/messages.ts'
import { PackageOperator } from '../exchange/package.ts'
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
  /** Raw Ed25519 key (hex) of whoever issued the exam package: HQ's, whose receipts are believed. Empty: no package. */
  issuer: z.string().default(''),
  /** Where the exam package says HQ is. */
  hq: HqContact.nullable().default(null),
  /** Version of the exam package the venue works by; 0: made on the spot, or by hand. */
  packageVersion: z.int().min(0).default(0),
  /** Hash of that package as its issuer names it (exchange/package.ts); empty: no package. */
  packageHash: z.string().default(''),
  /** Stations and accounts as that package names them: what the next one is compared with. */
  stations: z.array(z.string()).default([]),
  operators: z.array(PackageOperator).default([]),
  /** Candidates no package names any more whose rows stay because facts speak of them; barred, and due nowhere. */
  retained: z.array(z.string()).default([]),
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
